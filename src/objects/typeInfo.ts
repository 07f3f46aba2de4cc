/** The slots of a type: what the fields of PyTypeObject that hold C functions are in CPython. */
import type { Machine } from './machine.js';
import type { Room } from './room.js';

/** Every function of the simulator that works on objects takes the machine first. Results: an address with a new reference, or 0 with an exception set. */
export type Unary = (rt: Machine, self: number) => number;
export type Binary = (rt: Machine, left: number, right: number) => number;
export type Ternary = (rt: Machine, a: number, b: number, c: number) => number;
/** 0 success, -1 error. A `value` of 0 deletes. */
export type Setter = (rt: Machine, self: number, key: number, value: number) => number;
/** Called by a traverse function for each reference, in CPython's order. */
export type Visit = (rt: Machine, object: number) => void;
export type Traverse = (rt: Machine, self: number, visit: Visit) => void;
/** `args` is the word address of `nargs` positional arguments two words apart, then the values of the keyword names in the tuple `kwnames` (0: none). All borrowed. */
export type Vectorcall = (rt: Machine, callable: number, args: number, nargs: number, kwnames: number) => number;

/**
 * A native function behind a method or builtin, by {@link MethodKind}:
 * NOARGS `(rt, self)`, O `(rt, self, arg)`, FAST `(rt, self, args, nargs)`, FASTKW `(rt, self, args, nargs, kwnames)`,
 * VARARGS `(rt, self, argsTuple, kwargsDictOr0)`. Arguments are borrowed, the result is a new reference or 0.
 */
export type NativeFn = (rt: Machine, self: number, a: number, b: number, c: number) => number;

/** How a native function takes its arguments, and what it is bound to. */
export const enum MethodKind {
  NOARGS = 0,
  O = 1,
  FAST = 2,
  FASTKW = 3,
  /** A tuple, and a dict or 0. Keywords are refused unless KEYWORDS is added. */
  VARARGS = 4,
  KEYWORDS = 8,
  CLASS = 16,
  STATIC = 32,
  /** Bits of the convention itself. */
  CONVENTION = 7,
}

/** A row of a type's or module's method table. */
export interface MethodDef {
  readonly name: string;
  readonly kind: number;
  readonly fn: NativeFn;
  /** CPython's function takes a tuple where `fn` takes a vector. */
  readonly packed?: boolean;
  readonly doc?: string | undefined;
  /** Text of `__text_signature__`, without parentheses. */
  readonly signature?: string | undefined;
}

/** A computed attribute. `set` gets 0 to delete; left out: read-only. */
export interface GetSetDef {
  readonly name: string;
  readonly get: (rt: Machine, self: number) => number;
  readonly set?: (rt: Machine, self: number, value: number) => number;
  readonly doc?: string;
}

/** An attribute that is a pointer in the object. `offset` in words. `missing`: 'none' reads NULL as None (T_OBJECT), 'error' raises AttributeError (T_OBJECT_EX). */
export interface MemberDef {
  readonly name: string;
  readonly offset: number;
  readonly readonly: boolean;
  readonly missing: 'none' | 'error';
}

/** `tp_flags` that matter here. */
export const enum TypeFlag {
  HEAPTYPE = 1 << 9,
  BASETYPE = 1 << 10,
  HAVE_GC = 1 << 14,
  METHOD_DESCRIPTOR = 1 << 17,
  IMMUTABLE = 1 << 8,
  DISALLOW_INSTANTIATION = 1 << 7,
  SEQUENCE = 1 << 5,
  MAPPING = 1 << 6,
  LONG_SUBCLASS = 1 << 24,
  LIST_SUBCLASS = 1 << 25,
  TUPLE_SUBCLASS = 1 << 26,
  BYTES_SUBCLASS = 1 << 27,
  UNICODE_SUBCLASS = 1 << 28,
  DICT_SUBCLASS = 1 << 29,
  BASE_EXC_SUBCLASS = 1 << 30,
  TYPE_SUBCLASS = 1 << 31,
  /** Instances keep their attributes in values (3.11+) . */
  MANAGED_DICT = 1 << 4,
  MANAGED_WEAKREF = 1 << 3,
  INLINE_VALUES = 1 << 2,
  /** Made by a class statement whose hash-bang dicts are split (all versions). */
  ABSTRACT = 1 << 20,
}

