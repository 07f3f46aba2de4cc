/** Warnings issued by native code: printed once for each place, through the `warnings` module when a program imported it. Follows _warnings.c. */
import { callMethod1, callMethod2 } from '../objects/call.js';
import { intNumber } from '../objects/intCore.js';
import { listItem, listLength } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { lookupAttr } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';

/** Categories that are not shown unless the program asks for them. */
const QUIET: ReadonlySet<number> = new Set<number>([E.PendingDeprecationWarning, E.ImportWarning]);

/** Modules that showing a warning imports: since 3.13 always, before only where it is of an object. */
function loadsOf(minor: number, ofObject: boolean): readonly string[] {
  if (!ofObject && minor < 13) return [];
  const shown = ['warnings', 'linecache', 'tokenize'];
  return ofObject ? [...shown, 'tracemalloc'] : shown;
}

/**
 * Issues a warning for the running line, `ofObject` where CPython hands on the object that it is of: 0, or -1 when a
 * filter made an exception of it.
 */
export function issueWarning(rt: Machine, category: number, message: string, ofObject = false): number {
  const module = rt.importedModule('warnings');
  if (module !== 0) {
    const text = newStr(rt, message);
    const result = callMethod2(rt, module, internStr(rt, 'warn'), text, category);
    rt.decref(text);
    if (result === 0) return -1;
    rt.decref(result);
    return 0;
  }
  if (QUIET.has(category)) return 0;
  const place = rt.currentPlace();
  if (category === E.DeprecationWarning && place.module !== '__main__') return 0;
  const key = `${place.file}:${place.line}:${category}:${message}`;
  if (rt.warned.has(key)) return 0;
  rt.warned.add(key);
  rt.loadUnseen(loadsOf(rt.profile.minor, ofObject));
  const source = rt.sourceLine(place.file, place.line)?.trim();
  rt.write(
    2,
    `${place.file}:${place.line}: ${rt.infoOf(category).name}: ${message}\n${source === undefined || source === '' ? '' : `  ${source}\n`}`,
  );
  return 0;
}

/** The list `warnings.filters` (owned), 0 where the program did not import the module. */
export function warningFilters(rt: Machine): number {
  const module = rt.importedModule('warnings');
  if (module === 0) return 0;
  const filters = lookupAttr(rt, module, internStr(rt, 'filters'));
  if (filters === 0) rt.clearError();
  return filters;
}

/**
 * Warns of what has no line, when the module `warnings` is no longer there but for its filters: `place` stands for the
 * file and the module. Follows _warnings.c: warn_explicit, show_warning.
 */
export function warnAtExit(rt: Machine, filters: number, category: number, message: string, place: string): void {
  const action = actionOf(rt, filters, category, message, place);
  if (action === 'error') {
    rt.raise(category, message);
    rt.writeUnraisable('', 0);
  } else if (action !== 'ignore') rt.write(2, `${place}:0: ${rt.infoOf(category).name}: ${message}\n`);
}

/** What the first filter that fits says. */
function actionOf(rt: Machine, filters: number, category: number, message: string, place: string): string {
  for (let i = 0; i < listLength(rt, filters); i++) {
    const filter = listItem(rt, filters, i);
    if (!rt.is(filter, T.TUPLE) || tupleLength(rt, filter) !== 5) continue;
    const [action, text, type, module, line] = [0, 1, 2, 3, 4].map((n) => tupleItem(rt, filter, n));
    if (!rt.isSubtype(category, type!) || intNumber(rt, line!) !== 0) continue;
    if (fits(rt, text!, message) && fits(rt, module!, place)) return rt.text(action!);
  }
  return 'default';
}

/** Whether a filter's None, text or compiled pattern fits a text. */
function fits(rt: Machine, pattern: number, text: string): boolean {
  if (pattern === S.NONE) return true;
  if (rt.isStr(pattern)) return rt.text(pattern) === text;
  const argument = newStr(rt, text);
  const match = callMethod1(rt, pattern, internStr(rt, 'match'), argument);
  rt.decref(argument);
  if (match === 0) rt.clearError();
  else rt.decref(match);
  return match !== 0 && match !== S.NONE;
}
