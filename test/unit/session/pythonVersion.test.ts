import { expect, it } from 'vitest';
import { pinnedVersion, requiredVersion } from '../../../src/session/pythonVersion.js';

it('reads the version that is pinned', () => {
  expect(pinnedVersion('3.11.4\n')).toBe('3.11');
  expect(pinnedVersion('# ours\npypy3.10-7.3\ncpython-3.12.1\n3.9\n')).toBe('3.12');
  expect(pinnedVersion('2.7.18\n')).toBeUndefined();
  expect(pinnedVersion('')).toBeUndefined();
});

it.each([
  ['>=3.9', '3.13'],
  ['>=3.8,<3.12', '3.11'],
  ['>=3.8, <=3.10', '3.10'],
  ['==3.12.*', '3.12'],
  ['~=3.11.2', '3.11'],
  ['>=3.14', '3.14'],
  ['<3.13.1', '3.13'],
  ['>=3.8,!=3.13.*', '3.12'],
])('takes the newest version that %s allows', (specifier, version) => {
  expect(requiredVersion(`[project]\nname = "x"\nrequires-python = "${specifier}"\n`)).toBe(version);
});

it('has no opinion where a project has none', () => {
  expect(requiredVersion('[project]\nname = "x"\n')).toBeUndefined();
  expect(requiredVersion('requires-python = ">=2.7,<3"\n')).toBe('3.13');
});
