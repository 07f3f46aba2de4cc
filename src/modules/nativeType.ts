/** Types of native modules: objects of reference fields and index arrays, with the functions the collector needs. */

import { defineType, put, type TypeSpec } from '../objects/defineType.js';
import { newGenericAlias } from '../objects/genericAlias.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { freeInstance } from '../objects/object.js';
import { type MethodDef, MethodKind, TypeFlag, type Visit } from '../objects/typeInfo.js';

/** A type whose instances hold references at fixed places. Offsets are words. */
export interface NativeTypeSpec extends TypeSpec {
  /** Reference fields in the order in which dealloc drops them. */
  readonly references: readonly number[];
  /** Reference fields in the order in which the collector visits them; `references` where left out. */
  readonly visited?: readonly number[];
  /** Fields with the address of a block of memory that dealloc frees, after the references. */
  readonly blocks?: readonly number[];
  /** Byte offset of the list of weak references; cleared first. */
  readonly weaklistoffset?: number;
}

/** Drops a reference field. */
export function dropField(rt: Machine, p: number, offset: number): void {
  const old = rt.M[p + offset]!;
  rt.M[p + offset] = 0;
  if (old !== 0) rt.decref(old);
}

/** Defines a type with GC and returns its address. */
export function defineNativeType(rt: Machine, spec: NativeTypeSpec): number {
  const address = rt.nextStaticType();
  defineNativeTypeAt(rt, address, spec);
  return address;
}

/** {@link defineNativeType} at an address that is known already. */
export function defineNativeTypeAt(rt: Machine, address: number, spec: NativeTypeSpec): void {
  const { references, visited = references, blocks = [], ...slots } = spec;
  const unseen = references.filter((offset) => !visited.includes(offset));
  const weak = spec.weaklistoffset === undefined || spec.weaklistoffset <= 0 ? 0 : spec.weaklistoffset >> 2;
  defineType(rt, address, {
    tp_dealloc: (machine, self) => {
      machine.gcUntrack(self);
      if (weak !== 0 && machine.M[self + weak] !== 0) machine.clearWeakrefs(self);
      for (const offset of references) {
        const p = machine.M[self + offset]!;
        if (p !== 0) machine.decref(p);
      }
      for (const offset of blocks) {
        const block = machine.M[self + offset]!;
        if (block !== 0) machine.memFree(block);
      }
      freeInstance(machine, self);
    },
    tp_traverse: (machine: Machine, self: number, visit: Visit) => {
      for (const offset of visited) {
        const p = machine.M[self + offset]!;
        if (p !== 0) visit(machine, p);
      }
    },
    untraversed: (machine: Machine, self: number, visit: Visit) => {
      for (const offset of unseen) if (machine.M[self + offset] !== 0) visit(machine, machine.M[self + offset]!);
    },
    ownedBlocks: (machine, self, claim) => {
      for (const offset of blocks) if (machine.M[self + offset] !== 0) claim(machine.M[self + offset]!);
    },
    ...slots,
    flags: (spec.flags ?? 0) | TypeFlag.HAVE_GC,
  });
}

/** Stores a type under its name in a module. */
export function addType(rt: Machine, module: number, type: number): void {
  put(rt, moduleDict(rt, module), rt.infoOf(type).name, rt.newRef(type));
}

/** Allocates an instance: zeroed and tracked. */
export function allocate(rt: Machine, type: number): number {
  return rt.infoOf(type).tp_alloc!(rt, type, 0);
}

/** `__class_getitem__`. */
export const CLASS_GETITEM: MethodDef = {
  name: '__class_getitem__',
  kind: MethodKind.O | MethodKind.CLASS,
  fn: newGenericAlias,
};
