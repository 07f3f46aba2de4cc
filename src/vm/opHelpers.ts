/** Small helpers of instructions. */
import { CFunctionLayout, FunctionLayout, ListLayout, MethodLayout, Ob } from '../memory/layout.js';
import { newDict, newDictPresized } from '../objects/dictCore.js';
import { listExtend, listNew } from '../objects/list.js';
import { getAttr, str } from '../objects/object.js';
import { T } from '../objects/typeIds.js';
import type { Runtime } from './runtime.js';

/** The dict of a display of `n` entries whose keys stand `stride` words apart from `keys` on. Follows dictobject.c: _PyDict_FromItems. */
export function dictForDisplay(rt: Runtime, n: number, keys: number, stride: number): number {
  if (n === 0) return newDict(rt);
  let unicode = true;
  for (let i = 0; i < n && unicode; i++) unicode = rt.is(rt.M[keys + stride * i]!, T.STR);
  return newDictPresized(rt, n, unicode);
}

/** `f()` as messages about argument spreading show it. Follows errors.c: _PyObject_FunctionStr. */
export function callableText(rt: Runtime, callable: number): string {
  if (rt.profile.minor <= 8) return oldCallableText(rt, callable);
  const qualname = getAttr(rt, callable, rt.ids.__qualname__);
  if (qualname === 0) {
    rt.clearError();
    const text = str(rt, callable);
    if (text === 0) {
      rt.clearError();
      return 'function';
    }
    const result = rt.text(text);
    rt.decref(text);
    return result;
  }
  let name = rt.isStr(qualname) ? rt.text(qualname) : 'function';
  rt.decref(qualname);
  const module = getAttr(rt, callable, rt.ids.__module__);
  if (module === 0) rt.clearError();
  else {
    if (rt.isStr(module) && rt.text(module) !== 'builtins') name = `${rt.text(module)}.${name}`;
    rt.decref(module);
  }
  return `${name}()`;
}

/** A list of what an iterator still gives; 0 with an exception. */
export function listFromIterator(rt: Runtime, it: number): number {
  const list = listNew(rt, 0);
  if (listExtend(rt, list, it) < 0) {
    rt.decref(list);
    return 0;
  }
  return list;
}

/** Shortens a list to `n` items without resizing its array; the items behind, whose references are the caller's. */
export function cutList(rt: Runtime, list: number, n: number): number[] {
  const M = rt.M;
  const items = M[list + ListLayout.ITEMS]!;
  const total = M[list + Ob.SIZE]!;
  const tail: number[] = [];
  for (let i = n; i < total; i++) tail.push(M[items + 2 * i]!);
  M[list + Ob.SIZE] = n;
  return tail;
}

/** The same up to 3.8. Follows ceval.c: PyEval_GetFuncName and PyEval_GetFuncDesc. */
function oldCallableText(rt: Runtime, callable: number): string {
  const M = rt.M;
  if (rt.is(callable, T.METHOD)) return oldCallableText(rt, M[callable + MethodLayout.FUNC]!);
  if (rt.is(callable, T.FUNCTION)) return `${rt.text(M[callable + FunctionLayout.NAME]!)}()`;
  if (rt.is(callable, T.BUILTIN_FUNCTION)) return `${rt.natives[M[callable + CFunctionLayout.DEF]!]!.name}()`;
  return `${rt.typeOf(callable).fullName} object`;
}
