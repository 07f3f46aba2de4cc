// sys._debugmallocstats(): the form of its text, and how its numbers change, as CPythons wrote them.
import { describe, expect, test } from 'vitest';
import type { AllocatorName } from '../../../src/protocol/allocators.js';
import { runProgram } from '../../../src/vm/run.js';
import recorded from '../../oracle/memory/mallocStats.json';

const VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'] as const;
type Changes = Record<'blocks' | 'free' | 'bytes', Record<string, number>>;

/** What two calls wrote. */
function run(version: (typeof VERSIONS)[number], allocator: AllocatorName, snippet: string): [string, string] {
  let stderr = '';
  const main = '/tmp/malloc_stats_program.py';
  runProgram({
    files: new Map([[main, recorded.program.replace('%s', () => snippet)]]),
    main,
    version,
    argv: [main],
    allocator,
    maxMemory: 64 << 20,
    stdin: () => null,
    stdout: () => {},
    stderr: (text) => {
      stderr += text;
    },
  });
  const begin = stderr.slice(0, stderr.indexOf('\n') + 1);
  const second = stderr.indexOf(begin, begin.length);
  const half = stderr.split(begin).length === 3 ? second : stderr.length / 2;
  return [stderr.slice(0, half), stderr.slice(half)];
}

function parse(text: string): Changes {
  const numbers = (pattern: RegExp, name: number, value: number): Record<string, number> =>
    Object.fromEntries([...text.matchAll(pattern)].map((m) => [m[name]!, Number(m[value]!.replaceAll(',', ''))]));
  return {
    blocks: numbers(/^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/gm, 2, 4),
    free: numbers(/^ +(\d+) free ((?:\d+-sized )?\w+?)s \* /gm, 2, 1),
    bytes: numbers(/# bytes in (allocated) blocks *= *([\d,]+)/g, 1, 2),
  };
}

function changes([before, after]: [string, string]): Changes {
  const [a, b] = [parse(before), parse(after)];
  const moved = (part: keyof Changes): Record<string, number> => {
    const names = [...new Set([...Object.keys(a[part]), ...Object.keys(b[part])])];
    const by = names.map((name): [string, number] => [name, (b[part][name] ?? 0) - (a[part][name] ?? 0)]);
    return Object.fromEntries(by.filter(([, n]) => n !== 0));
  };
  return { blocks: moved('blocks'), free: moved('free'), bytes: moved('bytes') };
}

const form = (text: string): string =>
  text
    .replace(/^( +\d+){5}\n/gm, 'ROW\n')
    .replace(/(ROW\n)+/g, 'ROW\n')
    .replace(/ *\d[\d,]*/g, ' #')
    .replace(/ +=/g, ' =');

describe.each(VERSIONS)('%s', (version) => {
  describe.each(['pymalloc', 'debug', 'malloc'] as const)('%s', (allocator) => {
    const real = recorded.versions[version][allocator];
    test('the text has the same form', () => {
      expect(form(run(version, allocator, '')[0])).toBe(real.form);
    });

    test.each(Object.entries(real.changes))('what changes by %s', (name, moved) => {
      const snippet = (recorded.snippets as Record<string, string>)[name]!;
      expect(changes(run(version, allocator, snippet))).toEqual(moved);
    });
  });
});

test('the sums are those of the table', () => {
  const [text] = run('3.12', 'pymalloc', '');
  const number = (label: string): number =>
    Number(new RegExp(`${label.replaceAll('*', '\\*')} *= *([\\d,]+)`).exec(text)![1]!.replaceAll(',', ''));
  const rows = [...text.matchAll(/^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/gm)].map((m) => m.slice(1).map(Number));
  expect(number('# bytes in allocated blocks')).toBe(rows.reduce((n, [, size, , used]) => n + size! * used!, 0));
  expect(number('# bytes in available blocks')).toBe(rows.reduce((n, [, size, , , free]) => n + size! * free!, 0));
  expect(number('Total')).toBe(number('# arenas allocated current') * 1048576);
});
