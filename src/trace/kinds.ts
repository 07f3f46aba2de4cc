/** Kinds of objects that pictures leave out unless they are asked for. */
import { FunctionLayout, Ob } from '../memory/layout.js';
import type { Machine } from '../objects/machine.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';

/** What most programs define once and never look at again. */
export function isDefinition(rt: Machine, p: number): boolean {
  const { M } = rt;
  if (rt.hasFlag(p, TypeFlag.TYPE_SUBCLASS)) return true;
  switch (M[p + Ob.TYPE]) {
    case T.FUNCTION:
      return M[p + FunctionLayout.CLOSURE] === 0;
    case T.MODULE:
    case T.CODE:
    case T.BUILTIN_FUNCTION:
    case T.METHOD_DESCRIPTOR:
    case T.CLASSMETHOD_DESCRIPTOR:
    case T.WRAPPER_DESCRIPTOR:
    case T.MEMBER_DESCRIPTOR:
    case T.GETSET_DESCRIPTOR:
    case T.PROPERTY:
    case T.CLASSMETHOD:
    case T.STATICMETHOD:
    case T.MAPPINGPROXY:
    case T.FRAME:
      return true;
    default:
      return false;
  }
}

/** A number, a text, None: what is looked at as a value. */
export function isValue(rt: Machine, p: number): boolean {
  if (p === S.NONE || p === S.TRUE || p === S.FALSE || p === S.ELLIPSIS) return true;
  switch (rt.M[p + Ob.TYPE]) {
    case T.INT:
    case T.FLOAT:
    case T.COMPLEX:
    case T.STR:
    case T.BYTES:
      return true;
    default:
      return false;
  }
}
