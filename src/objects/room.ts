/** How much of its buffer an object uses: what views of growth ask of every type that grows. */
import {
  BytearrayLayout,
  DictLayout,
  KeysLayout,
  ListLayout,
  Ob,
  SetLayout,
  StrLayout,
  StrState,
} from '../memory/layout.js';
import { isStatic } from '../memory/regions.js';
import type { GrowthUnit } from '../protocol/growth.js';
import { entryWords, keysBytes, usableFraction } from './dictKeys.js';
import { staticBase } from './edges.js';
import type { Machine } from './machine.js';
import { isAnySet, SET_ENTRY } from './setTable.js';
import { strBytes } from './strCore.js';
import { T } from './typeIds.js';
import { TypeFlag } from './typeInfo.js';

/** Filled by {@link roomOf}; the fields are those of the protocol's `BufferUse`. */
export class Room {
  unit: GrowthUnit = 'items';
  used = 0;
  allocated = 0;
  usedBytes = 0;
  allocatedBytes = 0;
  blockBytes = 0;

  /** A buffer of `allocated` things of `bytes` bytes each, behind a header of `header` bytes. */
  set(unit: GrowthUnit, used: number, allocated: number, bytes: number, header = 0): void {
    this.unit = unit;
    this.used = used;
    this.allocated = allocated;
    this.usedBytes = used === 0 ? 0 : header + used * bytes;
    this.allocatedBytes = allocated === 0 ? 0 : header + allocated * bytes;
    this.blockBytes = 0;
  }
}

/** Says how much of its buffer an object uses; false where its type does not grow. */
export function roomOf(rt: Machine, p: number, room: Room): boolean {
  const { M } = rt;
  const info = rt.typeOf(p);
  const { flags } = info;
  if ((flags & TypeFlag.LIST_SUBCLASS) !== 0) {
    room.set('items', M[p + Ob.SIZE]!, M[p + ListLayout.ALLOCATED]!, 8);
    room.blockBytes = blockBytes(rt, M[p + ListLayout.ITEMS]!);
  } else if ((flags & TypeFlag.DICT_SUBCLASS) !== 0) dictRoom(rt, p, room);
  else if (info.address === T.STR) strRoom(rt, p, room);
  else if (rt.isInstance(p, T.BYTEARRAY)) {
    room.set('bytes', M[p + Ob.SIZE]!, M[p + BytearrayLayout.ALLOC]!, 1);
    room.blockBytes = blockBytes(rt, M[p + BytearrayLayout.BUFFER]!);
  } else if (isAnySet(rt, p)) {
    room.set('slots', M[p + SetLayout.USED]!, M[p + SetLayout.MASK]! + 1, 4 * SET_ENTRY);
    const table = M[p + SetLayout.TABLE]!;
    // The first table is part of the object.
    room.blockBytes = table === p + SetLayout.SMALLTABLE ? room.allocatedBytes : blockBytes(rt, table);
  } else {
    const { room: fill } = staticBase(info);
    if (fill === null) return false;
    fill(rt, p, room);
  }
  return true;
}

/** Bytes of a block; 0 where there is none in the heap. */
export function blockBytes(rt: Machine, block: number): number {
  return block === 0 || isStatic(block) ? 0 : rt.blockBytes(block);
}

function dictRoom(rt: Machine, p: number, room: Room): void {
  const { M } = rt;
  const keys = M[p + DictLayout.KEYS]!;
  const isEmpty = keys === 0 || keys === rt.emptyKeys;
  const log2 = isEmpty ? 0 : M[keys + KeysLayout.LOG2_SIZE]!;
  const kind = isEmpty ? 0 : M[keys + KeysLayout.KIND]!;
  const fits = isEmpty ? 0 : usableFraction(1 << log2);
  room.set('entries', M[p + DictLayout.USED]!, fits, 4 * entryWords(rt, kind));
  if (isEmpty) return;
  room.allocatedBytes = keysBytes(rt, log2, kind);
  room.blockBytes = blockBytes(rt, keys);
}

function strRoom(rt: Machine, p: number, room: Room): void {
  const { M } = rt;
  const state = M[p + StrLayout.STATE]!;
  const length = M[p + StrLayout.LENGTH]!;
  const width = state & StrState.KIND_MASK;
  const asked = strBytes(rt, state, length);
  const block = blockBytes(rt, p);
  room.set('characters', length, length + Math.max(0, Math.floor((block - asked) / width)), width);
  room.usedBytes = asked;
  // A str asks for what it is: what fits beside is what the allocator rounded up.
  room.allocatedBytes = asked;
  room.blockBytes = block;
}
