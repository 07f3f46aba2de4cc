/** Words from which on the host's own `fill` is quicker than a loop. */
const MANY_WORDS = 64;

/** Sets words to zero, few as a rule. */
export function clearWords(M: Int32Array, from: number, to: number): void {
  if (to - from > MANY_WORDS) M.fill(0, from, to);
  else for (let at = from; at < to; at++) M[at] = 0;
}
