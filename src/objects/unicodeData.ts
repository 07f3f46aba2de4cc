/** What str methods ask about characters: categories, numeric values, case mappings. Pure; follows unicodectype.c. */

const ALPHA = /^\p{L}$/u;
const DECIMAL = /^\p{Nd}$/u;
const NUMBER = /^\p{N}$/u;
const LOWER = /^\p{Lowercase}$/u;
const UPPER = /^\p{Uppercase}$/u;
const TITLE = /^\p{Lt}$/u;
const CASED = /^\p{Cased}$/u;
const CASE_IGNORABLE = /^\p{Case_Ignorable}$/u;
const UNPRINTABLE = /^[\p{C}\p{Z}]$/u;
const ID_START = /^[\p{XID_Start}_]$/u;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const ASCII_IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Ranges of characters with a digit value that are no decimal digits (superscripts, circled digits ...). */
const DIGIT_RANGES: readonly (readonly [first: number, last: number, value: number])[] = [
  [0xb2, 0xb3, 2],
  [0xb9, 0xb9, 1],
  [0x1369, 0x1371, 1],
  [0x19da, 0x19da, 1],
  [0x2070, 0x2070, 0],
  [0x2074, 0x2079, 4],
  [0x2080, 0x2089, 0],
  [0x2460, 0x2468, 1],
  [0x2474, 0x247c, 1],
  [0x2488, 0x2490, 1],
  [0x24ea, 0x24ea, 0],
  [0x24f5, 0x24fd, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277e, 1],
  [0x2780, 0x2788, 1],
  [0x278a, 0x2792, 1],
  [0x10a40, 0x10a43, 1],
  [0x10e60, 0x10e68, 1],
  [0x11052, 0x1105a, 1],
  [0x1f100, 0x1f10a, 0],
];

/** Ideographs with a numeric value. */
const NUMERIC_IDEOGRAPHS: ReadonlySet<number> = new Set(
  (
    '3405 3483 382a 3b4d 4e00 4e03 4e07 4e09 4e24 4e5d 4e8c 4e94 4e96 4eac 4ebf 4ec0 4edf 4ee8 4f0d 4f70 4fe9 5006 5104 ' +
    '5146 5169 516b 516d 5341 5343 5344 5345 534c 53c1 53c2 53c3 53c4 56db 58f1 58f9 5e7a 5efe 5eff 5f0c 5f0d 5f0e 5f10 ' +
    '62d0 62fe 634c 67d2 6d1e 6f06 7396 767e 7695 79ed 8086 842c 8cae 8cb3 8d30 920e 94a9 9621 9646 964c 9678 96f6 f96b ' +
    'f973 f978 f9b2 f9d1 f9d3 f9fd 20001 20064 200e2 20121 2092a 20983 2098c 2099c 20aea 20afd 20b19 22390 22998 23b1b ' +
    '2626d 2f890'
  )
    .split(' ')
    .map((hex) => Number.parseInt(hex, 16)),
);

function character(code: number): string {
  return String.fromCodePoint(code);
}

export function isAlpha(code: number): boolean {
  if (code < 128) return (code | 32) >= 97 && (code | 32) <= 122;
  return ALPHA.test(character(code));
}

export function isDecimal(code: number): boolean {
  if (code < 128) return code >= 48 && code <= 57;
  return DECIMAL.test(character(code));
}

/** Value of a decimal digit, or -1. Decimal digits stand in runs of ten. */
export function decimalValue(code: number): number {
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  if (!isDecimal(code)) return -1;
  let first = code;
  while (isDecimal(first - 1)) first--;
  return (code - first) % 10;
}

/** Value of a character with a digit value, or -1. */
export function digitValue(code: number): number {
  const decimal = decimalValue(code);
  if (decimal >= 0 || code < 128) return decimal;
  for (const [first, last, value] of DIGIT_RANGES) {
    if (code < first || code > last) continue;
    // DIGIT ZERO FULL STOP stands before DIGIT ZERO COMMA.
    if (first === 0x1f100) return Math.max(0, code - first - 1);
    return value + code - first;
  }
  return -1;
}

export function isDigit(code: number): boolean {
  return digitValue(code) >= 0;
}

export function isNumeric(code: number): boolean {
  if (code < 128) return code >= 48 && code <= 57;
  return NUMBER.test(character(code)) || NUMERIC_IDEOGRAPHS.has(code);
}

export function isAlnum(code: number): boolean {
  if (code < 128) return isAlpha(code) || (code >= 48 && code <= 57);
  return isAlpha(code) || isNumeric(code) || isDigit(code);
}

export function isLower(code: number): boolean {
  if (code < 128) return code >= 97 && code <= 122;
  return LOWER.test(character(code));
}

export function isUpper(code: number): boolean {
  if (code < 128) return code >= 65 && code <= 90;
  return UPPER.test(character(code));
}

export function isTitle(code: number): boolean {
  return code >= 128 && TITLE.test(character(code));
}

export function isCased(code: number): boolean {
  if (code < 128) return isAlpha(code);
  return CASED.test(character(code));
}

