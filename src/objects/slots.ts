/**
 * Special methods and slots. For each special method: the slot it fills, how a slot is called through its wrapper
 * (`int.__add__`), and how a Python class fills the slot (`slot_nb_add`). Follows typeobject.c: slotdefs.
 */
import * as generic from './slotGeneric.js';
import { WRAPPERS, type Wrapper } from './slotWrappers.js';
import { noDealloc, type TypeInfo } from './typeInfo.js';

/** Fields of TypeInfo that hold slots. */
export type SlotField = Exclude<
  {
    [K in keyof TypeInfo]: K extends `${'tp' | 'nb' | 'sq' | 'mp' | 'am' | 'bf'}_${string}` ? K : never;
  }[keyof TypeInfo],
  'tp_vectorcall' | 'tp_alloc' | 'tp_dealloc' | 'tp_traverse' | 'tp_clear' | 'bf_getbuffer'
>;

/** A row: special method, slot, wrapper for native slots, function that a Python method is called through. */
export interface SlotDef {
  readonly name: string;
  readonly field: SlotField;
  readonly wrapper: Wrapper | null;
  // biome-ignore lint/suspicious/noExplicitAny: slots have many signatures; the table pairs each with its own.
  readonly generic: any;
  readonly doc: string;
}

const row = (name: string, field: SlotField, wrapper: Wrapper | null, fn: unknown, doc = ''): SlotDef => ({
  name,
  field,
  wrapper,
  generic: fn,
  doc,
});

const W = WRAPPERS;
const binary = (name: string, field: SlotField, doc: string): SlotDef[] => {
  const reflected = `__r${name.slice(2)}`;
  const fn = generic.binarySlot(field, name, reflected);
  return [row(name, field, W.binaryLeft, fn, doc), row(reflected, field, W.binaryRight, fn, doc)];
};
const inplace = (name: string, field: SlotField): SlotDef =>
  row(name, field, W.binary, generic.inplaceSlot(name), `Return self${symbolOf(name)}value.`);

/** `+=` of `__iadd__` and so on, for the documentation strings. */
function symbolOf(name: string): string {
  const symbols: Record<string, string> = {
    __iadd__: '+=',
    __isub__: '-=',
    __imul__: '*=',
    __imod__: '%=',
    __ilshift__: '<<=',
    __irshift__: '>>=',
    __iand__: '&=',
    __ixor__: '^=',
    __ior__: '|=',
    __ifloordiv__: '//=',
    __itruediv__: '/=',
    __imatmul__: '@=',
  };
  return symbols[name] ?? '';
}

