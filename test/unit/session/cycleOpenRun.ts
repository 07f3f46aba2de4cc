import type { OpenRun } from '../../../src/protocol/worker.js';
import { cycleRun, leftDetail } from '../present/cycleRun.js';

/** The run of the cycle with its machine, which knows one object. */
export function cycleOpenRun(): OpenRun {
  return {
    result: cycleRun(),
    moved: () => null,
    diff: () => null,
    nextEvent: () => null,
    growth: () => null,
    countHistory: () => null,
    whatIf: () => null,
    object: () => leftDetail,
    pool: () => null,
    why: () => null,
    collectionSteps: () => null,
    close: () => undefined,
    memoryMap: () => null,
    mapBlocks: () => null,
    heat: () => null,
    owners: () => null,
    arena: () => null,
    bytes: () => null,
    graph: () => null,
    dominated: () => null,
    find: () => [],
    definitions: () => [],
    timeline: () => null,
    members: () => [],
  };
}
