/** Builtins about numbers. Follows bltinmodule.c. */
import { absolute, add, divmod, index, power } from '../objects/abstract.js';
import { checkArgs, parseKeywords } from '../objects/args.js';
import { call0, call1 } from '../objects/call.js';
import { floatValue, newFloat } from '../objects/floatCore.js';
import { intBig, intNumber, intSign, newCompactInt, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { getIter, iterNext } from '../objects/object.js';
import { boundSpecial } from '../objects/specialCall.js';
import { newStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';

/** `bin`, `oct` and `hex`: digits of an int with a prefix. */
function toBase(base: 2 | 8 | 16, prefix: string) {
  return (rt: Machine, _self: number, o: number): number => {
    const p = index(rt, o);
    if (p === 0) return 0;
    const number = intNumber(rt, p);
    const digits = Number.isNaN(number)
      ? (intSign(rt, p) < 0 ? -intBig(rt, p) : intBig(rt, p)).toString(base)
      : Math.abs(number).toString(base);
    const sign = intSign(rt, p) < 0 ? '-' : '';
    rt.decref(p);
    return newStr(rt, sign + prefix + digits);
  };
}

function divmodBuiltin(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'divmod', nargs, 2, 2)) return 0;
  return divmod(rt, rt.M[args]!, rt.M[args + 2]!);
}

const POW = { name: 'pow', names: ['base', 'exp', 'mod'], required: 2, positional: 3 };

function pow(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, POW, args, nargs, kwnames);
  if (values === null) return 0;
  return power(rt, values[0]!, values[1]!, values[2]! || S.NONE);
}

const ROUND = { name: 'round', names: ['number', 'ndigits'], required: 1, positional: 2 };

function round(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, ROUND, args, nargs, kwnames);
  if (values === null) return 0;
  const [number, ndigits] = values as [number, number];
  const method = boundSpecial(rt, number, '__round__');
  if (method === 0) {
    if (rt.currentException !== 0) return 0;
    return rt.raise(E.TypeError, `type ${rt.typeOf(number).name} doesn't define __round__ method`);
  }
  const result = ndigits === 0 || ndigits === S.NONE ? call0(rt, method) : call1(rt, method, ndigits);
  rt.decref(method);
  return result;
}

const SUM = { name: 'sum', names: ['', 'start'], required: 1, positional: 2 };

function sum(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, SUM, args, nargs, kwnames);
  if (values === null) return 0;
  const start = values[1]!;
  const it = getIter(rt, values[0]!);
  if (it === 0) return 0;
  let result: number;
  if (start === 0) result = newCompactInt(rt, 0);
  else {
    const refused = rt.isStr(start)
      ? "strings [use ''.join(seq) instead]"
      : rt.hasFlag(start, TypeFlag.BYTES_SUBCLASS)
        ? "bytes [use b''.join(seq) instead]"
        : rt.isInstance(start, T.BYTEARRAY)
          ? "bytearray [use b''.join(seq) instead]"
          : '';
    if (refused !== '') {
      rt.decref(it);
      return rt.raise(E.TypeError, `sum() can't sum ${refused}`);
    }
    result = rt.newRef(start);
  }
  result = addAll(rt, it, result);
  rt.decref(it);
  return result;
}

/** An exact int or bool that the fast path may add up: its value, or NaN. */
function smallOf(rt: Machine, p: number): number {
  return rt.is(p, T.INT) || rt.is(p, T.BOOL) ? intNumber(rt, p) : Number.NaN;
}

/** Adds the rest of an iterator to `result` (taken over). Ints and floats are added without objects. */
function addAll(rt: Machine, it: number, first: number): number {
  let result = first;
  let pending = 0;
  if (rt.is(result, T.INT) && !Number.isNaN(intNumber(rt, result))) {
    let total = intNumber(rt, result);
    rt.decref(result);
    result = 0;
    while (result === 0) {
      const item = iterNext(rt, it);
      if (item === 0) return rt.currentException !== 0 ? 0 : newInt(rt, total);
      const value = smallOf(rt, item);
      if (!Number.isNaN(value) && Number.isSafeInteger(total + value)) {
        total += value;
        rt.decref(item);
      } else {
        result = newInt(rt, total);
        pending = item;
      }
    }
    const next = addItem(rt, result, pending);
    if (next === 0) return 0;
    result = next;
  }
  if (rt.is(result, T.FLOAT)) {
    const compensated = rt.profile.minor >= 12;
    let total = floatValue(rt, result);
    let lost = 0;
    rt.decref(result);
    result = 0;
    const value = (): number => (compensated && lost !== 0 && Number.isFinite(lost) ? total + lost : total);
    while (result === 0) {
      const item = iterNext(rt, it);
      if (item === 0) return rt.currentException !== 0 ? 0 : newFloat(rt, value());
      if (rt.is(item, T.FLOAT)) {
        const x = floatValue(rt, item);
        const sumSoFar = total + x;
        if (compensated) lost += Math.abs(total) >= Math.abs(x) ? total - sumSoFar + x : x - sumSoFar + total;
        total = sumSoFar;
        rt.decref(item);
        continue;
      }
      const big = rt.isInt(item) ? intBig(rt, item) : null;
      if (big !== null && big < 2n ** 63n && big >= -(2n ** 63n)) {
        total += Number(big);
        rt.decref(item);
        continue;
      }
      result = newFloat(rt, value());
      pending = item;
    }
    const next = addItem(rt, result, pending);
    if (next === 0) return 0;
    result = next;
  }
  for (let item = iterNext(rt, it); item !== 0; item = iterNext(rt, it)) {
    const next = addItem(rt, result, item);
    if (next === 0) return 0;
    result = next;
  }
  if (rt.currentException !== 0) {
    rt.decref(result);
    return 0;
  }
  return result;
}

/** `result + item`; both references are taken over. */
function addItem(rt: Machine, result: number, item: number): number {
  const next = add(rt, result, item);
  rt.decref(result);
  rt.decref(item);
  return next;
}

export const NUMBER_FUNCTIONS: readonly MethodDef[] = [
  { name: 'abs', kind: MethodKind.O, fn: (rt, _self, o) => absolute(rt, o) },
  { name: 'bin', kind: MethodKind.O, fn: toBase(2, '0b') },
  { name: 'divmod', kind: MethodKind.FAST, fn: divmodBuiltin },
  { name: 'hex', kind: MethodKind.O, fn: toBase(16, '0x') },
  { name: 'oct', kind: MethodKind.O, fn: toBase(8, '0o') },
  { name: 'pow', kind: MethodKind.FASTKW, fn: pow },
  { name: 'round', kind: MethodKind.FASTKW, fn: round },
  { name: 'sum', kind: MethodKind.FASTKW, fn: sum },
];
