/** The module struct. Follows _struct.c. */

import { index } from '../objects/abstract.js';
import { checkArgs, parseKeywords } from '../objects/args.js';
import { newBuiltin } from '../objects/builtinFunction.js';
import { bytesText, contentOf, isBytes, isBytesLike, newBytes, newBytesOfText } from '../objects/bytesCore.js';
import { doubleOf, isSigned, readItem, writeItem } from '../objects/bytesItem.js';
import { call3 } from '../objects/call.js';
import { defineType, put } from '../objects/defineType.js';
import { dictSet, newDict } from '../objects/dictCore.js';
import { asIndex, intBig, newInt } from '../objects/intCore.js';
import { selfIter } from '../objects/iteratorCore.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { freeInstance } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { reprOfText } from '../objects/strRepr.js';
import { packTuple1, stealTuple } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, type NativeFn, TypeFlag } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';
import { parseStructFormat, type StructCode, type StructFormat } from './structFormat.js';

/** What the functions of one machine's module need. */
interface StructState {
  readonly formats: Map<string, StructFormat>;
  error: number;
  /** Types of Struct and its iterator. */
  type: number;
  iterator: number;
}

/** Words of a Struct: the block of its codes, the format's bytes object, weak references. */
const CODES = 8;
const FORMAT = 10;
const WEAKLIST = 12;
/** Bytes of a formatcode. */
const CODE_SIZE = 32;
const STRUCT_SIZE = 56;
/** Words of the iterator: Struct, buffer object, position. */
const ITER_STRUCT = 4;
const ITER_BUFFER = 6;
const ITER_POSITION = 8;

/** The text of a format argument, or null with TypeError. */
function formatText(rt: Machine, o: number): string | null {
  if (rt.isStr(o)) return rt.text(o);
  if (isBytes(rt, o)) return bytesText(rt, o);
  rt.raise(E.TypeError, `Struct() argument 1 must be a str or bytes object, not ${rt.typeOf(o).name}`);
  return null;
}

function formatOf(rt: Machine, state: StructState, text: string): StructFormat | null {
  const known = state.formats.get(text);
  if (known !== undefined) return known;
  const parsed = parseStructFormat(text);
  if (typeof parsed === 'string') {
    rt.raise(state.error, parsed);
    return null;
  }
  state.formats.set(text, parsed);
  return parsed;
}

/** Words of an integer code in messages up to 3.11. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['b', 'byte'],
  ['B', 'ubyte'],
  ['h', 'short'],
  ['H', 'ushort'],
]);

function rangeMessage(rt: Machine, code: StructCode, value: bigint): string {
  const bits = BigInt(code.size * 8);
  const signed = isSigned(code.code);
  const low = signed ? -(1n << (bits - 1n)) : 0n;
  const high = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  const span = `${low} <= number <= ${high}`;
  if (rt.profile.minor >= 12) return `'${code.code}' format requires ${span}`;
  const old = OLD_NAMES.get(code.code);
  if (old !== undefined) {
    if (rt.profile.minor < 11 && code.size === 2) {
      return signed
        ? 'short format requires (-0x7fff - 1) <= number <= 0x7fff'
        : 'ushort format requires 0 <= number <= (0x7fff * 2 + 1)';
    }
    return `${old} format requires ${span}`;
  }
  // The value is first taken as a C long of 64 bits.
  const fits = signed ? BigInt.asIntN(64, value) === value : BigInt.asUintN(64, value) === value;
  return code.size === 4 && fits ? `'${code.code}' format requires ${span}` : 'argument out of range';
}

/** Writes one value; false with an exception. */
function packOne(
  rt: Machine,
  state: StructState,
  format: StructFormat,
  code: StructCode,
  data: DataView,
  at: number,
  value: number,
): boolean {
  const fail = (message: string): false => {
    rt.raise(state.error, message);
    return false;
  };
  if (code.code === 's' || code.code === 'p') {
    if (!isBytes(rt, value) && !rt.isInstance(value, T.BYTEARRAY)) {
      return fail(`argument for '${code.code}' must be a bytes object`);
    }
    const content = contentOf(rt, value)!;
    const prefix = code.code === 'p' ? 1 : 0;
    const n = Math.max(0, Math.min(content.length, code.size - prefix));
    if (prefix === 1 && code.size > 0) data.setUint8(at, Math.min(n, 255));
    for (let i = 0; i < n; i++) data.setUint8(at + prefix + i, content[i]!);
    return true;
  }
  if (code.code === 'f' && format.native) {
    const x = doubleOf(rt, value);
    if (x !== null) {
      data.setFloat32(at, x, true);
      return true;
    }
    return rt.currentException !== 0 && !rt.errorIs(E.TypeError)
      ? false
      : clearAndFail(rt, state, 'required argument is not a float');
  }
  const failure = writeItem(rt, data, at, code.code, code.size, format.little, value);
  if (failure === null) return true;
  if (failure === 'raised') return false;
  if (failure === 'range') return fail(rangeMessage(rt, code, indexBig(rt, value)));
  if (code.code === 'c') return fail('char format requires a bytes object of length 1');
  if ('efd'.includes(code.code)) return fail('required argument is not a float');
  return fail('required argument is not an integer');
}

