/** Does the ledger of every object of the program sum to its count? What a test asks at many moments of many programs. */
import { Frame, Ob } from '../memory/layout.js';
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
