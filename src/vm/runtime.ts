/** The one Runtime owns all state of a run. */
import { ExcLayout, ExcRecord, Frame, FrameObjectLayout, FunctionLayout, Gc, GenLayout, Ob } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import type { BuiltinsPorts } from '../modules/builtinsPorts.js';
import { writeUnraisable } from '../modules/sysHooks.js';
import { issueWarning } from '../modules/warningsNative.js';
import { call3 } from '../objects/call.js';
import { type CodeInfo, INSTRUCTION_WORDS, instructionIndex } from '../objects/code.js';
import { dictGetStr, dictSet, newDict } from '../objects/dictCore.js';
import { raiseObject } from '../objects/exceptionCore.js';
import { exceptionGroupType } from '../objects/exceptionGroup.js';
import { frameLocalsDict, newFrameLocalsProxy } from '../objects/frameLocalsProxy.js';
import { frameLocals, frameObjectBytes, visitFrame } from '../objects/frameObject.js';
import { GEN_FRAME, GenState, generatorClose, takeStopValue } from '../objects/generator.js';
import { BudgetExceeded, Machine, NotSimulated } from '../objects/machine.js';
import { moduleDict, moduleName } from '../objects/module.js';
import { internStr } from '../objects/strCore.js';
import { frameLine } from '../objects/traceback.js';
import { E, S, T } from '../objects/typeIds.js';
import type { Visit } from '../objects/typeInfo.js';
import { weakrefClear } from '../objects/weakref.js';
import type { AllocatorName } from '../protocol/allocators.js';
import { CodeFlag } from '../python/code.js';
import { OPERATION, Op } from '../python/instructions.js';
import { isLibraryMember } from '../spec/libraryNames.js';
import { profileOf } from '../spec/profile.js';
import type { PythonVersion } from '../spec/version.js';
import { boot } from './boot.js';
import { codeFromSource } from './compileSource.js';
import { evalFrame, makeEvalSlice } from './evalLoop.js';
import { bindArguments, clearFrame, clearLocals, FrameKind, OwnFrame, ownFrame, pushFrame } from './frames.js';
import { enterGenerator, finishGenerator } from './generatorFrames.js';
import { raiseRecursion } from './globals.js';
import { Importer, isLibraryFile, type ModuleSources } from './importer.js';
import { rootsOf, stackReferences } from './roots.js';
import type { Compiled } from './source.js';
import { yieldsUnguarded } from './unwind.js';

/** What a run is given besides its sources. */
export interface RuntimeOptions {
  readonly version: PythonVersion;
  /** Bytes of simulated memory, reserved up front. */
  readonly memoryBytes: number;
  /** Lines are counted and told to an observer; without, the code runs without its LINE instructions. */
  readonly countsLines: boolean;
  /** As PYTHONMALLOC names it; pymalloc if left out. */
  readonly allocator?: AllocatorName;
  /** Executed lines at most. */
  readonly maxSteps?: number;
  /** Turns of loops and calls at most, nearly. */
  readonly maxTurns?: number;
  readonly argv: readonly string[];
  readonly stdin: () => string | null;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly sources: ModuleSources;
  /** Asked from time to time between lines; true ends the run. */
  readonly shouldStop?: () => boolean;
  /** Compiled modules of the library by file name: filled and used, so that several runs compile each once. */
  readonly libraryCode?: Map<string, Compiled>;
}

/** Host frames that evaluation loops may nest: native code that calls Python code that calls native code. */
const HOST_DEPTH = 1200;
/** Slots by which a frame object of up to 3.10 with our frame in it is smaller than that of CPython. */
const FRAME_SLACK = 20;
/** Turns between two calls of {@link Runtime.turnsOver}: see evalLoop.ts for why so few. */
const SLICE = 32;
/** Slices between two looks at {@link RuntimeOptions.shouldStop}. */
const SLICES_TO_LOOK = 16;
/** Items that native code takes from iterators, or compares, between two of them: a line may take millions. */
const NATIVE_SLICE = 20_000;
/** Bytes asked of the system heap between two of them: a line may fill millions. */
const BYTES_TO_LOOK = 1 << 22;

