/** An exception that is kept with its traceback: the exception alone. */
import type { QuickFix } from '../../protocol/run.js';
import type { Assign } from '../../python/ast.js';
import type { Source } from './source.js';

/** `saved = error` becomes `saved = error.with_traceback(None)`; null where the line binds the name in another way. */
export function withoutTraceback(source: Source, name: string, line: number): QuickFix | null {
  const found: Assign[] = [];
  source.visit((node) => {
    if (node.kind === 'Assign' && node.lineno === line) found.push(node as unknown as Assign);
  });
  const fits = found.filter(
    ({ targets, value }) =>
      value.kind === 'Name' && targets.some((target) => target.kind === 'Name' && target.id === name),
  );
  if (name === '' || fits.length !== 1) return null;
  const { value } = fits[0]!;
  return {
    kind: 'withoutTraceback',
    detail: name,
    edits: [source.replace(value, `${source.textOf(value)}.with_traceback(None)`)],
  };
}
