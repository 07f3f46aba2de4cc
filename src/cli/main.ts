// The process: runs the commands in a thread with a deep stack, because a simulated program may nest calls through
// native code (a key function, a repr) as deep as Python allows. Node fixes the main thread's stack at its start.
import { Worker } from 'node:worker_threads';

/** Reserved, and touched only as far as it is used. */
const STACK_MEBIBYTES = 64;

const worker = new Worker(new URL('./commands.js', import.meta.url), {
  argv: process.argv.slice(2),
  resourceLimits: { stackSizeMb: STACK_MEBIBYTES },
});
worker.on('exit', (status) => {
  process.exitCode = status;
});
