import type { CheckNode } from './parseCheckBase.js';
import { CheckTargets } from './parseCheckTargets.js';

/** The patterns of `case`. */
export abstract class CheckPatterns extends CheckTargets {
  protected patterns = (): true | null => this.first(this.openSequence, this.pattern);

  private openSequence = (): true | null => {
    if (!this.maybeStarPattern() || this.expect(',') === null) return null;
    this.optional(this.maybeSequence);
    return true;
  };

  private maybeSequence = (): true | null => {
    if (!this.separated(',', this.maybeStarPattern)) return null;
    this.optional(() => this.expect(','));
    return true;
  };

  private maybeStarPattern = (): true | null =>
    this.first(
      () =>
        this.sequence(
          () => this.expect('*'),
          () => this.expect('NAME'),
        ),
      this.pattern,
    );

  private pattern = (): true | null =>
    this.memo('pattern', () => {
      const at = this.mark;
      if (!this.orPattern()) return null;
      const behind = this.mark;
      if (this.expect('as') === null) return true;
      if (this.captureTarget()) return true;
      this.mark = at;
      this.invalid(() => {
        this.orPattern();
        this.mark++;
        const target = this.mark;
        if (this.expectSoft('_') !== null) this.raiseRange("cannot use '_' as a target", target, target);
        if (this.peek('NAME')) return;
        const node = this.expression();
        if (node && node.kind !== 'Name') {
          const message =
            this.minor >= 14 ? `cannot use ${this.name(node)} as pattern target` : 'invalid pattern target';
          this.raiseNode(message, node);
        }
      });
      this.mark = behind;
      return true;
    });

  /** A name, but not `_`, and not the beginning of something else. */
  private captureTarget = (): true | null => {
    if (!this.peek('NAME') || this.textOf(this.mark) === '_') return null;
    this.mark++;
    return this.peek('.') || this.peek('(') || this.peek('=') ? null : true;
  };

  private orPattern = (): true | null => (this.separated('|', this.closedPattern) ? true : null);

  private closedPattern = (): true | null =>
    this.memo('closedPattern', () =>
      this.first<true>(
        this.literalPattern,
        this.captureTarget,
        () => (this.expectSoft('_') === null ? null : true),
        this.valuePattern,
        this.groupPattern,
        this.sequencePattern,
        this.mappingPattern,
        this.classPattern,
      ),
    );

  private literalPattern = (): true | null =>
    this.first<true>(
      () =>
        this.sequence(this.signedNumber, () =>
          this.not(() =>
            this.first(
              () => this.expect('+'),
              () => this.expect('-'),
            ),
          ),
        ),
      this.complexNumber,
      () => (this.strings() ? true : null),
      () => ((this.expect('None') ?? this.expect('True') ?? this.expect('False') ?? null) === null ? null : true),
    );

  private complexNumber = (): true | null => {
    if (!this.signedNumber()) return null;
    const real = this.mark - 1;
    if (/[jJ]$/.test(this.textOf(real))) this.raiseRange('real number required in complex literal', real, real);
    if ((this.expect('+') ?? this.expect('-')) === null) return null;
    const imaginary = this.expect('NUMBER');
    if (imaginary === null) return null;
    if (!/[jJ]$/.test(this.textOf(imaginary))) {
      this.raiseRange('imaginary number required in complex literal', imaginary, imaginary);
    }
    return true;
  };

  private signedNumber = (): true | null => {
    this.optional(() => this.expect('-'));
    return this.expect('NUMBER') === null ? null : true;
  };

  protected dottedName = (): true | null => {
    if (this.expect('NAME') === null) return null;
    this.many(() =>
      this.sequence(
        () => this.expect('.'),
        () => this.expect('NAME'),
      ),
    );
    return true;
  };

  private valuePattern = (): true | null => {
    const first = this.mark;
    if (!this.dottedName() || this.mark === first + 1) return null;
    return this.peek('.') || this.peek('(') || this.peek('=') ? null : true;
  };

  private groupPattern = (): true | null =>
    this.sequence(
      () => this.expect('('),
      this.pattern,
      () => this.expect(')'),
    );

  private sequencePattern = (): true | null =>
    this.first(
      () =>
        this.sequence(
          () => this.expect('['),
          () => this.optional(this.maybeSequence),
          () => this.expect(']'),
        ),
      () =>
        this.sequence(
          () => this.expect('('),
          () => this.optional(this.openSequence),
          () => this.expect(')'),
        ),
    );

  private mappingPattern = (): true | null => {
    if (this.expect('{') === null) return null;
    this.optional(() => {
      if (this.separated(',', this.mappingItem)) {
        this.optional(() => this.sequence(() => this.expect(','), this.mappingRest));
      } else if (!this.mappingRest()) {
        return null;
      }
      return this.optional(() => this.expect(','));
    });
    return this.expect('}') === null ? null : true;
  };

  private mappingItem = (): true | null =>
    this.sequence(
      () => this.first<true>(this.literalPattern, this.valuePattern),
      () => this.expect(':'),
      this.pattern,
    );

  private mappingRest = (): true | null => (this.expect('**') === null ? null : this.captureTarget());

  private classPattern = (): true | null => {
    const at = this.mark;
    const keyword = () =>
      this.sequence(
        () => this.expect('NAME'),
        () => this.expect('='),
        this.pattern,
      );
    const positional = () =>
      this.lookahead(() =>
        this.sequence(
          () => this.expect('NAME'),
          () => this.expect('='),
        ),
      )
        ? null
        : this.pattern();
    if (!this.dottedName() || this.expect('(') === null) return null;
    this.optional(() => {
      if (this.separated(',', positional)) {
        this.optional(() =>
          this.sequence(
            () => this.expect(','),
            () => this.separated(',', keyword),
          ),
        );
      } else if (!this.separated(',', keyword)) {
        return null;
      }
      return this.optional(() => this.expect(','));
    });
    if (this.expect(')') !== null) return true;
    this.mark = at;
    return this.invalid(() => {
      this.dottedName();
      this.mark++;
      if (this.separated(',', positional)) this.optional(() => this.expect(','));
      if (!this.separated(',', keyword) || this.expect(',') === null) return;
      const first = this.mark;
      if (this.separated(',', positional)) {
        this.raiseRange('positional patterns follow keyword patterns', first, this.mark - 1);
      }
    });
  };

  protected subject = (): CheckNode | null => {
    const first = this.mark;
    const head = this.starNamedExpression();
    if (head && this.expect(',') !== null) {
      this.optional(this.starNamedExpressions);
      return this.node('Tuple', first);
    }
    this.mark = first;
    return this.namedExpression();
  };
}
