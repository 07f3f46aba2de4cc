import { expect, test, vi } from 'vitest';
import type { RunOptions } from '../../../src/protocol/run.js';
import { Debounce } from '../../../src/session/debounce.js';
import { DocumentRuns } from '../../../src/session/documentRuns.js';
import type { StartWorker } from '../../../src/session/link.js';
import { serve } from '../../../src/session/serve.js';
import { cycleOpenRun } from './cycleOpenRun.js';

const options: RunOptions = { python: '3.12', budgets: { lines: 1000, memoryBytes: 1 << 24, milliseconds: 1000 } };

/** A worker in this thread; every run is counted, one with "crash" in its text kills the worker. */
function workerInThread() {
  const runs: string[] = [];
  const start: StartWorker = (events) => {
    let dead = false;
    const handle = serve({
      simulator: {
        openRun: (request) => {
          runs.push(request.files[0]!.text);
          return cycleOpenRun();
        },
      },
      post: (message) => void setTimeout(() => dead || events.message(message)),
      now: () => 0,
    });
    return {
      post: (message) => {
        const crash = message.kind === 'request' && JSON.stringify(message).includes('crash');
        if (crash) setTimeout(() => events.gone('crashed'));
        else handle(message);
      },
      terminate: () => {
        dead = true;
      },
    };
  };
  return { start, runs };
}

const source = (text: string, version = 1, key = 'file:///a.py') => ({ key, version, files: [{ path: 'a.py', text }] });

test('a run goes through running to done', async () => {
  const runs = new DocumentRuns(workerInThread().start, () => 0);
  const states: string[] = [];
  runs.onDidChange((run) => states.push(run.state.kind));
  await runs.explore(source('a = 1'), options);
  expect(states).toEqual(['running', 'done']);
  expect(runs.get('file:///a.py')!.result).toBeDefined();
});

test('the same text is not run again, whatever its version', async () => {
  const worker = workerInThread();
  const runs = new DocumentRuns(worker.start, () => 0);
  await runs.explore(source('a = 1', 1), options);
  runs.markStale('file:///a.py');
  const run = await runs.explore(source('a = 1', 3), options);
  expect(worker.runs).toHaveLength(1);
  expect(run).toMatchObject({ version: 3, state: { kind: 'done', stale: false } });
});

test('other options, another moment or another text are another run', async () => {
  const worker = workerInThread();
  const runs = new DocumentRuns(worker.start, () => 0);
  await runs.explore(source('a = 1'), options);
  await runs.explore(source('a = 1'), { ...options, python: '3.8' });
  await runs.explore(source('a = 1'), options, { at: { kind: 'step', step: 1 } });
  await runs.explore(source('a = 2'), options);
  expect(worker.runs).toEqual(['a = 1', 'a = 1', 'a = 1', 'a = 2']);
});

test('a run under way is not begun again', async () => {
  const worker = workerInThread();
  const runs = new DocumentRuns(worker.start, () => 0);
  const both = await Promise.all([
    runs.explore(source('a = 1', 1), options),
    runs.explore(source('a = 1', 2), options),
  ]);
  expect(worker.runs).toHaveLength(1);
  expect(both.map((run) => [run.version, run.state.kind])).toEqual([
    [2, 'done'],
    [2, 'done'],
  ]);
});

test('a newer run wins over an older one', async () => {
  const runs = new DocumentRuns(workerInThread().start, () => 0);
  const first = runs.explore(source('a = 1', 1), options);
  const second = runs.explore(source('a = 2', 2), options);
  await Promise.all([first, second]);
  expect(runs.get('file:///a.py')).toMatchObject({ version: 2, state: { kind: 'done' } });
});

test('a dead worker is a clear state, the last result stays, and the next run works', async () => {
  const runs = new DocumentRuns(workerInThread().start, () => 0);
  await runs.explore(source('a = 1', 1), options);
  const failed = await runs.explore(source('crash', 2), options);
  expect(failed).toMatchObject({ state: { kind: 'failed', error: { code: 'crashed' } } });
  expect(failed.result).toBeDefined();
  expect((await runs.explore(source('a = 2', 3), options)).state.kind).toBe('done');
});

test('questions are about the last run, at the asked moment', async () => {
  const runs = new DocumentRuns(workerInThread().start, () => 0);
  expect(await runs.object('file:///a.py', { kind: 'name', name: 'left' })).toBeNull();
  await runs.explore(source('a = 1'), options);
  expect(await runs.object('file:///a.py', { kind: 'name', name: 'left' })).toMatchObject({ type: 'Node' });
});

test('a closed document is forgotten', async () => {
  const runs = new DocumentRuns(workerInThread().start, () => 0);
  void runs.explore(source('a = 1'), options);
  runs.close('file:///a.py');
  expect(runs.get('file:///a.py')).toBeUndefined();
});

test('only the last of a burst of calls is made', () => {
  vi.useFakeTimers();
  const made: string[] = [];
  const debounce = new Debounce<string>(() => 100);
  debounce.call('a', () => made.push('a1'));
  vi.advanceTimersByTime(60);
  debounce.call('a', () => made.push('a2'));
  debounce.call('b', () => made.push('b'));
  vi.advanceTimersByTime(60);
  expect(made).toEqual([]);
  vi.advanceTimersByTime(60);
  expect(made).toEqual(['a2', 'b']);
  vi.useRealTimers();
});

test('a run that was prepared is there when it is asked for, and nobody hears of it before', async () => {
  const worker = workerInThread();
  const runs = new DocumentRuns(worker.start, () => 0);
  await runs.explore(source('a = 1', 1), options);
  const states: string[] = [];
  runs.onDidChange((run) => states.push(run.state.kind));
  runs.markStale('file:///a.py');
  runs.prepare(source('a = 2', 2), options, 200);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(states).toEqual(['done']);
  const run = await runs.explore(source('a = 2', 2), options);
  expect(run).toMatchObject({ version: 2, state: { kind: 'done', stale: false } });
  expect(worker.runs).toEqual(['a = 1', 'a = 2']);
  expect(states).toEqual(['done', 'done']);
});

test('what was prepared is given up where something else is asked for', async () => {
  const worker = workerInThread();
  const runs = new DocumentRuns(worker.start, () => 0);
  await runs.explore(source('a = 1', 1), options);
  runs.prepare(source('a = 2', 2), options, 200);
  runs.markStale('file:///a.py');
  const run = await runs.explore(source('a = 3', 3), options);
  expect(run).toMatchObject({ version: 3, state: { kind: 'done' } });
  runs.prepare(source('a = 4', 4), options, 200);
  expect((await runs.explore(source('a = 5', 5), options)).version).toBe(5);
  runs.dispose();
});

test('a run that would take longer than the wait is not prepared', async () => {
  const worker = workerInThread();
  let now = 0;
  const runs = new DocumentRuns(worker.start, () => {
    now += 500;
    return now;
  });
  await runs.explore(source('a = 1', 1), options);
  runs.prepare(source('a = 2', 2), options, 200);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(worker.runs).toEqual(['a = 1']);
});
