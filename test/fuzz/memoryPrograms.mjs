// Random programs about references, sizes, blocks and the collector. They print only what does not depend on start-up.

const PRELUDE = [
  'import gc, sys, weakref',
  'rc = sys.getrefcount',
  'size = sys.getsizeof',
  'blocks = sys.getallocatedblocks',
  'log = []',
  'kept = []',
  'b0 = b1 = 0',
];

const ATTRIBUTES = ['x', 'y', 'z', 'left', 'right'];
const CONSTANTS = ['None', '7', '1000', "'text'", '2.5', '()', '-1', '(1, 2)', "'two words'", 'b"ab"', '2 ** 70'];

/** Makes one program; keeps what kind of value each name has, so that programs rarely fail. */
class Maker {
  constructor(random) {
    this.random = random;
    this.classes = [];
    this.names = new Map();
    this.number = 0;
    this.depth = 0;
  }

  /** Names of a kind: 'object', 'list', 'dict', 'set', 'tuple', 'function', 'generator', 'weak', 'error'. */
  of(...kinds) {
    return [...this.names].filter(([, { kind }]) => kinds.includes(kind)).map(([name]) => name);
  }

  fresh(prefix) {
    this.number++;
    return `${prefix}${this.number}`;
  }

  /** A name to bind: new, or one in use (only outside of nested blocks). */
  target(prefix) {
    const { random } = this;
    const used = [...this.names.keys()];
    return this.depth === 0 && used.length > 3 && random.chance(0.25) ? random.pick(used) : this.fresh(prefix);
  }

  bind(name, kind, extra = {}) {
    this.names.set(name, { kind, ...extra });
  }

  owned() {
    return this.of('object', 'list', 'dict', 'set', 'tuple', 'function', 'error');
  }

  value() {
    const { random } = this;
    const owned = this.owned();
    if (owned.length > 0 && random.chance(0.55)) return random.pick(owned);
    return random.weighted([
      [3, random.pick(CONSTANTS)],
      [1, '[]'],
      [1, '{}'],
      [1, `[${random.pick(CONSTANTS)}]`],
      [1, `object()`],
      [1, `lambda: ${random.pick(CONSTANTS)}`],
    ]);
  }

  instance() {
    const made = this.random.pick(this.classes);
    return { made, text: `${made.name}(${made.takes ? this.value() : ''})` };
  }

  classStatement() {
    const { random } = this;
    const name = 'PQRSTU'[this.classes.length];
    const bases = this.classes.filter((other) => other.base !== 'list' && other.base !== 'Exception');
    const base = random.weighted([
      [6, ''],
      [bases.length > 0 ? 2 : 0, bases.length > 0 ? random.pick(bases).name : ''],
      [0.7, 'list'],
      [0.7, 'Exception'],
      [0.5, 'dict'],
    ]);
    const parent = this.classes.find((other) => other.name === base);
    const slots = random.chance(0.3) && base !== 'Exception' && base !== 'list' && base !== 'dict';
    const weak = !slots || random.chance(0.6) || (parent?.weak ?? false);
    const body = [];
    const free = ATTRIBUTES.slice(0, 1 + random.below(3)).filter((a) => !parent?.slotNames?.includes(a));
    if (slots) {
      const extra = random.chance(0.6) && !parent?.weak ? [`'__weakref__'`] : [];
      body.push(
        `__slots__ = (${[...free.map((a) => `'${a}'`), ...extra].map((s) => `${s}, `).join('')})`.replace(', )', ',)'),
      );
    }
    const parentIsBuiltin = ['list', 'dict', 'Exception'].includes(base);
    const takes = parent ? parent.takes : parentIsBuiltin ? false : random.chance(0.6);
    const attribute = slots
      ? (free[0] ?? parent?.attribute ?? 'x')
      : parent
        ? parent.attribute
        : random.pick(ATTRIBUTES);
    if (!parent && takes) {
      const more = random.chance(0.4) && !slots ? [`self.${random.pick(['p', 'q'])} = [value]`] : [];
      body.push({ head: 'def __init__(self, value):', body: [`self.${attribute} = value`, ...more] });
    }
    if (random.chance(0.5)) {
      const resurrect = random.chance(0.1) && !parentIsBuiltin ? ['kept.append(self)'] : [];
      body.push({ head: 'def __del__(self):', body: [`print('del', '${name}')`, ...resurrect] });
    }
    if (random.chance(0.4)) body.push({ head: 'def method(self, *rest):', body: ['return self'] });
    if (random.chance(0.2))
      body.push({ head: '@property', body: [] }, { head: 'def p(self):', body: ['return [self]'] });
    if (random.chance(0.2)) body.push('shared = []');
    const fixed = body.flatMap((part) => (part.head === '@property' ? ['@property'] : [part]));
    const isSlotted = slots && (!parent || parent.slotted);
    this.classes.push({
      name,
      base: parent ? parent.base : base,
      takes,
      attribute,
      weak: isSlotted ? (fixed[0] ?? '').includes?.('__weakref__') || (parent?.weak ?? false) : true && weak,
      slotted: isSlotted,
      slotNames: [...(parent?.slotNames ?? []), ...(slots ? free : [])],
      method: fixed.some((part) => part.head?.startsWith('def method')) || parent?.method,
    });
    return { head: base ? `class ${name}(${base}):` : `class ${name}:`, body: fixed };
  }

