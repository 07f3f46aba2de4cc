import type { BinaryOperator, CompareOperator, UnaryOperator } from './ast.js';

/*
 * The numbers of the Pyright tokenizer and parser, which exports them as ambient `const enum`s only: those cannot be
 * used by a compiler that looks at one file at a time. They are right for the one version that package.json pins.
 */

export const TokenType = {
  Invalid: 0,
  EndOfStream: 1,
  NewLine: 2,
  Indent: 3,
  Dedent: 4,
  String: 5,
  Number: 6,
  Identifier: 7,
  Keyword: 8,
  Operator: 9,
  Colon: 10,
  Semicolon: 11,
  Comma: 12,
  OpenParenthesis: 13,
  CloseParenthesis: 14,
  OpenBracket: 15,
  CloseBracket: 16,
  OpenCurlyBrace: 17,
  CloseCurlyBrace: 18,
  Ellipsis: 19,
  Dot: 20,
  Arrow: 21,
  Backtick: 22,
  ExclamationMark: 23,
  FStringStart: 24,
  FStringMiddle: 25,
  FStringEnd: 26,
} as const;

export const OperatorType = { Assign: 2, Walrus: 35, And: 36, Or: 37, Not: 38 } as const;

export const KeywordType = { Async: 3, Debug: 9, False: 15, None: 27, True: 34 } as const;

export const StringFlag = { Raw: 8, Bytes: 32, Format: 64, Template: 128, Unterminated: 65536 } as const;

export const NodeType = {
  Error: 0,
  Assert: 2,
  Assignment: 3,
  AssignmentExpression: 4,
  AugmentedAssignment: 5,
  Await: 6,
  BinaryOperation: 7,
  Break: 8,
  Call: 9,
  Class: 10,
  Comprehension: 11,
  ComprehensionFor: 12,
  Constant: 14,
  Continue: 15,
  Del: 17,
  Dictionary: 18,
  DictionaryExpandEntry: 19,
  DictionaryKeyEntry: 20,
  Ellipsis: 21,
  If: 22,
  Import: 23,
  ImportFrom: 25,
  Index: 27,
  For: 29,
  Function: 31,
  Global: 32,
  Lambda: 33,
  List: 34,
  MemberAccess: 35,
  Name: 38,
  Nonlocal: 39,
  Number: 40,
  Pass: 42,
  Raise: 43,
  Return: 44,
  Set: 45,
  Slice: 46,
  StatementList: 47,
  StringList: 48,
  String: 49,
  Ternary: 51,
  Tuple: 52,
  Try: 53,
  TypeAnnotation: 54,
  UnaryOperation: 55,
  Unpack: 56,
  While: 57,
  With: 58,
  Yield: 60,
  YieldFrom: 61,
  Match: 63,
  PatternSequence: 65,
  PatternAs: 66,
  PatternLiteral: 67,
  PatternClass: 68,
  PatternCapture: 69,
  PatternMapping: 70,
  PatternMappingExpandEntry: 72,
  PatternValue: 73,
  TypeAlias: 77,
} as const;

export const ParamCategory = { Simple: 0, ArgsList: 1, KwargsDict: 2 } as const;
export const ArgCategory = { Simple: 0, UnpackedList: 1, UnpackedDictionary: 2 } as const;

export const binaryOperators: ReadonlyMap<number, BinaryOperator> = new Map([
  [0, 'Add'],
  [3, 'BitAnd'],
  [6, 'BitOr'],
  [8, 'BitXor'],
  [10, 'Div'],
  [13, 'FloorDiv'],
  [17, 'LShift'],
  [22, 'MatMult'],
  [24, 'Mod'],
  [26, 'Mult'],
  [29, 'Pow'],
  [31, 'RShift'],
  [33, 'Sub'],
]);

/** An augmented operator has the number of its binary one plus 1. */
export function augmentedOperator(operator: number): BinaryOperator | undefined {
  return binaryOperators.get(operator - 1);
}

export const compareOperators: ReadonlyMap<number, CompareOperator> = new Map([
  [12, 'Eq'],
  [15, 'Gt'],
  [16, 'GtE'],
  [20, 'Lt'],
  [21, 'LtE'],
  [28, 'NotEq'],
  [39, 'Is'],
  [40, 'IsNot'],
  [41, 'In'],
  [42, 'NotIn'],
]);

export const unaryOperators: ReadonlyMap<number, UnaryOperator> = new Map([
  [0, 'UAdd'],
  [33, 'USub'],
  [5, 'Invert'],
  [38, 'Not'],
]);

