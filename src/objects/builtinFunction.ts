/** builtin_function_or_method: native functions, and native methods bound to an object. Follows methodobject.c. */
import { CFunctionLayout, DescrLayout, Gc, Ob, TupleLayout } from '../memory/layout.js';
import { takesTuple } from '../spec/packedArguments.js';
import { call, callTupleDict, keywordDict } from './call.js';
import { newWrapper } from './classmethod.js';
import { defineType } from './defineType.js';
import { dictLength } from './dictCore.js';
import type { Machine } from './machine.js';
import { moduleName } from './module.js';
import { addressText, hashPointer, trashcanBegin, trashcanEnd } from './object.js';
import { newStr } from './strCore.js';
import { tupleFromVector } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag, type TypeInfo } from './typeInfo.js';

/** Index of a native function in the machine's table. */
export function nativeIndex(rt: Machine, def: MethodDef): number {
  const known = rt.nativeIndices.get(def);
  if (known !== undefined) return known;
  // All of one shape, whatever the row leaves out: each call reads it.
  const { name, kind, fn, packed = false, doc, signature } = def;
  const row = { name, kind, fn, packed, doc, signature };
  const index = rt.natives.push(row) - 1;
  rt.nativeIndices.set(def, index).set(row, index);
  return index;
}

/** The row of a method table as it is called in this version: of a type or module by its own name. */
export function asCalled(rt: Machine, owner: string, def: MethodDef): MethodDef {
  return takesTuple(owner, def.name, rt.profile.minor) ? { ...def, packed: true } : def;
}

/** A builtin function; `self` and `module` (0: none) gain references. */
export function newBuiltin(rt: Machine, def: MethodDef, self: number, module: number): number {
  const M = rt.M;
  let p: number;
  if (rt.freeBuiltins.length > 0) {
    p = rt.freeBuiltins.pop()!;
    M[p] = 1;
    if (rt.tracer !== null) rt.tracer.reused(p - Gc.HEADER);
  } else p = rt.newGcObject(T.BUILTIN_FUNCTION, 56);
  M[p + CFunctionLayout.DEF] = nativeIndex(rt, def);
  M[p + CFunctionLayout.SELF] = self === 0 ? 0 : rt.newRef(self);
  M[p + CFunctionLayout.MODULE] = module === 0 ? 0 : rt.newRef(module);
  M[p + CFunctionLayout.WEAKREFLIST] = 0;
  rt.gcTrack(p);
  return p;
}

/** A static method of a native type: a builtin inside a staticmethod, or for `__new__` the builtin alone. */
export function newStaticBuiltin(rt: Machine, info: TypeInfo, def: MethodDef, self = 0): number {
  const builtin = newBuiltin(rt, def, self === 0 ? info.address : self, 0);
  if (def.name === '__new__') return builtin;
  const wrapped = newWrapper(rt, T.STATICMETHOD, builtin);
  rt.decref(builtin);
  return wrapped;
}

/** `name()` as messages show it: with the type or module of a bound method. */
function displayName(rt: Machine, def: MethodDef, self: number): string {
  if (self === 0 || rt.profile.minor === 8) return def.name;
  if ((rt.typeOf(self).flags & TypeFlag.TYPE_SUBCLASS) !== 0) return `${rt.infoOf(self).name}.${def.name}`;
  if (rt.M[self + Ob.TYPE] === T.MODULE) {
    const module = moduleName(rt, self);
    return module === 'builtins' ? def.name : `${module}.${def.name}`;
  }
  return `${rt.typeOf(self).name}.${def.name}`;
}

/** Whether the convention turns a call down before the function sees it. */
export function refuses(def: MethodDef, nargs: number, nkw: number): boolean {
  const kind = def.kind & MethodKind.CONVENTION;
  if (kind === MethodKind.NOARGS) return nkw !== 0 || nargs !== 0;
  if (kind === MethodKind.O) return nkw !== 0 || nargs !== 1;
  if (nkw === 0 || kind === MethodKind.FASTKW) return false;
  return kind !== MethodKind.VARARGS || (def.kind & MethodKind.KEYWORDS) === 0;
}

/**
 * Calls a native function by its convention. `self` is bound; `owner` names it in messages. Follows
 * methodobject.c: cfunction_vectorcall_*.
 */