/** A simulated interpreter with its memory. */
export class Runtime extends Machine implements BuiltinsPorts {
  /** Of the run under way. */
  options: RuntimeOptions;
  readonly version: PythonVersion;
  readonly importer: Importer;
  builtins = 0;
  /** Next free word of the data stack. */
  dataTop: number = Region.DATA_STACK;
  /** Lines until {@link lineReached} looks around; 0 while an observer wants every line. */
  lineCountdown = SLICE;
  /** Executed lines, up to the last look around. */
  steps = 0;
  /** Where the loop unwinds from after a failed rare instruction; its stack pointer after a call. */
  stackTop = 0;
  /** Result of the frame that the loop was entered for, at the moment when that is left. */
  leaving = 0;
  /** Where the loop goes on after SEND, -1: the next instruction. */
  jumpTo = -1;
  /** Frame that an instruction pushed for the loop to go on in. */
  enteredFrame = 0;
  /** The exception was there before: no traceback entry is added for this frame. */
  reraising = false;
  /** References that the parser keeps to the main script's constants while it runs. */
  constantArena: readonly number[] = [];
  /** The function `__import__` of builtins, to see whether it was replaced. */
  builtinImport = 0;
  /** Evaluation loops that run: the program's own is the first. */
  hostDepth = 0;
  /** Set where something that is not simulated was executed. */
  notSimulatedAt: { what: string; file: string; line: number; column: number } | null = null;
  readonly evalSlice: (entry: number) => number = makeEvalSlice(this);
  private lastSlice = SLICE;
  /** Slices that are over. */
  private slices = 0;
  private askedLimit = BYTES_TO_LOOK;

  /** Boots an interpreter: what it is then depends on version, size of the memory, allocator and `countsLines` alone. */
  constructor(options: RuntimeOptions) {
    super(profileOf(options.version), options.memoryBytes, options.countsLines, options.allocator);
    this.options = options;
    this.version = options.version;
    this.importer = new Importer(this, options.sources);
    boot(this);
    this.importer.start();
    for (let bytes = 16; bytes <= 512; bytes += 16) this.blocksOfStart.push(this.alloc(bytes));
  }

  /** Makes a booted machine ready for a run. */
  begin(options: RuntimeOptions): void {
    this.options = options;
    this.importer.begin(options.sources, options.argv);
  }

  // -- lines, turns, budgets

  /** The countdown of lines ran out, or an observer wants to see each. True at the end of a slice. */
  lineReached(fp: number, line: number): boolean {
    const { maxSteps = Number.MAX_SAFE_INTEGER } = this.options;
    const observed = this.observer !== null;
    this.steps += observed ? 1 : this.lastSlice + 1;
    if (this.steps > maxSteps) this.outOfSteps();
    const ends = !observed || this.steps % SLICE === 0;
    if (ends) this.look();
    else if (this.system.asked > this.askedLimit) this.lookNow();
    if (this.observer !== null) {
      this.lineCountdown = 0;
      this.observer.line(fp, line);
    } else {
      this.lastSlice = Math.min(SLICE, Math.max(0, maxSteps - this.steps));
      this.lineCountdown = this.lastSlice;
    }
    return ends;
  }

  /** The countdown of turns ran out, or the breaker is set. 0, or -1 with an exception. */
  turnsOver(): number {
    this.turns = SLICE;
    this.look();
    return this.breaker ? this.handleBreaker() : 0;
  }

  private look(): void {
    const { maxTurns = Number.MAX_SAFE_INTEGER } = this.options;
    if (++this.slices * SLICE > maxTurns)
      throw new BudgetExceeded('steps', `loops and calls took ${maxTurns.toLocaleString('en')} turns`);
    if (this.slices % SLICES_TO_LOOK === 0 || this.system.asked > this.askedLimit) this.lookNow();
  }

  nativeTurnsOver(): void {
    this.nativeTurns = NATIVE_SLICE;
    this.lookNow();
  }

  private lookNow(): void {
    this.askedLimit = this.system.asked + BYTES_TO_LOOK;
    if (this.options.shouldStop?.() === true) throw new BudgetExceeded('time', 'the time is used up');
  }

  private outOfSteps(): never {
    throw new BudgetExceeded('steps', `${this.options.maxSteps} lines were executed`);
  }

  // -- running Python code

  /** Runs a pushed frame through a loop of its own. */
  private runFrame(fp: number): number {
    if (++this.hostDepth > HOST_DEPTH) {
      this.hostDepth--;
      raiseRecursion(this);
      this.abandonFrame(fp);
      return 0;
    }
    const result = evalFrame(this, fp, false);
    this.hostDepth--;
    return result;
  }

