import type { ParseNode } from '@zzzen/pyright-internal/dist/parser/parseNodes.js';
import type { Expr, Located } from './ast.js';
import type { SyntaxErrorClass, SyntaxWarningNote } from './diagnostics.js';
import type { LineMap } from './positions.js';
import { NodeType, type TokenTable } from './tokens.js';

/** Ends the lowering of a statement; caught where the lowering is called, never seen outside the front. */
export class LoweringError extends Error {
  constructor(
    message: string,
    /** Offsets in UTF-16 units; the end is exclusive. */
    readonly start: number,
    readonly end: number,
    readonly errorClass: SyntaxErrorClass = 'SyntaxError',
    /** Added to the columns. */
    readonly shift: 0 | -1 = 0,
  ) {
    super(message);
  }
}

/** A start and an exclusive end, as offsets. */
export type Span = readonly [start: number, end: number];

/**
 * What every part of the lowering needs: the text, its tokens, and the ranges of Pyright's nodes as CPython has them.
 *
 * Pyright widens the range of a parenthesised node over its parentheses, where CPython does so for tuples and generator
 * expressions only. The token table knows the pairs of parentheses, so the range is peeled again here.
 */
export class LowerContext {
  /** Set by `lowerModule`, so that the parts of the lowering need not import each other in circles. */
  expr: (node: ParseNode) => Expr = () => this.fail('invalid syntax', 0);

  private readonly notes: { message: string; offset: number }[] = [];

  constructor(
    readonly text: string,
    readonly tokens: TokenTable,
    readonly lines: LineMap,
    /** The minor Python version. */
    readonly minor: number,
  ) {}

  fail(message: string, start: number, end = start + 1): never {
    throw new LoweringError(message, start, end);
  }

  warn(message: string, offset: number): void {
    this.notes.push({ message, offset });
  }

  /** In the order of the text. */
  warnings(): SyntaxWarningNote[] {
    return this.notes
      .sort((a, b) => a.offset - b.offset)
      .map(({ message, offset }) => ({ message, lineno: this.lines.lineOf(offset) }));
  }

  /**
   * Refuses syntax that a later version brought. The words do not matter: whoever reports the error asks
   * `findSyntaxError` for those the version has.
   */
  since(minor: number, start: number, end = start + 1): void {
    if (this.minor < minor) this.fail('invalid syntax', start, end);
  }

  /** Refuses a `:=` that needs parentheses where it stands. */
  refuseBareWalrus(node: ParseNode | undefined): void {
    if (node?.nodeType === NodeType.AssignmentExpression && !node.d.hasParens) {
      this.fail('invalid syntax', node.d.walrusToken.start, node.d.walrusToken.start + 2);
    }
  }

  /**
   * The fields of a node that reaches from `start` to `end`. Spread them at the end of the node's literal: at its
   * beginning they cost twenty times as much (the node's own fields then end up outside the object).
   */
  at(start: number, end: number): Located {
    const { lines } = this;
    const lineno = lines.lineOf(start);
    const end_lineno = lines.lineOf(end);
    return {
      lineno,
      col_offset: start - lines.starts[lineno - 1],
      end_lineno,
      end_col_offset: end - lines.starts[end_lineno - 1],
    };
  }

  atSpan(span: Span): Located {
    return this.at(span[0], span[1]);
  }

  /** The start of a node, its parentheses included: Pyright extends some nodes at the end only. */
  start(node: ParseNode): number {
    const pair = this.tokens.parenthesesByInnerStart.get(node.start);
    return pair && pair.end <= node.start + node.length ? pair.start : node.start;
  }

  end(node: ParseNode): number {
    return node.start + node.length;
  }

  /** The range without any parentheses around it. */
  tight(node: ParseNode): Span {
    let start = this.start(node);
    let end = this.end(node);
    for (;;) {
      const pair = this.tokens.parenthesesByStart.get(start);
      if (!pair || pair.end !== end) return [start, end];
      start = pair.innerStart;
      end = pair.innerEnd;
    }
  }

  /** The range with the innermost parentheses around it only. */
  tightWithParentheses(node: ParseNode): Span {
    let start = this.start(node);
    let end = this.end(node);
    for (;;) {
      const pair = this.tokens.parenthesesByStart.get(start);
      if (!pair || pair.end !== end) return [start, end];
      const inner = this.tokens.parenthesesByStart.get(pair.innerStart);
      if (!inner || inner.end !== pair.innerEnd) return [start, end];
      start = pair.innerStart;
      end = pair.innerEnd;
    }
  }

  optional(node: ParseNode | undefined): Expr | null {
    return node ? this.expr(node) : null;
  }

  /** An identifier as the interpreter stores it (PEP 3131). */
  identifier(name: string): string {
    for (let i = 0; i < name.length; i++) {
      if (name.charCodeAt(i) > 127) return name.normalize('NFKC');
    }
    return name;
  }
}
