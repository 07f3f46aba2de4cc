// Random programs in which any thing meets any other: a row of single statements over a stock of named things.
//
// Things have kinds (an instance, a list, a generator ...). Each step makes a thing, links two, uses one, drops one or
// prints what can be known of one. Classes are made with random features; functions are made inside functions.
import { builtins, classKinds } from './mixed/classes.mjs';
import { makers } from './mixed/makers.mjs';
import { uses } from './mixed/uses.mjs';

const minor = (version) => Number(version.split('.')[1]);

/** What a program under construction knows: its things by kind, and chance. */
class Stock {
  constructor(random, version) {
    this.random = random;
    this.minor = minor(version);
    this.things = [];
    this.next = 0;
    this.classes = [];
    /** In the function: names of the module, which it cannot unbind. */
    this.outside = undefined;
  }

  n(low, high) {
    return low + this.random.below(high - low + 1);
  }

  pick(...items) {
    return this.random.pick(items);
  }

  chance(p) {
    return this.random.chance(p);
  }

  fresh(prefix) {
    this.next++;
    return `${prefix}${this.next}`;
  }

  add(kind, name) {
    this.things.push({ kind, name });
    return name;
  }

  drop(name) {
    this.things = this.things.filter((thing) => thing.name !== name);
  }

  /** The name of a thing of one of `kinds`, or undefined. */
  one(...kinds) {
    const fitting = this.things.filter((thing) => kinds.length === 0 || kinds.includes(thing.kind));
    return fitting.length === 0 ? undefined : this.random.pick(fitting).name;
  }

  /** A value without counts that CPython leaves open. */
  plain() {
    return this.pick('1000', "'some text'", '2.5', 'None', '(1, 2)', "'x'", '7');
  }

  /** An expression: a thing that is there, or a new one. */
  any() {
    const there = this.chance(0.65) ? this.one() : undefined;
    if (there) return there;
    const k = this.chance(0.6) ? this.pick(...this.classes) : undefined;
    if (k) return k.create(this);
    return this.pick('[]', '{}', 'set()', '[1, 2, 3]', 'object()', '([],)', "{'k': []}", 'bytearray(8)', 'lambda: 1');
  }
}

const PRELUDE = [
  'import gc, sys, weakref, functools, itertools, copy, contextlib, operator, types',
  'from collections import deque, defaultdict, OrderedDict, ChainMap, Counter, namedtuple, UserDict, UserList',
];

const HELPERS = [
  'rc = sys.getrefcount',
  'size = sys.getsizeof',
  'blocks = sys.getallocatedblocks',
  'log = []',
  'r = None',
  {
    head: 'def kinds(objects):',
    body: ['return sorted(type(o).__name__ for o in objects)'],
  },
  {
    head: 'def gone(ref):',
    body: ["print('callback', ref() is None)"],
  },
];

function step(stock) {
  const choices = [
    ...makers.map((one) => [(one.weight ?? 1) * 1.2, one]),
    ...uses.map((one) => [one.weight ?? 1, one]),
  ].filter(([, { from = 8 }]) => from <= stock.minor);
  for (let tries = 0; tries < 20; tries++) {
    const made = stock.random.weighted(choices).write(stock);
    if (made !== undefined) return Array.isArray(made) ? made : [made];
  }
  return [];
}

/** The statements of a random program for Python `version`. */
export function mixedProgram(random, version = '3.12') {
  const stock = new Stock(random, version);
  const program = [];
  const count = 1 + random.below(3);
  const kinds = classKinds.filter(({ from = 8 }) => from <= stock.minor);
  const imports = new Set();
  for (let i = 0; i < count; i++) {
    const made = random.weighted(kinds.map((one) => [one.weight ?? 1, one])).write(stock);
    program.push(...made.statements);
    for (const line of made.imports ?? []) imports.add(line);
    stock.classes.push(made);
  }
  if (random.chance(0.3)) stock.classes.push(random.pick(builtins));
  const steady = random.weighted([
    [3, ['gc.collect()', 'gc.disable()']],
    [1, ['gc.collect()']],
    [0.5, ['gc.collect()', `gc.set_threshold(${stock.n(5, 60)}, ${stock.n(2, 5)}, ${stock.n(2, 5)})`]],
  ]);
  const steps = (n) => Array.from({ length: n }, () => step(stock)).flat();
  const body = [];
  if (random.chance(0.5)) {
    body.push(...steps(8 + random.below(25)));
  } else {
    // Things of the module stay; those of the function end with it.
    const outside = [...stock.things];
    stock.outside = new Set(outside.map(({ name }) => name));
    const inner = steps(5 + random.below(15));
    body.push({ head: 'def main():', body: ['b0 = b1 = 0', 'r = None', ...inner] }, 'main()');
    stock.outside = undefined;
    stock.things = outside;
    body.push(...steps(3 + random.below(8)));
  }
  body.push("print('collected', gc.collect())", "print('log', log)", "print('end')");
  return [...PRELUDE, ...imports, ...steady, ...HELPERS, ...program, ...body];
}
