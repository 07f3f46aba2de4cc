/** Descriptors of native types: methods, class methods, slot wrappers, members, getsets, method-wrapper. Follows descrobject.c. */
import { DescrLayout, MethodLayout, Ob, TupleLayout } from '../memory/layout.js';
import { callNative, docOf, nativeIndex, newBuiltin, refuses } from './builtinFunction.js';
import { callTupleDict, keywordDict } from './call.js';
import { defineType } from './defineType.js';
import type { Machine } from './machine.js';
import { addressText, hashPointer, trashcanBegin, trashcanEnd } from './object.js';
import { SLOTS } from './slots.js';
import { internStr, newStr } from './strCore.js';
import { newTuple, tupleFromVector } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MemberDef, type MethodDef, type NativeFn, TypeFlag, type TypeInfo } from './typeInfo.js';

function newDescriptor(rt: Machine, type: number, info: TypeInfo, name: string, bytes: number): number {
  const M = rt.M;
  const p = rt.newGcObject(type, bytes);
  M[p + DescrLayout.TYPE] = rt.newRef(info.address);
  M[p + DescrLayout.NAME] = rt.newRef(internStr(rt, name));
  M[p + DescrLayout.QUALNAME] = 0;
  M[p + DescrLayout.DEF] = 0;
  // Members and getsets end before this word.
  if (bytes > 48) M[p + DescrLayout.WRAPPED] = 0;
  rt.gcTrack(p);
  return p;
}

/** A method of a native type. */
export function newMethodDescriptor(rt: Machine, info: TypeInfo, def: MethodDef): number {
  const p = newDescriptor(rt, T.METHOD_DESCRIPTOR, info, def.name, 56);
  rt.M[p + DescrLayout.DEF] = nativeIndex(rt, def);
  return p;
}

export function newClassMethodDescriptor(rt: Machine, info: TypeInfo, def: MethodDef): number {
  const p = newDescriptor(rt, T.CLASSMETHOD_DESCRIPTOR, info, def.name, 56);
  rt.M[p + DescrLayout.DEF] = nativeIndex(rt, def);
  return p;
}

/** A wrapper of the slot in row `slot` of SLOTS, for a type that fills it natively. */
export function newSlotWrapper(rt: Machine, info: TypeInfo, slot: number): number {
  const p = newDescriptor(rt, T.WRAPPER_DESCRIPTOR, info, SLOTS[slot]!.name, 56);
  rt.M[p + DescrLayout.DEF] = slot;
  rt.M[p + DescrLayout.WRAPPED] = rt.wrappedSlots.push(info[SLOTS[slot]!.field]) - 1;
  return p;
}

export function newMemberDescriptor(rt: Machine, info: TypeInfo, def: MemberDef): number {
  const p = newDescriptor(rt, T.MEMBER_DESCRIPTOR, info, def.name, 48);
  rt.M[p + DescrLayout.DEF] = rt.members.push(def) - 1;
  return p;
}

export function newGetSetDescriptor(rt: Machine, info: TypeInfo, def: GetSetDef): number {
  const p = newDescriptor(rt, T.GETSET_DESCRIPTOR, info, def.name, 48);
  rt.M[p + DescrLayout.DEF] = rt.getsets.push(def) - 1;
  return p;
}

/** The native slot function behind a slot wrapper. */
export function wrappedSlot(rt: Machine, descriptor: number): unknown {
  return rt.wrappedSlots[rt.M[descriptor + DescrLayout.WRAPPED]!];
}

const nameOf = (rt: Machine, p: number): string => rt.text(rt.M[p + DescrLayout.NAME]!);
const ownerOf = (rt: Machine, p: number): TypeInfo => rt.infoOf(rt.M[p + DescrLayout.TYPE]!);

