/** Python functions, bound methods, cells. Follows funcobject.c, classobject.c, cellobject.c. */
import { CellLayout, FunctionLayout, Gc, MethodLayout, Ob, TupleLayout } from '../memory/layout.js';
import { parseTupleKeywords } from './args.js';
import { call, callTupleDict } from './call.js';
import { defineType } from './defineType.js';
import { dictGetStr, dictSet, newDict } from './dictCore.js';
import type { Machine } from './machine.js';
import { addressText, compare, genericGetAttr, getAttr, hash, hashPointer, repr } from './object.js';
import { newStr } from './strCore.js';
import { clearField } from './support.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, MethodKind, TypeFlag } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';

/** A function of a code object in a globals dict; all are borrowed. Follows funcobject.c: PyFunction_NewWithQualName. */
export function newFunction(rt: Machine, code: number, globals: number, qualname: number): number {
  const M = rt.M;
  const spec = rt.codeOf(code);
  const p = rt.newGcObject(T.FUNCTION, rt.profile.functionSize);
  M.fill(0, p + 4, p + (rt.profile.functionSize >> 2));
  M[p + FunctionLayout.GLOBALS] = rt.newRef(globals);
  M[p + FunctionLayout.BUILTINS] = rt.profile.minor >= 10 ? rt.newRef(rt.builtinsOf(globals)) : 0;
  M[p + FunctionLayout.NAME] = rt.newRef(spec.nameObject);
  M[p + FunctionLayout.QUALNAME] = rt.newRef(qualname !== 0 ? qualname : spec.qualnameObject);
  M[p + FunctionLayout.CODE] = rt.newRef(code);
  M[p + FunctionLayout.DOC] = rt.newRef(spec.doc);
  const module = dictGetStr(rt, globals, rt.ids.__name__);
  M[p + FunctionLayout.MODULE] = module === 0 ? 0 : rt.newRef(module);
  rt.gcTrack(p);
  return p;
}

const FIELDS = [
  FunctionLayout.CODE,
  FunctionLayout.GLOBALS,
  FunctionLayout.BUILTINS,
  FunctionLayout.MODULE,
  FunctionLayout.DEFAULTS,
  FunctionLayout.KWDEFAULTS,
  FunctionLayout.DOC,
  FunctionLayout.NAME,
  FunctionLayout.DICT,
  FunctionLayout.CLOSURE,
  FunctionLayout.ANNOTATIONS,
  FunctionLayout.TYPEPARAMS,
  FunctionLayout.QUALNAME,
] as const;

/** Follows funcobject.c: func_clear, then func_dealloc. */
const CLEAR_ORDER = [
  FunctionLayout.GLOBALS,
  FunctionLayout.BUILTINS,
  FunctionLayout.MODULE,
  FunctionLayout.DEFAULTS,
  FunctionLayout.KWDEFAULTS,
  FunctionLayout.DOC,
  FunctionLayout.DICT,
  FunctionLayout.CLOSURE,
  FunctionLayout.ANNOTATIONS,
  FunctionLayout.TYPEPARAMS,
] as const;

/** Type parameters came with 3.12; before, the object ends earlier. */
function hasField(rt: Machine, field: number): boolean {
  return field !== FunctionLayout.TYPEPARAMS || rt.profile.minor >= 12;
}

function functionClear(rt: Machine, p: number): void {
  for (const field of CLEAR_ORDER) if (hasField(rt, field)) clearField(rt, p, field);
  if (rt.profile.minor <= 10) {
    clearField(rt, p, FunctionLayout.NAME);
    clearField(rt, p, FunctionLayout.QUALNAME);
  } else {
    // A function must have names: those that are left may still ask for them.
    emptyName(rt, p, FunctionLayout.NAME);
    emptyName(rt, p, FunctionLayout.QUALNAME);
  }
}

function emptyName(rt: Machine, p: number, field: number): void {
  const old = rt.M[p + field]!;
  rt.M[p + field] = newStr(rt, '');
  if (old !== 0) rt.decref(old);
}

