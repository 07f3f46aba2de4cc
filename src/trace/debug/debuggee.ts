/**
 * A program under a debugger: finds places in its run and keeps the machine that stands at the last one. Questions are
 * answered by that machine; one that was spoilt by an expression is thrown away, and the run is run again to its place.
 */
import { ADDRESS_BASE } from '../../memory/regions.js';
import { isTrue } from '../../objects/object.js';
import type {
  DebugEvaluated,
  DebugMethods,
  DebugPosition,
  DebugProgram,
  DebugSearch,
  DebugStop,
  DebugStopReason,
  DebugVariable,
} from '../../protocol/debug.js';
import type { ObjectDetail } from '../../protocol/objects.js';
import { type ExploreRequest, LIMITS } from '../../protocol/run.js';
import type { RunOutcome } from '../../vm/run.js';
import type { Runtime } from '../../vm/runtime.js';
import { labelledEdges } from '../edges.js';
import { placeOf as blockPlaceOf } from '../heapPicture.js';
import { holdersOf } from '../holders.js';
import type { Machines } from '../machines.js';
import type { LibraryCode } from '../observedRun.js';
import { preview } from '../preview.js';
import { type Program, readProgram } from '../program.js';
import { addressOf, Still } from '../still.js';
import { bytesAt } from './bytes.js';
import { completionsOf } from './completions.js';
import { disassemble } from './disassemble.js';
import { evaluateIn, reprOn } from './evaluate.js';
import { exceptionNow } from './exceptions.js';
import { framesOf, slotsOf, stackOf } from './frames.js';
import { linesOf } from './lines.js';
import { childrenOf, debugObject, FULL_LENGTH } from './objects.js';
import { parseExpression, read } from './read.js';
import { type Ask, type Candidate, Search } from './search.js';
import { Travel } from './travel.js';
import { type Visitor, type Walk, type Walked, walkRun } from './walk.js';

/** What a debuggee is handed by whoever runs it. */
export interface DebugPorts {
  /** Asked every few thousand lines: true ends the search where it is. */
  shouldStop(): boolean;
}

/** What several runs have in common. */
interface Workshop {
  readonly libraryCode: LibraryCode;
  readonly machines: Machines;
}

/** A machine that stands at a place. */
interface Held {
  readonly walk: Walk;
  readonly at: string;
  /** The expression that was evaluated on it, which spoilt it; undefined: it is as the run left it. */
  evaluated?: { readonly key: string; readonly object: number; readonly error?: EvaluationFailure };
  still?: Still;
  /** The simulator failed on it: it is not used again. */
  isBroken?: boolean;
}

interface EvaluationFailure {
  readonly error: string;
  readonly why: 'python' | 'notSimulated' | 'budget';
}

type Params<M extends keyof DebugMethods> = DebugMethods[M]['params'];
type Result<M extends keyof DebugMethods> = DebugMethods[M]['result'];

/** Thrown where nobody waits for an answer any more. */
export class DebugCancelled extends Error {}

/** A run cannot be brought to a place where it stood before: our mistake. */
class Unreachable extends Error {}

export class Debuggee {
  private readonly program: Program;
  private held: Held | undefined;
  /** Places of exceptions of which it was found out that nobody catches them. */
  private readonly uncaught = new Set<string>();
  /** What an expression wrote. */
  private expressionOutput = '';

  constructor(
    private readonly request: ExploreRequest,
    private readonly ports: DebugPorts,
    private readonly workshop: Workshop,
  ) {
    this.program = readProgram(request);
  }

  debugProgram(): DebugProgram {
    const { diagnostics } = this.program;
    return { lines: linesOf(this.request, this.program), diagnostics, addressBase: ADDRESS_BASE };
  }

  // -- searches

