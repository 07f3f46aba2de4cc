import { describe, expect, test } from 'vitest';
import { Frame } from '../../../src/memory/layout.js';
import type { PythonVersion } from '../../../src/spec/version.js';
import { runProgram } from '../../../src/vm/run.js';
import { forVersion, recorded, recordedVersions } from './recorded.js';

/** The lines that a run executes, as `compileLinesRecord.py` writes them. */
function linesOf(source: string, version: PythonVersion): string[] {
  const lines: string[] = [];
  const main = '<t>';
  runProgram({
    files: new Map([[main, source]]),
    main,
    version,
    argv: [main],
    maxSteps: 10_000,
    maxMemory: 1 << 25,
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    attach(rt) {
      rt.observer = {
        freed() {},
        left() {},
        cleared() {},
        collected() {},
        line(frame, line) {
          const { spec } = rt.codes[rt.M[frame + Frame.CODE_INDEX]!]!;
          if (spec.filename === main) lines.push(spec.name === '<module>' ? String(line) : `${line} ${spec.name}`);
        },
      };
      rt.lineCountdown = 0;
    },
  });
  return lines;
}

/** CPython 3.9 counts the line of the exception once more when a with statement handles it. */
const KNOWN: ReadonlySet<string> = new Set(['3.9 #with']);

describe.each(recordedVersions)('Python %s', (version) => {
  test('executes the lines that CPython does', () => {
    const wrong: unknown[] = [];
    for (const [source, results] of recorded<Record<string, string[]>>('compileLines.json')) {
      const expected = forVersion(results, version);
      const actual = linesOf(source, version);
      const isKnown = KNOWN.has(`${version} ${source.slice(0, source.indexOf('\n'))}`);
      if ((JSON.stringify(actual) === JSON.stringify(expected)) === isKnown) wrong.push({ source, expected, actual });
    }
    expect(wrong).toEqual([]);
  });
});