/** Whether a descriptor applies to the object; TypeError otherwise. Follows descrobject.c: descr_check. */
function applies(rt: Machine, descriptor: number, object: number): boolean {
  if (rt.isInstance(object, rt.M[descriptor + DescrLayout.TYPE]!)) return true;
  rt.raise(
    E.TypeError,
    `descriptor '${nameOf(rt, descriptor)}' for '${ownerOf(rt, descriptor).fullName}' objects doesn't apply to a '${rt.typeOf(object).fullName}' object`,
  );
  return false;
}

/** Checks the first argument of an unbound native method. Follows descrobject.c: method_check_args. */
function checkSelf(rt: Machine, descriptor: number, args: number, nargs: number): boolean {
  if (nargs < 1) {
    const owner = ownerOf(rt, descriptor).name;
    const name = nameOf(rt, descriptor);
    const what =
      rt.profile.minor <= 8 ? `descriptor '${name}' of '${owner}' object` : `unbound method ${owner}.${name}()`;
    rt.raise(E.TypeError, `${what} needs an argument`);
    return false;
  }
  return applies(rt, descriptor, rt.M[args]!);
}

function methodVectorcall(rt: Machine, callable: number, args: number, nargs: number, kwnames: number): number {
  if (!checkSelf(rt, callable, args, nargs)) return 0;
  const M = rt.M;
  const def = rt.natives[M[callable + DescrLayout.DEF]!]!;
  // The message tells the method by its qualified name, which is kept from then on. Follows object.c: _PyObject_FunctionStr.
  if (rt.profile.minor >= 9 && refuses(def, nargs - 1, kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!)) {
    rt.decref(qualifiedName(rt, callable));
  }
  return callNative(rt, def, M[args]!, args + 2, nargs - 1, kwnames);
}

function wrapperCall(rt: Machine, descriptor: number, self: number, args: number, kwargs: number): number {
  const slot = SLOTS[rt.M[descriptor + DescrLayout.DEF]!]!;
  if (kwargs !== 0 && rt.M[kwargs + 4] !== 0 && slot.name !== '__init__' && slot.name !== '__call__') {
    return rt.raise(E.TypeError, `wrapper ${slot.name}() takes no keyword arguments`);
  }
  return slot.wrapper!(rt, self, args, kwargs, wrappedSlot(rt, descriptor));
}

/** `int.__add__(1, 2)`: the first argument is the object. Follows descrobject.c: wrapperdescr_call. */
function wrapperDescriptorCall(rt: Machine, p: number, args: number, kwargs: number): number {
  const M = rt.M;
  const n = M[args + Ob.SIZE]!;
  if (n < 1) {
    return rt.raise(
      E.TypeError,
      `descriptor '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' object needs an argument`,
    );
  }
  const self = M[args + TupleLayout.ITEM]!;
  if (!rt.isSubtype(M[self + Ob.TYPE]!, M[p + DescrLayout.TYPE]!)) {
    return rt.raise(
      E.TypeError,
      `descriptor '${nameOf(rt, p)}' requires a '${ownerOf(rt, p).fullName}' object but received a '${rt.typeOf(self).fullName}'`,
    );
  }
  const rest = newTuple(rt, n - 1);
  for (let i = 1; i < n; i++) M[rest + TupleLayout.ITEM + 2 * (i - 1)] = rt.newRef(M[args + TupleLayout.ITEM + 2 * i]!);
  if (n > 1) rt.gcTrack(rest);
  const result = wrapperCall(rt, p, self, rest, kwargs);
  rt.decref(rest);
  return result;
}

/** method-wrapper: a slot wrapper bound to an object. */
function newMethodWrapper(rt: Machine, descriptor: number, self: number): number {
  const M = rt.M;
  const p = rt.newGcObject(T.METHOD_WRAPPER, 32);
  M[p + MethodLayout.FUNC] = rt.newRef(descriptor);
  M[p + MethodLayout.SELF] = rt.newRef(self);
  rt.gcTrack(p);
  return p;
}