/** The value of an object that has one as an integer. */
function indexBig(rt: Machine, value: number): bigint {
  const number = index(rt, value);
  if (number === 0) {
    rt.clearError();
    return 0n;
  }
  const big = intBig(rt, number);
  rt.decref(number);
  return big;
}

function clearAndFail(rt: Machine, state: StructState, message: string): false {
  rt.clearError();
  rt.raise(state.error, message);
  return false;
}

/** Packs a vector of values into content; null with an exception. */
function packValues(
  rt: Machine,
  state: StructState,
  format: StructFormat,
  args: number,
  n: number,
  name: string,
): Uint8Array | null {
  if (n !== format.length) {
    rt.raise(state.error, `${name} expected ${format.length} items for packing (got ${n})`);
    return null;
  }
  const content = new Uint8Array(format.size);
  const data = new DataView(content.buffer);
  let i = 0;
  for (const code of format.codes) {
    for (let k = 0; k < code.repeat; k++) {
      if (!packOne(rt, state, format, code, data, code.offset + k * code.size, rt.M[args + 2 * i++]!)) return null;
    }
  }
  return content;
}

/** The values of packed content as a tuple. */
function unpackValues(rt: Machine, format: StructFormat, content: Uint8Array, from: number): number {
  const data = new DataView(content.buffer, content.byteOffset, content.length);
  const values: number[] = [];
  for (const code of format.codes) {
    const start = from + code.offset;
    if (code.code === 's') values.push(newBytes(rt, content.subarray(start, start + code.size)));
    else if (code.code === 'p') {
      const n = code.size === 0 ? 0 : Math.min(content[start]!, code.size - 1);
      values.push(newBytes(rt, content.subarray(start + 1, start + 1 + n)));
    } else {
      for (let k = 0; k < code.repeat; k++) {
        values.push(readItem(rt, data, start + k * code.size, code.code, code.size, format.little));
      }
    }
  }
  return stealTuple(rt, values);
}

function unpack(rt: Machine, state: StructState, format: StructFormat, buffer: number): number {
  const content = contentOf(rt, buffer);
  if (content === null) return 0;
  if (content.length !== format.size) {
    return rt.raise(state.error, `unpack requires a buffer of ${format.size} bytes`);
  }
  return unpackValues(rt, format, content, 0);
}

/** Where an offset argument points in a buffer; NaN with struct.error. */
function offsetIn(
  rt: Machine,
  state: StructState,
  format: StructFormat,
  length: number,
  given: number,
  what: 'pack' | 'unpack',
): number {
  let offset = given;
  if (offset < 0) {
    if (offset + format.size > 0) {
      const verb = what === 'pack' ? 'no space to pack' : 'not enough data to unpack';
      rt.raise(state.error, `${verb} ${format.size} bytes at offset ${offset}`);
      return Number.NaN;
    }
    if (offset + length < 0) {
      rt.raise(state.error, `offset ${offset} out of range for ${length}-byte buffer`);
      return Number.NaN;
    }
    offset += length;
  }
  if (length - offset < format.size) {
    const name = what === 'pack' ? 'pack_into' : 'unpack_from';
    rt.raise(
      state.error,
      `${name} requires a buffer of at least ${format.size + offset} bytes for ${what}ing ${format.size} bytes at offset ${offset} (actual buffer size is ${length})`,
    );
    return Number.NaN;
  }
  return offset;
}

