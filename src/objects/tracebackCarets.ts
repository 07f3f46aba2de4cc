/**
 * The markers below a source line of a traceback (3.11+): which part of an expression failed.
 *
 *     total = price * count[name]
 *                     ~~~~~^^^^^^
 */
import type { Expr, Stmt } from '../python/ast.js';
import { parseStrict } from '../python/parse.js';
import type { PythonVersion } from '../spec/version.js';

/** The part of a segment that is marked with `^` while the rest gets `~`. Lines from 0 within the segment. */
export interface Anchors {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The only statement of a text, or null when it does not parse to one. */
function onlyStatement(text: string, version: PythonVersion): Stmt | null {
  const { module, diagnostics } = parseStrict(text, { version });
  return diagnostics.length === 0 && module.body.length === 1 ? module.body[0]! : null;
}

const isSpace = (character: string): boolean => /\s/.test(character);

/** Anchors in a segment of one line, as 3.11 and 3.12 find them: binary operators and subscripts. */
export function anchorsOfLine(segment: string, version: PythonVersion): Anchors | null {
  const statement = onlyStatement(segment, version);
  if (statement === null || statement.kind !== 'Expr') return null;
  const expr: Expr = statement.value;
  if (expr.kind === 'BinOp') {
    for (let i = expr.left.end_col_offset; i < expr.right.col_offset; i++) {
      const character = segment[i]!;
      if (isSpace(character) || character === ')') continue;
      const two = i + 1 < expr.right.col_offset && !isSpace(segment[i + 1]!) && segment[i + 1] !== '(';
      return { line: 0, column: i, endLine: 0, endColumn: i + (two ? 2 : 1) };
    }
    return null;
  }
  if (expr.kind === 'Subscript') {
    let left = expr.value.end_col_offset;
    while (left < segment.length && segment[left] !== '[') left++;
    let right = expr.slice.end_col_offset;
    while (right < segment.length && segment[right] !== ']') right++;
    return { line: 0, column: left, endLine: 0, endColumn: right + 1 };
  }
  return null;
}

/** A place in the lines of a segment. */
interface Place {
  line: number;
  column: number;
}

/** Follows traceback.py (3.13): operators, subscripts and calls, over several lines. */
export function anchorsOfSegment(segment: string, version: PythonVersion): Anchors | null {
  const statement = onlyStatement(`(\n${segment}\n)`, version);
  if (statement === null || statement.kind !== 'Expr') return null;
  const lines = segment.split('\n');
  /** Moves to the next character there is; null behind the last one. */
  const settle = (place: Place): Place | null => {
    while (place.line < lines.length && place.column >= lines[place.line]!.length) {
      place.line++;
      place.column = 0;
    }
    return place.line < lines.length ? place : null;
  };
  const search = (start: Place | null, stop: (character: string) => boolean): Place | null => {
    let place = start;
    while (place !== null) {
      const character = lines[place.line]![place.column]!;
      if (character === '\\' || character === '#') place = settle({ line: place.line + 1, column: 0 });
      else if (stop(character)) return place;
      else place = settle({ line: place.line, column: place.column + 1 });
    }
    return null;
  };
  // The wrapping put one line in front.
  const endOf = (node: Expr): Place => ({ line: node.end_lineno - 2, column: node.end_col_offset });
  const expr = statement.value;
  if (expr.kind === 'BinOp') {
    const at = search(settle(endOf(expr.left)), (character) => !isSpace(character) && character !== ')');
    if (at === null) return null;
    let end = at.column + 1;
    const line = lines[at.line]!;
    const rightLine = expr.right.lineno - 2;
    const next = line[end];
    if (
      next !== undefined &&
      (rightLine > at.line || end < expr.right.col_offset) &&
      !isSpace(next) &&
      next !== '\\' &&
      next !== '#'
    ) {
      end++;
    }
    return { line: at.line, column: at.column, endLine: at.line, endColumn: end };
  }
  const opening = expr.kind === 'Subscript' ? '[' : expr.kind === 'Call' ? '(' : '';
  if (opening === '') return null;
  const before = expr.kind === 'Subscript' ? expr.value : expr.kind === 'Call' ? expr.func : expr;
  const left = search(settle(endOf(before)), (character) => character === opening);
  if (left === null) return null;
  const right = endOf(expr);
  return { line: left.line, column: left.column, endLine: right.line, endColumn: right.column };
}

/** Whether markers tell more than the lines do (3.13). `lines` are dedented; the columns are those in the first and last. */
export function worthMarking(
  lines: readonly string[],
  start: number,
  end: number,
  anchors: Anchors | null,
  version: PythonVersion,
): boolean {
  const { module, diagnostics } = parseStrict(lines.join('\n'), { version });
  if (diagnostics.length === 0) {
    const statement = module.body[0];
    if (statement === undefined) return false;
    let value: Expr | null = null;
    if (statement.kind === 'Return' && statement.value?.kind === 'Call') {
      if (statement.value.func.kind === 'Name') value = statement.value;
    } else if (statement.kind === 'Assign' && statement.value.kind === 'Call') {
      if (statement.targets.length === 1 && statement.targets[0]!.kind === 'Name') value = statement.value;
    }
    const whole =
      value !== null &&
      value.lineno === 1 &&
      value.end_lineno === lines.length &&
      value.col_offset === start &&
      value.end_col_offset === end;
    if (whole) return false;
  }
  if (anchors !== null) return true;
  return lines[0]!.slice(0, start).trim() !== '' || lines.at(-1)!.slice(end).trim() !== '';
}
