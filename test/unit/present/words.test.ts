import { describe, expect, test } from 'vitest';
import {
  cycleStateWords,
  cycleWords,
  faultWords,
  holderWords,
  objectWords,
  placeWords,
} from '../../../src/present/describe.js';
import { formatBytes, formatInteger, oneLine, shorten } from '../../../src/present/format.js';
import { objectHover } from '../../../src/present/hover.js';
import { code, escapeMarkdown } from '../../../src/present/markdown.js';
import { problems } from '../../../src/present/problems.js';
import { english } from '../../../src/present/say.js';
import { statusView } from '../../../src/present/status.js';
import { ADDRESS_BASE, cycle, cycleRun, leftDetail } from './cycleRun.js';

test('placeholders are filled, missing ones stay', () => {
  expect(english('{1} of {0}, {2}', 'a', 2)).toBe('2 of a, {2}');
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [10_239, '10,239 bytes'],
  [10_240, '10 KiB'],
  [1_048_576, '1 MiB'],
  [1_600_000, '1.5 MiB'],
])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes, english)).toBe(words));

test('thousands are grouped', () => expect(formatInteger(1234567)).toBe('1,234,567'));

test('text is cut between characters, not through them', () => {
  expect(shorten('ab😀cd', 4)).toBe('ab…');
  expect(shorten('abcd', 4)).toBe('abcd');
});

test('control characters and those that reorder text are escaped', () => {
  expect(oneLine('a\nb\u001b[31m\u202e')).toBe('a\\nb\\x1b[31m\\u202e');
});

describe('markdown', () => {
  test('of the program is text', () => {
    expect(escapeMarkdown('<b>[x](command:y)')).toBe('&lt;b\\>\\[x\\]\\(command\\:y\\)');
    expect(escapeMarkdown('$(sync) `a` *b*')).toBe('\\$\\(sync\\) \\`a\\` \\*b\\*');
  });

  test('a code span holds any text', () => {
    expect(code('a')).toBe('`a`');
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`')).toBe('`` ` ``');
    expect(code('a\nb')).toBe('`a\\nb`');
  });
});

describe('a hover', () => {
  const run = cycleRun();
  const annotation = run.files[0]!.lines.find((l) => l.line === 25)!;
  const text = objectHover({ name: 'left', detail: leftDetail, result: run, annotation });

  test('says type, count and change', () =>
    expect(text).toContain('`left` → `Node` — **2 references** (+1 by this line)'));
  test('names the holders with their lines', () => {
    expect(text).toContain('- name left in the module _(line 22)_');
    expect(text).toContain('- attribute partner of Node _(line 25)_');
  });
  test('says what getrefcount prints, and why', () =>
    expect(text).toContain('`sys.getrefcount(left)` prints 3: its own argument is one more'));
  test('says address, size and generation', () =>
    expect(text).toContain('`0x7f2e001040b0` · 48 bytes (`sys.getsizeof`) · generation 1'));
  test('says size class and pool', () =>
    expect(text).toContain('size class 5 (blocks of 96 bytes, 8 bytes lost to rounding) in pool 0x7f2e00104000'));
  test('mentions the cycle', () => expect(text).toContain('part of reference cycle 1'));
  test('lines are links where a target is known', () => {
    const linked = objectHover({
      name: 'left',
      detail: { ...leftDetail, bornLine: 22 },
      result: run,
      annotation,
      lineTarget: (line) => `to:${line}`,
    });
    expect(linked).toContain('- attribute partner of Node _([line 25](to:25))_');
    expect(linked).toContain('created on [line 22](to:22)');
  });
  test('of an immortal object gives no number', () => {
    const immortal = objectHover({ name: 'x', detail: { ...leftDetail, marks: ['immortal'] }, result: run });
    expect(immortal).toContain('**immortal**');
    expect(immortal).not.toContain('getrefcount');
  });
  test('tells how the count went, and leads to the lines', () => {
    const change = { file: 0, scope: '', times: 1 };
    const history = {
      changes: [
        { ...change, step: 1, line: 22, before: 0, after: 1 },
        { ...change, step: 2, line: 25, before: 1, after: 2, times: 30 },
        { ...change, step: 3, line: 14, scope: 'f<x>', before: 2, after: 0 },
      ],
      changesTotal: 32,
      complete: true,
    };
    const input = {
      name: 'left',
      detail: leftDetail,
      result: run,
      history,
      lineTarget: (line: number) => `go:${line}`,
    };
    expect(objectHover(input)).toContain(
      '**Its count** made\\: 1 _([line 22](go:22))_, 1 → 2 ×30 _([line 25](go:25))_, ' +
        '2 → freed _([line 14 in f&lt;x\\>\\(\\)](go:14))_',
    );
    expect(objectHover(input)).toContain('- attribute partner of Node _([line 25](go:25))_');
  });
  test('never interprets the preview', () => {
    const evil = objectHover({
      name: 'x',
      detail: { ...leftDetail, repr: '` <img src=x> [a](command:b)' },
      result: run,
    });
    expect(evil).toContain('`` ` <img src=x> [a](command:b) ``');
  });
});

