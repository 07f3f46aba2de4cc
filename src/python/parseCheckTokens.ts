import type { SyntaxErrorClass } from './diagnostics.js';
import { scanNumber } from './numbers.js';
import type { LineMap } from './positions.js';

/**
 * A second tokenizer, run only over texts that do not parse. It makes CPython's tokens and stops where CPython's
 * tokenizer stops, with its words; Pyright's own goes on over everything, which is right for an editor and useless here.
 */

/** The kind of a token: 'NAME', 'NUMBER', 'STRING' ..., or the text of a keyword or an operator. */
export interface CheckToken {
  kind: string;
  /** Offsets in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  /** How many brackets are open behind the token. */
  level: number;
}

/** An error of the tokenizer. Offsets; `end` equals `start` where CPython marks one position only. */
export interface TokenError {
  message: string;
  errorClass: SyntaxErrorClass;
  start: number;
  end: number;
  /**
   * CPython raises some errors at once; of others it only notes the kind, and raises when the parser asks for the
   * token. While looking for errors behind a syntax error it takes only those raised at once.
   */
  immediate: boolean;
  /** The text ended. */
  atEnd: boolean;
}

interface Bracket {
  character: string;
  offset: number;
  line: number;
}

/** An f-string that is being read. Follows tokenizer.h: tokenizer_mode. */
interface FormatMode {
  start: number;
  quote: string;
  size: number;
  raw: boolean;
  letter: 'f' | 't';
  /** Inside `{}` and reading ordinary tokens. */
  regular: boolean;
  depth: number;
  expressionDepth: number;
  inSpecification: boolean;
}

export const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

const operators3 = new Set(['**=', '//=', '>>=', '<<=', '...']);
const operators2 = new Set('!= -> ** // << >> <= >= == <> := += -= *= /= %= &= |= ^= @='.split(' '));
const closers = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
const maximumIndents = 100;
const maximumBrackets = 200;

class StopTokenizing extends Error {
  constructor(readonly tokenError: TokenError) {
    super(tokenError.message);
  }
}

function isIdentifierStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function isIdentifierPart(code: number): boolean {
  return isIdentifierStart(code) || (code >= 48 && code <= 57);
}

/** Follows tokenizer.c: tok_get. */
export class CheckTokenizer {
  readonly tokens: CheckToken[] = [];
  error: TokenError | null = null;
  readonly brackets: Bracket[] = [];
  private at: number;
  private atLineStart = true;
  private readonly indents = [0];
  private readonly alternateIndents = [0];
  private pendingIndents = 0;
  private readonly modes: FormatMode[] = [];
  private finished = false;

  constructor(
    private readonly text: string,
    private readonly lines: LineMap,
    private readonly minor: number,
    /** The offset of a line at which no block is open. */
    start: number,
  ) {
    this.at = start;
  }

  /** The token number `index`, or null behind an error. */
  get(index: number): CheckToken | null {
    while (index >= this.tokens.length && !this.finished) this.step();
    return this.tokens[index] ?? null;
  }

  /** Reads on to the end or to an error. */
  readAll(): void {
    while (!this.finished) this.step();
  }

  private step(): void {
    try {
      const mode = this.modes[this.modes.length - 1];
      if (mode && !mode.regular) this.formatToken(mode);
      else this.token();
    } catch (error) {
      if (!(error instanceof StopTokenizing)) throw error;
      this.error = error.tokenError;
      this.finished = true;
    }
  }

  private push(kind: string, start: number, end: number): void {
    this.tokens.push({ kind, start, end, level: this.brackets.length });
    if (kind === 'ENDMARKER') this.finished = true;
  }

  /** An error that CPython raises at once, at the last character read (or over a given range). */
  private raise(message: string, start: number, end = start): never {
    throw new StopTokenizing({ message, errorClass: 'SyntaxError', start, end, immediate: true, atEnd: false });
  }

