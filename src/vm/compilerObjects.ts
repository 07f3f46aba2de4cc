/** What the compilation of a script is to the collector. */
import type { CodeSpec } from '../python/code.js';

/**
 * About how many objects that the collector counts the compilation of a script leaves: tuples by which it finds constants
 * and names again go to free lists, two for three of these, as measured.
 */
export function leftByCompiler(spec: CodeSpec): number {
  return Math.round(0.65 * entries(spec));
}

/** Constants and names of code and of all code in it. */
function entries(spec: CodeSpec): number {
  let n = spec.consts.length + spec.names.length + spec.localsplusNames.length;
  for (const value of spec.consts)
    if (typeof value === 'object' && value !== null && value.type === 'code') n += entries(value.code);
  return n;
}
