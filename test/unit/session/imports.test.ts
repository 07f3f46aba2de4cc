import { expect, test } from 'vitest';
import { importedNames, modulePaths } from '../../../src/session/imports.js';

test.each([
  ['import a', ['a']],
  ['import a, b.c as d', ['a', 'b.c']],
  ['from a.b import c', ['a.b']],
  ['    import a  # why', ['a']],
  ['from . import a', []],
  ['x = "import a"', []],
  ['import a; import b', ['a']],
])('%s', (text, names) => expect(importedNames(text)).toEqual(names));

test('a package comes before a module', () => {
  expect(modulePaths('a.b')).toEqual(['a/b/__init__.py', 'a/b.py']);
});
