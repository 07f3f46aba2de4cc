import type { SyntaxErrorClass } from './diagnostics.js';
import { type CheckToken, type CheckTokenizer, keywords } from './parseCheckTokens.js';
import type { LineMap } from './positions.js';

/*
 * The check decides which error CPython has for a text that does not parse. It recognises the grammar as CPython's
 * parser does: alternatives are tried in order, with backtracking and memory; a first pass finds how far the text can
 * be read, a second one also tries the rules for common mistakes, which raise errors with their own words.
 */

/** What a rule has recognised; tokens are counted from the start of the check. */
export interface CheckNode {
  /** A node class of CPython's `ast`, in as far as errors name it. */
  kind: string;
  /** The first token. */
  first: number;
  /** The last token. */
  last: number;
  /** Of tuples, lists and starred expressions. */
  items?: CheckNode[];
  /** Of comparisons: the first operator. */
  operator?: string;
}

/** The error that was found. Offsets; `end` equals `start` where CPython marks one position only. */
export class CheckError extends Error {
  constructor(
    message: string,
    readonly errorClass: SyntaxErrorClass,
    readonly start: number,
    readonly end: number,
    /** The line CPython compares with that of an open bracket. */
    readonly line: number,
    /** Raised from the tokenizer: nothing overrides it. */
    readonly fromTokenizer = false,
    /** Added to the columns: -1 where CPython counts from the left of a dedent. */
    readonly shift: 0 | -1 = 0,
  ) {
    super(message);
  }
}

type Rule<T> = () => T | null;

/** Tokens, backtracking, memory and errors. Follows pegen.c. */
export class CheckBase {
  /** The token that is read next. */
  protected mark = 0;
  /** How many tokens have been looked at. */
  protected fill = 0;
  /** In the second pass. */
  protected second = false;
  private memory: Map<string, { node: unknown; mark: number }>[] = [];

  constructor(
    protected readonly tokenizer: CheckTokenizer,
    protected readonly text: string,
    protected readonly lines: LineMap,
    protected readonly minor: number,
  ) {}

  protected restart(second: boolean): void {
    this.mark = 0;
    this.second = second;
    this.memory = [];
  }

  // ---- tokens

  protected token(index = this.mark): CheckToken {
    const token = this.tokenizer.get(index);
    if (index + 1 > this.fill) this.fill = index + 1;
    if (!token) this.raiseTokenError();
    return token;
  }

  private raiseTokenError(): never {
    const error = this.tokenizer.error;
    if (!error) throw new Error('the tokenizer stopped without an error');
    throw new CheckError(error.message, error.errorClass, error.start, error.end, this.lines.lineOf(error.start), true);
  }

  protected peek(kind: string): boolean {
    return this.token().kind === kind;
  }

  /** Reads a token of a kind; returns its index, or null. */
  protected expect(kind: string): number | null {
    return this.token().kind === kind ? this.mark++ : null;
  }

  protected textOf(index: number): string {
    const token = this.token(index);
    return this.text.slice(token.start, token.end);
  }

  /** A soft keyword: a name that is one only where the grammar says so. */
  protected expectSoft(word: string): number | null {
    return this.peek('NAME') && this.textOf(this.mark) === word ? this.mark++ : null;
  }

  protected peekSoft(): boolean {
    if (!this.peek('NAME')) return false;
    const name = this.textOf(this.mark);
    return name === '_' || name === 'case' || name === 'match' || (name === 'type' && this.minor >= 12);
  }

  protected isKeyword(index: number): boolean {
    return keywords.has(this.token(index).kind);
  }

  /** Where a token must follow, in either pass. Follows pegen.c: _PyPegen_expect_forced_token. */
  protected force(kind: string): number {
    const found = this.expect(kind);
    if (found !== null) return found;
    const token = this.token();
    return this.raiseAt(`expected '${kind}'`, this.mark, token.start, token.end);
  }

  // ---- rules

  protected memo<T>(name: string, rule: Rule<T>): T | null {
    const at = this.mark;
    let here = this.memory[at];
    if (!here) {
      here = new Map();
      this.memory[at] = here;
    }
    const known = here.get(name);
    if (known) {
      this.mark = known.mark;
      return known.node as T | null;
    }
    const node = rule();
    if (node === null) this.mark = at;
    here.set(name, { node, mark: this.mark });
    return node;
  }

  /** The first alternative that matches. */
  protected first<T>(...rules: Rule<T>[]): T | null {
    const at = this.mark;
    for (const rule of rules) {
      const node = rule();
      if (node !== null) return node;
      this.mark = at;
    }
    return null;
  }

  /** Matches all of a sequence, or nothing. */
  protected sequence(...rules: Rule<unknown>[]): true | null {
    const at = this.mark;
    for (const rule of rules) {
      if (rule() === null) {
        this.mark = at;
        return null;
      }
    }
    return true;
  }

  /** Always matches. */
  protected optional(rule: Rule<unknown>): true {
    const at = this.mark;
    if (rule() === null) this.mark = at;
    return true;
  }

  protected lookahead(rule: Rule<unknown>): true | null {
    const at = this.mark;
    const found = rule() !== null;
    this.mark = at;
    return found ? true : null;
  }

  protected not(rule: Rule<unknown>): true | null {
    return this.lookahead(rule) ? null : true;
  }

  /** As many as there are, none included. */
  protected many<T>(rule: Rule<T>): T[] {
    const out: T[] = [];
    for (;;) {
      const at = this.mark;
      const node = rule();
      if (node === null || this.mark === at) {
        this.mark = at;
        return out;
      }
      out.push(node);
    }
  }

  protected some<T>(rule: Rule<T>): T[] | null {
    const out = this.many(rule);
    return out.length > 0 ? out : null;
  }