  attributeOf(name) {
    const { made } = this.names.get(name);
    if (!made) return 'x';
    return made.slotted ? (made.slotNames[0] ?? null) : this.random.pick(ATTRIBUTES);
  }

  /** One statement that makes, changes or drops something. */
  action() {
    const { random } = this;
    const nested = this.depth > 0;
    const objects = this.of('object');
    const lists = this.of('list');
    const dicts = this.of('dict');
    const sets = this.of('set');
    const functions = this.of('function');
    const generators = this.of('generator');
    const owned = this.owned();
    const all = [...this.names.keys()];
    const choices = [
      [
        6,
        () => {
          const { made, text } = this.instance();
          const name = this.target('o');
          this.bind(name, 'object', { made });
          return `${name} = ${text}`;
        },
      ],
      [
        4,
        () => {
          const items = Array.from({ length: random.below(5) }, () => this.value());
          const kind = random.pick(['list', 'tuple', 'dict', 'list']);
          const name = this.target(kind[0]);
          let text = `[${items.join(', ')}]`;
          if (kind === 'tuple') text = `(${items.map((item) => `${item}, `).join('')}[])`;
          if (kind === 'tuple' && items.length === 0) text = `([],)`;
          if (kind === 'dict') {
            const keys = ["'a'", "'b'", '1', "'left'", '(1, 2)'];
            text = `{${items.map((item, i) => `${keys[i]}: ${item}`).join(', ')}}`;
          }
          this.bind(name, kind);
          return `${name} = ${text}`;
        },
      ],
      [
        1,
        () => {
          const name = this.target('s');
          this.bind(name, 'set');
          return `${name} = ${random.pick(['set()', '{1, 2, 3}', 'set(range(12))', '{i * i for i in range(5)}', 'frozenset([1, 2])'])}`;
        },
      ],
      [
        owned.length > 0 && !nested ? 3 : 0,
        () => {
          const from = random.pick(owned);
          const name = this.target('v');
          this.names.set(name, this.names.get(from));
          return `${name} = ${from}`;
        },
      ],
      [
        all.length > 2 && !nested ? 4 : 0,
        () => {
          const name = random.pick(all);
          this.names.delete(name);
          return `del ${name}`;
        },
      ],
      [
        objects.length > 0 ? 5 : 0,
        () => {
          const name = random.pick(objects);
          const attribute = this.attributeOf(name);
          return attribute ? `${name}.${attribute} = ${this.value()}` : `${name} is None`;
        },
      ],
      [
        objects.length > 0 ? 1.5 : 0,
        () => {
          const name = random.pick(objects);
          const attribute = this.attributeOf(name) ?? 'x';
          return {
            try: [
              { head: 'try:', body: [`del ${name}.${attribute}`] },
              { head: 'except AttributeError as failure:', body: [`print('none', '${attribute}')`] },
            ],
          }.try;
        },
      ],
      [
        lists.length > 0 ? 5 : 0,
        () => {
          const name = random.pick(lists);
          return random.weighted([
            [4, `${name}.append(${this.value()})`],
            [1, `${name}.extend([${this.value()}, ${this.value()}])`],
            [1, `${name}.insert(0, ${this.value()})`],
            [1, `${name} and ${name}.pop()`],
            [0.5, `${name}[:1] = [${this.value()}, None]`],
            [0.5, `${name} += [${this.value()}]`],
            [0.5, `${name}.clear()`],
            [0.3, `del ${name}[1:]`],
            [0.5, `${name}.append(${name})`],
            [0.3, `${name} *= 2`],
          ]);
        },
      ],
      [
        dicts.length > 0 ? 4 : 0,
        () => {
          const name = random.pick(dicts);
          return random.weighted([
            [4, `${name}[${random.pick(["'a'", "'k'", '3', '(4, 5)'])}] = ${this.value()}`],
            [1, `${name}.update(k=${this.value()})`],
            [1, `${name}.pop('a', None)`],
            [0.5, `${name}.setdefault('d', []).append(${this.value()})`],
            [0.5, `${name}.clear()`],
            [0.5, `${name}['self'] = ${name}`],
          ]);
        },
      ],
      [sets.length > 0 ? 1 : 0, () => `${this.fresh('n')} = len(${random.pick(sets)} | {9, 10})`],
      [
        1.5,
        () => {
          const name = this.fresh('f');
          this.bind(name, 'function');
          const inner = random.pick([
            [`return a`],
            [`t = [a, b]`, `return t`],
            [{ head: 'def inner():', body: ['return a'] }, `return inner`],
            [{ head: 'def inner():', body: ['return inner, b'] }, `inner()`, `return None`],
            [`return lambda: (a, b)`],
            [`return [a for i in range(3)]`],
            [`print('in', rc(a), rc(b))`, `return b`],
            [`a = [b]`, `del b`, `return sys._getframe() and a`],
            [{ head: 'if a is not b:', body: ['raise KeyError(a is None)'] }, 'return a'],
          ]);
          return { head: `def ${name}(a=None, b=${this.value()}):`, body: inner };
        },
      ],
      [
        functions.length > 0 ? 3 : 0,
        () => {
          const name = this.fresh('r');
          const text = `${name} = ${random.pick(functions)}(${random.pick([
            () => '',
            () => this.value(),
            () => `${this.value()}, ${this.value()}`,
            () => `b=${this.value()}`,
            () => `*[${this.value()}]`,
          ])()})`;
          const after = random.chance(0.5) ? [`print(type(${name}).__name__)`] : [];
          return [
            { head: 'try:', body: [text, ...after] },
            { head: 'except (KeyError, TypeError) as failure:', body: [`print('raised', type(failure).__name__)`] },
          ];
        },
      ],
      [
        1.5,
        () => {
          const maker = this.fresh('g');
          const name = this.fresh('it');
          this.bind(name, 'generator');
          const body = random.pick([
            [
              { head: 'try:', body: ['yield a', 'yield [a]'] },
              { head: 'finally:', body: [`print('end of ${name}')`] },
            ],
            [{ head: 'for i in range(3):', body: ['b = yield [a, i]'] }],
            ['held = [a]', 'yield from held', 'yield held'],
            [
              { head: 'try:', body: ['yield 1'] },
              { head: 'except ValueError as e:', body: ['yield e'] },
            ],
          ]);
          return [{ head: `def ${maker}(a):`, body }, `${name} = ${maker}(${this.value()})`];
        },
      ],
      [
        generators.length > 0 ? 3 : 0,
        () => {
          const name = random.pick(generators);
          return random.weighted([
            [4, `print(type(next(${name}, None)).__name__)`],
            [1, `${name}.close()`],
            [1, `print(len(list(${name})))`],
            [
              1,
              [
                { head: 'try:', body: [`${name}.throw(ValueError('thrown'))`] },
                { head: 'except (ValueError, StopIteration) as failure:', body: ["print('out', rc(failure))"] },
              ],
            ],
          ]);
        },
      ],
      [
        1.5,
        () => {
          const name = this.fresh('c');
          this.bind(name, 'list');
          const value = this.value();
          return `${name} = ${random.pick([
            `[${value} for i in range(${random.below(6)})]`,
            `[[i, ${value}] for i in range(${random.below(6)}) if i % 2]`,
            `list(${value} for i in range(${random.below(4)}))`,
            `[lambda: i for i in range(3)]`,
            `[(i, j) for i in range(2) for j in (1, 2)]`,
            `sorted([3, 1, 2], key=lambda k: -k)`,
            `list(map(lambda k: [k], range(3)))`,
            `list(zip([1, 2], [[], []]))`,
          ])}`;
        },
      ],
      [
        0.7,
        () => {
          const name = this.fresh('d');
          this.bind(name, 'dict');
          const value = this.value();
          return `${name} = ${random.pick([
            `{i: ${value} for i in range(${random.below(9)})}`,
            `dict(a=${value}, b=2)`,
            `dict([(1, ${value})])`,
            `dict.fromkeys('abc', ${value})`,
            `{**{'a': 1}, 'b': ${value}}`,
          ])}`;
        },
      ],
      [
        objects.some((name) => this.names.get(name).made?.weak) ? 2 : 0,
        () => {
          const name = this.fresh('w');
          const of = random.pick(objects.filter((o) => this.names.get(o).made?.weak));
          this.bind(name, 'weak');
          const call = random.chance(0.6) ? `, lambda r: print('gone', '${name}')` : '';
          return random.chance(0.15)
            ? `${name} = weakref.WeakSet([${of}])`.replace(/.*/, `${name} = weakref.ref(${of}${call})`)
            : `${name} = weakref.ref(${of}${call})`;
        },
      ],
      [
        1.5,
        () => {
          const name = this.fresh('e');
          const error = random.pick(['ValueError', 'KeyError', 'ZeroDivisionError', 'RuntimeError']);
          const keep = this.depth === 0 && random.chance(0.4);
          if (keep) this.bind(name, 'error');
          const statements = [
            {
              head: 'try:',
              body: [
                random.pick([
                  `raise ${error}(${this.value()})`,
                  `raise ${error}`,
                  `raise ${error}('n') from KeyError(1)`,
                ]),
              ],
            },
            {
              head: `except ${error} as caught:`,
              body: [`print('caught', rc(caught))`, ...(keep ? [`${name} = caught`] : [])],
            },
          ];
          if (random.chance(0.3)) statements.push({ head: 'finally:', body: ["print('finally')"] });
          return statements;
        },
      ],
      [
        nested || this.depth > 1 ? 0 : 1.2,
        () => {
          this.depth++;
          const before = new Map(this.names);
          const body = Array.from({ length: 1 + random.below(3) }, () => this.action());
          if (random.chance(0.5)) body.push(this.observation());
          this.depth--;
          this.names = before;
          return random.chance(0.7)
            ? { head: `for i in range(${1 + random.below(4)}):`, body }
            : { head: `for item in [${this.value()}, ${this.value()}]:`, body };
        },
      ],
      [
        objects.some((name) => this.names.get(name).made?.method) ? 1 : 0,
        () => {
          const of = random.pick(objects.filter((o) => this.names.get(o).made?.method));
          const name = this.fresh('m');
          return random.pick([`${name} = ${of}.method`, `${of}.method(${this.value()})`, `print(rc(${of}.method()))`]);
        },
      ],
    ];
    return random.weighted(choices)();
  }

