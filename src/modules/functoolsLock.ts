/**
 * The lock that a cached_property had to 3.11. Follows _threadmodule.c: rlock_*; threads run one after the other here,
 * so it is always free.
 */
import { defineType } from '../objects/defineType.js';
import type { Machine } from '../objects/machine.js';
import { addressText, freeInstance } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { allocate, defineNativeTypeAt } from './nativeType.js';

/** Bytes of rlockobject: header, lock, owner, count, weak references. */
const SIZE = 48;

/** Defines `_thread.RLock`, and returns its address. */
export function defineLock(rt: Machine): number {
  const type = rt.nextStaticType();
  const slots = {
    name: '_thread.RLock',
    basicsize: SIZE,
    tp_new: (machine: Machine, cls: number) => allocate(machine, cls),
    tp_repr: (machine: Machine, self: number) =>
      newStr(machine, `<unlocked _thread.RLock object owner=0 count=0 at ${addressText(machine, self)}>`),
  };
  // The collector knows of locks since 3.10.
  if (rt.profile.minor >= 10) defineNativeTypeAt(rt, type, { ...slots, references: [] });
  else defineType(rt, type, { ...slots, tp_dealloc: freeInstance });
  return type;
}
