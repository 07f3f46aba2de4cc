/**
 * The fields of CPython's object structs on 64-bit Linux, by version: what stands where in an object's bytes. Sources
 * are the headers under Include/ and, for types private to their file, Objects/*.c, at each version's last release.
 */

/**
 * How a field reads: `refcount` and `size` signed integers, `ref` a pointer to an object (or NULL), `data` a pointer to
 * a block that is no object, `c` a pointer into CPython's own code or data (not simulated: no value is shown), `double`, `u32`, `digit`
 * (30 bits of an int), `flags` bits, `text` characters to the end of the object, `byte` bytes to its end.
 */
export type FieldKind =
  | 'refcount'
  | 'size'
  | 'ref'
  | 'data'
  | 'c'
  | 'double'
  | 'u32'
  | 'digit'
  | 'flags'
  | 'text'
  | 'byte';

export interface StructField {
  readonly name: string;
  /** From the object's address, in bytes. */
  readonly offset: number;
  readonly bytes: number;
  readonly kind: FieldKind;
  /** Repeated to the end of the object: `name` gets an index. */
  readonly repeated?: true;
}

/** Fields of eight bytes one after the other, from an offset on; a name may carry its kind after a colon. */
function words(offset: number, kind: FieldKind, ...names: readonly string[]): StructField[] {
  return names.map((text, i) => {
    const [name, own] = text.split(':') as [string, FieldKind | undefined];
    return { name, offset: offset + 8 * i, bytes: 8, kind: own ?? kind };
  });
}

/** Repeated fields to the end of the object. */
function items(offset: number, name: string, kind: FieldKind, bytes: number): StructField {
  return { name, offset, bytes, kind, repeated: true };
}

const HEAD = words(0, 'ref', 'ob_refcnt:refcount', 'ob_type');
const VAR_HEAD = [...HEAD, ...words(16, 'size', 'ob_size')];

/** Before the object: PyGC_Head, and since 3.11 what an instance's dict and weak references hang on. */
export function headerFields(minor: number, bytes: number): readonly StructField[] {
  const gc = words(-16, 'data', '_gc_next', '_gc_prev');
  if (bytes === 16) return gc;
  if (bytes !== 32) return [];
  const managed =
    minor === 11 ? words(-32, 'data', 'values', 'dict:ref') : words(-32, 'data', 'weakreflist', 'dict or values');
  return [...managed, ...gc];
}

function strFields(minor: number, ascii: boolean): readonly StructField[] {
  const fields = [
    ...HEAD,
    ...words(16, 'size', 'length', 'hash'),
    { name: 'state', offset: 32, bytes: 4, kind: 'flags' as const },
  ];
  if (minor >= 12)
    return ascii
      ? [...fields, items(40, 'data', 'text', 1)]
      : [...fields, ...words(40, 'size', 'utf8_length', 'utf8:data'), items(56, 'data', 'text', 1)];
  return ascii
    ? [...fields, ...words(40, 'data', 'wstr'), items(48, 'data', 'text', 1)]
    : [
        ...fields,
        ...words(40, 'data', 'wstr', 'utf8_length:size', 'utf8', 'wstr_length:size'),
        items(72, 'data', 'text', 1),
      ];
}

function functionFields(minor: number): readonly StructField[] | null {
  // To 3.9 the struct has another order, which the simulated memory does not follow.
  if (minor < 10) return null;
  const common = words(
    16,
    'ref',
    'func_globals',
    'func_builtins',
    'func_name',
    'func_qualname',
    'func_code',
    'func_defaults',
    'func_kwdefaults',
    'func_closure',
    'func_doc',
    'func_dict',
    'func_weakreflist',
    'func_module',
    'func_annotations',
  );
  const rest = minor >= 12 ? words(120, 'ref', 'func_typeparams', 'vectorcall:c') : words(120, 'c', 'vectorcall');
  return [...HEAD, ...common, ...rest];
}

function setFields(): readonly StructField[] {
  const table = Array.from({ length: 8 }, (_, i) =>
    words(64 + 16 * i, 'ref', `smalltable[${i}].key`, `smalltable[${i}].hash:size`),
  ).flat();
  return [
    ...HEAD,
    ...words(16, 'size', 'fill', 'used', 'mask', 'table:data', 'hash', 'finger'),
    ...table,
    ...words(192, 'ref', 'weakreflist'),
  ];
}