test('holders are named by kind', () => {
  expect(
    holderWords({ kind: 'element', label: '0', times: 1, from: { address: 1, type: 'list', repr: '[1]' } }, english),
  ).toBe('element 0 of list [1]');
  expect(holderWords({ kind: 'name', label: 'x', times: 1, scope: 'Node.f' }, english)).toBe('name x in Node.f()');
});

test('a preview that only repeats type and address is left out', () => {
  expect(objectWords(leftDetail)).toBe('Node');
  expect(objectWords({ type: 'type', repr: "<class 'X'>" })).toBe("<class 'X'>");
  expect(objectWords({ type: 'list', repr: '[1, 2]' })).toBe('list [1, 2]');
});

test('a block without loss says none', () => {
  const place = {
    kind: 'pool',
    arena: 0,
    pool: 0,
    sizeClass: 0,
    blockBytes: 16,
    requestedBytes: 16,
    block: 0,
  } as const;
  expect(placeWords(place, ADDRESS_BASE, english)).toBe('size class 0 (blocks of 16 bytes) in pool 0x7f2e00000000');
});

describe('a cycle', () => {
  test('is named round', () => expect(cycleWords(cycle, english)).toBe('Node → Node → Node'));
  test('of one object', () => {
    const self = { ...cycle, members: [cycle.members[0]!], membersTotal: 1, edges: [] };
    expect(cycleWords(self, english)).toBe('Node refers to itself');
  });
  test('says why it is there', () => {
    expect(cycleStateWords(cycle, [], english)).toBe('unreachable since line 26: only the collector can free it');
    expect(cycleStateWords({ ...cycle, unreachable: false, heldBy: ['a', 'b'] }, [], english)).toBe(
      'kept alive by a, b',
    );
    expect(cycleStateWords({ ...cycle, collectedBy: 0 }, cycleRun().collections, english)).toBe(
      'freed by the collection on line 28',
    );
  });
});

test('problems name the cycle', () => {
  expect(problems(cycleRun())[0]!.message).toBe(
    'A reference cycle outlives its last name here: Node → Node → Node. Only the collector can free it.',
  );
});

test('the status bar counts objects and cycles', () => {
  const view = statusView({ kind: 'done', result: cycleRun(), stale: false });
  expect(view.text).toBe('$(circuit-board) 1,742 objects · 128 KiB $(sync) 1 cycle Python 3.12');
  expect(view.tooltip).toContain('1 cycle waits for the collector');
  expect(view.warn).toBe(false);
});

test('a dead worker is said to be the simulator, not the program', () => {
  expect(faultWords({ code: 'crashed', message: 'out of memory' }, english)).toBe(
    'The simulator ended unexpectedly (out of memory). The next exploration starts a new one.',
  );
  const view = statusView({ kind: 'failed', error: { code: 'fault', message: 'Error: x\n at y' } });
  expect(view).toMatchObject({ warn: true, tooltip: 'The simulator made a mistake, not your program: Error: x' });
});
