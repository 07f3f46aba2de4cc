/**
 * What every object file works on: memory, side tables, the current exception, and the ports through which objects
 * call up into the virtual machine. `vm/runtime.ts` extends it to the one Runtime that owns a run.
 */
import { Collector } from '../memory/collector/collector.js';
import { Heap } from '../memory/heap.js';
import { Gc, GcFlag, Ob, StrLayout, TypeLayout } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import { type AllocatorName, DEFAULT_ALLOCATOR } from '../protocol/allocators.js';
import type { Buffering, Teardown } from '../protocol/run.js';
import type { Profile } from '../spec/profile.js';
import type { CodeInfo } from './code.js';
import { makeException, newException, raiseObject, raiseWithArgument } from './exceptionCore.js';
import { FLOAT_FREE_LIST } from './floatCore.js';
import { collectorPort } from './gcSupport.js';
import { Ids } from './ids.js';
import { newBigInt, newInt } from './intCore.js';
import { S, T } from './typeIds.js';
import { type GetSetDef, type MemberDef, type MethodDef, TypeFlag, type TypeInfo, type Visit } from './typeInfo.js';

/** Something that is not simulated was reached: ends the run with a position. Thrown, caught once where a run ends. */
export class NotSimulated extends Error {}

/** The steps, time or depth a run may take are used up. Thrown, caught once where a run ends. */
export class BudgetExceeded extends Error {
  readonly kind: 'steps' | 'memory' | 'time' | 'depth';
  constructor(kind: 'steps' | 'memory' | 'time' | 'depth', message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Levels of native code that may nest in 3.12 and later. */
const NATIVE_RECURSION_LIMIT = 10_000;

/** Observes a run. Null where nobody looks. */
export interface Observer {
  /** The last reference to an object is gone; its `tp_dealloc` begins. Not told of ints and floats. */
  deallocating?(object: number): void;
  /** An object's memory is about to be released; it is still readable. */
  freed(object: number): void;
  /** A line is about to be executed in the frame. */
  line(frame: number, line: number): void;
  /** A frame is about to be left: it returns, yields, or an exception leaves it. */
  left(frame: number): void;
  /** A frame has given up what it held; a yield does not come here. */
  cleared(frame: number): void;
  /** An exception goes through the frame, which stands at the instruction that raised it or called what did. */
  raising?(frame: number): void;
  /** An instruction with a trap is about to be executed in the frame; the trap is gone. */
  instruction?(frame: number, position: number): void;
  /** A module of the library, written in Python, has been loaded. */
  libraryLoaded?(): void;
  /** Native code has done alone what takes the time of so many lines. */
  worked?(lines: number): void;
  /** The interpreter ends, and does this next. */
  tearing?(stage: Teardown): void;
  /** A collection ended. */
  collected(
    generation: number,
    reason: 'automatic' | 'explicit' | 'exit',
    found: number,
    uncollectable: number,
    garbage: readonly number[],
  ): void;
}

/** Hook run when the type's machinery needs what a later layer knows. */
export abstract class Machine extends Heap {
  /** TypeInfo by the index that stands in each type object. */
  readonly types: TypeInfo[] = [];
  /** Native functions by the index that stands in builtin functions and descriptors. */
  readonly natives: MethodDef[] = [];
  readonly nativeIndices = new Map<MethodDef, number>();
  readonly members: MemberDef[] = [];
  readonly getsets: GetSetDef[] = [];
  /** Slot functions behind slot wrappers. */
  readonly wrappedSlots: unknown[] = [];
  /** Addresses of the interned names of the slots, by row of their table; 0: not asked for yet. */
  readonly slotNames = new Int32Array(128);
  /** What the compiler made, by the index in a code object's AUX word. */
  readonly codes: CodeInfo[] = [];
  /** Text of str objects by the index in their AUX word. */
  readonly texts: string[] = [];
  private readonly freeTexts: number[] = [];
  /** Values of ints of three and more digits, by the index in their AUX word. */
  readonly bigs: bigint[] = [];
  private readonly freeBigs: number[] = [];
  /** Interned strings by text; borrowed, a str leaves when it dies. */
  readonly interned = new Map<string, number>();
  /** Side data of objects of native types that have no bytes of their own (iterators of modules ...). */
  readonly natural = new Map<number, unknown>();

  /** The exception that is being raised, 0 when there is none; owned. */
  currentException = 0;
  /** Address (word) of the cell that holds the exception being handled: the thread's or a generator's exc_value. */
  excInfo: number = 0;
  /** Results of hashing. */
  hashLow = 0;
  hashHigh = 0;
  /** Running frame, 0 when none. */
  frame = 0;
  /** Next free word of the argument vectors of native calls. */
  nativeTop: number = Region.NATIVE_STACK;
  /** Nesting of calls through the host's stack and of recursive native work. */
  recursionDepth = 0;
  /** Nesting of native code (3.12+). */
  nativeDepth = 0;
  recursionLimit = 1000;
  /** Nesting of container deallocations; see trashcan. */
  trashDepth = 0;
  readonly trashChain: number[] = [];
  /** Warnings that were printed already. */
  readonly warned = new Set<string>();
  /** Lists `gc.garbage` and `gc.callbacks`; 0 while not made. */
  garbage = 0;
  callbacks = 0;
  /** Names that functions with keywords parse by, by function, once they were needed (to 3.11); owned. */
  readonly keywordTuples = new Map<string, number>();
  /** How standard output leaves the interpreter: in blocks into a pipe, line by line to a terminal, or at once. */
  buffering: Buffering = 'line';
  /** 1 for each str of one character and, from 256 on, each bytes object of one byte that there is (to 3.10). */
  readonly madeOnes = new Uint8Array(512).fill(1);
  /** The blocks of those that the program made. */
  readonly blocksOfOnes: number[] = [];
  /** A block of each size class that stays in use: CPython's start fills pools of all of them, so that none is emptied by a program. */
  readonly blocksOfStart: number[] = [];
  /** Names in the method cache, by type version and name; owned. */
  readonly methodCacheNames = new Map<number, number>();
  /** The dict of the thread's state, 0 until something needs it; owned. */
  threadDict = 0;
  /** Interned names that the simulator itself looks up. */
  ids: Ids = new Ids();
  /** The keys that every empty dict shares. */
  emptyKeys = 0;
  nextTypeVersion = 1;
  /** `frozenset()`, shared up to 3.9; 0 until it is made. */
  emptyFrozenset = 0;
  /** `sys.get_int_max_str_digits()`: digits that an int may have when it is converted to or from decimal text; 0 for no limit. */
  intMaxStrDigits = 4300;
  nextKeysVersion = 1;
  observer: Observer | null = null;
  /** Told when an object has another buffer, or (a str that grew in place) has moved itself; null where nobody looks. */
  resized: ((object: number, was: number) => void) | null = null;
  readonly collector: Collector;
  /** What `atexit.register` was given, in order: function, tuple of arguments, dict of keywords or 0; all owned. */
  readonly exitFunctions: { func: number; args: number; kwargs: number }[] = [];
  /** True while the interpreter is being torn down. */
  finalizing = false;
  private nextStatic: number = T.FIRST_FREE;

  // -- free lists (addresses of objects, most recent last)
  readonly freeFloats: number[] = [];
  readonly freeLists: number[] = [];
  readonly freeDicts: number[] = [];
  readonly freeKeys: number[] = [];
  /** By length. */
  readonly freeTuples: number[][] = Array.from({ length: 21 }, () => []);
  readonly freeMethods: number[] = [];
  /** Builtin functions and bound builtin methods (3.8). */
  readonly freeBuiltins: number[] = [];
  readonly freeSlices: number[] = [];
  /** Blocks (with GC header) of ended frames, up to 3.10. */
  readonly freeFrames: number[] = [];
  /** Bytes that the blocks of frames have room for, without GC header; of all blocks that stand for frames. */
  readonly frameBytes = new Map<number, number>();
  readonly freeContexts: number[] = [];
  /** Blocks of items that deques gave up: shared by all of them up to 3.10. */
  readonly freeDequeBlocks: number[] = [];

  // -- ports: the virtual machine implements them
  /** Runs a Python function with an argument vector. */
  abstract runFunction(func: number, args: number, nargs: number, kwnames: number): number;
  /** Resumes a generator with a sent value (borrowed) or, with 0, with the current exception. */
  abstract resumeGenerator(generator: number, sent: number, moved?: boolean): number;
  /** The delegate of a generator's `yield from` raised: resumes behind it, with the value of StopIteration or with the exception. */
  abstract resumeAfterDelegate(generator: number): number;
  /** Drops the frame of a generator that will not run (again). */
  abstract abandonGenerator(generator: number): void;
  /** Whether a suspended generator stands at a `yield` that no statement of its body handles exceptions of. */
  abstract yieldsUnguarded(generator: number): boolean;
  /** Drops variables and temporaries of a generator's frame, which stays. */
  abstract clearGeneratorLocals(generator: number): void;
  /** Puts a generator's frame on top of the running one, as if it had called what runs next; the frame that ran. */
  abstract linkGenerator(generator: number): number;
  /** Takes it off again; `running` is what `linkGenerator` returned. */
  abstract unlinkGenerator(generator: number, running: number): void;
  /** The code object of a generator, borrowed. */
  abstract generatorCode(generator: number): number;
  /** Visits what a suspended generator's frame refers to. */
  abstract visitGeneratorFrame(generator: number, visit: Visit): void;
  /** Runs the collector over a generation (0..2); returns the number of unreachable objects. */
  abstract collect(generation: number, reason: 'automatic' | 'explicit' | 'exit'): number;
  /** The countdown of native turns ran out: ends the run where its budget is used up. */
  abstract nativeTurnsOver(): void;
  /** An exception that cannot be raised: prints it as sys.unraisablehook does and clears it. */
  abstract writeUnraisable(message: string, object: number): void;
  /** Writes to the simulated stdout (1) or stderr (2). */
  abstract write(stream: 1 | 2, text: string): void;
  /** Imports a module by its full name; new reference or 0. */
  abstract importModule(name: string): number;
  /** Borrowed reference to the module of that name if it was imported, else 0. */
  abstract importedModule(name: string): number;
  /** Visits what the interpreter itself holds on to: frames, modules, static types' owners. */
  abstract visitRoots(visit: (object: number) => void): void;
  /** Visits functions, variables and temporaries of all frames. */
  abstract visitStacks(visit: (object: number) => void): void;
  /** Ends the run where a module of the library lacks a name that CPython's has; returns for any other name. */
  abstract missingMember(module: number, name: string): void;
  /** Borrowed: the builtins dict. */
  abstract builtins: number;
  /** Called when the breaker is set, at the places where CPython looks at it; 0, or -1 with an exception. */
  abstract handleBreaker(): number;
  /** Globals of the running frame, borrowed; 0 when nothing runs. */
  abstract currentGlobals(): number;
  /** A line of a source file (1-based), for tracebacks; null when the text is not known. */
  abstract sourceLine(file: string, line: number): string | null;
  /** Where the program is: file, line, `__name__` of the module. */
  abstract currentPlace(): { file: string; line: number; module: string };
  /** Whether an interpreter frame is being executed (or waits for a call). */
  abstract isFrameRunning(frame: number): boolean;
  /** Closes the generator that owns a suspended frame; an exception may be set. */
  abstract closeFrameOwner(frame: number): void;
  /** A frame object for an interpreter frame; new reference. */
  abstract frameObject(frame: number): number;

  /** Keeps the block of a dead frame for the next call, or frees it (to 3.10). */
  abstract keepFrameBlock(block: number, code: CodeInfo): void;

  /** Frees the block of a frame. */
  dropFrameBlock(block: number): void {
    this.frameBytes.delete(block);
    if (this.gcCount0 > 0) this.gcCount0--;
    this.free(block);
  }
  /** Calls a unicode_setitem-like hook for warnings: category, message. 0, or -1 with an exception. */
  abstract warn(category: number, message: string, ofObject?: boolean): number;

  /** CPython imports modules of the library of which a program sees what they are to the collector, and no more. */
  abstract loadUnseen(modules: readonly string[]): void;

  /** The builtins dict that functions with these globals use, borrowed. */
  abstract builtinsOf(globals: number): number;
  /** Callbacks of dead weak references and the clearing of their lists: an object with weak references dies. */
  abstract clearWeakrefs(object: number): void;

  /** The CodeInfo of a code object. */
  codeOf(code: number): CodeInfo {
    return this.codes[this.M[code + Ob.AUX]!]!;
  }

  /** Whether code runs with its LINE instructions. */
  readonly countsLines: boolean;

  constructor(profile: Profile, bytes: number, countsLines: boolean, allocator: AllocatorName = DEFAULT_ALLOCATOR) {
    super(profile, bytes, allocator);
    this.countsLines = countsLines;
    this.collector = new Collector(this, collectorPort(this, this));
    this.excInfo = Region.NATIVE_STACK;
    this.nativeTop += 16;
  }

  /** Next free word of the region of instructions, and regions given back by their size. */
  /** First word that no instructions were put into yet. */
  codeTop: number = Region.CODE;
  private readonly freeCode = new Map<number, number[]>();

  /** Words for the instructions of a code object. */
  takeCodeSpace(words: number): number {
    const again = this.freeCode.get(words)?.pop();
    if (again !== undefined) return again;
    const at = this.codeTop;
    this.codeTop += words;
    if (this.codeTop > Region.CODE_LIMIT) throw new BudgetExceeded('memory', 'the code of the program is too large');
    return at;
  }

  giveCodeSpace(at: number, words: number): void {
    const list = this.freeCode.get(words);
    if (list === undefined) this.freeCode.set(words, [at]);
    else list.push(at);
  }

  // -- reference counts

  incref(p: number): void {
    const M = this.M;
    const count = M[p]!;
    if (count >= 0) M[p] = count + 1;
  }

  /** Gives a reference up; the object dies with its last one. */
  decref(p: number): void {
    const M = this.M;
    const count = M[p]!;
    if (count > 1) M[p] = count - 1;
    else if (count >= 0) this.dealloc(p);
  }

  xincref(p: number): void {
    if (p !== 0) this.incref(p);
  }

  xdecref(p: number): void {
    if (p !== 0) this.decref(p);
  }

  /** Returns its argument with one more reference. */
  newRef(p: number): number {
    const M = this.M;
    const count = M[p]!;
    if (count >= 0) M[p] = count + 1;
    return p;
  }

  /** The last reference is gone: `tp_dealloc`. */
  readonly dealloc = (p: number): void => {
    const M = this.M;
    M[p] = 0;
    const type = M[p + Ob.TYPE]!;
    // The two kinds that die most often, without the way through their type.
    if (type === T.INT) {
      const size = M[p + Ob.SIZE]!;
      if (size >= -2 && size <= 2) {
        if (this.observer !== null) this.observer.freed(p);
        this.free(p);
        return;
      }
    } else if (type === T.FLOAT && this.freeFloats.length < FLOAT_FREE_LIST) {
      if (this.observer !== null) this.observer.freed(p);
      this.freeFloats.push(p);
      return;
    }
    if (this.observer !== null) this.observer.deallocating?.(p);
    this.types[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!.tp_dealloc(this, p);
  };

  // -- types

  /** The TypeInfo of an object's type. */
  typeOf(p: number): TypeInfo {
    const M = this.M;
    return this.types[M[M[p + Ob.TYPE]! + TypeLayout.INFO]!]!;
  }

  /** The TypeInfo of a type object. */
  infoOf(type: number): TypeInfo {
    return this.types[this.M[type + TypeLayout.INFO]!]!;
  }

  /** Exact type check. */
  is(p: number, type: number): boolean {
    return this.M[p + Ob.TYPE] === type;
  }

  /** `type` or a subclass, by flag: for int, list, tuple, bytes, str, dict, BaseException, type. */
  hasFlag(p: number, flag: number): boolean {
    return (this.typeOf(p).flags & flag) !== 0;
  }

  isStr(p: number): boolean {
    return this.M[p + Ob.TYPE] === T.STR || (this.typeOf(p).flags & TypeFlag.UNICODE_SUBCLASS) !== 0;
  }

  isInt(p: number): boolean {
    return this.M[p + Ob.TYPE] === T.INT || (this.typeOf(p).flags & TypeFlag.LONG_SUBCLASS) !== 0;
  }

  /** PyType_IsSubtype, along the MRO. */
  isSubtype(type: number, base: number): boolean {
    if (type === base) return true;
    const M = this.M;
    const mro = M[type + TypeLayout.MRO]!;
    if (mro === 0) {
      for (let info: TypeInfo | null = this.infoOf(type); info !== null; info = info.base) {
        if (info.address === base) return true;
      }
      return base === T.OBJECT;
    }
    const n = M[mro + Ob.SIZE]!;
    for (let i = 0; i < n; i++) if (M[mro + 6 + 2 * i] === base) return true;
    return false;
  }

  /** PyObject_TypeCheck. */
  isInstance(p: number, type: number): boolean {
    const own = this.M[p + Ob.TYPE]!;
    return own === type || this.isSubtype(own, type);
  }

  /** Address for a static type of a native module. */
  nextStaticType(): number {
    const address = this.nextStatic;
    this.nextStatic += Region.STATIC_TYPE_STRIDE;
    if (this.nextStatic > T.BASE_EXCEPTION) throw new Error('Too many static types.');
    return address;
  }

  // -- allocation of objects

  /** A new object without GC header: count 1, type set (a heap type gains a reference), the rest undefined. */
  newObject(type: number, bytes: number): number {
    const p = this.alloc(bytes);
    const M = this.M;
    M[p] = 1;
    M[p + Ob.TYPE] = type;
    M[p + Ob.BORN] = this.stamp;
    return p;
  }

  /**
   * A new object with GC header, not tracked yet. Counts towards the young generation; up to 3.11 this is where an
   * automatic collection runs. `bytes` without the header. `pre`: bytes before the GC header (managed dict).
   */
  readonly newGcObject = (type: number, bytes: number, pre = 0): number => {
    const block = this.alloc(bytes + 16 + pre);
    const p = block + ((16 + pre) >> 2);
    const M = this.M;
    M[p + Gc.NEXT] = 0;
    M[p + Gc.REFS] = 0;
    M[p + Gc.PREV] = 0;
    M[p + Gc.FLAGS] = 0;
    M[p] = 1;
    M[p + Ob.TYPE] = type;
    M[p + Ob.BORN] = this.stamp;
    if (++this.gcCount0 > this.gcLimit0) this.gcThresholdExceeded();
    return p;
  };

  /** Releases an object without GC header. */
  freeObject(p: number): void {
    if (this.observer !== null) this.observer.freed(p);
    this.free(p);
  }

  /** Releases an object with GC header (it must be untracked by now). */
  freeGcObject(p: number, pre = 0): void {
    if (this.observer !== null) this.observer.freed(p);
    if (this.gcCount0 > 0) this.gcCount0--;
    this.free(p - Gc.HEADER - (pre >> 2));
  }

  /** Follows gcmodule.c: gc_alloc and _PyObject_GC_Link. */
  private gcThresholdExceeded(): void {
    if (this.gcStress !== null) {
      this.gcStress();
      if (this.gcCount0 <= this.gcThreshold0) return;
    }
    if (!this.gcEnabled || this.gcThreshold0 === 0 || this.gcCollecting) return;
    if (this.profile.collectsAtBreaker) {
      if (this.currentException !== 0 && this.profile.minor < 12) return;
      this.gcPending = true;
      this.breaker = true;
      this.turns = 0;
      return;
    }
    if (this.currentException !== 0) return;
    this.collect(-1, 'automatic');
  }

  gcFinalized(p: number): boolean {
    return (this.M[p + Gc.FLAGS]! & GcFlag.FINALIZED) !== 0;
  }

  // -- text of str objects

  /** The text of a str (UTF-16, astral characters as pairs). */
  text(p: number): string {
    return this.texts[this.M[p + Ob.AUX]!]!;
  }

  /** Keeps a text and returns its index for the AUX word. */
  keepText(text: string): number {
    const index = this.freeTexts.pop();
    if (index === undefined) return this.texts.push(text) - 1;
    this.texts[index] = text;
    return index;
  }

  dropText(index: number): void {
    this.texts[index] = '';
    this.freeTexts.push(index);
  }

  keepBig(value: bigint): number {
    const index = this.freeBigs.pop();
    if (index === undefined) return this.bigs.push(value) - 1;
    this.bigs[index] = value;
    return index;
  }

  dropBig(index: number): void {
    this.bigs[index] = 0n;
    this.freeBigs.push(index);
  }

  /** Number of code points of a str. */
  length(p: number): number {
    return this.M[p + StrLayout.LENGTH]!;
  }

  // -- errors

  /** Raises an exception of the type with the message; returns 0, so that `return rt.raise(...)` reads well. */
  raise(type: number, message: string): 0 {
    newException(this, type, message);
    return 0;
  }

  /** Like {@link raise} for functions whose error value is -1. */
  fail(type: number, message: string): -1 {
    newException(this, type, message);
    return -1;
  }

  /** Raises KeyError(key); returns 0. */
  raiseKeyError(key: number): 0 {
    raiseWithArgument(this, T.BASE_EXCEPTION + 104 * 25, key);
    return 0;
  }

  /** Raises StopIteration without a value; returns 0. */
  raiseStopIteration(): 0 {
    raiseObject(this, makeException(this, T.BASE_EXCEPTION + 104 * 8, S.EMPTY_TUPLE));
    return 0;
  }

  /** The hash left in hashLow and hashHigh as an int object. */
  hashObject(): number {
    const high = this.hashHigh;
    if (high > -0x20_0000 && high < 0x1f_ffff) return newInt(this, high * 0x1_0000_0000 + (this.hashLow >>> 0));
    return newBigInt(this, (BigInt(high) << 32n) | BigInt(this.hashLow >>> 0));
  }

  /** Whether the current exception is of the type (or a subclass). */
  errorIs(type: number): boolean {
    return this.currentException !== 0 && this.isInstance(this.currentException, type);
  }

  /** Drops the current exception. */
  clearError(): void {
    const exception = this.currentException;
    this.currentException = 0;
    if (exception !== 0) this.decref(exception);
  }

  /** Takes the current exception (owned by the caller now), 0 when there is none. */
  takeError(): number {
    const exception = this.currentException;
    this.currentException = 0;
    return exception;
  }

  /** Puts an exception back (its reference is taken over), dropping any current one. */
  restoreError(exception: number): void {
    const old = this.currentException;
    this.currentException = exception;
    if (old !== 0) this.decref(old);
  }

  /** Counts a level of native recursion; -1 with RecursionError when there are too many. `where` completes "maximum recursion depth exceeded". */
  enterRecursion(where: string): number {
    // Since 3.12 native code has a limit of its own, far above that of Python functions.
    const modern = this.profile.minor >= 12;
    const depth = modern ? ++this.nativeDepth : ++this.recursionDepth;
    if (depth > (modern ? NATIVE_RECURSION_LIMIT : this.recursionLimit)) {
      this.leaveRecursion();
      this.raise(T.BASE_EXCEPTION + 104 * 14, `maximum recursion depth exceeded${where}`);
      return -1;
    }
    return 0;
  }

  leaveRecursion(): void {
    if (this.profile.minor >= 12) this.nativeDepth--;
    else this.recursionDepth--;
  }

  // -- argument vectors of native calls

  /** Reserves an argument vector of `n` slots (two words each) on the native stack. Balance with {@link popArguments}. */
  pushArguments(n: number): number {
    const args = this.nativeTop;
    this.nativeTop = args + 2 * n;
    if (this.nativeTop > Region.NATIVE_STACK_LIMIT) throw new BudgetExceeded('depth', 'native calls nest too deeply');
    return args;
  }

  popArguments(args: number): void {
    this.nativeTop = args;
  }

  /** None with a new reference. */
  none(): number {
    return this.newRef(S.NONE);
  }

  /** True or False with a new reference. */
  bool(value: boolean): number {
    return this.newRef(value ? S.TRUE : S.FALSE);
  }
}
