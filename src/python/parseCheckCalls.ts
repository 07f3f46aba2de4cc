import { CheckAtoms } from './parseCheckAtoms.js';
import type { CheckNode } from './parseCheckBase.js';

/** The arguments of a call. */
interface CheckArguments {
  hasKeywords: boolean;
  /** The last keyword argument is `**`. */
  endsWithUnpacking: boolean;
  positional: CheckNode[];
  first: number;
}

/** Calls and lambdas. */
export abstract class CheckCalls extends CheckAtoms {
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
}
