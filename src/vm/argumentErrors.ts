/** The TypeErrors of calls with wrong arguments, in CPython's words. Follows ceval.c: missing_arguments, too_many_positional. */
import { FunctionLayout, Ob, TupleLayout } from '../memory/layout.js';
import type { CodeInfo } from '../objects/code.js';
import { suggest } from '../objects/suggestions.js';
import { E } from '../objects/typeIds.js';
import { qualname } from './frames.js';
import type { Runtime } from './runtime.js';

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function enumerate(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length === 1) return quoted[0]!;
  if (quoted.length === 2) return `${quoted[0]} and ${quoted[1]}`;
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

/** Parameters without a value. `first`: the first one with a default (positional only). */
export function raiseMissing(
  rt: Runtime,
  code: CodeInfo,
  func: number,
  missing: number,
  first: number,
  locals: number,
  positional: boolean,
): void {
  const from = positional ? 0 : code.argcount;
  const to = positional ? first : code.argcount + code.kwonlyargcount;
  const names: string[] = [];
  for (let i = from; i < to; i++) if (rt.M[locals + 2 * i] === 0) names.push(code.spec.localsplusNames[i]!);
  const kind = positional ? 'positional' : 'keyword-only';
  const plural = missing === 1 ? '' : 's';
  rt.raise(
    E.TypeError,
    `${qualname(rt, func, code)}() missing ${missing} required ${kind} argument${plural}: ${enumerate(names)}`,
  );
}

export function raiseTooMany(rt: Runtime, code: CodeInfo, func: number, given: number, locals: number): void {
  const M = rt.M;
  let keywordOnly = 0;
  for (let i = code.argcount; i < code.argcount + code.kwonlyargcount; i++) if (M[locals + 2 * i] !== 0) keywordOnly++;
  const defaults = M[func + FunctionLayout.DEFAULTS]!;
  const ndefaults = defaults === 0 ? 0 : M[defaults + Ob.SIZE]!;
  const takes = ndefaults > 0 ? `from ${code.argcount - ndefaults} to ${code.argcount}` : `${code.argcount}`;
  const plural = ndefaults > 0 || code.argcount !== 1 ? 's' : '';
  const extra =
    keywordOnly > 0
      ? ` positional argument${given !== 1 ? 's' : ''} (and ${keywordOnly} keyword-only argument${keywordOnly !== 1 ? 's' : ''})`
      : '';
  const were = given === 1 && keywordOnly === 0 ? 'was' : 'were';
  rt.raise(
    E.TypeError,
    `${qualname(rt, func, code)}() takes ${takes} positional argument${plural} but ${given}${extra} ${were} given`,
  );
}

/** A keyword that is no parameter, or one that may only be given by position. */
export function raiseUnexpectedKeyword(
  rt: Runtime,
  code: CodeInfo,
  func: number,
  kwnames: number,
  nkw: number,
  name: number,
): void {
  const spec = code.spec;
  const positionalOnly = spec.localsplusNames.slice(0, spec.posonlyargcount);
  const wrong: string[] = [];
  for (let k = 0; k < nkw; k++) {
    const text = rt.text(rt.M[kwnames + TupleLayout.ITEM + 2 * k]!);
    if (positionalOnly.includes(text)) wrong.push(text);
  }
  const who = qualname(rt, func, code);
  if (wrong.length > 0) {
    rt.raise(
      E.TypeError,
      `${who}() got some positional-only arguments passed as keyword arguments: '${wrong.join(', ')}'`,
    );
    return;
  }
  const text = rt.text(name);
  let hint = '';
  if (rt.profile.minor >= 13) {
    const candidates = spec.localsplusNames.slice(spec.posonlyargcount, spec.argcount + spec.kwonlyargcount);
    const suggestion = suggest(text, candidates);
    if (suggestion !== null) hint = `. Did you mean '${suggestion}'?`;
  }
  rt.raise(E.TypeError, `${who}() got an unexpected keyword argument '${text}'${hint}`);
}
