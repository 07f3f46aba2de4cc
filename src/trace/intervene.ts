/** What if a reference were not there, or did not count: changes it in a machine that stands between two lines. */
import { CellLayout, DictLayout, ListLayout, Ob, TupleLayout, TypeLayout } from '../memory/layout.js';
import { instanceDict, instanceValues } from '../objects/attributes.js';
import { type DictEntry, dictLookup, dictNext, valueAddress } from '../objects/dictCore.js';
import { S, T } from '../objects/typeIds.js';
import { TypeFlag } from '../objects/typeInfo.js';
import { newProxy } from '../objects/weakref.js';
import type { Intervention } from '../protocol/run.js';
import type { Runtime } from '../vm/runtime.js';
import { type Edge, labelledEdges, sharedKeyNames, slotEdges } from './edges.js';
import { preview } from './preview.js';

/** As long as labels of keys are. */
const LABEL_LENGTH = 30;

/**
 * Puts None, or a weak proxy of the object, where the reference stands, as an assignment after the line would. False
 * where there is no such reference, or where nothing can stand in its place. Finalizers may run.
 */
export function intervene(rt: Runtime, what: Intervention): boolean {
  const owner = what.edge.from / 4;
  const object = what.edge.to / 4;
  const word = wordOf(rt, owner, object, what.edge);
  if (word === 0) return false;
  const instead = what.how === 'cut' ? S.NONE : newProxy(rt, object, 0);
  if (instead === 0) {
    // Its type has no weak references.
    rt.clearError();
    return false;
  }
  if (what.how === 'cut') rt.incref(instead);
  rt.M[word] = instead;
  rt.decref(object);
  return true;
}

/** Address of the word that holds a reference; 0 where it is not found. */
function wordOf(rt: Runtime, owner: number, object: number, edge: Pick<Edge, 'kind' | 'label'>): number {
  const { M } = rt;
  const { kind, label } = edge;
  if (!labelledEdges(rt, owner).some((e) => e.to === object || e.label === '__dict__')) return 0;
  const info = rt.typeOf(owner);
  const holds = (word: number): number => (M[word] === object ? word : 0);
  if (kind === 'attribute' && info.isHeapType) {
    const values = instanceValues(rt, owner, info);
    if (values !== 0) {
      let word = 0;
      let i = 0;
      sharedKeyNames(rt, M[info.address + TypeLayout.HT_CACHED_KEYS]!, (key) => {
        if (word === 0 && rt.text(key) === label) word = holds(values + 2 * i);
        i++;
      });
      if (word !== 0) return word;
    }
    const dict = instanceDict(rt, owner, info);
    const inDict = dict === 0 ? 0 : entryWord(rt, dict, object, (key) => rt.isStr(key) && rt.text(key) === label);
    return inDict !== 0
      ? inDict
      : (slotEdges(rt, owner, info).find((s) => s.name === label && holds(s.word))?.word ?? 0);
  }
  if (kind === 'element' && (info.flags & TypeFlag.LIST_SUBCLASS) !== 0) {
    const i = Number(label);
    return i < M[owner + Ob.SIZE]! ? holds(M[owner + ListLayout.ITEMS]! + 2 * i) : 0;
  }
  if (kind === 'element' && (info.flags & TypeFlag.TUPLE_SUBCLASS) !== 0) {
    const i = Number(label);
    return i < M[owner + Ob.SIZE]! ? holds(owner + TupleLayout.ITEM + 2 * i) : 0;
  }
  if (kind === 'value' && (info.flags & TypeFlag.DICT_SUBCLASS) !== 0)
    return entryWord(rt, owner, object, (key) => preview(rt, key, LABEL_LENGTH) === label);
  if (kind === 'cell' && rt.is(owner, T.CELL)) return holds(owner + CellLayout.CONTENTS);
  return 0;
}

/** Address of the word of a dict's value. */
function entryWord(rt: Runtime, dict: number, object: number, isKey: (key: number) => boolean): number {
  if (rt.M[dict + DictLayout.KEYS] === 0) return 0;
  const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
  for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
    if (entry.value !== object || !isKey(entry.key)) continue;
    const index = dictLookup(rt, dict, entry.key, entry.low, entry.high);
    return index < 0 ? 0 : valueAddress(rt, dict, index);
  }
  return 0;
}
