/** Explores a program for a test. */
import type { Moment } from '../../../src/protocol/position.js';
import type {
  ExploreRequest,
  ExploreResult,
  LineAnnotation,
  NameTouch,
  PythonVersion,
} from '../../../src/protocol/run.js';
import type { OpenRun } from '../../../src/protocol/worker.js';
import { openRun } from '../../../src/trace/explore.js';

export interface Options {
  readonly python?: PythonVersion;
  readonly at?: Moment;
  readonly collectAt?: Moment;
  readonly lines?: number;
  readonly memoryBytes?: number;
  readonly modules?: Readonly<Record<string, string>>;
}

export function requestOf(text: string, options: Options = {}): ExploreRequest {
  const { python = '3.12', at, collectAt, lines = 100_000, memoryBytes = 1 << 26, modules = {} } = options;
  return {
    files: [{ path: 'main.py', text }, ...Object.entries(modules).map(([path, source]) => ({ path, text: source }))],
    options: { python, budgets: { lines, memoryBytes, milliseconds: 60_000 } },
    ...(at ? { at } : {}),
    ...(collectAt ? { collectAt } : {}),
  };
}

export function open(text: string, options: Options = {}): OpenRun {
  return openRun(requestOf(text, options), { shouldStop: () => undefined });
}

export function explored(text: string, options: Options = {}): ExploreResult {
  return open(text, options).result;
}

export function line(result: ExploreResult, number: number, file = 0): LineAnnotation {
  const found = result.files[file]?.lines.find((l) => l.line === number);
  if (!found) throw new Error(`Line ${number} has no annotation.`);
  return found;
}

/** `a 2 (+1)`, `b 1 (new)`, `c gone (-1)`: what the line did to its names. */
export function touches(result: ExploreResult, number: number): string[] {
  return line(result, number).names.map(words);
}

function words(t: NameTouch): string {
  const count = t.immortal ? 'immortal' : t.min === t.max ? String(t.after) : `${t.min}..${t.max}`;
  if (t.before === null) return `${t.name} ${count} (new)`;
  const change = t.immortal ? 0 : t.after - t.before;
  const signed = change === 0 ? '' : ` (${change > 0 ? '+' : ''}${change})`;
  return `${t.name} ${t.bound ? '' : 'gone '}${count}${signed}`;
}
