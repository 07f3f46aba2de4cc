/** Numbers and text fragments as a reader sees them; no sentence is made here. */
import type { Say } from './say.js';

/** `12,345`: thousands are grouped the same way everywhere, whatever the host's locale. */
export function formatInteger(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `56 bytes`, `1.5 KiB`, `1 MiB`. Exact below 10 KiB, since exact sizes are what people compare there. */
export function formatBytes(bytes: number, say: Say): string {
  if (bytes === 1) return say('1 byte');
  if (bytes < 10 * 1024) return say('{0} bytes', formatInteger(bytes));
  const units = ['KiB', 'MiB', 'GiB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : formatInteger(value)} ${units[unit]}`;
}

/** `+1`, `-2`; the sign is always there. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

/** `1` or `1..3`. */
export function formatRange(min: number, max: number): string {
  return min === max ? String(min) : `${min}..${max}`;
}

/** One of two sentences by number; the number is `{0}`. */
export function plural(
  say: Say,
  count: number,
  one: string,
  many: string,
  ...more: readonly (string | number)[]
): string {
  return say(count === 1 ? one : many, formatInteger(count), ...more);
}

/** Things or words of one kind, one after the other. */
export function listWords(items: readonly string[], say: Say): string {
  return items.join(say(', '));
}

/** Cuts at `length` UTF-16 units, never through a surrogate pair, and marks the cut. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = Math.max(1, length - 1);
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end--;
  return `${text.slice(0, end)}…`;
}

/** Control characters, line ends and those that reorder text, which must not reach a one-line label. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text on one line: what cannot be printed is escaped as Python would. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, (c) => {
    if (c === '\n') return '\\n';
    if (c === '\t') return '\\t';
    if (c === '\r') return '\\r';
    const code = c.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