/** In CPython's order, which is the order of the entries in a type's dict. */
export const SLOTS: readonly SlotDef[] = [
  row('__getattribute__', 'tp_getattro', W.binary, generic.slot_tp_getattr_hook, 'Return getattr(self, name).'),
  row('__getattr__', 'tp_getattro', null, generic.slot_tp_getattr_hook),
  row('__setattr__', 'tp_setattro', W.setattr, generic.slot_tp_setattro, 'Implement setattr(self, name, value).'),
  row('__delattr__', 'tp_setattro', W.delattr, generic.slot_tp_setattro, 'Implement delattr(self, name).'),
  row('__repr__', 'tp_repr', W.unary, generic.slot_tp_repr, 'Return repr(self).'),
  row('__hash__', 'tp_hash', W.hash, generic.slot_tp_hash, 'Return hash(self).'),
  row('__call__', 'tp_call', W.call, generic.slot_tp_call, 'Call self as a function.'),
  row('__str__', 'tp_str', W.unary, generic.slot_tp_str, 'Return str(self).'),
  row('__lt__', 'tp_richcompare', W.lt, generic.slot_tp_richcompare, 'Return self<value.'),
  row('__le__', 'tp_richcompare', W.le, generic.slot_tp_richcompare, 'Return self<=value.'),
  row('__eq__', 'tp_richcompare', W.eq, generic.slot_tp_richcompare, 'Return self==value.'),
  row('__ne__', 'tp_richcompare', W.ne, generic.slot_tp_richcompare, 'Return self!=value.'),
  row('__gt__', 'tp_richcompare', W.gt, generic.slot_tp_richcompare, 'Return self>value.'),
  row('__ge__', 'tp_richcompare', W.ge, generic.slot_tp_richcompare, 'Return self>=value.'),
  row('__iter__', 'tp_iter', W.unary, generic.slot_tp_iter, 'Implement iter(self).'),
  row('__next__', 'tp_iternext', W.next, generic.slot_tp_iternext, 'Implement next(self).'),
  row(
    '__get__',
    'tp_descr_get',
    W.descrGet,
    generic.slot_tp_descr_get,
    'Return an attribute of instance, which is of type owner.',
  ),
  row('__set__', 'tp_descr_set', W.descrSet, generic.slot_tp_descr_set, 'Set an attribute of instance to value.'),
  row('__delete__', 'tp_descr_set', W.descrDelete, generic.slot_tp_descr_set, 'Delete an attribute of instance.'),
  row(
    '__init__',
    'tp_init',
    W.init,
    generic.slot_tp_init,
    'Initialize self.  See help(type(self)) for accurate signature.',
  ),
  row('__new__', 'tp_new', null, generic.slot_tp_new),
  row('__del__', 'tp_finalize', W.finalize, generic.slot_tp_finalize),
  row('__await__', 'am_await', W.unary, generic.slot_am_await, 'Return an iterator to be used in await expression.'),
  row(
    '__aiter__',
    'am_aiter',
    W.unary,
    generic.slot_am_aiter,
    'Return an awaitable, that resolves in asynchronous iterator.',
  ),
  row('__anext__', 'am_anext', W.unary, generic.slot_am_anext, 'Return a value or raise StopAsyncIteration.'),
  ...binary('__add__', 'nb_add', 'Return self+value.'),
  ...binary('__sub__', 'nb_subtract', 'Return self-value.'),
  ...binary('__mul__', 'nb_multiply', 'Return self*value.'),
  ...binary('__mod__', 'nb_remainder', 'Return self%value.'),
  ...binary('__divmod__', 'nb_divmod', 'Return divmod(self, value).'),
  row('__pow__', 'nb_power', W.ternary, generic.slot_nb_power, 'Return pow(self, value, mod).'),
  row('__rpow__', 'nb_power', W.ternaryRight, generic.slot_nb_power, 'Return pow(value, self, mod).'),
  row('__neg__', 'nb_negative', W.unary, generic.unarySlot('__neg__'), '-self'),
  row('__pos__', 'nb_positive', W.unary, generic.unarySlot('__pos__'), '+self'),
  row('__abs__', 'nb_absolute', W.unary, generic.unarySlot('__abs__'), 'abs(self)'),
  row('__bool__', 'nb_bool', W.inquiry, generic.slot_nb_bool, 'True if self else False'),
  row('__invert__', 'nb_invert', W.unary, generic.unarySlot('__invert__'), '~self'),
  ...binary('__lshift__', 'nb_lshift', 'Return self<<value.'),
  ...binary('__rshift__', 'nb_rshift', 'Return self>>value.'),
  ...binary('__and__', 'nb_and', 'Return self&value.'),
  ...binary('__xor__', 'nb_xor', 'Return self^value.'),
  ...binary('__or__', 'nb_or', 'Return self|value.'),
  row('__int__', 'nb_int', W.unary, generic.unarySlot('__int__'), 'int(self)'),
  row('__float__', 'nb_float', W.unary, generic.unarySlot('__float__'), 'float(self)'),
  inplace('__iadd__', 'nb_inplace_add'),
  inplace('__isub__', 'nb_inplace_subtract'),
  inplace('__imul__', 'nb_inplace_multiply'),
  inplace('__imod__', 'nb_inplace_remainder'),
  row('__ipow__', 'nb_inplace_power', W.ternary, generic.slot_nb_inplace_power, 'Return self**=value.'),
  inplace('__ilshift__', 'nb_inplace_lshift'),
  inplace('__irshift__', 'nb_inplace_rshift'),
  inplace('__iand__', 'nb_inplace_and'),
  inplace('__ixor__', 'nb_inplace_xor'),
  inplace('__ior__', 'nb_inplace_or'),
  ...binary('__floordiv__', 'nb_floor_divide', 'Return self//value.'),
  ...binary('__truediv__', 'nb_true_divide', 'Return self/value.'),
  inplace('__ifloordiv__', 'nb_inplace_floor_divide'),
  inplace('__itruediv__', 'nb_inplace_true_divide'),
  row(
    '__index__',
    'nb_index',
    W.unary,
    generic.unarySlot('__index__'),
    'Return self converted to an integer, if self is suitable for use as an index into a list.',
  ),
  ...binary('__matmul__', 'nb_matrix_multiply', 'Return self@value.'),
  inplace('__imatmul__', 'nb_inplace_matrix_multiply'),
  row('__len__', 'mp_length', W.length, generic.slot_sq_length, 'Return len(self).'),
  row('__getitem__', 'mp_subscript', W.binary, generic.slot_mp_subscript, 'Return self[key].'),
  row('__setitem__', 'mp_ass_subscript', W.setitem, generic.slot_mp_ass_subscript, 'Set self[key] to value.'),
  row('__delitem__', 'mp_ass_subscript', W.delitem, generic.slot_mp_ass_subscript, 'Delete self[key].'),
  row('__len__', 'sq_length', W.length, generic.slot_sq_length, 'Return len(self).'),
  row('__add__', 'sq_concat', W.binary, null, 'Return self+value.'),
  row('__mul__', 'sq_repeat', W.repeat, null, 'Return self*value.'),
  row('__rmul__', 'sq_repeat', W.repeat, null, 'Return value*self.'),
  row('__getitem__', 'sq_item', W.sqItem, generic.slot_sq_item, 'Return self[key].'),
  row('__setitem__', 'sq_ass_item', W.sqSetItem, generic.slot_sq_ass_item, 'Set self[key] to value.'),
  row('__delitem__', 'sq_ass_item', W.sqDelItem, generic.slot_sq_ass_item, 'Delete self[key].'),
  row('__contains__', 'sq_contains', W.contains, generic.slot_sq_contains, 'Return bool(key in self).'),
  row('__iadd__', 'sq_inplace_concat', W.binary, null, 'Implement self+=value.'),
  row('__imul__', 'sq_inplace_repeat', W.repeat, null, 'Implement self*=value.'),
];

