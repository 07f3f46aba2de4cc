/** Which files beside a program it may import: told from the texts, without running them. */
import type { SourceFile } from '../protocol/position.js';

/** Most files of one run. */
const MOST_FILES = 40;

/** Text of a file by its path from the program's folder (`a/b.py`); undefined where there is none. */
export type ReadText = (path: string) => Promise<string | undefined> | string | undefined;

const IMPORT = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+\(?([^#\r\n;)]*)|import[ \t]+([^#\r\n;]+))/gm;

/** The names in a list like `a, b as c`. */
function listed(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim().split(/\s+/)[0] ?? '');
}

/** `..b` in the package `a.c` is `a.b`; undefined where a name leads out of the outermost package. */
function absolute(name: string, inPackage: string): string | undefined {
  const dots = /^\.*/.exec(name)![0].length;
  if (dots === 0) return name;
  const parents = inPackage === '' ? [] : inPackage.split('.');
  if (dots > parents.length) return undefined;
  const rest = name.slice(dots);
  return [...parents.slice(0, parents.length - dots + 1), ...(rest === '' ? [] : [rest])].join('.');
}

/**
 * Dotted names that a text may import; approximate on purpose, what is not a file is left out by who reads them.
 * `inPackage`: the package that relative imports start from, `''` for none.
 */
export function importedNames(text: string, inPackage = ''): readonly string[] {
  const names = new Set<string>();
  const add = (name: string | undefined): void => {
    if (name !== undefined && /^\w+(\.\w+)*$/.test(name)) names.add(name);
  };
  for (const [, from, members, modules] of text.matchAll(IMPORT)) {
    if (from === undefined) for (const name of listed(modules ?? '')) add(name);
    else {
      const origin = absolute(from, inPackage);
      if (origin === undefined) continue;
      add(origin);
      for (const member of listed(members ?? '')) add(`${origin}.${member}`);
    }
  }
  return [...names];
}

/** Where a module and the packages around it may be, from the program's folder, in the order in which CPython looks. */
export function modulePaths(name: string): readonly string[] {
  const parts = name.split('.');
  const stems = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  return [...stems.map((stem) => `${stem}/__init__.py`), `${stems[stems.length - 1]}.py`];
}

/** The package that a file's relative imports start from. */
function packageOf(path: string): string {
  return path.split('/').slice(0, -1).join('.');
}

/** The program and the files that it, or what it imports, may import. `program.path` is its bare name. */
export async function withModules(program: SourceFile, read: ReadText): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [program];
  const known = new Set([program.path]);
  for (let i = 0; i < files.length; i++) {
    const { path, text } = files[i]!;
    for (const candidate of importedNames(text, packageOf(path)).flatMap(modulePaths)) {
      if (known.has(candidate) || files.length >= MOST_FILES) continue;
      known.add(candidate);
      const found = await read(candidate);
      if (found !== undefined) files.push({ path: candidate, text: found });
    }
  }
  return files;
}
