// Statements that link, use, drop or show things.

/** Statements that may fail: what they raise is printed. */
const careful = (...body) => [
  [
    { head: 'try:', body },
    { head: 'except Exception as error:', body: ['print(type(error).__name__)'] },
  ],
];

export const uses = [
  {
    weight: 4,
    write: (s) => {
      const of = s.one('instance');
      return of && careful(`${of}.${s.pick('other', 'name', 'extra', 'kids')} = ${s.any()}`);
    },
  },
  {
    weight: 2,
    write: (s) => {
      const of = s.one('list', 'deque');
      return of && `${of}.append(${s.any()})`;
    },
  },
  {
    weight: 2,
    write: (s) => {
      const of = s.one('dict');
      return of && `${of}[${s.pick("'a'", "'b'", '1', "'me'")}] = ${s.any()}`;
    },
  },
  {
    weight: 4,
    write: (s) => {
      const name = s.one();
      if (!name || s.outside?.has(name)) return undefined;
      s.drop(name);
      return s.pick(`del ${name}`, `${name} = None`);
    },
  },
  { weight: 3, write: (s) => `print(gc.collect(${s.pick('', '', '0', '1')}))` },
  {
    weight: 6,
    write: (s) => {
      const names = [
        s.one('instance', 'list', 'dict', 'set', 'deque', 'function', 'generator', 'iterator', 'held', 'error', 'ref'),
        s.one('instance', 'function', 'generator'),
      ].filter(Boolean);
      return names.length
        ? `print('rc', ${names.map((name) => (/^[dhew]/.test(name) ? `${name} is None or rc(${name})` : `rc(${name})`)).join(', ')})`
        : undefined;
    },
  },
  {
    weight: 2,
    write: (s) => {
      const of = s.one(
        'instance',
        'list',
        'dict',
        'tuple',
        'set',
        'deque',
        'function',
        'generator',
        'iterator',
        'held',
        'error',
      );
      return of && `print('size', size(${of}), gc.is_tracked(${of}))`;
    },
  },
  {
    weight: 2,
    write: (s) => {
      const of = s.one('instance', 'list', 'function', 'generator', 'iterator', 'held', 'dict', 'deque');
      return (
        of &&
        s.pick(
          `print('referrers', kinds(gc.get_referrers(${of}))) if type(${of}) is not type(None) and type(${of}) is not type else None`,
          `print('referents', kinds(gc.get_referents(${of})))`,
        )
      );
    },
  },
  {
    weight: 3,
    write: (s) => {
      const g = s.one('generator');
      return (
        g &&
        careful(
          s.pick(
            `print(rc(next(${g}, [])))`,
            `r = next(${g}, None)`,
            `${g}.close()`,
            `${g}.send(${s.pick('None', s.any())})`,
            `${g}.throw(ValueError(${s.plain()}))`,
            `${g}.throw(KeyError, 'k')`.replace(", 'k'", ''),
            `r = list(${g})`,
            `print(${g}.gi_frame is None, ${g}.gi_running)`,
            `for x in ${g}: break`,
          ),
        )
      );
    },
  },
  {
    weight: 2,
    write: (s) => {
      const i = s.one('iterator');
      return (
        i &&
        careful(
          s.pick(
            `print(rc(next(${i}, [])))`,
            `r = next(${i}, None)`,
            `r = list(itertools.islice(${i}, 3))`,
            `r = copy.copy(${i})`,
            `for x in ${i}: break`,
          ),
        )
      );
    },
  },
  {
    weight: 2,
    write: (s) => {
      const f = s.one('function');
      return (
        f &&
        careful(
          s.pick(
            `r = ${f}()`,
            `r = ${f}(${s.any()})`,
            `print(rc(${f}()))`,
            `print(${f}.__closure__ and [rc(c) for c in ${f}.__closure__])`,
            `print(${f}.__defaults__, rc(${f}.__code__))`.replace(`${f}.__defaults__, `, ''),
            `${f}.attr = ${s.any()}`,
            `${f}.me = ${f}`,
          ),
        )
      );
    },
  },
  {
    weight: 2,
    write: (s) => {
      const w = s.one('ref');
      if (!w) return undefined;
      return careful(
        s.pick(
          `print(type(${w}).__name__, ${w} is not None and callable(${w}) and ${w}() is None)`,
          `print(len(${w}))`,
          `${w}()`,
          `print(list(${w}))`.replace('list', 'bool'),
          `print(${w}.alive)`,
          `print(len(list(${w}.items())))`,
        ),
      );
    },
  },
  {
    weight: 2,
    write: (s) => {
      const of = s.one('instance', 'function', 'generator');
      return of && careful(`print('weak', weakref.getweakrefcount(${of}))`);
    },
  },
  {
    weight: 2,
    write: (s) => {
      const x = s.any();
      return [['b0 = blocks()', `extra = ${x}`, 'b1 = blocks()', "print('blocks', b1 - b0)"]];
    },
  },
  {
    weight: 1.5,
    write: (s) => {
      const k = s.classes.length ? s.pick(...s.classes) : undefined;
      return (
        k && [
          [
            `a = ${k.create(s)}`,
            `b = ${k.create(s)}`,
            careful('a.other = b', 'b.other = a')[0],
            'del a, b',
            'print(gc.collect())',
          ],
        ]
      );
    },
  },
  {
    write: (s) => {
      const k = s.classes.length ? s.pick(...s.classes.filter((one) => one.statements)) : undefined;
      return (
        k &&
        s.pick(
          `print('class', rc(${k.name}))`,
          `print(len(${k.name}.__subclasses__()), size(${k.name}))`,
          `print('class referrers', kinds(gc.get_referrers(${k.name})))`,
          `print('class referents', kinds(gc.get_referents(${k.name})))`,
        )
      );
    },
  },
  {
    write: (s) => {
      const k = s.classes.filter((one) => one.statements);
      if (!k.length || s.outside) return undefined;
      const one = s.pick(...k);
      if (
        s.classes.some(
          (other) => other !== one && other.statements && JSON.stringify(other.statements).includes(`${one.name})`),
        )
      )
        return undefined;
      s.classes = s.classes.filter((other) => other !== one);
      return [[`del ${one.name}`, "print('class', gc.collect())"]];
    },
  },
  {
    write: (s) => {
      const e = s.one('error');
      return (
        e &&
        careful(
          s.pick(
            `print(rc(${e}.__traceback__))`,
            `print(len(${e}.args), rc(${e}.args))`,
            `${e}.__traceback__ = None`,
            `r = ${e}.with_traceback(None)`,
            `print(${e}.__context__ is None)`,
            `${e}.tb_frame.clear()`,
            `print(sorted(${e}.__traceback__.tb_frame.f_locals)[:0])`,
            `raise ${e}`,
            `print(rc(${e}.tb_frame))`,
          ),
        )
      );
    },
  },
  {
    write: (s) => {
      const x = s.any();
      return [
        [
          {
            head: `for item in [${x}, ${s.any()}]:`,
            body: [s.pick('print(rc(item))', 'kept = item', 'kept = [item]', 'kept = lambda: item')],
          },
          s.pick('item = None', 'del item', 'kept = None; item = None').replace('kept = None; ', ''),
        ],
      ];
    },
  },
  {
    write: (s) => {
      const f = s.fresh('f');
      const x = s.any();
      return [
        [
          {
            head: `def ${f}(a, *args, k=None, **kw):`,
            body: [
              s.pick(
                'print(rc(a), args and rc(args), rc(kw))',
                'return a, args, kw',
                'print(rc(a), len(args)); return locals()',
                'global kept; kept = args',
                'return sys._getframe()',
                'del a; return kw',
              ),
            ],
          },
          `r = ${f}(${s.pick(x, `*[${x}, 1]`, `${x}, ${x}, k=1, z=${x}`, `${x}, **{'q': ${x}}`)})`,
          s.pick('print(rc(r)) if r is not None else None', 'r = None'),
        ],
      ];
    },
  },
  { weight: 0.6, write: () => 'r = None' },
  { weight: 0.6, write: () => "print('count', gc.get_count()[1:], gc.isenabled())" },
  {
    weight: 0.4,
    write: () => 'n = len(gc.get_objects()); extra = [[], {}]; print(len(gc.get_objects()) - n); extra = None',
  },
  { weight: 0.3, write: () => ['gc.freeze(); gc.unfreeze()'] },
  {
    weight: 0.3,
    write: () => [
      [
        'cb = lambda phase, info: print(phase, info["generation"], info["collected"])',
        'gc.callbacks.append(cb)',
        'gc.collect()',
        'gc.callbacks.remove(cb)',
      ],
    ],
  },
  {
    weight: 0.6,
    write: (s) =>
      `print(id(${s.pick('[]', '{}', 'object()', 'lambda: 0', 'set()', '[1]', '(1, [])')}) == id(${s.pick('[]', '{}', 'object()', 'lambda: 0', 'set()', '[1]')}))`,
  },
  {
    write: (s) => {
      const of = s.one('instance');
      return (
        of &&
        careful(
          s.pick(
            `del ${of}.other`,
            `del ${of}.name`,
            `${of}.__dict__.clear()`,
            `r = vars(${of})`,
            `r = copy.copy(${of})`,
            `r = copy.deepcopy(${of})`,
            `${of}.__class__ = type(${of})`,
            `print(len(dir(${of})) > 5)`,
            `print(sorted(vars(${of})))`,
            `print(hash(${of}) == hash(${of}), ${of} == ${of})`,
            `r = ${of}.prop`,
            `r = ${of}.cp`,
            `r = ${of}.missing`,
          ),
        )
      );
    },
  },
  {
    write: (s) => {
      const l = s.one('list');
      return (
        l &&
        careful(
          s.pick(
            `${l}.pop()`,
            `${l}.clear()`,
            `${l} += [1]`.replace(' += ', '.extend(').replace(/\]$/, '])'),
            `r = ${l}[:]`,
            `${l}.sort(key=id)`,
            `r = [*${l}, 1]`,
            `${l}[0] = ${s.any()}`,
            `del ${l}[:1]`,
            `${l}.insert(0, ${s.any()})`,
            `${l} * 2`,
            `a, *b = ${l}`,
          ),
        )
      );
    },
  },
  {
    write: (s) => {
      const d = s.one('dict');
      return (
        d &&
        careful(
          s.pick(
            `${d}.pop('a', None)`,
            `${d}.clear()`,
            `r = ${d}.copy()`,
            `r = dict(${d})`,
            `r = list(${d}.values())`,
            `${d}.update(z=${s.any()})`,
            `${d}.setdefault('s', [])`,
            `r = ${d}.popitem()`,
            `r = {**${d}}`,
            `for k in list(${d}): del ${d}[k]`,
            `print(len(${d}), size(${d}))`,
          ),
        )
      );
    },
  },
  {
    write: (s) => {
      const x = s.any();
      return careful(
        s.pick(
          `print(rc([${x} for _ in range(2)]))`,
          `r = {1: ${x}}.get(1)`,
          `r = (lambda *a: a)(${x})`,
          `r, q = ${x}, 1`.replace(', q', '').replace(', 1', ''),
          `print(rc(${x}) if ${x.length < 4 ? 'True' : 'False'} else 0)`,
          `r = [y for y in (${x},) if y is not None]`,
          `r = max([${x}], key=id)`,
          `r = all(y for y in [${x}])`,
          `r = functools.reduce(lambda a, b: a, [${x}, 1])`,
          `r = '%s' % (1,)`,
          `r = f'{1000}{"ab"}'`,
          `r = "".join(["a", "bc"])`,
        ),
      );
    },
  },
];
