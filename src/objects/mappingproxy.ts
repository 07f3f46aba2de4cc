/** mappingproxy, the read-only view of a class's dict. Follows descrobject.c: mappingproxy_*. */
import { binaryOp, contains } from './abstract.js';
import { checkArgs, parseTupleKeywords } from './args.js';
import { callMethod0, callMethod2 } from './call.js';
import { defineType } from './defineType.js';
import { dictContains } from './dictCore.js';
import { newGenericAlias } from './genericAlias.js';
import type { Machine } from './machine.js';
import { compare, genericGetAttr, getItem, getIter, hash, size, str } from './object.js';
import { internStr, newStr } from './strCore.js';
import { reprText } from './support.js';
import { E, S, T } from './typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from './typeInfo.js';

const MAPPING = 4;

/** A proxy of a mapping (new reference taken). Follows PyDictProxy_New. */
export function newMappingProxy(rt: Machine, mapping: number): number {
  const p = rt.newGcObject(T.MAPPINGPROXY, 24);
  rt.M[p + MAPPING] = rt.newRef(mapping);
  rt.gcTrack(p);
  return p;
}

/** The mapping behind a proxy, borrowed. */
export function proxiedMapping(rt: Machine, proxy: number): number {
  return rt.M[proxy + MAPPING]!;
}

function proxyNew(rt: Machine, _type: number, args: number, kwargs: number): number {
  const values = parseTupleKeywords(
    rt,
    { name: 'mappingproxy', names: ['mapping'], required: 1, positional: 1 },
    args,
    kwargs,
  );
  if (values === null) return 0;
  const mapping = values[0]!;
  const info = rt.typeOf(mapping);
  if (info.mp_subscript === null || (info.flags & (TypeFlag.LIST_SUBCLASS | TypeFlag.TUPLE_SUBCLASS)) !== 0) {
    return rt.raise(E.TypeError, `mappingproxy() argument must be a mapping, not ${info.name}`);
  }
  return newMappingProxy(rt, mapping);
}

/** The proxied mapping where the operand is a proxy. */
function bare(rt: Machine, o: number): number {
  return rt.is(o, T.MAPPINGPROXY) ? rt.M[o + MAPPING]! : o;
}

const OR = 7;

function proxyOr(rt: Machine, left: number, right: number): number {
  return binaryOp(rt, OR, bare(rt, left), bare(rt, right));
}

function proxyInplaceOr(rt: Machine, self: number, _other: number): number {
  return rt.raise(E.TypeError, `'|=' is not supported by ${rt.typeOf(self).name}; use '|' instead`);
}

function forward(name: string): MethodDef {
  return {
    name,
    kind: MethodKind.NOARGS,
    fn: (rt, self) => callMethod0(rt, rt.M[self + MAPPING]!, internStr(rt, name)),
  };
}

function get(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'get', nargs, 1, 2)) return 0;
  const M = rt.M;
  return callMethod2(rt, M[self + MAPPING]!, internStr(rt, 'get'), M[args]!, nargs === 2 ? M[args + 2]! : S.NONE);
}

export function defineMappingProxyType(rt: Machine): void {
  const minor = rt.profile.minor;
  const methods: MethodDef[] = [
    { name: 'get', kind: MethodKind.FAST, fn: get },
    ...['keys', 'values', 'items', 'copy'].map(forward),
  ];
  if (minor >= 9)
    methods.push(
      { name: '__class_getitem__', kind: MethodKind.O | MethodKind.CLASS, fn: newGenericAlias },
      forward('__reversed__'),
    );
  defineType(rt, T.MAPPINGPROXY, {
    name: 'mappingproxy',
    base: T.OBJECT,
    basicsize: 24,
    flags: TypeFlag.HAVE_GC | TypeFlag.MAPPING,
    tp_new: proxyNew,
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      m.decref(m.M[self + MAPPING]!);
      m.freeGcObject(self);
    },
    tp_traverse: (m, self, visit) => visit(m, m.M[self + MAPPING]!),
    tp_getattro: genericGetAttr,
    tp_repr: (m, self) => {
      const text = reprText(m, m.M[self + MAPPING]!);
      return text === null ? 0 : newStr(m, `mappingproxy(${text})`);
    },
    tp_str: (m, self) => str(m, m.M[self + MAPPING]!),
    tp_richcompare: (m, self, other, op) => compare(m, m.M[self + MAPPING]!, other, op),
    tp_iter: (m, self) => getIter(m, m.M[self + MAPPING]!),
    ...(minor >= 12 ? { tp_hash: (m: Machine, self: number) => hash(m, m.M[self + MAPPING]!) } : {}),
    mp_length: (m, self) => size(m, m.M[self + MAPPING]!),
    mp_subscript: (m, self, key) => getItem(m, m.M[self + MAPPING]!, key),
    sq_contains: (m, self, key) => {
      const mapping = m.M[self + MAPPING]!;
      return m.is(mapping, T.DICT) ? dictContains(m, mapping, key) : contains(m, mapping, key);
    },
    ...(minor >= 9 ? { nb_or: proxyOr, nb_inplace_or: proxyInplaceOr } : {}),
    methods,
  });
}
