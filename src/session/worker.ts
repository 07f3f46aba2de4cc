/** The simulator in a worker thread: requests in, answers out. */
import { parentPort } from 'node:worker_threads';
import { openRun } from '../trace/explore.js';
import { serve } from './serve.js';

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker.');
port.on('message', serve({ simulator: { openRun }, post: (message) => port.postMessage(message), now: () => performance.now() }));