/** Names of all function slots of {@link TypeInfo} that are inherited from the base when a type leaves them empty. */
export class TypeInfo {
  readonly index: number;
  /** The type object. */
  readonly address: number;
  name: string;
  /** `tp_name` with the module: what some messages print. */
  fullName: string;
  base: TypeInfo | null = null;
  flags = 0;
  /** Bytes, without GC header and pre-header. */
  basicsize = 16;
  itemsize = 0;
  /** Byte offset of the list of weak references; 0 none, -1 in the pre-header. */
  weaklistoffset = 0;
  /** Byte offset of the dict pointer; 0 none, -1 managed, -8 at the end of a variable-size object. */
  dictoffset = 0;
  /** Memo of attribute look-ups along the MRO: text of the name to the attribute (borrowed) or 0. */
  readonly cache = new Map<string, { readonly name: number; readonly found: number }>();
  /** The version in which `__class__` of an instance was seen to be its type; 0 in none. */
  plainClassVersion = 0;
  /** Weakly: addresses of direct subclasses in order of creation. */
  subclasses: number[] = [];
  /** Slots of `__slots__` (member descriptors' offsets in words), for traversal; own ones only. */
  slotOffsets: number[] = [];

  tp_dealloc: (rt: Machine, self: number) => void = noDealloc;
  tp_traverse: Traverse | null = null;
  tp_clear: ((rt: Machine, self: number) => void) | null = null;
  /** Blocks that an object of the type owns beside its own: no slot of CPython's, but what views and the audit ask. */
  ownedBlocks: ((rt: Machine, self: number, claim: (block: number) => void) => void) | null = null;
  /** How much of its buffer an object uses, for types that grow; for views. */
  room: ((rt: Machine, self: number, room: Room) => void) | null = null;
  /** References that it owns and that `tp_traverse` leaves out, as CPython's does. For views and the audit. */
  untraversed: Traverse | null = null;
  tp_finalize: ((rt: Machine, self: number) => void) | null = null;
  /** `tp_free`: gives the memory back. */
  tp_new: Ternary | null = null;
  /** `(self, args tuple, kwargs dict or 0)`, 0 or -1. */
  tp_init: ((rt: Machine, self: number, args: number, kwargs: number) => number) | null = null;
  tp_alloc: ((rt: Machine, type: number, nitems: number) => number) | null = null;
  tp_repr: Unary | null = null;
  tp_str: Unary | null = null;
  /** Leaves the hash in `rt.hashLow`/`rt.hashHigh`; 0 or -1 with an error. */
  tp_hash: ((rt: Machine, self: number) => number) | null = null;
  /** `(callable, args tuple, kwargs dict or 0)`. */
  tp_call: Ternary | null = null;
  /** Of the instances. */
  vectorcall: Vectorcall | null = null;
  /** Of the type itself when it is called (`list(...)`); not inherited. */
  tp_vectorcall: Vectorcall | null = null;
  tp_getattro: Binary | null = null;
  tp_setattro: Setter | null = null;
  /** `(left, right, op)` with op 0..5 = < <= == != > >=; may return NotImplemented. */
  tp_richcompare: Ternary | null = null;
  tp_iter: Unary | null = null;
  /** 0 without an exception at the end. */
  tp_iternext: Unary | null = null;
  /** `(descriptor, instance or 0, type or 0)`. */
  tp_descr_get: Ternary | null = null;
  tp_descr_set: Setter | null = null;

