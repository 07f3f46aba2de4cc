/** One number for all that a machine's memory holds: equal states have equal numbers. */
import { Frame } from '../memory/layout.js';
import { Region } from '../memory/regions.js';
import type { Runtime } from '../vm/runtime.js';

/** Of all words in use. Follows FNV-1a, a word at a time. */
export function stateHash(rt: Runtime): number {
  const { M } = rt;
  const { floor } = rt.system.bounds();
  let hash = 0x811c9dc5;
  const add = (from: number, to: number): void => {
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ M[i]!, 0x01000193);
  };
  add(0, Region.STATIC_LIMIT);
  // What lies between the stacks of frames is left from calls that have ended.
  for (let frame = rt.frame; frame !== 0; frame = M[frame + Frame.PREVIOUS]!) add(frame, M[frame + Frame.SP]!);
  add(Region.CODE, rt.codeTop);
  // What stands between blocks is left from those that were freed.
  for (const { address, bytes } of rt.system.blocks()) if (address < floor) add(address, address + (bytes >> 2));
  add(floor, M.length);
  for (const word of [rt.allocatedBlocks, rt.gcCount0, rt.stamp, rt.interned.size, rt.texts.length, rt.bigs.length])
    hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}
