/** Builtins about single objects: attributes, text, identity, types. Follows bltinmodule.c. */
import { shownAddress } from '../memory/regions.js';
import { checkArgs } from '../objects/args.js';
import { call1 } from '../objects/call.js';
import { isInstanceOf, isSubclassOf } from '../objects/instanceCheck.js';
import { asIndex, newBigInt, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { getAttr, getIter, hash, lookupAttr, repr, setAttr, size } from '../objects/object.js';
import { boundSpecial, callSpecial } from '../objects/specialCall.js';
import { internStr, newStr } from '../objects/strCore.js';
import { codePoints, findAttr } from '../objects/support.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { ports } from './builtinsPorts.js';

function attributeName(rt: Machine, name: number, where: string): boolean {
  if (rt.isStr(name)) return true;
  if (rt.profile.minor <= 10 && where !== '') rt.raise(E.TypeError, `${where}(): attribute name must be string`);
  else rt.raise(E.TypeError, `attribute name must be string, not '${rt.typeOf(name).name}'`);
  return false;
}

function getattr(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'getattr', nargs, 2, 3)) return 0;
  const M = rt.M;
  const name = M[args + 2]!;
  if (!attributeName(rt, name, 'getattr')) return 0;
  if (nargs === 2) return getAttr(rt, M[args]!, name);
  const found = lookupAttr(rt, M[args]!, name);
  if (found === 0 && rt.currentException === 0) return rt.newRef(M[args + 4]!);
  return found;
}

function hasattr(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'hasattr', nargs, 2, 2)) return 0;
  const name = rt.M[args + 2]!;
  if (!attributeName(rt, name, 'hasattr')) return 0;
  const found = lookupAttr(rt, rt.M[args]!, name);
  if (found === 0) return rt.currentException !== 0 ? 0 : rt.bool(false);
  rt.decref(found);
  return rt.bool(true);
}

function setattr(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'setattr', nargs, 3, 3)) return 0;
  const M = rt.M;
  if (!attributeName(rt, M[args + 2]!, '')) return 0;
  return setAttr(rt, M[args]!, M[args + 2]!, M[args + 4]!) < 0 ? 0 : rt.none();
}

function delattr(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'delattr', nargs, 2, 2)) return 0;
  const M = rt.M;
  if (!attributeName(rt, M[args + 2]!, '')) return 0;
  return setAttr(rt, M[args]!, M[args + 2]!, 0) < 0 ? 0 : rt.none();
}

/** `ascii(o)`: the repr with escapes for what is not ASCII. */
export function asciiOf(rt: Machine, o: number): number {
  const text = repr(rt, o);
  if (text === 0) return 0;
  const plain = rt.text(text);
  let escaped = '';
  let changed = false;
  for (const character of plain) {
    const point = character.codePointAt(0)!;
    if (point < 128) {
      escaped += character;
      continue;
    }
    changed = true;
    const hex = point.toString(16);
    escaped += point < 256 ? `\\x${hex}` : point < 65536 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  }
  if (!changed) return text;
  rt.decref(text);
  return newStr(rt, escaped);
}

function callable(rt: Machine, _self: number, o: number): number {
  const info = rt.typeOf(o);
  return rt.bool(info.tp_call !== null || info.vectorcall !== null);
}

function chr(rt: Machine, _self: number, o: number): number {
  const minor = rt.profile.minor;
  if (minor <= 9 && !rt.isInt(o) && rt.typeOf(o).nb_index === null) {
    return rt.raise(E.TypeError, `an integer is required (got type ${rt.typeOf(o).name})`);
  }
  const point = asIndex(rt, o, E.OverflowError);
  if (Number.isNaN(point)) {
    if (!rt.errorIs(E.OverflowError)) return 0;
    rt.clearError();
    if (minor >= 13) return rt.raise(E.ValueError, 'chr() arg not in range(0x110000)');
    return rt.raise(E.OverflowError, 'Python int too large to convert to C int');
  }
  if ((point > 0x7fff_ffff || point < -0x8000_0000) && minor < 13) {
    return rt.raise(E.OverflowError, 'Python int too large to convert to C int');
  }
  if (point < 0 || point > 0x10ffff) return rt.raise(E.ValueError, 'chr() arg not in range(0x110000)');
  return newStr(rt, String.fromCodePoint(point));
}

