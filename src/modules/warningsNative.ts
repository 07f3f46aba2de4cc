/** Warnings issued by native code: printed once for each place, through the `warnings` module when a program imported it. Follows _warnings.c. */
import { callMethod2 } from '../objects/call.js';
import type { Machine } from '../objects/machine.js';
import { internStr, newStr } from '../objects/strCore.js';
import { E } from '../objects/typeIds.js';

/** Categories that are not shown unless the program asks for them. */
const QUIET: ReadonlySet<number> = new Set<number>([E.PendingDeprecationWarning, E.ImportWarning]);

/** Issues a warning for the running line: 0, or -1 when a filter made an exception of it. */
export function issueWarning(rt: Machine, category: number, message: string): number {
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
  const source = rt.sourceLine(place.file, place.line)?.trim();
  rt.write(
    2,
    `${place.file}:${place.line}: ${rt.infoOf(category).name}: ${message}\n${source === undefined || source === '' ? '' : `  ${source}\n`}`,
  );
  return 0;
}
