/** Breakpoints, as a run is asked about them: which line, how often, under which condition. */
import type { HitCondition, LineStop } from '../../protocol/debug.js';

/** Whether a stop counts at its `n`-th hit (from 1). */
export function hitsFit(condition: HitCondition | undefined, n: number): boolean {
  if (condition === undefined) return true;
  const { operator, value } = condition;
  switch (operator) {
    case '==':
      return n === value;
    case '>':
      return n > value;
    case '>=':
      return n >= value;
    case '<':
      return n < value;
    case '<=':
      return n <= value;
    case '%':
      return value > 0 && n % value === 0;
  }
}

/** Line stops by file and line. */
export class StopLines {
  private readonly byFile: (readonly LineStop[] | undefined)[][] = [];
  readonly isEmpty: boolean;

  constructor(stops: readonly LineStop[]) {
    this.isEmpty = stops.length === 0;
    for (const stop of stops) {
      let lines = this.byFile[stop.file];
      if (lines === undefined) {
        lines = [];
        this.byFile[stop.file] = lines;
      }
      lines[stop.line] = [...(lines[stop.line] ?? []), stop];
    }
  }

  at(file: number, line: number): readonly LineStop[] | undefined {
    return this.byFile[file]?.[line];
  }
}

/** The pieces of a log text: what is in braces is an expression, `{{` and `}}` are braces. */
export function logPieces(text: string): readonly { readonly text: string; readonly isExpression: boolean }[] {
  const pieces: { text: string; isExpression: boolean }[] = [];
  const pattern = /\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g;
  for (const [whole, expression] of text.matchAll(pattern)) {
    if (expression !== undefined && expression.trim() !== '') pieces.push({ text: expression, isExpression: true });
    else pieces.push({ text: whole === '{{' ? '{' : whole === '}}' ? '}' : whole, isExpression: false });
  }
  return pieces;
}
