import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExploreRequest } from '../../../src/protocol/run.js';
import { SimulatorClient } from '../../../src/session/client.js';
import { nodeWorker } from '../../../src/session/nodeWorker.js';

// Real threads: what a crash, an exit or a full heap looks like from outside.
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-worker-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function client(body: string): SimulatorClient {
  const file = path.join(folder, `${Math.round(performance.now() * 1000)}.mjs`);
  fs.writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (message) => {
       if (message.kind !== 'request') return;
       const { id } = message.request;
       ${body}
     });`,
  );
  return new SimulatorClient(nodeWorker(file));
}

const request: ExploreRequest = {
  files: [],
  options: { python: '3.12', budgets: { lines: 1, memoryBytes: 1, milliseconds: 1 } },
};

test('a thread answers', async () => {
  const c = client(`parentPort.postMessage({ kind: 'value', id, value: process.env.HOME ?? 'no environment' });`);
  expect(await c.request('explore', request, { timeout: 5000 })).toBe('no environment');
  c.dispose();
});

test('a thread that throws is gone with its message', async () => {
  const c = client(`throw new Error('boom');`);
  await expect(c.request('explore', request, { timeout: 5000 })).rejects.toMatchObject({
    code: 'crashed',
    message: 'boom',
  });
  c.dispose();
});

test('a thread that hangs is ended, and the next request gets a new one', async () => {
  const c = client(`if (id === 1) for (;;); parentPort.postMessage({ kind: 'value', id, value: id });`);
  await expect(c.request('explore', request, { timeout: 300 })).rejects.toMatchObject({ code: 'timeout' });
  expect(await c.request('explore', request, { timeout: 5000 })).toBe(2);
  c.dispose();
});

test('a missing worker file is a crash, not a hang', async () => {
  const c = new SimulatorClient(nodeWorker(path.join(folder, 'missing.mjs')));
  await expect(c.request('explore', request, { timeout: 5000 })).rejects.toMatchObject({ code: 'crashed' });
  c.dispose();
});
