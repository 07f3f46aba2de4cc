import { expect, test } from 'vitest';
import { importedNames, modulePaths, withModules } from '../../../src/session/imports.js';

test.each([
  ['import a', ['a']],
  ['import a, b.c as d', ['a', 'b.c']],
  ['from a.b import c, d as e', ['a.b', 'a.b.c', 'a.b.d']],
  ['    import a  # why', ['a']],
  ['from . import a', []],
  ['x = "import a"', []],
  ['import a; import b', ['a']],
])('%s', (text, names) => expect(importedNames(text)).toEqual(names));

test.each([
  ['from . import a', ['p.q', 'p.q.a']],
  ['from .a import b', ['p.q.a', 'p.q.a.b']],
  ['from .. import a', ['p', 'p.a']],
  ['from ... import a', []],
])('in the package p.q: %s', (text, names) => expect(importedNames(text, 'p.q')).toEqual(names));

test('packages come before the module', () => {
  expect(modulePaths('a.b')).toEqual(['a/__init__.py', 'a/b/__init__.py', 'a/b.py']);
});

test('files are found through those that import them, each once', async () => {
  const texts = new Map([
    ['p/__init__.py', 'from . import x\nimport main'],
    ['p/x.py', 'import p'],
    ['main.py', ''],
    ['q.py', ''],
  ]);
  const asked: string[] = [];
  const files = await withModules({ path: 'main.py', text: 'import p\nimport math' }, (path) => {
    asked.push(path);
    return texts.get(path);
  });
  expect(files.map((f) => f.path)).toEqual(['main.py', 'p/__init__.py', 'p/x.py']);
  expect(new Set(asked).size).toBe(asked.length);
});