  /** Whether a native type's tp_traverse visits the type of the object, as that of a heap type does. */
  showsType = false;
  nb_add: Binary | null = null;
  nb_subtract: Binary | null = null;
  nb_multiply: Binary | null = null;
  nb_remainder: Binary | null = null;
  nb_divmod: Binary | null = null;
  nb_power: Ternary | null = null;
  nb_lshift: Binary | null = null;
  nb_rshift: Binary | null = null;
  nb_and: Binary | null = null;
  nb_xor: Binary | null = null;
  nb_or: Binary | null = null;
  nb_floor_divide: Binary | null = null;
  nb_true_divide: Binary | null = null;
  nb_matrix_multiply: Binary | null = null;
  nb_inplace_add: Binary | null = null;
  nb_inplace_subtract: Binary | null = null;
  nb_inplace_multiply: Binary | null = null;
  nb_inplace_remainder: Binary | null = null;
  nb_inplace_power: Ternary | null = null;
  nb_inplace_lshift: Binary | null = null;
  nb_inplace_rshift: Binary | null = null;
  nb_inplace_and: Binary | null = null;
  nb_inplace_xor: Binary | null = null;
  nb_inplace_or: Binary | null = null;
  nb_inplace_floor_divide: Binary | null = null;
  nb_inplace_true_divide: Binary | null = null;
  nb_inplace_matrix_multiply: Binary | null = null;
  nb_negative: Unary | null = null;
  nb_positive: Unary | null = null;
  nb_absolute: Unary | null = null;
  nb_invert: Unary | null = null;
  /** 0 false, 1 true, -1 error. */
  nb_bool: ((rt: Machine, self: number) => number) | null = null;
  nb_int: Unary | null = null;
  nb_float: Unary | null = null;
  nb_index: Unary | null = null;

  /** Length, or -1. */
  sq_length: ((rt: Machine, self: number) => number) | null = null;
  sq_concat: Binary | null = null;
  /** The second operand is a JS number. */
  sq_repeat: ((rt: Machine, self: number, count: number) => number) | null = null;
  /** The index is a JS number, already made non-negative when the type has sq_length. */
  sq_item: ((rt: Machine, self: number, index: number) => number) | null = null;
  sq_ass_item: ((rt: Machine, self: number, index: number, value: number) => number) | null = null;
  /** 0, 1, or -1. */
  sq_contains: ((rt: Machine, self: number, item: number) => number) | null = null;
  sq_inplace_concat: Binary | null = null;
  sq_inplace_repeat: ((rt: Machine, self: number, count: number) => number) | null = null;
  mp_length: ((rt: Machine, self: number) => number) | null = null;
  mp_subscript: Binary | null = null;
  mp_ass_subscript: Setter | null = null;

  am_await: Unary | null = null;
  am_aiter: Unary | null = null;
  am_anext: Unary | null = null;

  /** bytes-like objects: a copy-free view of the content, or null with an error set. */
  bf_getbuffer: ((rt: Machine, self: number) => Uint8Array | null) | null = null;
  /** Counts the views that are open on the content up (1) or down (-1): it must not move meanwhile. */
  bf_exports: ((rt: Machine, self: number, change: 1 | -1) => void) | null = null;
  /** struct format, bytes of an item, and whether the content must not be written; null: 'B', 1, true. */
  bf_format: ((rt: Machine, self: number) => { format: string; itemsize: number; readonly: boolean }) | null = null;

  constructor(index: number, address: number, name: string) {
    this.index = index;
    this.address = address;
    this.name = name;
    this.fullName = name;
  }

  /** Whether instances carry a GC header. */
  get hasGc(): boolean {
    return (this.flags & TypeFlag.HAVE_GC) !== 0;
  }

  get isHeapType(): boolean {
    return (this.flags & TypeFlag.HEAPTYPE) !== 0;
  }
}

/** Stands in `tp_dealloc` until a type sets or inherits one. */
export function noDealloc(_rt: Machine, _self: number): void {
  throw new Error('A type without tp_dealloc.');
}