function ord(rt: Machine, _self: number, o: number): number {
  if (rt.isStr(o)) {
    const points = codePoints(rt.text(o));
    if (points.length === 1) return newInt(rt, points[0]!);
    return rt.raise(E.TypeError, `ord() expected a character, but string of length ${points.length} found`);
  }
  const buffer = rt.typeOf(o).bf_getbuffer;
  if (buffer !== null && (rt.hasFlag(o, TypeFlag.BYTES_SUBCLASS) || rt.isInstance(o, T.BYTEARRAY))) {
    const bytes = buffer(rt, o);
    if (bytes === null) return 0;
    if (bytes.length === 1) return newInt(rt, bytes[0]!);
    return rt.raise(E.TypeError, `ord() expected a character, but string of length ${bytes.length} found`);
  }
  return rt.raise(E.TypeError, `ord() expected string of length 1, but ${rt.typeOf(o).name} found`);
}

function hashBuiltin(rt: Machine, _self: number, o: number): number {
  if (hash(rt, o) < 0) return 0;
  const { hashLow: low, hashHigh: high } = rt;
  if (high === low >> 31) return newInt(rt, low);
  return newBigInt(rt, (BigInt(high) << 32n) | BigInt(low >>> 0));
}

function id(rt: Machine, _self: number, o: number): number {
  return newInt(rt, shownAddress(o));
}

function isinstance(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'isinstance', nargs, 2, 2)) return 0;
  const answer = isInstanceOf(rt, rt.M[args]!, rt.M[args + 2]!);
  return answer < 0 ? 0 : rt.bool(answer > 0);
}

function issubclass(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'issubclass', nargs, 2, 2)) return 0;
  const answer = isSubclassOf(rt, rt.M[args]!, rt.M[args + 2]!);
  return answer < 0 ? 0 : rt.bool(answer > 0);
}

function len(rt: Machine, _self: number, o: number): number {
  const n = size(rt, o);
  return n < 0 ? 0 : newInt(rt, n);
}

/** `format(o, spec)` with a str or 0. Follows abstract.c: PyObject_Format. */
export function formatObject(rt: Machine, o: number, spec: number): number {
  if (spec === 0 || rt.length(spec) === 0) {
    if (rt.is(o, T.STR)) return rt.newRef(o);
    if (rt.is(o, T.INT)) return repr(rt, o);
  }
  const method = boundSpecial(rt, o, '__format__');
  if (method === 0) {
    if (rt.currentException !== 0) return 0;
    return rt.raise(E.TypeError, `Type ${rt.typeOf(o).name} doesn't define __format__`);
  }
  const result = call1(rt, method, spec === 0 ? S.EMPTY_STR : spec);
  rt.decref(method);
  if (result !== 0 && !rt.isStr(result)) {
    const name = rt.typeOf(result).name;
    rt.decref(result);
    return rt.raise(E.TypeError, `__format__ must return a str, not ${name}`);
  }
  return result;
}

function format(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'format', nargs, 1, 2)) return 0;
  const spec = nargs === 2 ? rt.M[args + 2]! : 0;
  if (spec !== 0 && !rt.isStr(spec)) {
    return rt.raise(E.TypeError, `format() argument 2 must be str, not ${typeWord(rt, spec)}`);
  }
  return formatObject(rt, rt.M[args]!, spec);
}

function typeWord(rt: Machine, o: number): string {
  return o === S.NONE ? 'None' : rt.typeOf(o).name;
}

function dir(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'dir', nargs, 0, 1)) return 0;
  let names: number;
  if (nargs === 0) {
    const locals = ports(rt).currentLocals();
    if (locals === 0) return 0;
    const keys = getAttr(rt, locals, internStr(rt, 'keys'));
    rt.decref(locals);
    if (keys === 0) return 0;
    names = callNoArguments(rt, keys);
  } else {
    names = callSpecial(rt, rt.M[args]!, '__dir__');
    if (names === 0 && rt.currentException === 0) return rt.raise(E.TypeError, 'object does not provide __dir__');
  }
  if (names === 0) return 0;
  const list = call1(rt, T.LIST, names);
  rt.decref(names);
  if (list === 0) return 0;
  const sort = getAttr(rt, list, internStr(rt, 'sort'));
  const sorted = sort === 0 ? 0 : callNoArguments(rt, sort);
  if (sorted === 0) {
    rt.decref(list);
    return 0;
  }
  rt.decref(sorted);
  return list;
}

