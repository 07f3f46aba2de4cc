/**
 * What a debugger asks of a run. A run is a pure function of its sources, so a debugger keeps a position only: whoever
 * is asked runs the program again up to it. Nothing that is asked here changes the run.
 */
import type { Address } from './address.js';
import type { ObjectDetail } from './objects.js';
import type { Diagnostic, ExploreRequest, OutputChunk } from './run.js';

/**
 * A place in a run where a debugger can stand. With `step` alone it is the boundary after so many lines were begun,
 * where the next one is about to begin (see `Moment`). At most one of the others is there.
 */
export interface DebugPosition {
  readonly step: number;
  /** Inside the line: before the so-many-th instruction since the boundary, from 1. */
  readonly instruction?: number;
  /** Inside the line: where the so-many-th exception since the boundary goes through a frame, from 1. */
  readonly raise?: number;
  /** As far as the run goes: after the last line, or where a budget or something not simulated ended it. */
  readonly last?: true;
}

/** A breakpoint on a line. `hits` are counted from the first line of the run on, whenever the breakpoint was set. */
export interface LineStop {
  readonly id: number;
  readonly file: number;
  readonly line: number;
  /** A Python expression. */
  readonly condition?: string;
  readonly hits?: HitCondition;
  /** Text with `{expressions}`: is written instead of stopping, where the run gets beyond `logged`. */
  readonly log?: string;
  /** The last step for which the text was written; -1: none. */
  readonly logged?: number;
}

/** Which hits of a breakpoint count: those for which `hits <operator> value` holds; `%`: every `value`-th. */
export interface HitCondition {
  readonly operator: '==' | '>' | '>=' | '<' | '<=' | '%';
  readonly value: number;
}

export interface FunctionStop {
  readonly id: number;
  /** Name or qualified name of a function of the program. */
  readonly name: string;
  readonly condition?: string;
  readonly hits?: HitCondition;
}

/**
 * A watch on one object, told apart from others at its address by its birth.
 * `count`: its reference count changes (its birth and death too); `freed`: it dies.
 */
export interface DataStop {
  readonly id: number;
  readonly address: Address;
  readonly born: number;
  readonly what: 'count' | 'freed';
  readonly condition?: string;
  readonly hits?: HitCondition;
}

/** `raised`: where it is raised; `uncaught`: where one is raised that will leave the program. Types: their names; none: all. */
export interface ExceptionStops {
  readonly raised?: { readonly types: readonly string[] };
  readonly uncaught?: { readonly types: readonly string[] };
}

export interface DebugStops {
  readonly lines: readonly LineStop[];
  readonly functions: readonly FunctionStop[];
  readonly data: readonly DataStop[];
  readonly exceptions: ExceptionStops;
}

/**
 * What a search looks for beside the stops. Backward, `over` is the line before in the same frame or its callers, `in`
 * the line before in any frame.
 *
 * - `continue`: nothing.
 * - `entry`: the first line.
 * - `over`, `in`, `out`: a line, seen from the frame at the beginning; with `instructions` an instruction.
 * - `frame`: backward: the first line of the frame, 0 the innermost.
 * - `line`: the next (the last) time that the line is about to run.
 */
export type DebugGoal =
  | { readonly kind: 'continue' | 'entry' }
  | { readonly kind: 'over' | 'in' | 'out'; readonly instructions?: boolean }
  | { readonly kind: 'frame'; readonly frame: number }
  | { readonly kind: 'line'; readonly file: number; readonly line: number };

export interface DebugSearch {
  readonly run: ExploreRequest;
  /** Null: before the run. */
  readonly from: DebugPosition | null;
  readonly direction: 'forward' | 'backward';
  readonly goal: DebugGoal;
  readonly stops: DebugStops;
  /** UTF-16 units of the run's output that were shown already. */
  readonly shown: number;
  /** Stop at the end of the program, while its names are still there. */
  readonly stopAtEnd: boolean;
  /** Forward: pause at this step, where nothing was found before. */
  readonly until?: number;
}

/** `start`: a backward search found nothing and stands at the first line. `ended`: the run is over, nothing stands. */
export type DebugStopReason =
  | 'entry'
  | 'start'
  | 'step'
  | 'goal'
  | 'breakpoint'
  | 'function'
  | 'data'
  | 'exception'
  | 'pause'
  | 'end'
  | 'budget'
  | 'notSimulated'
  | 'fault'
  | 'ended';

/** What happened to an object that is watched, and the line that did it. */
export interface DataChange {
  readonly id: number;
  readonly what: 'count' | 'freed';
  readonly before: number;
  /** 0: it died. */
  readonly after: number;
  readonly file: number;
  /** 0: outside of the program's lines. */
  readonly line: number;
}

/** Output of the program, or the text of a log point. */
export interface DebugOutput {
  readonly stream: OutputChunk['stream'] | 'log';
  readonly text: string;
  readonly file?: number;
  readonly line?: number;
}

export interface DebugStop {
  readonly reason: DebugStopReason;
  /** Where the run stands; absent when it ended. */
  readonly position?: DebugPosition;
  /** Ids of the stops that fit. */
  readonly ids: readonly number[];
  readonly changes: readonly DataChange[];
  /** Output that was not shown yet, in order, log texts among it. */
  readonly output: readonly DebugOutput[];
  readonly shown: number;
  /** Some of the output was dropped. */
  readonly outputCut: boolean;
  /** Last step for which each log point wrote: id and step. */
  readonly logged: readonly (readonly [number, number])[];
  /** What `python FILE` returns to the shell, where the run ended. */
  readonly exitStatus?: number;
  /** What is not simulated, which budget, which mistake. */
  readonly detail?: string;
}

