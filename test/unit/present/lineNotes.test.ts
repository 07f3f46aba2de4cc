import { describe, expect, test } from 'vitest';
import { lineNote, lineNotes, nameWords } from '../../../src/present/lineNotes.js';
import type { LineAnnotation, NameTouch } from '../../../src/protocol/run.js';
import { cycleRun } from './cycleRun.js';

const touch = (more: Partial<NameTouch> = {}): NameTouch => ({
  scope: '',
  name: 'a',
  bound: true,
  before: 1,
  after: 2,
  min: 2,
  max: 2,
  type: 'list',
  address: 16,
  immortal: false,
  ...more,
});

const line = (more: Partial<LineAnnotation> = {}): LineAnnotation => ({
  line: 1,
  hits: 1,
  names: [],
  namesTotal: 0,
  freed: [],
  closedCycles: [],
  collections: [],
  ...more,
});

describe('a name', () => {
  const check = (more: Partial<NameTouch>, hits: number, expected: string) =>
    expect(nameWords(touch(more), hits)).toBe(expected);

  test('with a change', () => check({}, 1, 'a 2 (+1)'));
  test('with a loss', () => check({ before: 3, after: 1 }, 1, 'a 1 (-2)'));
  test('without a change', () => check({ before: 2 }, 1, 'a 2'));
  test('of a new object', () => check({ before: null, after: 1 }, 1, 'a 1 (new)'));
  test('over several hits', () => check({ min: 1, max: 3 }, 5, 'a 1..3'));
  test('over several equal hits', () => check({ before: 2 }, 5, 'a 2'));
  test('that is deleted while others hold the object', () =>
    check({ bound: false, before: 2, after: 1 }, 1, 'a gone, count 1 (-1)'));
  test('that was the last', () => check({ bound: false, before: 1, after: 0 }, 1, 'a gone'));
  test('of an immortal object', () => check({ immortal: true }, 1, 'a immortal'));
});

describe('a line', () => {
  const run = cycleRun();

  test('that closes a cycle says so', () => {
    const note = lineNotes(run, 0).find((n) => n.line === 25)!;
    expect(note.tone).toBe('cycle');
    expect(note.text).toBe('right 2  left 2 (+1)  ·  closes a cycle');
  });

  test('in which the collector ran says what it freed', () => {
    const note = lineNotes(run, 0).find((n) => n.line === 28)!;
    expect(note.events).toEqual(['collection of generation 2', 'collector freed Node ×2']);
  });

  test('that frees several objects of a type counts them', () => {
    expect(lineNotes(run, 0).find((n) => n.line === 35)!.events).toEqual(['freed Node ×2', 'freed weakref']);
  });

  test('says how often it ran', () => {
    expect(lineNote(line({ hits: 1200, names: [touch()], namesTotal: 1 }), run).text).toBe('×1,200  ·  a 2 (+1)');
  });

  test('shows four names and counts the rest', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => touch({ name, before: 2 }));
    expect(lineNote(line({ names, namesTotal: 6 }), run).text).toBe('a 2  b 2  c 2  d 2  2 more');
  });

  test('tells equal names of two scopes apart', () => {
    const names = [touch({ scope: 'f', name: 'x', before: 2 }), touch({ name: 'x', before: 2 }), touch({ before: 2 })];
    expect(lineNote(line({ names, namesTotal: 3 }), run).counts).toEqual(['f.x 2', '<module>.x 2', 'a 2']);
  });

  test('that did nothing to a name has no note', () => {
    const result = { ...run, files: [{ path: 'x.py', lines: [line()] }] };
    expect(lineNotes(result, 0)).toEqual([]);
  });
});
