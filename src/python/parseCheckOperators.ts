import { CheckBase, type CheckNode, checkNodeName, invalidCheckTarget, type TargetKind } from './parseCheckBase.js';

const compareOperators = ['==', '!=', '<=', '<', '>=', '>', 'in', 'is'];

const binaryLevels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
];

/** Expressions down to the operands of operators. What stands in the operands comes in the classes derived from it. */
export abstract class CheckOperators extends CheckBase {
  protected abstract primary: () => CheckNode | null;
  protected abstract list: () => CheckNode | null;
  protected abstract tuple: () => CheckNode | null;
  protected abstract generatorExpression: () => CheckNode | null;
  protected abstract lambda: () => CheckNode | null;

  /** As many parameters as are well-formed; `close` stands behind them: `)` or `:`. */
  protected abstract parameters(close: string): true | null;

  // ---- lists of expressions

  protected starExpressions = (): CheckNode | null => this.expressionList(this.starExpression);

  /** One or more with commas; a tuple if there is a comma. */
  protected expressionList(rule: () => CheckNode | null): CheckNode | null {
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

  protected starredBitwiseOr = (): CheckNode | null => {
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

  protected assignmentExpression = (): CheckNode | null => {
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

  protected invalidNamedExpression = (): void => {
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

  protected conditional = (): CheckNode | null => {
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

  protected invalidExpression = (): void => {
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

  protected expressionWithoutInvalid = (): CheckNode | null => this.first(this.conditional, this.lambda);

  protected isLegacyName(node: CheckNode): boolean {
    if (node.kind !== 'Name' || node.first !== node.last) return false;
    const name = this.textOf(node.first);
    return name === 'print' || name === 'exec';
  }

  protected invalidLegacyExpression = (): void => {
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

  protected conjunction = (): CheckNode | null => this.memo('conjunction', () => this.chain('and', this.inversion));

  protected chain(word: string, rule: () => CheckNode | null): CheckNode | null {
    const first = this.mark;
    const items = this.separated(word, rule);
    if (!items) return null;
    return items.length === 1 ? items[0] : this.node('BoolOp', first);
  }

  protected inversion = (): CheckNode | null =>
    this.memo('inversion', () => {
      const first = this.mark;
      if (this.expect('not') !== null) {
        const value = this.inversion();
        return value && this.node('UnaryOp', first);
      }
      return this.comparison();
    });

  protected comparison = (): CheckNode | null => {
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

  protected compareOperator(): string | null {
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
  protected binary(precedence: number): CheckNode | null {
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
  protected refuseNot(rule: () => CheckNode | null): void {
    const at = this.mark;
    this.invalid(() => {
      if (this.minor < 13 || this.expect('not') === null) return;
      const value = rule();
      if (value) this.raiseRange("'not' after an operator must be parenthesized", at, value.last);
    });
  }

  protected factor = (): CheckNode | null =>
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

  protected awaitPrimary = (): CheckNode | null =>
    this.memo('awaitPrimary', () => {
      const first = this.mark;
      if (this.expect('await') !== null) {
        const value = this.primary();
        return value && this.node('Await', first);
      }
      return this.primary();
    });
}
