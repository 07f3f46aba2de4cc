/** Every execution of every line of a run, with the names it touched. */
import type { ExploreRequest } from '../protocol/run.js';
import type { TracedLine, TracedName } from '../protocol/trace.js';
import type { ExplorePorts } from '../protocol/worker.js';
import type { TouchRecord } from './lineRecords.js';
import { observe } from './observedRun.js';
import { readProgram } from './program.js';
import { addressOf } from './still.js';

/** Runs a program once and hands over each line as it ends. */
export function traceLines(request: ExploreRequest, ports: ExplorePorts, told: (line: TracedLine) => void): void {
  const program = readProgram(request);
  if (program.compiled.code === null) return;
  observe(program, request, ports, {
    libraryCode: new Map(),
    lineEnded: (rt, record, { deaths, collections }) => {
      const { file, line, scope, hits: hit, touches } = record;
      const names = touches.filter((touch) => touch.fresh).map(tracedName);
      told({ file, line, scope, hit, names, deaths, collections, blocks: rt.allocatedBlocks });
    },
  });
}

function tracedName(touch: TouchRecord): TracedName {
  const { type, address, bound, immortal } = touch;
  return {
    name: touch.ref.name,
    type,
    address: addressOf(address),
    bound,
    before: immortal ? -1 : touch.before < 0 ? null : touch.before,
    after: immortal ? -1 : touch.after,
  };
}
