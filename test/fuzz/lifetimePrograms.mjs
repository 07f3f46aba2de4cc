// Random programs about how long objects live and who holds them, each a row of cases taken from `lifetime/`.
//
// A case is a piece of Python with gaps that chance fills. It runs at module level, in a function of its own, or in a
// function that is called many times; between its lines come probes, which print counts, sizes, blocks and collections.
import { calls } from './lifetime/calls.mjs';
import { classes } from './lifetime/classes.mjs';
import { collector } from './lifetime/collector.mjs';
import { containers } from './lifetime/containers.mjs';
import { exceptions } from './lifetime/exceptions.mjs';
import { generators } from './lifetime/generators.mjs';
import { library } from './lifetime/library.mjs';
import { text } from './lifetime/text.mjs';
import { weak } from './lifetime/weak.mjs';
import { render } from './random.mjs';

const CASES = [
  ...calls,
  ...classes,
  ...collector,
  ...containers,
  ...exceptions,
  ...generators,
  ...library,
  ...text,
  ...weak,
];

/** Statements from Python text: lines by their indentation, so that each can be left out when a program is made smaller. */
export function statementsOf(source) {
  const lines = source.split('\n').filter((line) => line.trim() !== '');
  const indentOf = (line) => line.length - line.trimStart().length;
  let at = 0;
  const block = (indent) => {
    const statements = [];
    while (at < lines.length && indentOf(lines[at]) >= indent) {
      const head = lines[at++].trim();
      const deeper = at < lines.length && indentOf(lines[at]) > indent;
      statements.push(deeper ? { head, body: block(indentOf(lines[at])) } : head);
    }
    return statements;
  };
  return lines.length === 0 ? [] : block(indentOf(lines[0]));
}

/** What a case is filled with: values, numbers and choices. */
function gaps(random) {
  const n = (low, high) => low + random.below(high - low + 1);
  const pick = (...items) => random.pick(items);
  /** An expression that makes an object of its own. */
  const fresh = () =>
    random.weighted([
      [3, '[]'],
      [2, '{}'],
      [2, 'object()'],
      [2, `[${n(300, 900)}, []]`],
      [1, `{'k': [${n(1, 9)}]}`],
      [1, 'set()'],
      [1, '(1, [])'],
      [1, 'Box()'],
      [1, `Box(${n(0, 3)})`],
      [1, `bytearray(${n(0, 40)})`],
      [1, 'lambda: 0'],
      [1, `float('${n(2, 9)}.5')`],
      [0.5, `int('${n(1000, 9000)}')`],
      [0.5, 'Box'],
    ]);
  /** An expression for an object, perhaps one that a global name holds. */
  const any = () => (random.chance(0.45) ? random.pick(['g0', 'g1', 'g2', 'g3']) : fresh());
  return { any, chance: random.chance, fresh, n, pick };
}

function box(random) {
  const slots = random.chance(0.3);
  const finalizer = random.weighted([
    [3, ''],
    [2, "    def __del__(self):\n        print('del Box', self.value)"],
    [1, '    def __del__(self):\n        log.append(self.value)'],
    [0.5, "    def __del__(self):\n        print('rc in del', rc(self))"],
  ]);
  return `
class Box:
${slots ? "    __slots__ = ('value', 'other', '__weakref__')" : `    kind = ${random.pick(["'box'", 'None', '()'])}`}
    def __init__(self, value=None):
        self.value = value
        ${random.chance(0.5) ? 'self.other = None' : 'pass'}
${finalizer}`;
}

function prelude(random) {
  const { n, pick } = gaps(random);
  return statementsOf(`
import gc, io, sys, weakref
rc = sys.getrefcount
size = sys.getsizeof
blocks = sys.getallocatedblocks
log = []
pool = []
b0 = b1 = 0
${box(random)}
g0 = ${pick('[]', '[1000, 2000]', '[[], {}]')}
g1 = ${pick('{}', "{'a': []}", '{1: g0, 2: g0}')}
g2 = Box(g0)
g3 = ${pick('Box(g2)', '(g0, [])', 'lambda: g0', `[None] * ${n(1, 20)}`)}
gc.collect()
gc.disable()`);
}

