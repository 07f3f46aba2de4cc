import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ExploreRequest } from '../../../src/protocol/run.js';
import type { FromWorker, ToWorker } from '../../../src/protocol/worker.js';
import { SimulatorClient } from '../../../src/session/client.js';
import type { StartWorker, WorkerEvents } from '../../../src/session/link.js';
import { type Simulator, serve } from '../../../src/session/serve.js';
import { cycleRun } from '../present/cycleRun.js';
import { cycleOpenRun } from './cycleOpenRun.js';

const request: ExploreRequest = {
  files: [{ path: 'a.py', text: '' }],
  options: { python: '3.12', budgets: { lines: 1000, memoryBytes: 1 << 24, milliseconds: 1000 } },
};
const options = { timeout: 1000 };

/** A worker whose messages the test sees and answers itself. */
function manualWorker() {
  const sent: ToWorker[] = [];
  const started: WorkerEvents[] = [];
  let terminated = 0;
  const start: StartWorker = (events) => {
    started.push(events);
    return { post: (message) => sent.push(message), terminate: () => terminated++ };
  };
  return {
    start,
    started,
    get terminated() {
      return terminated;
    },
    ids: () => sent.flatMap((m) => (m.kind === 'request' ? [m.request.id] : [])),
    control: () => sent.flatMap((m) => (m.kind === 'control' ? [new Int32Array(m.control)] : [])),
    reply: (message: FromWorker, worker = started.length - 1) => started[worker]!.message(message),
  };
}

afterEach(() => vi.useRealTimers());

describe('a request', () => {
  test('is answered with its value', async () => {
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const answer = client.request('explore', request, options);
    worker.reply({ kind: 'value', id: 1, value: 'result' });
    expect(await answer).toBe('result');
  });

  test('waits for the one before', async () => {
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const one = client.request('explore', request, options);
    const two = client.request('explore', request, options);
    expect(worker.ids()).toEqual([1]);
    worker.reply({ kind: 'value', id: 1, value: 'one' });
    expect(worker.ids()).toEqual([1, 2]);
    worker.reply({ kind: 'value', id: 2, value: 'two' });
    expect([await one, await two]).toEqual(['one', 'two']);
  });

  test('fails with the error of the worker', async () => {
    const worker = manualWorker();
    const answer = new SimulatorClient(worker.start).request('explore', request, options);
    worker.reply({ kind: 'error', id: 1, error: { code: 'fault', message: 'assertion' } });
    await expect(answer).rejects.toMatchObject({ code: 'fault', message: 'assertion' });
  });

  test('fails when the worker dies, and the next one starts another', async () => {
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const answer = client.request('explore', request, options);
    worker.started[0]!.gone('out of memory');
    await expect(answer).rejects.toMatchObject({ code: 'crashed', message: 'out of memory' });
    const next = client.request('explore', request, options);
    expect(worker.started).toHaveLength(2);
    worker.reply({ kind: 'value', id: 2, value: 'again' });
    expect(await next).toBe('again');
  });

  test('fails when a worker cannot be started at all', async () => {
    const client = new SimulatorClient(() => {
      throw new Error('no worker file');
    });
    await expect(client.request('explore', request, options)).rejects.toMatchObject({ code: 'crashed' });
  });

  test('that takes too long ends the worker', async () => {
    vi.useFakeTimers();
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const answer = client.request('explore', request, options);
    const failed = expect(answer).rejects.toMatchObject({ code: 'timeout' });
    vi.advanceTimersByTime(1000);
    await failed;
    expect(worker.terminated).toBe(1);
  });
});

