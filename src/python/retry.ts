import { minorOf } from '../spec/version.js';
import type { Located } from './ast.js';
import type { SyntaxDiagnostic } from './diagnostics.js';
import { diagnosticAt, type ParseOptions, type ParseResult, parseText, withoutByteOrderMark } from './parse.js';
import { LineMap } from './positions.js';

/*
 * Half-typed code: the damaged line is replaced by a placeholder and the text parsed again, so that the statements
 * around it keep their places. Lines never move; where an indent is mended the columns of its lines are put right again
 * in the tree.
 */

const maximumTries = 6;

/** Parses for the editor: one diagnostic for each damaged place, and a tree of what is intact. Never throws. */
export function parseTolerant(source: string, options: ParseOptions): ParseResult {
  const minor = minorOf(options.version);
  const repair = new Repair(withoutByteOrderMark(source));
  const diagnostics: SyntaxDiagnostic[] = [];
  for (;;) {
    const text = repair.text();
    const lines = new LineMap(text);
    const { module, error, warnings, notSimulated } = parseText(text, lines, minor);
    if (!error) {
      repair.restoreColumns(module);
      return { module, diagnostics, warnings };
    }
    const diagnostic = repair.restored(diagnosticAt(lines, error));
    diagnostics.push(notSimulated ? { ...diagnostic, notSimulated } : diagnostic);
    if (diagnostics.length > maximumTries || !repair.mend(diagnostic)) {
      repair.restoreColumns(module);
      return { module, diagnostics, warnings };
    }
  }
}

function indentOf(line: string): string {
  return (/^[ \t\f]*/.exec(line) as RegExpExecArray)[0];
}

function isBlank(line: string): boolean {
  return /^\s*(#.*)?$/.test(line);
}

/** The line without a comment, by quotes alone: good enough for a header. */
function withoutComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (quote !== '') {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '#') return line.slice(0, i);
  }
  return line;
}

/** The lines of a text while they are mended. Lines are counted from 1. */
class Repair {
  private readonly lines: string[];
  /** What has been taken from the beginning of a line: its columns are that much too small. */
  private readonly shifts = new Map<number, number>();
  private readonly tries = new Map<number, number>();

  constructor(text: string) {
    this.lines = text.split(/\r\n|\n|\r/);
  }

  text(): string {
    return this.lines.join('\n');
  }

  /** Changes the text around an error; false if there is nothing left to change. */
  mend(error: SyntaxDiagnostic): boolean {
    const line = Math.min(error.lineno, this.lines.length);
    const tries = (this.tries.get(line) ?? 0) + 1;
    this.tries.set(line, tries);
    if (tries > 2) {
      if (this.get(line).trim() === '') return false;
      this.set(line, ' '.repeat(this.get(line).length));
      return true;
    }
    const { message } = error;
    if (tries === 1) {
      if (message.startsWith('expected an indented block') && this.addBlock(line)) return true;
      if (message.startsWith("expected 'except' or 'finally'") && this.disarmTry(line)) return true;
      if (message === 'unexpected indent') return this.indentLike(line, this.previous(line));
      if (message.startsWith('unindent does not match') || error.errorClass === 'TabError') {
        return this.indentLike(line, this.previous(line));
      }
    }
    if (message.endsWith('was never closed')) this.blankContinuation(line);
    const atStart = error.col_offset <= indentOf(this.get(line)).length;
    this.neutralise(line, atStart || tries > 1);
    return true;
  }

  private get(line: number): string {
    return this.lines[line - 1] ?? '';
  }

  private set(line: number, text: string): void {
    this.lines[line - 1] = text;
  }

  /** The line before that is not blank; 0 if there is none. */
  private previous(line: number): number {
    let i = line - 1;
    while (i > 0 && isBlank(this.get(i))) i--;
    return i;
  }

  private next(line: number): number {
    let i = line + 1;
    while (i <= this.lines.length && isBlank(this.get(i))) i++;
    return i;
  }

