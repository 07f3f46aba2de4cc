// Random programs about what the language does: values, texts, exceptions, flow.

const INTS = ['0', '1', '-1', '7', '-13', '255', '1000', '2 ** 31', '-2 ** 63', '10 ** 20', 'True'];
const FLOATS = ['0.0', '-0.0', '1.5', '-2.25', '1e100', '1e-7', '0.1', '123456789.125', "float('inf')", "float('nan')"];
const TEXTS = [
  "''",
  "'a'",
  "'abc'",
  "'Hello, World'",
  "'  pad\\t'",
  "'a,b,,c'",
  "'\\u00e9t\\u00e9'",
  "'\\u20ac5'",
  "'12'",
  "'\\U0001f600x'",
  "'line\\nnext'",
  '"it\'s"',
];
const BYTES = ["b''", "b'abc'", "b'\\x00\\xff'", "bytearray(b'xyz')"];
const SPECS = [
  '',
  '>8',
  '<8',
  '^9',
  '*^10',
  '08',
  '+',
  ',',
  '_',
  'x',
  '#x',
  'b',
  'o',
  '.2f',
  '10.3e',
  'g',
  '%',
  '.3',
  's',
  '.1',
  'd',
  'n',
  'c',
  '#_b',
  '=+9',
];
const METHODS = [
  'upper()',
  'title()',
  'swapcase()',
  'strip()',
  "split(',')",
  'split()',
  "rsplit(',', 1)",
  "partition(',')",
  "replace('a', 'bb')",
  "find('b')",
  "count('')",
  'isdigit()',
  'isidentifier()',
  'splitlines()',
  'zfill(6)',
  "center(9, '-')",
  "startswith(('a', 'H'))",
  'encode()',
  "encode('latin-1')",
  "encode('ascii', 'replace')",
  'casefold()',
  "join(['x', 'y'])",
  "index('z')",
  'expandtabs(4)',
  "ljust(7, '.')",
  'capitalize()',
  "translate({97: 'Q'})",
  "rfind('l')",
];
const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '&',
  '|',
  '^',
  '<',
  '<=',
  '==',
  '!=',
  '>',
  '>=',
  'is not',
  'and',
  'or',
  'in',
  'not in',
];

class Maker {
  constructor(random) {
    this.random = random;
    this.number = 0;
    this.functions = [];
    this.classes = [];
  }

  fresh(prefix) {
    this.number++;
    return `${prefix}${this.number}`;
  }

  atom() {
    const { random } = this;
    return random.weighted([
      [5, random.pick(INTS)],
      [3, random.pick(FLOATS)],
      [4, random.pick(TEXTS)],
      [1, random.pick(BYTES)],
      [0.7, 'None'],
      [0.5, '2j'],
      [2, random.pick(this.names ?? ['0'])],
    ]);
  }

