// How a count went: every change between birth and death, by line; rounds of a loop once.
import { describe, expect, test } from 'vitest';
import { HISTORY_LIMITS } from '../../../src/protocol/countHistory.js';
import type { Moment } from '../../../src/protocol/position.js';
import { open } from './run.js';

const ports = { shouldStop: () => undefined };
const behind = (line: number): Moment => ({ kind: 'line', file: 0, line, hit: 1 });

function history(text: string, name: string, at: Moment, python: '3.8' | '3.12' = '3.12') {
  return open(text, { at, python }).countHistory({ kind: 'name', name }, ports);
}

const rows = (text: string, name: string, at: Moment, python?: '3.8' | '3.12') =>
  history(text, name, at, python)!.changes.map(
    ({ line, scope, before, after: then, times }) =>
      `${line}${scope && ` ${scope}`}: ${before} ${then}${times > 1 ? ` ×${times}` : ''}`,
  );

const LOOP = `def f(x):
    y = x
    return len(y)
a = [1]
for i in range(300):
    b = a
    f(a)
    b = None
c = [a, a]
c.pop()
del c
del a
`;

describe('the history of a count', () => {
  test('names, arguments, containers, and the rounds of a loop', () => {
    expect(rows(LOOP, 'a', behind(4))).toEqual([
      '4: 0 1',
      '6: 1 2 ×300',
      '7: 2 3 ×300',
      '2 f: 3 4 ×300',
      '3 f: 4 2 ×300',
      '8: 2 1 ×300',
      '9: 1 3',
      '10: 3 2',
      '11: 2 1',
      '12: 1 0',
    ]);
    expect(history(LOOP, 'a', behind(4))).toMatchObject({ changesTotal: 1505, complete: true });
  });

  test('up to 3.10 the caller holds the argument, too', () => {
    expect(rows(LOOP, 'a', behind(4), '3.8').slice(2, 5)).toEqual(['7: 2 4 ×300', '2 f: 4 5 ×300', '3 f: 5 3 ×300']);
  });

  test('is the same wherever in the run it is asked for', () => {
    const first = history(LOOP, 'a', behind(4));
    expect(history(LOOP, 'a', behind(10))).toEqual(first);
    expect(history(LOOP, 'b', { kind: 'line', file: 0, line: 6, hit: 200 })).toEqual(first);
  });

  test('of an object that outlives the program, and of one in a cycle', () => {
    const text = 'import gc\nx = []\nx.append(x)\ny = x\ndel x\ndel y\ngc.collect()\n';
    expect(rows(text, 'x', behind(2))).toEqual(['2: 0 1', '3: 1 2', '4: 2 3', '5: 3 2', '6: 2 1', '7: 1 0']);
  });

  test('of what is immortal there is none', () => {
    expect(history('x = None\n', 'x', behind(1))).toBeNull();
    expect(history('x = 1\n', 'y', behind(1))).toBeNull();
  });

  test('leaves out what stands in the middle of very many changes', () => {
    const lines = Array.from({ length: 400 }, (_, i) => `n${i} = a`);
    const told = history(`a = []\n${lines.join('\n')}\n`, 'a', behind(1))!;
    expect(told.changes).toHaveLength(HISTORY_LIMITS.changes);
    expect(told.changesTotal).toBe(401);
    expect(told.cutAfter).toBe(HISTORY_LIMITS.changes / 2);
    expect(told.changes[told.cutAfter!]!.before).toBe(401 - HISTORY_LIMITS.changes / 2);
  });
});