  private note(message: string, errorClass: SyntaxErrorClass, start: number, atEnd = false): never {
    throw new StopTokenizing({ message, errorClass, start, end: start, immediate: false, atEnd });
  }

  private lineStart(offset: number): number {
    return this.lines.starts[this.lines.lineOf(offset) - 1];
  }

  /** Behind the line's last character, its end not included. */
  private lineEnd(offset: number): number {
    const line = this.lines.lineOf(offset);
    return this.lines.starts[line - 1] + this.lines.lineText(line).length;
  }

  // ---- indentation

  private indentation(): void {
    const { text } = this;
    let column = 0;
    let alternate = 0;
    let continued = 0;
    let i = this.at;
    for (; ; i++) {
      const c = text[i];
      if (c === ' ') {
        column++;
        alternate++;
      } else if (c === '\t') {
        column = (Math.floor(column / 8) + 1) * 8;
        alternate++;
      } else if (c === '\f') {
        column = 0;
        alternate = 0;
      } else if (c === '\\' && this.minor >= 9) {
        // The indent of a line that starts with a continuation is that of its first part.
        continued = continued || column;
        this.at = i;
        this.continuation();
        i = this.at - 1;
      } else {
        break;
      }
    }
    this.at = i;
    this.atLineStart = false;
    const c = text[i];
    if (c === '#' || c === '\n' || c === '\r' || c === undefined) {
      if (c === undefined && this.brackets.length === 0) this.dedentTo(0, 0, i);
      else if (c !== undefined) this.skipBlankLine();
      return;
    }
    if (this.brackets.length > 0) return;
    this.dedentTo(continued || column, continued || alternate, i);
  }

  private skipBlankLine(): void {
    const { text } = this;
    let i = this.at;
    while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
    if (i < text.length) i += text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1;
    this.at = i;
    this.atLineStart = true;
  }

  private dedentTo(column: number, alternate: number, offset: number): void {
    const { indents, alternateIndents } = this;
    const inconsistent = () =>
      this.note('inconsistent use of tabs and spaces in indentation', 'TabError', this.lineStart(offset));
    const top = indents[indents.length - 1];
    if (column === top) {
      if (alternate !== alternateIndents[alternateIndents.length - 1]) inconsistent();
    } else if (column > top) {
      if (indents.length >= maximumIndents) this.note('too many levels of indentation', 'IndentationError', offset);
      if (alternate <= alternateIndents[alternateIndents.length - 1]) inconsistent();
      this.pendingIndents++;
      indents.push(column);
      alternateIndents.push(alternate);
    } else {
      while (indents.length > 1 && column < indents[indents.length - 1]) {
        this.pendingIndents--;
        indents.pop();
        alternateIndents.pop();
      }
      if (column !== indents[indents.length - 1]) {
        this.note('unindent does not match any outer indentation level', 'IndentationError', this.lineEnd(offset));
      }
      if (alternate !== alternateIndents[alternateIndents.length - 1]) inconsistent();
    }
  }

  // ---- ordinary tokens

  private token(): void {
    const { text } = this;
    if (this.atLineStart) {
      this.indentation();
      if (this.atLineStart) return;
    }
    if (this.pendingIndents !== 0) {
      const kind = this.pendingIndents > 0 ? 'INDENT' : 'DEDENT';
      this.pendingIndents -= Math.sign(this.pendingIndents);
      this.push(kind, this.at, this.at);
      return;
    }
    for (;;) {
      const c = text[this.at];
      if (c === ' ' || c === '\t' || c === '\f') this.at++;
      else if (c === '#') {
        while (this.at < text.length && text[this.at] !== '\n' && text[this.at] !== '\r') this.at++;
      } else if (c === '\\') this.continuation();
      else break;
    }
    const start = this.at;
    const c = text[start];
    if (c === undefined) {
      this.endOfText();
      return;
    }
    if (c === '\n' || c === '\r') {
      this.at += c === '\r' && text[start + 1] === '\n' ? 2 : 1;
      this.atLineStart = true;
      // The token is one character wide since 3.12.
      if (this.brackets.length === 0) this.push('NEWLINE', start, this.minor >= 12 ? start + 1 : start);
      else this.atLineStart = false;
      return;
    }
    if (isIdentifierStart(c.charCodeAt(0))) this.identifier(start);
    else if ((c >= '0' && c <= '9') || (c === '.' && /[0-9]/.test(text[start + 1] ?? ''))) {
      const { length, error } = scanNumber(text, start);
      if (error && !(error.atEnd && this.minor < 10)) {
        if (error.message.startsWith('leading zeros')) this.raise(error.message, start, start + error.length);
        this.raise(error.message, start + error.at);
      }
      this.at = start + length;
      this.push('NUMBER', start, this.at);
    } else if (c === '"' || c === "'") this.string(start, start, '');
    else this.operator(start, c);
  }

