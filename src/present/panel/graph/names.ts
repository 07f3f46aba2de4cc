/** Short names for the objects of one picture. */
import type { Address } from '../../../protocol/address.js';
import type { ObjectSummary } from '../../../protocol/objects.js';

/** `left` or, where nothing names it, `Node 2`: unique among the objects. */
export function labelsOf(objects: readonly ObjectSummary[]): ReadonlyMap<Address, string> {
  const labels = new Map<Address, string>();
  const used = new Map<string, number>();
  const types = new Map<string, number>();
  for (const { type } of objects) types.set(type, (types.get(type) ?? 0) + 1);
  for (const object of objects) {
    const name = object.names?.[0] ?? /^<function (\S+) at /.exec(object.repr)?.[1];
    const text = name ?? object.type;
    const times = (used.get(text) ?? 0) + 1;
    used.set(text, times);
    const isUnique = name !== undefined ? times === 1 : types.get(object.type) === 1;
    labels.set(object.address, isUnique ? text : `${text} ${times}`);
  }
  return labels;
}
