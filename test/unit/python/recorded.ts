import { readFileSync } from 'node:fs';
import { PYTHON_VERSIONS, type PythonVersion } from '../../../src/spec/version.js';

/** Reads a file that `record.py` wrote: pairs of a source and what was recorded for it. */
export function recorded<T>(name: string): [source: string, result: T][] {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

/** The versions with a recording. */
export const recordedVersions = PYTHON_VERSIONS.filter((version) => version !== '3.14');

/** What a version does: recordings name only the versions with which something changed. */
export function forVersion<T>(results: Record<string, T>, version: PythonVersion): T {
  let found: T | undefined;
  for (const candidate of recordedVersions) {
    if (candidate in results) found = results[candidate];
    if (candidate === version) break;
  }
  if (found === undefined) throw new Error(`nothing recorded for ${version}`);
  return found;
}