function unpackFrom(
  rt: Machine,
  state: StructState,
  format: StructFormat,
  buffer: number,
  offsetObject: number,
): number {
  const given = offsetObject === 0 ? 0 : asIndex(rt, offsetObject, E.OverflowError);
  if (Number.isNaN(given)) return 0;
  const content = contentOf(rt, buffer);
  if (content === null) return 0;
  const offset = offsetIn(rt, state, format, content.length, given, 'unpack');
  return Number.isNaN(offset) ? 0 : unpackValues(rt, format, content, offset);
}

/** Vector: buffer, offset, values. */
function packInto(rt: Machine, state: StructState, format: StructFormat, args: number, nargs: number): number {
  if (nargs < 2) {
    return rt.raise(
      state.error,
      nargs === 0 ? 'pack_into expected buffer argument' : 'pack_into expected offset argument',
    );
  }
  if (nargs - 2 !== format.length) {
    return rt.raise(state.error, `pack_into expected ${format.length} items for packing (got ${nargs - 2})`);
  }
  const buffer = rt.M[args]!;
  const writable = isBytesLike(rt, buffer) && !(rt.typeOf(buffer).bf_format?.(rt, buffer)?.readonly ?? true);
  if (!writable) {
    return rt.raise(E.TypeError, `argument must be read-write bytes-like object, not ${rt.typeOf(buffer).name}`);
  }
  const given = asIndex(rt, rt.M[args + 2]!, E.OverflowError);
  if (Number.isNaN(given)) return 0;
  const content = contentOf(rt, buffer);
  if (content === null) return 0;
  const offset = offsetIn(rt, state, format, content.length, given, 'pack');
  if (Number.isNaN(offset)) return 0;
  const packed = packValues(rt, state, format, args + 4, nargs - 2, 'pack_into');
  if (packed === null) return 0;
  contentOf(rt, buffer)!.set(packed, offset);
  return rt.none();
}

function iterUnpack(rt: Machine, state: StructState, self: number, format: StructFormat, buffer: number): number {
  if (format.size === 0) return rt.raise(state.error, 'cannot iteratively unpack with a struct of length 0');
  const content = contentOf(rt, buffer);
  if (content === null) return 0;
  if (content.length % format.size !== 0) {
    return rt.raise(state.error, `iterative unpacking requires a buffer of a multiple of ${format.size} bytes`);
  }
  const p = rt.newGcObject(state.iterator, 120);
  rt.M[p + ITER_STRUCT] = rt.newRef(self);
  rt.M[p + ITER_BUFFER] = rt.newRef(buffer);
  rt.M[p + ITER_POSITION] = 0;
  rt.typeOf(buffer).bf_exports?.(rt, buffer, 1);
  rt.gcTrack(p);
  return p;
}

/** A Struct of a format's text. */
function newStruct(rt: Machine, state: StructState, text: string): number {
  const p = rt.infoOf(state.type).tp_alloc!(rt, state.type, 0);
  fillStruct(rt, state, p, text);
  return p;
}

function fillStruct(rt: Machine, state: StructState, p: number, text: string): void {
  rt.M[p + FORMAT] = newBytesOfText(rt, text);
  rt.M[p + CODES] = rt.memAlloc((formatOf(rt, state, text)!.codes.length + 1) * CODE_SIZE);
}

function structFormatOf(rt: Machine, state: StructState, self: number): StructFormat {
  return formatOf(rt, state, bytesText(rt, rt.M[self + FORMAT]!))!;
}

