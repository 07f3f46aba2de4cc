/** The tree of a regular expression, and what is asked of it. */

/** A part of a pattern. `source` is in the host's syntax. */
export type RegexNode =
  /** Exactly one character; with the flags that it was written under. */
  | { readonly kind: 'one'; readonly source: string; readonly flags: string }
  /** A place between characters. */
  | { readonly kind: 'at'; readonly source: string }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'alternatives'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'group'; readonly number: number; readonly body: RegexNode }
  | {
      readonly kind: 'repeat';
      readonly body: RegexNode;
      readonly least: number;
      readonly most: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly kind: 'reference'; readonly number: number; readonly ignoreCase: boolean }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: RegexNode }
  | { readonly kind: 'condition'; readonly number: number; readonly yes: RegexNode; readonly no: RegexNode };

function childrenOf(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case 'sequence':
      return node.items;
    case 'alternatives':
      return node.branches;
    case 'group':
    case 'repeat':
    case 'look':
      return [node.body];
    case 'condition':
      return [node.yes, node.no];
    default:
      return [];
  }
}

/** Whether a match of the node may leave out a group inside: one of `numbers`, or any where that is null. */
export function mayMiss(node: RegexNode, numbers: ReadonlyMap<number, unknown> | null): boolean {
  const has = (part: RegexNode): boolean =>
    (part.kind === 'group' && (numbers === null || numbers.has(part.number))) || childrenOf(part).some(has);
  const optional =
    node.kind === 'alternatives' ||
    node.kind === 'condition' ||
    (node.kind === 'look' && node.negative) ||
    (node.kind === 'repeat' && node.least === 0);
  if (optional) return childrenOf(node).some(has);
  return childrenOf(node).some((child) => mayMiss(child, numbers));
}

/** Whether the node has a group inside, or is one. */
function hasGroup(node: RegexNode): boolean {
  return node.kind === 'group' || childrenOf(node).some(hasGroup);
}

/** Whether the node can match the empty text. */
function mayBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case 'one':
      return false;
    case 'sequence':
      return node.items.every(mayBeEmpty);
    case 'alternatives':
      return node.branches.some(mayBeEmpty);
    case 'group':
      return mayBeEmpty(node.body);
    case 'repeat':
      return node.least === 0 || mayBeEmpty(node.body);
    case 'condition':
      return mayBeEmpty(node.yes) || mayBeEmpty(node.no);
    default:
      return true;
  }
}

/**
 * Whether a repetition of the node leaves other groups in the host's engine: that forgets what groups matched when a
 * repetition begins, and takes back one that matched nothing; Python does neither.
 */
export function repeatsDifferently(node: RegexNode): boolean {
  return mayMiss(node, null) || (hasGroup(node) && mayBeEmpty(node));
}

/** How many characters the node matches; null where that is not fixed. */
export function widthOf(node: RegexNode): number | null {
  switch (node.kind) {
    case 'one':
      return 1;
    case 'at':
    case 'look':
      return 0;
    case 'sequence':
      return sum(node.items);
    case 'alternatives': {
      const widths = node.branches.map(widthOf);
      return widths.every((width) => width === widths[0]) ? widths[0]! : null;
    }
    case 'group':
      return widthOf(node.body);
    case 'repeat': {
      const width = widthOf(node.body);
      if (width === 0) return 0;
      return width === null || node.least !== node.most ? null : width * node.least;
    }
    case 'condition': {
      const width = widthOf(node.yes);
      return width === widthOf(node.no) ? width : null;
    }
    default:
      return null;
  }
}

function sum(items: readonly RegexNode[]): number | null {
  let total = 0;
  for (const item of items) {
    const width = widthOf(item);
    if (width === null) return null;
    total += width;
  }
  return total;
}

function quantifier(least: number, most: number): string {
  if (least === 0 && most === Infinity) return '*';
  if (least === 1 && most === Infinity) return '+';
  if (least === 0 && most === 1) return '?';
  if (least === most) return `{${least}}`;
  return `{${least},${most === Infinity ? '' : most}}`;
}

/** The node in the host's syntax. Conditions have none. */
export function hostSource(tree: RegexNode): string {
  let atomics = 0;
  const say = (node: RegexNode): string => {
    switch (node.kind) {
      case 'one':
      case 'at':
        return node.source;
      case 'sequence':
        return node.items.map((item) => (item.kind === 'alternatives' ? `(?:${say(item)})` : say(item))).join('');
      case 'alternatives':
        return node.branches.map(say).join('|');
      case 'group':
        return `(?<g${node.number}>${say(node.body)})`;
      case 'reference':
        return `(?:\\k<g${node.number}>)`;
      case 'look':
        return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${say(node.body)})`;
      case 'repeat': {
        const body = node.body.kind === 'one' || node.body.kind === 'group' ? say(node.body) : `(?:${say(node.body)})`;
        const repeated = `${body}${quantifier(node.least, node.most)}${node.mode === 'lazy' ? '?' : ''}`;
        if (node.mode !== 'possessive') return repeated;
        // What a lookahead captured is then matched: nothing of it is given back.
        const name = `atomic${atomics++}`;
        return `(?:(?=(?<${name}>${repeated}))\\k<${name}>)`;
      }
      default:
        throw new Error(`no host syntax for ${node.kind}`);
    }
  };
  return say(tree);
}
