/** The module binascii. Follows binascii.c. */
import { checkArgs, parseKeywords } from '../objects/args.js';
import { contentOf, isBytesLike, newBytes } from '../objects/bytesCore.js';
import { bytesHex } from '../objects/bytesMethods.js';
import { call3 } from '../objects/call.js';
import { put } from '../objects/defineType.js';
import { dictGetStr, dictSet, newDict } from '../objects/dictCore.js';
import { asIndex, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { isTrue } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { packTuple1 } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { MethodKind } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of content, without a line feed. */
export function toBase64(content: Uint8Array): string {
  let text = '';
  for (let i = 0; i < content.length; i += 3) {
    const bits = (content[i]! << 16) | ((content[i + 1] ?? 0) << 8) | (content[i + 2] ?? 0);
    const left = content.length - i;
    text += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    text += left > 1 ? ALPHABET[(bits >> 6) & 63]! : '=';
    text += left > 2 ? ALPHABET[bits & 63]! : '=';
  }
  return text;
}

/** What base64 text means, or a message. `strict`: nothing but the alphabet, and padding only at the end. */
export function fromBase64(content: Uint8Array, strict: boolean): Uint8Array | string {
  const bytes: number[] = [];
  let quad = 0;
  let held = 0;
  let pads = 0;
  let ended = false;
  if (strict && content[0] === 61) return 'Leading padding not allowed';
  for (let i = 0; i < content.length; i++) {
    const c = content[i]!;
    if (c === 61) {
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < content.length) return 'Excess data after padding';
        ended = true;
        break;
      }
      if (strict && quad < 2) return 'Discontinuous padding not allowed';
      continue;
    }
    const value = ALPHABET.indexOf(String.fromCharCode(c));
    if (value < 0) {
      if (strict) return 'Only base64 data is allowed';
      continue;
    }
    if (strict && pads > 0) return 'Discontinuous padding not allowed';
    pads = 0;
    switch (quad) {
      case 0:
        quad = 1;
        held = value;
        break;
      case 1:
        quad = 2;
        bytes.push(((held << 2) | (value >> 4)) & 255);
        held = value & 15;
        break;
      case 2:
        quad = 3;
        bytes.push(((held << 4) | (value >> 2)) & 255);
        held = value & 3;
        break;
      default:
        quad = 0;
        bytes.push(((held << 6) | value) & 255);
        held = 0;
    }
  }
  if (!ended && quad !== 0) {
    if (quad === 1) {
      const n = Math.floor(bytes.length / 3) * 4 + 1;
      return `Invalid base64-encoded string: number of data characters (${n}) cannot be 1 more than a multiple of 4`;
    }
    return 'Incorrect padding';
  }
  return new Uint8Array(bytes);
}

/** CRC-32 of content, continuing from an earlier value. */
export function crc32(content: Uint8Array, start: number): number {
  let crc = ~start;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** CRC-CCITT, polynomial 0x1021. */
function crcHqx(content: Uint8Array, start: number): number {
  let crc = start & 0xffff;
  for (const byte of content) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

/** Content of an ASCII str or a bytes-like object; null with an exception. Follows ascii_buffer_converter. */
function asciiContent(rt: Machine, o: number): Uint8Array | null {
  if (rt.isStr(o)) {
    const text = rt.text(o);
    const content = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) > 127) {
        rt.raise(E.ValueError, 'string argument should contain only ASCII characters');
        return null;
      }
      content[i] = text.charCodeAt(i);
    }
    return content;
  }
  if (isBytesLike(rt, o)) return contentOf(rt, o);
  rt.raise(E.TypeError, `argument should be bytes, buffer or ASCII string, not '${rt.typeOf(o).name}'`);
  return null;
}

function raiseError(rt: Machine, module: number, message: string): 0 {
  return rt.raise(dictGetStr(rt, moduleDict(rt, module), internStr(rt, 'Error')), message);
}

function hexlify(rt: Machine, _module: number, args: number, nargs: number, kwnames: number): number {
  if (nargs === 0) {
    checkArgs(rt, 'hexlify', 0, 1, 3);
    return 0;
  }
  if (contentOf(rt, rt.M[args]!) === null) return 0;
  const text = bytesHex(rt, rt.M[args]!, args + 2, nargs - 1, kwnames);
  if (text === 0) return 0;
  const content = new TextEncoder().encode(rt.text(text));
  rt.decref(text);
  return newBytes(rt, content);
}

