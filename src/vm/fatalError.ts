/** What a process writes that ends itself. Follows pylifecycle.c: fatal_error, and traceback.c: _Py_DumpTraceback. */
import { damageReport, fatalSentence } from '../memory/allocators/damageReport.js';
import type { DamagedBlock } from '../memory/allocators/debugHooks.js';
import { Frame } from '../memory/layout.js';
import { ADDRESS_BASE } from '../memory/regions.js';
import { frameLine } from '../objects/traceback.js';
import type { Runtime } from './runtime.js';

/** Frames that are written at most. */
const MOST_FRAMES = 100;

/** The description of the block, the sentence, and where the program was. */
export function fatalErrorText(rt: Runtime, damage: DamagedBlock): string {
  const thread = `0x${ADDRESS_BASE.toString(16).padStart(16, '0')}`;
  const allocated = rt.tracer?.origin(damage.block);
  const frames: string[] = [];
  for (let f = rt.frame; f !== 0; f = rt.M[f + Frame.PREVIOUS]!) {
    if (frames.length === MOST_FRAMES) {
      frames.push('  ...');
      break;
    }
    const { spec } = rt.codes[rt.M[f + Frame.CODE_INDEX]!]!;
    frames.push(`  File "${spec.filename}", line ${frameLine(rt, f)} in ${spec.name}`);
  }
  const where = [`Current thread ${thread} (most recent call first):`, ...frames];
  const report = damageReport(
    damage,
    allocated?.map(({ file, line }) => `  File "${file}", line ${line}`),
  );
  return `${report}${fatalSentence(damage, rt.profile.minor)}\n${where.join('\n')}\n`;
}
