/** Code objects: what the compiler made, laid out in memory with its constants and names. Follows codeobject.c. */
import { Frame, Ob, TupleLayout } from '../memory/layout.js';
import { CodeFlag, type CodeSpec, type ConstSpec, LocalKind } from '../python/code.js';
import { INPLACE, INSTRUCTIONS, Op } from '../python/instructions.js';
import { newBytes } from './bytesCore.js';
import { newComplex } from './complexCore.js';
import { defineType } from './defineType.js';
import { newFloat } from './floatCore.js';
import { asIndex, newBigInt, newCompactInt } from './intCore.js';
import { type Machine, NotSimulated } from './machine.js';
import { addressText, hashPointer } from './object.js';
import { makeSet } from './set.js';
import { setAdd } from './setTable.js';
import { internInPlace, internStr, newStr } from './strCore.js';
import { stealTuple } from './tupleCore.js';
import { E, S, T } from './typeIds.js';
import { type GetSetDef, type MethodDef, MethodKind } from './typeInfo.js';

/** Words of a code object; its text, positions and instructions are in the CodeInfo. */
export const enum CodeLayout {
  CONSTS = 4,
  NAMES = 6,
  VARNAMES = 8,
  FILENAME = 10,
  NAME = 12,
  QUALNAME = 14,
  WEAKREFLIST = 16,
  /** Bytes up to 3.10, before the instructions since. */
  END = 44,
}

/** The fields that hold a reference. */
export const CODE_REFERENCES: readonly number[] = [
  CodeLayout.CONSTS,
  CodeLayout.NAMES,
  CodeLayout.VARNAMES,
  CodeLayout.FILENAME,
  CodeLayout.NAME,
  CodeLayout.QUALNAME,
];

/** Words of an instruction as it is laid out in memory: operation, operand, six words of inline cache. */
export const INSTRUCTION_WORDS = 8;

/**
 * Word of a code object's first instruction: minus the times it must still start or jump back until its instructions
 * adapt (3.11). Instructions that count have the address of that word in their third one.
 */
export const WARMUP = 7;
const WARMUP_DELAY = 8;

/** A code object as the machine runs it. */
export class CodeInfo {
  readonly spec: CodeSpec;
  /** Word address of the first instruction. A position in a frame is the word address of an instruction. */
  base = 0;
  /** Instructions that were laid out. */
  laidOut = 0;
  /** Where LINE was left out: the number of each instruction that is there, and the place of each of the compiler's. */
  numbers: Int32Array | null = null;
  places: Int32Array | null = null;
  readonly nlocals: number;
  /** Locals, cells, free variables. */
  readonly nlocalsplus: number;
  readonly nfree: number;
  readonly stacksize: number;
  /** Slots of a frame as CPython sizes it: variables and its own stack. */
  readonly shownSlots: number;
  /** Slots that a frame outside the data stack needs here: those, or more where our instructions go deeper. */
  readonly frameSlots: number;
  readonly flags: number;
  readonly argcount: number;
  readonly kwonlyargcount: number;
  /** Positional parameters only, no *args, **kwargs or keyword-only ones, not a generator: the quick way of a call. */
  readonly simple: boolean;
  address = 0;
  /** Addresses of the interned names, borrowed from co_names. */
  names: Int32Array = new Int32Array(0);
  /** Names of localsplus, borrowed. */
  localNames: Int32Array = new Int32Array(0);
  nameObject = 0;
  qualnameObject = 0;
  filenameObject = 0;
  /** The docstring or None; borrowed from co_consts. */
  doc = 0;
  /** First word of the items of co_consts. */
  constItems = 0;
  /** Ours: the frame block that was kept for the next call (to 3.10), 0 when there is none. */
  zombieFrame = 0;

