// A real Python: the one place of the command line that starts a process.
import { spawnSync } from 'node:child_process';
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

/** Hashes as the simulator has them, and nothing kept in a buffer: what waits in one is still referred to. */
function environment(allocator: AllocatorName | undefined): NodeJS.ProcessEnv {
  const { PATH, HOME, SYSTEMROOT } = process.env;
  return {
    PATH,
    HOME,
    SYSTEMROOT,
    LC_ALL: 'C.UTF-8',
    PYTHONHASHSEED: '0',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    ...(allocator ? { PYTHONMALLOC: allocator } : {}),
  };
}

/** An interpreter that the user named. */
export class Interpreter {
  constructor(
    readonly path: string,
    /** Milliseconds that one run may take. */
    private readonly timeout: number,
    /** Its own choice if left out. */
    private readonly allocator?: AllocatorName,
  ) {}

  /** `3.12.1`; undefined where it is no Python. */
  version(): string | undefined {
    const { stdout, exitStatus } = this.run(['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'], '');
    return exitStatus === 0 && /^\d+\.\d+\.\d+$/.test(stdout.trim()) ? stdout.trim() : undefined;
  }

  run(args: readonly string[], input: string): Ended {
    const { stdout, stderr, status, error } = spawnSync(this.path, args, {
      encoding: 'utf8',
      env: environment(this.allocator),
      input,
      timeout: this.timeout,
      maxBuffer: 1 << 28,
    });
    return { stdout: stdout ?? '', stderr: stderr || error?.message || '', exitStatus: status ?? -1 };
  }

  /** Line, name and count after each statement of the program's module; undefined where that failed. */
  counts(file: string, args: readonly string[], input: string): [number, string, number | null][] | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'arenascope-'));
    try {
      const script = join(folder, 'lineCounts.py');
      writeFileSync(script, lineCounts);
      return JSON.parse(this.run([script, file, ...args], input).stdout);
    } catch {
      return undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
