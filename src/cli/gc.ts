// `arenascope gc FILE`: the collections of a run and, with --steps, the algorithm on the program's objects.
import { english } from '../present/say.js';
import { gcJson, gcText } from '../present/terminal/gc.js';
import type { CollectionSteps } from '../protocol/collection.js';
import type { ExploreResult } from '../protocol/run.js';
import { openRun } from '../trace/explore.js';
import { endStatus, momentProblem, prepare, type Subject, wrongUsage } from './exploration.js';
import type { Terminal } from './terminal.js';

export interface GcOptions {
  readonly steps: boolean;
  /** From 1, as the table numbers them; undefined: what is worth telling. */
  readonly collection: number | undefined;
}

/** Collections told step by step where the user names none. */
const TOLD = 3;

/** Indexes of the collections to tell: the one that was asked for, else those that found something of the program. */
function chosen(result: ExploreResult, number: number | undefined): readonly number[] {
  const { collections, cycles } = result;
  if (number !== undefined) return [number - 1];
  const asked = collections.find((c) => c.reason === 'asked');
  if (asked) return [asked.index];
  const ofProgram = collections.filter((c) => c.reason !== 'exit');
  const fruitful = ofProgram.filter((c) => (c.freed ?? 0) > 0 || cycles.some((cycle) => cycle.collectedBy === c.index));
  return (fruitful.length > 0 ? fruitful.slice(0, TOLD) : ofProgram.slice(-1)).map((c) => c.index);
}

export async function gc(subject: Subject, options: GcOptions, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const { at, json } = subject.options;
  const request = at ? { ...ready.request, at, collectAt: at } : ready.request;
  const run = openRun(request, ready.ports);
  const { result } = run;
  const problem = momentProblem(at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  const { collection } = options;
  if (collection !== undefined && collection > result.collections.length)
    return wrongUsage(
      english('there is no collection {0}: there were {1}', collection, result.collections.length),
      terminal,
    );
  const steps: CollectionSteps[] = [];
  if (options.steps || collection !== undefined)
    for (const index of chosen(result, collection)) {
      const told = run.collectionSteps(index);
      if (told !== null) steps.push(told);
    }
  terminal.stdout(json ? gcJson(result, steps) : gcText(result, steps, { say: english, style: terminal.style }));
  return endStatus(result, subject.file, terminal);
}