  /** The code of the module that the program began with. */
  mainCode(): number {
    const { M } = this;
    let entry = this.frame;
    while (M[entry + Frame.PREVIOUS] !== 0) entry = M[entry + Frame.PREVIOUS]!;
    return this.codes[M[entry + Frame.CODE_INDEX]!]!.address;
  }

  /** Lets the program go on from the line where it stood still, until the module's frame is left: its result, or 0. */
  goOn(): number {
    const M = this.M;
    const running = this.frame;
    let entry = running;
    while (M[entry + Frame.PREVIOUS] !== 0) entry = M[entry + Frame.PREVIOUS]!;
    // The line comes once more.
    this.steps--;
    return evalFrame(this, entry, false, running);
  }

  /** The module's frame was left in {@link goOn}: what {@link runCode} and its caller do then. */
  leaveMain(code: number): void {
    this.hostDepth--;
    this.frame = 0;
    this.decref(code);
    this.decref(code);
    for (const p of (this.constantArena as number[]).splice(0)) this.decref(p);
  }

  /** Drops a frame that was pushed but does not run. */
  private abandonFrame(fp: number): void {
    this.recursionDepth--;
    clearFrame(this, fp);
    this.dataTop = fp;
    this.frame = this.M[fp + Frame.PREVIOUS]!;
  }

  runFunction(func: number, args: number, nargs: number, kwnames: number): number {
    const M = this.M;
    const code = this.codes[M[M[func + FunctionLayout.CODE]! + Ob.AUX]!]!;
    if (++this.recursionDepth > this.recursionLimit) {
      this.recursionDepth--;
      raiseRecursion(this);
      return 0;
    }
    const caller = this.frame;
    const builtins =
      this.profile.minor >= 10
        ? M[func + FunctionLayout.BUILTINS]!
        : this.builtinsOf(M[func + FunctionLayout.GLOBALS]!);
    if (!this.profile.heapFrames) this.incref(func);
    const fp = pushFrame(this, code, func, M[func + FunctionLayout.GLOBALS]!, builtins, 0);
    const total = nargs + (kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!);
    for (let i = 0; i < total; i++) this.incref(M[args + 2 * i]!);
    if (code.simple && kwnames === 0 && nargs === code.argcount) {
      const locals = fp + Frame.LOCALSPLUS;
      for (let i = 0; i < nargs; i++) M[locals + 2 * i] = M[args + 2 * i]!;
      for (let i = nargs; i < code.nlocalsplus; i++) M[locals + 2 * i] = 0;
    } else if (bindArguments(this, fp, code, func, args, nargs, kwnames) < 0) {
      this.abandonFrame(fp);
      this.frame = caller;
      return 0;
    }
    const result = this.runFrame(fp);
    this.frame = caller;
    return result;
  }

  /** Runs a code object in a namespace: module bodies, exec, eval, class bodies. `func` (0: none) is borrowed. */
  runCode(code: number, func: number, globals: number, locals: number): number {
    if (++this.recursionDepth > this.recursionLimit) {
      this.recursionDepth--;
      raiseRecursion(this);
      return 0;
    }
    const caller = this.frame;
    const info = this.codeOf(code);
    if (func !== 0 && !this.profile.heapFrames) this.incref(func);
    this.incref(code);
    const fp = pushFrame(this, info, func, globals, this.builtinsOf(globals), this.newRef(locals));
    for (let i = 0; i < info.nlocalsplus; i++) this.M[fp + Frame.LOCALSPLUS + 2 * i] = 0;
    const result = this.runFrame(fp);
    this.frame = caller;
    this.decref(code);
    return result;
  }

  evalClassBody(func: number, namespace: number): number {
    const M = this.M;
    return this.runCode(M[func + FunctionLayout.CODE]!, func, M[func + FunctionLayout.GLOBALS]!, namespace);
  }

  evalCode(code: number, globals: number, locals: number): number {
    const flags = this.codeOf(code).flags;
    if ((flags & 1) === 0) return this.runCode(code, 0, globals, locals);
    // A function's code: its variables are fast.
    return this.runCode(code, 0, globals, newDict(this));
  }

  compileSource(source: string, filename: string, mode: string, flags: number): number {
    return codeFromSource(this, source, filename, mode, flags);
  }

  // -- generators

