import type { CheckNode } from './parseCheckBase.js';
import { CheckCalls } from './parseCheckCalls.js';

/** What can be assigned to or deleted. */
export abstract class CheckTargets extends CheckCalls {
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
}