function structMethods(state: StructState): MethodDef[] {
  return [
    {
      name: 'pack',
      kind: MethodKind.FAST,
      fn: (rt, self, args, nargs) => {
        const content = packValues(rt, state, structFormatOf(rt, state, self), args, nargs, 'pack');
        return content === null ? 0 : newBytes(rt, content);
      },
    },
    {
      name: 'pack_into',
      kind: MethodKind.FAST,
      fn: (rt, self, args, nargs) => packInto(rt, state, structFormatOf(rt, state, self), args, nargs),
    },
    {
      name: 'unpack',
      kind: MethodKind.O,
      fn: (rt, self, buffer) => unpack(rt, state, structFormatOf(rt, state, self), buffer),
    },
    {
      name: 'unpack_from',
      kind: MethodKind.FASTKW,
      fn: (rt, self, args, nargs, kwnames) => {
        const parameters = { name: 'unpack_from', names: ['buffer', 'offset'], required: 1, positional: 2 };
        const values = parseKeywords(rt, parameters, args, nargs, kwnames);
        return values === null ? 0 : unpackFrom(rt, state, structFormatOf(rt, state, self), values[0]!, values[1]!);
      },
    },
    {
      name: 'iter_unpack',
      kind: MethodKind.O,
      fn: (rt, self, buffer) => iterUnpack(rt, state, self, structFormatOf(rt, state, self), buffer),
    },
    {
      name: '__sizeof__',
      kind: MethodKind.NOARGS,
      fn: (rt, self) => newInt(rt, STRUCT_SIZE + (structFormatOf(rt, state, self).codes.length + 1) * CODE_SIZE),
    },
  ];
}

function defineTypes(rt: Machine, state: StructState): void {
  state.type = rt.nextStaticType();
  defineType(rt, state.type, {
    name: rt.profile.minor === 8 ? 'Struct' : '_struct.Struct',
    basicsize: STRUCT_SIZE,
    weaklistoffset: WEAKLIST * 4,
    flags: TypeFlag.BASETYPE | (rt.profile.minor >= 10 ? TypeFlag.HAVE_GC : 0),
    tp_new: (m, type, args) => {
      if (!checkArgs(m, 'Struct', m.M[args + 4]!, 1, 1)) return 0;
      const text = formatText(m, m.M[args + 6]!);
      if (text === null || formatOf(m, state, text) === null) return 0;
      const p = m.infoOf(type).tp_alloc!(m, type, 0);
      if (p !== 0) fillStruct(m, state, p, text);
      return p;
    },
    tp_dealloc: (m, self) => {
      if (m.profile.minor >= 10) m.gcUntrack(self);
      if (m.M[self + WEAKLIST] !== 0) m.clearWeakrefs(self);
      if (m.M[self + CODES] !== 0) m.memFree(m.M[self + CODES]!);
      if (m.M[self + FORMAT] !== 0) m.decref(m.M[self + FORMAT]!);
      freeInstance(m, self);
    },
    ownedBlocks: (m, self, claim) => {
      if (m.M[self + CODES] !== 0) claim(m.M[self + CODES]!);
    },
    tp_traverse: (m, self, visit) => {
      if (m.M[self + FORMAT] !== 0) visit(m, m.M[self + FORMAT]!);
    },
    tp_repr:
      rt.profile.minor >= 13
        ? (m, self) => newStr(m, `${m.typeOf(self).name}(${reprOfText(bytesText(m, m.M[self + FORMAT]!))})`)
        : null,
    methods: structMethods(state),
    getset: [
      { name: 'format', get: (m, self) => newStr(m, bytesText(m, m.M[self + FORMAT]!)) },
      { name: 'size', get: (m, self) => newInt(m, structFormatOf(m, state, self).size) },
    ],
  });
  state.iterator = rt.nextStaticType();
  defineType(rt, state.iterator, {
    name: '_struct.unpack_iterator',
    basicsize: 112,
    flags: TypeFlag.HAVE_GC,
    tp_dealloc: (m, self) => {
      m.gcUntrack(self);
      releaseIterator(m, self);
      m.freeGcObject(self);
    },
    tp_traverse: (m, self, visit) => {
      if (m.M[self + ITER_STRUCT] !== 0) visit(m, m.M[self + ITER_STRUCT]!);
      if (m.M[self + ITER_BUFFER] !== 0) visit(m, m.M[self + ITER_BUFFER]!);
    },
    tp_iter: selfIter,
    tp_iternext: (m, self) => {
      const struct = m.M[self + ITER_STRUCT]!;
      if (struct === 0) return 0;
      const format = structFormatOf(m, state, struct);
      const content = contentOf(m, m.M[self + ITER_BUFFER]!);
      const at = m.M[self + ITER_POSITION]!;
      if (content === null || at >= content.length) {
        if (content !== null) releaseIterator(m, self);
        return 0;
      }
      m.M[self + ITER_POSITION] = at + format.size;
      return unpackValues(m, format, content, at);
    },
    methods: [
      {
        name: '__length_hint__',
        kind: MethodKind.NOARGS,
        fn: (m, self) => {
          const struct = m.M[self + ITER_STRUCT]!;
          if (struct === 0) return newInt(m, 0);
          const length = contentOf(m, m.M[self + ITER_BUFFER]!)?.length ?? 0;
          return newInt(m, (length - m.M[self + ITER_POSITION]!) / structFormatOf(m, state, struct).size);
        },
      },
    ],
  });
}

