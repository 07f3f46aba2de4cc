/**
 * The debug adapter: answers a client's requests for one run of a program. The run is a pure function of its sources,
 * so a session keeps only where it stands; to go somewhere, forward or back, is to ask the worker for another place.
 */
import { DebugSession } from '@vscode/debugadapter/lib/debugSession.js';
import { Event, type Response } from '@vscode/debugadapter/lib/messages.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import {
  answerWords,
  changeWords,
  evaluationErrorWords,
  scopeName,
  stopReason,
  stopWords,
  unwatchableWords,
  valueWords,
  watchWords,
  watchWordsInFull,
} from '../present/debug.js';
import { faultWords, scopeWords } from '../present/describe.js';
import { formatAddress } from '../protocol/address.js';
import type { DebugFrame, DebugGoal, DebugMethods, DebugPosition, DebugProgram, DebugStop } from '../protocol/debug.js';
import { PYTHON_VERSIONS } from '../protocol/run.js';
import { SimulatorError } from '../session/client.js';
import { Breakpoints, dataIdOf } from './breakpoints.js';
import { capabilities } from './capabilities.js';
import { type ClientSource, ClientSources } from './clientSources.js';
import { type DebugHost, type LaunchConfiguration, runOptions } from './host.js';
import { type Asked, DebugRun, type Question } from './run.js';
import { isWatchable, Variables, type Watchable } from './variables.js';

/** Of the one thread that a simulated program has. */
const THREAD = 1;
/** A refusal that is meant for people. */
class Refusal extends Error {}

/** Lines of the first of several searches, each twice as far as the last, where a search cannot be asked to end. */
const FIRST_REACH = 20_000;

interface Target {
  readonly position: DebugPosition;
  readonly goal: DebugGoal;
  readonly direction: 'forward' | 'backward';
}

/** What a session knows once its program is read. */
interface Launched {
  readonly configuration: LaunchConfiguration;
  readonly sources: ClientSources;
  readonly run: DebugRun;
  readonly program: DebugProgram;
}

/** Where a client looks. */
interface Place {
  readonly source: DebugProtocol.Source;
  readonly line: number;
  readonly endLine?: number;
}

function sourceOf({ name, path }: ClientSource): DebugProtocol.Source {
  return { name, path };
}

export class ArenascopeDebugSession extends DebugSession {
  private readonly host: DebugHost;
  private readonly breakpoints: Breakpoints;
  private launched: Launched | undefined;
  /** Where the run stands; null: before its first line. */
  private position: DebugPosition | null = null;
  /** The search under way. */
  private searching: AbortController | undefined;
  /** The search under way is to begin again: the breakpoints have changed. */
  private again = false;
  private over = false;
  private shown = 0;
  private variables: Variables | undefined;
  private frames: readonly DebugFrame[] | undefined;
  /** Paths of library files, by their reference less one. */
  private readonly library: string[] = [];
  private readonly targets: Target[] = [];

  constructor(host: DebugHost) {
    super();
    this.host = host;
    this.breakpoints = new Breakpoints(host.say);
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  /** Ends the worker. The library would end the process here. */
  override shutdown(): void {
    this.over = true;
    this.searching?.abort();
    this.launched?.run.dispose();
    this.launched = undefined;
  }

  override dispose(): void {
    this.shutdown();
  }

  // -- begin and end

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = capabilities(this.host.say);
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: DebugProtocol.LaunchRequestArguments) {
    void this.answer(response, async () => {
      await this.open(args as unknown as LaunchConfiguration);
      this.sendEvent(new Event('initialized'));
    });
  }

  protected override attachRequest(response: DebugProtocol.AttachResponse): void {
    void this.answer(response, () => {
      throw new Refusal(this.host.say('A simulated program is launched, there is none to attach to.'));
    });
  }

  private async open(configuration: LaunchConfiguration): Promise<void> {
    const { host } = this;
    const { program, python } = configuration;
    if (typeof program !== 'string' || program === '')
      throw new Refusal(host.say('The launch configuration names no program.'));
    if (python !== undefined && !PYTHON_VERSIONS.includes(python))
      throw new Refusal(host.say('Python {0} is not simulated; {1} are.', String(python), PYTHON_VERSIONS.join(', ')));
    const opened = await host.open(program);
    const options = runOptions(configuration, host.defaults(program));
    const run = new DebugRun(host.startWorker, { files: opened.files, options });
    this.launched?.run.dispose();
    const sources = new ClientSources(opened.sources);
    this.launched = { configuration, sources, run, program: await run.program() };
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.begin();
  }