  /** One or more, with a separator between; a separator at the end is left. */
  protected separated<T>(separator: string, rule: Rule<T>): T[] | null {
    const head = rule();
    if (head === null) return null;
    const out = [head];
    for (;;) {
      const at = this.mark;
      if (this.expect(separator) === null) return out;
      const node = rule();
      if (node === null) {
        this.mark = at;
        return out;
      }
      out.push(node);
    }
  }

  /** Tries a rule for a mistake: only in the second pass, and it only ever raises. */
  protected invalid(rule: () => void): null {
    if (!this.second) return null;
    const at = this.mark;
    rule();
    this.mark = at;
    return null;
  }

  /** Runs a rule without the rules for mistakes. */
  protected withoutInvalid<T>(rule: Rule<T>): T | null {
    const before = this.second;
    this.second = false;
    const node = rule();
    this.second = before;
    return node;
  }

  /** A node from token `first` to the one before the next. */
  protected node(kind: string, first: number, items?: CheckNode[]): CheckNode {
    return { kind, first, last: this.mark - 1, items };
  }

  // ---- errors

  private raiseAt(
    message: string,
    tokenIndex: number,
    start: number,
    end: number,
    errorClass: SyntaxErrorClass = 'SyntaxError',
  ): never {
    const line = this.lines.lineOf(this.token(tokenIndex).start);
    throw new CheckError(message, errorClass, start, end, line);
  }

  /** From the first token of one node to the last of another. */
  protected raiseRange(message: string, first: number, last: number): never {
    return this.raiseAt(message, this.fill - 1, this.token(first).start, this.token(last).end);
  }

  protected raiseNode(message: string, node: CheckNode): never {
    return this.raiseRange(message, node.first, node.last);
  }

  /** From a node to the last token that has been looked at. */
  protected raiseStartingFrom(message: string, first: number): never {
    const last = this.token(this.fill - 1);
    const start = this.token(first).start;
    // CPython takes the tokenizer's place for the end and is off by one.
    return this.raiseAt(message, this.fill - 1, start, Math.max(last.end - 1, start));
  }

  /** At the last token that has been looked at. */
  protected raiseLast(message: string, errorClass: SyntaxErrorClass = 'SyntaxError'): never {
    const index = this.fill - 1;
    const token = this.token(index);
    const behindEnd = token.kind === 'ENDMARKER' && /[\r\n]$/.test(this.text);
    if (token.kind !== 'INDENT' && token.kind !== 'DEDENT' && !behindEnd) {
      return this.raiseAt(message, index, token.start, token.end, errorClass);
    }
    // These tokens have no columns of their own: CPython takes the tokenizer's place, and counts from 0.
    const ended = token.start >= this.text.length && /[\r\n]$/.test(this.text);
    const start = ended ? this.text.replace(/\r?\n$|\r$/, '').length : token.start;
    throw new CheckError(message, errorClass, start, start, this.lines.lineOf(start), false, ended ? 0 : -1);
  }

  protected raiseNext(message: string): never {
    const token = this.token();
    return this.raiseAt(message, this.mark, token.start, token.end);
  }

  protected raiseOffsets(message: string, start: number, end: number): never {
    return this.raiseAt(message, this.fill - 1, start, end);
  }

  protected raiseIndentation(message: string): never {
    return this.raiseLast(message, 'IndentationError');
  }

  protected lineOfToken(index: number): number {
    return this.lines.lineOf(this.token(index).start);
  }
}

/** What CPython calls an expression in its errors. Follows pegen.c: _PyPegen_get_expr_name. */
export function checkNodeName(node: CheckNode, minor: number): string {
  switch (node.kind) {
    case 'Call':
      return 'function call';
    case 'BinOp':
    case 'UnaryOp':
    case 'BoolOp':
      return minor >= 10 ? 'expression' : 'operator';
    case 'Compare':
      return 'comparison';
    case 'IfExp':
      return 'conditional expression';
    case 'Dict':
      return minor >= 10 ? 'dict literal' : 'dict display';
    case 'Set':
      return 'set display';
    case 'ListComp':
      return 'list comprehension';
    case 'SetComp':
      return 'set comprehension';
    case 'DictComp':
      return 'dict comprehension';
    case 'GeneratorExp':
      return 'generator expression';
    case 'Yield':
      return 'yield expression';
    case 'Await':
      return 'await expression';
    case 'JoinedStr':
      return 'f-string expression';
    case 'TemplateStr':
      return 't-string expression';
    case 'NamedExpr':
      return 'named expression';
    case 'Constant':
      return 'literal';
    case 'Ellipsis':
      return minor >= 10 ? 'ellipsis' : 'Ellipsis';
    case 'True':
    case 'False':
    case 'None':
      return node.kind;
    default:
      return node.kind.toLowerCase();
  }
}

export type TargetKind = 'star' | 'del' | 'for';

/** Follows pegen.c: _PyPegen_get_invalid_target. */
export function invalidCheckTarget(node: CheckNode, target: TargetKind): CheckNode | null {
  switch (node.kind) {
    case 'List':
    case 'Tuple':
      for (const item of node.items ?? []) {
        const found = invalidCheckTarget(item, target);
        if (found) return found;
      }
      return null;
    case 'Starred':
      if (target === 'del') return node;
      return invalidCheckTarget((node.items ?? [])[0], target);
    case 'Compare':
      if (target === 'for') {
        return node.operator === 'in' ? invalidCheckTarget((node.items ?? [])[0], target) : null;
      }
      return node;
    case 'Name':
    case 'Subscript':
    case 'Attribute':
      return null;
    default:
      return node;
  }
}