/** What the lowering reads of a token. Offsets count UTF-16 units from 0. */
export interface FrontToken {
  readonly type: number;
  readonly start: number;
  readonly length: number;
  readonly operatorType?: number;
  readonly keywordType?: number;
  /** The name of an `Identifier`. */
  readonly value?: unknown;
  /** Of string tokens: `StringFlag`s. */
  readonly flags?: number;
  /** Those between the token before and this one; they start behind their `#`. */
  readonly comments?: readonly { readonly start: number; readonly length: number }[] | undefined;
}

/** A pair of parentheses and the tokens next to them inside. The ends are exclusive. */
export interface Parentheses {
  start: number;
  end: number;
  innerStart: number;
  innerEnd: number;
}

function isOpening(type: number): boolean {
  return (
    type === TokenType.OpenParenthesis ||
    type === TokenType.OpenBracket ||
    type === TokenType.OpenCurlyBrace ||
    type === TokenType.FStringStart
  );
}

function isClosing(type: number): boolean {
  return (
    type === TokenType.CloseParenthesis ||
    type === TokenType.CloseBracket ||
    type === TokenType.CloseCurlyBrace ||
    type === TokenType.FStringEnd
  );
}

/** The tokens of a text, with what is needed to find exact ends of nodes: Pyright's own ranges are widened here and there. */
export class TokenTable {
  private readonly indexByStart = new Map<number, number>();
  /** How deep brackets and blocks are nested, at most. */
  readonly maximumBrackets: number;
  readonly maximumIndents: number;
  /** By the offset of `(`. */
  readonly parenthesesByStart = new Map<number, Parentheses>();
  /** By the offset of the first token inside. */
  readonly parenthesesByInnerStart = new Map<number, Parentheses>();

  constructor(readonly tokens: readonly FrontToken[]) {
    const open: number[] = [];
    let brackets = 0;
    let indents = 0;
    let maximumBrackets = 0;
    let maximumIndents = 0;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      // Indents, dedents and implied newlines are empty and stand where the next real token starts.
      if (token.length > 0 || !this.indexByStart.has(token.start)) this.indexByStart.set(token.start, i);
      if (isOpening(token.type)) maximumBrackets = Math.max(maximumBrackets, ++brackets);
      else if (isClosing(token.type)) brackets--;
      else if (token.type === TokenType.Indent) maximumIndents = Math.max(maximumIndents, ++indents);
      else if (token.type === TokenType.Dedent) indents--;
      if (token.type === TokenType.OpenParenthesis) open.push(i);
      else if (token.type === TokenType.CloseParenthesis && open.length > 0) {
        const at = open.pop() as number;
        const pair = {
          start: tokens[at].start,
          end: token.start + 1,
          innerStart: tokens[at + 1].start,
          innerEnd: this.end(i - 1),
        };
        this.parenthesesByStart.set(pair.start, pair);
        this.parenthesesByInnerStart.set(pair.innerStart, pair);
      }
    }
    this.maximumBrackets = maximumBrackets;
    this.maximumIndents = maximumIndents;
  }

  /** The token number `index`; beyond the end the last one, which is `EndOfStream`. */
  get(index: number): FrontToken {
    return this.tokens[index < this.tokens.length ? index : this.tokens.length - 1];
  }

  end(index: number): number {
    const token = this.get(index);
    return token.start + token.length;
  }

  /** The index of the token that starts at `offset`. */
  at(offset: number): number {
    return this.indexByStart.get(offset) ?? this.lastBefore(offset + 1);
  }

  /** The index of the last token of some length that starts before `offset`. */
  lastBefore(offset: number): number {
    let low = 0;
    let high = this.tokens.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tokens[middle].start < offset) low = middle;
      else high = middle - 1;
    }
    while (low > 0 && this.tokens[low].length === 0) low--;
    return low;
  }

  /** The index of the first token of one of the types at the nesting depth of token `index`, from that token on. */
  scan(index: number, ...types: number[]): number {
    let depth = 0;
    let i = index;
    for (; i < this.tokens.length; i++) {
      const type = this.tokens[i].type;
      if (depth === 0 && types.includes(type)) break;
      if (isOpening(type)) depth++;
      else if (isClosing(type)) depth--;
    }
    return i;
  }

  /** Whether there is a comment between two tokens of a range. */
  hasComment(start: number, end: number): boolean {
    for (let i = this.at(start); this.get(i).start <= end && i < this.tokens.length; i++) {
      if (this.tokens[i].comments?.some((comment) => comment.start > start && comment.start < end)) return true;
    }
    return false;
  }

  /** The end of the simple statement that starts with token `index`, its semicolon not included. */
  simpleStatementEnd(index: number): number {
    const i = this.scan(index, TokenType.Semicolon, TokenType.NewLine, TokenType.EndOfStream);
    return this.end(i - 1);
  }
}
