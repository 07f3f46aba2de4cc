/**
 * How often the parser makes the objects that all share: each time it reads a literal anew, it refers to them once more.
 * Up to 3.8 it reads each once. Since 3.9 (pegen) it goes back and tries another rule: an atom is read twice, by
 * `primary`, whose left recursion asks again; and a third time where it could have begun a target of an assignment.
 * What lies between keeps its results (`memo`). Text and bytes are kept, too.
 */
import type { Expr, Module, Stmt } from './ast.js';
import type { ConstSpec } from './code.js';
import { Folder } from './fold.js';

/** What begins with an expression, and where that stands. */
const FIRST: Readonly<Record<string, string>> = {
  BinOp: 'left',
  Compare: 'left',
  IfExp: 'body',
  Subscript: 'value',
  Attribute: 'value',
  Call: 'func',
  ListComp: 'elt',
  GeneratorExp: 'elt',
};
const FIRST_OF_LIST: Readonly<Record<string, string>> = { BoolOp: 'values', Tuple: 'elts', List: 'elts' };

/** Every literal and every folded constant of a module's tree, with the times that the parser or ast_opt.c makes it. */
export function literalsOf(module: Module, minor: number, visit: (value: ConstSpec, times: number) => void): void {
  const folder = new Folder();
  const asTarget = new Set<unknown>();
  const mayBeTarget = (expr: Expr): void => {
    let at: unknown = expr;
    while (typeof at === 'object' && at !== null && 'kind' in at) {
      asTarget.add(at);
      const node = at as unknown as Record<string, unknown> & { kind: string };
      const list = FIRST_OF_LIST[node.kind];
      at = list === undefined ? node[FIRST[node.kind] ?? ''] : (node[list] as unknown[])[0];
    }
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Stmt | Expr;
    switch (node.kind) {
      case 'Constant': {
        const isNumber = node.value.type === 'int';
        visit(node.value, !isNumber || minor <= 8 ? 1 : asTarget.has(node) ? 3 : 2);
        return;
      }
      case 'Assign':
      case 'Expr':
        mayBeTarget(node.value);
        break;
      case 'UnaryOp':
      case 'BinOp':
      case 'Tuple':
      case 'Subscript': {
        const folded = 'ctx' in node && node.ctx !== 'Load' ? null : folder.constantOf(node);
        if (folded !== null) visit(folded, 1);
        break;
      }
    }
    for (const part of Object.values(node)) walk(part);
  };
  walk(module.body);
}