function functionDealloc(rt: Machine, p: number): void {
  rt.gcUntrack(p);
  if (rt.M[p + FunctionLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(p);
  for (const field of CLEAR_ORDER) if (hasField(rt, field)) clearField(rt, p, field);
  clearField(rt, p, FunctionLayout.CODE);
  clearField(rt, p, FunctionLayout.NAME);
  clearField(rt, p, FunctionLayout.QUALNAME);
  rt.freeGcObject(p);
}

/** A settable attribute that must be of a type (or None to clear where `optional`). */
function field(
  name: string,
  offset: number,
  check: (rt: Machine, v: number) => boolean,
  message: string,
  optional = false,
): GetSetDef {
  return {
    name,
    get: (rt, p) => rt.newRef(rt.M[p + offset]! === 0 ? S.NONE : rt.M[p + offset]!),
    set: (rt, p, value) => {
      let v = value;
      if (optional && v === S.NONE) v = 0;
      if ((v === 0 && !optional) || (v !== 0 && !check(rt, v))) return rt.fail(E.TypeError, message);
      const old = rt.M[p + offset]!;
      rt.M[p + offset] = v === 0 ? 0 : rt.newRef(v);
      if (old !== 0) rt.decref(old);
      return 0;
    },
  };
}

/** `function(code, globals, name=None, argdefs=None, closure=None)`, and `kwdefaults` since 3.13. Follows func_new_impl. */
function functionNew(rt: Machine, _type: number, args: number, kwargs: number): number {
  const names = ['code', 'globals', 'name', 'argdefs', 'closure', ...(rt.profile.minor >= 13 ? ['kwdefaults'] : [])];
  const parameters = { name: 'function', names, required: 2, positional: names.length };
  const values = parseTupleKeywords(rt, parameters, args, kwargs);
  if (values === null) return 0;
  const [code, globals, name, defaults, closure, kwdefaults] = values.map((v, i) => (i > 1 && v === S.NONE ? 0 : v));
  if (!rt.is(code!, T.CODE)) {
    return rt.raise(E.TypeError, `function() argument 'code' must be code, not ${rt.typeOf(code!).name}`);
  }
  if (!rt.isInstance(globals!, T.DICT)) {
    return rt.raise(E.TypeError, `function() argument 'globals' must be dict, not ${rt.typeOf(globals!).name}`);
  }
  if (name! !== 0 && !rt.isStr(name!)) return rt.raise(E.TypeError, 'arg 3 (name) must be None or string');
  if (defaults! !== 0 && !rt.isInstance(defaults!, T.TUPLE)) {
    return rt.raise(E.TypeError, 'arg 4 (defaults) must be None or tuple');
  }
  const nfree = rt.codeOf(code!).nfree;
  if (closure! !== 0 && !rt.isInstance(closure!, T.TUPLE)) {
    return rt.raise(E.TypeError, 'arg 5 (closure) must be None or tuple');
  }
  if (closure! === 0 && nfree > 0) return rt.raise(E.TypeError, 'arg 5 (closure) must be tuple');
  const cells = closure! === 0 ? 0 : rt.M[closure! + Ob.SIZE]!;
  if (cells !== nfree) {
    const named = rt.text(rt.codeOf(code!).nameObject);
    return rt.raise(E.ValueError, `${named} requires closure of length ${nfree}, not ${cells}`);
  }
  for (let i = 0; i < cells; i++) {
    const cell = rt.M[closure! + TupleLayout.ITEM + 2 * i]!;
    if (!rt.is(cell, T.CELL)) {
      return rt.raise(E.TypeError, `arg 5 (closure) expected cell, found ${rt.typeOf(cell).name}`);
    }
  }
  const M = rt.M;
  const p = newFunction(rt, code!, globals!, 0);
  if (name! !== 0) {
    const old = M[p + FunctionLayout.NAME]!;
    M[p + FunctionLayout.NAME] = rt.newRef(name!);
    rt.decref(old);
  }
  if (defaults! !== 0) M[p + FunctionLayout.DEFAULTS] = rt.newRef(defaults!);
  if (closure! !== 0) M[p + FunctionLayout.CLOSURE] = rt.newRef(closure!);
  if (kwdefaults !== undefined && kwdefaults !== 0) M[p + FunctionLayout.KWDEFAULTS] = rt.newRef(kwdefaults);
  return p;
}

export function defineFunctionTypes(rt: Machine): void {
  defineType(rt, T.FUNCTION, {
    name: 'function',
    basicsize: rt.profile.functionSize,
    flags: TypeFlag.HAVE_GC | TypeFlag.METHOD_DESCRIPTOR,
    dictoffset: FunctionLayout.DICT * 4,
    weaklistoffset: FunctionLayout.WEAKREFLIST * 4,
    tp_new: functionNew,
    tp_dealloc: functionDealloc,
    tp_traverse: (rt, p, visit) => {
      for (const offset of FIELDS) {
        const o = hasField(rt, offset) ? rt.M[p + offset]! : 0;
        if (o !== 0) visit(rt, o);
      }
    },
    tp_clear: functionClear,
    tp_repr: (rt, p) =>
      newStr(rt, `<function ${rt.text(rt.M[p + FunctionLayout.QUALNAME]!)} at ${addressText(rt, p)}>`),
    vectorcall: (rt, p, args, nargs, kwnames) => rt.runFunction(p, args, nargs, kwnames),
    tp_call: (rt, p, tuple, kwargs) => callTupleDict(rt, p, tuple, kwargs),
    tp_descr_get: (rt, p, object) => (object === 0 || object === S.NONE ? rt.newRef(p) : newMethod(rt, p, object)),
    members: [
      { name: '__closure__', offset: FunctionLayout.CLOSURE, readonly: true, missing: 'none' },
      { name: '__doc__', offset: FunctionLayout.DOC, readonly: false, missing: 'none' },
      { name: '__globals__', offset: FunctionLayout.GLOBALS, readonly: true, missing: 'none' },
      { name: '__module__', offset: FunctionLayout.MODULE, readonly: false, missing: 'none' },
      ...(rt.profile.minor >= 10
        ? [{ name: '__builtins__', offset: FunctionLayout.BUILTINS, readonly: true, missing: 'none' } as const]
        : []),
    ],
    getset: [
      field('__code__', FunctionLayout.CODE, (rt, v) => rt.is(v, T.CODE), '__code__ must be set to a code object'),
      field(
        '__defaults__',
        FunctionLayout.DEFAULTS,
        (rt, v) => rt.isInstance(v, T.TUPLE),
        '__defaults__ must be set to a tuple object',
        true,
      ),
      field(
        '__kwdefaults__',
        FunctionLayout.KWDEFAULTS,
        (rt, v) => rt.isInstance(v, T.DICT),
        '__kwdefaults__ must be set to a dict object',
        true,
      ),
      field('__name__', FunctionLayout.NAME, (rt, v) => rt.isStr(v), '__name__ must be set to a string object'),
      field(
        '__qualname__',
        FunctionLayout.QUALNAME,
        (rt, v) => rt.isStr(v),
        '__qualname__ must be set to a string object',
      ),
      {
        name: '__annotations__',
        get: (rt, p) => {
          const M = rt.M;
          if (M[p + FunctionLayout.ANNOTATIONS] === 0) M[p + FunctionLayout.ANNOTATIONS] = newDict(rt);
          else if (rt.is(M[p + FunctionLayout.ANNOTATIONS]!, T.TUPLE)) annotationsDict(rt, p);
          return rt.newRef(M[p + FunctionLayout.ANNOTATIONS]!);
        },
        set: field(
          '__annotations__',
          FunctionLayout.ANNOTATIONS,
          (rt, v) => rt.isInstance(v, T.DICT),
          '__annotations__ must be set to a dict object',
          true,
        ).set!,
      },
      {
        name: '__dict__',
        get: (rt, p) => {
          if (rt.M[p + FunctionLayout.DICT] === 0) rt.M[p + FunctionLayout.DICT] = newDict(rt);
          return rt.newRef(rt.M[p + FunctionLayout.DICT]!);
        },
        set: field(
          '__dict__',
          FunctionLayout.DICT,
          (rt, v) => rt.isInstance(v, T.DICT),
          '__dict__ must be set to a dictionary',
        ).set!,
      },
      ...(rt.profile.minor >= 12
        ? [
            {
              name: '__type_params__',
              get: (rt: Machine, p: number) =>
                rt.newRef(
                  rt.M[p + FunctionLayout.TYPEPARAMS]! === 0 ? S.EMPTY_TUPLE : rt.M[p + FunctionLayout.TYPEPARAMS]!,
                ),
              set: field(
                '__type_params__',
                FunctionLayout.TYPEPARAMS,
                (rt, v) => rt.isInstance(v, T.TUPLE),
                '__type_params__ must be set to a tuple',
              ).set!,
            },
          ]
        : []),
    ],
  });
  defineMethodType(rt);
  defineCellType(rt);
}

/** Annotations are kept as a flat tuple of names and values until they are asked for. */
function annotationsDict(rt: Machine, p: number): void {
  const M = rt.M;
  const flat = M[p + FunctionLayout.ANNOTATIONS]!;
  const dict = newDict(rt);
  const n = M[flat + Ob.SIZE]!;
  for (let i = 0; i < n; i += 2)
    dictSet(rt, dict, M[flat + TupleLayout.ITEM + 2 * i]!, M[flat + TupleLayout.ITEM + 2 * i + 2]!);
  M[p + FunctionLayout.ANNOTATIONS] = dict;
  rt.decref(flat);
}

/** A bound method; both gain references. Follows classobject.c: PyMethod_New. */
export function newMethod(rt: Machine, func: number, self: number): number {
  const M = rt.M;
  let p: number;
  if (rt.freeMethods.length > 0) {
    p = rt.freeMethods.pop()!;
    M[p] = 1;
    M[p + Ob.BORN] = rt.stamp;
    if (rt.tracer !== null) rt.tracer.reused(p - Gc.HEADER);
  } else p = rt.newGcObject(T.METHOD, 48);
  M[p + MethodLayout.FUNC] = rt.newRef(func);
  M[p + MethodLayout.SELF] = rt.newRef(self);
  M[p + MethodLayout.WEAKREFLIST] = 0;
  rt.gcTrack(p);
  return p;
}

/** Calls the function with the bound object in front, without a new vector where there is room. Follows classobject.c: method_vectorcall. */
function methodVectorcall(rt: Machine, p: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  const total = nargs + (kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!);
  const vector = rt.pushArguments(total + 1);
  M[vector] = M[p + MethodLayout.SELF]!;
  for (let i = 0; i < total; i++) M[vector + 2 + 2 * i] = M[args + 2 * i]!;
  const result = call(rt, M[p + MethodLayout.FUNC]!, vector, nargs + 1, kwnames);
  rt.popArguments(vector);
  return result;
}

function methodDealloc(rt: Machine, p: number): void {
  const M = rt.M;
  rt.gcUntrack(p);
  if (M[p + MethodLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(p);
  rt.decref(M[p + MethodLayout.FUNC]!);
  rt.xdecref(M[p + MethodLayout.SELF]!);
  if (rt.freeMethods.length < rt.profile.methodFreeList) rt.freeMethods.push(p);
  else rt.freeGcObject(p);
}

function defineMethodType(rt: Machine): void {
  defineType(rt, T.METHOD, {
    name: 'method',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC,
    weaklistoffset: MethodLayout.WEAKREFLIST * 4,
    tp_dealloc: methodDealloc,
    tp_traverse: (rt, p, visit) => {
      visit(rt, rt.M[p + MethodLayout.FUNC]!);
      visit(rt, rt.M[p + MethodLayout.SELF]!);
    },
    vectorcall: methodVectorcall,
    tp_call: (rt, p, tuple, kwargs) => callTupleDict(rt, p, tuple, kwargs),
    tp_getattro: (rt, p, name) => {
      const info = rt.typeOf(p);
      const descriptor = typeLookup(rt, info, name);
      if (descriptor !== 0) return genericGetAttr(rt, p, name);
      return getAttr(rt, rt.M[p + MethodLayout.FUNC]!, name);
    },
    tp_repr: (rt, p) => {
      const func = rt.M[p + MethodLayout.FUNC]!;
      const self = rt.M[p + MethodLayout.SELF]!;
      const name = rt.is(func, T.FUNCTION) ? rt.text(rt.M[func + FunctionLayout.QUALNAME]!) : '?';
      const object = repr(rt, self);
      if (object === 0) return 0;
      const text = newStr(rt, `<bound method ${name} of ${rt.text(object)}>`);
      rt.decref(object);
      return text;
    },
    tp_hash: (rt, p) => {
      if (rt.profile.minor >= 8) hashPointer(rt, rt.M[p + MethodLayout.SELF]!);
      const low = rt.hashLow;
      const high = rt.hashHigh;
      if (hash(rt, rt.M[p + MethodLayout.FUNC]!) < 0) return -1;
      rt.hashLow ^= low;
      rt.hashHigh ^= high;
      if (rt.hashLow === -1 && rt.hashHigh === -1) rt.hashLow = -2;
      return 0;
    },
    tp_richcompare: (rt, a, b, op) => {
      if ((op !== 2 && op !== 3) || !rt.is(a, T.METHOD) || !rt.is(b, T.METHOD)) return rt.newRef(S.NOT_IMPLEMENTED);
      const M = rt.M;
      let same = M[a + MethodLayout.SELF] === M[b + MethodLayout.SELF];
      if (same) {
        const result = compare(rt, M[a + MethodLayout.FUNC]!, M[b + MethodLayout.FUNC]!, 2);
        if (result === 0) return 0;
        same = result === S.TRUE;
        rt.decref(result);
      }
      return rt.bool(same === (op === 2));
    },
    tp_descr_get: (rt, p) => rt.newRef(p),
    tp_new: (rt, _type, args) => {
      const n = rt.M[args + Ob.SIZE]!;
      if (n !== 2) return rt.raise(E.TypeError, `method expected 2 arguments, got ${n}`);
      const func = rt.M[args + TupleLayout.ITEM]!;
      const self = rt.M[args + TupleLayout.ITEM + 2]!;
      if (self === S.NONE) return rt.raise(E.TypeError, 'instance must not be None');
      return newMethod(rt, func, self);
    },
    members: [
      { name: '__func__', offset: MethodLayout.FUNC, readonly: true, missing: 'none' },
      { name: '__self__', offset: MethodLayout.SELF, readonly: true, missing: 'none' },
    ],
    getset: [{ name: '__doc__', get: (rt, p) => getAttr(rt, rt.M[p + MethodLayout.FUNC]!, rt.ids.__doc__) }],
    methods: [
      {
        name: '__reduce__',
        kind: MethodKind.NOARGS,
        fn: (rt) => rt.raise(E.TypeError, "cannot pickle 'method' object"),
      },
    ],
  });
}

/** A cell; the reference to its content (0: empty) is taken over. */
export function newCell(rt: Machine, contents: number): number {
  const p = rt.newGcObject(T.CELL, 24);
  rt.M[p + CellLayout.CONTENTS] = contents;
  rt.gcTrack(p);
  return p;
}

function defineCellType(rt: Machine): void {
  defineType(rt, T.CELL, {
    name: 'cell',
    basicsize: 24,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (rt, p) => {
      rt.gcUntrack(p);
      rt.xdecref(rt.M[p + CellLayout.CONTENTS]!);
      rt.freeGcObject(p);
    },
    tp_traverse: (rt, p, visit) => {
      if (rt.M[p + CellLayout.CONTENTS] !== 0) visit(rt, rt.M[p + CellLayout.CONTENTS]!);
    },
    tp_clear: (rt, p) => clearField(rt, p, CellLayout.CONTENTS),
    tp_new: (rt, _type, args) => {
      const n = rt.M[args + Ob.SIZE]!;
      return newCell(rt, n > 0 ? rt.newRef(rt.M[args + TupleLayout.ITEM]!) : 0);
    },
    tp_repr: (rt, p) => {
      const o = rt.M[p + CellLayout.CONTENTS]!;
      const what = o === 0 ? 'empty' : `${rt.typeOf(o).name} object at ${addressText(rt, o)}`;
      return newStr(rt, `<cell at ${addressText(rt, p)}: ${what}>`);
    },
    tp_richcompare: (rt, a, b, op) => {
      if (!rt.is(a, T.CELL) || !rt.is(b, T.CELL)) return rt.newRef(S.NOT_IMPLEMENTED);
      const x = rt.M[a + CellLayout.CONTENTS]!;
      const y = rt.M[b + CellLayout.CONTENTS]!;
      if (x !== 0 && y !== 0) return compare(rt, x, y, op);
      const left = x === 0 ? 0 : 1;
      const right = y === 0 ? 0 : 1;
      return rt.bool([left < right, left <= right, left === right, left !== right, left > right, left >= right][op]!);
    },
    getset: [
      {
        name: 'cell_contents',
        get: (rt, p) => {
          const o = rt.M[p + CellLayout.CONTENTS]!;
          return o === 0 ? rt.raise(E.ValueError, 'cell is empty') : rt.newRef(o);
        },
        set: (rt, p, value) => {
          const old = rt.M[p + CellLayout.CONTENTS]!;
          rt.M[p + CellLayout.CONTENTS] = value === 0 ? 0 : rt.newRef(value);
          if (old !== 0) rt.decref(old);
          return 0;
        },
      },
    ],
  });
}