  /** One statement that prints something about memory. */
  observation() {
    const { random } = this;
    const owned = this.owned();
    const weak = this.of('weak');
    const objects = this.of('object');
    const lists = this.of('list', 'dict', 'tuple');
    const direct = owned.filter((name) => name !== 'frozen' && !['set'].includes(this.names.get(name).kind));
    return random.weighted([
      [
        direct.length > 0 ? 8 : 0,
        () =>
          `print('count', ${this.some(direct)
            .map((name) => `rc(${name})`)
            .join(', ')})`,
      ],
      [
        owned.length > 0 ? 3 : 0,
        () =>
          `print('size', ${this.some(owned)
            .map((name) => `size(${name})`)
            .join(', ')})`,
      ],
      [3, () => `print('collected', gc.collect())`],
      [1, () => `print('young', gc.collect(${random.below(2)}))`],
      [
        weak.length > 0 ? 3 : 0,
        () =>
          `print('weak', ${this.some(weak)
            .map((name) => `${name}() is None`)
            .join(', ')})`,
      ],
      [2, () => this.blockDelta()],
      [1.5, () => this.countDelta()],
      [lists.length > 0 ? 1 : 0, () => `print('tracked', gc.is_tracked(${random.pick(lists)}))`],
      [lists.length > 0 ? 1 : 0, () => `print([type(o).__name__ for o in gc.get_referents(${random.pick(lists)})])`],
      [objects.length > 0 ? 0.7 : 0, () => `print(len(gc.get_referrers(${random.pick(objects)})))`],
      [objects.length > 0 ? 0.7 : 0, () => `print('vars', size(getattr(${random.pick(objects)}, '__dict__', None)))`],
      [
        1,
        () => {
          const { text } = this.instance();
          return `print('again', id(${text}) == id(${text}))`;
        },
      ],
      [0.7, () => `print('again', id([]) == id([]), id([1]) == id([2]), id(2.5 * len(log)) == id(1.5 * len(log)))`],
      [this.depth === 0 ? 1.2 : 0, () => this.thresholds()],
      [objects.length > 0 ? 0.5 : 0, () => `print(weakref.getweakrefcount(${random.pick(objects)}))`],
      [0.5, () => `print('kept', len(kept)); kept.clear()`],
    ])();
  }

