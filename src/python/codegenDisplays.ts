/** Code for tuple, list, set and dict displays, and for unpacking into targets. */
import type { Dict, Expr, Located } from './ast.js';
import type { ConstSpec } from './code.js';
import { type Compiler, STACK_USE_GUIDELINE } from './codegen.js';
import { expression, expressions } from './codegenExpressions.js';
import { frozensetConst, tupleConst } from './constants.js';
import { Op } from './instructions.js';

export type DisplayKind = 'Tuple' | 'List' | 'Set';

const isStarred = (node: Expr): boolean => node.kind === 'Starred';

/**
 * A tuple, list or set of `elements` and of `pushed` values that are already on the stack.
 * Follows compile.c: starunpack_helper (3.8 had other instructions, see {@link buildUnpacked}).
 */
export function compileSequence(
  c: Compiler,
  at: Located,
  kind: DisplayKind,
  elements: readonly Expr[],
  pushed = 0,
): void {
  if (c.minor < 9) {
    buildUnpacked(c, at, kind, elements, pushed);
    return;
  }
  const isSet = kind === 'Set';
  const isTuple = kind === 'Tuple';
  const count = elements.length;
  const build = isSet ? Op.BUILD_SET : Op.BUILD_LIST;
  const extend = isSet ? Op.SET_UPDATE : Op.LIST_EXTEND;
  const items = count > 2 ? c.folder.constantsOf(elements) : null;
  if (items) {
    if (isTuple && pushed === 0) {
      c.load(tupleConst(items), at);
      return;
    }
    c.op(build, pushed, at);
    c.load(isSet ? frozensetConst(items) : tupleConst(items), at);
    c.op(extend, 1, at);
    if (isTuple) c.op(Op.LIST_TO_TUPLE, 0, at);
    return;
  }
  const big = c.minor >= 10 && count + pushed > STACK_USE_GUIDELINE;
  if (!big && !elements.some(isStarred)) {
    expressions(c, elements);
    c.op(isTuple ? Op.BUILD_TUPLE : build, count + pushed, at);
    return;
  }
  let built = false;
  if (big) {
    c.op(build, pushed, at);
    built = true;
  }
  elements.forEach((element, i) => {
    if (element.kind === 'Starred') {
      if (!built) {
        c.op(build, i + pushed, at);
        built = true;
      }
      expression(c, element.value);
      c.op(extend, 1, at);
    } else {
      expression(c, element);
      if (built) c.op(isSet ? Op.SET_ADD : Op.LIST_APPEND, 1, at);
    }
  });
  if (isTuple) c.op(Op.LIST_TO_TUPLE, 0, at);
}

/** The display of 3.8: everything is evaluated before the first iterable is unpacked. */
function buildUnpacked(c: Compiler, at: Located, kind: DisplayKind, elements: readonly Expr[], pushed: number): void {
  const direct = kind === 'Tuple' ? Op.BUILD_TUPLE : kind === 'List' ? Op.BUILD_LIST : Op.BUILD_SET;
  const parts = pushParts(c, at, elements, pushed, kind === 'Set' ? Op.BUILD_SET : Op.BUILD_TUPLE);
  if (parts.starred) unpackParts(c, at, kind, parts.count);
  else c.op(direct, elements.length + pushed, at);
}

/** Pushes the starred values as they are and the runs between them as tuples; without a star just the values. */
export function pushParts(
  c: Compiler,
  at: Located,
  elements: readonly Expr[],
  pushed: number,
  runOp: Op,
): { starred: boolean; count: number } {
  const starred = elements.some(isStarred);
  let count = 0;
  let run = pushed;
  for (const element of elements) {
    if (element.kind === 'Starred') {
      if (run > 0) {
        c.op(runOp, run, at);
        count++;
        run = 0;
      }
      expression(c, element.value);
      count++;
    } else {
      expression(c, element);
      run++;
    }
  }
  if (starred && run > 0) {
    c.op(runOp, run, at);
    count++;
  }
  return { starred, count };
}

/** Joins `count` iterables on the stack into one container, as 3.8's BUILD_TUPLE_UNPACK and its kin do. */
export function unpackParts(c: Compiler, at: Located, kind: DisplayKind, count: number): void {
  c.op(kind === 'Set' ? Op.BUILD_SET : Op.BUILD_LIST, 0, at);
  for (let i = 0; i < count; i++) {
    c.op(Op.COPY, count - i + 1, at);
    c.op(kind === 'Set' ? Op.SET_UPDATE : Op.LIST_EXTEND, 1, at);
  }
  if (kind === 'Tuple') c.op(Op.LIST_TO_TUPLE, 0, at);
  dropBelow(c, at, count);
}

/** Drops `count` values below the top. */
export function dropBelow(c: Compiler, at: Located, count: number): void {
  for (let i = 0; i < count; i++) {
    c.op(Op.SWAP, 2, at);
    c.op(Op.POP_TOP, 0, at);
  }
}