  debugSearch(search: DebugSearch): DebugStop {
    this.letGo();
    let searching = true;
    const single = search.direction === 'backward' && search.from !== null && byInstructions(search);
    const visitor = new Search(search, this.ask, single ? this.singlesFrom(search) : undefined);
    const walked = this.walk(visitor, (stream, text, walk) => {
      if (searching) visitor.write(stream, text, walk);
      else this.expressionOutput += text;
    });
    searching = false;
    const stop = search.direction === 'forward' ? this.forward(visitor, walked) : this.backward(visitor, walked);
    if (walked.walk !== this.held?.walk) this.giveBack(walked);
    return stop;
  }

  private forward(search: Search, walked: Walked): DebugStop {
    const { found } = search;
    const { walk, outcome } = walked;
    if (found !== undefined && walked.halted) {
      if (search.isHere) this.hold(walk!, found.position);
      else this.uncaught.add(keyOf(found.position));
      return this.stop(search, found);
    }
    const steps = walk?.steps ?? 0;
    if (walked.cancelled) return this.stop(search, { reason: 'pause', position: { step: steps } });
    const cut = cutShort(outcome);
    if (cut === undefined) return { ...this.stop(search, { reason: 'ended' }), exitStatus: outcome.exitStatus };
    const position: DebugPosition = { step: steps, last: true };
    // A run that was at its last place already and goes on is over.
    if (walk === null || isLast(search.begin)) {
      const ended = { ...this.stop(search, { reason: 'ended' }), exitStatus: outcome.exitStatus };
      return { ...ended, detail: cut.detail };
    }
    this.hold(walk, position).isBroken = outcome.fault !== undefined;
    return { ...this.stop(search, { reason: cut.reason, position }), detail: cut.detail };
  }

  private backward(search: Search, walked: Walked): DebugStop {
    if (walked.cancelled && !walked.halted) return this.stop(search, { reason: 'pause' });
    if (walked.walk !== null) search.arriveAtEnd(walked.walk);
    return this.stop(search, search.result());
  }

  private stop(search: Search, found: Partial<Candidate> & { readonly reason: DebugStopReason }): DebugStop {
    return {
      reason: found.reason,
      ...(found.position ? { position: found.position } : {}),
      ids: found.ids ?? [],
      changes: found.changes ?? [],
      output: search.output,
      shown: search.shown,
      outputCut: search.outputCut,
      logged: [...search.logged],
    };
  }

  /** From where on single instructions count for a step back: the last line of the frames that are asked about. */
  private singlesFrom(search: DebugSearch): number {
    const { goal } = search;
    if (goal.kind !== 'over' && goal.kind !== 'out') return Math.max(0, search.from!.step - 1);
    const { instructions: _, ...byLines } = goal;
    const visitor = new Search({ ...search, goal: byLines, stops: NO_STOPS }, this.ask);
    this.giveBack(this.walk(visitor, () => {}));
    return Math.min(search.from!.step, visitor.result().position.step);
  }

  /** Evaluates on a machine of its own, while another one stands in the middle of a search. */
  private readonly ask: Ask = (position, expression) => {
    const walk = this.travel(position);
    // Cancelled: so is the search that asks.
    if (walk === undefined) return { truth: false, text: '' };
    try {
      const value = evaluateIn(walk, walk.rt.frame, expression);
      if ('error' in value) return { error: value.error };
      const { rt } = walk;
      const text = rt.isStr(value.object) ? rt.text(value.object) : preview(rt, value.object, 200);
      return { truth: isTrue(rt, value.object) > 0, text };
    } finally {
      this.workshop.machines.giveBack(walk.rt);
    }
  };

  // -- the machine

  private walk(
    visitor: Visitor,
    write: (stream: 'stdout' | 'stderr', text: string, walk: Walk | null) => void,
  ): Walked {
    const { program, request, workshop } = this;
    const { libraryCode: library, machines } = workshop;
    return walkRun({ program, request, library, machines, visitor, shouldStop: () => this.ports.shouldStop(), write });
  }

