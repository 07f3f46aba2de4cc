import { CheckBase, type CheckNode, checkNodeName, invalidCheckTarget, type TargetKind } from './parseCheckBase.js';
import { checkFormatBody } from './parseCheckFormat.js';
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

/** The name that starts an argument, or the node of a positional one. */
interface CheckArguments {
  hasKeywords: boolean;
  /** The last keyword argument is `**`. */
  endsWithUnpacking: boolean;
  positional: CheckNode[];
  first: number;
}

const compareOperators = ['==', '!=', '<=', '<', '>=', '>', 'in', 'is'];

/** The expressions of the grammar. */
export class CheckExpressions extends CheckBase {
  // ---- lists of expressions

  protected starExpressions = (): CheckNode | null => this.expressionList(this.starExpression);

  /** One or more with commas; a tuple if there is a comma. */
  private expressionList(rule: () => CheckNode | null): CheckNode | null {
    const first = this.mark;
    const head = rule();
    if (!head) return null;
    const items = [head];
    let isTuple = false;
    while (this.expect(',') !== null) {
      isTuple = true;
      const at = this.mark;
      const next = rule();
      if (!next) {
        this.mark = at;
        break;
      }
      items.push(next);
    }
    return isTuple ? this.node('Tuple', first, items) : head;
  }

  protected starExpression = (): CheckNode | null =>
    this.memo('starExpression', () => this.first(this.starredBitwiseOr, this.expression));

