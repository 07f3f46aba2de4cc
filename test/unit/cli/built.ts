/** The built command line in a folder of its own, for the tests of one file. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildCommandLine } from '../../../src/build/bundle.mjs';

export interface Called {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  readonly folder: string;
  readonly cli: string;
  /** Writes a file into the folder and gives its path. */
  write(name: string, source: string | Buffer): string;
  call(args: readonly string[], options?: { readonly input?: string; readonly env?: NodeJS.ProcessEnv }): Called;
}

/** Builds before the tests of the file and tidies up after them. */
export function commandLine(): CommandLine {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-cli-'));
  const cli = path.join(folder, 'cli.js');
  fs.writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
  beforeAll(() => buildCommandLine(folder), 60_000);
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    cli,
    write: (name, source) => {
      const file = path.join(folder, name);
      fs.writeFileSync(file, source);
      return file;
    },
    call: (args, { input = '', env = {} } = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, ...env },
        input,
        timeout: 60_000,
      });
      return { status, stdout, stderr };
    },
  };
}