  private hold(walk: Walk, position: DebugPosition): Held {
    walk.atFullSpeed();
    this.held = { walk, at: keyOf(position) };
    return this.held;
  }

  private letGo(): void {
    const { held } = this;
    if (held !== undefined && held.isBroken !== true) this.workshop.machines.giveBack(held.walk.rt);
    this.held = undefined;
  }

  /** Nobody asks the machine of a run any more; one that failed is thrown away. */
  private giveBack({ walk, outcome }: Walked): void {
    if (walk !== null && outcome.fault === undefined) this.workshop.machines.giveBack(walk.rt);
  }

  /** A fresh machine at a position; undefined where the way was cancelled. */
  private travel(position: DebugPosition): Walk | undefined {
    let arrived = false;
    const walked = this.walk(new Travel(position), (_stream, text) => {
      if (arrived) this.expressionOutput += text;
    });
    const { walk, halted, cancelled } = walked;
    arrived = true;
    const isThere = walk !== null && !cancelled && (halted || position.last === true);
    if (!isThere) this.giveBack(walked);
    if (cancelled) return undefined;
    if (!isThere) throw new Unreachable(keyOf(position));
    walk.atFullSpeed();
    return walk;
  }

  /** The machine at a position, as the run left it. */
  private at(position: DebugPosition): Held {
    const known = this.held;
    if (known !== undefined && known.at === keyOf(position) && known.evaluated === undefined) return known;
    // Let go before running: two machines at once would need twice the memory.
    this.letGo();
    const walk = this.travel(position);
    if (walk === undefined) throw new DebugCancelled();
    return this.hold(walk, position);
  }

  /** The machine at a position after an expression was evaluated on it. */
  private after(position: DebugPosition, { frame, expression }: DebugEvaluated): Held {
    const key = `${frame} ${expression}`;
    const known = this.held;
    if (known?.at === keyOf(position) && known.evaluated?.key === key) return known;
    const held = this.at(position);
    this.expressionOutput = '';
    const value = evaluateIn(held.walk, frameAt(held.walk.rt, frame), expression);
    held.evaluated = 'error' in value ? { key, object: 0, error: value } : { key, object: value.object };
    delete held.still;
    return held;
  }

  private machine(position: DebugPosition, evaluated: DebugEvaluated | undefined): Held {
    return evaluated === undefined ? this.at(position) : this.after(position, evaluated);
  }

  private still(held: Held): Still {
    const { walk } = held;
    held.still ??= new Still(
      walk.rt,
      {
        steps: walk.steps,
        lastLine: null,
        deaths: { lastNames: new Map() },
        bornAt: () => null,
        bindingLine: () => undefined,
      },
      this.program.files,
    );
    return held.still;
  }

  // -- questions

  debugStack({ at }: Params<'debugStack'>): Result<'debugStack'> {
    const { walk } = this.at(at);
    return stackOf(walk.rt, walk);
  }

  debugVariables(params: Params<'debugVariables'>): readonly DebugVariable[] {
    const { at, of, evaluated, filter, from, length, expression } = params;
    const held = this.machine(at, evaluated);
    const { rt } = held.walk;
    if (of.kind === 'address')
      return this.still(held).isObject(of.address / 4) ? [{ name: '', object: debugObject(rt, of.address / 4) }] : [];
    if (of.kind === 'object') return childrenOf(rt, of.address / 4, filter, from, length, expression);
    const slots = slotsOf(rt, frameAt(rt, of.frame), of.scope);
    return slots.slice(from, length === undefined ? undefined : from + length).map(({ name, object }) => ({
      name,
      object: object === 0 ? null : debugObject(rt, object),
      ...(of.scope === 'locals' || of.scope === 'globals' ? { expression: name } : {}),
    }));
  }

