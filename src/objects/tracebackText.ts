/** Puts an exception into words as CPython prints an uncaught one to a stderr that is no terminal. Pure. */
import type { PythonVersion } from '../spec/version.js';
import { minorOf } from '../spec/version.js';
import { type Anchors, anchorsOfLine, anchorsOfSegment, worthMarking } from './tracebackCarets.js';
import type { ExceptionModel, FrameEntry, SourceLine, SyntaxPlace } from './tracebackModel.js';

/** Equal levels that are printed before they are counted. */
const RECURSIVE_CUTOFF = 3;
/** Levels that are printed at most. */
const LIMIT = 1000;
const GROUP_WIDTH = 15;
const GROUP_DEPTH = 10;
const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';

/** The whole text, each line with its end. */
export function exceptionText(exception: ExceptionModel, version: PythonVersion, source: SourceLine): string {
  return new Writer(version, source).whole(exception);
}

/** The lines of a stack, as `traceback.format_tb` gives them joined. */
export function stackText(stack: readonly FrameEntry[], version: PythonVersion, source: SourceLine): string {
  return new Writer(version, source).stack(stack);
}

class Writer {
  private readonly minor: number;
  private groupDepth = 0;
  private needClose = false;

  constructor(
    private readonly version: PythonVersion,
    private readonly source: SourceLine,
  ) {
    this.minor = minorOf(version);
  }

  whole(exception: ExceptionModel): string {
    const chain: [message: string, exception: ExceptionModel][] = [];
    let current: ExceptionModel | null = exception;
    while (current !== null) {
      const context: ExceptionModel | null = current.suppressContext ? null : current.context;
      const before: ExceptionModel | null = current.cause ?? context;
      chain.push([current.cause !== null ? CAUSE : before !== null ? CONTEXT : '', current]);
      current = before;
    }
    let text = '';
    for (const [message, one] of chain.reverse()) {
      if (message !== '') text += this.indented(message);
      text += one.group === null ? this.plain(one) : this.group(one, one.group);
    }
    return text;
  }

  private plain(exception: ExceptionModel): string {
    let text = '';
    if (exception.stack.length > 0) {
      text += this.indented('Traceback (most recent call last):\n') + this.indented(this.stack(exception.stack));
    }
    return text + this.indented(this.last(exception));
  }

  private group(exception: ExceptionModel, parts: readonly ExceptionModel[]): string {
    if (this.groupDepth > GROUP_DEPTH) return this.indented(`... (max_group_depth is ${GROUP_DEPTH})\n`);
    const top = this.groupDepth === 0;
    if (top) this.groupDepth = 1;
    let text = '';
    if (exception.stack.length > 0) {
      text += this.indented('Exception Group Traceback (most recent call last):\n', top ? '+' : '|');
      text += this.indented(this.stack(exception.stack));
    }
    text += this.indented(this.last(exception));
    const n = Math.min(parts.length, GROUP_WIDTH + 1);
    this.needClose = false;
    for (let i = 0; i < n; i++) {
      const last = i === n - 1;
      if (last) this.needClose = true;
      const truncated = i >= GROUP_WIDTH;
      const title = truncated ? '...' : `${i + 1}`;
      text += `${this.margin()}${i === 0 ? '+-' : '  '}+---------------- ${title} ----------------\n`;
      this.groupDepth++;
      if (!truncated) text += this.whole(parts[i]!);
      else {
        const rest = parts.length - GROUP_WIDTH;
        text += this.indented(`and ${rest} more exception${rest > 1 ? 's' : ''}\n`);
      }
      if (last && this.needClose) {
        text += `${this.margin()}+------------------------------------\n`;
        this.needClose = false;
      }
      this.groupDepth--;
    }
    if (top) this.groupDepth = 0;
    return text;
  }

  private margin(): string {
    return ' '.repeat(2 * this.groupDepth);
  }

  /** Each line behind the margin of the groups it is in. */
  private indented(text: string, mark = '|'): string {
    if (this.groupDepth === 0) return text;
    const margin = `${this.margin()}${mark} `;
    const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
    return lines.map((line) => `${margin}${line}\n`).join('');
  }

