/** A worker thread of Node. */
import { Worker } from 'node:worker_threads';
import type { FromWorker } from '../protocol/worker.js';
import type { StartWorker } from './link.js';

/** Starts `file` (the bundle `dist/worker.cjs`) in a thread whose output and environment are cut off from ours. */
export function nodeWorker(file: string): StartWorker {
  return (events) => {
    const worker = new Worker(file, {
      name: 'arenascope-simulator',
      env: {},
      stdin: false,
      stdout: true,
      stderr: true,
      // Simulated calls nest through native code (a key function, a repr) as deep as Python allows.
      resourceLimits: { stackSizeMb: 64 },
    });
    let ended = false;
    const gone = (reason: string) => {
      if (ended) return;
      ended = true;
      events.gone(reason);
    };
    worker.on('message', (message: FromWorker) => events.message(message));
    worker.on('error', (error: Error) => gone(error.message));
    worker.on('exit', (code) => gone(`the worker ended with code ${code}`));
    worker.unref();
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => {
        ended = true;
        void worker.terminate();
      },
    };
  };
}
