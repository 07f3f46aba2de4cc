import type { CheckNode } from './parseCheckBase.js';
import { CheckStrings } from './parseCheckStrings.js';

/** Names, displays, comprehensions and what can follow them. */
export abstract class CheckAtoms extends CheckStrings {
  protected abstract arguments: () => true | null;
  protected abstract starredExpression: () => CheckNode | null;
  protected abstract starTargets: () => CheckNode | null;

  protected primary = (): CheckNode | null => this.memo('primary', () => this.trailers(true));

  /** An atom with what follows it. A target must not end with a call. */
  protected trailers(withCalls: boolean): CheckNode | null {
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

  protected call(): true | null {
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

  protected slice = (): CheckNode | null => {
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

  protected atom = (): CheckNode | null => {
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

  protected group = (): CheckNode | null => {
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

  protected tuple = (): CheckNode | null => {
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

  protected list = (): CheckNode | null => {
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

  protected set = (): CheckNode | null => {
    const first = this.mark;
    if (this.expect('{') === null || !this.starNamedExpressions()) return null;
    return this.expect('}') === null ? null : this.node('Set', first);
  };

  protected dictionary = (): CheckNode | null => {
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

  protected doubleStarredPair = (): true | null =>
    this.first(() => this.sequence(() => this.expect('**'), this.bitwiseOr), this.pair);

  protected pair = (): true | null => this.sequence(this.expression, () => this.expect(':'), this.expression);

  protected invalidDictionary = (): void => {
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

  protected invalidDictionaryValue(): void {
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

  protected forClause = (): CheckNode | null => {
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

  protected invalidForClause = (): void => {
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

  protected comprehension(open: string, kind: string, close: string): CheckNode | null {
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

  protected expressionNotWalrus = (): CheckNode | null => {
    const node = this.expression();
    return node && !this.peek(':=') ? node : null;
  };

  protected invalidComprehension = (): void => {
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

  protected dictionaryComprehension = (): CheckNode | null => {
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
}
