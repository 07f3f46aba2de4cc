// The worker's side with the real simulator: every request is answered, whatever the program is.
import { describe, expect, test } from 'vitest';
import type { ExploreRequest, ExploreResult } from '../../../src/protocol/run.js';
import type { FromWorker } from '../../../src/protocol/worker.js';
import { unpackResult } from '../../../src/session/packedResult.js';
import { serve } from '../../../src/session/serve.js';
import { openRun } from '../../../src/trace/explore.js';

function request(text: string, milliseconds = 60_000): ExploreRequest {
  const budgets = { lines: 50_000_000, memoryBytes: 1 << 25, milliseconds };
  return { files: [{ path: 'main.py', text }], options: { python: '3.12', budgets } };
}

/** Sends one request; `tick` is what each look at the clock takes. */
function answer(params: ExploreRequest, tick = 0): ExploreResult {
  const answers: FromWorker[] = [];
  let now = 0;
  const handle = serve({
    simulator: { openRun },
    post: (m) => answers.push(structuredClone(m)),
    now: () => {
      now += tick;
      return now;
    },
  });
  handle({ kind: 'request', request: { id: 1, method: 'explore', params } });
  expect(answers).toHaveLength(1);
  const [only] = answers;
  if (only?.kind !== 'packed') throw new Error(`no result: ${JSON.stringify(only).slice(0, 500)}`);
  return unpackResult(only.value);
}

describe('the worker answers', () => {
  test('an endless loop, with what it saw until the time was up', () => {
    const result = answer(request('a = []\nwhile True:\n    a.append(None)\n', 100), 60);
    expect(result.outcome).toEqual({ kind: 'budget', which: 'milliseconds' });
    expect(result.files[0]!.lines.map((l) => l.line)).toEqual([1, 2, 3]);
    expect(result.picture).toBeDefined();
  });

  test('a syntax error', () => {
    expect(answer(request('x = (\n')).diagnostics).toMatchObject([{ code: 'syntaxError', range: { line: 1 } }]);
  });

  test('binary garbage', () => {
    expect(answer(request('\u0000\u0001\u00ff\ufffd\u0000')).outcome).toEqual({ kind: 'syntaxError' });
  });

  test('more memory than there is', () => {
    const { outcome } = answer(request('k = []\nwhile True:\n    k.append("x" * 5000 + str(len(k)))\n'));
    expect(outcome).toEqual({ kind: 'budget', which: 'memory' });
  });

  test('a cancelled run', () => {
    const answers: FromWorker[] = [];
    const handle = serve({ simulator: { openRun }, post: (m) => answers.push(m), now: () => 0 });
    const control = new SharedArrayBuffer(4);
    handle({ kind: 'control', control });
    Atomics.store(new Int32Array(control), 0, 7);
    handle({ kind: 'request', request: { id: 7, method: 'explore', params: request('while True:\n    pass\n') } });
    expect(answers).toMatchObject([{ kind: 'error', id: 7, error: { code: 'cancelled' } }]);
  });

  test('a question about an object after the run', () => {
    const answers: FromWorker[] = [];
    const handle = serve({ simulator: { openRun }, post: (m) => answers.push(m), now: () => 0 });
    const run = request('a = []\nb = a\n');
    handle({ kind: 'request', request: { id: 1, method: 'explore', params: run } });
    const selector = { kind: 'name', name: 'a' } as const;
    handle({ kind: 'request', request: { id: 2, method: 'object', params: { run, selector } } });
    expect(answers[1]).toMatchObject({ kind: 'value', id: 2, value: { type: 'list', count: 2 } });
  });
});