  constructor(spec: CodeSpec) {
    this.spec = spec;
    this.nlocalsplus = spec.localsplusNames.length;
    let nlocals = 0;
    let nfree = 0;
    for (const kind of spec.localsplusKinds) {
      if ((kind & LocalKind.LOCAL) !== 0) nlocals++;
      if ((kind & LocalKind.FREE) !== 0) nfree++;
    }
    this.nlocals = nlocals;
    this.nfree = nfree;
    this.stacksize = spec.stacksize;
    this.shownSlots = this.nlocalsplus + spec.shownStacksize;
    this.frameSlots = Math.max(this.shownSlots, this.nlocalsplus + spec.stacksize);
    this.flags = spec.flags;
    this.argcount = spec.argcount;
    this.kwonlyargcount = spec.kwonlyargcount;
    this.simple =
      (spec.flags &
        (CodeFlag.VARARGS |
          CodeFlag.VARKEYWORDS |
          CodeFlag.GENERATOR |
          CodeFlag.COROUTINE |
          CodeFlag.ASYNC_GENERATOR)) ===
        0 && spec.kwonlyargcount === 0;
  }
}

/** Constants of one compilation unit: equal ones are one object. Holds a reference to each while code objects are made. */
export class ConstantPool {
  readonly objects = new Map<string, number>();
  /** References of the parser's arena: one for each literal while a script runs. */
  readonly arena: number[] = [];
  /** Shared objects stand in {@link arena} already, once for each time that the parser made them. */
  sharedAreKept = false;
}

/** Whether equal constants are one object everywhere: small integers, `()`, texts and bytes of up to one character. */
export function isShared(spec: ConstSpec): boolean {
  switch (spec.type) {
    case 'int':
      return spec.value >= -5n && spec.value <= 256n;
    case 'str':
      return spec.value.length === 0 || (spec.value.length === 1 && spec.value.charCodeAt(0) < 256);
    case 'bytes':
      return spec.value.length <= 1;
    case 'tuple':
      return spec.items.length === 0;
    default:
      return false;
  }
}

/** Notes that the parser of a script made a shared object `times` times. */
export function keepShared(rt: Machine, pool: ConstantPool, spec: ConstSpec, times: number): void {
  const p = materialize(rt, spec, pool, true);
  for (let i = 0; i < times; i++) pool.arena.push(rt.newRef(p));
  rt.decref(p);
}

/** A text that tells constants apart by type and value. */
function keyOf(spec: ConstSpec): string {
  switch (spec.type) {
    case 'int':
      return `i${spec.value}`;
    case 'float':
      return `f${Object.is(spec.value, -0) ? '-0' : spec.value}`;
    case 'complex':
      return `c${spec.real ?? 0}:${Object.is(spec.imag, -0) ? '-0' : spec.imag}`;
    case 'str':
      return `s${spec.value.length}:${spec.value}`;
    case 'bytes':
      return `b${spec.value.join(',')}`;
    case 'tuple':
      return `(${spec.items.map(keyOf).join(',')})`;
    case 'frozenset':
      return `{${spec.items.map(keyOf).join(',')}}`;
    case 'code':
      return '';
    default:
      return spec.type;
  }
}

/** Whether a str constant is interned: ASCII letters, digits and underscores only. Follows codeobject.c: all_name_chars. */
export function isNameLike(text: string): boolean {
  return /^[A-Za-z0-9_]*$/.test(text);
}

/**
 * The object of a constant: a new reference. `inTree` when the object hangs in the syntax tree; of what the compiler made
 * itself, only names stand there as well.
 */
