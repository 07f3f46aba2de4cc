/** Does the ledger of every object of the program sum to its count? What a test asks at many moments of many programs. */
import { Frame, Ob, StrLayout, StrState } from '../memory/layout.js';
import { T } from '../objects/typeIds.js';
import { FrameKind } from '../vm/frames.js';
import { accountedReferences } from './holders.js';
import { preview, typeName } from './preview.js';
import type { Still } from './still.js';

/** What is wrong, in sentences; nothing when all is well. */
export function ledgerProblems(still: Still): string[] {
  const { rt } = still;
  const problems: string[] = [];
  const nativeRuns = runsNativeCode(still);
  const counts = accountedReferences(still);
  for (const p of still.objects()) {
    const count = rt.M[p]!;
    if (count < 0 || !still.isOwn(p)) continue;
    const found = counts.get(p) ?? 0;
    if (found === count) continue;
    // The parser's tree holds literals of the main script while it runs, native code what it works on.
    if (found < count && (nativeRuns || still.isConstant(p))) continue;
    // A link of lru_cache is also held by its neighbours in the list, which CPython does not traverse either.
    if (found < count && typeName(rt, rt.M[p + Ob.TYPE]!) === '_lru_list_elem') continue;
    if (found === count - 1 && isKeptByC(still, p)) continue;
    problems.push(
      `${typeName(rt, rt.M[p + Ob.TYPE]!)} ${preview(rt, p)} has the count ${count}, but its holders sum to ${found}.`,
    );
  }
  return problems;
}

/**
 * Whether native code waits for Python code to return: what it holds is in no place that a traversal sees. Behind the
 * program's last line that is the interpreter, which prints a traceback or clears its modules.
 */
function runsNativeCode({ rt }: Still): boolean {
  const { M } = rt;
  let entries = 0;
  let isModule = true;
  for (let frame = rt.frame; frame !== 0; frame = M[frame + Frame.PREVIOUS]!) {
    if (M[frame + Frame.KIND] === FrameKind.ENTRY) entries++;
    isModule = rt.codes[M[frame + Frame.CODE_INDEX]!]?.spec.qualname === '<module>';
  }
  return entries > 1 || !isModule;
}

/**
 * Whether C code keeps one reference to a str in a variable of its own, which the ledger calls the interpreter's: up to
 * 3.11 names that it looks up (`_Py_IDENTIFIER`), and the name of the file or text that it runs.
 */
function isKeptByC({ rt }: Still, p: number): boolean {
  if (rt.profile.minor > 11 || !rt.is(p, T.STR)) return false;
  if ((rt.M[p + StrLayout.STATE]! & StrState.INTERNED) !== 0) return true;
  const text = rt.text(p);
  return rt.codes.some((code) => code.spec.filename === text);
}
