/** Fills the slots of a class from the special methods in its MRO. Follows typeobject.c: update_one_slot. */
import { CFunctionLayout, DescrLayout, Ob } from '../memory/layout.js';
import { NEW_DEF } from './defineType.js';
import { wrappedSlot } from './descr.js';
import type { Machine } from './machine.js';
import { genericGetAttr } from './object.js';
import { slot_tp_getattr_hook, slot_tp_new } from './slotGeneric.js';
import { SLOTS, SLOTS_BY_NAME, type SlotField } from './slots.js';
import { internStr } from './strCore.js';
import { S, T } from './typeIds.js';
import type { TypeInfo } from './typeInfo.js';
import { typeLookup } from './typeLookup.js';

const FIELDS: readonly SlotField[] = [...new Set(SLOTS.map((slot) => slot.field))];
const ROWS_BY_FIELD: ReadonlyMap<SlotField, readonly number[]> = new Map(
  FIELDS.map((field) => [field, SLOTS.flatMap((slot, i) => (slot.field === field ? [i] : []))]),
);

/** The interned name of a row of the table: it lives for ever. */
function slotName(rt: Machine, row: number): number {
  const known = rt.slotNames[row]!;
  if (known !== 0) return known;
  const name = internStr(rt, SLOTS[row]!.name);
  rt.slotNames[row] = name;
  return name;
}

/** Sets one slot of a class. */
function updateField(rt: Machine, info: TypeInfo, field: SlotField): void {
  let specific: unknown = null;
  let generic: unknown = null;
  let useGeneric = false;
  let hashIsNone = false;
  for (const i of ROWS_BY_FIELD.get(field)!) {
    const row = SLOTS[i]!;
    const descriptor = typeLookup(rt, info, slotName(rt, i));
    if (descriptor === 0) continue;
    const type = rt.M[descriptor + Ob.TYPE]!;
    if (type === T.WRAPPER_DESCRIPTOR && SLOTS[rt.M[descriptor + DescrLayout.DEF]!]!.name === row.name) {
      const wrapped = wrappedSlot(rt, descriptor);
      const source = SLOTS[rt.M[descriptor + DescrLayout.DEF]!]!;
      generic = row.generic;
      if (
        (specific === null || specific === wrapped) &&
        source.wrapper === row.wrapper &&
        source.field === field &&
        rt.isSubtype(info.address, rt.M[descriptor + DescrLayout.TYPE]!)
      ) {
        specific = wrapped;
      } else if (source.field !== field && row.generic === null) {
        // Another slot serves this method: the sequence slot stays as inherited.
        return;
      } else if (source.field !== field) {
        // The method is served by its twin slot (mapping for sequence): keep what the base has.
        const inherited = info.base?.[field] ?? null;
        if (inherited !== null) specific = inherited;
        else useGeneric = true;
      } else useGeneric = true;
    } else if (
      row.name === '__new__' &&
      type === T.BUILTIN_FUNCTION &&
      rt.natives[rt.M[descriptor + CFunctionLayout.DEF]!]!.fn === NEW_DEF.fn
    ) {
      specific = rt.infoOf(rt.M[descriptor + CFunctionLayout.SELF]!).tp_new;
    } else if (descriptor === S.NONE && row.name === '__hash__') {
      hashIsNone = true;
      specific = null;
    } else {
      useGeneric = true;
      if (row.generic !== null) generic = row.generic;
    }
  }
  const slots = info as unknown as Record<string, unknown>;
  if (hashIsNone) slots[field] = null;
  else if (specific !== null && !useGeneric) slots[field] = specific;
  else if (generic === slot_tp_getattr_hook && !useGeneric) slots[field] = genericGetAttr;
  else slots[field] = generic;
  if (field === 'tp_new' && slots[field] === null) slots[field] = slot_tp_new;
  if (field === 'tp_call') info.vectorcall = useGeneric ? null : (info.base?.vectorcall ?? null);
}

/** Sets all slots of a new class. Follows typeobject.c: fixup_slot_dispatchers. */
export function updateAllSlots(rt: Machine, info: TypeInfo): void {
  for (const field of FIELDS) updateField(rt, info, field);
}

/** A special method was assigned to or deleted from a class: sets the slots of it and of its subclasses. Follows update_slot. */
export function updateSlotsFor(rt: Machine, info: TypeInfo, name: string): void {
  const rows = SLOTS_BY_NAME.get(name);
  if (rows === undefined) return;
  const fields = new Set(rows.map((i) => SLOTS[i]!.field));
  updateFields(rt, info, fields);
}

function updateFields(rt: Machine, info: TypeInfo, fields: ReadonlySet<SlotField>): void {
  for (const field of fields) updateField(rt, info, field);
  for (const subclass of info.subclasses) updateFields(rt, rt.infoOf(subclass), fields);
}