function materialize(rt: Machine, spec: ConstSpec, pool: ConstantPool, inTree: boolean): number {
  if (spec.type === 'code') return makeCode(rt, spec.code, pool);
  if (spec.type === 'tuple' && spec.apart) return tupleOf(rt, spec.items, pool);
  const key = keyOf(spec);
  const known = pool.objects.get(key);
  if (known !== undefined) return rt.newRef(known);
  let p: number;
  switch (spec.type) {
    case 'None':
      return rt.newRef(S.NONE);
    case 'True':
      return rt.newRef(S.TRUE);
    case 'False':
      return rt.newRef(S.FALSE);
    case 'Ellipsis':
      return rt.newRef(S.ELLIPSIS);
    case 'int':
      p = spec.value >= -5n && spec.value <= 256n ? newCompactInt(rt, Number(spec.value)) : newBigInt(rt, spec.value);
      break;
    case 'float':
      p = newFloat(rt, spec.value);
      break;
    case 'complex':
      p = newComplex(rt, spec.real ?? 0, spec.imag);
      break;
    case 'str':
      p = newStr(rt, spec.value);
      if (isNameLike(spec.value)) p = internInPlace(rt, p, rt.profile.minor === 12);
      break;
    case 'bytes':
      p = newBytes(rt, spec.value);
      break;
    case 'tuple':
      p = spec.items.length === 0 ? rt.newRef(S.EMPTY_TUPLE) : tupleOf(rt, spec.items, pool);
      break;
    default: {
      p = makeSet(rt, T.FROZENSET, 0);
      for (const item of spec.items) {
        const value = materialize(rt, item, pool, true);
        setAdd(rt, p, value);
        rt.decref(value);
      }
    }
  }
  pool.objects.set(key, p);
  if (!inTree && (spec.type === 'tuple' || (spec.type === 'str' && !isNameLike(spec.value)))) return p;
  // The cache's reference becomes the arena's when compiling ends.
  if (!pool.sharedAreKept || !isShared(spec)) pool.arena.push(rt.newRef(p));
  if (spec.type === 'bytes' && (rt.profile.minor === 12 || rt.profile.minor === 13)) pool.arena.push(rt.newRef(p));
  return p;
}

function tupleOf(rt: Machine, items: readonly ConstSpec[], pool: ConstantPool): number {
  return stealTuple(
    rt,
    items.map((item) => materialize(rt, item, pool, true)),
  );
}

/** To 3.10 names of locals, cells and free variables stand in tuples of their own: how many more of them are empty. */
function emptyTuples(rt: Machine, { localsplusNames, localsplusKinds }: CodeSpec): number {
  if (rt.profile.minor > 10) return 0;
  let n = localsplusNames.length === 0 ? -1 : 0;
  for (const kind of [LocalKind.LOCAL, LocalKind.CELL, LocalKind.FREE]) {
    if (localsplusKinds.every((kinds) => (kinds & kind) === 0)) n++;
  }
  return n;
}

/** A tuple of interned names. */
function namesTuple(rt: Machine, names: readonly string[]): number {
  return stealTuple(
    rt,
    names.map((name) => internInPlace(rt, newStr(rt, name), true)),
  );
}

/** A code object (new reference) from what the compiler made. */
export function makeCode(rt: Machine, spec: CodeSpec, pool: ConstantPool): number {
  const M = rt.M;
  const info = new CodeInfo(spec);
  const consts = stealTuple(
    rt,
    spec.consts.map((constant, i) => materialize(rt, constant, pool, spec.constsInTree[i]!)),
  );
  const names = namesTuple(rt, spec.names);
  const varnames = namesTuple(rt, spec.localsplusNames);
  M[S.EMPTY_TUPLE]! += emptyTuples(rt, spec);
  const bytes = rt.profile.minor >= 11 ? (184 + 8 * (rt.profile.minor - 11) + spec.codeBytes + 7) & ~7 : 176;
  const p = rt.newObject(T.CODE, bytes);
  M.fill(0, p + 4, p + (bytes >> 2));
  M[p + Ob.AUX] = rt.codes.push(info) - 1;
  M[p + CodeLayout.CONSTS] = consts;
  M[p + CodeLayout.NAMES] = names;
  M[p + CodeLayout.VARNAMES] = varnames;
  M[p + CodeLayout.FILENAME] = rt.newRef(internStr(rt, spec.filename));
  M[p + CodeLayout.NAME] = internInPlace(rt, newStr(rt, spec.name), true);
  // Only a name is interned; since 3.11 a function has its qualified name from here.
  M[p + CodeLayout.QUALNAME] =
    rt.profile.minor >= 11 && spec.qualname !== spec.name
      ? newStr(rt, spec.qualname)
      : internInPlace(rt, newStr(rt, spec.qualname), true);
  info.address = p;
  info.constItems = consts + TupleLayout.ITEM;
  layOutInstructions(rt, info);
  info.names = items(rt, names);
  info.localNames = items(rt, varnames);
  info.nameObject = M[p + CodeLayout.NAME]!;
  info.qualnameObject = M[p + CodeLayout.QUALNAME]!;
  info.filenameObject = M[p + CodeLayout.FILENAME]!;
  const first = spec.consts[0];
  info.doc =
    first !== undefined && first.type === 'str' && (spec.flags & CodeFlag.OPTIMIZED) !== 0
      ? M[info.constItems]!
      : S.NONE;
  return p;
}