/** Rows by special method. */
export const SLOTS_BY_NAME: ReadonlyMap<string, readonly number[]> = (() => {
  const map = new Map<string, number[]>();
  SLOTS.forEach((slot, i) => {
    const rows = map.get(slot.name);
    if (rows === undefined) map.set(slot.name, [i]);
    else rows.push(i);
  });
  return map;
})();

/** Slots that a type without own ones takes from its base. */
const INHERITED: readonly (keyof TypeInfo)[] = [
  ...new Set<keyof TypeInfo>(SLOTS.map((slot) => slot.field)),
  'tp_alloc',
  'vectorcall',
  'tp_dealloc',
  'bf_getbuffer',
  'bf_exports',
  'bf_format',
];

/** Fills the empty slots from the base. Hash and comparison go together. Follows typeobject.c: inherit_slots. */
export function inheritSlots(info: TypeInfo, base: TypeInfo | null): void {
  if (base === null) return;
  const own = info as unknown as Record<string, unknown>;
  const from = base as unknown as Record<string, unknown>;
  const comparesItself = info.tp_richcompare !== null || info.tp_hash !== null;
  for (const field of INHERITED) {
    if ((field === 'tp_richcompare' || field === 'tp_hash') && comparesItself) continue;
    if (field === 'tp_dealloc') {
      if (info.tp_dealloc === noDealloc) info.tp_dealloc = base.tp_dealloc;
      continue;
    }
    if (own[field] === null) own[field] = from[field];
  }
  if (info.tp_traverse === null && info.hasGc && base.hasGc) {
    info.tp_traverse = base.tp_traverse;
    info.tp_clear = base.tp_clear;
  }
}
