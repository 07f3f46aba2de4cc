/** Changes of a text, applied or shown; no sentence is made here. */
import type { TextEdit } from '../protocol/run.js';

/** The text with the changes made; its other line ends stay as they are. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  const at = (line: number, column: number): number => (starts[line - 1] ?? text.length) + column;
  const placed = edits.map(({ range, text: put }) => ({
    from: at(range.line, range.column),
    to: at(range.endLine, range.endColumn),
    put,
  }));
  placed.sort((a, b) => b.from - a.from);
  return placed.reduce((changed, { from, to, put }) => changed.slice(0, from) + put + changed.slice(to), text);
}

/** A line that goes (`-`) or comes (`+`). Lines count from 1, in the text before the change. */
export interface ChangedLine {
  readonly sign: '-' | '+';
  readonly line: number;
  readonly text: string;
}

/** What the changes do line by line; no two of them in one line. */
export function changedLines(text: string, edits: readonly TextEdit[]): readonly ChangedLine[] {
  const lines = text.split(/\r\n|\r|\n/);
  const sorted = [...edits].sort((a, b) => a.range.line - b.range.line);
  return sorted.flatMap(({ range, text: put }) => {
    const { line, column, endLine, endColumn } = range;
    const added = put.split(/\r\n|\r|\n/);
    const isInsertion = line === endLine && column === endColumn && added.length > 1;
    // Whole lines that are put before or behind others leave those as they are.
    if (isInsertion) {
      const whole = column === 0 ? added.slice(0, -1) : added.slice(1);
      return whole.map((one): ChangedLine => ({ sign: '+', line: column === 0 ? line : line + 1, text: one }));
    }
    const before = lines.slice(line - 1, endLine);
    const after = (lines[line - 1]!.slice(0, column) + put + lines[endLine - 1]!.slice(endColumn)).split(/\r\n|\r|\n/);
    return [
      ...before.map((one, i): ChangedLine => ({ sign: '-', line: line + i, text: one })),
      ...after.map((one): ChangedLine => ({ sign: '+', line, text: one })),
    ];
  });
}
