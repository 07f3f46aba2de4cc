/** Code for class definitions. */
import type { ClassDef, Expr, Located } from './ast.js';
import type { CodeSpec } from './code.js';
import type { Compiler } from './codegen.js';
import { callArguments, checkKeywords } from './codegenCalls.js';
import { expressions } from './codegenExpressions.js';
import { applyDecorators, makeFunction } from './codegenFunctions.js';
import { callGeneric, openGeneric } from './codegenGenerics.js';
import { body } from './codegenStatements.js';
import { NOWHERE } from './codegenUnit.js';
import { intConst, namesConst, strConst } from './constants.js';
import { Op } from './instructions.js';

/** Follows compile.c: compiler_class. */
export function compileClass(c: Compiler, node: ClassDef): void {
  expressions(c, node.decorator_list);
  const firstlineno = node.decorator_list[0]?.lineno ?? node.lineno;
  const generic = node.type_params.length > 0;
  let bases = node.bases;
  if (generic) {
    openGeneric(c, node.name, node.type_params, firstlineno, 0, node.name);
    c.store('.type_params', node);
  }
  const code = classBody(c, node, firstlineno);
  if (generic) {
    c.loadName('.type_params', node);
    c.op(Op.SUBSCRIPT_GENERIC, 0, node);
    c.store('.generic_base', node);
    const { lineno, col_offset, end_lineno, end_col_offset } = node;
    const base: Expr = {
      kind: 'Name',
      id: '.generic_base',
      ctx: 'Load',
      lineno,
      col_offset,
      end_lineno,
      end_col_offset,
    };
    bases = [...bases, base];
  }
  c.op(Op.LOAD_BUILD_CLASS, 0, node);
  c.op(Op.PUSH_NULL, 0, node);
  // The qualified name that 3.10 and earlier keep beside the code of a class is just its name.
  makeFunction(c, node, code, 0, node.name);
  c.load(strConst(node.name), node);
  checkKeywords(c, node.keywords);
  callArguments(c, node, bases, node.keywords, 2);
  if (generic) {
    c.op(Op.RETURN_VALUE, 0, node);
    callGeneric(c, node, 0);
  }
  applyDecorators(c, node, node.decorator_list);
  c.store(node.name, node);
}

function classBody(c: Compiler, node: ClassDef, firstlineno: number): CodeSpec {
  const unit = c.enter('class', node.name, node, firstlineno);
  unit.className = node.name;
  const at: Located = { lineno: firstlineno, col_offset: 0, end_lineno: firstlineno, end_col_offset: 0 };
  c.loadName('__name__', at);
  c.store('__module__', at);
  c.load(strConst(unit.qualname), at);
  c.store('__qualname__', at);
  if (c.minor >= 13) {
    c.load(intConst(firstlineno), at);
    c.store('__firstlineno__', at);
  }
  if (node.type_params.length > 0) {
    c.loadName('.type_params', at);
    c.store('__type_params__', at);
  }
  if (unit.scope.needsClassDict) {
    c.op(Op.LOAD_LOCALS, 0, at);
    c.deref(Op.STORE_DEREF, '__classdict__', at);
  }
  body(c, node.body, at);
  if (c.minor >= 13) {
    c.load(namesConst([...unit.staticAttributes].sort()), NOWHERE);
    c.store('__static_attributes__', NOWHERE);
  }
  if (unit.scope.needsClassDict) {
    c.deref(Op.LOAD_CLOSURE, '__classdict__', NOWHERE);
    c.store('__classdictcell__', NOWHERE);
  }
  if (unit.scope.needsClassClosure) {
    // The cell is handed to type.__new__, and returned to __build_class__ for its check.
    c.deref(Op.LOAD_CLOSURE, '__class__', NOWHERE);
    c.op(Op.COPY, 1, NOWHERE);
    c.store('__classcell__', NOWHERE);
  } else {
    c.loadNone(NOWHERE);
  }
  c.op(Op.RETURN_VALUE, 0, NOWHERE);
  return c.exit();
}
