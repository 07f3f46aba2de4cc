/** "Did you mean": the name in a list that is nearest to a wrong one. Follows suggestions.c. */

const MAX_CANDIDATES = 750;
const MAX_LENGTH = 40;
const MOVE = 2;
const CASE = 1;

function substitution(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? CASE : MOVE;
}

/** Cost of turning one name into the other, or more than `limit` when it is above that. Follows levenshtein_distance. */
export function distance(first: string, second: string, limit: number): number {
  let a = first;
  let b = second;
  if (a === b) return 0;
  while (a !== '' && b !== '' && a[0] === b[0]) {
    a = a.slice(1);
    b = b.slice(1);
  }
  while (a !== '' && b !== '' && a.at(-1) === b.at(-1)) {
    a = a.slice(0, -1);
    b = b.slice(0, -1);
  }
  if (a === '' || b === '') return (a.length + b.length) * MOVE;
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return limit + 1;
  if (b.length < a.length) [a, b] = [b, a];
  if ((b.length - a.length) * MOVE > limit) return limit + 1;
  const row = Array.from(a, (_, i) => (i + 1) * MOVE);
  let result = 0;
  for (let k = 0; k < b.length; k++) {
    let previous = k * MOVE;
    result = previous;
    let minimum = Number.POSITIVE_INFINITY;
    for (let i = 0; i < a.length; i++) {
      const replaced = previous + substitution(b[k]!, a[i]!);
      previous = row[i]!;
      result = Math.min(replaced, Math.min(result, previous) + MOVE);
      row[i] = result;
      if (result < minimum) minimum = result;
    }
    if (minimum > limit) return limit + 1;
  }
  return result;
}

/** The candidate to suggest for a name, or null. */
export function suggest(wrong: string, candidates: readonly string[]): string | null {
  if (candidates.length > MAX_CANDIDATES || wrong.length > MAX_LENGTH) return null;
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate === wrong) continue;
    const allowed = Math.floor(((candidate.length + wrong.length + 3) * MOVE) / 6);
    const limit = Math.min(allowed, bestDistance - 1);
    const cost = distance(wrong, candidate, limit);
    if (cost > limit) continue;
    if (best === null || cost < bestDistance) {
      best = candidate;
      bestDistance = cost;
    }
  }
  return best;
}