  private starredBitwiseOr = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('*') === null) return null;
    const value = this.bitwiseOr();
    return value && this.node('Starred', first, [value]);
  };

  protected starNamedExpressions = (): CheckNode[] | null => {
    const items = this.separated(',', this.starNamedExpression);
    if (items) this.optional(() => this.expect(','));
    return items;
  };

  protected starNamedExpression = (): CheckNode | null => this.first(this.starredBitwiseOr, this.namedExpression);

  private assignmentExpression = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('NAME') === null || this.expect(':=') === null) return null;
    // Behind the operator there is no other way to read it.
    const value = this.expression();
    return value && this.node('NamedExpr', first);
  };

  protected namedExpression = (): CheckNode | null => {
    const at = this.mark;
    const assignment = this.assignmentExpression();
    if (assignment) return assignment;
    const walrus = this.mark - at === 2;
    this.mark = at;
    if (walrus) return null;
    this.invalid(this.invalidNamedExpression);
    const node = this.expression();
    return node && !this.peek(':=') ? node : null;
  };

  private invalidNamedExpression = (): void => {
    this.memo('invalidNamedExpression', () => {
      const at = this.mark;
      const target = this.expression();
      if (target && this.expect(':=') !== null && this.expression()) {
        this.raiseNode(`cannot use assignment expressions with ${this.name(target)}`, target);
      }
      this.mark = at;
      if (this.minor < 10) return null;
      const hint = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
      if (this.expect('NAME') !== null && this.expect('=') !== null) {
        const value = this.bitwiseOr();
        if (value && !this.peek('=') && !this.peek(':=')) this.raiseRange(hint, at, value.last);
      }
      this.mark = at;
      const excluded = this.lookahead(() =>
        this.first<unknown>(
          this.list,
          this.tuple,
          this.generatorExpression,
          () => this.expect('True'),
          () => this.expect('None'),
          () => this.expect('False'),
        ),
      );
      if (excluded) return null;
      const left = this.bitwiseOr();
      if (left && this.expect('=') !== null) {
        const value = this.bitwiseOr();
        if (value && !this.peek('=') && !this.peek(':=')) {
          this.raiseNode(`cannot assign to ${this.name(left)} here. Maybe you meant '==' instead of '='?`, left);
        }
      }
      return null;
    });
  };

  protected name(node: CheckNode): string {
    return checkNodeName(node, this.minor);
  }

  protected raiseInvalidTarget(node: CheckNode, target: TargetKind): void {
    const wrong = invalidCheckTarget(node, target);
    if (!wrong) return;
    const verb = target === 'del' ? 'delete' : 'assign to';
    this.raiseNode(`cannot ${verb} ${this.name(wrong)}`, wrong);
  }

  // ---- one expression

  protected expression = (): CheckNode | null =>
    this.memo('expression', () => {
      this.invalid(this.invalidExpression);
      this.invalid(this.invalidLegacyExpression);
      return this.first(this.conditional, this.lambda);
    });

  private conditional = (): CheckNode | null => {
    const first = this.mark;
    const body = this.disjunction();
    if (!body) return null;
    const at = this.mark;
    if (this.expect('if') !== null && this.disjunction() && this.expect('else') !== null && this.expression()) {
      return this.node('IfExp', first);
    }
    this.mark = at;
    return body;
  };

  private invalidExpression = (): void => {
    if (this.minor < 10) return;
    const at = this.mark;
    const isPrefix = this.lookahead(() =>
      this.first<unknown>(
        () =>
          this.sequence(
            () => this.expect('NAME'),
            () => this.expect('STRING'),
          ),
        () => (this.peekSoft() ? this.mark++ : null),
      ),
    );
    if (!isPrefix) {
      const left = this.disjunction();
      if (left) {
        const right = this.withoutInvalid(this.expressionWithoutInvalid);
        if (right && !this.isLegacyName(left) && this.token(this.mark - 1).level > 0) {
          this.raiseRange('invalid syntax. Perhaps you forgot a comma?', left.first, right.last);
        }
      }
    }
    this.mark = at;
    const body = this.disjunction();
    if (body && this.expect('if') !== null) {
      const test = this.disjunction();
      if (test && !this.peek('else') && !this.peek(':')) {
        this.raiseRange("expected 'else' after 'if' expression", body.first, test.last);
      }
    }
    this.mark = at;
    if (this.minor >= 12 && this.expect('lambda') !== null) {
      this.optional(() => this.parameters(':'));
      const colon = this.expect(':');
      // In a replacement field the colon has begun the format specification.
      if (colon !== null && (this.peek('FSTRING_MIDDLE') || (this.peek('}') && this.inFormatString()))) {
        this.raiseRange('f-string: lambda expressions are not allowed without parentheses', at, colon);
      }
    }
    this.mark = at;
    if (this.minor < 14) return;
    const value = this.disjunction();
    if (value && this.expect('if') !== null && this.disjunction() && this.expect('else') !== null) {
      const word = this.mark;
      if ((this.peek('pass') || this.peek('break') || this.peek('continue')) && !this.lookahead(this.expression)) {
        this.raiseRange("expected expression after 'else', but statement is given", value.first, word);
      }
    }
  };

  /** Whether the token that was looked at last stands in an f-string. */
  protected inFormatString(): boolean {
    let depth = 0;
    for (let i = 0; i < this.fill; i++) {
      const { kind } = this.token(i);
      if (kind === 'FSTRING_START') depth++;
      else if (kind === 'FSTRING_END') depth--;
    }
    return depth > 0;
  }

  private expressionWithoutInvalid = (): CheckNode | null => this.first(this.conditional, this.lambda);

  private isLegacyName(node: CheckNode): boolean {
    if (node.kind !== 'Name' || node.first !== node.last) return false;
    const name = this.textOf(node.first);
    return name === 'print' || name === 'exec';
  }

  private invalidLegacyExpression = (): void => {
    if (this.minor < 10) return;
    const first = this.mark;
    if (this.expect('NAME') === null || this.peek('(')) return;
    const name = this.textOf(first);
    const value = this.starExpressions();
    if (value && (name === 'print' || name === 'exec')) {
      const where = `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`;
      this.raiseRange(where, first, value.last);
    }
  };

  protected yieldExpression = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('yield') === null) return null;
    const at = this.mark;
    if (this.expect('from') === null || !this.expression()) {
      this.mark = at;
      this.optional(this.starExpressions);
    }
    return this.node('Yield', first);
  };

  protected disjunction = (): CheckNode | null => this.memo('disjunction', () => this.chain('or', this.conjunction));

  private conjunction = (): CheckNode | null => this.memo('conjunction', () => this.chain('and', this.inversion));

  private chain(word: string, rule: () => CheckNode | null): CheckNode | null {
    const first = this.mark;
    const items = this.separated(word, rule);
    if (!items) return null;
    return items.length === 1 ? items[0] : this.node('BoolOp', first);
  }

  private inversion = (): CheckNode | null =>
    this.memo('inversion', () => {
      const first = this.mark;
      if (this.expect('not') !== null) {
        const value = this.inversion();
        return value && this.node('UnaryOp', first);
      }
      return this.comparison();
    });

  private comparison = (): CheckNode | null => {
    const first = this.mark;
    const left = this.bitwiseOr();
    if (!left) return null;
    let operator: string | undefined;
    for (;;) {
      const at = this.mark;
      const found = this.compareOperator();
      if (found === null || !this.bitwiseOr()) {
        this.mark = at;
        break;
      }
      operator ??= found;
    }
    return operator === undefined ? left : { ...this.node('Compare', first, [left]), operator };
  };

  private compareOperator(): string | null {
    for (const operator of compareOperators) {
      if (this.expect(operator) === null) continue;
      if (operator === 'is') this.optional(() => this.expect('not'));
      return operator;
    }
    if (this.expect('not') !== null) return this.expect('in') !== null ? 'not in' : null;
    return null;
  }

  protected bitwiseOr = (): CheckNode | null => this.memo('bitwiseOr', () => this.binary(0));

  /** The binary operators by precedence, loosest first. */
  private binary(precedence: number): CheckNode | null {
    if (precedence === binaryLevels.length) return this.factor();
    return this.memo(`binary${precedence}`, () => {
      const first = this.mark;
      let left = this.binary(precedence + 1);
      if (!left) return null;
      for (;;) {
        const at = this.mark;
        const operator = binaryLevels[precedence].find((candidate) => this.expect(candidate) !== null);
        if (operator === undefined || !this.binary(precedence + 1)) {
          if (operator !== undefined && precedence >= 4) {
            this.mark = at + 1;
            this.refuseNot(this.inversion);
          }
          this.mark = at;
          return left;
        }
        left = this.node('BinOp', first);
      }
    });
  }

  /** Behind an arithmetic operator. */
  private refuseNot(rule: () => CheckNode | null): void {
    const at = this.mark;
    this.invalid(() => {
      if (this.minor < 13 || this.expect('not') === null) return;
      const value = rule();
      if (value) this.raiseRange("'not' after an operator must be parenthesized", at, value.last);
    });
  }

  private factor = (): CheckNode | null =>
    this.memo('factor', () => {
      const first = this.mark;
      if (this.expect('+') !== null || this.expect('-') !== null || this.expect('~') !== null) {
        const value = this.factor();
        if (value) return this.node('UnaryOp', first);
        this.mark = first + 1;
        this.refuseNot(this.factor);
        return null;
      }
      const base = this.awaitPrimary();
      if (!base) return null;
      const at = this.mark;
      if (this.expect('**') !== null && this.factor()) return this.node('BinOp', first);
      this.mark = at;
      return base;
    });

  private awaitPrimary = (): CheckNode | null =>
    this.memo('awaitPrimary', () => {
      const first = this.mark;
      if (this.expect('await') !== null) {
        const value = this.primary();
        return value && this.node('Await', first);
      }
      return this.primary();
    });

  protected primary = (): CheckNode | null => this.memo('primary', () => this.trailers(true));

  /** An atom with what follows it. A target must not end with a call. */
  private trailers(withCalls: boolean): CheckNode | null {
    const first = this.mark;
    let node = this.atom();
    if (!node) return null;
    let last: 'atom' | 'target' | 'call' = 'atom';
    for (;;) {
      const at = this.mark;
      if (this.expect('.') !== null && this.expect('NAME') !== null) {
        node = this.node('Attribute', first);
        last = 'target';
        continue;
      }
      this.mark = at;
      if (this.peek('(')) {
        const generator = this.generatorExpression();
        if (generator || this.call()) {
          node = this.node('Call', first);
          last = 'call';
          continue;
        }
        this.mark = at;
      }
      if (this.expect('[') !== null && this.slices() && this.expect(']') !== null) {
        node = this.node('Subscript', first);
        last = 'target';
        continue;
      }
      this.mark = at;
      return withCalls || last === 'target' ? node : null;
    }
  }

  private call(): true | null {
    if (this.expect('(') === null) return null;
    this.optional(this.arguments);
    return this.expect(')') === null ? null : true;
  }

  protected slices = (): CheckNode | null => {
    const first = this.mark;
    const single = this.slice();
    if (single && !this.peek(',')) return single;
    this.mark = first;
    const items = this.separated(',', () =>
      this.first(this.slice, () => (this.minor >= 11 ? this.starredExpression() : null)),
    );
    if (!items) return null;
    this.optional(() => this.expect(','));
    return this.node('Tuple', first);
  };

  private slice = (): CheckNode | null => {
    const first = this.mark;
    this.optional(this.expression);
    if (this.expect(':') !== null) {
      this.optional(this.expression);
      this.optional(() =>
        this.sequence(
          () => this.expect(':'),
          () => this.optional(this.expression),
        ),
      );
      return this.node('Slice', first);
    }
    this.mark = first;
    return this.minor >= 10 ? this.namedExpression() : this.expression();
  };

  // ---- atoms

  private atom = (): CheckNode | null => {
    const first = this.mark;
    const { kind } = this.token();
    switch (kind) {
      case 'NAME':
        this.mark++;
        return this.node('Name', first);
      case 'True':
      case 'False':
      case 'None':
        this.mark++;
        return this.node(kind, first);
      case 'NUMBER':
        this.mark++;
        return this.node('Constant', first);
      case '...':
        this.mark++;
        return this.node('Ellipsis', first);
      case 'STRING':
      case 'FSTRING_START':
        return this.strings();
      case '(':
        return this.first(this.tuple, this.group, this.generatorExpression);
      case '[':
        return this.first(this.list, () => this.comprehension('[', 'ListComp', ']'));
      case '{':
        return this.first(this.dictionary, this.set, this.dictionaryComprehension, () =>
          this.comprehension('{', 'SetComp', '}'),
        );
      default:
        return null;
    }
  };

  private group = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('(') !== null) {
      const inner = this.first(this.yieldExpression, this.namedExpression);
      // The range of what is inside is the inner one, as in the tree.
      if (inner && this.expect(')') !== null) return inner.kind === 'Tuple' ? inner : { ...inner };
    }
    this.mark = first;
    return this.invalid(() => {
      if (this.expect('(') === null) return;
      const at = this.mark;
      const starred = this.starredExpression();
      if (starred && this.expect(')') !== null) {
        this.raiseNode(`${this.minor >= 10 ? 'cannot' : "can't"} use starred expression here`, starred);
      }
      this.mark = at;
      if (this.expect('**') !== null && this.expression() && this.expect(')') !== null) {
        this.raiseRange('cannot use double starred expression here', at, at);
      }
    });
  };

  private tuple = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('(') === null) return null;
    const items: CheckNode[] = [];
    this.optional(() => {
      const head = this.starNamedExpression();
      if (!head || this.expect(',') === null) return null;
      items.push(head);
      this.optional(() => {
        const others = this.starNamedExpressions();
        if (others) items.push(...others);
        return others;
      });
      return true;
    });
    return this.expect(')') === null ? null : this.node('Tuple', first, items);
  };

  private list = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('[') === null) return null;
    let items: CheckNode[] = [];
    this.optional(() => {
      const found = this.starNamedExpressions();
      if (found) items = found;
      return found;
    });
    return this.expect(']') === null ? null : this.node('List', first, items);
  };

  private set = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('{') === null || !this.starNamedExpressions()) return null;
    return this.expect('}') === null ? null : this.node('Set', first);
  };

  private dictionary = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('{') === null) return null;
    this.optional(() => {
      const pairs = this.separated(',', this.doubleStarredPair);
      if (pairs) this.optional(() => this.expect(','));
      return pairs;
    });
    if (this.expect('}') !== null) return this.node('Dict', first);
    this.mark = first;
    return this.invalid(this.invalidDictionary);
  };

  private doubleStarredPair = (): true | null =>
    this.first(() => this.sequence(() => this.expect('**'), this.bitwiseOr), this.pair);

  private pair = (): true | null => this.sequence(this.expression, () => this.expect(':'), this.expression);

  private invalidDictionary = (): void => {
    if (this.minor < 10 || this.expect('{') === null) return;
    const start = this.mark;
    if (this.separated(',', this.doubleStarredPair) && this.expect(',') !== null) {
      const at = this.mark;
      const key = this.expression();
      if (key && !this.peek(':')) {
        const last = this.token(key.last);
        const where = Math.max(last.end - 1, last.start);
        this.raisePoint("':' expected after dictionary key", where);
      }
      this.mark = at;
      this.invalidDictionaryValue();
    }
    this.mark = start;
    this.invalidDictionaryValue();
  };

  private invalidDictionaryValue(): void {
    const at = this.mark;
    if (this.expression() && this.expect(':') !== null) {
      const star = this.mark;
      if (this.expect('*') !== null && this.bitwiseOr()) {
        this.raiseStartingFrom('cannot use a starred expression in a dictionary value', star);
      }
    }
    this.mark = at;
    if (this.expression()) {
      const colon = this.expect(':');
      if (colon !== null && (this.peek('}') || this.peek(','))) {
        this.raiseRange("expression expected after dictionary key and ':'", colon, colon);
      }
    }
    this.mark = at;
  }

  /** Marks one position. */
  protected raisePoint(message: string, offset: number): never {
    return this.raiseOffsets(message, offset, offset);
  }

  // ---- comprehensions

  protected forClauses = (): CheckNode[] | null => this.some(this.forClause);

  private forClause = (): CheckNode | null => {
    const first = this.mark;
    this.optional(() => this.expect('async'));
    if (this.expect('for') !== null && this.starTargets() && this.expect('in') !== null) {
      // Behind `in` there is no other way to read it.
      if (!this.disjunction()) return null;
      this.many(() => this.sequence(() => this.expect('if'), this.disjunction));
      return this.node('comprehension', first);
    }
    this.mark = first;
    this.invalid(this.invalidForClause);
    return this.invalid(this.invalidForTarget);
  };

  private invalidForClause = (): void => {
    if (this.minor < 13) return;
    this.optional(() => this.expect('async'));
    if (this.expect('for') === null || !this.separated(',', this.bitwiseOr)) return;
    this.optional(() => this.expect(','));
    if (!this.peek('in')) this.raiseLast("'in' expected after for-loop variables");
  };

  protected invalidForTarget = (): void => {
    this.optional(() => this.expect('async'));
    if (this.expect('for') === null) return;
    const target = this.starExpressions();
    if (target) this.raiseInvalidTarget(target, 'for');
  };

  private comprehension(open: string, kind: string, close: string): CheckNode | null {
    const first = this.mark;
    if (this.expect(open) !== null && this.namedExpression() && this.forClauses() && this.expect(close) !== null) {
      return this.node(kind, first);
    }
    this.mark = first;
    return this.invalid(this.invalidComprehension);
  }

  protected generatorExpression = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('(') !== null) {
      const element = this.first(this.assignmentExpression, this.expressionNotWalrus);
      if (element && this.forClauses() && this.expect(')') !== null) return this.node('GeneratorExp', first);
    }
    this.mark = first;
    return this.invalid(this.invalidComprehension);
  };

  private expressionNotWalrus = (): CheckNode | null => {
    const node = this.expression();
    return node && !this.peek(':=') ? node : null;
  };

  private invalidComprehension = (): void => {
    const at = this.mark;
    const open = this.token().kind;
    if (open !== '[' && open !== '(' && open !== '{') return;
    this.mark++;
    const inside = this.mark;
    const starred = this.starredExpression();
    if (starred && this.forClauses()) {
      this.raiseNode('iterable unpacking cannot be used in comprehension', starred);
    }
    this.mark = inside;
    if (open === '(' || this.minor < 10) return;
    const message = 'did you forget parentheses around the comprehension target?';
    const head = this.starNamedExpression();
    if (head && this.expect(',') !== null) {
      const others = this.starNamedExpressions();
      if (others && this.forClauses()) this.raiseRange(message, head.first, others[others.length - 1].last);
    }
    this.mark = inside;
    const single = this.starNamedExpression();
    const comma = single && this.expect(',');
    if (single && comma !== null && this.forClauses()) this.raiseRange(message, single.first, comma);
    this.mark = at;
  };

  private dictionaryComprehension = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('{') !== null && this.pair() && this.forClauses() && this.expect('}') !== null) {
      return this.node('DictComp', first);
    }
    this.mark = first;
    return this.invalid(() => {
      if (this.expect('{') === null) return;
      const stars = this.expect('**');
      if (stars !== null && this.bitwiseOr() && this.forClauses() && this.expect('}') !== null) {
        this.raiseRange('dict unpacking cannot be used in dict comprehension', stars, stars);
      }
    });
  };

  // ---- calls

  protected arguments = (): true | null =>
    this.memo('arguments', () => {
      const at = this.mark;
      if (this.argumentList()) {
        this.optional(() => this.expect(','));
        if (this.peek(')')) return true;
      }
      this.mark = at;
      return this.invalid(this.invalidArguments);
    });

  private positionalArgument = (): CheckNode | null => {
    const node = this.first(this.starredExpression, this.assignmentExpression, this.expressionNotWalrus);
    return node && !this.peek('=') ? node : null;
  };

  private argumentList = (): CheckArguments | null => {
    const first = this.mark;
    const positional = this.separated(',', this.positionalArgument);
    if (positional) {
      let hasKeywords = false;
      let endsWithUnpacking = false;
      this.optional(() => {
        if (this.expect(',') === null) return null;
        const keywords = this.keywordArguments();
        if (keywords === null) return null;
        hasKeywords = true;
        endsWithUnpacking = keywords === 'unpacking';
        return true;
      });
      return { hasKeywords, endsWithUnpacking, positional, first };
    }
    this.mark = first;
    const keywords = this.keywordArguments();
    if (keywords === null) return null;
    return { hasKeywords: true, endsWithUnpacking: keywords === 'unpacking', positional: [], first };
  };

  /** Keyword arguments, with `*` ones before the first `**`. */
  private keywordArguments(): 'named' | 'unpacking' | null {
    const at = this.mark;
    const named = this.separated(',', this.keywordOrStarred);
    if (named) {
      const behind = this.mark;
      if (this.expect(',') !== null) {
        const unpacking = this.separated(',', this.keywordOrDoubleStarred);
        if (unpacking) return unpacking[unpacking.length - 1];
      }
      this.mark = behind;
      return 'named';
    }
    this.mark = at;
    const unpacking = this.separated(',', this.keywordOrDoubleStarred);
    return unpacking?.[unpacking.length - 1] ?? null;
  }

  private keyword = (): 'named' | null =>
    this.sequence(
      () => this.expect('NAME'),
      () => this.expect('='),
      this.expression,
    ) && 'named';

  private keywordOrStarred = (): 'named' | null => {
    this.invalid(this.invalidKeyword);
    return this.first(this.keyword, () => this.starredExpression() && ('named' as const));
  };

  private keywordOrDoubleStarred = (): 'named' | 'unpacking' | null => {
    this.invalid(this.invalidKeyword);
    return this.first<'named' | 'unpacking'>(
      this.keyword,
      () => this.sequence(() => this.expect('**'), this.expression) && 'unpacking',
    );
  };

  protected starredExpression = (): CheckNode | null => {
    const first = this.mark;
    this.invalid(() => {
      if (this.minor < 12 || this.expect('*') === null || !this.expression() || this.expect('=') === null) return;
      const value = this.expression();
      if (value) this.raiseRange('cannot assign to iterable argument unpacking', first, value.last);
    });
    if (this.expect('*') === null) return null;
    const value = this.expression();
    if (value) return this.node('Starred', first, [value]);
    return this.invalid(() => {
      if (this.minor >= 13) this.raiseLast('Invalid star expression');
    });
  };

  private invalidKeyword = (): void => {
    const at = this.mark;
    const { kind } = this.token();
    if (this.minor >= 10 && (kind === 'True' || kind === 'False' || kind === 'None')) {
      this.mark++;
      const equals = this.expect('=');
      if (equals !== null) this.raiseRange(`cannot assign to ${kind}`, at, equals);
    }
    this.mark = at;
    if (this.expect('NAME') !== null) {
      const equals = this.expect('=');
      if (equals !== null && this.minor >= 10) {
        if (this.expression() && this.forClauses()) {
          this.raiseRange("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", at, equals);
        }
      }
      if (equals !== null) {
        this.mark = at;
        return;
      }
    }
    this.mark = at;
    const node = this.expression();
    const equals = node && this.expect('=');
    if (node && equals !== null) {
      const last = this.minor >= 10 ? equals : node.last;
      this.raiseRange('expression cannot contain assignment, perhaps you meant "=="?', node.first, last);
    }
    this.mark = at;
    if (this.minor >= 12 && this.expect('**') !== null && this.expression() && this.expect('=') !== null) {
      const value = this.expression();
      if (value) this.raiseRange('cannot assign to keyword argument unpacking', at, value.last);
    }
  };

  private invalidArguments = (): void => {
    const at = this.mark;
    const listed = this.argumentList();
    if (listed?.hasKeywords && this.expect(',') !== null && this.peek('*')) {
      this.mark++;
      const message = 'iterable argument unpacking follows keyword argument unpacking';
      if (this.minor >= 13) {
        const comma = this.mark - 2;
        if (!this.expression()) this.raiseLast('Invalid star expression');
        this.raiseStartingFrom(message, comma);
      }
      if (this.minor === 10) this.raiseRange(message, at, this.mark - 3);
      this.raiseLast(message);
    }
    this.mark = at;
    const parenthesised = 'Generator expression must be parenthesized';
    const element = this.expression();
    if (element) {
      const clauses = this.forClauses();
      if (clauses && this.expect(',') !== null) {
        this.optional(() =>
          this.first<unknown>(this.argumentList, () => this.sequence(this.expression, this.forClauses)),
        );
        this.raiseRange(parenthesised, element.first, clauses[clauses.length - 1].last);
      }
    }
    this.mark = at;
    if (this.minor >= 10 && this.expect('NAME') !== null) {
      const equals = this.expect('=');
      if (equals !== null && this.expression() && this.forClauses()) {
        this.raiseRange("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", at, equals);
      }
    }
    this.mark = at;
    if (this.minor >= 12) {
      this.optional(() => this.sequence(this.argumentList, () => this.expect(',')));
      const name = this.expect('NAME');
      const equals = name === null ? null : this.expect('=');
      if (name !== null && equals !== null && (this.peek(',') || this.peek(')'))) {
        this.raiseRange('expected argument value expression', name, equals);
      }
    }
    this.mark = at;
    const before = this.argumentList();
    if (before) {
      const clauses = this.forClauses();
      const last = before.positional[before.positional.length - 1];
      if (clauses && before.positional.length > 1) {
        this.raiseRange(parenthesised, last.first, clauses[clauses.length - 1].last);
      }
    }
    this.mark = at;
    if (this.argumentList() && this.expect(',') !== null) {
      const late = this.expression();
      const clauses = late && this.forClauses();
      if (late && clauses) this.raiseRange(parenthesised, late.first, clauses[clauses.length - 1].last);
    }
    this.mark = at;
    const early = this.argumentList();
    if (early && this.expect(',') !== null && this.argumentList()) {
      this.raiseLast(
        early.endsWithUnpacking
          ? 'positional argument follows keyword argument unpacking'
          : 'positional argument follows keyword argument',
      );
    }
  };

  // ---- lambdas

  protected lambda = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('lambda') === null) return null;
    this.optional(() => this.parameters(':'));
    if (this.expect(':') === null) return null;
    return this.expression() && this.node('Lambda', first);
  };

  /** Defined where parameters are. */
  protected parameters(_close: string): true | null {
    return null;
  }

  // ---- targets

  protected starTargets = (): CheckNode | null => {
    const first = this.mark;
    const head = this.starTarget();
    if (!head) return null;
    if (!this.peek(',')) return head;
    while (this.expect(',') !== null) {
      const at = this.mark;
      if (!this.starTarget()) {
        this.mark = at;
        break;
      }
    }
    return this.node('Tuple', first);
  };

  protected starTarget = (): CheckNode | null =>
    this.memo('starTarget', () => {
      const first = this.mark;
      if (this.expect('*') !== null) {
        if (this.peek('*') || !this.starTarget()) return null;
        return this.node('Starred', first);
      }
      return this.targetWithStarAtom();
    });

  private targetWithStarAtom = (): CheckNode | null =>
    this.memo('targetWithStarAtom', () => this.first(this.attributeOrSubscript, this.starAtom));

  protected attributeOrSubscript = (): CheckNode | null =>
    this.memo('attributeOrSubscript', () => this.trailers(false));

  private starAtom = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('NAME') !== null) return this.node('Name', first);
    if (this.peek('(')) {
      return this.first(
        () =>
          this.sequence(
            () => this.expect('('),
            this.targetWithStarAtom,
            () => this.expect(')'),
          ) && this.node('Name', first),
        () => this.targetSequence('(', ')', this.starTarget, first),
      );
    }
    if (this.peek('[')) return this.targetSequence('[', ']', this.starTarget, first);
    return null;
  };

  private targetSequence(open: string, close: string, rule: () => CheckNode | null, first: number): CheckNode | null {
    if (this.expect(open) === null) return null;
    this.optional(() => {
      const items = this.separated(',', rule);
      if (!items) return null;
      const comma = this.expect(',');
      // One name in parentheses is no tuple.
      return open === '(' && items.length === 1 && comma === null ? null : true;
    });
    return this.expect(close) === null ? null : this.node('Tuple', first);
  }

  protected singleTarget = (): CheckNode | null => {
    const first = this.mark;
    return this.first(
      this.attributeOrSubscript,
      () => (this.expect('NAME') === null ? null : this.node('Name', first)),
      () =>
        this.sequence(
          () => this.expect('('),
          this.singleTarget,
          () => this.expect(')'),
        ) && this.node('Name', first),
    );
  };

  protected deleteTargets = (): true | null => {
    if (!this.separated(',', this.deleteTarget)) return null;
    this.optional(() => this.expect(','));
    return true;
  };

  private deleteTarget = (): CheckNode | null =>
    this.memo('deleteTarget', () => {
      const first = this.mark;
      return this.first(
        this.attributeOrSubscript,
        () => (this.expect('NAME') === null ? null : this.node('Name', first)),
        () =>
          this.sequence(
            () => this.expect('('),
            this.deleteTarget,
            () => this.expect(')'),
          ) && this.node('Name', first),
        () =>
          this.sequence(
            () => this.expect('('),
            () => this.optional(this.deleteTargets),
            () => this.expect(')'),
          ) && this.node('Tuple', first),
        () =>
          this.sequence(
            () => this.expect('['),
            () => this.optional(this.deleteTargets),
            () => this.expect(']'),
          ) && this.node('List', first),
      );
    });

  // ---- strings

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

  /** Defined where whole texts are read. */
  protected expressionTextError(_source: string): { message: string; start: number; end: number } | null {
    return null;
  }

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

const binaryLevels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
];
