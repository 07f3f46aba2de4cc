/** The import line that a quick fix needs. */
import type { TextEdit } from '../../protocol/run.js';
import type { Name } from '../../python/ast.js';
import { isDocstring, type Source } from './source.js';

/** What a module is called in the program, and the line that makes it so; null where its name means something else. */
export function importOf(source: Source, module: string): { readonly name: string; readonly edits: TextEdit[] } | null {
  for (const statement of source.module.body) {
    if (statement.kind !== 'Import') continue;
    const alias = statement.names.find(({ name }) => name === module);
    if (alias !== undefined) return { name: alias.asname ?? module, edits: [] };
  }
  let isTaken = false;
  source.visit((node) => {
    const { kind } = node;
    if (kind === 'Name' && (node as unknown as Name).id === module) isTaken = true;
    if (kind === 'arg' && (node as unknown as { arg: string }).arg === module) isTaken = true;
    if (kind === 'alias') {
      const { name, asname } = node as unknown as { name: string; asname: string | null };
      if ((asname ?? name) === module) isTaken = true;
    }
  });
  return isTaken ? null : { name: module, edits: [source.insertLines(placeOf(source), [`import ${module}`])] };
}

/** The line (from 1) before which an import goes: that of the first import, behind those from `__future__`. */
function placeOf({ module: { body } }: Source): number {
  let line = 1;
  for (const [i, statement] of body.entries()) {
    const isFuture = statement.kind === 'ImportFrom' && statement.module === '__future__';
    if ((i === 0 && isDocstring(statement)) || isFuture) {
      line = statement.end_lineno + 1;
      continue;
    }
    if (statement.kind === 'Import' || statement.kind === 'ImportFrom') return statement.lineno;
    // Comments at the top stay there.
    if (i === 0) line = firstLineOf(statement);
    break;
  }
  return line;
}

function firstLineOf(statement: { readonly lineno: number; readonly decorator_list?: readonly { lineno: number }[] }) {
  return Math.min(statement.lineno, ...(statement.decorator_list ?? []).map(({ lineno }) => lineno));
}
