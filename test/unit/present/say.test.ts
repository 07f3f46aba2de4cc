import { expect, test } from 'vitest';
import { english, translated } from '../../../src/present/say.js';

test('placeholders are filled, those without a value stay', () => {
  expect(english('{0} of {1}, {2}', 3, 'x')).toBe('3 of x, {2}');
});

test('a translation may order the placeholders anew; what has none stays English', () => {
  const say = translated(new Map([['{0} of {1}', '{1} 中的 {0}']]));
  expect(say('{0} of {1}', 'name', 'f')).toBe('f 中的 name');
  expect(say('freed')).toBe('freed');
});