  /** `sent` 0: goes on with the current exception. `moved`: the reference to what is sent is taken over. */
  resumeGenerator(generator: number, sent: number, moved = false): number {
    const M = this.M;
    const caller = this.frame;
    const frame = enterGenerator(this, generator, caller, FrameKind.ENTRY);
    if (frame === 0) {
      if (moved) this.decref(sent);
      return 0;
    }
    if (++this.hostDepth > HOST_DEPTH) {
      this.hostDepth--;
      raiseRecursion(this);
      if (moved) this.decref(sent);
      moved = false;
      sent = 0;
      this.hostDepth++;
    }
    // Since 3.9 what is thrown in gets what the generator handles as its context. Follows genobject.c: gen_send_ex.
    if (sent === 0 && this.profile.minor >= 9 && M[this.excInfo + ExcRecord.VALUE] !== 0)
      raiseObject(this, this.takeError());
    // What is sent lies on the stack; the first time it is the None that the start drops.
    const sp = M[frame + Frame.SP]!;
    M[sp] = moved ? sent : this.newRef(sent === 0 ? S.NONE : sent);
    M[frame + Frame.SP] = sp + 2;
    const result = evalFrame(this, frame, sent === 0);
    this.hostDepth--;
    this.frame = caller;
    return result;
  }

  resumeAfterDelegate(generator: number): number {
    const M = this.M;
    const frame = M[generator + GEN_FRAME]!;
    // Since 3.12 the end of the delegate is raised in the generator, which takes the value from there (CLEANUP_THROW).
    if (this.profile.minor <= 11 && this.errorIs(E.StopIteration)) {
      // The delegate's value takes its place: behind the SEND loop.
      const value = takeStopValue(this);
      let pc = M[frame + Frame.PC]!;
      while ((M[pc]! & OPERATION) !== Op.SEND) pc -= INSTRUCTION_WORDS;
      M[frame + Frame.PC] = M[pc + 1]!;
      const result = this.resumeGenerator(generator, value);
      this.decref(value);
      return result;
    }
    return this.resumeGenerator(generator, 0);
  }

  abandonGenerator(generator: number): void {
    const frame = this.M[generator + GEN_FRAME]!;
    this.M[generator + GenLayout.EXC_PREVIOUS] = this.excInfo;
    finishGenerator(this, frame);
  }

  yieldsUnguarded(generator: number): boolean {
    return yieldsUnguarded(this, this.M[generator + GEN_FRAME]!);
  }

  clearGeneratorLocals(generator: number): void {
    clearLocals(this, this.M[generator + GEN_FRAME]!);
  }

  linkGenerator(generator: number): number {
    const running = this.frame;
    const frame = this.M[generator + GEN_FRAME]!;
    this.M[frame + Frame.PREVIOUS] = running;
    this.frame = frame;
    return running;
  }

  unlinkGenerator(generator: number, running: number): void {
    this.M[this.M[generator + GEN_FRAME]! + Frame.PREVIOUS] = 0;
    this.frame = running;
  }

  generatorCode(generator: number): number {
    const M = this.M;
    if (M[generator + GenLayout.STATE] === GenState.COMPLETED && this.profile.heapFrames)
      return M[generator + GenLayout.FLAGS]!;
    return M[M[generator + GEN_FRAME]! + Frame.CODE]!;
  }

  visitGeneratorFrame(generator: number, visit: Visit): void {
    visitFrame(this, this.M[generator + GEN_FRAME]!, visit);
  }

  /** A block for a frame: the one kept with the code object, one of the free list, or a new one. Follows frameobject.c: frame_alloc (3.10). */
  takeFrameBlock(code: CodeInfo): number {
    const kept = code.zombieFrame;
    if (kept !== 0) {
      code.zombieFrame = 0;
      return kept;
    }
    // One slot more than `sys.getsizeof` says: PyFrameObject has the first one already.
    // Our frame is smaller than CPython's struct: slots that only our instructions need have room in it.
    const slots = Math.max(code.shownSlots, code.frameSlots - FRAME_SLACK);
    const bytes = frameObjectBytes(this.profile.minor, slots) + 8;
    let block = this.freeFrames.pop() ?? 0;
    if (block === 0) block = this.newGcObject(T.FRAME, bytes) - Gc.HEADER;
    else if (this.frameBytes.get(block)! >= bytes) return block;
    else {
      this.frameBytes.delete(block);
      block = this.realloc(block, bytes + 16);
    }
    this.frameBytes.set(block, bytes);
    return block;
  }

