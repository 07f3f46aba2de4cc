import type { ImportFrom, Module } from './ast.js';

/** The `from __future__` statements at the beginning of a file, behind its docstring. Follows future.c: future_parse. */
export function futureImports(module: Module): ImportFrom[] {
  const out: ImportFrom[] = [];
  for (let i = 0; i < module.body.length; i++) {
    const statement = module.body[i];
    if (statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) {
      out.push(statement);
      continue;
    }
    const isDocstring =
      i === 0 &&
      statement.kind === 'Expr' &&
      statement.value.kind === 'Constant' &&
      statement.value.value.type === 'str';
    if (!isDocstring) break;
  }
  return out;
}

export function hasFutureAnnotations(module: Module): boolean {
  return futureImports(module).some((statement) => statement.names.some((alias) => alias.name === 'annotations'));
}
