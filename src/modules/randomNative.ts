/** The module _random: the type under random.Random. Follows _randommodule.c. */
import { Ob } from '../memory/layout.js';
import { argument, checkArgs } from '../objects/args.js';
import { contentOf, newBytes } from '../objects/bytesCore.js';
import { defineType, put } from '../objects/defineType.js';
import { newFloat } from '../objects/floatCore.js';
import { asIndex, intBig, newBigInt, newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { isIntObject } from '../objects/numberText.js';
import { freeInstance, genericAlloc, hash } from '../objects/object.js';
import { stealTuple, tupleItem, tupleLength } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { nextBits, nextDouble, STATE_WORDS, seedWith } from './mersenneTwister.js';
import type { ModuleDef } from './moduleDef.js';
import { sha512 } from './sha512.js';

/** Word offset of the state in an instance. */
const STATE = 4;
/** What a generator without a seed starts from, where CPython asks the operating system. */
const FIXED_SEED = 0x5eedn;

/** Follows random_seed; -1 with an exception. */
function seed(rt: Machine, self: number, value: number): number {
  let key: bigint;
  if (value === 0 || value === S.NONE) key = FIXED_SEED;
  else if (isIntObject(rt, value)) {
    key = intBig(rt, value);
    if (key < 0n) key = -key;
  } else {
    if (hash(rt, value) < 0) return -1;
    key = (BigInt(rt.hashHigh >>> 0) << 32n) | BigInt(rt.hashLow >>> 0);
  }
  seedWith(rt.M, self + STATE, key);
  return 0;
}

function seedMethod(rt: Machine, self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'seed', nargs, 0, 1)) return 0;
  return seed(rt, self, nargs === 0 ? 0 : rt.M[args]!) < 0 ? 0 : rt.none();
}

function getState(rt: Machine, self: number): number {
  const items: number[] = [];
  for (let i = 1; i < STATE_WORDS; i++) items.push(newInt(rt, rt.M[self + STATE + i]! >>> 0));
  items.push(newInt(rt, rt.M[self + STATE]!));
  return stealTuple(rt, items);
}

function setState(rt: Machine, self: number, state: number): number {
  if (!rt.is(state, T.TUPLE)) return rt.raise(E.TypeError, 'state vector must be a tuple');
  if (tupleLength(rt, state) !== STATE_WORDS) return rt.raise(E.ValueError, 'state vector is the wrong size');
  const words: number[] = [];
  for (let i = 0; i < STATE_WORDS; i++) {
    const value = asIndex(rt, tupleItem(rt, state, i), E.OverflowError);
    if (value !== value) return 0;
    words.push(value);
  }
  const index = words[STATE_WORDS - 1]!;
  if (index < 0 || index > 624) return rt.raise(E.ValueError, 'invalid state');
  for (let i = 0; i < 624; i++) rt.M[self + STATE + 1 + i] = words[i]!;
  rt.M[self + STATE] = index;
  return rt.none();
}

function getRandBits(rt: Machine, self: number, count: number): number {
  const bits = asIndex(rt, count, E.OverflowError);
  if (bits !== bits) return 0;
  if (bits <= 0 && rt.profile.minor === 8) {
    return rt.raise(E.ValueError, 'number of bits must be greater than zero');
  }
  if (bits < 0) return rt.raise(E.ValueError, 'number of bits must be non-negative');
  if (bits === 0) return newInt(rt, 0);
  return newBigInt(rt, nextBits(rt.M, self + STATE, bits));
}

function digest(rt: Machine, _self: number, data: number): number {
  const content = contentOf(rt, data);
  return content === null ? 0 : newBytes(rt, sha512(content));
}

const METHODS: readonly MethodDef[] = [
  { name: 'random', kind: MethodKind.NOARGS, fn: (rt, self) => newFloat(rt, nextDouble(rt.M, self + STATE)) },
  { name: 'seed', kind: MethodKind.FAST, fn: seedMethod },
  { name: 'getstate', kind: MethodKind.NOARGS, fn: getState },
  { name: 'setstate', kind: MethodKind.O, fn: setState },
  { name: 'getrandbits', kind: MethodKind.O, fn: getRandBits },
];

export const randomNativeModule: ModuleDef = {
  name: '_random',
  doc: 'Module implements the Mersenne Twister random number generator.',
  methods: [{ name: '_sha512', kind: MethodKind.O, fn: digest }],
  setup(rt, module) {
    const type = rt.nextStaticType();
    defineType(rt, type, {
      name: '_random.Random',
      flags: TypeFlag.BASETYPE,
      basicsize: 16 + 4 * STATE_WORDS + 4,
      tp_dealloc: freeInstance,
      tp_alloc: genericAlloc,
      tp_new: (m, subtype, args) => {
        if (m.M[args + Ob.SIZE]! > 1) {
          return m.raise(E.TypeError, `Random() expected at most 1 argument, got ${m.M[args + Ob.SIZE]}`);
        }
        const self = m.infoOf(subtype).tp_alloc!(m, subtype, 0);
        if (self !== 0 && seed(m, self, argument(m, args, 0)) < 0) {
          m.decref(self);
          return 0;
        }
        return self;
      },
      // The arguments are those of tp_new; a subclass's own __init__ takes them as well.
      tp_init: () => 0,
      methods: METHODS,
    });
    put(rt, moduleDict(rt, module), 'Random', rt.newRef(type));
    return 0;
  },
};