describe('cancelling', () => {
  test('a waiting request never reaches the worker', async () => {
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    void client.request('explore', request, options);
    const abort = new AbortController();
    const answer = client.request('explore', request, { ...options, signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    worker.reply({ kind: 'value', id: 1, value: 0 });
    expect(worker.ids()).toEqual([1]);
  });

  test('the one under way sets its id in the shared word', async () => {
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const abort = new AbortController();
    const answer = client.request('explore', request, { ...options, signal: abort.signal });
    abort.abort();
    expect(worker.control()[0]![0]).toBe(1);
    worker.reply({ kind: 'error', id: 1, error: { code: 'cancelled', message: '' } });
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect(worker.terminated).toBe(0);
  });

  test('one that does not notice is ended with its worker', async () => {
    vi.useFakeTimers();
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const abort = new AbortController();
    const answer = client.request('explore', request, { timeout: 60_000, signal: abort.signal });
    const failed = expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    vi.advanceTimersByTime(500);
    await failed;
    expect(worker.terminated).toBe(1);
  });

  test('disposing fails all that wait', async () => {
    const worker = manualWorker();
    const client = new SimulatorClient(worker.start);
    const answers = [client.request('explore', request, options), client.request('explore', request, options)];
    const failed = Promise.all(answers.map((a) => expect(a).rejects.toMatchObject({ code: 'cancelled' })));
    client.dispose();
    await failed;
    expect(worker.terminated).toBe(1);
    await expect(client.request('explore', request, options)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the worker', () => {
  function server(openRun: Simulator['openRun']) {
    const replies: FromWorker[] = [];
    let now = 0;
    const at = (time: number) => {
      now = time;
    };
    const handle = serve({ simulator: { openRun }, post: (m) => replies.push(m), now: () => now });
    return { handle, replies, at };
  }

  test('keeps the machine of a run for questions about it', () => {
    const openRun = vi.fn(cycleOpenRun);
    const { handle, replies } = server(openRun);
    handle({ kind: 'request', request: { id: 1, method: 'explore', params: request } });
    const params = { run: request, selector: { kind: 'name', name: 'a' } } as const;
    handle({ kind: 'request', request: { id: 2, method: 'object', params } });
    expect(replies.map((r) => r.kind)).toEqual(['packed', 'value']);
    expect(openRun).toHaveBeenCalledTimes(1);
  });

  test('runs again for another moment', () => {
    const openRun = vi.fn(cycleOpenRun);
    const { handle } = server(openRun);
    handle({ kind: 'request', request: { id: 1, method: 'explore', params: request } });
    const params = { ...request, at: { kind: 'step', step: 3 } } as const;
    handle({ kind: 'request', request: { id: 2, method: 'explore', params } });
    expect(openRun).toHaveBeenCalledTimes(2);
  });

  test('answers with a fault when the simulator throws', () => {
    const { handle, replies } = server(() => {
      throw new Error('assertion failed');
    });
    handle({ kind: 'request', request: { id: 7, method: 'explore', params: request } });
    expect(replies).toMatchObject([{ kind: 'error', id: 7, error: { code: 'fault' } }]);
  });

  test('tells a run to stop when its time is over, and keeps what it got, unless there is more time', () => {
    const seen: unknown[] = [];
    const { handle, at } = server((_, ports) => {
      seen.push(ports.shouldStop(0));
      at(5000);
      seen.push(ports.shouldStop(0));
      return { ...cycleOpenRun(), result: { ...cycleRun(), outcome: { kind: 'budget', which: 'milliseconds' } } };
    });
    handle({ kind: 'request', request: { id: 1, method: 'explore', params: request } });
    expect(seen).toEqual([undefined, 'milliseconds']);
    handle({ kind: 'request', request: { id: 2, method: 'explore', params: request } });
    expect(seen).toHaveLength(2);
    const budgets = { ...request.options.budgets, milliseconds: 2000 };
    const longer = { ...request, options: { ...request.options, budgets } };
    handle({ kind: 'request', request: { id: 3, method: 'explore', params: longer } });
    expect(seen).toHaveLength(4);
  });

  test('tells a run to stop when it was cancelled', () => {
    const control = new SharedArrayBuffer(4);
    const { handle, replies } = server((_, ports) => {
      Atomics.store(new Int32Array(control), 0, 1);
      expect(ports.shouldStop(0)).toBe('cancelled');
      return { ...cycleOpenRun(), result: { ...cycleRun(), outcome: { kind: 'cancelled' } } };
    });
    handle({ kind: 'control', control });
    handle({ kind: 'request', request: { id: 1, method: 'explore', params: request } });
    expect(replies).toMatchObject([{ kind: 'error', id: 1, error: { code: 'cancelled' } }]);
  });
});
