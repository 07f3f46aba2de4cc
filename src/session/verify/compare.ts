// Compares what two runs printed and counted.
import type { ExploreResult } from '../../protocol/run.js';
import type { CountDifference, StreamComparison, Verification } from '../../protocol/verify.js';

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/** `again`: what the interpreter printed when it ran once more. */
export function compareStream(
  stream: 'stdout' | 'stderr',
  simulated: string,
  real: string,
  again: string,
): StreamComparison {
  const ours = linesOf(simulated);
  const theirs = linesOf(real);
  const second = linesOf(again);
  const isStable = (i: number): boolean => theirs[i] === second[i];
  const differs = (i: number): boolean => ours[i] !== theirs[i] && isStable(i);
  const unstableLines = theirs.reduce((n, _line, i) => (isStable(i) ? n : n + 1), 0);
  const length = Math.max(ours.length, theirs.length);
  let first = 0;
  while (first < length && !differs(first)) first++;
  const isSame = first === length && (unstableLines > 0 || simulated === real);
  const base = { stream, linesTotal: theirs.length, unstableLines };
  if (isSame) return { ...base, equal: true };
  // Only a last line end may be missing.
  if (first === length) first = Math.max(0, length - 1);
  let tail = 0;
  while (
    tail < Math.min(ours.length, theirs.length) - first &&
    ours[ours.length - 1 - tail] === theirs[theirs.length - 1 - tail] &&
    simulated !== real
  )
    tail++;
  const until = (lines: readonly string[]) => lines.slice(first, Math.max(first, lines.length - tail));
  return {
    ...base,
    equal: false,
    difference: { line: first + 1, simulated: until(ours), real: until(theirs) },
  };
}

/** A count above which CPython calls an object immortal. */
const IMMORTAL = 1 << 29;

/** Compares the counts of the names that both sides tell of; what the simulator leaves out is no difference. */
export function compareCounts(
  explained: ExploreResult,
  counted: readonly (readonly [number, string, number | null])[],
): NonNullable<Verification['counts']> {
  const differences: CountDifference[] = [];
  let compared = 0;
  for (const [line, name, real] of counted) {
    const annotation = explained.files[0]?.lines.find((l) => l.line === line);
    const touch = annotation?.names.find((n) => n.name === name && n.scope === '');
    if (touch === undefined) continue;
    compared++;
    const simulated = touch.bound ? touch.after : null;
    const bothImmortal = touch.immortal && real !== null && real > IMMORTAL;
    if (simulated !== real && !bothImmortal) differences.push({ line, name, simulated, real });
  }
  return { compared, differences };
}
