/** The simulator in a worker thread: requests in, answers out. */
import { parentPort } from 'node:worker_threads';
import { openRun } from '../trace/explore.js';
import { serve } from './serve.js';

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker.');
const library = new Map();
port.on(
  'message',
  serve({
    simulator: { openRun: (request, ports) => openRun(request, ports, library) },
    post: (message) => port.postMessage(message),
    now: () => performance.now(),
  }),
);