export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

export function isLinebreak(code: number): boolean {
  if (code < 128) return (code >= 10 && code <= 13) || (code >= 28 && code <= 30);
  return code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isPrintable(code: number): boolean {
  if (code < 127) return code >= 32;
  return !UNPRINTABLE.test(character(code));
}

export function isIdentifier(text: string): boolean {
  return ASCII_IDENTIFIER.test(text) || IDENTIFIER.test(text);
}

export function isIdentifierStart(code: number): boolean {
  return ID_START.test(character(code));
}

/** Full title case mapping of one character. */
export function titleOf(code: number): string {
  const one = character(code);
  if (code < 128) return one.toUpperCase();
  if (code >= 0x10d0 && code <= 0x10ff) return one;
  if (code >= 0x1c4 && code <= 0x1cc) return character(0x1c5 + 3 * Math.floor((code - 0x1c4) / 3));
  if (code >= 0x1f1 && code <= 0x1f3) return '\u01f2';
  if (code === 0x149) return '\u02bcN';
  if (code >= 0x1f80 && code <= 0x1faf) return character(code | 8);
  if (code >= 0x1fb2 && code <= 0x1ffc) {
    const greek = titleOfGreek(code);
    if (greek !== '') return greek;
  }
  const upper = Array.from(one.toUpperCase());
  return upper.length === 1 ? upper[0]! : upper[0]! + upper.slice(1).join('').toLowerCase();
}

/** Title case of Greek letters with a iota subscript; '' for other characters. */
function titleOfGreek(code: number): string {
  switch (code) {
    case 0x1fb2:
    case 0x1fc2:
    case 0x1ff2:
      return `${character(code + 8)}\u0345`;
    case 0x1fb3:
    case 0x1fbc:
      return '\u1fbc';
    case 0x1fc3:
    case 0x1fcc:
      return '\u1fcc';
    case 0x1ff3:
    case 0x1ffc:
      return '\u1ffc';
    case 0x1fb4:
      return '\u0386\u0345';
    case 0x1fc4:
      return '\u0389\u0345';
    case 0x1ff4:
      return '\u038f\u0345';
    case 0x1fb7:
      return '\u0391\u0342\u0345';
    case 0x1fc7:
      return '\u0397\u0342\u0345';
    case 0x1ff7:
      return '\u03a9\u0342\u0345';
    default:
      return '';
  }
}

/** Full case folding of one character. */
export function foldOf(code: number): string {
  const one = character(code);
  if (code < 128) return one.toLowerCase();
  if (code === 0x131 || (code >= 0x13a0 && code <= 0x13f5)) return one;
  if (code === 0x1e9e) return 'ss';
  if (code >= 0x13f8 && code <= 0x13fd) return character(code - 8);
  if (code >= 0xab70 && code <= 0xabbf) return character(code - 0xab70 + 0x13a0);
  let folded = '';
  for (const c of one.toUpperCase()) folded += c.toLowerCase();
  return folded;
}

/** `text.title()`. */
export function titleText(text: string): string {
  let result = '';
  let previousCased = false;
  let at = 0;
  for (const c of text) {
    const code = c.codePointAt(0)!;
    result += previousCased ? lowerInContext(text, at, c) : titleOf(code);
    previousCased = isCased(code);
    at += c.length;
  }
  return result;
}

/** Lower case of the character at a UTF-16 position: capital sigma looks at its neighbours. */
export function lowerInContext(text: string, at: number, c: string): string {
  if (c !== 'Σ') return c.toLowerCase();
  // Final: a cased letter before and none behind, case-ignorable characters between left out.
  const before = Array.from(text.slice(0, at)).reverse();
  const behind = Array.from(text.slice(at + 1));
  return nextCased(before) && !nextCased(behind) ? 'ς' : 'σ';
}

function nextCased(characters: readonly string[]): boolean {
  for (const c of characters) if (!CASE_IGNORABLE.test(c)) return CASED.test(c);
  return false;
}

/** `text.capitalize()` (3.8+: the first character in title case). */
export function capitalizeText(text: string): string {
  let result = '';
  let at = 0;
  for (const c of text) {
    result += at === 0 ? titleOf(c.codePointAt(0)!) : lowerInContext(text, at, c);
    at += c.length;
  }
  return result;
}

/** `text.swapcase()`. */
export function swapcaseText(text: string): string {
  let result = '';
  let at = 0;
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (isUpper(code)) result += lowerInContext(text, at, c);
    else if (isLower(code)) result += c.toUpperCase();
    else result += c;
    at += c.length;
  }
  return result;
}

/** `text.lower()`. */
export function lowerText(text: string): string {
  const lowered = text.toLowerCase();
  if (!lowered.includes('ς') || !text.includes('Σ')) return lowered;
  let result = '';
  let at = 0;
  for (const c of text) {
    result += lowerInContext(text, at, c);
    at += c.length;
  }
  return result;
}

/** `text.casefold()`. */
export function casefoldText(text: string): string {
  let result = '';
  for (const c of text) result += foldOf(c.codePointAt(0)!);
  return result;
}
