import { expect, test } from 'vitest';
import { replaceSurrogates } from '../../../src/cli/terminal.js';

test('lone surrogates are spelled out, pairs stay', () => {
  expect(replaceSurrogates('a\ud800b \ud83d\ude00 \udc80')).toBe('a\\ud800b \ud83d\ude00 \\udc80');
});