/** Number of the instruction at a position of a frame. */
export function instructionIndex(info: CodeInfo, pc: number): number {
  const place = (pc - info.base) >> 3;
  return info.numbers === null ? place : info.numbers[place]!;
}

/** Position of an instruction. */
export function instructionAddress(info: CodeInfo, index: number): number {
  return info.base + (info.places === null ? index : info.places[index]!) * INSTRUCTION_WORDS;
}

/** The line of an instruction, from 1; of one that has none, the line begun before it. */
export function instructionLine(info: CodeInfo, index: number): number {
  const { instructions, positions, firstlineno } = info.spec;
  const line = positions[index * 4];
  if (line !== undefined && line > 0) return line;
  for (let i = index - 1; i >= 0; i--) if (instructions[2 * i] === Op.LINE) return instructions[2 * i + 1]!;
  return firstlineno;
}

/**
 * Writes the instructions to memory: operands of jumps and of LOAD_CONST become addresses, those of LOAD_FAST and
 * STORE_FAST offsets from the frame, and operations that often stand together become one that does the work of all
 * (see {@link joined}). LINE is left out where nobody counts lines.
 */
function layOutInstructions(rt: Machine, info: CodeInfo): void {
  const M = rt.M;
  const words = info.spec.instructions;
  const n = words.length >> 1;
  if (!rt.countsLines) leaveOutLines(info);
  const { numbers } = info;
  info.laidOut = numbers === null ? n : numbers.length;
  const base = rt.takeCodeSpace(info.laidOut * INSTRUCTION_WORDS);
  info.base = base;
  M.fill(0, base, base + info.laidOut * INSTRUCTION_WORDS);
  const operation = (place: number) =>
    place < info.laidOut ? words[2 * (numbers === null ? place : numbers[place]!)]! : Op.NOP;
  for (let place = info.laidOut - 1; place >= 0; place--) {
    const op = operation(place);
    const at = base + place * INSTRUCTION_WORDS;
    M[at] = joined(op, operation(place + 1), operation(place + 2), place + 1 < info.laidOut ? M[at + 8]! : Op.NOP);
    const operand = words[2 * (numbers === null ? place : numbers[place]!) + 1]!;
    if (INSTRUCTIONS[op]!.operand === 'jump') M[at + 1] = instructionAddress(info, operand);
    else if (op === Op.LOAD_CONST) M[at + 1] = M[info.constItems + 2 * operand]!;
    else if (op === Op.LOAD_FAST || op === Op.STORE_FAST) M[at + 1] = Frame.LOCALSPLUS + 2 * operand;
    else M[at + 1] = operand;
    // In place or not is one for numbers.
    if (op === Op.BINARY_OP) M[at + 2] = operand >= INPLACE ? operand - INPLACE : operand;
    if (rt.profile.minor === 11 && (op === Op.RESUME || op === Op.JUMP_BACKWARD)) M[at + 2] = base + WARMUP;
  }
  if (rt.profile.minor === 11) M[base + WARMUP] = -WARMUP_DELAY;
}

function leaveOutLines(info: CodeInfo): void {
  const words = info.spec.instructions;
  const n = words.length >> 1;
  const numbers: number[] = [];
  const places = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    places[i] = numbers.length;
    if (words[2 * i] !== Op.LINE) numbers.push(i);
  }
  info.numbers = Int32Array.from(numbers);
  info.places = places;
}

/**
 * What runs in place of an operation, given the two behind it and what runs in place of the first of these. They stay
 * where they are, and may be jumped to.
 */