  stack(stack: readonly FrameEntry[]): string {
    let text = '';
    let last: FrameEntry | null = null;
    let count = 0;
    const repeated = (): void => {
      if (count <= RECURSIVE_CUTOFF) return;
      const more = count - RECURSIVE_CUTOFF;
      text += `  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n`;
    };
    for (const entry of stack.slice(-LIMIT)) {
      if (last === null || last.filename !== entry.filename || last.line !== entry.line || last.name !== entry.name) {
        repeated();
        last = entry;
        count = 0;
      }
      count++;
      if (count <= RECURSIVE_CUTOFF) text += this.level(entry);
    }
    repeated();
    return text;
  }

  private level(entry: FrameEntry): string {
    const head = `  File "${entry.filename}", line ${entry.line}, in ${entry.name}\n`;
    return head + (this.minor >= 13 ? this.severalLines(entry) : this.oneLine(entry));
  }

  /** The source line, with markers since 3.11. Follows traceback.c: tb_displayline. */
  private oneLine(entry: FrameEntry): string {
    const line = this.source(entry.filename, entry.line);
    if (line === null) return '';
    const stripped = line.replace(/^[ \t\f]+/, '');
    let text = `    ${stripped}\n`;
    const span = entry.span;
    if (this.minor < 11 || span === null) return text;
    const removed = line.length - stripped.length;
    let end = span.endColumn;
    let anchors: Anchors | null = null;
    if (span.line === span.endLine) anchors = anchorsOfLine(line.slice(span.column, end), this.version);
    else end = line.trimEnd().length;
    if (anchors === null && end - span.column === stripped.length) return text;
    const shift = span.column;
    text += ' '.repeat(Math.max(0, span.column - removed + 4));
    for (let i = span.column; i < end; i++) {
      const inside = anchors === null || (i >= anchors.column + shift && i < anchors.endColumn + shift);
      text += inside ? '^' : '~';
    }
    return `${text}\n`;
  }

  /** All lines of the failing expression with markers (3.13). Follows traceback.py: format_frame_summary. */
  private severalLines(entry: FrameEntry): string {
    const span = entry.span;
    const count = span === null ? 1 : span.endLine - span.line + 1;
    const original: string[] = [];
    for (let i = 0; i < count; i++) original.push((this.source(entry.filename, entry.line + i) ?? '').trimEnd());
    const lines = dedent(original);
    if (lines.every((line) => line === '')) return '';
    if (span === null) return `    ${original[0]!.trim()}\n`;
    const removed = original[0]!.length - lines[0]!.length;
    const start = Math.max(0, span.column - removed);
    const end = Math.max(0, span.endColumn - removed);
    const joined = lines.join('\n');
    const segment = joined.slice(start, joined.length - (lines.at(-1)!.length - end));
    const anchors = anchorsOfSegment(segment, this.version);
    const marked = worthMarking(lines, start, end, anchors, this.version);
    const left = anchors === null ? 0 : anchors.column + (anchors.line === 0 ? start : 0);
    const right = anchors === null ? 0 : anchors.endColumn + (anchors.endLine === 0 ? start : 0);
    const shown = new Set<number>([0, lines.length - 1]);
    if (anchors !== null) {
      for (const line of [anchors.line, anchors.endLine]) {
        for (const near of [line - 1, line, line + 1]) if (near >= 0 && near < lines.length) shown.add(near);
      }
    }
    const out: string[] = [];
    const show = (i: number): void => {
      const line = lines[i]!;
      out.push(line);
      if (!marked) return;
      const indent = line.length - line.trimStart().length;
      const length = i === lines.length - 1 ? end : line.length;
      let carets = '';
      for (let column = 0; column < length; column++) {
        if (column < indent || (i === 0 && column < start)) carets += ' ';
        else if (anchors !== null) {
          const after = i > anchors.line || (i === anchors.line && column >= left);
          const before = i < anchors.endLine || (i === anchors.endLine && column < right);
          carets += after && before ? '^' : '~';
        } else carets += '^';
      }
      out.push(carets);
    };
    const order = [...shown].sort((a, b) => a - b);
    order.forEach((line, i) => {
      const gap = i === 0 ? 1 : line - order[i - 1]!;
      if (gap === 2) show(line - 1);
      else if (gap > 2) out.push(`...<${gap - 1} lines>...`);
      show(line);
    });
    return dedent(out)
      .map((line) => `    ${line}\n`)
      .join('');
  }