  /** The block of a frame that ended. */
  releaseFrameBlock(fp: number): void {
    const M = this.M;
    const block = M[fp + OwnFrame.BLOCK]!;
    M[fp + OwnFrame.BLOCK] = 0;
    this.keepFrameBlock(block, this.codes[M[fp + Frame.CODE_INDEX]!]!);
  }

  /** Follows frameobject.c: frame_dealloc (3.10). */
  keepFrameBlock(block: number, code: CodeInfo): void {
    if (code.zombieFrame === 0) code.zombieFrame = block;
    else if (this.freeFrames.length < 200) this.freeFrames.push(block);
    else this.dropFrameBlock(block);
  }

  /** Gives the frame's block of a finished generator back (to 3.10). */
  releaseGeneratorFrame(generator: number): void {
    if (!this.profile.heapFrames) return;
    const M = this.M;
    const frame = M[generator + GEN_FRAME]!;
    const code = M[frame + Frame.CODE]!;
    M[generator + GenLayout.FLAGS] = code;
    this.keepFrameBlock(frame, this.codeOf(code));
  }

  // -- frames

  currentGlobals(): number {
    return this.frame === 0 ? 0 : this.M[this.frame + Frame.GLOBALS]!;
  }

  currentLocals(): number {
    if (this.frame === 0) return this.raise(E.SystemError, 'frame does not exist');
    const isFunction = (this.codes[this.M[this.frame + Frame.CODE_INDEX]!]!.flags & CodeFlag.OPTIMIZED) !== 0;
    if (this.profile.minor < 13 || !isFunction) return frameLocals(this, this.frame, this.profile.minor >= 13);
    // Since 3.13 by way of the frame's proxy, which makes the frame object.
    const object = this.frameObject(this.frame);
    const proxy = newFrameLocalsProxy(this, object);
    this.decref(object);
    const dict = frameLocalsDict(this, proxy);
    this.decref(proxy);
    return dict;
  }

  frameObject(frame: number): number {
    const M = this.M;
    const known = M[frame + Frame.FRAME_OBJ]!;
    if (known !== 0) return this.newRef(known);
    const code = this.codes[M[frame + Frame.CODE_INDEX]!]!;
    const block = M[frame + OwnFrame.BLOCK]!;
    let object: number;
    if (block === 0) object = this.newGcObject(T.FRAME, frameObjectBytes(this.profile.minor, code.frameSlots));
    else {
      object = block + Gc.HEADER;
      M.fill(0, block, object);
      M[object + Ob.TYPE] = T.FRAME;
      M[object + Ob.BORN] = this.stamp;
    }
    M.fill(0, object + 4, ownFrame(this, object));
    M[object + FrameObjectLayout.FRAME] = frame;
    M[frame + Frame.FRAME_OBJ] = object;
    // One reference for the frame itself, one for the caller.
    M[object] = 2;
    return object;
  }

  isFrameRunning(frame: number): boolean {
    for (let f = this.frame; f !== 0; f = this.M[f + Frame.PREVIOUS]!) if (f === frame) return true;
    return false;
  }

  closeFrameOwner(frame: number): void {
    const generator = this.M[frame + OwnFrame.GENERATOR]!;
    if (generator === 0) return;
    const result = generatorClose(this, generator);
    if (result !== 0) this.decref(result);
  }

  // -- modules

  builtinsOf(globals: number): number {
    const own = dictGetStr(this, globals, this.ids.__builtins__);
    if (own === 0) return this.builtins;
    if (this.is(own, T.MODULE)) return moduleDict(this, own);
    return own;
  }

  importModule(name: string): number {
    return this.importer.importModule(name);
  }

  importedModule(name: string): number {
    return this.importer.imported(name);
  }

  importByName(name: number, globals: number, locals: number, fromlist: number, level: number): number {
    return this.importer.importByName(name, globals, locals, fromlist, level);
  }

  sysAttribute(name: string): number {
    const sys = this.importer.sys;
    return sys === 0 ? 0 : dictGetStr(this, moduleDict(this, sys), internStr(this, name));
  }

  standardStream(o: number): 0 | 1 | 2 {
    return this.importer.standardStream(o);
  }

  readLine(): string | null {
    return this.options.stdin();
  }