  private endOfText(): void {
    const { tokens, text } = this;
    this.refuseOpenBrackets();
    const last = tokens[tokens.length - 1];
    if (last && last.kind !== 'NEWLINE' && last.kind !== 'DEDENT' && last.kind !== 'INDENT') {
      // CPython adds the newline that is missing.
      this.push('NEWLINE', text.length, text.length + (this.minor >= 12 ? 1 : 0));
    }
    for (let i = this.indents.length; i > 1; i--) this.push('DEDENT', text.length, text.length);
    this.indents.length = 1;
    this.push('ENDMARKER', text.length, text.length);
  }

  /** At the end of the text. */
  private refuseOpenBrackets(): void {
    const { text } = this;
    if (this.brackets.length > 0) {
      const { character, offset } = this.brackets[this.brackets.length - 1];
      if (this.minor < 10)
        this.note('unexpected EOF while parsing', 'SyntaxError', text.replace(/\r?\n$/, '').length, true);
      this.note(`'${character}' was never closed`, 'SyntaxError', offset, true);
    }
  }

  /** Follows tokenizer.c: tok_continuation_line. */
  private continuation(): void {
    const { text } = this;
    let i = this.at + 1;
    if (text[i] === '\r') i++;
    if (text[i] !== '\n' && text[i - 1] !== '\r') {
      if (text[i] === undefined) this.refuseOpenBrackets();
      if (text[i] === undefined) this.note('unexpected EOF while parsing', 'SyntaxError', i, true);
      this.note('unexpected character after line continuation character', 'SyntaxError', i);
    }
    if (text[i] === '\n') i++;
    if (i >= text.length) this.refuseOpenBrackets();
    if (i >= text.length) this.note('unexpected EOF while parsing', 'SyntaxError', this.at + 1, true);
    this.at = i;
  }

