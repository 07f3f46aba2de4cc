import { unicodeAliases, unicodeNameRuns } from './unicodeNames.generated.js';

/**
 * The character that `\N{name}` stands for, or undefined. Knows the blocks that programs use (Latin, Greek, Cyrillic,
 * punctuation, arrows, mathematics, drawing, symbols, emoji) and the ideographs, not every character there is.
 */
export function unicodeCharacter(name: string): string | undefined {
  const wanted = name.toUpperCase();
  for (const [alias, code] of unicodeAliases) {
    if (alias === wanted) return String.fromCodePoint(code);
  }
  const ideograph = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(wanted);
  if (ideograph) return String.fromCodePoint(Number.parseInt(ideograph[1], 16));
  for (const [first, names] of unicodeNameRuns) {
    // Searching the run before splitting it keeps the few literals that have names cheap.
    if (!names.includes(wanted)) continue;
    const index = names.split(';').indexOf(wanted);
    if (index >= 0) return String.fromCodePoint(first + index);
  }
  return undefined;
}

/** The name of a character, of those that {@link unicodeCharacter} knows. */
export function unicodeName(code: number): string | undefined {
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf)) {
    return `CJK UNIFIED IDEOGRAPH-${code.toString(16).toUpperCase()}`;
  }
  for (const [first, names] of unicodeNameRuns) {
    if (code < first) continue;
    const name = names.split(';')[code - first];
    if (name) return name;
  }
  return undefined;
}