  write(stream: 1 | 2, text: string): void {
    if (stream === 1) this.options.stdout(text);
    else this.options.stderr(text);
  }

  // -- collector

  collect(generation: number, reason: 'automatic' | 'explicit' | 'exit'): number {
    return this.collector.collect(generation, reason);
  }

  visitRoots(visit: (object: number) => void): void {
    rootsOf(this).rootReferences(visit);
  }

  visitStacks(visit: (object: number) => void): void {
    stackReferences(this, visit);
  }

  handleBreaker(): number {
    this.breaker = false;
    if (this.gcPending) {
      this.gcPending = false;
      this.collector.handlePending();
    }
    return 0;
  }

  clearWeakrefs(object: number): void {
    weakrefClear(this, object);
  }

  writeUnraisable(message: string, object: number): void {
    writeUnraisable(this, message, object);
  }

  warn(category: number, message: string, ofObject = false): number {
    return issueWarning(this, category, message, ofObject);
  }

  loadUnseen(modules: readonly string[]): void {
    this.importer.loadUnseen(modules);
  }

  sourceLine(file: string, line: number): string | null {
    return this.importer.sourceLine(file, line);
  }

  currentPlace(): { file: string; line: number; module: string } {
    const M = this.M;
    if (this.frame === 0) return { file: 'sys', line: 1, module: 'sys' };
    const code = this.codes[M[this.frame + Frame.CODE_INDEX]!]!;
    const name = dictGetStr(this, M[this.frame + Frame.GLOBALS]!, this.ids.__name__);
    return {
      file: code.spec.filename,
      line: frameLine(this, this.frame),
      module: name !== 0 && this.isStr(name) ? this.text(name) : '',
    };
  }

  /** Calls a hook that replaced sys.excepthook; its own exceptions are written. */
  callExceptHook(hook: number, exception: number): void {
    const traceback = this.M[exception + ExcLayout.TRACEBACK]!;
    const result = call3(this, hook, this.M[exception + Ob.TYPE]!, exception, traceback === 0 ? S.NONE : traceback);
    if (result !== 0) this.decref(result);
    else this.writeUnraisable('Error in sys.excepthook:', 0);
  }

  /** `sys.last_value` and its kin. */
  keepLastException(exception: number): void {
    const dict = moduleDict(this, this.importer.sys);
    const traceback = this.M[exception + ExcLayout.TRACEBACK]!;
    dictSet(this, dict, internStr(this, 'last_type'), this.M[exception + Ob.TYPE]!);
    dictSet(this, dict, internStr(this, 'last_value'), exception);
    dictSet(this, dict, internStr(this, 'last_traceback'), traceback === 0 ? S.NONE : traceback);
    if (this.profile.minor >= 12) dictSet(this, dict, internStr(this, 'last_exc'), exception);
  }

  exceptionGroupType(): number {
    return exceptionGroupType(this);
  }

  /** A fresh object() that nobody else has. */
  newSentinel(): number {
    return this.newObject(T.OBJECT, 16);
  }

  /** Ends the run where something that is not simulated is executed. */
  notSimulated(what: string, fp: number): never {
    const M = this.M;
    const code = this.codes[M[fp + Frame.CODE_INDEX]!]!;
    const at = instructionIndex(code, M[fp + Frame.PC]!) * 4;
    this.notSimulatedAt = {
      what,
      file: code.spec.filename,
      line: frameLine(this, fp),
      column: code.spec.positions[at + 1] ?? 0,
    };
    throw new NotSimulated(what);
  }

  /** Modules of the library may ask each other for names in vain; only the program's own asking ends the run. */
  missingMember(module: number, name: string): void {
    const inLibrary = this.frame !== 0 && isLibraryFile(this.currentPlace().file);
    if (inLibrary || !this.importer.isOfLibrary(module)) return;
    const of = moduleName(this, module);
    if (isLibraryMember(of, name, this.profile.minor)) this.notSimulated(`${of}.${name}`, this.frame);
  }

  /** TypeVar and its kin (3.12+): the `typing` module has the types. */
  typeParameterOp(op: number, arg: number, sp: number): number {
    const kind = op === Op.TYPE_PARAM ? 'TYPE_PARAM' : op === Op.TYPE_ALIAS ? 'TYPE_ALIAS' : 'SUBSCRIPT_GENERIC';
    return this.importer.typeParameterOp(kind, arg, sp);
  }
}
