import type { CheckNode } from './parseCheckBase.js';
import { CheckParameters } from './parseCheckParameters.js';

const augmentedOperators = ['+=', '-=', '*=', '@=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=', '**=', '//='];

/** The statements without blocks. */
export abstract class CheckSimpleStatements extends CheckParameters {
  protected simpleStatements = (): true | null => {
    if (!this.separated(';', this.simpleStatement)) return null;
    this.optional(() => this.expect(';'));
    return this.expect('NEWLINE') === null ? null : true;
  };

  private simpleStatement = (): true | null =>
    this.memo('simpleStatement', () => {
      const at = this.mark;
      if (this.assignment()) return true;
      this.mark = at;
      if (this.minor >= 12 && this.typeAlias()) return true;
      this.mark = at;
      if (this.starExpressions()) return true;
      this.mark = at;
      switch (this.token().kind) {
        case 'return':
          this.mark++;
          return this.optional(this.starExpressions);
        case 'import':
          return this.importName();
        case 'from':
          return this.importFrom();
        case 'raise':
          this.mark++;
          return this.optional(() =>
            this.sequence(this.expression, () =>
              this.optional(() => this.sequence(() => this.expect('from'), this.expression)),
            ),
          );
        case 'pass':
        case 'break':
        case 'continue':
          this.mark++;
          return true;
        case 'del':
          return this.deleteStatement();
        case 'yield':
          return this.yieldExpression() && true;
        case 'assert':
          this.mark++;
          return this.sequence(this.expression, () =>
            this.optional(() => this.sequence(() => this.expect(','), this.expression)),
          );
        case 'global':
        case 'nonlocal':
          this.mark++;
          return this.separated(',', () => this.expect('NAME')) && true;
        default:
          return null;
      }
    });

  private valueOfAssignment = (): CheckNode | null => this.first(this.yieldExpression, this.starExpressions);

  private assignment(): true | null {
    const at = this.mark;
    if (
      this.sequence(
        () => this.expect('NAME'),
        () => this.expect(':'),
        this.expression,
      )
    ) {
      return this.optional(() => this.sequence(() => this.expect('='), this.valueOfAssignment));
    }
    this.mark = at;
    const target = this.first<unknown>(
      () =>
        this.sequence(
          () => this.expect('('),
          this.singleTarget,
          () => this.expect(')'),
        ),
      this.attributeOrSubscript,
    );
    if (target !== null && this.expect(':') !== null && this.expression()) {
      return this.optional(() => this.sequence(() => this.expect('='), this.valueOfAssignment));
    }
    this.mark = at;
    if (this.some(this.targetAndEquals) && this.valueOfAssignment() && !this.peek('=')) return true;
    this.mark = at;
    if (this.singleTarget() && this.augmentedOperator() !== null) {
      // Behind the operator there is no other way to read it.
      return this.valueOfAssignment() && true;
    }
    this.mark = at;
    return this.invalid(this.invalidAssignment);
  }

  private targetAndEquals = (): true | null => this.sequence(this.starTargets, () => this.expect('='));

  private augmentedOperator(): string | null {
    return augmentedOperators.find((operator) => this.expect(operator) !== null) ?? null;
  }

  private invalidAssignment = (): void => {
    const at = this.mark;
    const single = this.annotatedListOrTuple();
    if (single && this.expect(':') !== null && this.expression()) {
      this.raiseNode(`only single target (not ${single.kind.toLowerCase()}) can be annotated`, single);
    }
    this.mark = at;
    const head = this.starNamedExpression();
    if (head && this.expect(',') !== null) {
      this.many(() => this.sequence(this.starNamedExpressions));
      if (this.expect(':') !== null && this.expression()) {
        this.raiseNode('only single target (not tuple) can be annotated', head);
      }
    }
    this.mark = at;
    const annotated = this.expression();
    if (annotated && this.expect(':') !== null && this.expression()) {
      this.raiseNode('illegal target for annotation', annotated);
    }
    this.mark = at;
    this.many(this.targetAndEquals);
    const behindTargets = this.mark;
    const value = this.starExpressions();
    if (value && this.expect('=') !== null) this.raiseInvalidTarget(value, 'star');
    this.mark = behindTargets;
    const yielded = this.yieldExpression();
    if (yielded && this.expect('=') !== null) this.raiseNode('assignment to yield expression not possible', yielded);
    this.mark = at;
    const target = this.starExpressions();
    if (target && this.augmentedOperator() !== null && this.valueOfAssignment()) {
      this.raiseNode(`'${this.name(target)}' is an illegal expression for augmented assignment`, target);
    }
  };

