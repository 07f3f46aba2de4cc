import { CheckPatterns } from './parseCheckPatterns.js';

/** What has been read of a list of parameters. */
interface Seen {
  slash: boolean;
  star: boolean;
  defaults: boolean;
  count: number;
  /** Behind `**kwargs`, where nothing may follow but a comma. */
  ended: boolean;
}

/** The parameters of `def` and `lambda`. */
export abstract class CheckParameters extends CheckPatterns {
  /** `close` is what stands behind the parameters: `)` or `:`. Matches as many as are well-formed. */
  protected override parameters(close: string): true | null {
    const start = this.mark;
    this.invalid(() => this.invalidParameters(close));
    this.mark = start;
    const seen: Seen = { slash: false, star: false, defaults: false, count: 0, ended: false };
    let end = start;
    while (!seen.ended && this.parameter(close, seen)) {
      seen.count++;
      end = this.mark;
      if (this.expect(',') === null) break;
      end = this.mark;
    }
    this.mark = end;
    return end > start ? true : null;
  }

  /** One parameter, a `/` or a `*`. */
  private parameter(close: string, seen: Seen): true | null {
    const isDef = close === ')';
    if (this.peek('/')) {
      if (seen.slash || seen.star || seen.count === 0) return null;
      this.mark++;
      seen.slash = true;
      return true;
    }
    if (this.expect('**') !== null) {
      if (this.expect('NAME') === null) return null;
      this.annotation(isDef, false);
      seen.ended = true;
      return true;
    }
    if (this.peek('*')) {
      if (seen.star) return null;
      this.mark++;
      seen.star = true;
      if (this.expect('NAME') !== null) {
        this.annotation(isDef, this.minor >= 11);
        return true;
      }
      // A bare star needs a name behind its comma.
      return this.lookahead(() =>
        this.sequence(
          () => this.expect(','),
          () => this.expect('NAME'),
        ),
      );
    }
    if (this.expect('NAME') === null) return null;
    this.annotation(isDef, false);
    if (this.expect('=') !== null) {
      if (!this.expression()) return null;
      if (!seen.star) seen.defaults = true;
      return true;
    }
    return seen.defaults && !seen.star ? null : true;
  }

  private annotation(isDef: boolean, starred: boolean): void {
    if (!isDef) return;
    this.optional(() =>
      this.sequence(
        () => this.expect(':'),
        () => (starred ? this.starExpression() : this.expression()),
      ),
    );
  }

  /** Follows the grammar's invalid_parameters, invalid_star_etc and invalid_kwds, in one reading from left to right. */
  private invalidParameters(close: string): void {
    const isDef = close === ')';
    const seen: Seen = { slash: false, star: false, defaults: false, count: 0, ended: false };
    const early = this.minor < 11;
    for (;;) {
      const at = this.mark;
      if (this.peek(close)) return;
      if (this.peek('/')) {
        if (early) {
          this.mark++;
          if (this.expect(',') === null) return;
          continue;
        }
        if (seen.count === 0) {
          this.mark++;
          if (this.peek(',')) this.raiseRange('at least one argument must precede /', at, at);
          return;
        }
        if (seen.slash) this.raiseRange('/ may appear only once', at, at);
        if (seen.star) this.raiseRange('/ must be ahead of *', at, at);
        this.mark++;
        seen.slash = true;
        if (this.peek('*')) this.raiseRange('expected comma between / and *', this.mark, this.mark);
      } else if (this.expect('**') !== null) {
        if (this.expect('NAME') === null) return;
        this.annotation(isDef, false);
        const equals = this.mark;
        if (this.peek('=')) {
          if (!early) this.raiseRange('var-keyword argument cannot have default value', equals, equals);
          return;
        }
        if (this.expect(',') === null || early) return;
        const next = this.mark;
        if (this.peek('*') || this.peek('**') || this.peek('/') || this.peek('NAME')) {
          this.raiseRange('arguments cannot follow var-keyword argument', next, next);
        }
        return;
      } else if (this.expect('*') !== null) {
        if (seen.star) {
          if (!early) this.raiseRange('* argument may appear only once', at, at);
          return;
        }
        seen.star = true;
        if (this.expect('NAME') !== null) {
          const spread = this.lookahead(() =>
            this.sequence(
              () => this.expect(':'),
              () => this.expect('*'),
            ),
          );
          this.annotation(isDef, this.minor >= 11);
          if (this.peek('=')) {
            // No rule of CPython's speaks of `*args: *types = value`.
            if (!early && spread === null)
              this.raiseRange('var-positional argument cannot have default value', this.mark, this.mark);
            return;
          }
        } else {
          const bare =
            this.peek(close) ||
            this.lookahead(() =>
              this.sequence(
                () => this.expect(','),
                () =>
                  this.first(
                    () => this.expect(close),
                    () => this.expect('**'),
                  ),
              ),
            );
          if (bare) {
            if (this.minor >= 10 && isDef) this.raiseRange('named arguments must follow bare *', at, at);
            this.raiseLast('named arguments must follow bare *');
          }
        }
      } else if (this.peek('(') && !seen.star && !seen.slash && !seen.defaults) {
        if (early || !isDef) {
          if (early) return;
        }
        this.mark++;
        const names = this.separated(',', () => this.expect('NAME'));
        if (!names) return;
        this.optional(() => this.expect(','));
        const end = this.expect(')');
        if (end === null) return;
        const what = isDef ? 'Function' : 'Lambda expression';
        this.raiseRange(`${what} parameters cannot be parenthesized`, at, end);
      } else if (this.expect('NAME') !== null) {
        this.annotation(isDef, false);
        const equals = this.expect('=');
        if (equals !== null) {
          if ((this.peek(close) || this.peek(',')) && !early) {
            this.raiseRange('expected default value expression', equals, equals);
          }
          if (!this.expression()) return;
          if (!seen.star) seen.defaults = true;
        } else if (seen.defaults && !seen.star) {
          if (!this.peek(',') && !this.peek(close)) return;
          if (this.minor >= 12) {
            this.raiseRange('parameter without a default follows parameter with a default', at, this.mark - 1);
          }
          if (this.minor >= 10) this.raiseRange('non-default argument follows default argument', at, this.mark - 1);
          this.raiseLast('non-default argument follows default argument');
        }
      } else {
        return;
      }
      seen.count++;
      if (this.expect(',') === null) return;
    }
  }
}
