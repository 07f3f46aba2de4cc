import type { CheckNode } from './parseCheckBase.js';
import { checkFormatBody } from './parseCheckFormat.js';
import { CheckOperators } from './parseCheckOperators.js';
import { decodeBytes, decodeStr, StringDecodeError } from './stringsDecode.js';

/** The error a decoder has for a literal, or null. */
function decodeProblem(decode: () => unknown): string | null {
  try {
    decode();
    return null;
  } catch (error) {
    if (error instanceof StringDecodeError) return error.message;
    throw error;
  }
}

/** String literals and f-strings. */
export abstract class CheckStrings extends CheckOperators {
  protected strings = (): CheckNode | null =>
    this.memo('strings', () => {
      const first = this.mark;
      let formatted = false;
      let template = false;
      const found = this.some(() => {
        if (this.expect('STRING') !== null) return true;
        const start = this.expect('FSTRING_START');
        if (start === null) return null;
        if (/t/i.test(this.textOf(start))) template = true;
        else formatted = true;
        if (!this.formatStringRest()) return null;
        if (!/r/i.test(this.textOf(start))) this.checkFormatTexts(start);
        return true;
      });
      if (!found) return null;
      if (this.minor >= 12) this.checkStrings(first);
      else if (this.checkStringsInOrder(first)) formatted = true;
      return this.node(template ? 'TemplateStr' : formatted ? 'JoinedStr' : 'Constant', first);
    });

  /** Errors that CPython finds while it makes the value of neighbouring literals. */
  private checkStrings(first: number): void {
    let bytes = 0;
    let total = 0;
    for (let i = first; i < this.mark; i++) {
      const { kind } = this.token(i);
      if (kind !== 'STRING' && kind !== 'FSTRING_START') continue;
      total++;
      const prefix = (/^[a-zA-Z]*/.exec(this.textOf(i)) as RegExpExecArray)[0].toLowerCase();
      if (kind === 'STRING' && prefix.includes('b')) bytes++;
    }
    if (bytes > 0 && bytes < total) this.raiseLast('cannot mix bytes and nonbytes literals');
    for (let i = first; i < this.mark; i++) {
      if (this.token(i).kind === 'STRING') this.checkString(i);
    }
  }

  private checkString(index: number): void {
    const { body, prefix } = this.literal(index);
    const raw = prefix.includes('r');
    const message = decodeProblem(() => (prefix.includes('b') ? decodeBytes(body, raw) : decodeStr(body, raw)));
    if (message === null) return;
    if (this.minor >= 12 || (this.minor === 11 && prefix.includes('b'))) this.raiseRange(message, index, index);
    this.raiseLast(message);
  }

  /** Before 3.12: the error of an expression in an f-string, which is read on its own in parentheses. */
  protected abstract expressionTextError(source: string): { message: string; start: number; end: number } | null;

