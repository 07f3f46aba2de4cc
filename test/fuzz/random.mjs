// A seeded source of chance and the tree that random programs are made of.

/** Numbers that follow from `seed` alone (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from 0 to n - 1. */
  const below = (n) => Math.floor(next() * n);
  return {
    below,
    /** True with probability `p`. */
    chance: (p) => next() < p,
    pick: (items) => items[below(items.length)],
    /** One of `choices`, `[weight, value]` each. */
    weighted: (choices) => {
      let at = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of choices) {
        at -= weight;
        if (at < 0) return value;
      }
      return choices.at(-1)[1];
    },
  };
}

/**
 * The text of statements. A statement is a line, `{head, body}` for a compound one, or an array of statements that
 * only make sense together.
 */
export function render(statements, indent = '') {
  let text = '';
  for (const statement of statements) {
    if (typeof statement === 'string') text += `${indent}${statement}\n`;
    else if (Array.isArray(statement)) text += render(statement, indent);
    else text += `${indent}${statement.head}\n${render(statement.body, `${indent}    `) || `${indent}    pass\n`}`;
  }
  return text;
}

/** What makes a program independent of start-up. */
const KEPT = new Set(['gc.collect()', 'gc.disable()']);

/** Removes statements for as long as `stillFails(statements)` holds. */
export async function shrink(statements, stillFails) {
  let small = statements;
  for (let size = Math.max(1, small.length >> 1); size >= 1; size >>= 1) {
    for (let i = small.length - size; i >= 0; i -= size) {
      if (small.slice(i, i + size).some((statement) => KEPT.has(statement))) continue;
      const candidate = [...small.slice(0, i), ...small.slice(i + size)];
      if (await stillFails(candidate)) small = candidate;
    }
  }
  for (let i = small.length - 1; i >= 0; i--) {
    const statement = small[i];
    if (typeof statement === 'string') continue;
    const put = (made) => [...small.slice(0, i), made, ...small.slice(i + 1)];
    const wrap = (body) => put(Array.isArray(statement) ? body : { ...statement, body });
    const body = await shrink(Array.isArray(statement) ? statement : statement.body, (part) => stillFails(wrap(part)));
    small = wrap(body);
  }
  return small;
}
