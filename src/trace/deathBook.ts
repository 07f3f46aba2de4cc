/** Which objects of the program died, at which line, of what, and by which name they were known last. */
import type { Machine } from '../objects/machine.js';
import { T } from '../objects/typeIds.js';
import type { TypeInfo } from '../objects/typeInfo.js';
import type { Teardown } from '../protocol/run.js';
import type { DeathRecord, HolderRecord } from './lineRecords.js';

/** Different deaths kept for one line. */
const DEATHS = 40;

/** What a death is worth telling, by its type. */
export const Mortal = {
  unknown: 0,
  /** The machine's own business. */
  hidden: 1,
  /** Of a built-in type, never in a cycle. */
  plain: 2,
  /** Of a built-in type that the collector tracks. */
  tracked: 3,
  /** Of a class of the program. */
  instance: 4,
} as const;

/** What a program defines and imports: its end is no news at the end of the interpreter. */
const DEFINITIONS: ReadonlySet<number> = new Set([T.FUNCTION, T.TYPE, T.MODULE]);

/** Types whose deaths are the machine's own business. */
const HIDDEN_DEATHS: ReadonlySet<number> = new Set([
  T.METHOD,
  T.CODE,
  T.FRAME,
  T.TRACEBACK,
  T.BUILTIN_FUNCTION,
  T.SLICE,
  T.CELL,
  T.LIST_ITERATOR,
  T.TUPLE_ITERATOR,
  T.RANGE_ITERATOR,
  T.DICT_KEYITERATOR,
  T.DICT_VALUEITERATOR,
  T.DICT_ITEMITERATOR,
  T.SET_ITERATOR,
  T.STR_ITERATOR,
  T.STR_ASCII_ITERATOR,
  T.ENUMERATE,
  T.ZIP,
]);

/** One death. */
interface Dead {
  readonly address: number;
  readonly born: number;
  readonly cause: DeathRecord['cause'];
  readonly info: { readonly name: string };
  readonly name: string | undefined;
  /** 0 where it is not known. */
  readonly bornLine: number;
  readonly holder: HolderRecord | undefined;
  readonly exit?: Teardown | undefined;
  readonly order: number;
}

/** The deaths of a run, and the names of those who may die. */
export class DeathBook {
  private readonly rt: Machine;
  /** By index of the type: one of `Mortal`. */
  private kinds = new Uint8Array(1024);
  /** The last name that let go of an object that lived on, by address. Who dies is taken out. */
  readonly lastNames = new Map<number, string>();
  /** What objects showed that were about to be let go of, by address, with their births. */
  readonly previews = new Map<number, { readonly born: number; readonly repr: string }>();
  readonly atExit: DeathRecord[] = [];
  /** Objects of the program that died so far, and at the interpreter's end. */
  run = 0;
  exit = 0;

  constructor(rt: Machine) {
    this.rt = rt;
  }

  /** One of `Mortal`, for the type with an index among the machine's types. */
  kindOf(index: number): number {
    return this.kinds[index] || this.findKind(index);
  }

  private findKind(index: number): number {
    if (index >= this.kinds.length) {
      const larger = new Uint8Array(2 * index);
      larger.set(this.kinds);
      this.kinds = larger;
    }
    const info = this.rt.types[index];
    let kind: number = Mortal.hidden;
    if (info !== undefined && !HIDDEN_DEATHS.has(info.address)) {
      if (info.isHeapType) kind = Mortal.instance;
      else kind = info.hasGc ? Mortal.tracked : Mortal.plain;
    }
    // Of what is no type yet nothing is kept.
    if (info !== undefined) this.kinds[index] = kind;
    return kind;
  }

  /** Whether a death at the interpreter's end is told. */
  isNewsAtExit(info: TypeInfo, isNamed: boolean): boolean {
    return !HIDDEN_DEATHS.has(info.address) && !DEFINITIONS.has(info.address) && (info.isHeapType || isNamed);
  }

  /** The last name of an object that is dying now. */
  takeName(object: number): string | undefined {
    const name = this.lastNames.get(object);
    if (name !== undefined) this.lastNames.delete(object);
    return name;
  }

  private takePreview(object: number, born: number): string | undefined {
    const shown = this.previews.get(object);
    if (shown === undefined) return undefined;
    this.previews.delete(object);
    return shown.born === born ? shown.repr : undefined;
  }

  /** Enters a death into a list, with the one of its kind that is there already. */
  enter(deaths: DeathRecord[], { address, born, cause, info, name, bornLine, holder, exit, order }: Dead): void {
    const repr = this.previews.size > 0 ? this.takePreview(address, born) : undefined;
    for (let i = 0; i < deaths.length; i++) {
      const death = deaths[i]!;
      if (death.info !== info || death.bornLine !== bornLine || death.cause !== cause) continue;
      if (death.exit !== exit) continue;
      if (death.holder?.info !== holder?.info || death.holder?.bornLine !== holder?.bornLine) continue;
      death.times++;
      death.address = address;
      if (name !== undefined) {
        death.name = name;
        death.repr = repr;
      }
      return;
    }
    if (deaths.length >= DEATHS) return;
    deaths.push({ type: info.name, info, repr, address, times: 1, cause, name, bornLine, holder, exit, order });
  }
}