function dealloc(rt: Machine, p: number): void {
  rt.gcUntrack(p);
  rt.xdecref(rt.M[p + DescrLayout.TYPE]!);
  rt.xdecref(rt.M[p + DescrLayout.NAME]!);
  rt.xdecref(rt.M[p + DescrLayout.QUALNAME]!);
  rt.freeGcObject(p);
}

const traverse = (rt: Machine, p: number, visit: (rt: Machine, o: number) => void): void => {
  if (rt.M[p + DescrLayout.TYPE] !== 0) visit(rt, rt.M[p + DescrLayout.TYPE]!);
};

const commonMembers: readonly MemberDef[] = [
  { name: '__objclass__', offset: DescrLayout.TYPE, readonly: true, missing: 'none' },
  { name: '__name__', offset: DescrLayout.NAME, readonly: true, missing: 'none' },
];

const qualname: GetSetDef = {
  name: '__qualname__',
  get: qualifiedName,
};

/** Made when it is first asked for, and kept. Follows descrobject.c: descr_get_qualname. */
function qualifiedName(rt: Machine, p: number): number {
  const M = rt.M;
  if (M[p + DescrLayout.QUALNAME] === 0) {
    M[p + DescrLayout.QUALNAME] = newStr(rt, `${ownerOf(rt, p).name}.${nameOf(rt, p)}`);
  }
  return rt.newRef(M[p + DescrLayout.QUALNAME]!);
}

/** Reads a member. Follows structmember.c: PyMember_GetOne. */
export function memberGet(rt: Machine, p: number, object: number, type: number): number {
  if (object === 0) return rt.newRef(p);
  void type;
  if (!applies(rt, p, object)) return 0;
  const def = rt.members[rt.M[p + DescrLayout.DEF]!]!;
  const value = rt.M[object + def.offset]!;
  if (value !== 0) return rt.newRef(value);
  if (def.missing === 'none') return rt.none();
  if (rt.profile.minor >= 10) {
    return rt.raise(E.AttributeError, `'${rt.typeOf(object).name}' object has no attribute '${def.name}'`);
  }
  return rt.raise(E.AttributeError, def.name);
}

function memberSet(rt: Machine, p: number, object: number, value: number): number {
  if (!applies(rt, p, object)) return -1;
  const def = rt.members[rt.M[p + DescrLayout.DEF]!]!;
  if (def.readonly) return rt.fail(E.AttributeError, 'readonly attribute');
  const M = rt.M;
  const old = M[object + def.offset]!;
  if (value === 0 && old === 0 && def.missing === 'error') return rt.fail(E.AttributeError, def.name);
  M[object + def.offset] = value === 0 ? 0 : rt.newRef(value);
  if (old !== 0) rt.decref(old);
  return 0;
}

function getsetGet(rt: Machine, p: number, object: number, _type: number): number {
  if (object === 0) return rt.newRef(p);
  if (!applies(rt, p, object)) return 0;
  return rt.getsets[rt.M[p + DescrLayout.DEF]!]!.get(rt, object);
}

function getsetSet(rt: Machine, p: number, object: number, value: number): number {
  if (!applies(rt, p, object)) return -1;
  const def = rt.getsets[rt.M[p + DescrLayout.DEF]!]!;
  if (def.set !== undefined) return def.set(rt, object, value);
  return rt.fail(
    E.AttributeError,
    `attribute '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' objects is not writable`,
  );
}

/** Wraps a keyword-taking vector call of a tp_call type. */
function vectorThroughCall(call: NativeFn) {
  return (rt: Machine, callable: number, args: number, nargs: number, kwnames: number): number => {
    const tuple = tupleFromVector(rt, args, nargs);
    const kwargs = kwnames !== 0 && rt.M[kwnames + Ob.SIZE]! > 0 ? keywordDict(rt, args + 2 * nargs, kwnames) : 0;
    const result = call(rt, callable, tuple, kwargs, 0);
    rt.decref(tuple);
    if (kwargs !== 0) rt.decref(kwargs);
    return result;
  };
}

