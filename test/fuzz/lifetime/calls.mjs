// Calls: arguments and who holds them, closures, decorators, defaults, frames.

export const calls = [
  {
    probes: 'a b t',
    write: ({ any, pick }) => `
a = ${any()}
b = ${any()}
def f(x, y=a, *rest, k=None, **more):
    print(rc(x), rc(y), rc(a), rc(rest), rc(more))
    ${pick('return x', 'return rest', 'return more', 'return locals()', 'return (x, y, rest, more)', 'return k')}
t = f(${pick('a', 'a, b', 'a, b, a', '*(a, b)', '*[a, b, a]', 'a, k=b', 'x=a, y=b', '**{"x": a, "z": b}', '*(a,), **{"k": b}', 'a, *[b], z=a, **{"w": b}')})
print(rc(a), rc(b), rc(f.__defaults__), type(t).__name__)
${pick('del f', 'f.__defaults__ = None', 'f.__kwdefaults__ = {"k": a}', 'f.note = a', 'pass')}
print(rc(a), rc(b))`,
  },
  {
    probes: 'made c d',
    write: ({ any, fresh, pick }) => `
def outer(v):
    w = ${fresh()}
    def change(new):
        nonlocal v
        old, v = v, new
        return ${pick('old', 'rc(old)', '(old, w)')}
    def read():
        return v
    ${pick('change.read = read', 'pass', 'change.me = change')}
    return ${pick('change, read', '(change, lambda: (w, v))', '[change, read]')}
made = ${any()}
c, d = outer(made)
print(rc(made), rc(c), rc(d), len(c.__closure__))
r = c(${fresh()})
print(rc(made), [rc(cell.cell_contents) for cell in c.__closure__], [rc(cell) for cell in d.__closure__])
del ${pick('c', 'd', 'r')}
print(rc(made), gc.collect())`,
  },
  {
    probes: 'obj keep',
    write: ({ any, n, pick }) => `
def deco(f):
    ${pick('calls = []', 'calls = ()', 'calls = {}')}
    def wrapper(*args, **kwargs):
        ${pick('result = f(*args, **kwargs)', 'result = f(*args)', 'result = [f(*args), args]')}
        ${pick('print(rc(args), rc(f))', 'print(rc(args[0]), len(args))', 'pass')}
        return result
    ${pick('wrapper.inner = f', 'wrapper.__wrapped__ = f', 'pass')}
    return wrapper
@deco
def work(x, *more):
    print(rc(x), rc(more))
    return ${pick('x', 'more', '[x]')}
obj = ${any()}
keep = [work(obj) for _ in range(${n(1, 4)})]
print(rc(obj), rc(work), rc(keep[0]), rc(keep))`,
  },
  {
    probes: 'x',
    write: ({ fresh, n, pick }) => `
def collectdefaults(value, into=${pick('[]', '{}', '[0]')}):
    ${pick('into.append(value) if isinstance(into, list) else into.update(v=value)', 'print(rc(into), rc(value))')}
    return into
x = ${fresh()}
for i in range(${n(1, 5)}):
    y = collectdefaults(${pick('x', 'i', '[x]', 'value=x')})
print(rc(x), rc(y), size(y), rc(collectdefaults.__defaults__[0]))
del y
print(rc(collectdefaults.__defaults__), gc.is_tracked(collectdefaults.__defaults__))`,
  },
  {
    probes: 'o',
    write: ({ any, pick }) => `
def inner(p):
    frame = sys._getframe()
    print(rc(frame), rc(p), rc(frame.f_code) - rc(inner.__code__), frame.f_back is None)
    ${pick('return frame', 'return frame.f_locals', 'return frame.f_back', 'return None', 'frame.f_locals["p"]; return [frame]')}
def middle(q):
    r = inner(q)
    print(rc(q), rc(r) - rc(None), type(r).__name__)
    ${pick('return r', 'del q; return r', 'return None')}
o = ${any()}
back = middle(o)
print(rc(o), type(back).__name__, back is None or rc(back))
${pick('back = None', 'back.clear() if hasattr(back, "f_lineno") else None', 'del back')}
print(rc(o), gc.collect())`,
  },
  {
    probes: 'a',
    write: ({ any, n }) => `
def hot(x, y):
    z = [x, y]
    return rc(x), rc(y), rc(z)
a = ${any()}
seen = []
for i in range(${n(3, 70)}):
    r = hot(a, z0) if i % 5 == 4 and (z0 := [i]) else hot(a, a)
    if r not in seen:
        seen.append(r)
print(seen)`,
  },
  {
    probes: 'b m',
    write: ({ any, fresh, n, pick }) => `
class Acc:
    total = ${pick('[]', '()', 'None')}
    def __init__(self, *items):
        self.items = items
    def add(self, x, y=None):
        ${pick('self.last = x', 'self.items += (x,)', 'pass')}
        return rc(self), rc(x), rc(y) - rc(None)
    ${pick('@staticmethod\n    def st(v):\n        return rc(v)', '@classmethod\n    def st(cls, v):\n        return rc(v), rc(cls) > 3', 'def st(self, v):\n        return rc(v)')}
b = Acc(${any()}, ${fresh()})
m = b.add
v = ${any()}
for i in range(${n(1, 30)}):
    r = ${pick('m(v)', 'b.add(v)', 'b.add(v, v)', 'b.add(x=v)', 'm(*[v])', 'Acc.add(b, v)', 'b.st(v)')}
print(r, rc(b), rc(m), rc(v), rc(b.items), m.__self__ is b, ${pick('rc(Acc.add)', 'rc(m.__func__)', 'rc(b.__dict__)')})`,
  },
  {
    probes: 'p x',
    write: ({ any, pick }) =>
      `
x = ${any()}
p = ${pick('lambda a, b=x: (rc(a), rc(b))', 'lambda *a: [rc(i) for i in a]', 'lambda a, **k: (rc(a), rc(k), len(k))')}
print(p(x))
print(p(${pick('[1]', 'x', 'object()', 'a=x', '*[x]', '*(x,)')}) if not p.__code__.co_flags & 8 or True else 0)
print((lambda: rc(x))(), (lambda x: rc(x))(x), (lambda x=x: rc(x))(), [rc(x) for _ in (1, 2)], rc(p))`.replace(
        'a=x',
        'x',
      ),
  },
  {
    probes: 'node',
    write: ({ any, n, pick }) => `
def depth(k, value):
    if k == 0:
        return rc(value), ${pick('sys._getframe().f_back.f_lineno > 0', 'len(log)', '0')}
    ${pick('local = [value]', 'local = value', 'pass')}
    return depth(k - 1, ${pick('value', '[value]', 'value')})
node = ${any()}
print(depth(${n(1, 12)}, node), rc(node))`,
  },
  {
    probes: 'f g',
    write: ({ any, fresh, pick }) => `
def make(n):
    local = ${fresh()}
    ${pick('def inner(): return make', 'def inner(): return inner', 'def inner(): return local, n', 'inner = lambda: (inner, local)')}
    return inner
f = make(${any()})
g = make(f)
print(rc(f), rc(g), rc(f.__code__) - rc(g.__code__), f.__code__ is g.__code__, f.__globals__ is g.__globals__)
w = weakref.ref(f)
del f
print(w() is None, gc.collect(), w() is None)
${pick('g = None', 'g.__defaults__ = (g,)', 'g.x = g', 'del g')}
print(gc.collect(), w() is None)`,
  },
  {
    probes: 'x',
    write: ({ any, chance, pick }) =>
      `
x = ${any()}
def swap(a, b):
    a, b = b, a
    ${chance(0.5) ? 'a, b, c = b, a, [a]' : '(a, *c) = [b, a, b]'}
    print(rc(a), rc(b), rc(c))
    del ${pick('a', 'b', 'c')}
    ${pick('x = 1', 'y = z = [x]', 'for x in [1, 2]: pass')}
swap(x, ${any()}) if ${pick('True', 'x is not None')} else None
print(rc(x))`.replace('y = z = [x]', 'y = z = []'),
  },
  {
    probes: 'x',
    write: ({ any, pick }) =>
      `
x = ${any()}
def use():
    global shared
    shared = x
    return ${pick('shared', 'rc(shared)', 'globals()["shared"] is x')}
r = use()
print(rc(x), type(r).__name__)
${pick('del shared', 'globals().pop("shared")', 'shared = None')}
print(rc(x))`.replaceAll('def use():\n    global shared', 'def use():\n    global shared'),
    alone: true,
  },
  {
    probes: 'args',
    write: ({ any, n, pick }) =>
      `
args = [${any()} for _ in range(${n(1, 4)})]
def take(*got, **named):
    print(rc(got), rc(named), [rc(one) for one in got], [rc(one) for one in named.values()])
    return ${pick('got', 'named', 'None')}
r = take(*args, ${pick('*args', 'a=args', '**{"a": args[0]}', '**dict(zip("abcd", args))', 'args')})
print(rc(args), [rc(one) for one in args], r is None or rc(r))`.replace('*args, args)', '*args, *[args])'),
  },
  {
    probes: 'v',
    write: ({ any, pick }) => `
v = ${any()}
def run(code, scope):
    ${pick('exec(code, scope)', "exec(compile(code, 'made', 'exec'), scope)", 'exec(code, scope, scope)')}
    return scope
scope = run(${pick("'y = [v]'", "'def f(): return v\\nz = f()'", "'y = v; del v'", "'class K: a = v'")}, {'v': v})
print(rc(v), sorted(k for k in scope if k != '__builtins__'), rc(scope))
print(eval('rc(v)', {'rc': rc, 'v': v}), eval('[rc(v), v][0]'))
del scope
print(rc(v), gc.collect(), rc(v))`,
  },
  {
    probes: 'b',
    write: ({ any, n, pick }) => `
b0 = blocks()
def spare(a, b=2, *c): return a
b1 = blocks()
print(b1 - b0)
b0 = blocks()
${pick('spare(1)', 'spare([])', 'spare(1, 2, 3)', 'spare(*[1, 2])', 'spare(**{"a": 1})', 'x = spare([1])', 'x = lambda: 0', 'x = [spare(i) for i in range(3)]', 'x = spare.__get__(1)', '(lambda: 0)()')}
b1 = blocks()
print(b1 - b0)
b0 = blocks()
for i in range(${n(2, 40)}):
    ${pick('spare(i)', 'x = spare([])', 'spare(a=i)', 'x = (lambda: i)()', 'x = spare({}, [], ())')}
b1 = blocks()
print(b1 - b0)
b = ${any()}`,
  },
];
