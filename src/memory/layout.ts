/**
 * Where things stand in the simulated memory. All numbers are offsets in 32-bit words.
 *
 * An address is a word index into `Heap.words`; 0 is NULL. Objects stand at CPython's x64 offsets, so a pointer
 * or a Py_ssize_t takes two words of which the low one is used. Upper halves that CPython leaves zero carry data of
 * ours where a comment says so.
 */

/** Bytes in a word. */
export const WORD = 4;

/** PyObject and PyVarObject. */
export const enum Ob {
  /** `ob_refcnt`; negative for immortal objects. */
  REFCNT = 0,
  /** Ours (upper half of ob_refcnt): the compact value of an int, the side-table index of a str, big int or code. */
  AUX = 1,
  TYPE = 2,
  /** Ours (upper half of ob_type): the observer's stamp when the object was made, see `Heap.stamp`; 0 once it died. */
  BORN = 3,
  /** `ob_size` of variable-size objects; for ints the signed number of digits in every version. */
  SIZE = 4,
}

/** PyGC_Head stands before the object: offsets from the object's address. */
export const enum Gc {
  /** Words from the header to the object. */
  HEADER = 4,
  /** `_gc_next`: address of the next object in its list (ours: of the object, not of its header); 0 = untracked. */
  NEXT = -4,
  /** Ours: the generation's list head index is not kept; this half holds `gc_refs` during a collection. */
  REFS = -3,
  /** `_gc_prev`. */
  PREV = -2,
  /** Flags: see {@link GcFlag}. */
  FLAGS = -1,
}

/** Bits of the GC header. */
export const enum GcFlag {
  /** `tp_finalize` was called. */
  FINALIZED = 1,
  /** An incremental collector has been here in this round. */
  VISITED = 2,
  /** In the tentatively unreachable list. */
  UNREACHABLE = 4,
}

/** A float's value is at byte 16. */
export const enum FloatLayout {
  VALUE = 4,
}

/** An int's digits, 30 bits each, from byte 24. */
export const enum IntLayout {
  DIGIT = 6,
}

export const enum TupleLayout {
  ITEM = 6,
}

export const enum ListLayout {
  /** `ob_item`: address of the array, 0 when there is none. */
  ITEMS = 6,
  ALLOCATED = 8,
}

export const enum StrLayout {
  /** Code points. */
  LENGTH = 4,
  /** Two words; both -1 while it is not known. */
  HASH = 6,
  /** `state`: see {@link StrState}. */
  STATE = 8,
}

/** Bits of a str's state word. */
export const enum StrState {
  /** 1, 2 or 4 bytes for each character. */
  KIND_MASK = 7,
  ASCII = 8,
  INTERNED = 16,
  /** Interned and immortal (3.12+). */
  IMMORTAL_INTERNED = 32,
  /** Its UTF-8 form is kept beside it. */
  UTF8_CACHED = 64,
}

/** bytes: `ob_shash` at 24 (words 6, 7), data from byte 32. */
export const enum BytesLayout {
  HASH = 6,
  DATA = 8,
}

/** bytearray: allocation, start of the buffer. */
export const enum BytearrayLayout {
  ALLOC = 6,
  BUFFER = 8,
  START = 10,
  EXPORTS = 12,
}

export const enum DictLayout {
  USED = 4,
  VERSION = 6,
  KEYS = 8,
  /** `ma_values` of a split table, else 0. */
  VALUES = 10,
}

/** PyDictKeysObject. The indices follow the header (32 bytes since 3.11, 40 before). */
export const enum KeysLayout {
  REFCNT = 0,
  /** log2 of the number of slots. */
  LOG2_SIZE = 2,
  /** {@link KeysKind}. */
  KIND = 3,
  USABLE = 4,
  NENTRIES = 6,
  /** Ours (upper half): counts up at each insertion of a key into shared keys; 0 otherwise. */
  VERSION = 5,
}

export const enum KeysKind {
  /** Entries of hash, key, value: 24 bytes. */
  GENERAL = 0,
  /** Entries of key, value: 16 bytes, all keys exact str (3.11+). */
  UNICODE = 1,
  /** Shared keys; values stand elsewhere. */
  SPLIT = 2,
}

export const enum SetLayout {
  /** Active and dummy entries. */
  FILL = 4,
  USED = 6,
  MASK = 8,
  /** Address of the table: inside the object while it has eight slots. */
  TABLE = 10,
  /** Of a frozenset, two words. */
  HASH = 12,
  FINGER = 14,
  SMALLTABLE = 16,
  WEAKREFLIST = 48,
}

export const enum CellLayout {
  CONTENTS = 4,
}

/** PyFunctionObject, offsets of 3.12; other versions differ in size only. */
export const enum FunctionLayout {
  GLOBALS = 4,
  BUILTINS = 6,
  NAME = 8,
  QUALNAME = 10,
  CODE = 12,
  DEFAULTS = 14,
  KWDEFAULTS = 16,
  CLOSURE = 18,
  DOC = 20,
  DICT = 22,
  WEAKREFLIST = 24,
  MODULE = 26,
  ANNOTATIONS = 28,
  TYPEPARAMS = 30,
}

