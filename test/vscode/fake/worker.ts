/** A worker that answers with the hand-made run of examples/cycle.py: to look at the interface without the simulator. */
import { parentPort } from 'node:worker_threads';
import type { ExploreResult } from '../../../src/protocol/run.js';
import { serve } from '../../../src/session/serve.js';
import { arena, cycleRun, left, leftDetail, picture } from '../../unit/present/cycleRun.js';
import { cycleOpenRun } from '../../unit/session/cycleOpenRun.js';

function collectedRun(atEnd: boolean): ExploreResult {
  const run = cycleRun();
  const asked = { ...run.collections[0]!, index: 2, reason: 'asked' as const };
  const now = { ...picture(atEnd), cycles: [], cyclesTotal: 0 };
  return { ...run, collections: [asked, ...run.collections], picture: now };
}

const handle = serve({
  simulator: {
    openRun: (request) => ({
      ...cycleOpenRun(),
      result: (request.collectAt ? collectedRun : cycleRun)((request.at ?? { kind: 'end' }).kind === 'end'),
      object: (selector) => (selector.kind === 'name' && selector.name === 'nothing' ? null : leftDetail),
      pool: (address) => {
        const pool = arena.pools.find((p) => p.address === address);
        if (!pool) return null;
        return {
          ...pool,
          arena: arena.address,
          blocks: [...(pool.map ?? '')].map((state, i) => ({
            address: address + 48 + i * pool.blockBytes,
            state,
            ...('To'.includes(state) ? { object: left } : {}),
          })),
          freeListOrder: [],
        };
      },
      members: () => [left],
    }),
  },
  post: (message) => parentPort!.postMessage(message),
  now: () => performance.now(),
});
parentPort!.on('message', handle);
