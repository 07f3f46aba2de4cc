/** Which Python a project says that it is for, told from its files; nothing is run for it. */
import { PYTHON_VERSIONS, type PythonVersion } from '../protocol/run.js';
import { DEFAULT_VERSION } from '../spec/version.js';

const minorOf = (version: string) => Number(version.split('.')[1]);

/** The first version in a `.python-version` file that can be simulated: `3.11.4`, `cpython-3.12`. */
export function pinnedVersion(text: string): PythonVersion | undefined {
  for (const line of text.split(/\r\n|\n|\r/)) {
    const found = /^\s*(?:cpython[-@])?(3\.\d+)(?:[.\w+-]*)\s*$/.exec(line)?.[1];
    const version = PYTHON_VERSIONS.find((v) => v === found);
    if (version) return version;
  }
  return undefined;
}

/** Whether `3.MINOR` fulfils one clause of a version specifier; clauses that are not understood are no hindrance. */
function fulfils(minor: number, clause: string): boolean {
  const [, operator, wanted, micro] = /^\s*(===?|!=|~=|>=|<=|>|<|\^|~)?\s*3\.(\d+)(?:\.(\*|\d+))?/.exec(clause) ?? [];
  if (wanted === undefined) return true;
  const bound = Number(wanted);
  switch (operator) {
    case '>=':
    case '^':
      return minor >= bound;
    case '>':
      return micro === undefined ? minor > bound : minor >= bound;
    case '<=':
      return minor <= bound;
    case '<':
      return micro === undefined || micro === '0' ? minor < bound : minor <= bound;
    case '!=':
      return micro !== undefined && micro !== '*' ? true : minor !== bound;
    case '~=':
      return micro === undefined ? minor >= bound : minor === bound;
    default:
      return minor === bound;
  }
}

/**
 * The newest version that `requires-python` (or Poetry's `python`) of a `pyproject.toml` allows, but none newer than our
 * default where that is allowed; undefined where the file says nothing of it.
 */
export function requiredVersion(pyproject: string): PythonVersion | undefined {
  const line = /^\s*(?:requires-python|python)\s*=\s*(["'])(.*?)\1/m.exec(pyproject)?.[2];
  if (line === undefined) return undefined;
  const allowed = PYTHON_VERSIONS.filter((v) => line.split(',').every((clause) => fulfils(minorOf(v), clause)));
  return allowed.filter((v) => minorOf(v) <= minorOf(DEFAULT_VERSION)).at(-1) ?? allowed[0];
}
