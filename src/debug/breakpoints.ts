/** The breakpoints of a session: as the client sets them, and as a search is asked about them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Say } from '../present/say.js';
import type { DataStop, DebugStops, ExceptionStops, FunctionStop, HitCondition, LineStop } from '../protocol/debug.js';
import type { ClientSource } from './clientSources.js';

/** The filters of exceptions, by id. */
export const EXCEPTION_FILTER = { raised: 'raised', uncaught: 'uncaught' } as const;

/** `5`, `>= 5`, `% 3`; undefined where there is none; null where it is not understood. */
export function parseHits(text: string | undefined): HitCondition | null | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const found = /^\s*(==|=|>=|<=|>|<|%)?\s*(\d+)\s*$/.exec(text);
  if (found === null) return null;
  const operator = found[1] === undefined || found[1] === '=' ? '==' : (found[1] as HitCondition['operator']);
  return { operator, value: Number(found[2]) };
}

/** Text without blanks around it; undefined for none. */
function given(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

interface DataBreakpoint extends DataStop {
  /** What is watched, in words. */
  readonly words: string;
}

/** What a client knows of a watch: it hands this text back to set it. */
export function dataIdOf(what: DataStop['what'], address: number, born: number, words: string): string {
  return JSON.stringify([what, address, born, words]);
}

export class Breakpoints {
  private nextId = 1;
  /** By the client's path of a file. */
  private readonly lines = new Map<string, LineStop[]>();
  private functions: FunctionStop[] = [];
  private data: DataBreakpoint[] = [];
  private exceptions: ExceptionStops = {};
  /** Last step for which each log point wrote, by place and text. */
  private readonly logged = new Map<string, number>();

  constructor(private readonly say: Say) {}

  /** `source`: undefined for one that is no part of the program; `runnable`: its lines that can run, ascending. */
  setLines(
    path: string,
    source: ClientSource | undefined,
    runnable: readonly number[],
    asked: readonly DebugProtocol.SourceBreakpoint[],
  ): DebugProtocol.Breakpoint[] {
    const { say } = this;
    const stops: LineStop[] = [];
    const answers = asked.map((breakpoint): DebugProtocol.Breakpoint => {
      const id = this.nextId++;
      const refused = (message: string): DebugProtocol.Breakpoint => ({
        id,
        verified: false,
        line: breakpoint.line,
        message,
        reason: 'failed',
      });
      if (source === undefined) return refused(say('This file is no part of the program.'));
      const line = runnable.find((n) => n >= breakpoint.line);
      if (line === undefined) return refused(say('No code runs on this line or below it.'));
      const hits = parseHits(breakpoint.hitCondition);
      if (hits === null) return refused(say('A hit count is a number, with ==, >, >=, <, <= or % before it.'));
      const condition = given(breakpoint.condition);
      const log = given(breakpoint.logMessage);
      stops.push({
        id,
        file: source.file,
        line: line + source.before,
        ...(condition !== undefined ? { condition } : {}),
        ...(hits !== undefined ? { hits } : {}),
        ...(log !== undefined ? { log } : {}),
      });
      return { id, verified: true, line };
    });
    this.lines.set(path, stops);
    return answers;
  }

  setFunctions(asked: readonly DebugProtocol.FunctionBreakpoint[]): DebugProtocol.Breakpoint[] {
    this.functions = [];
    return asked.map(({ name, condition, hitCondition }) => {
      const id = this.nextId++;
      const hits = parseHits(hitCondition);
      const test = given(condition);
      if (hits === null || name.trim() === '') return { id, verified: false };
      this.functions.push({
        id,
        name: name.trim(),
        ...(test !== undefined ? { condition: test } : {}),
        ...(hits !== undefined ? { hits } : {}),
      });
      return { id, verified: true };
    });
  }

  setData(asked: readonly DebugProtocol.DataBreakpoint[]): DebugProtocol.Breakpoint[] {
    this.data = [];
    return asked.map(({ dataId, condition, hitCondition }) => {
      const id = this.nextId++;
      const hits = parseHits(hitCondition);
      const test = given(condition);
      const parts = partsOf(dataId);
      if (parts === undefined || hits === null) return { id, verified: false };
      this.data.push({
        id,
        ...parts,
        ...(test !== undefined ? { condition: test } : {}),
        ...(hits !== undefined ? { hits } : {}),
      });
      return { id, verified: true, message: parts.words };
    });
  }

  setExceptions({ filters, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments): void {
    const typesOf = (filter: string): { readonly types: readonly string[] } | undefined => {
      const option = filterOptions.find(({ filterId }) => filterId === filter);
      if (option === undefined && !filters.includes(filter)) return undefined;
      const types = (option?.condition ?? '').split(/[\s,]+/).filter((name) => name !== '');
      return { types };
    };
    const raised = typesOf(EXCEPTION_FILTER.raised);
    const uncaught = typesOf(EXCEPTION_FILTER.uncaught);
    this.exceptions = { ...(raised ? { raised } : {}), ...(uncaught ? { uncaught } : {}) };
  }

  /** What a watch is about, in words. */
  wordsOf(id: number): string {
    return this.data.find((stop) => stop.id === id)?.words ?? '';
  }

  stops(): DebugStops {
    const lines = [...this.lines.values()].flat().map((stop) => {
      const logged = this.logged.get(logKey(stop));
      return logged === undefined ? stop : { ...stop, logged };
    });
    const data = this.data.map(({ words: _, ...stop }) => stop);
    return { lines, functions: this.functions, data, exceptions: this.exceptions };
  }

  noteLogged(logged: readonly (readonly [number, number])[]): void {
    const all = [...this.lines.values()].flat();
    for (const [id, step] of logged) {
      const stop = all.find((s) => s.id === id);
      if (stop) this.logged.set(logKey(stop), step);
    }
  }

  /** The run begins anew: so do the log points. */
  forgetLogged(): void {
    this.logged.clear();
  }
}

function logKey({ file, line, log }: LineStop): string {
  return `${file} ${line} ${log}`;
}

function partsOf(dataId: string): Pick<DataBreakpoint, 'what' | 'address' | 'born' | 'words'> | undefined {
  try {
    const [what, address, born, words] = JSON.parse(dataId) as unknown[];
    if ((what !== 'count' && what !== 'freed') || typeof address !== 'number' || typeof born !== 'number')
      return undefined;
    return { what, address, born, words: String(words) };
  } catch {
    return undefined;
  }
}
