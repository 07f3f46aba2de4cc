import { expect, test } from 'vitest';
import { Ob, StrLayout } from '../../../src/memory/layout.js';
import type { Machine } from '../../../src/objects/machine.js';
import { hashContent, hashStr } from '../../../src/objects/siphash.js';
import { measureText } from '../../../src/objects/strCore.js';

/** As much of a machine as hashing needs: memory, texts, a version. */
function machine(minor: number): Machine {
  const M = new Int32Array(1 << 16);
  return { M, U8: new Uint8Array(M.buffer), texts: [], nativeTop: 256, profile: { minor } } as unknown as Machine;
}

function hashOf(rt: Machine, text: string): bigint {
  const { state, length } = measureText(text);
  const M = rt.M;
  M[16 + Ob.AUX] = rt.texts.push(text) - 1;
  M[16 + StrLayout.LENGTH] = length;
  M[16 + StrLayout.HASH] = -1;
  M[16 + StrLayout.HASH + 1] = -1;
  M[16 + StrLayout.STATE] = state;
  hashStr(rt, 16);
  return result(rt);
}

function result(rt: Machine): bigint {
  return (BigInt(rt.hashHigh >>> 0) << 32n) | BigInt(rt.hashLow >>> 0);
}

// Recorded with PYTHONHASHSEED=0.
const texts = [
  '',
  'a',
  'ab',
  'abc',
  'hello',
  '1234567',
  '12345678',
  '123456789',
  'x'.repeat(100),
  'é',
  'h€llo',
  'h😀llo',
  'x'.repeat(5000),
];
const recorded: Record<number, readonly bigint[]> = {
  10: [
    0n,
    10863254463029944905n,
    16456794104814867134n,
    4596069200710135518n,
    10142490492830962361n,
    17835334163700308593n,
    6766637294834280856n,
    620596589959453183n,
    17450592314495147654n,
    4954367630624915103n,
    1748755381405025101n,
    11520814661768400974n,
    17013425997904096025n,
  ],
  12: [
    0n,
    4644417185603328019n,
    6148830537548944441n,
    13851880170939887858n,
    16350172494705860510n,
    11762668945129975425n,
    3785724242978802311n,
    1133797698992234447n,
    1359644457043326220n,
    6047309291227476195n,
    8923438597601333813n,
    8256407882603523177n,
    9349017872668037140n,
  ],
};

for (const minor of [10, 12]) {
  test(`hashes of str in 3.${minor}`, () => {
    const rt = machine(minor);
    expect(texts.map((text) => hashOf(rt, text))).toEqual(recorded[minor]);
  });
  test(`bytes hash like the ASCII text in 3.${minor}`, () => {
    const rt = machine(minor);
    hashContent(rt, new TextEncoder().encode('hello'));
    expect(result(rt)).toBe(recorded[minor]![4]);
  });
}