  private literal(index: number): { prefix: string; body: string } {
    const literal = this.textOf(index);
    const [, letters, quotes] = /^([a-zA-Z]*)("{3}|'{3}|"|')/.exec(literal) as RegExpExecArray;
    const body = literal.slice(letters.length + quotes.length, literal.length - quotes.length);
    return { prefix: letters.toLowerCase(), body };
  }

  /** Before 3.12 an f-string is one token, whose inside is read when all literals are together. */
  private checkStringsInOrder(first: number): boolean {
    let formatted = false;
    let bytes: boolean | null = null;
    for (let i = first; i < this.mark; i++) {
      const { prefix, body } = this.literal(i);
      if (prefix.includes('f')) {
        formatted = true;
        const raw = prefix.includes('r');
        const sources = checkFormatBody(body, raw, this.minor, (message) => this.raiseLast(message));
        for (const source of sources) {
          const error = this.expressionTextError(source);
          if (!error) continue;
          // The place is that in the expression with parentheses around it, on the line of the literal.
          const line = this.lines.starts[this.lineOfToken(i) - 1];
          this.raiseOffsets(`f-string: ${error.message}`, line + error.start, line + error.end);
        }
      } else {
        this.checkString(i);
      }
      const isBytes = prefix.includes('b');
      if (bytes !== null && bytes !== isBytes) this.raiseLast('cannot mix bytes and nonbytes literals');
      bytes = isBytes;
    }
    return formatted;
  }

  /** The escapes in the text of the f-string that begins with token `start` and has just been read. */
  private checkFormatTexts(start: number): void {
    let depth = 0;
    for (let i = start; i < this.mark; i++) {
      const { kind } = this.token(i);
      if (kind === 'FSTRING_START') depth++;
      else if (kind === 'FSTRING_END') depth--;
      // Those inside have been looked at on their own.
      if (kind !== 'FSTRING_MIDDLE' || depth !== 1) continue;
      const message = decodeProblem(() => decodeStr(this.textOf(i), false));
      if (message !== null) this.raiseLast(message);
    }
  }

  /** Behind `f"`: text and replacement fields up to the end. */
  private formatStringRest(): true | null {
    this.many(() => this.first<unknown>(() => this.expect('FSTRING_MIDDLE'), this.replacementField));
    return this.expect('FSTRING_END') === null ? null : true;
  }

  private replacementField = (): true | null => {
    const at = this.mark;
    if (this.expect('{') === null) return null;
    if (this.first(this.yieldExpression, this.starExpressions)) {
      this.optional(() => this.expect('='));
      this.optional(this.conversion);
      this.optional(() => this.sequence(() => this.expect(':'), this.formatSpecification));
      if (this.expect('}') !== null) return true;
    }
    this.mark = at;
    return this.invalid(this.invalidReplacementField);
  };

  private conversion = (): true | null => {
    const mark = this.expect('!');
    if (mark === null) return null;
    const name = this.expect('NAME');
    if (name === null) return null;
    if (this.token(name).start !== this.token(mark).end) {
      const word = this.minor >= 14 ? 'exclamation' : 'exclamanation';
      this.raiseRange(`f-string: conversion type must come right after the ${word} mark`, mark, name);
    }
    const text = this.textOf(name);
    if (text !== 's' && text !== 'r' && text !== 'a') {
      this.raiseRange(`f-string: invalid conversion character '${text}': expected 's', 'r', or 'a'`, name, name);
    }
    return true;
  };

  private formatSpecification = (): true => {
    this.many(() => this.first<unknown>(() => this.expect('FSTRING_MIDDLE'), this.replacementField));
    return true;
  };

  private invalidReplacementField = (): void => {
    const prefix = 'f-string: ';
    if (this.expect('{') === null) return;
    const inside = this.mark;
    for (const kind of ['=', '!', ':', '}']) {
      if (this.peek(kind)) this.raiseRange(`${prefix}valid expression required before '${kind}'`, inside, inside);
    }
    if (!this.first(this.yieldExpression, this.starExpressions)) {
      this.mark = inside;
      this.raiseNext(`${prefix}expecting a valid expression after '{'`);
    }
    const behind = (...kinds: string[]) => kinds.some((kind) => this.peek(kind));
    if (!behind('=', '!', ':', '}')) this.raiseNext(`${prefix}expecting '=', or '!', or ':', or '}'`);
    if (this.expect('=') !== null && !behind('!', ':', '}')) {
      this.raiseNext(`${prefix}expecting '!', or ':', or '}'`);
    }
    if (this.expect('!') !== null) {
      if (behind(':', '}')) this.raiseNext(`${prefix}missing conversion character`);
      const name = this.expect('NAME');
      if (name === null) this.raiseNext(`${prefix}invalid conversion character`);
      if (!behind(':', '}')) this.raiseNext(`${prefix}expecting ':' or '}'`);
    }
    if (this.expect(':') !== null) {
      this.formatSpecification();
      if (!this.peek('}')) this.raiseNext(`${prefix}expecting '}', or format specs`);
    }
    if (!this.peek('}')) this.raiseNext(`${prefix}expecting '}'`);
  };
}
