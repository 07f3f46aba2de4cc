/** Where a character stands. */
export interface Position {
  /** From 1. */
  line: number;
  /** From 0, in UTF-16 units. */
  column: number;
}

/**
 * Maps offsets of a text to lines and columns and back. Lines end with `\n`, `\r\n` or `\r`; a form feed ends no line.
 * Offsets count UTF-16 units from 0.
 */
export class LineMap {
  readonly starts: readonly number[];
  private last = 0;

  constructor(readonly text: string) {
    const starts = [0];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10) starts.push(i + 1);
      else if (code === 13) {
        if (text.charCodeAt(i + 1) === 10) i++;
        starts.push(i + 1);
      }
    }
    this.starts = starts;
  }

  /** The number of lines, an empty one after a final newline included. */
  get count(): number {
    return this.starts.length;
  }

  /** The line of an offset, from 1. */
  lineOf(offset: number): number {
    const starts = this.starts;
    // Neighbouring questions concern neighbouring lines, so the last answer is tried first.
    let low = this.last;
    if (starts[low] > offset || (low + 1 < starts.length && starts[low + 1] <= offset)) {
      low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= offset) low = middle;
        else high = middle - 1;
      }
      this.last = low;
    }
    return low + 1;
  }

  positionOf(offset: number): Position {
    const line = this.lineOf(offset);
    return { line, column: offset - this.starts[line - 1] };
  }

  /** The offset of a position; a line beyond the end gives the length of the text. */
  offsetOf(line: number, column: number): number {
    if (line > this.starts.length) return this.text.length;
    return this.starts[line - 1] + column;
  }

  /** A line (from 1) without its end. */
  lineText(line: number): string {
    if (line < 1 || line > this.starts.length) return '';
    const end = line < this.starts.length ? this.starts[line] : this.text.length;
    return this.text.slice(this.starts[line - 1], end).replace(/[\r\n]+$/, '');
  }
}
