// Statements that make a thing and give it a name.

const assign = (s, kind, expression, prefix = 'v') => {
  const name = s.fresh(prefix);
  const line = `${name} = ${expression}`;
  s.add(kind, name);
  return line;
};

export const makers = [
  {
    weight: 6,
    write: (s) =>
      assign(s, 'instance', (s.classes.length ? s.pick(...s.classes) : { create: () => 'object()' }).create(s), 'o'),
  },
  {
    weight: 2,
    write: (s) =>
      assign(
        s,
        'list',
        s.pick(
          '[]',
          `[${s.any()}, ${s.any()}]`,
          `[${s.any()}] * ${s.n(1, 6)}`,
          `list((${s.any()}, 1))`,
          `[${s.any()} for _ in range(${s.n(1, 5)})]`,
        ),
        'l',
      ),
  },
  {
    weight: 2,
    write: (s) =>
      assign(
        s,
        'dict',
        s.pick(
          '{}',
          `{'a': ${s.any()}}`,
          `dict(a=${s.any()}, b=1)`,
          `{i: ${s.any()} for i in range(${s.n(1, 6)})}`,
          `dict.fromkeys('abc', ${s.any()})`,
          `defaultdict(list, a=${s.any()})`,
          `OrderedDict(a=${s.any()})`,
          `{**{'a': 1}, 'b': ${s.any()}}`,
        ),
        'd',
      ),
  },
  {
    write: (s) =>
      assign(
        s,
        'tuple',
        s.pick(`(${s.any()},)`, `(${s.any()}, ${s.any()})`, `tuple([${s.any()}])`, `(*[${s.any()}], 1)`),
        't',
      ),
  },
  {
    write: (s) =>
      assign(s, 'set', s.pick('set()', `{1, 2, ${s.n(3, 9)}}`, 'frozenset([1000])', `{id(${s.any()})}`), 's'),
  },
  { write: (s) => assign(s, 'deque', s.pick(`deque([${s.any()}])`, `deque(maxlen=${s.n(1, 3)})`), 'q') },
  {
    weight: 3,
    write: (s) => {
      const f = s.fresh('f');
      const inner = s.pick('lambda: x', 'lambda y=x: y', 'lambda: (x, inner)', 'lambda: [x for _ in range(2)]');
      const head = { head: `def ${f}(x):`, body: [`inner = ${inner}`, 'return inner'] };
      const name = s.fresh('c');
      const lines = [[head, `${name} = ${f}(${s.any()})`]];
      s.add('function', f);
      s.add('function', name);
      return lines;
    },
  },
  {
    weight: 2,
    write: (s) => {
      const f = s.fresh('f');
      const body = [
        `total = ${s.pick('[]', '0', 'x')}`,
        {
          head: 'def inc(y=None):',
          body: ['nonlocal total', s.pick('total = [total, y]', 'total = y', 'total = total', 'total = inc')].concat(
            'return total',
          ),
        },
        s.pick('return inc', 'return inc, total', 'inc(x); return inc'),
      ];
      const name = s.fresh('c');
      const lines = [[{ head: `def ${f}(x):`, body }, `${name} = ${f}(${s.any()})`]];
      s.add('function', f);
      s.add(body[2].startsWith('return inc, ') ? 'tuple' : 'function', name);
      return lines;
    },
  },
  {
    write: (s) => {
      const name = s.fresh('l');
      s.add('list', name);
      return s.pick(
        `${name} = [lambda: i for i in range(${s.n(1, 4)})]`,
        `${name} = [lambda i=i: i for i in [${s.any()}]]`,
      );
    },
  },
  {
    weight: 3,
    write: (s) => {
      const f = s.fresh('gen');
      const body = s.pick(
        ['held = [x]', 'yield x', 'yield held', 'return held'],
        [
          { head: 'try:', body: ['got = yield x', "print('got', got is None)", 'yield got'] },
          { head: 'finally:', body: ["print('finally')"] },
        ],
        [{ head: 'for i in range(3):', body: ['yield [x, i]'] }],
        [
          { head: 'try:', body: ['yield x'] },
          { head: 'except GeneratorExit:', body: ["print('exit')", 'raise'] },
          { head: 'except ValueError as e:', body: ["print('value', rc(e))", 'yield e'] },
        ],
        ['yield from [x, x]', 'yield from (y for y in (x,))'],
        ['me = yield', 'yield me', 'yield [me, x]'],
        [{ head: 'with contextlib.suppress(KeyError):', body: ['yield x', 'raise KeyError(x)'] }, 'yield 2'],
      );
      const name = s.fresh('g');
      const lines = [[{ head: `def ${f}(x):`, body }, `${name} = ${f}(${s.any()})`]];
      s.add('generator', name);
      s.add('function', f);
      return lines;
    },
  },
  { write: (s) => assign(s, 'generator', `(x for x in [${s.any()}, ${s.any()}])`, 'g') },
  {
    weight: 2,
    write: (s) => {
      const of = s.one('instance', 'function', 'set', 'generator', 'deque');
      if (!of) return undefined;
      const name = s.fresh('w');
      s.add('ref', name);
      const made = s.pick(
        `weakref.ref(${of})`,
        `weakref.ref(${of}, gone)`,
        `weakref.ref(${of}, lambda r: print('${name}'))`,
        `weakref.proxy(${of})`,
        `weakref.finalize(${of}, print, 'finalized ${name}')`,
        `weakref.WeakSet([${of}])`,
        `weakref.WeakValueDictionary(a=${of})`,
        `weakref.WeakKeyDictionary({${of}: 1})`,
      );
      return [
        [
          { head: 'try:', body: [`${name} = ${made}`] },
          { head: 'except TypeError as e:', body: [`${name} = None`, "print('no reference')"] },
        ],
      ];
    },
  },
  {
    weight: 2,
    write: (s) => {
      const name = s.fresh('e');
      s.add('error', name);
      const raise = s.pick(
        `raise ValueError(${s.any()})`,
        '1 / 0',
        '[][1]',
        '{}[2]',
        "int('zz')",
        'undefined_name',
        `raise KeyError(${s.any()}) from ValueError('cause')`,
        'None.attr',
      );
      const what = s.pick('e', 'e.__traceback__', '(e, e.args)', 'sys.exc_info()[1]', 'sys.exc_info()');
      if (s.chance(0.3)) {
        return [
          [
            {
              head: 'try:',
              body: [
                { head: 'try:', body: [raise] },
                { head: 'finally:', body: [s.pick('{}[5]', 'pass')] },
              ],
            },
            { head: 'except Exception as e:', body: [`${name} = ${what}`, 'print(type(e.__context__).__name__)'] },
          ],
        ];
      }
      const f = s.fresh('f');
      const inFunction = s.chance(0.4);
      const lines = [
        { head: 'try:', body: [inFunction ? `${f}([])` : raise] },
        { head: 'except Exception as e:', body: [`${name} = ${what}`] },
      ];
      return [inFunction ? [{ head: `def ${f}(arg):`, body: ['local = [arg]', raise] }, ...lines] : lines];
    },
  },
  {
    weight: 2,
    write: (s) => {
      const x = s.any();
      return assign(
        s,
        'iterator',
        s.pick(
          `iter([${x}, 2])`,
          `zip([${x}], [1])`,
          `map(lambda a: [a], [${x}, ${x}])`,
          `filter(None, [${x}])`,
          `enumerate([${x}])`,
          `reversed([${x}])`,
          `iter({'a': ${x}}.items())`,
          `itertools.chain([${x}], [2])`,
          `itertools.repeat(${x}, 3)`,
          `itertools.cycle([${x}])`,
          `itertools.islice([${x}], 2)`,
          `itertools.tee([${x}])[0]`,
          `itertools.product([${x}], [1, 2])`,
          `iter({1: ${x}}.values())`,
          `iter(lambda: ${x}, 1)`,
          `itertools.groupby([${x}], id)`,
          `itertools.accumulate([[${x}], [2]])`,
          `iter((${x},))`,
          `iter(deque([${x}]))`,
          `itertools.zip_longest([${x}], [])`,
          `itertools.permutations([${x}, 1])`,
        ),
        'i',
      );
    },
  },
  {
    weight: 2,
    write: (s) => {
      const x = s.any();
      return assign(
        s,
        'held',
        s.pick(
          `functools.partial(print, ${x})`,
          `functools.partial(lambda *a, **k: a, ${x}, k=[])`,
          `memoryview(bytearray(4))`,
          `{'a': ${x}}.keys()`,
          `{'a': ${x}}.items()`,
          `types.MethodType(lambda self: self, ${x})`,
          `[${x}].append`,
          `{1: ${x}}.get`,
          `types.SimpleNamespace(a=${x})`,
          `types.MappingProxyType({'a': ${x}})`,
          `slice(1, 2)`,
          `functools.lru_cache(maxsize=None)(lambda a=1: ${x})`,
          `contextlib.nullcontext(${x})`,
          `contextlib.closing(${x})`,
          `contextlib.ExitStack()`,
          `copy.copy([${x}])`,
          `copy.deepcopy([1, [2]])`,
          `ChainMap({'a': ${x}})`,
          `types.CellType(${x})`,
          `functools.reduce(lambda a, b: [a, b], [${x}, 1, 2])`,
          `sorted([[${x}], [2]], key=id)`,
          `staticmethod(lambda: ${x})`,
          `property(lambda self: ${x})`,
          `super(object, ${x}).__init__`,
          `operator.attrgetter('a')`,
        ),
        'h',
      );
    },
  },
  {
    write: (s) => {
      const of = s.one('instance');
      return (
        of &&
        assign(
          s,
          'held',
          s.pick(
            `getattr(${of}, '__init__', None)`,
            `type(${of})`,
            `getattr(${of}, '__dict__', None)`,
            `getattr(${of}, 'name', None)`,
            `copy.copy(${of})`,
          ),
          'h',
        )
      );
    },
  },
];