/** A bound method. */
export const enum MethodLayout {
  FUNC = 4,
  SELF = 6,
  WEAKREFLIST = 8,
}

/** PyCFunctionObject: builtin functions and bound builtin methods. */
export const enum CFunctionLayout {
  /** Index of the native function in `Machine.natives`. */
  DEF = 4,
  SELF = 6,
  MODULE = 8,
  WEAKREFLIST = 10,
}

/** PyDescr_COMMON and what follows. */
export const enum DescrLayout {
  TYPE = 4,
  NAME = 6,
  QUALNAME = 8,
  /** Index of the native, getter pair, or byte offset of a member. */
  DEF = 10,
  /** wrapper_descriptor: index of the slot. */
  WRAPPED = 12,
}

/** PyTypeObject, CPython's offsets; what only heap types have stands behind byte 416. */
export const enum TypeLayout {
  /** Ours (upper half of tp_name): index of the TypeInfo in `Machine.types`. */
  INFO = 7,
  BASE = 64,
  DICT = 66,
  BASES = 84,
  MRO = 86,
  CACHE = 88,
  SUBCLASSES = 90,
  WEAKLIST = 92,
  /** `tp_version_tag`: changes whenever an attribute of the type or a base changes. */
  VERSION = 96,
  /** First word behind a static type. */
  STATIC_END = 104,
  HT_NAME = 212,
  HT_SLOTS = 214,
  HT_QUALNAME = 216,
  HT_CACHED_KEYS = 218,
  HT_MODULE = 220,
}

/** An interpreter frame, on the data stack or inside a generator. */
export const enum Frame {
  CODE = 0,
  /** Ours: index of the CodeInfo. */
  CODE_INDEX = 1,
  PREVIOUS = 2,
  /** Ours: what happens when it returns, see FrameKind. */
  KIND = 3,
  FUNC = 4,
  GLOBALS = 6,
  /** Ours: the object under construction while `__init__` runs inline. */
  PENDING = 7,
  BUILTINS = 8,
  LOCALS = 10,
  FRAME_OBJ = 12,
  /** Index of the instruction that runs, times two. */
  PC = 14,
  /** Word address one past the top of the value stack while the frame does not run. */
  SP = 16,
  /** Ours: the line of the last LINE instruction. */
  LINE = 17,
  LOCALSPLUS = 18,
}

/** generator, coroutine, async generator: the frame stands inside. */
export const enum GenLayout {
  WEAKREFLIST = 4,
  NAME = 6,
  QUALNAME = 8,
  /** `gi_exc_state.exc_value`. */
  EXC_VALUE = 10,
  /** `gi_exc_state.previous_item`. */
  EXC_PREVIOUS = 12,
  ORIGIN_OR_FINALIZER = 14,
  /** See GenState. */
  STATE = 16,
  /** Async generator bits and coroutine awaits. */
  FLAGS = 17,
  /** Where the frame begins, since 3.11. Until then `exc_type` and `exc_traceback` of `gi_exc_state` are here. */
  FRAME = 18,
  EXC_TYPE = 20,
  EXC_TRACEBACK = 22,
  /** First word behind the fields up to 3.10. */
  END_BEFORE_FRAMES = 24,
}

/** A record of the exception that is being handled, `_PyErr_StackItem`: one for the thread, one in each generator. */
export const enum ExcRecord {
  VALUE = 0,
  PREVIOUS = 2,
  /** Up to 3.10 type and traceback were held beside the exception. */
  TYPE = 10,
  TRACEBACK = 12,
}

/** PyBaseExceptionObject. */
export const enum ExcLayout {
  DICT = 4,
  ARGS = 6,
  NOTES = 8,
  TRACEBACK = 10,
  CONTEXT = 12,
  CAUSE = 14,
  /** Ours (upper half of the dict): the struct of 3.8 to 3.10 ends before word 16. */
  SUPPRESS_CONTEXT = 5,
  /** First word of what subclasses add. */
  EXTRA = 18,
}

export const enum TracebackLayout {
  NEXT = 4,
  FRAME = 6,
  LASTI = 8,
  LINENO = 9,
}

/** PyFrameObject. */
export const enum FrameObjectLayout {
  BACK = 4,
  /** The interpreter frame. */
  FRAME = 6,
  TRACE = 8,
  LINENO = 10,
  /** Ours: 1 when the frame was taken over (it stands inside the object). */
  OWNED = 11,
  /** 3.13+: dict of what was added through `f_locals` and is no variable. */
  EXTRA_LOCALS = 12,
  /** The frame's copy after its end. */
  OWN_FRAME = 16,
}

/** weakref.ref and proxies. */
export const enum WeakrefLayout {
  OBJECT = 4,
  CALLBACK = 6,
  /** Two words; both -1 while not known. */
  HASH = 8,
  PREV = 10,
  NEXT = 12,
  VECTORCALL = 14,
}
