// Modules that hold references for the program: itertools, functools, collections, contextlib, copy and others.

export const library = [
  {
    weight: 2,
    probes: 'a it',
    write: ({ any, pick }) => `
import itertools
a = ${any()}
it = itertools.${pick('chain([a], [a, 1])', 'repeat(a, 3)', 'cycle([a, []])', 'islice([a, a, a], 2)', 'zip_longest([a], [1, 2], fillvalue=a)', 'starmap(lambda x, y: (rc(x), [y]), [(a, 1), (a, 2)])', 'product([a], [1, 2])', 'permutations([a, 1], 2)', 'combinations([a, 1, 2], 2)', 'accumulate([[a], [1]])', 'groupby([a, a, 1], key=id)', 'tee([a, a])[0]', 'takewhile(lambda x: x is a, [a, 1])', 'dropwhile(lambda x: x is a, [a, 1])', 'filterfalse(lambda x: x is a, [a, 1, 2])', 'compress([a, 1], [1, 1])', 'chain.from_iterable([[a], (a,)])', 'count(1000)')}
print(rc(a), rc(it), size(it), gc.is_tracked(it))
x = next(it)
print(rc(a), type(x).__name__, rc(x) if type(x) not in (int, str) else 0)
y = ${pick('list(itertools.islice(it, 2))', 'next(it, None)', 'iter(it)', '[it]', 'tuple(itertools.islice(it, 1))', 'None')}
print(rc(a), rc(it))
${pick('del it', 'it = None', 'x = y = None', 'del x, y')}
print(rc(a))
x = y = it = None
print(rc(a), gc.collect())`,
  },
  {
    probes: 'a f',
    write: ({ any, pick }) =>
      `
import functools
a = ${any()}
def base(*args, **kw):
    print([rc(x) for x in args], [rc(x) for x in kw.values()])
    return args
f = functools.partial(base, a${pick('', ', a', ', k=a')})
print(rc(a), rc(f), rc(f.args), rc(f.keywords), size(f))
r = f(${pick('', 'a', 'z=a', '[1], k=2')})
g = ${pick('functools.partial(f, a)', 'functools.partial(f)', 'f.func', 'functools.partial(f, q=a)', 'functools.wraps(base)(lambda *w: w)', 'functools.reduce(lambda x, y: [x, y], [a, a, a])', 'functools.cmp_to_key(lambda x, y: 0)', 'functools.partialmethod(base, a)')}
print(rc(a), rc(g), rc(f), rc(base))
del ${pick('f', 'g', 'r')}
print(rc(a), gc.collect())`.replace(', [1], k=2', ', [1]'),
  },
  {
    probes: 'k',
    write: ({ n, pick }) => `
import functools
@functools.lru_cache(maxsize=${pick('None', '2', '128', '0')})
def cached(x, y=0):
    return [x, y]
class K:
    ${pick('pass', '__hash__ = lambda self: 3', 'def __del__(self): print("K dies")')}
k = K()
r = cached(k)
print(rc(k), rc(r), rc(cached), cached.cache_info()[:2])
s = cached(${pick('k', 'k, 0', 'k, y=1', '1', 'K()', '"text"', '(k,)')})
for i in range(${n(1, 8)}):
    cached(${pick('k', 'i', 'K()', 'k, i', 'i, y=k')})
print(rc(k), s is r, rc(r), cached.cache_info())
${pick('cached.cache_clear()', 'pass', 'del cached', 'cached.cache_clear(); r = None')}
print(rc(k), gc.collect(), rc(k))
k = r = s = None`,
  },
  {
    probes: 'o',
    write: ({ any, pick }) => `
import functools
class Lazy:
    def __init__(self, v): self.v = v
    @functools.cached_property
    def heavy(self):
        print('computing', rc(self))
        return ${pick('[self.v]', 'self', 'self.v', 'lambda: self')}
    @functools.singledispatchmethod
    def other(self, x): return rc(x)
o = Lazy(${any()})
print(rc(o), rc(o.heavy), rc(o.v), rc(o), 'heavy' in vars(o))
${pick('del o.heavy', 'pass', 'o.heavy2 = o.heavy', 'x = o.heavy')}
print(rc(o), size(o.__dict__))
w = weakref.ref(o)
del o
print(w() is None, gc.collect(), w() is None)
o = x = None`,
  },
  {
    weight: 2,
    probes: 'a d',
    write: ({ any, n, pick }) =>
      `
from collections import deque, defaultdict, Counter, OrderedDict, ChainMap, namedtuple
a = ${any()}
d = ${pick('deque([a, a])', 'deque(maxlen=3)', 'defaultdict(list)', 'Counter("abracadabra")', 'OrderedDict(x=a, y=a)', 'ChainMap({"x": a}, {"y": a})', 'deque(range(100))', 'defaultdict(lambda: a)', 'OrderedDict()')}
print(size(d), rc(d), rc(a), gc.is_tracked(d))
sizes = [size(d)]
for i in range(${n(1, 80)}):
    if isinstance(d, deque): ${pick('d.append(a)', 'd.appendleft(i)', 'd.append([i]); d.popleft()', 'd.rotate(i)', 'd.extend([i, a])', 'd += [i]')}
    elif isinstance(d, Counter): ${pick('d[i] += 1', 'd.update([i])', 'd["a"] += i')}
    elif isinstance(d, defaultdict): ${pick('d[i]', 'd[i % 3]', 'd["k%d" % i]')}
    elif isinstance(d, OrderedDict): ${pick('d[i] = a', 'd[i] = i; d.popitem(last=False)', 'd["k%d" % i] = [i]', 'd[i] = 1; d.move_to_end(i)')}
    else: d[i] = a
    if size(d) != sizes[-1]: sizes.append(size(d))
print(sizes, len(d), rc(a))
c = ${pick('d.copy()', 'list(d)', 'iter(d)', 'd', 'reversed(d) if not isinstance(d, (ChainMap, Counter)) else d', 'repr(d)[:3]', 'type(d)(d) if not isinstance(d, defaultdict) else dict(d)')}
print(rc(d), rc(a))
${pick('d.clear()', 'd.popitem() if hasattr(d, "popitem") else d.pop()', 'del d[0] if 0 in d else d', 'c = None', 'd = None')}
print(rc(a))
c = d = None`.replace('del d[0] if 0 in d else d', 'x = 0 in d'),
  },
  {
    probes: 'p',
    write: ({ any, pick }) => `
from collections import namedtuple
P = namedtuple('P', ${pick("'x y'", "['x', 'y']", "'x, y', defaults=[None]")})
a = ${any()}
p = P(a, ${pick('a', '[]', '1')})
print(rc(a), rc(p), size(p), gc.is_tracked(p), rc(p.x), rc(p[0]))
q = ${pick('p._replace(x=a)', 'p._asdict()', 'P._make([a, a])', 'P(*p)', 'p[:]', 'tuple(p)', 'p + (1,)', 'P(y=a, x=a)')}
x, y = p
print(rc(a), rc(q), q == p)
gc.collect()
print(gc.is_tracked(p), gc.is_tracked(q))
del p, x, y
print(rc(a))
p = q = None`,
  },
  {
    probes: 'a',
    write: ({ any, pick }) => `
import contextlib
@contextlib.contextmanager
def manage(v):
    print('in', rc(v))
    try:
        yield ${pick('v', '[v]', '(v, [])')}
    ${pick('finally:\n        print("out", rc(v))', 'except KeyError as e:\n        print("caught", rc(e))', 'except ValueError:\n        raise RuntimeError("other")')}
a = ${any()}
try:
    with manage(a) as got:
        print(rc(a), rc(got))
        ${pick('pass', 'raise KeyError(1)', 'raise ValueError(a)', 'got = None')}
except Exception as e:
    print(type(e).__name__, rc(e), e.__context__ is None or rc(e.__context__))
got = None
print(rc(a), gc.collect(), rc(a))`,
  },
  {
    probes: 'a',
    write: ({ any, n, pick }) => `
import contextlib
class Res:
    def __init__(self, n): self.n = n
    def __enter__(self): print('open', self.n, rc(self)); return self
    def __exit__(self, *info): print('close', self.n, rc(self))
    def close(self): print('closing', self.n)
a = ${any()}
with contextlib.ExitStack() as stack:
    r = [stack.enter_context(Res(i)) for i in range(${n(1, 3)})]
    stack.callback(${pick('print, rc(a)', 'lambda v: print(rc(v)), a', 'r[0].close')})
    print(rc(r[0]), rc(stack), rc(a))
    ${pick('r.clear()', 'pass', 'stack.pop_all().close()')}
print(rc(a))
with contextlib.${pick('suppress(KeyError)', 'closing(Res(9))', 'nullcontext(a)')} as x:
    ${pick('{}["k"] if x is None else None', 'pass')}
x = r = stack = None
print(rc(a), gc.collect())`,
  },
  {
    probes: 'a b',
    write: ({ pick }) => `
import copy
class Tree:
    def __init__(self, v, kids=()): self.v = v; self.kids = list(kids)
    ${pick('pass', 'def __copy__(self): return Tree(self.v)', 'def __deepcopy__(self, memo): print(rc(memo), rc(self)); return Tree(copy.deepcopy(self.v, memo))', 'def __reduce__(self): return Tree, (self.v,)', 'def __getstate__(self): return {"v": self.v, "kids": []}')}
a = ${pick('Tree([1, []])', '[[], []]', '{"k": [1], "l": {}}', '(1, [2])', '[None] * 3', 'Tree(1, [Tree(2)])', '(1, 2)', 'set([1, 2])', 'bytearray(b"x")', 'lambda: 0', '[(1, 2), (3, [])]')}
b = copy.${pick('copy', 'deepcopy')}(a)
print(rc(a), rc(b) - (0 if b is not a else rc(a)), a is b, size(b) == size(a), gc.is_tracked(b))
${pick('a.append(a) if isinstance(a, list) else None', 'pass')}
c = copy.deepcopy([a, a])
print(rc(c), rc(c[0]) if c[0] is not a else 0, c[0] is c[1], rc(a))
a = b = c = None
print(gc.collect())`,
  },
  {
    probes: 'a',
    write: ({ any, pick }) => `
a = [[3], [1], [2], ${any()}][:3]
def key(v):
    ${pick('print(rc(v), rc(a))', 'pass')}
    return ${pick('v', '-v[0]', 'v[:1]', '[v[0], 0]', 'str(v)')}
r = ${pick('sorted(a, key=key)', 'min(a, key=key)', 'max(a, key=key)', 'list(map(key, a))', 'list(filter(key, a))', 'a.sort(key=key)', 'sorted(a, key=key, reverse=True)', 'max(*a, key=key)', 'min(a, default=None)', 'max([], default=a)', 'sum(a, [])', 'list(zip(a, a, [1, 2]))', 'dict(enumerate(a))', 'list(reversed(a))', 'any(map(key, a))', 'all(key(v) for v in a)', 'iter(a.pop, [2])', 'next(filter(None, a))', 'list(map(lambda x, y: (rc(x), rc(y)), a, a))', 'next(iter(lambda: a, None))')}
print(rc(a), [rc(v) for v in a], r is None or rc(r))
r = None
print(rc(a), [rc(v) for v in a])`,
  },
  {
    probes: 'd e',
    write: ({ any, pick }) => `
from dataclasses import dataclass, field, replace, asdict, astuple
@dataclass${pick('', '(frozen=True)', '(order=True)', '(eq=False)')}
class Data:
    x: object
    y: list = field(default_factory=${pick('list', 'dict', 'lambda: [1]')})
    z: int = 3
    ${pick('def __post_init__(self): print(rc(self), rc(self.x))', 'w: object = None', 'pass')}
a = ${any()}
d = Data(a)
e = ${pick('replace(d, z=4)', 'Data(a, d.y)', 'Data(d)', 'Data(x=a, z=5)', 'd')}
print(rc(a), rc(d), rc(e), rc(d.y), size(d.__dict__), d == e)
t = ${pick('asdict(d)', 'astuple(d)', 'repr(d)[:4]', 'd.__dict__', '[d, e]')} if a is not g3 and a is not g2 else None
print(type(t).__name__, rc(d.y))
del d, e, t
print(rc(a), gc.collect())
d = e = None`,
  },
  {
    probes: 'c',
    write: ({ pick }) => `
import enum
class Color(enum.${pick('Enum', 'IntEnum', 'Flag')}):
    RED = 1
    BLUE = 2
    ${pick('def tell(self): return rc(self) > 1', 'GREEN = 4', '@property\n    def p(self): return [self]')}
c = Color.RED
b0 = rc(c)
held = [Color.RED, Color(1), Color['RED'], c]
b1 = rc(c)
print(b1 - b0, Color(1) is c, len(Color), gc.is_tracked(c))
b0 = rc(c)
x = ${pick('{c: 1}', '[m for m in Color]', 'Color.RED.name', 'c == Color.BLUE', 'list(Color.__members__)', 'isinstance(c, Color)', 'repr(c)', 'hash(c)', 'Color.__members__')}
b1 = rc(c)
print(b1 - b0)
held.clear()
del x`,
  },
  {
    probes: 'n t',
    write: ({ any, pick }) => `
import typing
class Emp(typing.NamedTuple):
    name: object
    id: int = 3
    def who(self): return rc(self), rc(self.name)
a = ${any()}
t = Emp(a)
print(rc(t), rc(a), size(t), t.who(), rc(t.name), gc.is_tracked(t))
u = ${pick('t._replace(id=5)', 'Emp(t, 1)', 't[0]', 'typing.List[int]', 'typing.cast(int, t)', 'list[int] if sys.version_info >= (3, 9) else 0', 'typing.Optional[int]')}
print(rc(a), rc(t))
t = u = None
print(rc(a))`,
  },
  {
    probes: 'v',
    write: ({ n, pick }) => `
import array, struct
v = array.array('${pick('i', 'd', 'b', 'Q')}', range(${n(0, 12)}))
sizes = [size(v)]
for i in range(${n(1, 40)}):
    ${pick('v.append(i)', 'v.extend([i, i])', 'v.insert(0, i)', 'v = v + v[:1]', 'v.extend(v[:2])', 'v.append(i); v.pop(0)')}
    if size(v) != sizes[-1]: sizes.append(size(v))
print(sizes[:12], len(v), rc(v))
m = memoryview(v)
print(rc(v), size(m), rc(m), m.nbytes == len(v) * v.itemsize)
m.release()
x = struct.${pick("pack('<ih', 1, 2)", "unpack('<ih', bytes(6))", "Struct('<i')", "calcsize('ih')", "unpack_from('<i', v.tobytes() + bytes(4))", "iter_unpack('<h', bytes(4))")}
print(size(x), rc(x) > 1, rc(v))
del v, x, m
v = None`,
  },
  {
    probes: 'a',
    write: ({ pick }) =>
      `
import operator
a = ${pick('Box([1, 2])', 'Box(Box(3))')}
get = operator.${pick("attrgetter('value')", "attrgetter('value', 'value')", "methodcaller('__init__', [])", 'itemgetter(0)', 'itemgetter(0, 1)')}
print(rc(a), rc(get), size(get))
try:
    r = get(${pick('a', '[a, a]')})
    print(rc(a), type(r).__name__)
except (AttributeError, TypeError) as e:
    print(type(e).__name__, rc(e), rc(a))
r = None
print(rc(a), rc(operator), operator.is_(a, a), operator.add([a], [a])[0] is a)`.replace('rc(operator), ', ''),
  },
];
