/** How a run ended, and what is to be said of that. */
import type { Diagnostic, ExploreRequest, Outcome } from '../protocol/run.js';
import { lineRange } from './advice.js';
import type { Observed } from './observedRun.js';
import type { Program } from './program.js';

/** How a run ended. */
export function outcomeOf(run: Observed, { hasSyntaxError }: Program): Outcome {
  const { outcome } = run;
  if (run.stopped === 'cancelled') return { kind: 'cancelled' };
  if (hasSyntaxError) return { kind: 'syntaxError' };
  if (outcome.fault !== undefined) return { kind: 'finished', exitStatus: outcome.exitStatus };
  if (outcome.notSimulated) return { kind: 'notSimulated' };
  if (outcome.budget) {
    const { kind } = outcome.budget;
    return { kind: 'budget', which: kind === 'steps' ? 'lines' : kind === 'time' ? 'milliseconds' : 'memory' };
  }
  if (run.uncaught && run.uncaught.type !== 'SystemExit') {
    const message = lastLine(run.stderr, run.uncaught.type).slice(run.uncaught.type.length).replace(/^: /, '');
    return { kind: 'exception', exitStatus: outcome.exitStatus, type: run.uncaught.type, message };
  }
  return { kind: 'finished', exitStatus: outcome.exitStatus };
}

/** Problems that the end of a run tells of. */
export function endDiagnostics(
  run: Observed,
  outcome: Outcome,
  program: Program,
  { files }: ExploreRequest,
): Diagnostic[] {
  const rangeOf = (file: number, line: number) => lineRange(files[file]?.text ?? '', file, line);
  const found: Diagnostic[] = [];
  const { outcome: ended, recorder } = run;
  const here = recorder?.current ?? recorder?.lastLine ?? null;
  const place = { file: here?.file ?? 0, line: here?.line ?? 1 };
  if (ended.fault !== undefined)
    found.push({ code: 'simulatorFault', range: rangeOf(place.file, place.line), detail: ended.fault });
  if (ended.notSimulated) {
    const { file, line, column, what } = ended.notSimulated;
    const index = program.files.get(file);
    const range =
      index === undefined
        ? rangeOf(place.file, place.line)
        : {
            file: index,
            line,
            column: Math.max(0, column - 1),
            endLine: line,
            endColumn: rangeOf(index, line).endColumn,
          };
    found.push({ code: 'notSimulated', range, detail: what, reached: true });
  }
  if (outcome.kind === 'exception') {
    const { file, line } = run.uncaught!;
    found.push({
      code: 'uncaughtException',
      range: rangeOf(file, line),
      detail: lastLine(run.stderr, outcome.type),
    });
  }
  if (outcome.kind === 'budget')
    found.push({ code: 'budget', range: rangeOf(place.file, place.line), detail: outcome.which });
  return found;
}

/** Whether something ended the run before the program did. */
export function isCutShort(run: Observed): boolean {
  return run.outcome.budget !== undefined || run.outcome.notSimulated !== undefined || run.outcome.fault !== undefined;
}

/** The last line that Python printed for an exception. */
function lastLine(stderr: string, type: string): string {
  const lines = stderr.trimEnd().split('\n');
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i]!;
    if (line.startsWith(type) || new RegExp(`^[\\w.]+\\.${type}\\b`).test(line)) return line;
  }
  return type;
}
