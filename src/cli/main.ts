// The process: runs the commands in a thread with a deep stack, because a simulated program may nest calls through
// native code (a key function, a repr) as deep as Python allows. Node fixes the main thread's stack at its start.
import { Worker } from 'node:worker_threads';
import { ExitStatus } from './status.js';

/** What the thread asks for when a run begins: to be ended after that time. */
export interface Watched {
  /** The program, as the user wrote it. */
  file: string;
  milliseconds: number;
}

/** Reserved, and touched only as far as it is used. */
const STACK_MEBIBYTES = 64;

const worker = new Worker(new URL('./commands.js', import.meta.url), {
  argv: process.argv.slice(2),
  resourceLimits: { stackSizeMb: STACK_MEBIBYTES },
});
const exit = (status: number): void => {
  process.exitCode = status;
};
worker.on('exit', exit);
worker.on('message', ({ file, milliseconds }: Watched) => {
  const timer = setTimeout(() => {
    process.stderr.write(`arenascope: ${file}: the run was ended: the time is used up\n`);
    worker.off('exit', exit);
    exit(ExitStatus.budget);
    void worker.terminate();
  }, milliseconds);
  timer.unref();
});