  expression(depth = 2) {
    const { random } = this;
    if (depth === 0) return this.atom();
    const one = () => this.expression(depth - 1);
    return random.weighted([
      [3, () => this.atom()],
      [6, () => `(${one()} ${random.pick(OPERATORS)} ${one()})`],
      [1.5, () => `(${random.pick(['-', '+', '~', 'not '])}${one()})`],
      [3, () => `${random.pick(TEXTS)}.${random.pick(METHODS)}`],
      [2, () => `[${one()}, ${one()}]`],
      [1, () => `(${one()}, ${one()}, ${one()})`],
      [1, () => `{${random.pick(INTS)}: ${one()}, ${random.pick(TEXTS)}: ${one()}}`],
      [0.7, () => `{${random.pick(INTS)}, ${random.pick(INTS)}, ${random.pick(INTS)}}`],
      [
        3,
        () => `${random.pick(['[1, 2, 3, 4, 5]', "'abcdef'", '(1, 2, 3)', 'range(10)', "b'wxyz'"])}[${this.slice()}]`,
      ],
      [3, () => `format(${one()}, '${random.pick(SPECS)}')`],
      [2, () => `f'{${this.plain()}!r:>6}|{${this.plain()}:${random.pick(SPECS)}}'`],
      [
        2,
        () =>
          `'${random.pick(['%d', '%5.2f', '%s', '%r', '%x', '%-6s|', '%+d', '%e', '%c', '%05d', '%a', '%i%%'])}' % ${this.plain()}`,
      ],
      [1, () => `'{0} {1!r:>7} {0:^5}'.format(${one()}, ${one()})`],
      [
        1.5,
        () =>
          `${random.pick(['len', 'abs', 'repr', 'str', 'int', 'float', 'bool', 'list', 'sorted', 'sum', 'max', 'min', 'tuple', 'hash', 'round', 'bin', 'hex', 'ord', 'chr', 'ascii', 'reversed', 'iter', 'bytes', 'complex'])}(${one()})`,
      ],
      [1, () => `(${one()} if ${one()} else ${one()})`],
      [1, () => `[${this.inLoop()} for i in range(${random.below(6)})${random.chance(0.4) ? ' if i % 2' : ''}]`],
      [0.7, () => `{i: ${this.inLoop()} for i in range(3)}`],
      [0.6, () => `divmod(${one()}, ${one()})`],
      [
        0.6,
        () =>
          `pow(${random.pick(INTS)}, ${random.pick(['0', '1', '2', '5', '-1'])}, ${random.pick(['7', '1000', '-3', 'None'])})`,
      ],
      [
        0.5,
        () => `(lambda a, b=2, *c: (a, b, c))(${random.pick(['', '1', '1, 2, 3', '*[1, 2]', 'b=1', '1, b=4', 'z=1'])})`,
      ],
      [
        0.6,
        () =>
          `${random.pick(["int('0x1f', 0)", "int('-12', 3)", "int('9_0')", "float('1_0.5e3')", "int('z', 36)", "int(' 7 ')", "int('1a')", "float('x')", "complex('1+2j')", 'int(2.9)', "int('')"])}`,
      ],
      [
        this.functions.length > 0 ? 2 : 0,
        () =>
          `${random.pick(this.functions)}(${random.pick(['', one(), `${one()}, ${one()}`, `*[${one()}]`, `b=${one()}`, `**{'a': 1}`])})`,
      ],
      [this.classes.length > 0 ? 2 : 0, () => this.objectExpression()],
    ])();
  }

  objectExpression() {
    const { random } = this;
    const one = `${random.pick(this.classes)}(${random.pick(['', '1', "'v'", '1, 2'])})`;
    return random.pick([
      one,
      `${one} + 1`,
      `${one} == ${one}`,
      `${one}[3]`,
      `len(${one})`,
      `${one}.value`,
      `${one}.missing`,
      `${one}.twice()`,
      `-${one}`,
      `bool(${one})`,
      `list(${one})`,
      `3 in ${one}`,
      `1 + ${one}`,
      `${one} < ${one}`,
      `isinstance(${one}, ${random.pick(this.classes)})`,
      `type(${one}).__mro__[1].__name__`,
      `${one}.half`,
      `hash(${one}) == 5`,
      `'%s' % ${one}`,
    ]);
  }

  inLoop() {
    return this.random.pick([
      'i',
      'i * i',
      '-i',
      '[i]',
      "'x' * i",
      '1 / i',
      'i // 2',
      '(i, -i)',
      'str(i)',
      "f'{i:03}'",
    ]);
  }

  plain() {
    return this.random
      .weighted([
        [3, this.random.pick(INTS)],
        [2, this.random.pick(FLOATS.slice(0, 8))],
        [1, this.random.pick(TEXTS.slice(1, 4)).replaceAll("'", '"')],
      ])
      .replaceAll("float('inf')", '2.0');
  }

  slice() {
    const { random } = this;
    const end = () => random.pick(['', '', '0', '1', '2', '-1', '-2', '10', '-10']);
    return random.chance(0.3)
      ? random.pick(['0', '-1', '3', '99', '-99', "'k'", '1.0'])
      : `${end()}:${end()}${random.chance(0.5) ? `:${random.pick(['1', '2', '-1', '-2', '0'])}` : ''}`;
  }

  guarded(body) {
    return [
      { head: 'try:', body },
      { head: 'except Exception as failure:', body: ['print(type(failure).__name__, failure)'] },
    ];
  }

