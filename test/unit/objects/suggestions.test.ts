import { expect, test } from 'vitest';
import { distance, suggest } from '../../../src/objects/suggestions.js';

test.each([
  ['', 'a', 2],
  ['a', 'A', 1],
  ['Apple', 'Aple', 2],
  ['Banana', 'B@n@n@', 6],
  ['abstract_foo', 'abstract_bar', 6],
  ['somedarkmagic', 'somelightmagic', 10],
  ['ABA', 'AAB', 4],
])('the distance of %s and %s', (a, b, cost) => {
  expect(distance(a, b, 1000)).toBe(cost);
});

test('the nearest name is suggested, the first of equals', () => {
  expect(suggest('blech', ['bluch', 'xx', 'bleh'])).toBe('bluch');
  expect(suggest('lenght', ['length', 'width'])).toBe('length');
  expect(suggest('foo', ['bar', 'foo'])).toBe(null);
});