  /** The last lines: type, text and notes. */
  private last(exception: ExceptionModel): string {
    let text: string;
    const place = exception.syntax;
    if (place !== null) text = this.syntaxError(exception, place);
    else {
      const words = exception.text === null ? '<exception str() failed>' : exception.text + exception.suggestion;
      text = words === '' ? `${exception.typeName}\n` : `${exception.typeName}: ${words}\n`;
    }
    for (const note of exception.notes)
      text += note
        .split('\n')
        .map((line) => `${line}\n`)
        .join('');
    return text;
  }

  private syntaxError(exception: ExceptionModel, place: SyntaxPlace): string {
    let text = `  File "${place.filename ?? '<string>'}", line ${place.line}\n`;
    if (place.text !== null) {
      if (this.minor >= 13) text += syntaxTextPython(place, place.text);
      else text += this.minor >= 10 ? syntaxTextC(place, place.text) : syntaxTextOld(place, place.text);
    }
    return `${text}${exception.typeName}: ${place.message}\n`;
  }
}

/** Without the white space that all lines begin with; blank lines become empty. */
function dedent(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  let common: string | null = null;
  for (const line of filled) {
    const indent = /^[ \t]*/.exec(line)![0];
    if (common === null) common = indent;
    else {
      let n = 0;
      while (n < common.length && n < indent.length && common[n] === indent[n]) n++;
      common = common.slice(0, n);
    }
  }
  return lines.map((line) => (line.trim() === '' ? '' : line.slice((common ?? '').length)));
}

/** Follows traceback.py: _format_syntax_error (3.13). */
function syntaxTextPython(place: SyntaxPlace, source: string): string {
  const right = source.replace(/\n+$/, '');
  const left = right.replace(/^[ \n\f]+/, '');
  const spaces = right.length - left.length;
  let text = `    ${left}\n`;
  if (place.offset === null) return text;
  let offset = place.offset;
  let end = place.line === place.endLine ? place.endOffset || offset : right.length + 1;
  if (source !== '' && offset > source.length) offset = right.length + 1;
  if (source !== '' && end > source.length) end = right.length + 1;
  if (offset >= end || end < 0) end = offset + 1;
  const column = offset - 1 - spaces;
  if (column < 0) return text;
  const before = [...left.slice(0, column)].map((c) => (/\s/.test(c) ? c : ' ')).join('');
  text += `    ${before}${'^'.repeat(Math.max(0, end - 1 - spaces - column))}\n`;
  return text;
}

/** Follows pythonrun.c: print_error_text (3.10 to 3.12). */
function syntaxTextC(place: SyntaxPlace, source: string): string {
  if (place.offset === null) return '';
  let end = place.endOffset ?? -1;
  if (place.endLine !== null && place.endLine > place.line) end = source.length;
  if (end > source.length + 1) end = source.length + 1;
  const repetitions = end > 0 && end > place.offset ? end - place.offset : 1;
  let text = source.replace(/^[ \t\f]+/, '');
  let offset = place.offset - 1 - (source.length - text.length);
  const length = text.endsWith('\n') ? text.length - 1 : text.length;
  if (offset > length) offset = length;
  for (;;) {
    const newline = text.indexOf('\n');
    if (newline < 0 || newline >= offset) break;
    text = text.slice(newline + 1);
    offset -= newline + 1;
  }
  const lines = `    ${text}${text.endsWith('\n') ? '' : '\n'}`;
  return offset < 0 ? lines : `${lines}    ${' '.repeat(offset)}${'^'.repeat(repetitions)}\n`;
}

/** Follows pythonrun.c: print_error_text (to 3.9): one caret. */
function syntaxTextOld(place: SyntaxPlace, source: string): string {
  let offset = place.offset ?? -1;
  let text = source;
  if (offset >= 0) {
    if (offset > 0 && offset === text.length && text[offset - 1] === '\n') offset--;
    for (;;) {
      const newline = text.indexOf('\n');
      if (newline < 0 || newline >= offset) break;
      offset -= newline + 1;
      text = text.slice(newline + 1);
    }
    const stripped = text.replace(/^[ \t\f]+/, '');
    offset -= text.length - stripped.length;
    text = stripped;
  }
  const lines = `    ${text}${text.endsWith('\n') ? '' : '\n'}`;
  return place.offset === null ? lines : `${lines}    ${' '.repeat(Math.max(0, offset - 1))}^\n`;
}
