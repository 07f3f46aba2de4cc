// A real Python: the one place that starts a process.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AllocatorName } from '../../protocol/allocators.js';
import lineCounts from './lineCounts.py';

/** What a process printed, and how it ended: negative where a signal ended it. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitStatus: number;
}

export interface InterpreterOptions {
  /** Milliseconds that one run may take. */
  readonly timeout: number;
  /** Its own choice if left out. */
  readonly allocator?: AllocatorName;
  /** Whether printed text waits in a buffer, where it is still referred to. */
  readonly buffered?: boolean;
  /** The working folder. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/** Hashes as the simulator has them. */
function environment({ allocator, buffered = false }: InterpreterOptions): NodeJS.ProcessEnv {
  const { PATH, HOME, SYSTEMROOT } = process.env;
  return {
    PATH,
    HOME,
    SYSTEMROOT,
    LC_ALL: 'C.UTF-8',
    PYTHONHASHSEED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
    ...(buffered ? {} : { PYTHONUNBUFFERED: '1' }),
    ...(allocator ? { PYTHONMALLOC: allocator } : {}),
  };
}

/** Bytes of one stream that are kept; a program that prints more is ended. */
const MOST_PRINTED = 1 << 28;

/** An interpreter that the user named. */
export class Interpreter {
  constructor(
    readonly path: string,
    private readonly options: InterpreterOptions,
  ) {}

  /** `3.12.1`; undefined where it is no Python. */
  async version(): Promise<string | undefined> {
    const { stdout, exitStatus } = await this.run(['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'], '');
    return exitStatus === 0 && /^\d+\.\d+\.\d+$/.test(stdout.trim()) ? stdout.trim() : undefined;
  }

  run(args: readonly string[], input: string): Promise<Ended> {
    const { timeout, folder, signal } = this.options;
    return new Promise((resolve) => {
      const child = spawn(this.path, args, {
        env: environment(this.options),
        timeout,
        ...(folder === undefined ? {} : { cwd: folder }),
        ...(signal ? { signal } : {}),
      });
      const printed: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
      let length = 0;
      for (const stream of ['stdout', 'stderr'] as const)
        child[stream].on('data', (part: Buffer) => {
          length += part.length;
          if (length > MOST_PRINTED) child.kill('SIGKILL');
          else printed[stream].push(part);
        });
      const text = (parts: Buffer[]) => Buffer.concat(parts).toString('utf8');
      let failure = '';
      child.on('error', (error) => {
        failure = error.message;
        // Nothing was started: no stream will end.
        if (child.pid === undefined) resolve({ stdout: '', stderr: failure, exitStatus: -1 });
      });
      child.on('close', (status) =>
        resolve({ stdout: text(printed.stdout), stderr: text(printed.stderr) || failure, exitStatus: status ?? -1 }),
      );
      child.stdin.on('error', () => undefined); // It need not read what it is given.
      child.stdin.end(input);
    });
  }

  /** Line, name and count after each statement of the program's module; undefined where that failed. */
  async counts(
    file: string,
    args: readonly string[],
    input: string,
  ): Promise<[number, string, number | null][] | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'arenascope-'));
    try {
      const script = join(folder, 'lineCounts.py');
      writeFileSync(script, lineCounts);
      return JSON.parse((await this.run([script, file, ...args], input)).stdout);
    } catch {
      return undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