  functionStatement() {
    const { random } = this;
    const name = this.fresh('f');
    const parameters = random.pick(['a=1, b=2', 'a, b=3', '*a, b=None', 'a, *, b', 'a=0, *b, **c', 'a, b']);
    const body = random.pick([
      ['return a'],
      ['return (a, b)'],
      [
        { head: 'try:', body: ['return [a] + [b]'] },
        { head: 'finally:', body: [`print('leaving ${name}')`] },
      ],
      [{ head: 'def inner(n):', body: ['nonlocal a', 'a = [a, n]', 'return a'] }, 'inner(1)', 'return inner(b)'],
      [{ head: 'for i in range(3):', body: ['yield (a, i)'] }, 'return b'],
      [
        { head: 'if a:', body: ['return b'] },
        { head: 'else:', body: ['raise LookupError(a, b)'] },
      ],
      [{ head: 'with Guard(a):', body: ['return b * 2'] }],
      ['return f1(a) if False else b'],
      ['x = yield from (a, b)', 'yield x'],
    ]);
    this.functions.push(name);
    return { head: `def ${name}(${parameters}):`, body };
  }

  classStatement() {
    const { random } = this;
    const name = this.fresh('C');
    const base =
      this.classes.length > 0 && random.chance(0.5)
        ? random.pick(this.classes)
        : random.pick(['', '', 'Exception', 'int', 'list', 'object']);
    const parts = [
      { head: 'def __init__(self, value=5):', body: ['self.value = value'] },
      { head: 'def __repr__(self):', body: [`return '<${name} %r>' % (getattr(self, 'value', None),)`] },
      { head: 'def __add__(self, other):', body: [`return ('${name}', other)`] },
      { head: 'def __radd__(self, other):', body: ['return NotImplemented'] },
      { head: 'def __eq__(self, other):', body: ['return type(self) is type(other)'] },
      { head: 'def __hash__(self):', body: ['return 5'] },
      { head: 'def __len__(self):', body: [`return ${random.pick(['0', '3', '-1', "'x'"])}`] },
      {
        head: 'def __getitem__(self, key):',
        body: [{ head: 'if isinstance(key, int) and key > 4:', body: ['raise IndexError(key)'] }, 'return key'],
      },
      {
        head: 'def __getattr__(self, name):',
        body: [
          { head: "if name.startswith('__') or name == 'value':", body: ['raise AttributeError(name)'] },
          "return 'no ' + name",
        ],
      },
      { head: 'def twice(self):', body: [random.pick(['return self.value * 2', 'return super().twice()'])] },
      { head: 'def __lt__(self, other):', body: ['return NotImplemented'] },
      { head: 'def __bool__(self):', body: [`return ${random.pick(['False', 'True', '1'])}`] },
      { head: 'def __neg__(self):', body: ['return self'] },
      { head: 'def __contains__(self, item):', body: ['return item'] },
      { head: 'def __iter__(self):', body: ['yield 1', 'yield self.value'] },
      ['@property', { head: 'def half(self):', body: ['return self.value / 2'] }],
      ['@classmethod', { head: 'def half(cls):', body: ['return cls.__name__'] }],
      ['@staticmethod', { head: 'def half():', body: ["return 'half'"] }],
    ];
    this.classes.push(name);
    const body = parts.filter(() => random.chance(0.35));
    // An object without a text of its own prints its address.
    if (!body.includes(parts[1])) body.push(parts[1]);
    return { head: base ? `class ${name}(${base}):` : `class ${name}:`, body };
  }

