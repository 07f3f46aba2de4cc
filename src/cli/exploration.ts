// What all commands that explore a program do: read it, run it under observation, tell how it ended.
import { basename, dirname, join, resolve } from 'node:path';
import { problems } from '../present/problems.js';
import { english } from '../present/say.js';
import type { SourceFile } from '../protocol/position.js';
import type { ExploreRequest, ExploreResult, MomentPicture } from '../protocol/run.js';
import type { ExplorePorts } from '../protocol/worker.js';
import { withModules } from '../session/imports.js';
import type { PythonVersion } from '../spec/version.js';
import { collectorOptions, type LineMoment, type Options } from './options.js';
import { readModule, readProgram } from './source.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

/** Executed lines at most, unless the user says otherwise: what each did is remembered. */
const MOST_LINES = 20_000_000;
/** Simulated memory at most. */
const MOST_MEMORY = 1 << 30;

/** A program as the user named it. */
export interface Subject {
  readonly file: string;
  /** `sys.argv[1:]`. */
  readonly args: readonly string[];
  readonly options: Options;
}

/** A program ready to be explored. */
export interface Exploration {
  readonly request: ExploreRequest;
  readonly ports: ExplorePorts;
  /** The main file's text. */
  readonly source: string;
}

/** Reads a program and the modules beside it; the exit status where it cannot be read. */
export async function prepare(subject: Subject, terminal: Terminal): Promise<Exploration | number> {
  const { file, args, options } = subject;
  const { python, at } = options;
  const source = readProgram(file, resolve(file), python);
  if (!source.ok) {
    terminal.stderr(source.stderr);
    return source.status;
  }
  const collector = collectorOptions(options);
  const request: ExploreRequest = {
    files: await filesOf(file, source.text, python),
    options: {
      python,
      budgets: {
        lines: options.maxSteps ?? MOST_LINES,
        memoryBytes: MOST_MEMORY,
        milliseconds: options.maxSeconds * 1000,
      },
      argv: [...args],
      // Reading waits for whoever writes: only programs that may ask for input make us do it.
      ...(/\b(input|stdin)\b/.test(source.text) ? { stdin: terminal.readAll() } : {}),
      ...(collector ? { collector } : {}),
      ...(options.malloc ? { allocator: options.malloc } : {}),
    },
    ...(at ? { at } : {}),
  };
  return { request, ports: portsFor(options.maxSeconds, terminal), source: source.text };
}

async function filesOf(file: string, text: string, python: PythonVersion): Promise<readonly SourceFile[]> {
  const folder = dirname(file);
  const files = await withModules(
    { path: basename(file), text },
    (path) => readModule(join(folder, path), python) ?? undefined,
  );
  return files.map((f, i) => (i === 0 ? { path: file, text } : { path: join(folder, f.path), text: f.text }));
}

/** The clock, and news of a long run for whoever watches a terminal. */
export function portsFor(seconds: number, terminal: Terminal): ExplorePorts {
  let begin = Date.now();
  return {
    shouldStop: (lines) => {
      const elapsed = Date.now() - begin;
      terminal.progress(english('{0} lines executed, {1} s', lines.toLocaleString('en'), Math.floor(elapsed / 1000)));
      if (elapsed <= seconds * 1000) return undefined;
      begin = Date.now(); // What is asked about the run then has a time of its own.
      return 'milliseconds';
    },
  };
}

/** Why a moment is not in the run; undefined where it is. */
export function momentProblem(at: LineMoment | undefined, result: ExploreResult): string | undefined {
  if (at === undefined || result.picture === undefined) return undefined;
  const lines = result.files[0]?.lines ?? [];
  const hits = lines.find((l) => l.line === at.line)?.hits ?? 0;
  if (hits >= Math.abs(at.hit)) return undefined;
  if (hits > 0) return english('line {0} was executed {1} times', at.line, hits);
  const nearest = lines.reduce<number | undefined>(
    (best, { line }) => (best === undefined || Math.abs(line - at.line) < Math.abs(best - at.line) ? line : best),
    undefined,
  );
  const hint = nearest === undefined ? '' : english('; the nearest line that was is {0}', nearest);
  return `${english('line {0} was not executed', at.line)}${hint}`;
}

/** `name` may carry its function: `Node.__init__:self`. */
export function nameSelector(name: string) {
  const colon = name.lastIndexOf(':');
  return colon < 0
    ? ({ kind: 'name', name } as const)
    : ({ kind: 'name', scope: name.slice(0, colon), name: name.slice(colon + 1) } as const);
}

/** Says that there is no such name at the moment, and which there are. */
export function notBound(name: string, { frames }: MomentPicture, terminal: Terminal): number {
  const bound = frames.flatMap((frame) => frame.names.map((n) => n.name));
  const hint = bound.length > 0 ? english('; bound are: {0}', [...new Set(bound)].join(', ')) : '';
  return wrongUsage(`${english('{0} is not bound there', name)}${hint}`, terminal);
}

/** Says on stderr that the command was called in a wrong way. */
export function wrongUsage(message: string, terminal: Terminal): number {
  terminal.stderr(`arenascope: ${message}\n`);
  return ExitStatus.usage;
}

/** Tells on stderr what kept the run from its own end, and returns the exit status. */
export function endStatus(result: ExploreResult, file: string, terminal: Terminal): number {
  const { outcome } = result;
  const ended = result.diagnostics.find(
    ({ code, reached }) => code === 'simulatorFault' || code === 'budget' || (code === 'notSimulated' && reached),
  );
  switch (outcome.kind) {
    case 'finished':
    case 'exception':
      if (ended?.code !== 'simulatorFault') return outcome.exitStatus;
      terminal.stderr(`arenascope: ${file}: ${ended.detail}\n`);
      return ExitStatus.fault;
    case 'syntaxError':
      for (const problem of problems(result)) terminal.stderr(`${file}:${problem.range.line}: ${problem.message}\n`);
      return 1;
    case 'notSimulated': {
      const { line, column } = ended?.range ?? { line: 1, column: 0 };
      terminal.stderr(`arenascope: ${file}:${line}:${column + 1}: not simulated: ${ended?.detail ?? ''}\n`);
      return ExitStatus.notSimulated;
    }
    case 'budget':
    case 'cancelled': {
      const words = problems(result).find((problem) => problem.range.line === ended?.range.line)?.message;
      terminal.stderr(`arenascope: ${file}: ${words ?? 'the run was ended early'}\n`);
      return ExitStatus.budget;
    }
  }
}
