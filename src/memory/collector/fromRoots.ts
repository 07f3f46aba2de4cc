/** What a program can still reach, found without counts. */
import type { CollectorPort, VisitReference } from './port.js';

/** Addresses of everything that the roots lead to, tracked or not. */
export function reachableFromRoots(port: CollectorPort): ReadonlySet<number> {
  const live = new Set<number>();
  const waiting: number[] = [];
  const visit: VisitReference = (_machine, object) => {
    if (live.has(object)) return;
    live.add(object);
    waiting.push(object);
  };
  port.roots(visit);
  for (let p = waiting.pop(); p !== undefined; p = waiting.pop()) port.references(p, visit);
  return live;
}
