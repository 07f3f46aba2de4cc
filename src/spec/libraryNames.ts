import { LIBRARY_MEMBERS } from './libraryMembers.generated.js';
import { LIBRARY_NAMES } from './libraryNames.generated.js';

/** Whether CPython's standard library of that minor version has a top-level module of that name, private ones left out. */
export function isLibraryModule(name: string, minor: number): boolean {
  const span = LIBRARY_NAMES.get(name);
  return span !== undefined && minor >= span[0] && minor <= span[1];
}

/** Whether that module of CPython's library has a public name (with a dot behind: a submodule) in that minor version, as far as it was recorded. */
export function isLibraryMember(module: string, name: string, minor: number): boolean {
  const text = LIBRARY_MEMBERS.get(module);
  if (text === undefined) return false;
  for (const word of text.split(' ')) {
    const [known, span] = word.split(':');
    if (known !== name) continue;
    const [first, last] = (span ?? '-').split('-');
    return minor >= Number(first || 0) && minor <= Number(last || 99);
  }
  return false;
}