export function defineDescriptorTypes(rt: Machine): void {
  defineType(rt, T.METHOD_DESCRIPTOR, {
    name: 'method_descriptor',
    basicsize: 56,
    flags: TypeFlag.HAVE_GC | TypeFlag.METHOD_DESCRIPTOR,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_repr: (rt, p) => newStr(rt, `<method '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' objects>`),
    vectorcall: methodVectorcall,
    tp_call: (rt, p, tuple, kwargs) => callTupleDict(rt, p, tuple, kwargs),
    tp_descr_get: (rt, p, object) => {
      if (object === 0) return rt.newRef(p);
      if (!applies(rt, p, object)) return 0;
      return newBuiltin(rt, rt.natives[rt.M[p + DescrLayout.DEF]!]!, object, 0);
    },
    members: commonMembers,
    getset: [
      qualname,
      { name: '__doc__', get: (rt, p) => docOf(rt, rt.natives[rt.M[p + DescrLayout.DEF]!]!) },
      { name: '__text_signature__', get: (rt) => rt.none() },
    ],
  });
  defineType(rt, T.CLASSMETHOD_DESCRIPTOR, {
    name: 'classmethod_descriptor',
    basicsize: 56,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_repr: (rt, p) => newStr(rt, `<method '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' objects>`),
    tp_call: (rt, p, args, kwargs) => {
      const M = rt.M;
      const n = M[args + Ob.SIZE]!;
      if (n < 1)
        return rt.raise(
          E.TypeError,
          `descriptor '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' object needs an argument`,
        );
      const bound = newBuiltin(rt, rt.natives[M[p + DescrLayout.DEF]!]!, M[args + TupleLayout.ITEM]!, 0);
      const rest = newTuple(rt, n - 1);
      for (let i = 1; i < n; i++)
        M[rest + TupleLayout.ITEM + 2 * (i - 1)] = rt.newRef(M[args + TupleLayout.ITEM + 2 * i]!);
      if (n > 1) rt.gcTrack(rest);
      const result = callTupleDict(rt, bound, rest, kwargs);
      rt.decref(rest);
      rt.decref(bound);
      return result;
    },
    tp_descr_get: (rt, p, object, type) => {
      const owner = type === 0 ? rt.M[object + Ob.TYPE]! : type;
      if (!rt.isSubtype(owner, rt.M[p + DescrLayout.TYPE]!)) {
        return rt.raise(
          E.TypeError,
          `descriptor '${nameOf(rt, p)}' requires a subtype of '${ownerOf(rt, p).fullName}' but received '${rt.infoOf(owner).fullName}'`,
        );
      }
      return newBuiltin(rt, rt.natives[rt.M[p + DescrLayout.DEF]!]!, owner, 0);
    },
    members: commonMembers,
    getset: [qualname, { name: '__doc__', get: (rt, p) => docOf(rt, rt.natives[rt.M[p + DescrLayout.DEF]!]!) }],
  });
  defineType(rt, T.WRAPPER_DESCRIPTOR, {
    name: 'wrapper_descriptor',
    basicsize: 56,
    flags: TypeFlag.HAVE_GC | TypeFlag.METHOD_DESCRIPTOR,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_repr: (rt, p) => newStr(rt, `<slot wrapper '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' objects>`),
    tp_call: wrapperDescriptorCall,
    vectorcall: vectorThroughCall(wrapperDescriptorCall),
    tp_descr_get: (rt, p, object) => {
      if (object === 0) return rt.newRef(p);
      if (!applies(rt, p, object)) return 0;
      return newMethodWrapper(rt, p, object);
    },
    members: commonMembers,
    getset: [
      qualname,
      { name: '__doc__', get: (rt, p) => newStr(rt, SLOTS[rt.M[p + DescrLayout.DEF]!]!.doc) },
      { name: '__text_signature__', get: (rt) => rt.none() },
    ],
  });
  defineType(rt, T.METHOD_WRAPPER, {
    name: 'method-wrapper',
    basicsize: 32,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (rt, p) => {
      rt.gcUntrack(p);
      if (!trashcanBegin(rt, p)) return;
      rt.xdecref(rt.M[p + MethodLayout.FUNC]!);
      rt.xdecref(rt.M[p + MethodLayout.SELF]!);
      rt.freeGcObject(p);
      trashcanEnd(rt);
    },
    tp_traverse: (rt, p, visit) => {
      visit(rt, rt.M[p + MethodLayout.FUNC]!);
      visit(rt, rt.M[p + MethodLayout.SELF]!);
    },
    tp_repr: (rt, p) => {
      const self = rt.M[p + MethodLayout.SELF]!;
      const name = nameOf(rt, rt.M[p + MethodLayout.FUNC]!);
      return newStr(rt, `<method-wrapper '${name}' of ${rt.typeOf(self).name} object at ${addressText(rt, self)}>`);
    },
    tp_call: (rt, p, args, kwargs) =>
      wrapperCall(rt, rt.M[p + MethodLayout.FUNC]!, rt.M[p + MethodLayout.SELF]!, args, kwargs),
    tp_hash: (rt, p) => hashPointer(rt, rt.M[p + MethodLayout.SELF]! ^ rt.M[p + MethodLayout.FUNC]!),
    tp_richcompare: (rt, a, b, op) => {
      if ((op !== 2 && op !== 3) || !rt.is(b, T.METHOD_WRAPPER)) return rt.newRef(S.NOT_IMPLEMENTED);
      const same =
        rt.M[a + MethodLayout.FUNC] === rt.M[b + MethodLayout.FUNC] &&
        rt.M[a + MethodLayout.SELF] === rt.M[b + MethodLayout.SELF];
      return rt.bool(same === (op === 2));
    },
    members: [{ name: '__self__', offset: MethodLayout.SELF, readonly: true, missing: 'none' }],
    getset: [
      { name: '__name__', get: (rt, p) => newStr(rt, nameOf(rt, rt.M[p + MethodLayout.FUNC]!)) },
      {
        name: '__doc__',
        get: (rt, p) => newStr(rt, SLOTS[rt.M[rt.M[p + MethodLayout.FUNC]! + DescrLayout.DEF]!]!.doc),
      },
      { name: '__objclass__', get: (rt, p) => rt.newRef(rt.M[rt.M[p + MethodLayout.FUNC]! + DescrLayout.TYPE]!) },
      { name: '__qualname__', get: (rt, p) => qualname.get(rt, rt.M[p + MethodLayout.FUNC]!) },
    ],
  });
  defineType(rt, T.MEMBER_DESCRIPTOR, {
    name: 'member_descriptor',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_repr: (rt, p) => newStr(rt, `<member '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' objects>`),
    tp_descr_get: memberGet,
    tp_descr_set: memberSet,
    members: commonMembers,
    getset: [qualname, { name: '__doc__', get: (rt) => rt.none() }],
  });
  defineType(rt, T.GETSET_DESCRIPTOR, {
    name: 'getset_descriptor',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: dealloc,
    tp_traverse: traverse,
    tp_repr: (rt, p) => newStr(rt, `<attribute '${nameOf(rt, p)}' of '${ownerOf(rt, p).fullName}' objects>`),
    tp_descr_get: getsetGet,
    tp_descr_set: getsetSet,
    members: commonMembers,
    getset: [
      qualname,
      {
        name: '__doc__',
        get: (rt, p) => {
          const doc = rt.getsets[rt.M[p + DescrLayout.DEF]!]!.doc;
          return doc === undefined ? rt.none() : newStr(rt, doc);
        },
      },
    ],
  });
}
