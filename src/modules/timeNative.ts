/** `_time`: the clocks under the module `time`. They are simulated: reading one takes 10 µs, sleeping takes what it says. */
import { floatValue, newFloat } from '../objects/floatCore.js';
import { asIndex, newBigInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { E, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import type { ModuleDef } from './moduleDef.js';

/** Nanoseconds that a look at the clock takes. */
const TICK = 10_000n;
/** What the calendar shows when a program starts: 2024-01-01 00:00:00 UTC. */
const EPOCH = 1_704_067_200_000_000_000n;
/** What the monotonic clocks show when a program starts. */
const UPTIME = 1_000_000_000_000n;

/** A run's clock: nanoseconds since its start. */
interface Clock {
  now: bigint;
}

const clockOf = (rt: Machine, module: number): Clock => rt.natural.get(module) as Clock;

function read(name: string, start: bigint): MethodDef[] {
  const tick = (rt: Machine, module: number): bigint => {
    const clock = clockOf(rt, module);
    clock.now += TICK;
    return start + clock.now;
  };
  return [
    { name, kind: MethodKind.NOARGS, fn: (rt, module) => newFloat(rt, Number(tick(rt, module)) / 1e9) },
    { name: `${name}_ns`, kind: MethodKind.NOARGS, fn: (rt, module) => newBigInt(rt, tick(rt, module)) },
  ];
}

/** Follows timemodule.c: time_sleep. */
function sleep(rt: Machine, module: number, seconds: number): number {
  let amount: number;
  if (rt.isInstance(seconds, T.FLOAT)) {
    amount = floatValue(rt, seconds);
    if (Number.isNaN(amount)) return rt.raise(E.ValueError, 'Invalid value NaN (not a number)');
  } else {
    amount = asIndex(rt, seconds, E.OverflowError);
    if (Number.isNaN(amount)) return 0;
  }
  if (amount < 0) return rt.raise(E.ValueError, 'sleep length must be non-negative');
  if (amount > 9.2e9) return rt.raise(E.OverflowError, 'timestamp too large to convert to C _PyTime_t');
  clockOf(rt, module).now += BigInt(Math.round(amount * 1e9));
  return rt.none();
}

export const timeNativeModule: ModuleDef = {
  name: '_time',
  doc: 'The simulated clocks.',
  methods: [
    ...read('time', EPOCH),
    ...read('perf_counter', UPTIME),
    ...read('monotonic', UPTIME),
    ...read('process_time', 10_000_000n),
    ...read('thread_time', 10_000_000n),
    { name: 'sleep', kind: MethodKind.O, fn: sleep },
  ],
  setup(rt, module) {
    rt.natural.set(module, { now: 0n } satisfies Clock);
    return 0;
  },
};
