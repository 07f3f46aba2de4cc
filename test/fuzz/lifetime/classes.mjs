// Classes: slots, properties, descriptors, metaclasses, special methods, attributes.

const SPECIAL = {
  __add__: ['def __add__(self, other):', 'c + d'],
  __radd__: ['def __radd__(self, other):', '1000 + c'],
  __eq__: ['def __eq__(self, other):', 'c == d'],
  __lt__: ['def __lt__(self, other):', 'c < d'],
  __getitem__: ['def __getitem__(self, other):', 'c[d]'],
  __contains__: ['def __contains__(self, other):', 'd in c'],
  __call__: ['def __call__(self, other=None, *rest):', 'c(d)'],
  __mod__: ['def __mod__(self, other):', 'c % d'],
  __iadd__: ['def __iadd__(self, other):', '(c.__iadd__(d))'],
  __matmul__: ['def __matmul__(self, other):', 'c @ d'],
  __getattr__: ['def __getattr__(self, other):', 'c.missing_name'],
};

export const classes = [
  {
    weight: 2,
    probes: 'c d r',
    write: ({ any, chance, pick }) => {
      const [head, use] = SPECIAL[pick(...Object.keys(SPECIAL))];
      return `
class Special:
    ${chance(0.3) ? "__slots__ = ('v',)" : 'kind = None'}
    def __init__(self, v):
        self.v = v
    ${head}
        print(rc(self), rc(other)) if type(other) not in (str, int, type(None)) else print(rc(self))
        return ${pick('self', 'other', '[self]', 'True', 'NotImplemented if 0 else self.v')}
c = Special(${any()})
d = Special(c.v)
for i in range(${pick(1, 1, 2, 12)}):
    r = ${use}
print(rc(c), rc(d), rc(c.v))`;
    },
  },
  {
    probes: 'c',
    write: ({ n, pick }) => `
class Hashed:
    def __init__(self, k):
        self.k = k
    def __hash__(self):
        ${pick("print('hash', rc(self))", 'pass')}
        return ${n(1, 3)}
    def __eq__(self, other):
        print('eq', rc(self), rc(other))
        return ${pick('self.k == other.k', 'self is other', 'True', 'False')}
c = Hashed(1)
d = Hashed(${pick(1, 2)})
s = ${pick('{c, d}', '{c: d, d: c}', 'dict.fromkeys([c, d])', 'set([c]) | {d}', 'frozenset((c, d))')}
print(len(s), rc(c), rc(d), size(s), c in s, ${pick('d in [c, d]', 'd in (c,)', 's == s', '[c] == [d]', 'c != d', '[c, d].index(d) if c != d else 0', '(c, d).count(c)')})
del s
print(rc(c), rc(d))`,
  },
  {
    probes: 'it total',
    write: ({ any, n, pick }) => `
class Steps:
    def __init__(self, items):
        self.items = items
        self.at = 0
    def __iter__(self):
        ${pick('return self', 'return iter(self.items)', 'yield from self.items', 'return Steps(self.items)')}
    def __next__(self):
        if self.at == len(self.items):
            raise StopIteration${pick('', '(self)')}
        self.at += 1
        print(rc(self))
        return self.items[self.at - 1]
    def __len__(self):
        return ${n(0, 3)}
it = Steps([${any()}, ${any()}, []])
${pick('total = [x for x in it]', 'total = list(it)', 'a, b, *total = it', 'total = [*it, *it]', 'total = {id(x): x for x in it}', 'total = tuple(it)', 'total = next(iter(it))', 'total = list(zip(it, it))', 'total = sorted(map(id, it))[:1]')}
print(rc(it), rc(it.items), [rc(x) for x in it.items[2:]], len(total) if hasattr(total, "__len__") else 0)
del ${pick('it', 'total')}`,
  },
  {
    probes: 'c v',
    write: ({ any, chance, pick }) =>
      `
class Typed:
    def __init__(self, default):
        self.default = default
    def __set_name__(self, owner, name):
        self.name = '_' + name
    def __get__(self, obj, owner=None):
        print('get', rc(self), obj is None or rc(obj))
        return self if obj is None else obj.__dict__.get(self.name, self.default)
    ${chance(0.7) ? 'def __set__(self, obj, value):\n        print("set", rc(obj), rc(value))\n        obj.__dict__[self.name] = value' : 'other = 1'}
class Holder:
    field = Typed(${any()})
    @property
    def prop(self):
        return ${pick('self.field', 'self', 'rc(self)', '[self]')}
    ${chance(0.5) ? '@prop.setter\n    def prop(self, value):\n        self.stored = value' : 'prop2 = prop'}
v = ${any()}
c = Holder()
for i in range(${pick(1, 2, 10)}):
    c.field = v
    x = c.field
try:
    c.prop = v
    x = c.prop
except AttributeError as e:
    print(rc(e), rc(e.${pick('args', 'obj', '__traceback__')}) > 1) if sys.version_info >= (3, 10) else print(rc(e))
print(rc(c), rc(v), len(vars(c)), rc(vars(Holder)['field']))
${pick('c.stored = 0', 'c._field = 0', 'del Holder.prop', 'c.__dict__.clear()', 'c.__dict__ = {}', 'c.extra = c')} if len(vars(c)) > 1 else None
print(rc(v), gc.collect())`.replace(
        /^(del .*|c\.__dict__ = .*|c\.extra = .*) if len.*$/m,
        'if len(vars(c)) > 1:\n    $1',
      ),
  },
  {
    probes: 'K',
    write: ({ any, pick }) => `
class Meta(type):
    made = []
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        ${pick('mcls.made.append(cls)', 'print(rc(cls), rc(ns))', 'cls.tag = ns')}
        return cls
    def __call__(cls, *args):
        obj = super().__call__(*args)
        print('made', rc(obj))
        return obj
    ${pick('def __init__(cls, name, bases, ns, **kw):\n        cls.init = [kw]', 'def __len__(cls): return 3', 'def __getattr__(cls, name): return name')}
class K(metaclass=Meta${pick('', ', flag=1')}):
    def __init__(self, *args):
        self.args = args
class L(K):
    ${pick('pass', '__slots__ = ()', 'x = []', 'def __init__(self, *args): super().__init__(*args)')}
a = L(${any()})
print(rc(K), rc(L), rc(a), rc(a.args), len(K.__subclasses__()), len(Meta.made))
Meta.made.clear()
w = weakref.ref(L)
del L, a
print(gc.collect(), w() is None)
print(rc(K))`,
  },
  {
    probes: 'Base',
    write: ({ any, pick }) => `
class Base:
    registry = {}
    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        print(rc(cls))
        ${pick('cls.registry[key] = cls', 'cls.registry[key] = weakref.ref(cls)', 'cls.key = key')}
    def __class_getitem__(cls, item):
        return ${pick('(cls, item)', 'item', 'cls')}
class One(Base, key='one'):
    field = ${any()}
class Two(One, key=2):
    def who(self):
        return super().field${pick('', ', super()')}
print(rc(Base), rc(One), rc(Two), len(Base.registry), [c.__name__ for c in Base.__subclasses__()], rc(Two.__mro__), rc(One.__dict__['field']))
x = Base[${any()}]
print(rc(Two().who()), rc(One), rc(x))
Base.registry.clear()
del One, Two, x
print(gc.collect(), Base.__subclasses__(), rc(Base))`,
  },
  {
    probes: 'D',
    write: ({ n, pick }) =>
      `
class A:
    def go(self, x):
        return ['A', rc(self), rc(x)]
class B(A):
    def go(self, x):
        return super().go(x) + ['B', rc(self)]
class C(A):
    def go(self, x):
        return super(${pick('', 'C, self')}).go(x) + ['C', rc(x)]
class D(B, C):
    ${pick('pass', 'def go(self, x): return ["D"] + super().go(x)', '__slots__ = ()', 'go2 = B.go')}
d = D()
for i in range(${n(1, 20)}):
    r = d.go(${pick('d', '[d]', 'r0')})
print(r, rc(d), rc(D), rc(A), rc(B.go), super(D, d).go.__self__ is d, rc(D.__mro__), rc(D.__bases__))`.replace(
        'class A:',
        'r0 = []\nclass A:',
      ),
  },
  {
    weight: 2,
    probes: 'p q',
    write: ({ any, pick }) => `
class Pt:
    __slots__ = (${pick("'x', 'y'", "'x', 'y', '__dict__'", "'x', 'y', '__weakref__'", "'x', 'y', '__dict__', '__weakref__'")})
    def __init__(self, x, y=None):
        self.x = x
        self.y = y
    ${pick("def __del__(self):\n        print('del', rc(self), rc(self.x))", 'def __repr__(self): return "Pt"', 'pass')}
class Pt3(Pt):
    ${pick("__slots__ = ('z',)", 'pass', '__slots__ = ()', 'z = 1')}
p = Pt(${any()}, ${any()})
q = Pt3(p)
${pick('p.y = p', 'q.y = q', 'p.x = q', 'q.y = [p, q]', 'p.y, q.y = q, p', 'p.y = p.x')}
print(rc(p), rc(q), size(p), size(q), hasattr(q, '__dict__'), rc(Pt.x), rc(Pt3))
try:
    del ${pick('p.x', 'q.y', 'p.y', 'q.z')}
except AttributeError as e:
    print(type(e).__name__, rc(e))
print(rc(p), gc.is_tracked(p))
del ${pick('p', 'q', 'p, q')}
print(gc.collect())`,
  },
  {
    probes: 'o',
    write: ({ any, pick }) => `
class Open:
    ${pick('pass', 'shared = []', 'def __init__(self): self.a = self.b = None')}
o = Open()
for name in ${pick("'abc'", "'abcdefgh'", "['k%d' % i for i in range(7)]", "['k%d' % i for i in range(40)]")}:
    setattr(o, name, ${any()})
print(size(o), size(o.__dict__), rc(o.__dict__), rc(o), len(vars(o)))
other = Open()
other.a = o
print(size(other.__dict__), size(o.__dict__))
${pick('o.a = 0', 'o.__dict__.pop("a", 0)', 'o.__dict__["new"] = o', 'o.__class__ = type("Other", (Open,), {})', 'o.__dict__ = dict(a=1)', 'o.__dict__.update(other.__dict__)', 'd = o.__dict__; del o; o = d', 'vars(o).clear()')}
print(rc(o), size(other.__dict__), rc(other))
b0 = blocks()
x = Open()
b1 = blocks()
print(b1 - b0)
b0 = blocks()
x.${pick('a', 'zz', 'b')} = 1
b1 = blocks()
print(b1 - b0)
b0 = blocks()
x.__dict__
b1 = blocks()
print(b1 - b0)
del x
print(gc.collect())`,
  },
  {
    probes: 'x',
    write: ({ any, pick }) => `
class Watch:
    def __init__(self, v):
        object.__setattr__(self, 'v', v)
    def __setattr__(self, name, value):
        print('set', name, rc(self), rc(value))
        ${pick('object.__setattr__(self, name, value)', 'super().__setattr__(name, value)', 'self.__dict__[name] = value')}
    def __getattribute__(self, name):
        return ${pick('object.__getattribute__(self, name)', 'super().__getattribute__(name)')}
    def __delattr__(self, name):
        print('del', name, rc(self))
        super().__delattr__(name)
    def __getattr__(self, name):
        ${pick('raise AttributeError(name)', 'return self.v', 'return [self]')}
x = Watch(${any()})
x.w = ${any()}
print(rc(x), rc(x.v), rc(x.w), ${pick('hasattr(x, "zz")', 'getattr(x, "zz", None) is None', 'x.w is x.v')})
del x.w
print(rc(x))`,
  },
  {
    probes: 'm ctx',
    write: ({ any, pick }) => `
class Ctx:
    def __enter__(self):
        print('enter', rc(self))
        return ${pick('self', '[self]', 'None')}
    def __exit__(self, kind, value, tb):
        print('exit', rc(self), value is None or rc(value), tb is None or rc(tb))
        ${pick('self.error = value', 'pass', 'self.tb = tb')}
        return ${pick('True', 'True', 'kind is None or True')}
ctx = Ctx()
m = ${any()}
with ctx as c, ${pick('Ctx()', 'ctx')} as d:
    print(rc(ctx), rc(m))
    ${pick('raise KeyError(m)', 'pass', '1 / 0', 'undefined_name', 'held = [c, d]', 'raise ValueError')}
print(rc(ctx), rc(m), gc.collect())`,
  },
  {
    probes: 'o',
    write: ({ any, pick }) => `
class Late:
    def __init__(self, name, next=None):
        self.name = name
        self.next = next
    def __del__(self):
        ${pick("print('bye', self.name, rc(self))", 'pool.append(self)', "print('bye', self.name, self.next is None or rc(self.next))", 'log.append(self.name); self.next = None', "self.again = Late('new') if self.name != 'new' else None")}
o = Late('a', Late('b', ${any()}))
o.next.next = ${pick('o', 'None', 'o.next', 'Late("c", o)')}
print(rc(o), rc(o.next))
del o
print('deleted', len(pool))
print(gc.collect(), len(pool), len(gc.garbage))
${pick('pool.clear()', 'print([rc(x) for x in pool if type(x) is Late])', 'pass')}
print(gc.collect())
o = None`,
  },
  {
    probes: 'u v',
    write: ({ pick }) => `
${pick('class Num(int)', 'class Num(list)', 'class Num(dict)', 'class Num(tuple)', 'class Num(str)', 'class Num(set)', 'class Num(float)', 'class Num(Exception)', 'class Num(frozenset)', 'class Num(bytes)')}:
    ${pick('pass', 'x = None', '__slots__ = ()', 'def __new__(cls, *a): return super().__new__(cls, *a)')}
u = Num()
print(size(u), rc(u), gc.is_tracked(u), hasattr(u, '__dict__'))
try:
    u.note = u
except AttributeError:
    pass
print(size(u), rc(u), len(gc.get_referents(u)))
w = None
try:
    w = weakref.ref(u)
except TypeError:
    print('no weakref')
v = [u, u]
del u
print(w and w() is None, rc(v[0]))
del v
print(gc.collect(), w and w() is None)`,
  },
  {
    from: '3.10',
    probes: 'c v',
    write: ({ any, pick }) => `
class Pt:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y):
        self.x, self.y = x, y
def look(value):
    match value:
        case Pt(0, y):
            return 'zero', rc(y)
        case Pt(x=[first, *rest], y=other) if ${pick('rest', 'True', 'other')}:
            return 'list', rc(first), rc(rest), rc(other)
        case {'k': k, **more}:
            return 'map', rc(k), rc(more)
        case [a, b] | (a, [b]):
            return 'pair', rc(a), rc(b), rc(value)
        case str() | bytes() as s:
            return 'text'
        case Pt() as p:
            return 'pt', rc(p), rc(value)
        case [*all]:
            return rc(all)
        case _:
            return 'none', rc(value)
v = ${any()}
for c in [Pt(0, v), Pt([v, v], v), {'k': v, 'l': v}, [v, [v]], 'text', Pt(v, 1), v, [v, v, v]]:
    print(look(c)) if type(c) is not type else None
print(rc(v), rc(c))`,
  },
];
