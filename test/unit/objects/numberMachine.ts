import { Ob } from '../../../src/memory/layout.js';
import { reserveType } from '../../../src/objects/defineType.js';
import { intBig } from '../../../src/objects/intCore.js';
import { Machine } from '../../../src/objects/machine.js';
import { smallIntAddress, T } from '../../../src/objects/typeIds.js';
import { type Profile, profileOf } from '../../../src/spec/profile.js';
import type { PythonVersion } from '../../../src/spec/version.js';

/** The ports to the virtual machine are left out: numbers do not call them. */
const Base = Machine as unknown as new (profile: Profile, bytes: number) => Machine;

/** A machine on which numbers can be made, without the other types: what is raised is kept as text. */
export class NumberMachine extends Base {
  error = '';

  constructor(version: PythonVersion) {
    super(profileOf(version), 1 << 26);
    for (const [address, name] of [
      [T.TYPE, 'type'],
      [T.INT, 'int'],
      [T.FLOAT, 'float'],
      [T.COMPLEX, 'complex'],
    ] as const) {
      reserveType(this, address, name);
    }
    this.infoOf(T.INT).tp_dealloc = (rt, p) => {
      if (Math.abs(rt.M[p + Ob.SIZE]!) > 2) rt.dropBig(rt.M[p + Ob.AUX]!);
      rt.freeObject(p);
    };
    for (let value = -5; value <= 256; value++) {
      const p = smallIntAddress(value);
      this.M[p] = -1;
      this.M[p + Ob.TYPE] = T.INT;
      this.M[p + Ob.AUX] = value;
      this.M[p + Ob.SIZE] = Math.sign(value);
      this.M[p + 6] = Math.abs(value);
    }
  }

  /** The value of an int, whose reference is given up. */
  take(p: number): bigint {
    const value = intBig(this, p);
    this.decref(p);
    return value;
  }

  override raise(_type: number, message: string): 0 {
    this.error = message;
    return 0;
  }

  override fail(_type: number, message: string): -1 {
    this.error = message;
    return -1;
  }
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