  some(items) {
    return Array.from({ length: 1 + this.random.below(3) }, () => this.random.pick(items));
  }

  simple() {
    const { random } = this;
    const { text } = this.instance();
    return random.pick([
      `${this.fresh('q')} = ${text}`,
      `${this.fresh('q')} = [${text}, ${text}]`,
      `${this.fresh('q')} = [i * 1000 for i in range(${random.below(20)})]`,
      `${this.fresh('q')} = {i: [i] for i in range(${random.below(12)})}`,
      `${this.fresh('q')} = lambda: 1`,
      `${this.fresh('q')} = ([], {})`,
      `${this.fresh('q')} = set(range(${random.below(20)}))`,
      `${this.fresh('q')} = 'abc' * len(log) + 'd' * 600`,
      `${this.fresh('q')} = bytearray(${random.below(40)})`,
      `${this.fresh('q')} = 1.5 * (1 + len(log))`,
      `${this.fresh('q')} = [None] * ${random.below(80)}`,
      `${this.fresh('q')} = tuple([[], 1, 2][:${random.below(4)}])`,
      `${this.fresh('q')} = (i for i in [])`,
      `${this.fresh('q')} = dict(a=1, b=[])`,
      `${this.fresh('q')} = range(1000, 2000 + len(log))`,
      `${this.fresh('q')} = object()`,
      `[].append(${text})`,
      text,
      `${this.fresh('q')} = slice(1, len(log) + 1000)`,
      `${this.fresh('q')} = enumerate([])`,
      `${this.fresh('q')} = zip([], [])`,
      `${this.fresh('q')} = ValueError(1)`,
      `${this.fresh('q')} = 10 ** 20 + len(log)`,
      `${this.fresh('q')} = [[] for i in range(${random.below(100)})]`,
    ]);
  }

