/** Which names each line of a code object touches, told from its instructions: no scope has to be worked out twice. */

import { isStatic } from '../memory/regions.js';
import type { CodeInfo } from '../objects/code.js';
import { LocalKind } from '../python/code.js';
import { Op } from '../python/instructions.js';
import type { Runtime } from '../vm/runtime.js';

/** Where a name is looked up. */
export const NamePlace = { fast: 0, cell: 1, global: 2, namespace: 3 } as const;

/** A name of one code object. The cached words lead to its place in a dict's table. */
export class NameRef {
  readonly name: string;
  readonly place: number;
  /** Index in localsplus. */
  readonly slot: number;
  /** The interned name, for dicts. */
  readonly object: number;
  cachedKeys = 0;
  cachedKey = 0;
  cachedValue = 0;

  constructor(name: string, place: number, slot: number, object: number) {
    this.name = name;
    this.place = place;
    this.slot = slot;
    this.object = object;
  }
}

/** What a line does with a name, strongest last. */
export const Touch = { none: 0, read: 1, bind: 2, delete: 3 } as const;

/** The names of a code object, and for each line which of them it touches. */
export interface CodeNames {
  readonly refs: readonly NameRef[];
  /** By line: indexes into `refs` in order of appearance, with the strongest touch of each. */
  readonly lines: ReadonlyMap<number, readonly { readonly ref: number; readonly touch: number }[]>;
  /** By line: constants that it binds names to, but for those that the interpreter shares. Borrowed from co_consts. */
  readonly constants: ReadonlyMap<number, readonly number[]>;
  readonly firstLine: number;
}

const TOUCH_OF_OP: ReadonlyMap<number, readonly [place: number, touch: number]> = new Map([
  [Op.LOAD_FAST, [NamePlace.fast, Touch.read]],
  [Op.LOAD_FAST_CHECK, [NamePlace.fast, Touch.read]],
  [Op.STORE_FAST, [NamePlace.fast, Touch.bind]],
  [Op.DELETE_FAST, [NamePlace.fast, Touch.delete]],
  [Op.LOAD_DEREF, [NamePlace.cell, Touch.read]],
  [Op.STORE_DEREF, [NamePlace.cell, Touch.bind]],
  [Op.DELETE_DEREF, [NamePlace.cell, Touch.delete]],
  [Op.LOAD_GLOBAL, [NamePlace.global, Touch.read]],
  [Op.LOAD_GLOBAL_CALL, [NamePlace.global, Touch.read]],
  [Op.STORE_GLOBAL, [NamePlace.global, Touch.bind]],
  [Op.DELETE_GLOBAL, [NamePlace.global, Touch.delete]],
  [Op.LOAD_NAME, [NamePlace.namespace, Touch.read]],
  [Op.STORE_NAME, [NamePlace.namespace, Touch.bind]],
  [Op.DELETE_NAME, [NamePlace.namespace, Touch.delete]],
]);

/** Whether an instruction binds a name to what was loaded before it, or copies that for a name to come. */
function isBinding(op: number | undefined): boolean {
  return op === Op.COPY || (op !== undefined && TOUCH_OF_OP.get(op)?.[1] === Touch.bind);
}

function isOwnName(name: string): boolean {
  return !name.startsWith('.') && !(name.startsWith('__') && name.endsWith('__'));
}

/** Reads a code object's instructions. */
export function namesOfCode(rt: Runtime, code: CodeInfo): CodeNames {
  const { instructions, positions, localsplusNames, localsplusKinds, names } = code.spec;
  const refs: NameRef[] = [];
  const indexes = new Map<string, number>();
  const found = new Map<number, Map<number, { touch: number; column: number }>>();
  const constants = new Map<number, number[]>();
  let current = code.spec.firstlineno;
  let firstLine = current;
  for (let i = 0; i < instructions.length; i += 2) {
    const op = instructions[i]!;
    const arg = instructions[i + 1]!;
    if (op === Op.LINE) {
      current = arg;
      if (arg < firstLine) firstLine = arg;
    }
    if (op === Op.LOAD_CONST && isBinding(instructions[i + 2])) {
      const object = rt.M[code.constItems + 2 * arg]!;
      if (!isStatic(object)) constants.set(current, [...(constants.get(current) ?? []), object]);
    }
    const known = TOUCH_OF_OP.get(op);
    if (known === undefined) continue;
    let [place] = known;
    const touch = known[1];
    const isLocal = place === NamePlace.fast || place === NamePlace.cell;
    if (isLocal) {
      const kind = localsplusKinds[arg]!;
      // A variable of a comprehension lives inside the line.
      if ((kind & LocalKind.HIDDEN) !== 0) continue;
      if ((kind & (LocalKind.CELL | LocalKind.FREE)) !== 0) place = NamePlace.cell;
    }
    const name = isLocal ? localsplusNames[arg]! : names[arg]!;
    if (!isOwnName(name)) continue;
    const key = `${place} ${name}`;
    let index = indexes.get(key);
    if (index === undefined) {
      index = refs.length;
      indexes.set(key, index);
      refs.push(new NameRef(name, place, isLocal ? arg : -1, isLocal ? 0 : code.names[arg]!));
    }
    const at = (i >> 1) * 4;
    // What has no place in the text (the end of an except clause) is not a touch that anybody sees.
    if (positions[at]! < 1 || positions[at + 1]! < 0) continue;
    let line = found.get(current);
    if (line === undefined) {
      line = new Map();
      found.set(current, line);
    }
    const before = line.get(index);
    const column = positions[at + 1]!;
    if (before === undefined) line.set(index, { touch, column });
    else {
      before.touch = Math.max(before.touch, touch);
      before.column = Math.min(before.column, column);
    }
  }
  const lines = new Map<number, { ref: number; touch: number }[]>();
  for (const [line, touches] of found) {
    const sorted = [...touches].sort((a, b) => a[1].column - b[1].column);
    lines.set(
      line,
      sorted.map(([ref, { touch }]) => ({ ref, touch })),
    );
  }
  return { refs, lines, constants, firstLine };
}
