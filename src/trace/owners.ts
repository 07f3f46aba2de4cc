/** Which name keeps which object alive: for the colours of the memory map. */
import { moduleName } from '../objects/module.js';
import { T } from '../objects/typeIds.js';
import { type BlockOwner, MOST_OWNERS } from '../protocol/memoryMap.js';
import type { Retention } from './retention.js';
import type { Still } from './still.js';

export interface Owners {
  readonly owners: readonly BlockOwner[];
  /** Index into `owners` of who owns an object. */
  ownerOf(p: number): number;
}

const INTERPRETER = 0;
const NOBODY = 1;
const SEVERAL = 2;

/** An object belongs to the name that holds what all ways to it lead through. */
export function ownersOf(still: Still, retention: Retention): Owners {
  const owners: BlockOwner[] = [{ kind: 'interpreter' }, { kind: 'nobody' }, { kind: 'several' }];
  const numbers = new Map<string, number>();
  const numberOf = (owner: BlockOwner): number => {
    const key = JSON.stringify(owner);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = owners.length < MOST_OWNERS ? owners.push(owner) - 1 : SEVERAL;
    numbers.set(key, number);
    return number;
  };
  const names = new Map<number, { readonly scope: string; readonly name: string }>();
  for (const { scope, name, object } of still.boundNames()) if (!names.has(object)) names.set(object, { scope, name });
  const byTop = new Map<number, number>();
  const topOf = retention.topDominators();
  const ofTop = (top: number): number => {
    const name = names.get(top);
    if (name !== undefined) return numberOf({ kind: 'name', ...name });
    if (still.rt.is(top, T.MODULE)) return numberOf({ kind: 'module', name: moduleName(still.rt, top) });
    const scope = retention.frameOf(top);
    if (scope !== undefined) return numberOf({ kind: 'frame', scope });
    return retention.isHeldByOwn(top) ? SEVERAL : INTERPRETER;
  };
  return {
    owners,
    ownerOf: (p) => {
      const top = topOf(p);
      if (top < 0) return INTERPRETER;
      if (top === 0) return NOBODY;
      let number = byTop.get(top);
      if (number === undefined) {
        number = ofTop(top);
        byTop.set(top, number);
      }
      return number;
    },
  };
}