/** Calls an object and gives it up. */
function callNoArguments(rt: Machine, f: number): number {
  const info = rt.typeOf(f);
  const result =
    info.vectorcall !== null ? info.vectorcall(rt, f, rt.nativeTop, 0, 0) : info.tp_call!(rt, f, S.EMPTY_TUPLE, 0);
  rt.decref(f);
  return result;
}

function vars(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'vars', nargs, 0, 1)) return 0;
  if (nargs === 0) return ports(rt).currentLocals();
  const dict = findAttr(rt, rt.M[args]!, '__dict__');
  if (dict === 0 && rt.currentException === 0) {
    return rt.raise(E.TypeError, 'vars() argument must have __dict__ attribute');
  }
  return dict;
}

function globals(rt: Machine): number {
  const dict = ports(rt).currentGlobals();
  return dict === 0 ? rt.none() : rt.newRef(dict);
}

function iter(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'iter', nargs, 1, 2)) return 0;
  const o = rt.M[args]!;
  if (nargs === 1) return getIter(rt, o);
  const info = rt.typeOf(o);
  if (info.tp_call === null && info.vectorcall === null) {
    const words =
      rt.profile.minor === 12 || rt.profile.minor >= 14 ? 'iter(object, sentinel): object' : 'iter(v, w): v';
    return rt.raise(E.TypeError, `${words} must be callable`);
  }
  const p = rt.newGcObject(T.CALLABLE_ITERATOR, 32);
  rt.M[p + 4] = rt.newRef(o);
  rt.M[p + 6] = rt.newRef(rt.M[args + 2]!);
  rt.gcTrack(p);
  return p;
}

function aiter(rt: Machine, _self: number, o: number): number {
  const info = rt.typeOf(o);
  if (info.am_aiter === null) return rt.raise(E.TypeError, `'${info.name}' object is not an async iterable`);
  const it = info.am_aiter(rt, o);
  if (it !== 0 && rt.typeOf(it).am_anext === null) {
    const name = rt.typeOf(it).name;
    rt.decref(it);
    return rt.raise(E.TypeError, `aiter() returned not an async iterator of type '${name}'`);
  }
  return it;
}

function anext(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'anext', nargs, 1, 2)) return 0;
  const info = rt.typeOf(rt.M[args]!);
  if (info.am_anext === null) return rt.raise(E.TypeError, `'${info.name}' object is not an async iterator`);
  const awaitable = info.am_anext(rt, rt.M[args]!);
  if (nargs === 1 || awaitable === 0) return awaitable;
  const p = rt.newGcObject(T.ANEXT_AWAITABLE, 32);
  rt.M[p + 4] = awaitable;
  rt.M[p + 6] = rt.newRef(rt.M[args + 2]!);
  rt.gcTrack(p);
  return p;
}

export const OBJECT_FUNCTIONS: readonly MethodDef[] = [
  { name: 'ascii', kind: MethodKind.O, fn: (rt, _self, o) => asciiOf(rt, o) },
  { name: 'callable', kind: MethodKind.O, fn: callable },
  { name: 'chr', kind: MethodKind.O, fn: chr },
  { name: 'delattr', kind: MethodKind.FAST, fn: delattr },
  { name: 'dir', kind: MethodKind.FAST, fn: dir },
  { name: 'format', kind: MethodKind.FAST, fn: format },
  { name: 'getattr', kind: MethodKind.FAST, fn: getattr },
  { name: 'globals', kind: MethodKind.NOARGS, fn: globals },
  { name: 'hasattr', kind: MethodKind.FAST, fn: hasattr },
  { name: 'hash', kind: MethodKind.O, fn: hashBuiltin },
  { name: 'id', kind: MethodKind.O, fn: id },
  { name: 'isinstance', kind: MethodKind.FAST, fn: isinstance },
  { name: 'issubclass', kind: MethodKind.FAST, fn: issubclass },
  { name: 'iter', kind: MethodKind.FAST, fn: iter },
  { name: 'aiter', kind: MethodKind.O, fn: aiter },
  { name: 'len', kind: MethodKind.O, fn: len },
  { name: 'locals', kind: MethodKind.NOARGS, fn: (rt) => ports(rt).currentLocals() },
  { name: 'anext', kind: MethodKind.FAST, fn: anext },
  { name: 'ord', kind: MethodKind.O, fn: ord },
  { name: 'repr', kind: MethodKind.O, fn: (rt, _self, o) => repr(rt, o) },
  { name: 'setattr', kind: MethodKind.FAST, fn: setattr },
  { name: 'vars', kind: MethodKind.FAST, fn: vars },
];