  debugEvaluate({ at, frame, expression, full }: Params<'debugEvaluate'>): Result<'debugEvaluate'> {
    const { rt } = this.at(at).walk;
    const node = parseExpression(rt, expression);
    const found = node === null ? undefined : read(rt, frameAt(rt, frame), node);
    const isPlain = node?.kind === 'Constant';
    if (found !== undefined && 'object' in found && !isPlain) {
      // The class of an instance may have a repr of its own: where a person asks, it is run.
      if (!full || !rt.typeOf(found.object).isHeapType)
        return { object: debugObject(rt, found.object, full ? FULL_LENGTH : undefined), read: true, output: '' };
    }
    const held = this.after(at, { frame, expression });
    const { object, error } = held.evaluated!;
    if (error !== undefined) return { error: error.error, why: error.why, output: this.expressionOutput };
    const shown = debugObject(held.walk.rt, object, full ? FULL_LENGTH : undefined, 1);
    const text = full ? reprOn(held.walk.rt, object) : undefined;
    return {
      object: text === undefined ? shown : { ...shown, repr: text.slice(0, FULL_LENGTH) },
      read: false,
      output: this.expressionOutput,
    };
  }

  debugObject({ at, address, evaluated }: Params<'debugObject'>): ObjectDetail | null {
    const held = this.machine(at, evaluated);
    const still = this.still(held);
    const p = address / 4;
    if (!Number.isInteger(p) || !still.isObject(p)) return null;
    const holders = still.rt.M[p]! < 0 ? [] : holdersOf(still, p);
    const edges = labelledEdges(still.rt, p);
    return {
      ...still.summary(p),
      place: blockPlaceOf(still, p),
      holders: holders.slice(0, LIMITS.holders),
      holdersCut: holders.length > LIMITS.holders,
      referents: edges.slice(0, LIMITS.referents).map(({ to, kind, label }) => ({
        edge: { from: address, to: addressOf(to), kind, label },
        object: still.summary(to),
      })),
      referentsTotal: edges.length,
    };
  }

  debugException({ at }: Params<'debugException'>): Result<'debugException'> {
    return exceptionNow(this.at(at).walk.rt, this.uncaught.has(keyOf(at)));
  }

  debugMemory({ at, address, length, evaluated }: Params<'debugMemory'>): Uint8Array | null {
    return bytesAt(this.still(this.machine(at, evaluated)), address, length);
  }

  debugInstructions({ at, address, from, length }: Params<'debugInstructions'>): Result<'debugInstructions'> {
    return disassemble(this.at(at).walk.rt, this.program.files, address, from, length);
  }

  debugCompletions({ at, frame, text }: Params<'debugCompletions'>): Result<'debugCompletions'> {
    const { rt } = this.at(at).walk;
    return completionsOf(rt, frameAt(rt, frame), text);
  }

  debugSource({ at, path }: Params<'debugSource'>): string | null {
    return this.at(at).walk.rt.importer.textOf(path);
  }
}

const NO_STOPS = { lines: [], functions: [], data: [], exceptions: {} };

function keyOf({ step, instruction, raise, last }: DebugPosition): string {
  return `${step} ${instruction ?? ''} ${raise ?? ''} ${last ?? ''}`;
}

function byInstructions({ goal }: DebugSearch): boolean {
  return 'instructions' in goal && goal.instructions === true;
}

function isLast(position: DebugPosition | null): boolean {
  return position?.last === true;
}

function frameAt(rt: Runtime, index: number): number {
  const frames = framesOf(rt);
  return frames[index] ?? frames[0] ?? 0;
}

/** What ended a run before its end. */
function cutShort(outcome: RunOutcome): { readonly reason: DebugStopReason; readonly detail: string } | undefined {
  const { budget, notSimulated, fault } = outcome;
  if (budget !== undefined) {
    const detail = budget.kind === 'steps' ? 'lines' : budget.kind === 'time' ? 'milliseconds' : 'memory';
    return { reason: 'budget', detail };
  }
  if (notSimulated !== undefined) return { reason: 'notSimulated', detail: notSimulated.what };
  return fault === undefined ? undefined : { reason: 'fault', detail: fault };
}