  private identifier(start: number): void {
    const { text } = this;
    let i = start;
    let beyondAscii = false;
    const prefix = /^(?:[bB][rR]?|[rR][bBfFtT]?|[uU]|[fFtT][rR]?)(?=["'])/.exec(text.slice(start, start + 3));
    if (prefix && (this.minor >= 14 || !/t/i.test(prefix[0]))) {
      this.string(start, start + prefix[0].length, prefix[0].toLowerCase());
      return;
    }
    while (isIdentifierPart(text.charCodeAt(i))) {
      if (text.charCodeAt(i) >= 128) beyondAscii = true;
      i++;
    }
    if (beyondAscii) this.verifyIdentifier(start, i);
    this.at = i;
    const name = text.slice(start, i);
    this.push(keywords.has(name) ? name : 'NAME', start, i);
  }

  /** Follows tokenizer.c: verify_identifier. */
  private verifyIdentifier(start: number, end: number): void {
    let first = true;
    for (let i = start; i < end; ) {
      const code = this.text.codePointAt(i) as number;
      const character = String.fromCodePoint(code);
      // What normalisation turns into identifier characters is one itself, but for a few that XID leaves out.
      // The joiners became identifier characters after the Unicode version of these interpreters.
      const joiner = this.minor < 13 && (code === 0x200c || code === 0x200d);
      const good = joiner ? false : first ? /^[\p{XIDS}_]$/u.test(character) : /^[\p{XIDC}]$/u.test(character);
      if (!good) {
        const hex = code.toString(16).toUpperCase().padStart(4, '0');
        if (this.minor < 9) this.raise('invalid character in identifier', start);
        if (/[\p{C}\p{Z}]/u.test(character)) this.raise(`invalid non-printable character U+${hex}`, i);
        this.raise(`invalid character '${character}' (U+${hex})`, i);
      }
      first = false;
      i += character.length;
    }
  }

  /** `quoteAt` is where the quotes start, behind the prefix. */
  private string(start: number, quoteAt: number, prefix: string): void {
    const { text } = this;
    const quote = text[quoteAt];
    const triple = text.startsWith(quote.repeat(3), quoteAt);
    const size = triple ? 3 : 1;
    const letter = prefix.includes('t') ? 't' : 'f';
    if (this.minor >= 12 && /[ft]/.test(prefix)) {
      this.at = quoteAt + size;
      const raw = prefix.includes('r');
      this.modes.push({
        start,
        quote,
        size,
        raw,
        letter,
        regular: false,
        depth: 0,
        expressionDepth: -1,
        inSpecification: false,
      });
      this.push('FSTRING_START', start, this.at);
      return;
    }
    let i = quoteAt + size;
    let escapedQuote = false;
    for (;;) {
      const c = text[i];
      if (c === undefined || (!triple && (c === '\n' || c === '\r'))) {
        this.unterminated(start, quote, size, i, escapedQuote);
      }
      if (c === '\\') {
        if (text[i + 1] === quote) escapedQuote = true;
        i += text[i + 1] === '\r' && text[i + 2] === '\n' ? 3 : 2;
        continue;
      }
      if (text.startsWith(quote.repeat(size), i)) break;
      i++;
    }
    this.at = i + size;
    this.push('STRING', start, this.at);
  }

  private unterminated(start: number, quote: string, size: number, end: number, escapedQuote: boolean): never {
    const mode = this.modes[this.modes.length - 1];
    if (mode && mode.quote === quote && mode.size === size) {
      this.raise(`${mode.letter}-string: expecting '}'`, start);
    }
    if (this.minor < 10) {
      const what = size === 3 ? 'EOF while scanning triple-quoted string literal' : 'EOL while scanning string literal';
      this.raise(what, size === 3 ? this.text.length : end);
    }
    const line = this.lines.lineOf(Math.min(end, this.text.length));
    const what = size === 3 ? 'unterminated triple-quoted string literal' : 'unterminated string literal';
    const hint = size === 1 && escapedQuote && this.minor >= 13 ? '; perhaps you escaped the end quote?' : '';
    this.raise(`${what} (detected at line ${this.lastLine(line)})${hint}`, start);
  }

  /** A text that ends with a newline has no further line to CPython. */
  private lastLine(line: number): number {
    return line > 1 && line === this.lines.count && this.text.length === this.lines.starts[line - 1] ? line - 1 : line;
  }

  private operator(start: number, c: string): void {
    const { text, brackets } = this;
    const mode = this.modes[this.modes.length - 1];
    if (mode && c === ':' && mode.depth - 1 === mode.expressionDepth) {
      mode.regular = false;
      mode.inSpecification = true;
      this.at++;
      this.push(':', start, start + 1);
      return;
    }
    const three = text.slice(start, start + 3);
    const two = three.slice(0, 2);
    const length = operators3.has(three) ? 3 : operators2.has(two) ? 2 : 1;
    if (length > 1) {
      this.at += length;
      this.push(text.slice(start, this.at), start, this.at);
      return;
    }
    if (c === '(' || c === '[' || c === '{') {
      if (brackets.length >= maximumBrackets) this.raise('too many nested parentheses', start);
      brackets.push({ character: c, offset: start, line: this.lines.lineOf(start) });
      if (mode) mode.depth++;
    } else if (closers.has(c)) {
      this.close(start, c, mode);
    } else if (c < ' ' || c === '\x7f') {
      const hex = c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      this.raise(this.minor >= 10 ? `invalid non-printable character U+${hex}` : 'invalid syntax', start);
    }
    this.at++;
    this.push(c, start, start + 1);
  }

  private close(start: number, c: string, mode: FormatMode | undefined): void {
    const { brackets } = this;
    if (mode && mode.depth === 0 && c === '}') this.raise(`${mode.letter}-string: single '}' is not allowed`, start);
    const opening = brackets.pop();
    if (!opening) this.raise(`unmatched '${c}'`, start);
    if (opening.character !== closers.get(c)) {
      if (mode && opening.character === '{' && mode.depth - 1 === mode.expressionDepth) {
        this.raise(`${mode.letter}-string: unmatched '${c}'`, start);
      }
      const where = opening.line === this.lines.lineOf(start) ? '' : ` on line ${opening.line}`;
      this.raise(`closing parenthesis '${c}' does not match opening parenthesis '${opening.character}'${where}`, start);
    }
    if (mode) {
      mode.depth--;
      if (mode.depth < 0) this.raise(`${mode.letter}-string: unmatched '${c}'`, start);
      if (c === '}' && mode.depth === mode.expressionDepth) {
        mode.expressionDepth--;
        mode.regular = false;
        mode.inSpecification = false;
      }
    }
  }

  // ---- f-strings

  /** Follows tokenizer.c: tok_get_fstring_mode. */
  private formatToken(mode: FormatMode): void {
    const { text } = this;
    const start = this.at;
    const quotes = mode.quote.repeat(mode.size);
    if (text[start] === '{' && text[start + 1] !== '{') {
      this.enterExpression(mode, start);
      return;
    }
    if (text.startsWith(quotes, start)) {
      this.at += mode.size;
      this.modes.pop();
      this.push('FSTRING_END', start, this.at);
      return;
    }
    let namedEscape = false;
    for (;;) {
      const i = this.at;
      const c = text[i];
      const inSpecification = mode.inSpecification && mode.expressionDepth >= 0;
      if (c === undefined || (mode.size === 1 && (c === '\n' || c === '\r'))) {
        if (inSpecification && c !== undefined) {
          mode.regular = true;
          mode.inSpecification = false;
          break;
        }
        const what = mode.size === 3 ? 'unterminated triple-quoted' : 'unterminated';
        const line = this.lastLine(this.lines.lineOf(Math.min(i, text.length)));
        this.raise(`${what} ${mode.letter}-string literal (detected at line ${line})`, mode.start);
      }
      if (text.startsWith(quotes, i)) break;
      if (c === '{') {
        if (text[i + 1] === '{' && !inSpecification) {
          this.at += 2;
          continue;
        }
        this.push('FSTRING_MIDDLE', start, i);
        this.enterExpression(mode, i);
        return;
      }
      if (c === '}') {
        if (namedEscape) {
          namedEscape = false;
        } else if (text[i + 1] === '}' && !inSpecification && mode.depth === 0) {
          this.at++;
        } else {
          mode.regular = true;
          break;
        }
      } else if (c === '\\') {
        const next = text[i + 1];
        if (next !== '{' && next !== '}' && next !== undefined) {
          if (!mode.raw && next === 'N' && text[i + 2] === '{') {
            namedEscape = true;
            this.at++;
          }
          this.at++;
        }
      }
      this.at++;
    }
    if (this.at > start) this.push('FSTRING_MIDDLE', start, this.at);
  }

  private enterExpression(mode: FormatMode, offset: number): void {
    mode.expressionDepth++;
    if (mode.expressionDepth >= 3) this.raise(`${mode.letter}-string: expressions nested too deeply`, offset - 1);
    mode.regular = true;
    mode.inSpecification = false;
    this.at = offset;
  }
}