const TYPE_FIELDS: readonly StructField[] = [
  ...VAR_HEAD,
  ...words(24, 'c', 'tp_name', 'tp_basicsize:size', 'tp_itemsize:size', 'tp_dealloc', 'tp_vectorcall_offset:size'),
  ...words(64, 'c', 'tp_getattr', 'tp_setattr', 'tp_as_async', 'tp_repr', 'tp_as_number', 'tp_as_sequence'),
  ...words(112, 'c', 'tp_as_mapping', 'tp_hash', 'tp_call', 'tp_str', 'tp_getattro', 'tp_setattro', 'tp_as_buffer'),
  ...words(168, 'c', 'tp_flags', 'tp_doc', 'tp_traverse', 'tp_clear', 'tp_richcompare', 'tp_weaklistoffset'),
  ...words(216, 'c', 'tp_iter', 'tp_iternext', 'tp_methods', 'tp_members', 'tp_getset', 'tp_base:ref', 'tp_dict:ref'),
  ...words(
    272,
    'c',
    'tp_descr_get',
    'tp_descr_set',
    'tp_dictoffset',
    'tp_init',
    'tp_alloc',
    'tp_new',
    'tp_free',
    'tp_is_gc',
  ),
  ...words(336, 'ref', 'tp_bases', 'tp_mro', 'tp_cache', 'tp_subclasses', 'tp_weaklist'),
];

/** The fields of an object of a built-in type; null where we do not know them, or where memory stands differently here. */
export function structOf(
  type: string,
  minor: number,
  text: { readonly ascii: boolean },
): readonly StructField[] | null {
  switch (type) {
    case 'int':
    case 'bool':
      return [
        ...HEAD,
        ...words(16, 'size', minor >= 12 ? 'lv_tag:flags' : 'ob_size'),
        items(24, 'ob_digit', 'digit', 4),
      ];
    case 'float':
      return [...HEAD, ...words(16, 'double', 'ob_fval')];
    case 'complex':
      return [...HEAD, ...words(16, 'double', 'cval.real', 'cval.imag')];
    case 'str':
      return strFields(minor, text.ascii);
    case 'bytes':
      return [...VAR_HEAD, ...words(24, 'size', 'ob_shash'), items(32, 'ob_sval', 'byte', 1)];
    case 'tuple':
      return minor >= 14
        ? [...VAR_HEAD, ...words(24, 'size', 'ob_hash'), items(32, 'ob_item', 'ref', 8)]
        : [...VAR_HEAD, items(24, 'ob_item', 'ref', 8)];
    case 'list':
      return [...VAR_HEAD, ...words(24, 'data', 'ob_item', 'allocated:size')];
    case 'dict':
      return [
        ...HEAD,
        ...words(
          16,
          'size',
          'ma_used',
          minor >= 14 ? '_ma_watcher_tag' : 'ma_version_tag',
          'ma_keys:data',
          'ma_values:data',
        ),
      ];
    case 'set':
    case 'frozenset':
      return setFields();
    case 'cell':
      return [...HEAD, ...words(16, 'ref', 'ob_ref')];
    case 'function':
      return functionFields(minor);
    case 'method':
      return [...HEAD, ...words(16, 'ref', 'im_func', 'im_self', 'im_weakreflist', 'vectorcall:c')];
    case 'builtin_function_or_method':
      return [...HEAD, ...words(16, 'ref', 'm_ml:c', 'm_self', 'm_module', 'm_weakreflist', 'vectorcall:c')];
    case 'module':
      return [...HEAD, ...words(16, 'ref', 'md_dict', 'md_def:c', 'md_state:c', 'md_weaklist', 'md_name')];
    case 'weakref':
    case 'ReferenceType':
      return [...HEAD, ...words(16, 'ref', 'wr_object', 'wr_callback', 'hash:size', 'wr_prev', 'wr_next')];
    case 'slice':
      return [...HEAD, ...words(16, 'ref', 'start', 'stop', 'step')];
    case 'range':
      return [...HEAD, ...words(16, 'ref', 'start', 'stop', 'step', 'length')];
    case 'type':
      return TYPE_FIELDS;
    default:
      return null;
  }
}

/** What every object has. */
export function objectHead(): readonly StructField[] {
  return HEAD;
}