// ---- targets

/** Takes a sequence apart into the targets. Follows compile.c: unpack_helper. */
export function unpackInto(c: Compiler, at: Located, targets: readonly Expr[]): void {
  unpackOp(
    c,
    at,
    targets.length,
    (i) => targets[i]!.kind === 'Starred',
    (i) => targets[i]!,
    c.minor < 9 ? 'two starred expressions in assignment' : 'multiple starred expressions in assignment',
  );
  for (const target of targets) expression(c, target.kind === 'Starred' ? target.value : target);
}

/** The instruction that unpacks, with its errors. */
export function unpackOp(
  c: Compiler,
  at: Located,
  count: number,
  starredAt: (i: number) => boolean,
  placeAt: (i: number) => Located,
  tooManyStars: string,
): void {
  let star = -1;
  for (let i = 0; i < count; i++) {
    if (!starredAt(i)) continue;
    if (star >= 0) {
      c.error(tooManyStars, placeAt(i));
      continue;
    }
    star = i;
    if (i > 255) c.error('too many expressions in star-unpacking assignment', placeAt(i));
  }
  if (star < 0) c.op(Op.UNPACK_SEQUENCE, count, at);
  else c.op(Op.UNPACK_EX, star | ((count - star - 1) << 8), at);
}

// ---- dicts

/** Follows compile.c: compiler_dict. */
export function compileDict(c: Compiler, node: Dict): void {
  if (c.minor < 9) {
    dictOfParts(c, node);
    return;
  }
  const { keys, values } = node;
  let haveDict = false;
  let elements = 0;
  const flush = (from: number, to: number) => {
    subDict(c, node, from, to);
    if (haveDict) c.op(Op.DICT_UPDATE, 1, node);
    haveDict = true;
    elements = 0;
  };
  keys.forEach((key, i) => {
    if (key === null) {
      if (elements > 0) flush(i - elements, i);
      if (!haveDict) {
        c.op(Op.BUILD_MAP, 0, node);
        haveDict = true;
      }
      expression(c, values[i]!);
      c.op(Op.DICT_UPDATE, 1, node);
    } else if (c.minor >= 10 && elements * 2 > STACK_USE_GUIDELINE) {
      flush(i - elements, i + 1);
    } else {
      elements++;
    }
  });
  if (elements > 0) flush(keys.length - elements, keys.length);
  if (!haveDict) c.op(Op.BUILD_MAP, 0, node);
}

function dictOfParts(c: Compiler, node: Dict): void {
  const { keys, values } = node;
  let parts = 0;
  let elements = 0;
  let unpacks = false;
  keys.forEach((key, i) => {
    if (key !== null) {
      elements++;
      return;
    }
    if (elements > 0) {
      subDict(c, node, i - elements, i);
      parts++;
      elements = 0;
    }
    expression(c, values[i]!);
    parts++;
    unpacks = true;
  });
  if (elements > 0 || parts === 0) {
    subDict(c, node, keys.length - elements, keys.length);
    parts++;
  }
  if (unpacks) mergeParts(c, node, parts, Op.DICT_UPDATE);
}

/** Joins `count` mappings on the stack into a new dict, as 3.8's BUILD_MAP_UNPACK did. */
export function mergeParts(c: Compiler, at: Located, count: number, op: Op): void {
  c.op(Op.BUILD_MAP, 0, at);
  for (let i = 0; i < count; i++) {
    c.op(Op.COPY, count - i + 1, at);
    c.op(op, 1, at);
  }
  dropBelow(c, at, count);
}

/** The pairs from `from` to `to` as one dict. Follows compile.c: compiler_subdict. */
function subDict(c: Compiler, node: Dict, from: number, to: number): void {
  const keys = node.keys.slice(from, to) as Expr[];
  const values = node.values.slice(from, to);
  dictOf(c, node, values, c.folder.constantsOf(keys), (i) => expression(c, keys[i]!));
}

/** A dict of values and keys; `constants` are the keys where all of them are constant. */
export function dictOf(
  c: Compiler,
  at: Located,
  values: readonly Expr[],
  constants: readonly ConstSpec[] | null,
  pushKey: (i: number) => void,
): void {
  const count = values.length;
  const big = c.minor >= 10 && count * 2 > STACK_USE_GUIDELINE;
  if (count > 1 && !big && constants) {
    expressions(c, values);
    c.load(tupleConst(constants), at);
    c.op(Op.BUILD_CONST_KEY_MAP, count, at);
    return;
  }
  if (big) c.op(Op.BUILD_MAP, 0, at);
  values.forEach((value, i) => {
    pushKey(i);
    expression(c, value);
    if (big) c.op(Op.MAP_ADD, 1, at);
  });
  if (!big) c.op(Op.BUILD_MAP, count, at);
}