export function callNative(
  rt: Machine,
  def: MethodDef,
  self: number,
  args: number,
  nargs: number,
  kwnames: number,
): number {
  const kind = def.kind & MethodKind.CONVENTION;
  const nkw = kwnames === 0 ? 0 : rt.M[kwnames + Ob.SIZE]!;
  if (
    nkw !== 0 &&
    kind !== MethodKind.FASTKW &&
    !(kind === MethodKind.VARARGS && (def.kind & MethodKind.KEYWORDS) !== 0)
  ) {
    return rt.raise(E.TypeError, `${displayName(rt, def, self)}() takes no keyword arguments`);
  }
  if (rt.profile.minor < 12 && rt.enterRecursion(' while calling a Python object') < 0) return 0;
  let result: number;
  switch (kind) {
    case MethodKind.NOARGS:
      if (nargs !== 0) {
        result = rt.raise(E.TypeError, `${displayName(rt, def, self)}() takes no arguments (${nargs} given)`);
      } else result = def.fn(rt, self, 0, 0, 0);
      break;
    case MethodKind.O:
      if (nargs !== 1) {
        result = rt.raise(E.TypeError, `${displayName(rt, def, self)}() takes exactly one argument (${nargs} given)`);
      } else result = def.fn(rt, self, rt.M[args]!, 0, 0);
      break;
    case MethodKind.FAST:
    case MethodKind.FASTKW:
      if (def.packed === true) result = callPacked(rt, def, self, args, nargs, kwnames);
      else result = def.fn(rt, self, args, nargs, kwnames);
      break;
    default: {
      const tuple = tupleFromVector(rt, args, nargs);
      const kwargs = nkw === 0 ? 0 : keywordDict(rt, args + 2 * nargs, kwnames);
      result = nkw !== 0 && kwargs === 0 ? 0 : def.fn(rt, self, tuple, kwargs, 0);
      rt.decref(tuple);
      if (kwargs !== 0) rt.decref(kwargs);
    }
  }
  if (rt.profile.minor < 12) rt.leaveRecursion();
  return result;
}

/**
 * As `call` without keywords: a native function or method descriptor of the fast conventions is called without detour.
 * Follows bytecodes.c: CALL_BUILTIN_O, CALL_BUILTIN_FAST, CALL_METHOD_DESCRIPTOR_O and their kin.
 */
export function callPositional(rt: Machine, callable: number, args: number, nargs: number): number {
  const M = rt.M;
  const type = M[callable + Ob.TYPE]!;
  let first = args;
  let n = nargs;
  let self: number;
  let index: number;
  if (type === T.BUILTIN_FUNCTION) {
    index = M[callable + CFunctionLayout.DEF]!;
    self = M[callable + CFunctionLayout.SELF]!;
  } else if (type === T.METHOD_DESCRIPTOR && n > 0 && M[M[args]! + Ob.TYPE] === M[callable + DescrLayout.TYPE]) {
    index = M[callable + DescrLayout.DEF]!;
    self = M[args]!;
    first += 2;
    n--;
    if (refuses(rt.natives[index]!, n, 0)) return call(rt, callable, args, nargs, 0);
  } else return call(rt, callable, args, nargs, 0);
  if (rt.profile.minor < 12) return callNative(rt, rt.natives[index]!, self, first, n, 0);
  const def = rt.natives[index]!;
  const kind = def.kind & MethodKind.CONVENTION;
  if (kind === MethodKind.O && n === 1) return def.fn(rt, self, M[first]!, 0, 0);
  if ((kind === MethodKind.FAST || kind === MethodKind.FASTKW) && def.packed !== true) {
    return def.fn(rt, self, first, n, 0);
  }
  return callNative(rt, def, self, first, n, 0);
}

/** Calls a native function with a tuple and a dict (or 0). */
export function callNativeTuple(rt: Machine, def: MethodDef, self: number, tuple: number, kwargs: number): number {
  if ((def.kind & MethodKind.CONVENTION) !== MethodKind.VARARGS) throw new Error('A vector is needed.');
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0 && (def.kind & MethodKind.KEYWORDS) === 0) {
    return rt.raise(E.TypeError, `${displayName(rt, def, self)}() takes no keyword arguments`);
  }
  return def.fn(rt, self, tuple, kwargs, 0);
}

/** Makes the tuple (and the dict) that such a function gets, and hands the function the same arguments as a vector. */
function callPacked(rt: Machine, def: MethodDef, self: number, args: number, nargs: number, kwnames: number): number {
  const tuple = tupleFromVector(rt, args, nargs);
  const kwargs = kwnames === 0 || rt.M[kwnames + Ob.SIZE] === 0 ? 0 : keywordDict(rt, args + 2 * nargs, kwnames);
  const result = def.fn(rt, self, args, nargs, kwnames);
  rt.decref(tuple);
  if (kwargs !== 0) rt.decref(kwargs);
  return result;
}

function vectorcall(rt: Machine, callable: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  return callNative(
    rt,
    rt.natives[M[callable + CFunctionLayout.DEF]!]!,
    M[callable + CFunctionLayout.SELF]!,
    args,
    nargs,
    kwnames,
  );
}

