// Classes with random features, and native types to stand for one.

const DELS = [
  [],
  [],
  [{ head: 'def __del__(self):', body: ["print('del', type(self).__name__)"] }],
  [{ head: 'def __del__(self):', body: ["log.append(getattr(self, 'name', 0))"] }],
];

/** A class whose name is fresh, with `head` and `body`, made by `create`. */
const made = (name, statements, create, imports = []) => ({ name, statements, create, imports });

export const classKinds = [
  {
    weight: 5,
    write: (s) => {
      const name = s.fresh('K');
      const base = s.classes.length > 0 && s.chance(0.3) ? s.pick(...s.classes.map((one) => one.name)) : undefined;
      const plain = s.classes.every((one) => one.name !== base || one.plain);
      const body = [
        { head: `def __init__(self, ${s.pick('name=None, other=None', '*args', 'name=None, **kw')}):`, body: [] },
        ...s.pick(...DELS),
      ];
      const init = body[0];
      init.body.push(init.head.includes('*args') ? 'self.name = args' : 'self.name = name');
      if (init.head.includes('**kw')) init.body.push('self.kw = kw');
      if (s.chance(0.4)) init.body.push('self.kids = []');
      if (s.chance(0.3)) init.body.push('self.me = self');
      if (s.chance(0.3)) body.push('shared = []');
      if (s.chance(0.3)) body.push({ head: 'def link(self, other):', body: ['self.other = other', 'return self'] });
      if (s.chance(0.2)) body.push('@property', { head: 'def prop(self):', body: ['return self.name'] });
      if (s.chance(0.15)) body.push('@staticmethod', { head: 'def st(x=None):', body: ['return [x]'] });
      if (s.chance(0.15)) body.push('@classmethod', { head: 'def cm(cls):', body: ['return cls'] });
      if (s.chance(0.15))
        body.push('@functools.cached_property', { head: 'def cp(self):', body: ['return [self.name]'] });
      if (s.chance(0.1)) body.push({ head: 'def __getattr__(self, name):', body: ['raise AttributeError(name)'] });
      if (s.chance(0.15))
        body.push({ head: 'def __eq__(self, other):', body: ['return self is other'] }, '__hash__ = object.__hash__');
      if (s.chance(0.1)) body.push({ head: 'def __iter__(self):', body: ['yield self', 'yield self.name'] });
      const head = base && plain ? `class ${name}(${base}):` : `class ${name}:`;
      return {
        ...made(name, [{ head, body }], (stock) => `${name}(${stock.chance(0.5) ? stock.plain() : ''})`),
        plain: true,
      };
    },
  },
  {
    weight: 2,
    write: (s) => {
      const name = s.fresh('S');
      const slots = s.pick(
        "'name', 'other'",
        "'name', 'other', '__weakref__'",
        "'name', 'other', '__dict__', '__weakref__'",
      );
      const body = [
        `__slots__ = (${slots})`,
        { head: 'def __init__(self, name=None, other=None):', body: ['self.name = name', 'self.other = other'] },
        ...s.pick(...DELS),
      ];
      return made(
        name,
        [{ head: `class ${name}:`, body }],
        (stock) => `${name}(${stock.chance(0.5) ? stock.plain() : ''})`,
      );
    },
  },
  {
    write: (s) => {
      const name = s.fresh('B');
      const base = s.pick(
        'list',
        'dict',
        'set',
        'tuple',
        'deque',
        'OrderedDict',
        'defaultdict',
        'Exception',
        'UserList',
        'UserDict',
        'int',
        'str',
      );
      const body = [...s.pick(...DELS)];
      if (s.chance(0.3)) body.push('__slots__ = ()');
      return made(name, [{ head: `class ${name}(${base}):`, body: body.length ? body : ['pass'] }], () => `${name}()`);
    },
  },
  {
    write: (s) => {
      const name = s.fresh('D');
      const args = s.pick('', '', '(order=True)', '(frozen=True)', '(eq=False)', '(repr=False)');
      const body = ['name: object = None', 'items: list = field(default_factory=list)'];
      if (s.chance(0.3)) body.push(...s.pick(...DELS));
      return made(
        name,
        [[`@dataclass${args}`, { head: `class ${name}:`, body }]],
        (stock) => `${name}(${stock.chance(0.5) ? stock.plain() : ''})`,
        ['from dataclasses import dataclass, field'],
      );
    },
  },
  {
    write: (s) => {
      const name = s.fresh('N');
      return made(name, [`${name} = namedtuple('${name}', 'name other')`], (stock) => `${name}(${stock.plain()}, [])`);
    },
  },
  {
    write: (s) => {
      const name = s.fresh('E');
      const base = s.pick('Enum', 'IntEnum', 'Flag');
      return made(
        name,
        [{ head: `class ${name}(enum.${base}):`, body: ['A = 1', 'B = 2', 'C = 4'] }],
        (stock) => `${name}.${stock.pick('A', 'B')}`,
        ['import enum'],
      );
    },
  },
  {
    write: (s) => {
      const name = s.fresh('M');
      const cls = s.fresh('K');
      const meta = [
        { head: `def __new__(m, name, bases, ns):`, body: ['cls = super().__new__(m, name, bases, ns)', 'return cls'] },
      ];
      if (s.chance(0.5)) meta.push({ head: 'def __call__(cls, *args):', body: ['return super().__call__(*args)'] });
      return made(
        cls,
        [
          [
            { head: `class ${name}(type):`, body: meta },
            {
              head: `class ${cls}(metaclass=${name}):`,
              body: [{ head: 'def __init__(self, name=None):', body: ['self.name = name'] }, ...s.pick(...DELS)],
            },
          ],
        ],
        () => `${cls}()`,
      );
    },
  },
  {
    write: (s) => {
      const base = s.fresh('A');
      const cls = s.fresh('K');
      return made(
        cls,
        [
          [
            {
              head: `class ${base}(abc.ABC):`,
              body: ['@abc.abstractmethod', { head: 'def go(self):', body: ['return self'] }],
            },
            {
              head: `class ${cls}(${base}):`,
              body: [
                { head: 'def __init__(self, name=None):', body: ['self.name = name'] },
                { head: 'def go(self):', body: ['return super().go()'] },
              ],
            },
          ],
        ],
        () => `${cls}()`,
        ['import abc'],
      );
    },
  },
  {
    write: (s) => {
      const base = s.fresh('I');
      const cls = s.fresh('K');
      return made(
        cls,
        [
          [
            {
              head: `class ${base}:`,
              body: [
                'subs = []',
                {
                  head: 'def __init_subclass__(cls, **kw):',
                  body: ['super().__init_subclass__(**kw)', s.pick('cls.subs.append(cls)', 'pass')],
                },
              ],
            },
            {
              head: `class ${cls}(${base}):`,
              body: [{ head: 'def __init__(self, name=None):', body: ['self.name = name'] }],
            },
          ],
        ],
        () => `${cls}()`,
      );
    },
  },
  {
    write: (s) => {
      const cls = s.fresh('G');
      return made(
        cls,
        [
          [
            `T${cls} = typing.TypeVar('T${cls}')`,
            {
              head: `class ${cls}(typing.Generic[T${cls}]):`,
              body: [{ head: 'def __init__(self, name=None):', body: ['self.name = name'] }],
            },
          ],
        ],
        (stock) => stock.pick(`${cls}()`, `${cls}[int]()`),
        ['import typing'],
      );
    },
  },
  {
    write: (s) => {
      const cls = s.fresh('K');
      const d = s.fresh('X');
      return made(
        cls,
        [
          [
            {
              head: `class ${d}:`,
              body: [
                { head: 'def __set_name__(self, owner, name):', body: ["self.slot = '_' + name"] },
                {
                  head: 'def __get__(self, obj, owner):',
                  body: ['return self if obj is None else obj.__dict__.get(self.slot)'],
                },
                { head: 'def __set__(self, obj, value):', body: ['obj.__dict__[self.slot] = value'] },
              ],
            },
            {
              head: `class ${cls}:`,
              body: [
                `name = ${d}()`,
                `other = ${d}()`,
                { head: 'def __init__(self, name=None):', body: ['self.name = name'] },
              ],
            },
          ],
        ],
        () => `${cls}()`,
      );
    },
  },
];

/** Native types that stand for a class. */
export const builtins = [
  'list',
  'dict',
  'set',
  'deque',
  'OrderedDict',
  'Counter',
  'ChainMap',
  'types.SimpleNamespace',
  'threading_local',
  'object',
]
  .filter((name) => name !== 'threading_local')
  .map((name) => ({
    name,
    create: () => `${name}()`,
  }));
