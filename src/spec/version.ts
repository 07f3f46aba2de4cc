/** Versions of CPython that can be simulated. */
export const PYTHON_VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'] as const;

/** A version of CPython, `major.minor`. */
export type PythonVersion = (typeof PYTHON_VERSIONS)[number];

/** The version taken where none is asked for: the newest with a recorded corpus. */
export const DEFAULT_VERSION: PythonVersion = '3.13';

/** The minor number: 12 for `3.12`. Version checks read `minor >= 12`. */
export function minorOf(version: PythonVersion): number {
  return Number(version.slice(2));
}

/** The releases that the facts were measured on. */
export const MICRO: Readonly<Record<PythonVersion, number>> = {
  '3.8': 18,
  '3.9': 18,
  '3.10': 13,
  '3.11': 7,
  '3.12': 1,
  '3.13': 0,
  '3.14': 2,
};
