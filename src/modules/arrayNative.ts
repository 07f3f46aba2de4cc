/** `_array`: the items of the module `array` (ours), as bytes in a bytearray that other objects can look into. */
import { checkArgs } from '../objects/args.js';
import { contentOf } from '../objects/bytesCore.js';
import { NATIVE_SIZES, readItem, writeItem } from '../objects/bytesItem.js';
import { asIndex } from '../objects/intCore.js';
import { listAppendSteal, listNew } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { newStr } from '../objects/strCore.js';
import { E } from '../objects/typeIds.js';
import { MethodKind, TypeFlag } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';
import { addType, defineNativeType } from './nativeType.js';

/** Words of an instance: the bytearray, and the type code as str. */
const DATA = 4;
const CODE = 6;

/** The type code as struct knows it; characters are kept as their code points. */
function formatOf(rt: Machine, self: number): string {
  const code = rt.M[self + CODE]! === 0 ? 'B' : rt.text(rt.M[self + CODE]!);
  return code === 'u' || code === 'w' ? 'I' : code;
}

function isText(rt: Machine, self: number): boolean {
  return 'uw'.includes(rt.text(rt.M[self + CODE]!));
}

function content(rt: Machine, self: number): Uint8Array | null {
  const data = rt.M[self + DATA]!;
  return data === 0 ? new Uint8Array(0) : contentOf(rt, data);
}

function item(rt: Machine, self: number, index: number): number {
  const bytes = content(rt, self)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const format = formatOf(rt, self);
  const size = NATIVE_SIZES.get(format)!;
  if (isText(rt, self)) return newStr(rt, String.fromCodePoint(view.getUint32(index * 4, true)));
  return readItem(rt, view, index * size, format, size, true);
}

/** get(index): the item at an index that is known to be there. */
function get(rt: Machine, self: number, index: number): number {
  const at = asIndex(rt, index, E.IndexError);
  return Number.isNaN(at) ? 0 : item(rt, self, at);
}

/** set(index, value): the value is known to fit. */
function set(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, '_set', nargs, 2, 2)) return 0;
  const at = asIndex(rt, rt.M[args]!, E.IndexError);
  if (Number.isNaN(at)) return 0;
  const value = rt.M[args + 2]!;
  const bytes = content(rt, self)!;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const format = formatOf(rt, self);
  const size = NATIVE_SIZES.get(format)!;
  if (isText(rt, self)) view.setUint32(at * 4, rt.text(value).codePointAt(0)!, true);
  else if (writeItem(rt, view, at * size, format, size, true, value) !== null) {
    return rt.currentException === 0 ? rt.raise(E.OverflowError, 'the value does not fit') : 0;
  }
  return rt.none();
}

/** list(): all items. */
function list(rt: Machine, self: number): number {
  const out = listNew(rt, 0);
  const n = content(rt, self)!.length / NATIVE_SIZES.get(formatOf(rt, self))!;
  for (let i = 0; i < n; i++) listAppendSteal(rt, out, item(rt, self, i));
  return out;
}

export const arrayNativeModule: ModuleDef = {
  name: '_array',
  methods: [],
  setup(rt, module) {
    const type = defineNativeType(rt, {
      name: '_array.buffer',
      basicsize: 32,
      references: [DATA, CODE],
      flags: TypeFlag.BASETYPE,
      bf_getbuffer: content,
      bf_exports: (m, self, change) => {
        const data = m.M[self + DATA]!;
        if (data !== 0) m.typeOf(data).bf_exports?.(m, data, change);
      },
      bf_format: (m, self) => {
        const format = formatOf(m, self);
        return { format, itemsize: NATIVE_SIZES.get(format)!, readonly: false };
      },
      members: [
        { name: '_data', offset: DATA, readonly: false, missing: 'none' },
        { name: '_code', offset: CODE, readonly: false, missing: 'none' },
      ],
      methods: [
        { name: '_get', kind: MethodKind.O, fn: get },
        { name: '_set', kind: MethodKind.FAST, fn: set },
        { name: '_list', kind: MethodKind.NOARGS, fn: list },
      ],
    });
    addType(rt, module, type);
    return 0;
  },
};
