/**
 * What a machine keeps beside its linear memory: numbers, lists and tables of the host, copied at a moment and written
 * back into the same objects later. Closures that hold such an object see the old content again.
 */
import { CodeInfo } from '../objects/code.js';
import { TypeInfo } from '../objects/typeInfo.js';
import type { Runtime } from '../vm/runtime.js';

/** Lists that only grow, of things that never change. */
const GROWING: readonly (keyof Runtime)[] = ['natives', 'members', 'getsets', 'wrappedSlots'];
/** What is the same throughout a run, or belongs to whoever observes it. */
const APART: ReadonlySet<string> = new Set([
  'profile',
  'options',
  'version',
  'spec',
  'sources',
  'observer',
  'trace',
  'port',
]);

/** Code never changes but for its kept frame. */
const OF_CODE = 'zombieFrame';
/** What may still change of a type that no class statement made: its slots are settled. */
const OF_SETTLED_TYPES = ['flags', 'subclasses', 'cache', 'plainClassVersion'] as const;

type Plain = Record<string, unknown>;
type Copy =
  | { readonly kind: 'object'; readonly of: Plain; readonly fields: Plain }
  | { readonly kind: 'array'; readonly of: unknown[]; readonly items: readonly unknown[] }
  | { readonly kind: 'map'; readonly of: Map<unknown, unknown>; readonly keys: unknown[]; readonly values: unknown[] }
  | { readonly kind: 'set'; readonly of: Set<unknown>; readonly items: ReadonlySet<unknown> }
  | { readonly kind: 'bytes'; readonly of: Uint8Array; readonly bytes: Uint8Array };

/** The state of the host's objects at a moment. */
export class HostState {
  private readonly copies: Copy[] = [];

  constructor(rt: Runtime) {
    const seen = new Set<object>([rt.M.buffer, rt]);
    const waiting: object[] = [rt];
    const add = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      waiting.push(value);
    };
    for (const name of GROWING) {
      const list = rt[name] as unknown[];
      seen.add(list);
      this.copies.push({ kind: 'array', of: list, items: list.slice() });
    }
    for (let of = waiting.pop(); of !== undefined; of = waiting.pop()) this.copy(of, rt.M.buffer, add);
  }

  private copy(of: object, memory: ArrayBufferLike, add: (value: unknown) => void): void {
    if (Array.isArray(of)) {
      this.copies.push({ kind: 'array', of, items: of.slice() });
      if (typeof of[0] === 'object' || typeof of[of.length - 1] === 'object') for (const item of of) add(item);
    } else if (of instanceof Map) {
      this.copies.push({ kind: 'map', of, keys: [...of.keys()], values: [...of.values()] });
      for (const [key, value] of of) {
        if (typeof value === 'string' || typeof value === 'number') continue;
        // Entries of a type's memo never change.
        if (isMemo(value)) break;
        add(key);
        add(value);
      }
    } else if (of instanceof Set) {
      this.copies.push({ kind: 'set', of, items: new Set(of) });
      for (const item of of) add(item);
    } else if (ArrayBuffer.isView(of)) {
      if (of.buffer === memory) return;
      const view = new Uint8Array(of.buffer, of.byteOffset, of.byteLength);
      this.copies.push({ kind: 'bytes', of: view, bytes: view.slice() });
    } else if (of instanceof TypeInfo && !of.isHeapType) {
      const fields: Plain = {};
      for (const name of OF_SETTLED_TYPES) fields[name] = of[name];
      this.copies.push({ kind: 'object', of: of as unknown as Plain, fields });
      for (const name of OF_SETTLED_TYPES) add(of[name]);
    } else if (of instanceof CodeInfo) {
      this.copies.push({ kind: 'object', of: of as unknown as Plain, fields: { [OF_CODE]: of[OF_CODE] } });
    } else if (!(of instanceof ArrayBuffer)) {
      const fields: Plain = { ...(of as Plain) };
      // A number by such a name is something else's: a counter that goes on with the run.
      for (const name of APART) if (name in fields && typeof fields[name] !== 'number') delete fields[name];
      this.copies.push({ kind: 'object', of: of as Plain, fields });
      for (const name in fields) add(fields[name]);
    }
  }

  /** Writes everything back. */
  restore(): void {
    for (const copy of this.copies) {
      switch (copy.kind) {
        case 'object':
          Object.assign(copy.of, copy.fields);
          // Objects of classes have all their fields from the beginning.
          if (copy.of.constructor === Object)
            for (const name in copy.of) if (!(name in copy.fields)) delete copy.of[name];
          break;
        case 'array':
          copy.of.length = copy.items.length;
          for (let i = 0; i < copy.items.length; i++) if (copy.of[i] !== copy.items[i]) copy.of[i] = copy.items[i];
          break;
        case 'map':
          restoreMap(copy.of, copy.keys, copy.values);
          break;
        case 'set':
          copy.of.clear();
          for (const item of copy.items) copy.of.add(item);
          break;
        case 'bytes':
          copy.of.set(copy.bytes);
          break;
      }
    }
  }
}

function isMemo(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'found' in value && 'name' in value;
}

/** The same entries in the same order. Most have only got new ones at their end. */
function restoreMap(map: Map<unknown, unknown>, keys: readonly unknown[], values: readonly unknown[]): void {
  let same = 0;
  let added: unknown[] | undefined;
  for (const [key, value] of map) {
    if (same === keys.length) {
      added ??= [];
      added.push(key);
    } else if (key === keys[same] && value === values[same]) same++;
    else break;
  }
  if (same === keys.length) {
    if (added !== undefined) for (const key of added) map.delete(key);
    return;
  }
  map.clear();
  for (let i = 0; i < keys.length; i++) map.set(keys[i], values[i]);
}
