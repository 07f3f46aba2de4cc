import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ExceptionModel } from '../../../src/objects/tracebackModel.js';
import { exceptionText } from '../../../src/objects/tracebackText.js';
import type { PythonVersion } from '../../../src/spec/version.js';

// Recorded with `python program.py > X.Y.json`.
const folder = new URL('../../oracle/traceback/', import.meta.url);
const lines = readFileSync(new URL('program.py', folder), 'utf8').split('\n');
const source = (filename: string, line: number): string | null =>
  filename === 'program.py' ? (lines[line - 1] ?? null) : null;
/** Suggestions are made elsewhere. */
const withoutHint = (text: string): string => text.replace(/\. (Did you mean|Perhaps)[^\n]*/g, '');

for (const version of ['3.8', '3.10', '3.11', '3.12', '3.13'] as const satisfies readonly PythonVersion[]) {
  const cases = JSON.parse(readFileSync(new URL(`${version}.json`, folder), 'utf8')) as {
    name: string;
    text: string;
    model: ExceptionModel;
  }[];
  test.each(cases.map(({ name, text, model }, i) => [`${i} ${name}`, text, model] as const))(
    `Python ${version} prints the traceback of %s so`,
    (_name, text, model) => {
      expect(withoutHint(exceptionText(model, version, source))).toBe(withoutHint(text));
    },
  );
}
