import { LIBRARY_NAMES } from './libraryNames.generated.js';

/** Whether CPython's standard library of that minor version has a top-level module of that name, private ones left out. */
export function isLibraryModule(name: string, minor: number): boolean {
  const span = LIBRARY_NAMES.get(name);
  return span !== undefined && minor >= span[0] && minor <= span[1];
}
