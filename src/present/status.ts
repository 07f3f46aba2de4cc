/** The status bar's one line and its tooltip. */
import type { ExploreResult } from '../protocol/run.js';
import type { WorkerError } from '../protocol/worker.js';
import { faultWords, outcomeWords } from './describe.js';
import { formatBytes, formatInteger, plural } from './format.js';
import { english, type Say } from './say.js';

export type RunState =
  | { readonly kind: 'off' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly result?: ExploreResult }
  | { readonly kind: 'done'; readonly result: ExploreResult; readonly stale: boolean }
  | { readonly kind: 'failed'; readonly error: WorkerError };

export interface StatusView {
  /** May begin with a codicon, `$(name)`. */
  readonly text: string;
  readonly tooltip: string;
  readonly warn: boolean;
}

export function statusView(state: RunState, say: Say = english): StatusView {
  switch (state.kind) {
    case 'off':
      return {
        text: '$(circle-slash) Arenascope',
        tooltip: say('Reference counts are off. Click to show them.'),
        warn: false,
      };
    case 'idle':
      return { text: '$(circuit-board) Arenascope', tooltip: say('Explore the memory of a Python file'), warn: false };
    case 'running':
      return { text: '$(loading~spin) Arenascope', tooltip: say('The program is being simulated'), warn: false };
    case 'failed':
      return { text: '$(warning) Arenascope', tooltip: faultWords(state.error, say), warn: true };
    case 'done':
      return doneView(state.result, state.stale, say);
  }
}

function doneView(result: ExploreResult, stale: boolean, say: Say): StatusView {
  const totals = result.picture?.heap.totals;
  const unreachable = result.picture?.cycles.filter((c) => c.unreachable).length ?? 0;
  const parts = [stale ? '$(history)' : '$(circuit-board)'];
  if (totals)
    parts.push(`${plural(say, totals.objects, '{0} object', '{0} objects')} · ${formatBytes(totals.usedBytes, say)}`);
  const cycles = result.picture?.cyclesTotal ?? 0;
  if (cycles > 0) parts.push(`$(sync) ${plural(say, cycles, '{0} cycle', '{0} cycles')}`);
  const ended = outcomeWords(result.outcome, say);
  const tooltip = [
    say('Arenascope, as Python {0}', result.python),
    plural(say, result.steps, '{0} line executed', '{0} lines executed'),
    ...(totals
      ? [say('{0} blocks in use, {1}', formatInteger(totals.usedBlocks), formatBytes(totals.usedBytes, say))]
      : []),
    ...(unreachable > 0
      ? [plural(say, unreachable, '{0} cycle waits for the collector', '{0} cycles wait for the collector')]
      : []),
    ...(ended ? [ended] : []),
    ...(stale ? [say('The file has changed since')] : []),
  ].join('\n');
  if (!totals) parts.push('Arenascope');
  if (result.outcome.kind === 'budget') parts.push(`$(debug-stop) ${say('stopped at a budget')}`);
  parts.push(`Python ${result.python}`);
  return { text: parts.join(' '), tooltip, warn: result.outcome.kind === 'budget' };
}
