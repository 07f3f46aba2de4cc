/** The simulator in a worker of its own, Node's or a browser's: requests in, answers out. */
import type { FromWorker, ToWorker } from '../protocol/worker.js';
import { Debuggee } from '../trace/debug/debuggee.js';
import { newWorkshop, openRun } from '../trace/explore.js';
import { serve } from './serve.js';

interface Port {
  post(message: FromWorker, transfer?: readonly ArrayBuffer[]): void;
  listen(listener: (message: ToWorker) => void): void;
}

function nodePort(): Port {
  const { parentPort } = require('node:worker_threads') as typeof import('node:worker_threads');
  if (parentPort === null) throw new Error('This file runs in a worker.');
  return {
    post: (message, transfer = []) => parentPort.postMessage(message, transfer),
    listen: (listener) => parentPort.on('message', listener),
  };
}

function browserPort(): Port {
  return {
    post: (message, transfer = []) => self.postMessage(message, { transfer: [...transfer] }),
    listen: (listener) => self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => listener(data)),
  };
}

// The bundle is CommonJS in Node, and a plain script, which has no `require`, in a browser.
const port = typeof require === 'function' ? nodePort() : browserPort();
const workshop = newWorkshop();
port.listen(
  serve({
    simulator: {
      openRun: (request, ports) => openRun(request, ports, workshop),
      openDebuggee: (request, ports) => new Debuggee(request, ports, workshop),
    },
    post: (message, transfer) => port.post(message, transfer),
    now: () => performance.now(),
  }),
);