  /** A list, a tuple, or either in parentheses. */
  private annotatedListOrTuple(): CheckNode | null {
    const at = this.mark;
    if (!this.peek('(') && !this.peek('[')) return null;
    const node = this.primary();
    if (node && (node.kind === 'List' || node.kind === 'Tuple')) return node;
    this.mark = at;
    return null;
  }

  private deleteStatement(): true | null {
    const at = this.mark;
    this.mark++;
    if (this.deleteTargets() && (this.peek(';') || this.peek('NEWLINE'))) return true;
    this.mark = at;
    return this.invalid(() => {
      this.mark++;
      const targets = this.starExpressions();
      if (targets) this.raiseInvalidTarget(targets, 'del');
    });
  }

  private typeAlias(): true | null {
    if (this.expectSoft('type') === null || this.expect('NAME') === null) return null;
    this.optional(this.typeParameters);
    return this.expect('=') !== null && this.expression() ? true : null;
  }

  private importName(): true | null {
    const at = this.mark;
    this.mark++;
    const alias = () =>
      this.sequence(this.dottedName, () =>
        this.optional(() =>
          this.sequence(
            () => this.expect('as'),
            () => this.expect('NAME'),
          ),
        ),
      );
    this.invalid(() => {
      if (this.minor < 12) return;
      if (this.minor >= 13 && this.peek('NEWLINE')) {
        this.raiseStartingFrom("Expected one or more names after 'import'", this.mark);
      }
      if (this.separated(',', this.dottedName) && this.expect('from') !== null && this.dottedName()) {
        this.raiseStartingFrom("Did you mean to use 'from ... import ...' instead?", at);
      }
    });
    this.mark = at + 1;
    return this.separated(',', alias) && true;
  }

  private importFrom(): true | null {
    this.mark++;
    const dots = this.many(() => this.expect('.') ?? this.expect('...'));
    if (!this.dottedName() && dots.length === 0) return null;
    if (this.expect('import') === null) return null;
    const alias = () =>
      this.sequence(
        () => this.expect('NAME'),
        () =>
          this.optional(() =>
            this.sequence(
              () => this.expect('as'),
              () => this.expect('NAME'),
            ),
          ),
      );
    const at = this.mark;
    if (this.expect('(') !== null && this.separated(',', alias)) {
      this.optional(() => this.expect(','));
      if (this.expect(')') !== null) return true;
    }
    this.mark = at;
    if (this.separated(',', alias) && !this.peek(',')) return true;
    this.mark = at;
    if (this.expect('*') !== null) return true;
    return this.invalid(() => {
      if (this.minor >= 13 && this.peek('NEWLINE')) {
        this.raiseStartingFrom("Expected one or more names after 'import'", this.mark);
      }
      if (this.separated(',', alias) && this.expect(',') !== null && this.peek('NEWLINE')) {
        this.raiseLast('trailing comma not allowed without surrounding parentheses');
      }
    });
  }

  // ---- type parameters

  protected refuseEmptyTypeParameters(): void {
    const at = this.mark;
    if (this.minor >= 13 && this.expect('[') !== null && this.peek(']')) {
      this.raiseStartingFrom('Type parameter list cannot be empty', at + 1);
    }
    this.mark = at;
  }

  protected typeParameters = (): true | null => {
    const at = this.mark;
    if (this.expect('[') !== null && this.separated(',', this.typeParameter)) {
      this.optional(() => this.expect(','));
      if (this.expect(']') !== null) return true;
    }
    this.mark = at;
    return this.invalid(() => {
      this.refuseEmptyTypeParameters();
    });
  };

  private typeParameter = (): true | null => {
    const stars = this.expect('*') ?? this.expect('**');
    if (this.expect('NAME') === null) return null;
    const colon = this.mark;
    if (this.peek(':')) {
      if (stars !== null) {
        this.mark++;
        const bound = this.expression();
        if (!bound) return null;
        const what = bound.kind === 'Tuple' ? 'constraints' : 'bound';
        const kind = this.textOf(stars) === '*' ? 'TypeVarTuple' : 'ParamSpec';
        this.raiseStartingFrom(`cannot use ${what} with ${kind}`, colon);
      }
      this.mark++;
      if (!this.expression()) return null;
    }
    if (this.minor >= 13) {
      this.optional(() =>
        this.sequence(
          () => this.expect('='),
          () => (stars !== null && this.textOf(stars) === '*' ? this.starExpression() : this.expression()),
        ),
      );
    }
    return true;
  };
}
