/** The bytes of one block as the fields of the struct that stands in it. */
import { type Address, formatAddress } from '../../../protocol/address.js';
import { headerFields, objectHead, type StructField, structOf } from '../../../spec/structs.js';
import type { Say } from '../../say.js';

/** One row of a block's picture. */
export interface FieldView {
  /** From the block's start, in bytes. */
  readonly offset: number;
  readonly bytes: number;
  readonly name: string;
  readonly value: string;
  /** The address that the field refers to. */
  readonly target?: Address;
}

export interface BlockBytes {
  readonly address: Address;
  readonly bytes: Uint8Array;
  /** The object in the block, or the owner of its data; 0: none. */
  readonly owner: Address;
  /** Of the owner. */
  readonly type: string;
  /** The block holds the object itself, not its data. */
  readonly isObject: boolean;
}

interface Reading {
  readonly addressBase: number;
  readonly minor: number;
  readonly say: Say;
}

/** All fields of a block in the order of their offsets; bytes that no field names are words with their offset. */
export function fieldsOf(block: BlockBytes, reading: Reading): readonly FieldView[] {
  const view = new DataView(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  const header = block.isObject ? block.owner - block.address : 0;
  const fields: FieldView[] = [];
  let at = 0;
  const push = (field: StructField, offset: number, bytes: number, name: string): void => {
    if (offset < at || offset + bytes > view.byteLength) return;
    while (at + 8 <= offset) at += plainWord(fields, view, at, block, reading);
    const read = readField(field, view, offset, bytes, reading);
    // What an object's type is called is known here, wherever the type lies.
    const value = name === 'ob_type' ? `${read.value} ${block.type}` : read.value;
    fields.push({ offset, bytes, name, ...read, value });
    at = offset + bytes;
  };
  if (block.isObject) {
    const ascii = view.byteLength >= header + 36 && (view.getUint8(header + 32) & 8) !== 0;
    const known = structOf(block.type, reading.minor, { ascii }) ?? objectHead();
    for (const field of [...headerFields(reading.minor, header), ...known]) {
      const start = header + field.offset;
      if (field.repeated !== true) push(field, start, field.bytes, field.name);
      else if (field.bytes === 1) push(field, start, view.byteLength - start, field.name);
      else
        for (let i = 0, o = start; o + field.bytes <= view.byteLength; i++, o += field.bytes)
          push(field, o, field.bytes, `${field.name}[${i}]`);
    }
  }
  while (at + 8 <= view.byteLength) at += plainWord(fields, view, at, block, reading);
  return fields;
}

/** A word that no struct of ours names: an item of a list, or just bytes. */
function plainWord(fields: FieldView[], view: DataView, at: number, block: BlockBytes, reading: Reading): number {
  // A field of four bytes may end in the middle of a word.
  const bytes = at % 8 === 0 ? 8 : 8 - (at % 8);
  if (bytes === 8) {
    const isItem = !block.isObject && block.type === 'list';
    const name = isItem ? `ob_item[${at / 8}]` : `+${at}`;
    fields.push({ offset: at, bytes, name, ...pointer(view.getBigUint64(at, true), reading, true) });
  }
  return bytes;
}

function pointer(value: bigint, { addressBase }: Reading, plain: boolean): { value: string; target?: Address } {
  if (value === 0n) return { value: plain ? '0' : 'NULL' };
  const offset = Number(value) - addressBase;
  // What is no address of the simulated process is not told: CPython would have another number there.
  if (offset <= 0 || offset > 2 ** 32) return { value: plain ? `0x${value.toString(16)}` : '–' };
  return { value: formatAddress(addressBase, offset), target: offset };
}

function readField(
  { kind }: StructField,
  view: DataView,
  at: number,
  bytes: number,
  reading: Reading,
): { value: string; target?: Address } {
  const { say } = reading;
  switch (kind) {
    case 'refcount':
    case 'size':
      return { value: String(view.getBigInt64(at, true)) };
    case 'ref':
      return pointer(view.getBigUint64(at, true), reading, false);
    case 'data': {
      // The collector keeps flags in the lowest bits of its links.
      const value = view.getBigUint64(at, true);
      return pointer(value & ~7n, reading, false);
    }
    case 'c':
      return { value: say('inside of CPython') };
    case 'double':
      return { value: String(view.getFloat64(at, true)) };
    case 'u32':
    case 'digit':
      return { value: String(view.getUint32(at, true)) };
    case 'flags':
      return { value: `0x${(bytes === 8 ? view.getBigUint64(at, true) : view.getUint32(at, true)).toString(16)}` };
    case 'text':
    case 'byte':
      return { value: printable(view, at, bytes) };
  }
}

const SHOWN = 48;

function printable(view: DataView, at: number, bytes: number): string {
  let text = '';
  let end = bytes;
  while (end > 0 && view.getUint8(at + end - 1) === 0) end--;
  for (let i = 0; i < Math.min(end, SHOWN); i++) {
    const code = view.getUint8(at + i);
    text += code >= 32 && code < 127 ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return `${text}${end > SHOWN ? '…' : ''}`;
}
