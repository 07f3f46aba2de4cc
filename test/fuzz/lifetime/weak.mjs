// Weak references: refs, proxies, weak containers, finalizers.

export const weak = [
  {
    weight: 2,
    probes: 'o r',
    write: ({ pick }) => `
class Target:
    ${pick("__slots__ = ('v', '__weakref__')", 'v = None', "def __del__(self): print('del target', weakref.getweakrefcount(self))", '__hash__ = lambda self: 7')}
o = Target()
o.v = ${pick('o', 'None', '[o]', '[]', 'g0')}
called = lambda ref: print('callback', rc(ref), ref() is None)
r = weakref.ref(o${pick('', ', called', ', log.append')})
s = weakref.ref(o${pick('', ', called', ', lambda q: None')})
p = weakref.proxy(o${pick('', ', called', '')})
print(r is s, rc(r), rc(o), weakref.getweakrefcount(o), len(weakref.getweakrefs(o)), size(r), rc(called), rc(p))
print(rc(r()), p.v is o.v, ${pick('hash(r) == hash(o)', 'r == s', 'r.__callback__ is None', 'rc(p.v) > 1')})
${pick('del r', 's = None', 'del p', 'pass', 'pool.append(r)')}
print(weakref.getweakrefcount(o))
${pick('del o', 'o = None', 'pool.append(o); del o; pool.clear()')}
print('collect', gc.collect())
try:
    p.v
except (ReferenceError, NameError) as e:
    print(type(e).__name__)
o = r = s = p = None`,
  },
  {
    probes: 'd k',
    write: ({ n, pick }) => `
class Key:
    def __init__(self, n): self.n = n
    ${pick('def __del__(self): print("key", self.n)', 'pass', 'def __repr__(self): return "K"')}
d = weakref.${pick('WeakKeyDictionary()', 'WeakValueDictionary()', 'WeakSet()')}
k = [Key(i) for i in range(${n(1, 5)})]
for one in k:
    if isinstance(d, weakref.WeakSet): d.add(one)
    elif isinstance(d, weakref.WeakKeyDictionary): d[one] = ${pick('[]', 'one', 'one.n', '[one]')}
    else: d[one.n] = one
print(len(d), [rc(one) for one in k], rc(d))
${pick('k.pop()', 'del k[0]', 'k.clear()', 'k[0].me = k[0]; del k[0]')}
print(len(d), rc(k))
one = None
print(len(d), gc.collect(), len(d), len(list(d)))
it = None
del d
print(gc.collect())
d = None`,
  },
  {
    probes: 'o',
    write: ({ any, pick }) => `
class Res: pass
def bye(*args, **kw):
    print('bye', [rc(a) for a in args if type(a) is not int], sorted(kw))
o = Res()
arg = ${any()}
f = weakref.finalize(o, bye, ${pick('arg', '1', 'arg, arg', 'arg, k=arg', '')})
print(rc(o), rc(arg), f.alive, rc(f), rc(bye))
${pick('f()', 'f.detach()', 'o.me = o', 'pass', 'f.atexit = False', 'print(f.peek() is not None)', 'f2 = weakref.finalize(o, bye, 2)')}
print(f.alive, rc(arg))
del o
print(f.alive, gc.collect(), f.alive, rc(arg))
del f
o = None`,
  },
  {
    probes: 'm',
    write: ({ pick }) => `
class Sub:
    def __init__(self): self.seen = []
    def on(self, *a): self.seen.append(a); return rc(self)
m = Sub()
wm = weakref.WeakMethod(m.on${pick('', ', lambda r: print("method gone")')})
print(rc(m), wm() is not None, wm()(1), rc(m), wm() == m.on)
${pick('keep = wm()', 'keep = m.on', 'keep = None', 'keep = wm')}
del m
print(wm() is None, gc.collect())
keep = None
print(wm() is None)
m = None`,
  },
  {
    probes: 'a b',
    write: ({ pick }) =>
      `
class Node:
    def __init__(self, name): self.name = name; self.kids = []; self.up = None
    def add(self, kid):
        kid.up = ${pick('weakref.ref(self)', 'self', 'weakref.proxy(self)')}
        self.kids.append(kid)
        return kid
    ${pick("def __del__(self): print('gone', self.name)", 'pass')}
a = Node('root')
b = a.add(Node('leaf'))
c = b.add(Node('bud'))
print(rc(a), rc(b), rc(c), rc(a.kids))
w = [weakref.ref(x, lambda r, n=x.name: print('dead', n)) for x in (a, b, c)]
x = None
${pick('del a', 'del b', 'a.kids.clear()', 'del a, b', 'del c')}
print([r() is None for r in w])
print(gc.collect(), [r() is None for r in w])
a = b = c = None
print(gc.collect(), [r() is None for r in w])`.replace('x = None\n', ''),
  },
  {
    probes: 't',
    write: ({ pick }) => `
t = ${pick('lambda: 0', 'type("T", (), {})', 'set()', 'frozenset([1, 2])', '(i for i in [])', 'bytearray(b"ab")', 'memoryview(b"ab")', 'Box', 'Box()', '[].append')}
try:
    first = weakref.ref(t)
    b0 = blocks()
    second = weakref.ref(t)
    b1 = blocks()
    print(b1 - b0, first is second)
    b0 = blocks()
    third = weakref.ref(t, print)
    b1 = blocks()
    print(b1 - b0)
    third = None
    print(weakref.getweakrefcount(t) if t not in (len, type, Box) else 0, rc(first))
except TypeError as e:
    print(e)
t = first = second = None`,
  },
];