function releaseIterator(rt: Machine, self: number): void {
  const M = rt.M;
  const struct = M[self + ITER_STRUCT]!;
  const buffer = M[self + ITER_BUFFER]!;
  M[self + ITER_STRUCT] = 0;
  M[self + ITER_BUFFER] = 0;
  if (buffer !== 0) {
    rt.typeOf(buffer).bf_exports?.(rt, buffer, -1);
    rt.decref(buffer);
  }
  if (struct !== 0) rt.decref(struct);
}

/** `class error(Exception)` */
function makeError(rt: Machine): number {
  const name = newStr(rt, 'error');
  const bases = packTuple1(rt, E.Exception);
  const dict = newDict(rt);
  const module = newStr(rt, 'struct');
  dictSet(rt, dict, internStr(rt, '__module__'), module);
  rt.decref(module);
  const type = call3(rt, T.TYPE, name, bases, dict);
  rt.decref(name);
  rt.decref(bases);
  rt.decref(dict);
  return type;
}

export const structModule: ModuleDef = {
  name: 'struct',
  doc: 'Functions to convert between Python values and C structs.',
  methods: [],
  setup(rt, module) {
    const state: StructState = { formats: new Map(), error: 0, type: 0, iterator: 0 };
    state.error = makeError(rt);
    if (state.error === 0) return -1;
    // The reference that the functions use.
    rt.natural.set(module, state.error);
    defineTypes(rt, state);
    const dict = moduleDict(rt, module);
    put(rt, dict, 'error', rt.newRef(state.error));
    put(rt, dict, 'Struct', rt.newRef(state.type));
    /** A function whose first argument is the format. */
    const add = (
      name: string,
      fn: (m: Machine, format: StructFormat, text: string, args: number, nargs: number) => number,
      most: number,
    ): void => {
      const wrapped: NativeFn = (m, _self, args, nargs) => {
        if (nargs === 0) {
          if (most < 0) return m.raise(E.TypeError, 'missing format argument');
          checkArgs(m, name, nargs, name === 'calcsize' ? 1 : 2, most);
          return 0;
        }
        if (most >= 0 && !checkArgs(m, name, nargs, name === 'calcsize' ? 1 : 2, most)) return 0;
        const text = formatText(m, m.M[args]!);
        const format = text === null ? null : formatOf(m, state, text);
        return format === null ? 0 : fn(m, format, text!, args + 2, nargs - 1);
      };
      const def: MethodDef = { name, kind: MethodKind.FAST, fn: wrapped };
      put(rt, dict, name, newBuiltin(rt, def, module, internStr(rt, 'struct')));
    };
    add('calcsize', (m, format) => newInt(m, format.size), 1);
    add(
      'pack',
      (m, format, _text, args, nargs) => {
        const content = packValues(m, state, format, args, nargs, 'pack');
        return content === null ? 0 : newBytes(m, content);
      },
      -1,
    );
    add('pack_into', (m, format, _text, args, nargs) => packInto(m, state, format, args, nargs), -1);
    add('unpack', (m, format, _text, args) => unpack(m, state, format, m.M[args]!), 2);
    add(
      'unpack_from',
      (m, format, _text, args, nargs) => unpackFrom(m, state, format, m.M[args]!, nargs > 1 ? m.M[args + 2]! : 0),
      3,
    );
    add(
      'iter_unpack',
      (m, format, text, args) => {
        const self = newStruct(m, state, text);
        const it = iterUnpack(m, state, self, format, m.M[args]!);
        m.decref(self);
        return it;
      },
      2,
    );
    return 0;
  },
};
