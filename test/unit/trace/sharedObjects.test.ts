import { expect, test } from 'vitest';
import { explored } from './run.js';

const shared = (text: string, python: '3.11' | '3.12') => explored(text, { python }).picture!.heap.shared!;

const MADE = 'import sys\nintern = sys.intern\nparts = ["a b", "c d"]\n';

test('a string that is interned is one more', () => {
  const before = shared(`${MADE}x = "-".join(parts)\n`, '3.12');
  const after = shared(`${MADE}x = intern("-".join(parts))\n`, '3.12');
  expect(after.internedStrings - before.internedStrings).toBe(1);
});

test('the small integers are there, in use or not', () => {
  const without = shared('x = []\n', '3.12');
  expect(without.smallInts).toBe(262);
  const all = shared('x = list(range(-5, 257))\n', '3.12');
  expect(all.smallIntsUsed).toBe(262);
  expect(without.smallIntsUsed).toBeLessThan(262);
});

test('objects are immortal from 3.12 on', () => {
  expect(shared('x = []\n', '3.11').immortals).toBe(0);
  expect(shared('x = []\n', '3.12').immortals).toBeGreaterThan(262);
});