  statement() {
    const { random } = this;
    const one = () => this.expression();
    return random.weighted([
      [10, () => this.guarded([`show(${one()})`])],
      [2, () => this.functionStatement()],
      [1.5, () => this.guarded([this.classStatement()])],
      [
        2,
        () =>
          this.guarded([
            `${random.pick(['a, b = ', 'a, *b = ', '*a, b, c = ', '(a, b), c = '])}${random.pick([one(), "'xyz'", '[1, 2]', '(1, (2, 3))', 'range(4)', "['pq', 3]", '5'])}`,
            `show((a, b))`,
          ]),
      ],
      [
        2,
        () =>
          this.guarded([
            {
              head: `for x in ${random.pick([one(), 'range(5)', '[3, 1, 2]', "{'k': 1}.items()"])}:`,
              body: [{ head: `if x == ${random.pick(INTS)}:`, body: [random.pick(['break', 'continue'])] }, 'show(x)'],
            },
            { head: 'else:', body: ["print('no break')"] },
          ]),
      ],
      [
        1.5,
        () =>
          this.guarded([
            {
              head: 'try:',
              body: [
                `show(${one()})`,
                random.pick([
                  'raise ValueError(1)',
                  'raise KeyError("k")',
                  '1 / 0',
                  '[][1]',
                  '{}["m"]',
                  'None.x',
                  'undefined',
                  'pass',
                  "'a' + 1",
                ]),
              ],
            },
            {
              head: `except (${random.pick(['ValueError', 'ZeroDivisionError', 'LookupError', 'TypeError'])}, NameError) as e:`,
              body: [
                'print("inner", repr(e))',
                random.pick(['raise', 'pass', 'raise RuntimeError("again") from e', 'raise TypeError']),
              ],
            },
            { head: 'else:', body: ['print("else")'] },
            { head: 'finally:', body: ['print("finally")'] },
          ]),
      ],
      [
        1,
        () =>
          this.guarded([
            {
              head: `with Guard(${random.pick(['1', '0', "'s'"])}) as g:`,
              body: [`show(${one()})`, random.pick(['raise ValueError(g)', 'pass', 'g.missing'])],
            },
          ]),
      ],
      [
        1,
        () =>
          this.guarded([
            `n = ${random.below(6)}`,
            {
              head: 'while n > 0:',
              body: [
                'n -= 1',
                { head: `if n == ${random.below(4)}:`, body: [random.pick(['continue', 'break', 'n -= 1'])] },
                'print(n, end=" ")',
              ],
            },
            'print()',
          ]),
      ],
      [
        1,
        () =>
          this.guarded([
            'x = [5, 3, 1]',
            `x${random.pick(['[1:2] = "ab"', '[::2] = [7, 8]', '[::2] = [7]', ' += (1, 2)', ' *= 2', '.sort()', '.insert(-1, 9)', '.remove(4)', '.index(1)', '[5] = 0', '.extend(3)', '.pop(7)', '.reverse()', ' += 4', '.append()'])}`,
            'show(x)',
          ]),
      ],
      [
        1,
        () =>
          this.guarded([
            "d = {'a': 1, 2: 'b'}",
            `${random.pick(["d['a'] += 1", 'del d[2]', 'd.update(z=4)', "d['q']", 'd.popitem()', 'd.setdefault(3, [])', 'd |= {5: 6}', 'd[[]] = 1', 'd.pop(9)', 'd = {**d, 2: 3}', 'for k in d: d[k, 1] = 2'])}`,
            'show(d)',
          ]),
      ],
      [
        0.7,
        () =>
          this.guarded([
            {
              head: 'def g():',
              body: [
                'r = yield 1',
                'print("got", r)',
                { head: 'try:', body: ['yield r'] },
                { head: 'except KeyError:', body: ['yield "caught"'] },
                'return 9',
              ],
            },
            'it = g()',
            'show(next(it))',
            ...[
              'show(it.send("v"))',
              'show(it.throw(KeyError))',
              'it.close()',
              'show(next(it))',
              'show(list(it))',
              'it.send(2)',
            ].filter(() => random.chance(0.5)),
          ]),
      ],
    ])();
  }

  program() {
    const { random } = this;
    const statements = [
      {
        head: 'def show(value):',
        body: [
          {
            head: "if type(value).__name__ in ('generator', 'list_reverseiterator', 'reversed', 'range_iterator', 'list_iterator', 'str_iterator', 'tuple_iterator', 'str_ascii_iterator', 'dict_keyiterator', 'set_iterator', 'tuple_reverseiterator', 'bytes_iterator', 'bytearray_iterator', 'dict_reversekeyiterator', 'iterator', 'range_reverseiterator'):",
            body: ['value = (type(value).__name__, list(value))'],
          },
          'print(type(value).__name__, repr(value))',
        ],
      },
      {
        head: 'class Guard:',
        body: [
          { head: 'def __init__(self, quiet):', body: ['self.quiet = quiet'] },
          { head: 'def __enter__(self):', body: ["print('enter')", 'return self.quiet'] },
          {
            head: 'def __exit__(self, kind, error, trace):',
            body: ["print('exit', kind and kind.__name__)", 'return self.quiet'],
          },
        ],
      },
    ];
    this.names = ['v0'];
    statements.push('v0 = 42');
    const length = 10 + random.below(25);
    for (let i = 0; i < length; i++) {
      statements.push(this.statement());
      if (random.chance(0.15)) {
        const name = this.fresh('v');
        statements.push(`${name} = ${random.pick([...INTS, ...TEXTS, '[1, 2]', "{'k': 3}", '(1, [2])'])}`);
        this.names.push(name);
      }
    }
    if (random.chance(0.15)) statements.push(`show(${this.expression(3)})`);
    return statements;
  }
}

/** The statements of a random program about the language. */
export const languageProgram = (random) => new Maker(random).program();
