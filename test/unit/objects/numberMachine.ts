import { IntLayout, Ob } from '../../../src/memory/layout.js';
import { reserveType } from '../../../src/objects/defineType.js';
import { intBig } from '../../../src/objects/intCore.js';
import { Machine } from '../../../src/objects/machine.js';
import { smallIntAddress, T } from '../../../src/objects/typeIds.js';
import { type Profile, profileOf } from '../../../src/spec/profile.js';
import type { PythonVersion } from '../../../src/spec/version.js';

/** A machine on which numbers can be made, without the other types: what is raised is kept as text. */
export interface NumberMachine extends Machine {
  error: string;
}

/** The ports to the virtual machine are left out: numbers do not call them. */
const Bare = Machine as unknown as new (profile: Profile, bytes: number) => NumberMachine;

export function numberMachine(version: PythonVersion): NumberMachine {
  const rt = new Bare(profileOf(version), 1 << 26);
  rt.error = '';
  rt.raise = (_type, message) => {
    rt.error = message;
    return 0;
  };
  rt.fail = (_type, message) => {
    rt.error = message;
    return -1;
  };
  for (const [address, name] of [
    [T.TYPE, 'type'],
    [T.INT, 'int'],
    [T.FLOAT, 'float'],
    [T.COMPLEX, 'complex'],
  ] as const) {
    reserveType(rt, address, name);
  }
  rt.infoOf(T.INT).tp_dealloc = (m, p) => {
    if (Math.abs(m.M[p + Ob.SIZE]!) > 2) m.dropBig(m.M[p + Ob.AUX]!);
    m.freeObject(p);
  };
  for (let value = -5; value <= 256; value++) {
    const p = smallIntAddress(value);
    rt.M[p] = -1;
    rt.M[p + Ob.TYPE] = T.INT;
    rt.M[p + Ob.AUX] = value;
    rt.M[p + Ob.SIZE] = Math.sign(value);
    rt.M[p + IntLayout.DIGIT] = Math.abs(value);
  }
  return rt;
}

/** The value of an int, whose reference is given up. */
export function take(rt: Machine, p: number): bigint {
  const value = intBig(rt, p);
  rt.decref(p);
  return value;
}

/** A small generator of random numbers with a seed (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