function unhexlify(rt: Machine, module: number, source: number): number {
  const content = asciiContent(rt, source);
  if (content === null) return 0;
  if (content.length % 2 !== 0) return raiseError(rt, module, 'Odd-length string');
  const result = new Uint8Array(content.length / 2);
  for (let i = 0; i < result.length; i++) {
    const pair = String.fromCharCode(content[2 * i]!, content[2 * i + 1]!);
    if (!/^[0-9a-fA-F]{2}$/.test(pair)) return raiseError(rt, module, 'Non-hexadecimal digit found');
    result[i] = Number.parseInt(pair, 16);
  }
  return newBytes(rt, result);
}

const B2A_BASE64 = { name: 'b2a_base64', names: ['', 'newline'], required: 1, positional: 1 };
const A2B_BASE64 = { name: 'a2b_base64', names: ['', 'strict_mode'], required: 1, positional: 1 };

function b2aBase64(rt: Machine, _module: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, B2A_BASE64, args, nargs, kwnames);
  if (values === null) return 0;
  const newline = values[1] === 0 ? 1 : isTrue(rt, values[1]!);
  if (newline < 0) return 0;
  const content = contentOf(rt, values[0]!);
  if (content === null) return 0;
  return newBytes(rt, new TextEncoder().encode(toBase64(content) + (newline === 1 ? '\n' : '')));
}

function a2bBase64(rt: Machine, module: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, A2B_BASE64, args, nargs, kwnames);
  if (values === null) return 0;
  const strict = values[1] === 0 ? 0 : isTrue(rt, values[1]!);
  if (strict < 0) return 0;
  const content = asciiContent(rt, values[0]!);
  if (content === null) return 0;
  const result = fromBase64(content, strict === 1);
  return typeof result === 'string' ? raiseError(rt, module, result) : newBytes(rt, result);
}

/** A checksum function of content and a start value. */
function checksum(name: string, compute: (content: Uint8Array, start: number) => number, required: number) {
  return (rt: Machine, _module: number, args: number, nargs: number): number => {
    if (!checkArgs(rt, name, nargs, required, 2)) return 0;
    const content = contentOf(rt, rt.M[args]!);
    if (content === null) return 0;
    const start = nargs > 1 ? asIndex(rt, rt.M[args + 2]!, E.OverflowError) : 0;
    return Number.isNaN(start) ? 0 : newInt(rt, compute(content, start >>> 0));
  };
}

/** `class NAME(base)` of this module. */
function makeError(rt: Machine, name: string, base: number): number {
  const title = newStr(rt, name);
  const bases = packTuple1(rt, base);
  const dict = newDict(rt);
  const module = newStr(rt, 'binascii');
  dictSet(rt, dict, internStr(rt, '__module__'), module);
  rt.decref(module);
  const type = call3(rt, T.TYPE, title, bases, dict);
  rt.decref(title);
  rt.decref(bases);
  rt.decref(dict);
  return type;
}

export const binasciiModule: ModuleDef = {
  name: 'binascii',
  doc: 'Conversion between binary data and ASCII',
  methods: [
    { name: 'hexlify', kind: MethodKind.FASTKW, fn: hexlify },
    { name: 'b2a_hex', kind: MethodKind.FASTKW, fn: hexlify },
    { name: 'unhexlify', kind: MethodKind.O, fn: unhexlify },
    { name: 'a2b_hex', kind: MethodKind.O, fn: unhexlify },
    { name: 'b2a_base64', kind: MethodKind.FASTKW, fn: b2aBase64 },
    { name: 'a2b_base64', kind: MethodKind.FASTKW, fn: a2bBase64 },
    { name: 'crc32', kind: MethodKind.FAST, fn: checksum('crc32', crc32, 1) },
    { name: 'crc_hqx', kind: MethodKind.FAST, fn: checksum('crc_hqx', crcHqx, 2) },
  ],
  setup(rt, module) {
    const dict = moduleDict(rt, module);
    const error = makeError(rt, 'Error', E.ValueError);
    const incomplete = makeError(rt, 'Incomplete', E.Exception);
    if (error === 0 || incomplete === 0) return -1;
    put(rt, dict, 'Error', error);
    put(rt, dict, 'Incomplete', incomplete);
    return 0;
  },
};
