/**
 * A backtracking matcher for the patterns that the host's engine would take otherwise: groups keep what they matched in
 * an earlier repetition, a reference to a group that took no part fails, conditions, case that is ignored in a part.
 * Positions are UTF-16 units. Follows sre_lib.h for the order of tries.
 */
import { type RegexNode, widthOf } from './regexTree.js';

/** Ends of the groups by number: start and end of group g at 2g and 2g + 1, -1 where it took no part. */
type Marks = Int32Array;

/** What comes after a part: whether the rest matches from a position on. */
type Rest = (at: number) => boolean;

interface State {
  text: string;
  marks: Marks;
}

type Part = (state: State, at: number, rest: Rest) => boolean;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** Units of the character at a position. */
function step(text: string, at: number): number {
  return isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
}

/** The position some characters before another, or -1. */
function back(text: string, at: number, characters: number): number {
  let place = at;
  for (let i = 0; i < characters; i++) {
    place--;
    if (place > 0 && isLow(text.charCodeAt(place)) && isHigh(text.charCodeAt(place - 1))) place--;
    if (place < 0) return -1;
  }
  return place;
}

/** A test for one character. */
function characterTest(source: string, flags: string): (text: string, at: number) => boolean {
  const regex = new RegExp(`^(?:${source})$`, flags);
  const known = new Map<number, boolean>();
  return (text, at) => {
    const code = text.codePointAt(at)!;
    let answer = known.get(code);
    if (answer === undefined) {
      answer = regex.test(String.fromCodePoint(code));
      known.set(code, answer);
    }
    return answer;
  };
}

function compile(node: RegexNode): Part {
  switch (node.kind) {
    case 'one': {
      const test = characterTest(node.source, node.flags);
      return ({ text }, at, rest) => at < text.length && test(text, at) && rest(at + step(text, at));
    }
    case 'at': {
      const regex = new RegExp(node.source, 'uy');
      return ({ text }, at, rest) => {
        regex.lastIndex = at;
        return regex.test(text) && rest(at);
      };
    }
    case 'sequence':
      return node.items.map(compile).reduceRight(
        (after: Part, part) => (state, at, rest) => part(state, at, (next) => after(state, next, rest)),
        (_state, at, rest) => rest(at),
      );
    case 'alternatives': {
      const branches = node.branches.map(compile);
      return (state, at, rest) => branches.some((branch) => undoing(state, () => branch(state, at, rest)));
    }
    case 'group': {
      const body = compile(node.body);
      const start = 2 * node.number;
      return (state, at, rest) =>
        undoing(state, () =>
          body(state, at, (end) =>
            undoing(state, () => {
              state.marks[start] = at;
              state.marks[start + 1] = end;
              return rest(end);
            }),
          ),
        );
    }
    case 'reference':
      return ({ text, marks }, at, rest) => {
        const start = marks[2 * node.number]!;
        if (start < 0) return false;
        const wanted = text.slice(start, marks[2 * node.number + 1]!);
        const found = text.slice(at, at + wanted.length);
        const same = node.ignoreCase ? found.toLowerCase() === wanted.toLowerCase() : found === wanted;
        return same && rest(at + wanted.length);
      };
    case 'look': {
      const body = compile(node.body);
      const width = node.behind ? (widthOf(node.body) ?? 0) : 0;
      return (state, at, rest) => {
        const from = back(state.text, at, width);
        const before = state.marks.slice();
        const found = from >= 0 && body(state, from, (end) => !node.behind || end === at);
        if (node.negative || !found) state.marks.set(before);
        return found !== node.negative && rest(at);
      };
    }
    case 'condition': {
      const yes = compile(node.yes);
      const no = compile(node.no);
      return (state, at, rest) => (state.marks[2 * node.number + 1]! >= 0 ? yes : no)(state, at, rest);
    }
    case 'repeat':
      return compileRepeat(node);
  }
}

/** A try that leaves the groups as they were where it fails. */
function undoing(state: State, attempt: () => boolean): boolean {
  const before = state.marks.slice();
  if (attempt()) return true;
  state.marks.set(before);
  return false;
}

function compileRepeat(node: RegexNode & { kind: 'repeat' }): Part {
  if (node.mode === 'possessive') {
    const inner = compileRepeat({ ...node, mode: 'greedy' });
    return (state, at, rest) => {
      let end = -1;
      return undoing(state, () => {
        const found = inner(state, at, (place) => {
          end = place;
          return true;
        });
        return found && rest(end);
      });
    };
  }
  const { least, most } = node;
  if (node.body.kind === 'one') return repeatedCharacter(node.body, least, most, node.mode === 'lazy');
  const body = compile(node.body);
  const more = (state: State, at: number, before: number, count: number, rest: Rest): boolean => {
    // A repetition that matched nothing is not followed by another.
    const may = count < most && !(count >= least && at === before);
    const begun = count < least ? before : at;
    const again = (): boolean =>
      may && undoing(state, () => body(state, at, (next) => more(state, next, begun, count + 1, rest)));
    if (count < least) return again();
    return node.mode === 'lazy' ? rest(at) || again() : again() || rest(at);
  };
  return (state, at, rest) => more(state, at, -1, 0, rest);
}

/** A repeated character needs no recursion. */
function repeatedCharacter(node: RegexNode & { kind: 'one' }, least: number, most: number, lazy: boolean): Part {
  const test = characterTest(node.source, node.flags);
  return ({ text }, start, rest) => {
    let at = start;
    let count = 0;
    const grow = (): boolean => {
      if (at >= text.length || !test(text, at)) return false;
      at += step(text, at);
      count++;
      return true;
    };
    while (count < least) if (!grow()) return false;
    if (lazy) {
      for (;;) {
        if (rest(at)) return true;
        if (count >= most || !grow()) return false;
      }
    }
    while (count < most && grow());
    for (; ; count--) {
      if (rest(at)) return true;
      if (count <= least) return false;
      at = back(text, at, 1);
    }
  };
}

/** Finds a pattern in texts as the host's RegExp would: at a position, up to the end from there, or anywhere behind. */
export class RegexMatcher {
  private readonly part: Part;
  private readonly groups: number;

  constructor(tree: RegexNode, groups: number) {
    this.part = compile(tree);
    this.groups = groups;
  }

  exec(text: string, from: number, how: 'match' | 'search' | 'full'): RegExpExecArray | null {
    for (let at = from; at <= text.length; at += step(text, at)) {
      const marks = new Int32Array(2 * this.groups + 2).fill(-1);
      const state: State = { text, marks };
      const accepted = this.part(state, at, (end) => {
        marks[0] = at;
        marks[1] = end;
        return how !== 'full' || end === text.length;
      });
      if (accepted) return this.result(text, marks);
      if (how !== 'search') return null;
    }
    return null;
  }

  /** The same shape as the host's answer, with named groups g1, g2 ... */
  private result(text: string, marks: Marks): RegExpExecArray {
    const whole: [number, number] = [marks[0]!, marks[1]!];
    const groups: Record<string, string> = {};
    const spans: Record<string, [number, number]> = {};
    for (let g = 1; g <= this.groups; g++) {
      const [start, end] = [marks[2 * g]!, marks[2 * g + 1]!];
      if (start < 0) continue;
      groups[`g${g}`] = text.slice(start, end);
      spans[`g${g}`] = [start, end];
    }
    const indices = Object.assign([whole], { groups: spans });
    return Object.assign([text.slice(...whole)], { index: whole[0], input: text, groups, indices }) as RegExpExecArray;
  }
}