function joined(op: number, second: number, third: number, next: number): number {
  if (op === Op.LOAD_FAST) {
    if (second === Op.LOAD_ATTR) return Op.FAST_LOAD_ATTR;
    if (second === Op.BINARY_OP) return Op.FAST_BINARY_OP;
    if (second === Op.COMPARE_OP) return Op.FAST_COMPARE_OP;
    if (second === Op.LOAD_FAST) {
      return FAST_FAST.get(third) ?? (next >= Op.FAST_BINARY_OP ? op : Op.LOAD_FAST_LOAD_FAST);
    }
    if (second === Op.LOAD_CONST) return FAST_CONST.get(third) ?? Op.LOAD_FAST_LOAD_CONST;
  } else if (op === Op.LOAD_CONST) {
    if (second === Op.BINARY_OP) return Op.CONST_BINARY_OP;
    if (second === Op.COMPARE_OP) return Op.CONST_COMPARE_OP;
  } else if (op === Op.STORE_FAST && next === Op.LOAD_FAST) return Op.STORE_FAST_LOAD_FAST;
  return op;
}

const FAST_FAST: ReadonlyMap<number, number> = new Map<number, number>([
  [Op.BINARY_OP, Op.FAST_FAST_BINARY_OP],
  [Op.COMPARE_OP, Op.FAST_FAST_COMPARE_OP],
  [Op.BINARY_SUBSCR, Op.FAST_FAST_BINARY_SUBSCR],
]);

const FAST_CONST: ReadonlyMap<number, number> = new Map<number, number>([
  [Op.BINARY_OP, Op.FAST_CONST_BINARY_OP],
  [Op.COMPARE_OP, Op.FAST_CONST_COMPARE_OP],
  [Op.BINARY_SUBSCR, Op.FAST_CONST_BINARY_SUBSCR],
]);

function items(rt: Machine, tuple: number): Int32Array {
  const n = rt.M[tuple + Ob.SIZE]!;
  const out = new Int32Array(n);
  for (let i = 0; i < n; i++) out[i] = rt.M[tuple + TupleLayout.ITEM + 2 * i]!;
  return out;
}

const number = (name: string, get: (spec: CodeSpec) => number): GetSetDef => ({
  name,
  get: (rt, p) => newBigInt(rt, BigInt(get(rt.codeOf(p).spec))),
});

/** Names of one kind as a tuple. */
function namesOf(rt: Machine, p: number, mask: number, not = 0): number {
  const info = rt.codeOf(p);
  const out: number[] = [];
  info.spec.localsplusKinds.forEach((kind, i) => {
    if ((kind & mask) !== 0 && (kind & not) === 0) out.push(rt.newRef(info.localNames[i]!));
  });
  return stealTuple(rt, out);
}

/** Bytes of `sys.getsizeof`. */
export function codeSize(rt: Machine, p: number): number {
  const info = rt.codeOf(p);
  return rt.profile.minor >= 11 ? (184 + 8 * (rt.profile.minor - 11) + info.spec.codeBytes + 7) & ~7 : 176;
}

/** `code.replace(**changes)`: names, first line and flags; other parts belong to CPython's instructions. Follows code_replace_impl. */
function replaceCode(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  if (nargs > 0) return rt.raise(E.TypeError, `replace() takes exactly 0 positional arguments (${nargs} given)`);
  const n = kwnames === 0 ? 0 : M[kwnames + Ob.SIZE]!;
  let spec = rt.codeOf(self).spec;
  for (let i = 0; i < n; i++) {
    const name = rt.text(M[kwnames + TupleLayout.ITEM + 2 * i]!);
    const value = M[args + 2 * i]!;
    if (name === 'co_flags' || name === 'co_firstlineno') {
      const number = asIndex(rt, value, E.OverflowError);
      if (Number.isNaN(number)) return 0;
      spec = name === 'co_flags' ? { ...spec, flags: number } : { ...spec, firstlineno: number };
    } else if (name === 'co_name' || name === 'co_filename' || (name === 'co_qualname' && rt.profile.minor >= 11)) {
      if (!rt.isStr(value))
        return rt.raise(E.TypeError, `replace() argument '${name}' must be str, not ${rt.typeOf(value).name}`);
      const text = rt.text(value);
      if (name === 'co_name') spec = { ...spec, name: text };
      else if (name === 'co_filename') spec = { ...spec, filename: text };
      else spec = { ...spec, qualname: text };
    } else throw new NotSimulated(`code.replace() with ${name}`);
  }
  const pool = new ConstantPool();
  const code = makeCode(rt, spec, pool);
  for (const p of pool.arena.splice(0)) rt.decref(p);
  return code;
}

