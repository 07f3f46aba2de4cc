/** One-line previews of objects, made without running anything of the program. */
import { BytesLayout, Ob, StrLayout, TypeLayout } from '../memory/layout.js';
import { shownAddress } from '../memory/regions.js';
import { complexRepr } from '../objects/complex.js';
import { type DictEntry, dictGetStr, dictNext } from '../objects/dictCore.js';
import { floatValue } from '../objects/floatCore.js';
import { intBig } from '../objects/intCore.js';
import { listItem, listLength } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { moduleName } from '../objects/module.js';
import { floatRepr } from '../objects/numberDigits.js';
import { isAnySet, setNext, setSlot } from '../objects/setTable.js';
import { reprOfBytes, reprOfText } from '../objects/strRepr.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag, type TypeInfo } from '../objects/typeInfo.js';

/** Most characters of a preview. */
export const PREVIEW_LENGTH = 60;
const DEPTH = 3;

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** At most {@link PREVIEW_LENGTH} characters; `...` where it was cut. */
export function preview(rt: Machine, p: number, length: number = PREVIEW_LENGTH): string {
  try {
    return cut(text(rt, p, DEPTH, length), length);
  } catch {
    // An object that is half made, or half gone.
    return `<${rt.typeOf(p).name}>`;
  }
}

/** An address as `hex(id(x))` prints it. */
function hex(p: number): string {
  return `0x${shownAddress(p).toString(16)}`;
}

/** The name of a type with its module, as its repr has it. */
function qualifiedName(rt: Machine, info: TypeInfo): string {
  if (!info.isHeapType || info.fullName.includes('.')) return info.fullName;
  const dict = rt.M[info.address + TypeLayout.DICT]!;
  const module = dict === 0 ? 0 : dictGetStr(rt, dict, rt.ids.__module__);
  return module !== 0 && rt.isStr(module) ? `${rt.text(module)}.${info.fullName}` : info.fullName;
}

function text(rt: Machine, p: number, depth: number, length: number): string {
  if (p === S.NONE) return 'None';
  if (p === S.TRUE) return 'True';
  if (p === S.FALSE) return 'False';
  if (p === S.ELLIPSIS) return 'Ellipsis';
  const M = rt.M;
  const info = rt.typeOf(p);
  const { flags } = info;
  if ((flags & TypeFlag.TYPE_SUBCLASS) !== 0) return `<class '${qualifiedName(rt, rt.infoOf(p))}'>`;
  // What a class of the program is may differ from what it shows; only built-in types are shown by value.
  if (info.isHeapType) return `<${qualifiedName(rt, info)} object at ${hex(p)}>`;
  if ((flags & TypeFlag.LONG_SUBCLASS) !== 0) {
    const digits = Math.abs(M[p + Ob.SIZE]!);
    return digits > 40 ? `<int of ${digits} digits of 30 bits>` : String(intBig(rt, p));
  }
  if ((flags & TypeFlag.UNICODE_SUBCLASS) !== 0) {
    const full = rt.text(p);
    return reprOfText(full.length > length ? full.slice(0, length) : full);
  }
  const enough = (parts: string[]): boolean => parts.join(', ').length > length;
  switch (info.address) {
    case T.FLOAT:
      return floatRepr(floatValue(rt, p));
    case T.COMPLEX:
      return complexRepr(rt.F64[(p >> 1) + 2]!, rt.F64[(p >> 1) + 3]!);
    case T.BYTES: {
      const n = Math.min(M[p + Ob.SIZE]!, length);
      return reprOfBytes(rt.U8.subarray((p + BytesLayout.DATA) * 4, (p + BytesLayout.DATA) * 4 + n));
    }
    case T.FUNCTION:
      return `<function ${rt.text(M[p + 10]!)} at ${hex(p)}>`;
    case T.MODULE:
      return `<module '${moduleName(rt, p)}'>`;
    case T.CODE: {
      const { spec } = rt.codeOf(p);
      return `<code object ${spec.name}, line ${spec.firstlineno}>`;
    }
    case T.CELL:
      return `<cell at ${hex(p)}>`;
    case T.LIST: {
      const parts: string[] = [];
      for (let i = 0; i < listLength(rt, p) && !enough(parts); i++)
        parts.push(inner(rt, listItem(rt, p, i), depth, length));
      return `[${parts.join(', ')}]`;
    }
    case T.TUPLE: {
      const parts: string[] = [];
      const n = M[p + Ob.SIZE]!;
      for (let i = 0; i < n && !enough(parts); i++) parts.push(inner(rt, M[p + 6 + 2 * i]!, depth, length));
      return n === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
    }
    case T.DICT: {
      const parts: string[] = [];
      const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
      for (let at = dictNext(rt, p, 0, entry); at >= 0 && !enough(parts); at = dictNext(rt, p, at, entry)) {
        parts.push(`${inner(rt, entry.key, depth, length)}: ${inner(rt, entry.value, depth, length)}`);
      }
      return `{${parts.join(', ')}}`;
    }
    default:
  }
  if (isAnySet(rt, p)) {
    const parts: string[] = [];
    for (let at = setNext(rt, p, 0); at >= 0 && !enough(parts); at = setNext(rt, p, at + 1)) {
      parts.push(inner(rt, M[setSlot(rt, p, at)]!, depth, length));
    }
    const items = parts.length === 0 ? '' : `{${parts.join(', ')}}`;
    return info.address === T.SET && items !== '' ? items : `${info.name}(${items})`;
  }
  if ((flags & TypeFlag.BASE_EXC_SUBCLASS) !== 0)
    return `${info.name}${inner(rt, M[p + 6]!, depth, length).replace(/,\)$/, ')')}`;
  return `<${info.fullName} object at ${hex(p)}>`;
}

function inner(rt: Machine, p: number, depth: number, length: number): string {
  if (p === 0) return '<NULL>';
  const isContainer = rt.is(p, T.LIST) || rt.is(p, T.TUPLE) || rt.is(p, T.DICT) || isAnySet(rt, p);
  if (isContainer && depth <= 1) return rt.is(p, T.LIST) ? '[...]' : rt.is(p, T.TUPLE) ? '(...)' : '{...}';
  return text(rt, p, depth - 1, length);
}

/** The name of an object's type without its module. */
export function typeName(rt: Machine, type: number): string {
  return rt.types[rt.M[type + TypeLayout.INFO]!]?.name ?? 'object';
}

/** Characters of a str, for texts that must not be read through an index that is gone. */
export function isReadableStr(rt: Machine, p: number): boolean {
  return rt.M[p + StrLayout.LENGTH]! >= 0 && rt.texts[rt.M[p + Ob.AUX]!] !== undefined;
}