  /** Puts `pass` behind the header before `line`. */
  private addBlock(line: number): boolean {
    // At the end of the text the error stands on the header's own line.
    const own = withoutComment(this.get(line)).trimEnd();
    const header = own.endsWith(':') && this.next(line) > this.lines.length ? line : this.previous(line);
    const text = withoutComment(this.get(header)).trimEnd();
    if (header === 0 || !text.endsWith(':')) return false;
    this.set(header, `${text} pass`);
    return true;
  }

  /** Turns a `try:` without `except` into something that needs none. */
  private disarmTry(line: number): boolean {
    for (let i = Math.min(line, this.lines.length); i > 0; i--) {
      const found = /^([ \t\f]*)try[ \t]*:[ \t]*(#.*)?$/.exec(this.get(i));
      if (!found || (i < line && found[1].length > indentOf(this.get(line)).length && line <= this.lines.length))
        continue;
      this.set(i, `${found[1]}if 1:`);
      return true;
    }
    return false;
  }

  /** Gives a line, and those behind it that are indented as far, the indent of another one. */
  private indentLike(line: number, model: number): boolean {
    const before = indentOf(this.get(line));
    const after = model > 0 ? indentOf(this.get(model)) : '';
    if (before === after) {
      this.neutralise(line, true);
      return true;
    }
    for (let i = line; i <= this.lines.length; i++) {
      const text = this.get(i);
      if (isBlank(text)) continue;
      if (!text.startsWith(before)) break;
      this.set(i, after + text.slice(before.length));
      this.shifts.set(i, (this.shifts.get(i) ?? 0) + before.length - after.length);
    }
    return true;
  }

  /** The deeper lines behind an open bracket belong to the damage. */
  private blankContinuation(line: number): void {
    const indent = indentOf(this.get(line)).length;
    for (let i = line + 1; i <= this.lines.length; i++) {
      const text = this.get(i);
      if (text.trim() === '') continue;
      const isCloser = /^\s*[)\]}]/.test(text) && indentOf(text).length === indent;
      if (indentOf(text).length <= indent && !isCloser) break;
      this.set(i, ' '.repeat(text.length));
      if (isCloser) break;
    }
  }

  /** Replaces a line by one that is as long, if it can be, and does no harm. `stray`: its first word is wrong there. */
  private neutralise(line: number, stray: boolean): void {
    const text = this.get(line);
    const indent = indentOf(text);
    const next = this.next(line);
    const isHeader = next <= this.lines.length && indentOf(this.get(next)).length > indent.length;
    const placeholder = this.placeholder(text.slice(indent.length), isHeader, stray);
    this.set(line, indent + placeholder.padEnd(Math.max(0, text.length - indent.length), ' '));
  }

  private placeholder(code: string, isHeader: boolean, stray: boolean): string {
    const named = /^(?:async\s+)?(def|class)\s+([^\W\d]\w*)/u.exec(code);
    if (named) {
      const head = named[1] === 'def' ? `def ${named[2]}():` : `class ${named[2]}:`;
      return isHeader ? head : `${head}0`;
    }
    if (!isHeader) return 'pass';
    const word = /^(else|finally|try|except|elif)\b/.exec(code);
    if (!word || stray) return 'if 1:';
    return word[1] === 'elif' ? 'elif 1:' : `${word[1]}:`;
  }

  // ---- columns

  /** The diagnostic with the columns of the text as it was. */
  restored(diagnostic: SyntaxDiagnostic): SyntaxDiagnostic {
    return {
      ...diagnostic,
      col_offset: diagnostic.col_offset + (this.shifts.get(diagnostic.lineno) ?? 0),
      end_col_offset: diagnostic.end_col_offset + (this.shifts.get(diagnostic.end_lineno) ?? 0),
    };
  }

  /** Puts the columns of all nodes right, in place. */
  restoreColumns(root: object): void {
    if (this.shifts.size === 0) return;
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) {
        value.forEach(visit);
        return;
      }
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
      if ('lineno' in value) {
        const place = value as Located;
        place.col_offset += this.shifts.get(place.lineno) ?? 0;
        place.end_col_offset += this.shifts.get(place.end_lineno) ?? 0;
      }
      Object.values(value).forEach(visit);
    };
    visit(root);
  }
}
