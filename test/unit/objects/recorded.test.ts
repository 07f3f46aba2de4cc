// What the programs in recorded/ print, compared with what real interpreters printed (recorded/record.py).
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PythonVersion } from '../../../src/spec/version.js';
import { runProgram } from '../../../src/vm/run.js';

const folder = path.join(import.meta.dirname, 'recorded');

function printed(name: string, version: PythonVersion): string {
  const file = path.join(folder, `${name}.py.txt`);
  const out: string[] = [];
  const outcome = runProgram({
    files: new Map([[file, fs.readFileSync(file, 'utf8')]]),
    main: file,
    version,
    argv: [file],
    stdin: () => null,
    stdout: (text) => out.push(text),
    stderr: (text) => out.push(text),
    maxMemory: 1 << 26,
  });
  expect(outcome).toEqual({ exitStatus: 0 });
  return out.join('');
}

for (const file of fs.readdirSync(folder)) {
  const found = /^(.*)\.(3\.\d+)\.out\.txt$/.exec(file);
  if (found === null) continue;
  test(`${found[1]} in ${found[2]}`, () => {
    const recorded = fs.readFileSync(path.join(folder, file), 'utf8');
    expect(printed(found[1]!, found[2] as PythonVersion).split('\n')).toEqual(recorded.split('\n'));
  });
}