  /** Made names are dropped again, or kept: both show in the blocks. */
  measured(statement) {
    const name = /^(q\d+) = /.exec(statement)?.[1];
    return name && this.random.chance(0.4) ? [statement, `del ${name}`] : [statement];
  }

  blockDelta() {
    const statement = this.simple();
    return ['b0 = blocks()', ...this.measured(statement), 'b1 = blocks()', "print('blocks', b1 - b0)"];
  }

  countDelta() {
    const statement = this.simple();
    return [
      'b0 = gc.get_count()[0]',
      ...this.measured(statement),
      'b1 = gc.get_count()[0]',
      "print('gc count', b1 - b0)",
    ];
  }

  thresholds() {
    const { random } = this;
    const { text } = this.instance();
    const body = random.pick([
      [`made.append(${text})`],
      [`made.append([i])`],
      [`cycle = []`, `cycle.append(cycle)`],
      [`made.append({'i': [i]})`, `made.pop() if i % 3 else None`],
      [`made.append((lambda: i))`],
      [`made = [made, ${text}]`],
    ]);
    return [
      { head: 'def watch(phase, info):', body: [`log.append((phase, info['generation'], info['collected']))`] },
      'log.clear()',
      'made = []',
      'gc.callbacks.append(watch)',
      `gc.set_threshold(${5 + random.below(60)}, ${1 + random.below(4)}, 1000)`,
      'gc.enable()',
      { head: `for i in range(${20 + random.below(200)}):`, body },
      'gc.disable()',
      'gc.callbacks.clear()',
      `print('log', log)`,
      'print([count > 0 for count in gc.get_count()])',
      'del made',
    ];
  }

  program() {
    const { random } = this;
    const statements = [...PRELUDE];
    const classes = 1 + random.below(3);
    for (let i = 0; i < classes; i++) statements.push(this.classStatement());
    statements.push('gc.collect()', 'gc.disable()');
    const length = 8 + random.below(25);
    const body = [];
    for (let i = 0; i < length; i++) body.push(random.chance(0.4) ? this.observation() : this.action());
    if (random.chance(0.5)) {
      statements.push({ head: 'def main():', body: ['b0 = b1 = 0', ...body] }, 'main()');
      if (random.chance(0.5)) statements.push("print('collected', gc.collect())");
    } else statements.push(...body);
    statements.push("print('end')");
    return statements;
  }
}

/** The statements of a random program about memory. */
export const memoryProgram = (random) => new Maker(random).program();