function tpCall(rt: Machine, callable: number, tuple: number, kwargs: number): number {
  const M = rt.M;
  const def = rt.natives[M[callable + CFunctionLayout.DEF]!]!;
  if ((def.kind & MethodKind.CONVENTION) === MethodKind.VARARGS) {
    return callNativeTuple(rt, def, M[callable + CFunctionLayout.SELF]!, tuple, kwargs);
  }
  if (kwargs !== 0 && dictLength(rt, kwargs) > 0) return callTupleDict(rt, callable, tuple, kwargs);
  return vectorcall(rt, callable, tuple + TupleLayout.ITEM, M[tuple + Ob.SIZE]!, 0);
}

function dealloc(rt: Machine, p: number): void {
  const M = rt.M;
  rt.gcUntrack(p);
  if (!trashcanBegin(rt, p)) return;
  if (M[p + CFunctionLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(p);
  rt.xdecref(M[p + CFunctionLayout.SELF]!);
  rt.xdecref(M[p + CFunctionLayout.MODULE]!);
  if (rt.freeBuiltins.length < rt.profile.methodFreeList) {
    if (rt.observer !== null) rt.observer.freed(p);
    rt.freeBuiltins.push(p);
  } else rt.freeGcObject(p);
  trashcanEnd(rt);
}

function repr(rt: Machine, p: number): number {
  const def = rt.natives[rt.M[p + CFunctionLayout.DEF]!]!;
  const self = rt.M[p + CFunctionLayout.SELF]!;
  if (self === 0 || rt.is(self, T.MODULE)) return newStr(rt, `<built-in function ${def.name}>`);
  return newStr(rt, `<built-in method ${def.name} of ${rt.typeOf(self).name} object at ${addressText(rt, self)}>`);
}

export function defineBuiltinFunctionType(rt: Machine): void {
  defineType(rt, T.BUILTIN_FUNCTION, {
    name: 'builtin_function_or_method',
    basicsize: 56,
    flags: TypeFlag.HAVE_GC,
    weaklistoffset: CFunctionLayout.WEAKREFLIST * 4,
    tp_dealloc: dealloc,
    tp_traverse: (rt, p, visit) => {
      const M = rt.M;
      if (M[p + CFunctionLayout.SELF] !== 0) visit(rt, M[p + CFunctionLayout.SELF]!);
      if (M[p + CFunctionLayout.MODULE] !== 0) visit(rt, M[p + CFunctionLayout.MODULE]!);
    },
    tp_repr: repr,
    tp_call: tpCall,
    vectorcall,
    tp_hash: (rt, p) =>
      hashPointer(rt, rt.M[p + CFunctionLayout.DEF]! * 4 + (rt.M[p + CFunctionLayout.SELF]! & 0xffff)),
    tp_richcompare: (rt, a, b, op) => {
      if ((op !== 2 && op !== 3) || !rt.is(b, T.BUILTIN_FUNCTION)) return rt.newRef(S.NOT_IMPLEMENTED);
      const M = rt.M;
      const same =
        M[a + CFunctionLayout.SELF] === M[b + CFunctionLayout.SELF] &&
        M[a + CFunctionLayout.DEF] === M[b + CFunctionLayout.DEF];
      return rt.bool(same === (op === 2));
    },
    getset: [
      { name: '__name__', get: (rt, p) => newStr(rt, rt.natives[rt.M[p + CFunctionLayout.DEF]!]!.name) },
      {
        name: '__qualname__',
        get: (rt, p) => {
          const self = rt.M[p + CFunctionLayout.SELF]!;
          const name = rt.natives[rt.M[p + CFunctionLayout.DEF]!]!.name;
          if (self === 0 || rt.is(self, T.MODULE)) return newStr(rt, name);
          const owner =
            (rt.typeOf(self).flags & TypeFlag.TYPE_SUBCLASS) !== 0 ? rt.infoOf(self).name : rt.typeOf(self).name;
          return newStr(rt, `${owner}.${name}`);
        },
      },
      { name: '__doc__', get: (rt, p) => docOf(rt, rt.natives[rt.M[p + CFunctionLayout.DEF]!]!) },
      {
        name: '__self__',
        get: (rt, p) => rt.newRef(rt.M[p + CFunctionLayout.SELF]! === 0 ? S.NONE : rt.M[p + CFunctionLayout.SELF]!),
      },
      { name: '__text_signature__', get: (rt) => rt.none() },
      {
        name: '__module__',
        get: (rt, p) => rt.newRef(rt.M[p + CFunctionLayout.MODULE]! === 0 ? S.NONE : rt.M[p + CFunctionLayout.MODULE]!),
        set: () => 0,
      },
    ],
  });
}

/** The documentation string of a native function, or None. */
export function docOf(rt: Machine, def: MethodDef): number {
  return def.doc === undefined ? rt.none() : newStr(rt, def.doc);
}
