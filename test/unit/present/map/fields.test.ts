import { expect, test } from 'vitest';
import { fieldsOf } from '../../../../src/present/panel/map/fields.js';
import { english } from '../../../../src/present/say.js';

const BASE = 0x7f0000000000;

/** Little-endian words of eight bytes. */
function words(...values: readonly (number | bigint)[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setBigInt64(i * 8, BigInt(value), true);
  });
  return new Uint8Array(view.buffer);
}

const read = (minor: number, type: string, header: number, bytes: Uint8Array) =>
  fieldsOf(
    { address: 4096, bytes, owner: 4096 + header, type, isObject: true },
    { addressBase: BASE, minor, say: english },
  ).map((f) => `${f.offset} ${f.name} ${f.value}`);

test('a list with its collector header', () =>
  expect(read(12, 'list', 16, words(BASE + 64, BASE + 129, 1, BASE + 256, 3, BASE + 512, 4))).toEqual([
    '0 _gc_next 0x7f0000000040',
    '8 _gc_prev 0x7f0000000080',
    '16 ob_refcnt 1',
    '24 ob_type 0x7f0000000100 list',
    '32 ob_size 3',
    '40 ob_item 0x7f0000000200',
    '48 allocated 4',
  ]));

test('an int has lv_tag since 3.12 and ob_size before', () => {
  const bytes = words(2, BASE + 256, 8, 1000);
  expect(read(12, 'int', 0, bytes).slice(2)).toEqual(['16 lv_tag 0x8', '24 ob_digit[0] 1000', '28 ob_digit[1] 0']);
  expect(read(11, 'int', 0, bytes).slice(2)).toEqual(['16 ob_size 8', '24 ob_digit[0] 1000', '28 ob_digit[1] 0']);
});

test('the text of a str stands behind its header, which is shorter since 3.12', () => {
  const text = new DataView(new ArrayBuffer(8));
  [...'spam'].forEach((c, i) => {
    text.setUint8(i, c.charCodeAt(0));
  });
  const spam = text.getBigUint64(0, true);
  expect(read(12, 'str', 0, words(1, BASE + 256, 4, -1, 9, spam)).slice(2)).toEqual([
    '16 length 4',
    '24 hash -1',
    '32 state 0x9',
    '40 data spam',
  ]);
  expect(read(11, 'str', 0, words(1, BASE + 256, 4, -1, 9, 0, spam)).slice(4)).toEqual([
    '32 state 0x9',
    '40 wstr NULL',
    '48 data spam',
  ]);
});

test('what no struct names is told by its offset', () =>
  expect(read(12, 'Node', 0, words(1, BASE + 256, 7))).toEqual([
    '0 ob_refcnt 1',
    '8 ob_type 0x7f0000000100 Node',
    '16 +16 0x7',
  ]));

test('a pointer that is no address of the process is not told', () =>
  expect(read(12, 'cell', 0, words(1, BASE + 256, 12345))[2]).toBe('16 ob_ref –'));
