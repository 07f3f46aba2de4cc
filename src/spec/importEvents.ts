/** What the collector sees of the first import of a module: see `importEvents.generated.ts`. */
import { IMPORT_EVENTS } from './importEvents.generated.js';

/**
 * A step of a module's body: the collector's first count changes (`load`: in C code alone), another module is imported,
 * objects are made that will be garbage, or those of the `index`-th making become unreachable.
 */
export type ImportStep =
  | { readonly kind: 'change' | 'load'; readonly by: number }
  | { readonly kind: 'import'; readonly module: string }
  | { readonly kind: 'make'; readonly objects: number }
  | { readonly kind: 'drop'; readonly index: number };

/** Whether the imports of a version were recorded. */
export const hasImportEvents = (minor: number): boolean => IMPORT_EVENTS.has(minor);

/** The steps of a module's body; none for a module that is there when a script begins. */
export function importSteps(minor: number, module: string): readonly ImportStep[] {
  const text = IMPORT_EVENTS.get(minor)?.get(module);
  return text === undefined ? [] : text.split(' ').map(stepOf);
}

function stepOf(word: string): ImportStep {
  switch (word[0]) {
    case '>':
      return { kind: 'import', module: word.slice(1) };
    case '(':
      return { kind: 'make', objects: Number(word.slice(1)) };
    case ')':
      return { kind: 'drop', index: Number(word.slice(1)) };
    case '*':
      return { kind: 'load', by: Number(word.slice(1)) };
    default:
      return { kind: 'change', by: Number(word) };
  }
}
