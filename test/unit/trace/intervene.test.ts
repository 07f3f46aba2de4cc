import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../../src/present/comparison.js';
import type { ExploreResult, Intervention, PythonVersion } from '../../../src/protocol/run.js';
import { openRun } from '../../../src/trace/explore.js';
import { explored, requestOf } from './run.js';

const ports = { shouldStop: () => undefined };

/** The run with the reference that closed its first cycle changed, as soon as it was stored. */
function changed(text: string, how: Intervention['how'], python: PythonVersion = '3.12'): ExploreResult {
  const { closedBy } = explored(text, { python }).cycles[0]!;
  const intervene = { how, at: { kind: 'step', step: closedBy!.step! }, edge: closedBy!.edge! } as const;
  return openRun({ ...requestOf(text, { python }), intervene }, ports).result;
}

const printed = (result: ExploreResult): string => result.output.map((o) => o.text).join('');

const CYCLE = `import gc
gc.disable()
class Node:
    def __del__(self):
        print('freed')
a = Node()
b = Node()
a.other = b
b.other = a
del a, b
print('gone')
`;

describe.each(['3.8', '3.10', '3.11', '3.12', '3.13'] as const)('%s', (python) => {
  test('without the reference that closed a cycle, counting alone frees it', () => {
    expect(printed(explored(CYCLE, { python }))).toBe('gone\nfreed\nfreed\n');
    const result = changed(CYCLE, 'cut', python);
    expect(result.intervened).toBe(true);
    expect(printed(result)).toBe('freed\nfreed\ngone\n');
    expect(figuresOf(result).cyclesWaiting).toBe(0);
  });

  test('the same where it does not count', () => {
    const result = changed(CYCLE, 'weak', python);
    expect(result.intervened).toBe(true);
    expect(printed(result)).toBe('freed\nfreed\ngone\n');
  });
});

test.each([
  ['a list', 'a = []\nb = [a]\na.append(b)\ndel a, b\nlast = 1\n'],
  ['a dict', "a = {}\nb = {'a': a}\na['b'] = b\ndel a, b\nlast = 1\n"],
  [
    'slots',
    "class S:\n    __slots__ = 'other', '__weakref__'\na = S()\nb = S()\na.other = b\nb.other = a\ndel a, b\nlast = 1\n",
  ],
])('cut from %s', (_, text) => {
  expect(figuresOf(explored(text)).cyclesWaiting).toBe(1);
  const result = changed(text, 'cut');
  expect(result.intervened).toBe(true);
  expect(figuresOf(result).cyclesWaiting).toBe(0);
});

test('a list takes no weak reference: nothing is changed, and that is said', () => {
  const result = changed('a = []\nb = [a]\na.append(b)\ndel a, b\nlast = 1\n', 'weak');
  expect(result.intervened).toBe(false);
  expect(figuresOf(result).cyclesWaiting).toBe(1);
});