/** A statement that prints something about `names`. */
function probe(random, names) {
  const { n, pick, fresh } = gaps(random);
  const name = () => random.pick(names);
  return random.weighted([
    [6, () => `print(${names.slice(0, 4).map((one) => `rc(${one})`)})`],
    [3, () => `print(rc(${name()}), rc(g0), rc(g2))`],
    [1, () => `print(size(${name()}))`],
    [1, () => `pool.append(${name()})`],
    [0.5, () => `print(len(pool), gc.collect()); pool.clear()`],
    [1, () => `print(gc.collect(${n(0, 2)}))`],
    [
      1,
      () => `print(gc.is_tracked(${name()}), [None if o is None else len(gc.get_referrers(o)) for o in (${name()},)])`,
    ],
    [1, () => `print([type(o).__name__ for o in gc.get_referents(${name()})])`],
    [1, () => statementsOf(`b0 = blocks()\nextra = ${fresh()}\nb1 = blocks()\nprint(b1 - b0)`)],
    [
      1,
      () =>
        statementsOf(`b0 = blocks()\n${pick(name(), `[${name()}]`, `(${name()},)`)}\nb1 = blocks()\nprint(b1 - b0)`),
    ],
    [1, () => `print(id(${fresh()}) == id(${fresh()}))`],
    [1, () => `alias = ${name()}`],
    [0.5, () => `alias = None`],
  ])();
}

/** Whether `statement` goes on with the one before it: nothing may come between. */
const continues = (statement) => /^(except|else|elif|finally)\b/.test(statement?.head ?? '');

/** The names that `statement` or a part of it may unbind. */
const unbound = (statement) =>
  [...render([statement]).matchAll(/\bdel ([\w, ]+)/g)].flatMap(([, names]) => names.split(/, */));

/** Puts probes between the statements of a case, for those of `names` that are bound by then. */
function weave(random, statements, names) {
  const woven = [];
  let bound = [];
  for (const [i, statement] of statements.entries()) {
    woven.push(statement);
    const targets = (typeof statement === 'string' && /^(\w+(?:, \w+)*) = /.exec(statement)?.[1].split(', ')) || [];
    const gone = unbound(statement);
    bound = [...new Set([...bound, ...targets.filter((name) => names.includes(name))])].filter(
      (name) => !gone.includes(name),
    );
    if (bound.length === 0 || continues(statements[i + 1]) || !random.chance(0.22)) continue;
    woven.push(probe(random, bound));
  }
  if (bound.length > 0 && random.chance(0.3)) woven.push(`del ${random.pick(bound)}`, 'print(gc.collect())');
  return woven;
}

/** A case where it runs: at module level, in a function, or in one that is called often. */
function place(random, statements, number, alone) {
  const name = `case_${number}`;
  const inFunction = { head: `def ${name}():`, body: [`b0 = b1 = 0`, ...statements] };
  return random.weighted([
    [4, () => statements],
    [alone ? 0 : 5, () => [inFunction, `${name}()`]],
    [alone ? 0 : 1.5, () => [inFunction, { head: `for turn in range(${2 + random.below(4)}):`, body: [`${name}()`] }]],
    [
      alone ? 0 : 0.7,
      () => [
        inFunction,
        'stream, sys.stdout = sys.stdout, io.StringIO()',
        { head: `for turn in range(${10 + random.below(60)}):`, body: [`${name}()`] },
        'sys.stdout = stream',
        `${name}()`,
      ],
    ],
  ])();
}

/** Modules are loaded first: what they leave to the collector is not the program's. */
const isImport = (statement) => typeof statement === 'string' && /^(import|from) /.test(statement);

const split = (items, test) => [items.filter(test), items.filter((item) => !test(item))];

const minor = (version) => Number(version.split('.')[1]);

/** The statements of a random program for Python `version`. */
export function lifetimeProgram(random, version = '3.12') {
  const usable = CASES.filter(({ from = '3.8' }) => minor(from) <= minor(version));
  const program = [];
  const imports = [];
  const length = 3 + random.below(8);
  for (let number = 1; number <= length; number++) {
    const { write, probes = '', alone = false } = random.weighted(usable.map((one) => [one.weight ?? 1, one]));
    const names = probes.split(' ').filter((name) => name !== '');
    const [imported, rest] = split(statementsOf(write(gaps(random))), isImport);
    imports.push(...imported.filter((line) => !imports.includes(line)));
    program.push(...place(random, weave(random, rest, names), number, alone));
    if (random.chance(0.3)) program.push(probe(random, ['g0', 'g1', 'g2', 'g3'].slice(random.below(3))));
  }
  if (random.chance(0.3)) program.push("print('log', log)");
  if (random.chance(0.5)) program.push("print('collected', gc.collect())");
  program.push("print('end')");
  return [...imports, ...prelude(random), ...program];
}