  private begin(): void {
    this.sendEvent(new Event('thread', { reason: 'started', threadId: THREAD }));
    void this.go({ kind: this.launched?.configuration.stopOnEntry === true ? 'entry' : 'continue' }, 'forward');
  }

  protected override restartRequest(
    response: DebugProtocol.RestartResponse,
    args: DebugProtocol.RestartArguments,
  ): void {
    void this.answer(response, async () => {
      const { configuration } = this.need();
      this.searching?.abort();
      const given = (args?.arguments ?? configuration) as unknown as LaunchConfiguration;
      await this.open({ ...configuration, ...given });
      this.position = null;
      this.shown = 0;
      this.breakpoints.forgetLogged();
      this.forget();
      setTimeout(() => this.begin());
    });
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.finish();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.sendResponse(response);
    this.shutdown();
  }

  private finish(exitStatus?: number): void {
    if (this.over) return;
    this.over = true;
    this.searching?.abort();
    this.launched?.run.dispose();
    if (exitStatus !== undefined) this.sendEvent(new Event('exited', { exitCode: exitStatus }));
    this.sendEvent(new Event('terminated', {}));
  }

  // -- breakpoints

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    void this.answer(response, () => {
      const path = args.source.path ?? '';
      const asked = args.breakpoints ?? (args.lines ?? []).map((line) => ({ line }));
      const { source, lines } = this.sourceAt(path);
      const breakpoints = this.breakpoints.setLines(path, source, lines, asked);
      this.stopsChanged();
      return { breakpoints };
    });
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    args: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    void this.answer(response, () => {
      const { lines } = this.sourceAt(args.source.path ?? '');
      const last = args.endLine ?? args.line;
      return { breakpoints: lines.filter((n) => n >= args.line && n <= last).map((line) => ({ line })) };
    });
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.breakpoints.setFunctions(args.breakpoints) };
    this.sendResponse(response);
    this.stopsChanged();
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.breakpoints.setExceptions(args);
    this.sendResponse(response);
    this.stopsChanged();
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    void this.answer(response, async () => {
      const { say } = this.host;
      const found = await this.watchable(args);
      if (found === undefined || !isWatchable(found.object))
        return { dataId: null, description: unwatchableWords(found?.object, say) };
      const { what, object } = found;
      return {
        dataId: dataIdOf(what, object.address, object.born, watchWords(what, object, say)),
        description: watchWordsInFull(what, object, this.addressBase, say),
        accessTypes: ['write' as const],
        canPersist: false,
      };
    });
  }

  private async watchable(args: DebugProtocol.DataBreakpointInfoArguments): Promise<Watchable | undefined> {
    const { variablesReference: reference, name, frameId = 1, asAddress } = args;
    if (asAddress === true) {
      const object = await this.objectAt(name);
      return object && { what: 'count', object };
    }
    if (reference !== undefined && reference > 0) return this.variables?.watchable(reference, name);
    const value = await this.ask('debugEvaluate', { frame: frameId - 1, expression: name, full: false });
    return 'object' in value && value.read ? { what: 'count', object: value.object } : undefined;
  }

  private async objectAt(text: string): Promise<Watchable['object'] | undefined> {
    const address = Number(text) - this.addressBase;
    if (!Number.isInteger(address)) return undefined;
    const found = await this.ask('debugVariables', { of: { kind: 'address', address }, from: 0 });
    return found[0]?.object ?? undefined;
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    args: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.breakpoints.setData(args.breakpoints) };
    this.sendResponse(response);
    this.stopsChanged();
  }

  /** A search under way begins again, with what is to be found now. */
  private stopsChanged(): void {
    if (this.searching === undefined) return;
    this.again = true;
    this.searching.abort();
  }

  // -- going somewhere

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.move(response, { kind: 'continue' }, 'forward');
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.move(response, { kind: 'continue' }, 'backward');
  }

  protected override nextRequest(response: DebugProtocol.NextResponse, args: DebugProtocol.NextArguments): void {
    this.move(response, { kind: 'over', ...byInstructions(args) }, 'forward');
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse, args: DebugProtocol.StepInArguments): void {
    this.move(response, { kind: 'in', ...byInstructions(args) }, 'forward');
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    args: DebugProtocol.StepOutArguments,
  ): void {
    this.move(response, { kind: 'out', ...byInstructions(args) }, 'forward');
  }

  protected override stepBackRequest(
    response: DebugProtocol.StepBackResponse,
    args: DebugProtocol.StepBackArguments,
  ): void {
    this.move(response, { kind: 'over', ...byInstructions(args) }, 'backward');
  }

  protected override restartFrameRequest(
    response: DebugProtocol.RestartFrameResponse,
    args: DebugProtocol.RestartFrameArguments,
  ): void {
    this.move(response, { kind: 'frame', frame: args.frameId - 1 }, 'backward');
  }

  protected override gotoTargetsRequest(
    response: DebugProtocol.GotoTargetsResponse,
    args: DebugProtocol.GotoTargetsArguments,
  ): void {
    void this.answer(response, async () => {
      const { say } = this.host;
      const { source } = this.sourceAt(args.source.path ?? '');
      const { line } = args;
      if (source === undefined) return { targets: [] };
      const goal: DebugGoal = { kind: 'line', file: source.file, line: line + source.before };
      const targets: DebugProtocol.GotoTarget[] = [];
      for (const direction of ['forward', 'backward'] as const) {
        const { reason, position } = await this.look(goal, direction);
        if (reason !== 'goal' || position === undefined) continue;
        const id = this.targets.push({ position, goal, direction });
        const label =
          direction === 'forward'
            ? say('the next time line {0} runs (step {1})', line, position.step)
            : say('the last time line {0} ran (step {1})', line, position.step);
        targets.push({ id, label, line });
      }
      return { targets };
    });
  }

  protected override gotoRequest(response: DebugProtocol.GotoResponse, args: DebugProtocol.GotoArguments): void {
    const target = this.targets[args.targetId - 1];
    if (target === undefined) this.refuse(response, this.host.say('There is no such moment any more.'));
    else this.move(response, target.goal, target.direction, true);
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
    this.searching?.abort();
  }

  private move(
    response: DebugProtocol.Response,
    goal: DebugGoal,
    direction: 'forward' | 'backward',
    alone = false,
  ): void {
    if (this.launched === undefined || this.searching !== undefined) {
      this.refuse(response, this.host.say('The program runs.'));
      return;
    }
    this.sendResponse(response);
    void this.go(goal, direction, alone);
  }

  /** Looks where a search would end, without going there. */
  private async look(goal: DebugGoal, direction: 'forward' | 'backward'): Promise<DebugStop> {
    const { run } = this.need();
    const stops = { lines: [], functions: [], data: [], exceptions: {} };
    const shown = Number.MAX_SAFE_INTEGER;
    const params = { from: this.position, direction, goal, stops, shown, stopAtEnd: false };
    return run.search(params, new AbortController().signal);
  }

  /** Goes to the next place; `alone`: breakpoints on the way do not count. */
  private async go(goal: DebugGoal, direction: 'forward' | 'backward', alone = false): Promise<void> {
    const { run, configuration } = this.need();
    this.forget();
    // Without shared memory to end a search is to end the worker: how far it came is known only of a search that ended.
    let until = typeof SharedArrayBuffer === 'undefined' && direction === 'forward' ? FIRST_REACH : undefined;
    let reached = this.position;
    for (;;) {
      const abort = new AbortController();
      this.searching = abort;
      this.again = false;
      const noStops = alone || configuration.noDebug === true;
      const stops = noStops ? { lines: [], functions: [], data: [], exceptions: {} } : this.breakpoints.stops();
      const stopAtEnd = configuration.stopAtEnd === true && configuration.noDebug !== true;
      let stop: DebugStop | undefined;
      let trouble = '';
      try {
        const reach = until === undefined ? {} : { until: (this.position?.step ?? 0) + until };
        const params = { from: this.position, direction, goal, stops, shown: this.shown, stopAtEnd, ...reach };
        stop = await run.search(params, abort.signal);
      } catch (error) {
        trouble = this.troubleOf(error);
      }
      this.searching = undefined;
      if (this.over || this.launched?.run !== run) return;
      if (stop !== undefined) this.show(stop);
      if (this.again) continue;
      if (until !== undefined && stop?.reason === 'pause' && !abort.signal.aborted) {
        until *= 2;
        reached = stop.position ?? reached;
        continue;
      }
      if (stop !== undefined) this.stopped(stop);
      else {
        const stands = reached === this.position;
        this.position = reached ?? { step: 0 };
        this.stranded(stands ? trouble : '');
      }
      return;
    }
  }

  /** Output and log texts of a search. */
  private show(stop: DebugStop): void {
    this.shown = Math.max(this.shown, stop.shown);
    this.breakpoints.noteLogged(stop.logged);
    for (const { stream, text, file, line } of stop.output) {
      const category = stream === 'log' ? 'console' : stream;
      const place = file === undefined ? {} : this.place(file, line ?? 1);
      this.sendEvent(new Event('output', { category, output: text, ...place }));
    }
    if (stop.outputCut) this.tell(this.host.say('More was written than is shown here.'));
  }

  private stopped(stop: DebugStop): void {
    const { say } = this.host;
    const { exitStatus, position } = stop;
    if (stop.reason === 'ended' || (position === undefined && this.position === null)) {
      if (stop.detail !== undefined) this.tell(stopWords({ ...stop, reason: 'budget' }, say));
      this.finish(exitStatus);
      return;
    }
    if (position !== undefined) this.position = position;
    const changes = stop.changes.map((change) => changeWords(change, this.breakpoints.wordsOf(change.id), say));
    for (const change of changes) this.tell(change);
    const words = stopWords(stop, say);
    if (words !== '' && stop.reason !== 'start') this.tell(words);
    const description = changes.length > 0 ? changes.join(say('; ')) : words;
    this.sendEvent(
      new Event('stopped', {
        reason: stopReason(stop.reason),
        threadId: THREAD,
        allThreadsStopped: true,
        ...(description !== '' ? { description, text: description } : {}),
        ...(stop.ids.length > 0 ? { hitBreakpointIds: stop.ids } : {}),
      }),
    );
  }

  /** The search gave no answer: the run stands where it stood. */
  private stranded(trouble: string): void {
    if (trouble !== '') this.tell(trouble);
    this.sendEvent(new Event('stopped', { reason: 'pause', threadId: THREAD, allThreadsStopped: true }));
  }

  private troubleOf(error: unknown): string {
    const { say } = this.host;
    if (!(error instanceof SimulatorError)) return String(error);
    if (error.code !== 'cancelled') return faultWords({ code: error.code, message: error.message }, say);
    return this.again ? '' : say('The line did not end: the run stands where it stood before.');
  }

  /** What was told of the last place is void. */
  private forget(): void {
    this.variables = undefined;
    this.frames = undefined;
    this.targets.length = 0;
  }

  // -- looking around

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    const python = this.launched?.run.request.options.python ?? '';
    response.body = { threads: [{ id: THREAD, name: this.host.say('Python {0}, simulated', python) }] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    args: DebugProtocol.StackTraceArguments,
  ): void {
    void this.answer(response, async () => {
      const frames = await this.stack();
      const from = args.startFrame ?? 0;
      const end = args.levels ? from + args.levels : frames.length;
      const stackFrames = frames.slice(from, end).map((frame, i) => this.stackFrame(frame, from + i));
      return { stackFrames, totalFrames: frames.length };
    });
  }

  private async stack(): Promise<readonly DebugFrame[]> {
    this.frames ??= await this.ask('debugStack', {});
    return this.frames;
  }

  private stackFrame(frame: DebugFrame, index: number): DebugProtocol.StackFrame {
    const { say } = this.host;
    const inside = index > 0 || this.position?.instruction !== undefined || this.position?.raise !== undefined;
    const range = inside && frame.range !== undefined ? frame.range : undefined;
    return {
      id: index + 1,
      name: frame.scope === '' ? scopeWords('', say) : frame.scope,
      ...this.place(frame.file, range?.line ?? frame.line, range?.endLine, frame.path),
      column: (range?.column ?? 0) + 1,
      ...(range !== undefined && range.endLine > 0 && range.endColumn >= 0 ? { endColumn: range.endColumn + 1 } : {}),
      instructionPointerReference: formatAddress(this.addressBase, frame.instruction),
      canRestart: frame.file >= 0,
      ...(frame.file < 0 ? { presentationHint: 'subtle' as const } : {}),
    };
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
    void this.answer(response, async () => {
      const index = args.frameId - 1;
      const scopes = (await this.stack())[index]?.scopes ?? [];
      const variables = this.listing();
      return {
        scopes: scopes.map(({ kind, size }) => ({
          name: scopeName(kind, this.host.say),
          variablesReference: variables.scope({ kind: 'scope', frame: index, scope: kind }),
          namedVariables: size,
          expensive: false,
          ...(kind === 'locals' ? { presentationHint: 'locals' } : {}),
        })),
      };
    });
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    void this.answer(response, async () => ({ variables: await this.listing().list(args) }));
  }

  private listing(): Variables {
    const { run, program } = this.need();
    this.variables ??= new Variables(run, this.here(), program.addressBase, this.host.say);
    return this.variables;
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    args: DebugProtocol.EvaluateArguments,
  ): void {
    void this.answer(response, async () => {
      const { say } = this.host;
      const { expression, frameId = 1, context } = args;
      const full = context === 'repl' || context === 'clipboard' || context === 'variables';
      const asked = { frame: frameId - 1, expression };
      const value = await this.ask('debugEvaluate', { ...asked, full });
      if (value.output !== '') this.sendEvent(new Event('output', { category: 'console', output: value.output }));
      if ('error' in value) throw new Refusal(evaluationErrorWords(value, say));
      const { object, read } = value;
      const words = context === 'clipboard' ? object.repr : full ? answerWords(object, say) : valueWords(object, say);
      const { value: result, ...rest } = this.listing().describe(object, words, expression, read ? undefined : asked);
      return { result, ...rest };
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    args: DebugProtocol.CompletionsArguments,
  ): void {
    void this.answer(response, async () => {
      const before = args.text.slice(0, args.column - 1);
      const frame = (args.frameId ?? 1) - 1;
      const { prefix, names } = await this.ask('debugCompletions', { frame, text: before });
      const start = before.length - prefix;
      return { targets: names.map((label) => ({ label, start, length: prefix })) };
    });
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    void this.answer(response, async () => {
      const found = await this.ask('debugException', {});
      if (found === null) throw new Refusal(this.host.say('No exception is being raised.'));
      const { type, qualifiedType, message, uncaught, stack } = found;
      return {
        exceptionId: type,
        description: message,
        breakMode: uncaught ? ('unhandled' as const) : ('always' as const),
        details: { message, typeName: type, fullTypeName: qualifiedType, stackTrace: stack },
      };
    });
  }

  protected override readMemoryRequest(
    response: DebugProtocol.ReadMemoryResponse,
    args: DebugProtocol.ReadMemoryArguments,
  ): void {
    void this.answer(response, async () => {
      const from = Number(args.memoryReference) + (args.offset ?? 0);
      const address = from - this.addressBase;
      if (!Number.isInteger(address)) throw new Refusal(this.host.say('{0} is no address.', args.memoryReference));
      const bytes = args.count > 0 ? await this.ask('debugMemory', { address, length: args.count }) : new Uint8Array();
      const read = bytes?.length ?? 0;
      return {
        address: `0x${from.toString(16)}`,
        ...(bytes !== null && read > 0 ? { data: base64(bytes) } : {}),
        ...(read < args.count ? { unreadableBytes: args.count - read } : {}),
      };
    });
  }

  protected override disassembleRequest(
    response: DebugProtocol.DisassembleResponse,
    args: DebugProtocol.DisassembleArguments,
  ): void {
    void this.answer(response, async () => {
      const address = Number(args.memoryReference) + (args.offset ?? 0) - this.addressBase;
      const from = args.instructionOffset ?? 0;
      const found = await this.ask('debugInstructions', { address, from, length: args.instructionCount });
      return {
        instructions: found.map(({ address: at, text, symbol, file, line, endLine, column, endColumn }, i) => ({
          // Each instruction of an answer needs an address of its own, also where there is none.
          address: at === null ? `0x${(i + 1).toString(16)}` : formatAddress(this.addressBase, at),
          instruction: at === null ? '' : text,
          ...(at === null ? { presentationHint: 'invalid' as const } : {}),
          ...(symbol !== undefined ? { symbol } : {}),
          ...(file !== undefined && line !== undefined ? this.location(file, line, endLine) : {}),
          ...(column !== undefined ? { column: column + 1 } : {}),
          ...(endColumn !== undefined ? { endColumn: endColumn + 1 } : {}),
        })),
      };
    });
  }

  protected override loadedSourcesRequest(response: DebugProtocol.LoadedSourcesResponse): void {
    void this.answer(response, () => ({ sources: this.need().sources.all.map(sourceOf) }));
  }

  protected override sourceRequest(response: DebugProtocol.SourceResponse, args: DebugProtocol.SourceArguments): void {
    void this.answer(response, async () => {
      const reference = args.source?.sourceReference ?? args.sourceReference;
      const path = this.library[reference - 1];
      const content = path === undefined ? this.fileText(args.source?.path) : await this.ask('debugSource', { path });
      if (content === null) throw new Refusal(this.host.say('There is no source.'));
      return { content, mimeType: 'text/x-python' };
    });
  }

  private fileText(path: string | undefined): string | null {
    return this.need().sources.byPath(path)?.text ?? null;
  }

  // -- helpers

  private get addressBase(): number {
    return this.need().program.addressBase;
  }

  private need(): Launched {
    if (this.launched === undefined) throw new Refusal(this.host.say('No program is launched.'));
    return this.launched;
  }

  private here(): DebugPosition {
    if (this.position === null || this.searching !== undefined) throw new Refusal(this.host.say('The program runs.'));
    return this.position;
  }

  private ask<M extends Question>(method: M, params: Asked<M>): Promise<DebugMethods[M]['result']> {
    return this.need().run.ask(method, this.here(), params);
  }

  /** What the client has open by that path, and its lines that can run; nothing where it is no part of the program. */
  private sourceAt(path: string): { readonly source: ClientSource | undefined; readonly lines: readonly number[] } {
    const { sources, program } = this.need();
    const source = sources.byPath(path);
    return { source, lines: source ? sources.linesOf(source, program.lines[source.file] ?? []) : [] };
  }

  /** A line of a file of the program or, below 0, of one of the library by its name. */
  private place(file: number, line: number, endLine = 0, name = ''): Place {
    const found = this.launched?.sources.at(file, line);
    if (found === undefined) return { source: this.librarySource(name), line, ...(endLine > 0 ? { endLine } : {}) };
    const { source, line: own } = found;
    return { source: sourceOf(source), line: own, ...(endLine > 0 ? { endLine: endLine - source.before } : {}) };
  }

  /** The same as a disassembly names it. */
  private location(file: number, from: number, to?: number): object {
    const { source, ...lines } = this.place(file, from, to);
    return { location: source, ...lines };
  }

  private librarySource(name: string): DebugProtocol.Source {
    let at = this.library.indexOf(name);
    if (at < 0) at = this.library.push(name) - 1;
    return {
      name: name.slice(name.lastIndexOf('/') + 1),
      path: name,
      sourceReference: at + 1,
      origin: this.host.say('simulated library'),
      presentationHint: 'deemphasize',
    };
  }

  private tell(text: string): void {
    this.sendEvent(new Event('output', { category: 'console', output: `${text}\n` }));
  }

  private refuse(response: DebugProtocol.Response, text: string): void {
    this.sendErrorResponse(response, { id: 1, format: '{_text}', variables: { _text: text } });
  }

  /** Answers with a body, or with the error that the work ends with. */
  private async answer(response: DebugProtocol.Response, work: () => unknown): Promise<void> {
    try {
      const body = await work();
      if (body !== undefined) response.body = body;
    } catch (error) {
      if (this.over) return;
      const text =
        error instanceof SimulatorError
          ? faultWords({ code: error.code, message: error.message }, this.host.say)
          : error instanceof Error
            ? error.message
            : String(error);
      this.refuse(response, text);
      return;
    }
    this.sendResponse(response as Response);
  }
}

function byInstructions({ granularity }: { readonly granularity?: DebugProtocol.SteppingGranularity }): {
  readonly instructions?: true;
} {
  return granularity === 'instruction' ? { instructions: true } : {};
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