export function defineCodeType(rt: Machine): void {
  defineType(rt, T.CODE, {
    name: 'code',
    basicsize: 176,
    weaklistoffset: CodeLayout.WEAKREFLIST * 4,
    flags: 0,
    tp_dealloc: (rt, p) => {
      const M = rt.M;
      if (M[p + CodeLayout.WEAKREFLIST] !== 0) rt.clearWeakrefs(p);
      const info = rt.codeOf(p);
      rt.giveCodeSpace(info.base, info.laidOut * INSTRUCTION_WORDS);
      if (info.zombieFrame !== 0) rt.dropFrameBlock(info.zombieFrame);
      for (const field of CODE_REFERENCES) rt.xdecref(M[p + field]!);
      M[S.EMPTY_TUPLE]! -= emptyTuples(rt, info.spec);
      rt.freeObject(p);
    },
    tp_hash: (rt, p) => hashPointer(rt, p),
    tp_richcompare: (rt, a, b, op) => {
      if ((op !== 2 && op !== 3) || !rt.is(a, T.CODE) || !rt.is(b, T.CODE)) return rt.newRef(S.NOT_IMPLEMENTED);
      return rt.bool((a === b) === (op === 2));
    },
    tp_repr: (rt, p) => {
      const spec = rt.codeOf(p).spec;
      return newStr(
        rt,
        `<code object ${spec.name} at ${addressText(rt, p)}, file "${spec.filename}", line ${spec.firstlineno}>`,
      );
    },
    members: [
      { name: 'co_consts', offset: CodeLayout.CONSTS, readonly: true, missing: 'none' },
      { name: 'co_names', offset: CodeLayout.NAMES, readonly: true, missing: 'none' },
      { name: 'co_filename', offset: CodeLayout.FILENAME, readonly: true, missing: 'none' },
      { name: 'co_name', offset: CodeLayout.NAME, readonly: true, missing: 'none' },
      ...(rt.profile.minor >= 11
        ? [{ name: 'co_qualname', offset: CodeLayout.QUALNAME, readonly: true, missing: 'none' } as const]
        : []),
    ],
    getset: [
      number('co_argcount', (s) => s.argcount),
      number('co_posonlyargcount', (s) => s.posonlyargcount),
      number('co_kwonlyargcount', (s) => s.kwonlyargcount),
      number('co_nlocals', (s) => s.localsplusKinds.filter((kind) => (kind & LocalKind.LOCAL) !== 0).length),
      number('co_stacksize', (s) => s.shownStacksize),
      number('co_flags', (s) => s.flags),
      number('co_firstlineno', (s) => s.firstlineno),
      { name: 'co_varnames', get: (rt, p) => namesOf(rt, p, LocalKind.LOCAL) },
      { name: 'co_cellvars', get: (rt, p) => namesOf(rt, p, LocalKind.CELL) },
      { name: 'co_freevars', get: (rt, p) => namesOf(rt, p, LocalKind.FREE) },
      {
        name: 'co_code',
        get: (rt, p) => newBytes(rt, new Uint8Array(rt.codeOf(p).spec.codeBytes)),
      },
    ],
    methods: [
      { name: 'replace', kind: MethodKind.FASTKW, fn: replaceCode },
      ...(rt.profile.minor >= 11 ? ['co_lines', 'co_positions'] : rt.profile.minor === 10 ? ['co_lines'] : []).map(
        (name): MethodDef => ({
          name,
          kind: MethodKind.NOARGS,
          fn: () => {
            throw new NotSimulated(`code.${name}()`);
          },
        }),
      ),
      {
        name: '__sizeof__',
        kind: 0,
        fn: (rt, p) => newCompactInt(rt, codeSize(rt, p)),
      },
    ],
  });
}
