import type { ImportFrom, Module, Stmt } from './ast.js';
import { SymtableError } from './symtableAnalyze.js';

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

const features = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'barry_as_FLUFL',
  'generator_stop',
  'annotations',
]);

/** Refuses what no version has. Follows future.c: future_check_features. */
export function checkFutureFeatures(module: Module): void {
  for (const statement of futureImports(module)) {
    for (const { name } of statement.names) {
      if (features.has(name)) continue;
      const message = name === 'braces' ? 'not a chance' : `future feature ${name} is not defined`;
      throw new SymtableError(message, statement);
    }
  }
}

/** Refuses future imports behind other statements, which CPython's compiler does when it meets them. */
export function checkFuturePlaces(module: Module): void {
  const allowed = new Set<Stmt>(futureImports(module));
  const visit = (body: readonly Stmt[]): void => {
    for (const statement of body) {
      if (statement.kind === 'ImportFrom' && statement.module === '__future__' && statement.level === 0) {
        if (!allowed.has(statement)) {
          throw new SymtableError('from __future__ imports must occur at the beginning of the file', statement);
        }
      }
      for (const block of blocksOf(statement)) visit(block);
    }
  };
  visit(module.body);
}

/** The blocks of statements inside a statement. */
function blocksOf(node: Stmt): Stmt[][] {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
    case 'With':
    case 'AsyncWith':
      return [node.body];
    case 'For':
    case 'AsyncFor':
    case 'While':
    case 'If':
      return [node.body, node.orelse];
    case 'Try':
    case 'TryStar':
      return [node.body, ...node.handlers.map((handler) => handler.body), node.orelse, node.finalbody];
    case 'Match':
      return node.cases.map((clause) => clause.body);
    default:
      return [];
  }
}
