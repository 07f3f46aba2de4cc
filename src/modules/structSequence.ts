/** Tuples with named fields: sys.version_info, time.struct_time. Follows structseq.c. */
import { Ob, TupleLayout } from '../memory/layout.js';
import { defineType } from '../objects/defineType.js';
import type { Machine } from '../objects/machine.js';
import { repr } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { E, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';

/** A struct sequence type with these fields; its address. */
export function defineStructSequence(rt: Machine, name: string, fields: readonly string[]): number {
  const address = rt.nextStaticType();
  defineType(rt, address, {
    name,
    base: T.TUPLE,
    basicsize: 24,
    itemsize: 8,
    flags: TypeFlag.HAVE_GC | TypeFlag.TUPLE_SUBCLASS,
    tp_new: (m) => m.raise(E.TypeError, `cannot create '${name}' instances`),
    tp_dealloc: (m, p) => {
      m.gcUntrack(p);
      for (let i = 0; i < fields.length; i++) m.decref(m.M[p + TupleLayout.ITEM + 2 * i]!);
      m.freeGcObject(p);
    },
    tp_repr: (m, p) => {
      const parts: string[] = [];
      for (let i = 0; i < fields.length; i++) {
        const text = repr(m, m.M[p + TupleLayout.ITEM + 2 * i]!);
        if (text === 0) return 0;
        parts.push(`${fields[i]}=${m.text(text)}`);
        m.decref(text);
      }
      return newStr(m, `${name}(${parts.join(', ')})`);
    },
    members: fields.map((field, i) => ({
      name: field,
      offset: TupleLayout.ITEM + 2 * i,
      readonly: true,
      missing: 'none' as const,
    })),
  });
  return address;
}

/** An instance; the references to the values are taken over. */
export function newStructSequence(rt: Machine, type: number, values: readonly number[]): number {
  const p = rt.newGcObject(type, 24 + 8 * values.length);
  rt.M[p + Ob.SIZE] = values.length;
  values.forEach((value, i) => {
    rt.M[p + TupleLayout.ITEM + 2 * i] = value;
  });
  rt.gcTrack(p);
  return p;
}