/** What a debugger knows of a program before it runs. */
export interface DebugProgram {
  /** By file: the lines that can run, ascending. */
  readonly lines: readonly (readonly number[])[];
  readonly diagnostics: readonly Diagnostic[];
  readonly addressBase: number;
}

/** One frame of the stack. */
export interface DebugFrame {
  /** `''` for a module. */
  readonly scope: string;
  /** Index of the request's file; -1 for code of the library. */
  readonly file: number;
  /** Name of the file as tracebacks show it. */
  readonly path: string;
  readonly line: number;
  /** UTF-16 units, from 0; where the instruction's place is known. */
  readonly range?: {
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
  };
  /** Address of the next instruction. */
  readonly instruction: Address;
  readonly scopes: readonly DebugScope[];
}

/** `locals` of a function, `globals` of its module, the `cells` of its closure, its value `stack`. */
export type DebugScopeKind = 'locals' | 'globals' | 'cells' | 'stack';
export interface DebugScope {
  readonly kind: DebugScopeKind;
  readonly size: number;
}

/** An object as one line shows it, read from memory alone. */
export interface DebugObject {
  readonly address: Address;
  /** Stamp of its birth: with the address it names the object over the whole run. */
  readonly born: number;
  readonly type: string;
  /** At most 60 characters in lists, more where one object is asked for. */
  readonly repr: string;
  readonly count: number;
  readonly marks: readonly ('immortal' | 'static')[];
  /** Attributes and keys; items of a sequence. */
  readonly named: number;
  readonly indexed: number;
  /** First byte of its block: before the collector's header, where it has one. */
  readonly block: Address;
}

export interface DebugVariable {
  readonly name: string;
  /** Null: an empty slot of the value stack. */
  readonly object: DebugObject | null;
  /** An expression that gives the object. */
  readonly expression?: string;
}

/** An expression that was evaluated in a frame before something was asked. */
export interface DebugEvaluated {
  readonly frame: number;
  readonly expression: string;
}

/** `address`: the object at the address itself, if there is one. */
export type DebugContainer =
  | { readonly kind: 'scope'; readonly frame: number; readonly scope: DebugScopeKind }
  | { readonly kind: 'object'; readonly address: Address }
  | { readonly kind: 'address'; readonly address: Address };

/** `read`: from memory, no code ran for it. `output`: what the expression wrote. */
export type DebugValue =
  | { readonly object: DebugObject; readonly read: boolean; readonly output: string }
  | {
      /** The last line of a traceback, what is not simulated, or which budget is used up. */
      readonly error: string;
      readonly why: 'python' | 'notSimulated' | 'budget';
      readonly output: string;
    };

export interface DebugException {
  readonly type: string;
  readonly qualifiedType: string;
  readonly message: string;
  readonly uncaught: boolean;
  /** As a traceback shows it. */
  readonly stack: string;
}

export interface DebugInstruction {
  /** Null: there is no instruction at the place. */
  readonly address: Address | null;
  readonly text: string;
  /** Name of the code object, at its first instruction. */
  readonly symbol?: string;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

interface At {
  readonly run: ExploreRequest;
  readonly at: DebugPosition;
}

/** Requests to the worker that a debugger makes. */
export interface DebugMethods {
  debugProgram: { params: { run: ExploreRequest }; result: DebugProgram };
  debugSearch: { params: DebugSearch; result: DebugStop };
  debugStack: { params: At; result: readonly DebugFrame[] };
  debugVariables: {
    params: At & {
      readonly of: DebugContainer;
      readonly evaluated?: DebugEvaluated;
      /** What gives the object, for expressions of what is in it. */
      readonly expression?: string;
      readonly filter?: 'named' | 'indexed';
      readonly from: number;
      /** Undefined: all, at most a few thousand. */
      readonly length?: number;
    };
    result: readonly DebugVariable[];
  };
  /** Reads the object where that takes no code of the program; else runs the code and throws the machine away. */
  debugEvaluate: {
    params: At & DebugEvaluated & { readonly full: boolean };
    result: DebugValue;
  };
  /** Null where there is no object. */
  debugObject: {
    params: At & { readonly address: Address; readonly evaluated?: DebugEvaluated };
    result: ObjectDetail | null;
  };
  /** Null where no exception is being raised. */
  debugException: { params: At; result: DebugException | null };
  /** Bytes as CPython would have them; null: there is no memory. */
  debugMemory: {
    params: At & { readonly address: number; readonly length: number; readonly evaluated?: DebugEvaluated };
    result: Uint8Array | null;
  };
  debugInstructions: {
    params: At & { readonly address: Address; readonly from: number; readonly length: number };
    result: readonly DebugInstruction[];
  };
  debugCompletions: {
    params: At & { readonly frame: number; readonly text: string };
    result: { readonly prefix: number; readonly names: readonly string[] };
  };
  /** Text of a file of the library; null where there is none. */
  debugSource: { params: At & { readonly path: string }; result: string | null };
}
