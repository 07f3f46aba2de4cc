// Generators, coroutines and comprehensions.

export const generators = [
  {
    weight: 2,
    probes: 'g a',
    write: ({ any, pick }) =>
      `
def gen(x, y=None):
    z = [x]
    try:
        got = yield ${pick('x', 'z', 'rc(x)', '[x, z]')}
        print('got', rc(x), rc(z), got is None or rc(got))
        ${pick('yield from z', 'yield got', 'y = yield from inner(x)', 'for i in range(3): yield i', 'return z', 'raise KeyError(x)')}
    ${pick('finally:\n        print("finally", rc(x))', 'except GeneratorExit as e:\n        print("exit", rc(e))\n        raise', 'except ValueError as e:\n        print(rc(e))\n        yield e', 'except (KeyError, ValueError):\n        yield x')}
def inner(v):
    r = yield v
    return r
a = ${any()}
g = gen(a)
print(rc(a), rc(g), size(g), rc(g.gi_frame), g.gi_running)
${pick('next(g)', 'g.send(None)', 'for v in g: break', 'v = next(g)', 'pass', 'next(g); next(g, None)')}
print(rc(a), rc(g), g.gi_frame is None or rc(g.gi_frame))
try:
    ${pick('g.send(a)', 'g.throw(ValueError("x"))', 'g.close()', 'print(len(list(g)))', 'g.throw(KeyError, KeyError(a))', 'g.throw(GeneratorExit)', 'del g; g = None', 'next(g)', 'f = g.gi_frame; g.close(); print(rc(f))')}
except (StopIteration, KeyError, ValueError, GeneratorExit) as e:
    print(type(e).__name__, rc(e), rc(a), ${pick('rc(e.args)', 'e.__traceback__.tb_next is None', 'getattr(e, "value", None) is None')})
print(rc(a), g is None or g.gi_frame is None)
${pick('del g', 'g = [g]', 'pass', 'pool.append(g)')}
print(gc.collect(), rc(a))`.replace(/del g; g = None/, 'g = None'),
  },
  {
    probes: 'a got',
    write: ({ any, pick }) => `
a = ${any()}
got = ${pick('[a for _ in range(3)]', '[[a] for x in (a, a) if x is a]', '{i: a for i in range(4)}', '{i for i in range(9)}', '[(x, y) for x in [a] for y in (x, x)]', 'list(rc(a) for _ in range(2))', '[rc(x) for x in [a, a]]', '[y for x in [1, 2] if (y := [x, a])]', '[lambda: (a, i) for i in range(3)]', '[f() for f in [lambda i=i: [i] for i in range(2)]]', '(x for x in [a])', '[[b for b in (a, c)] for c in (1, 2)]', 'sum([[x] for x in (a, a)], [])', '{str(k): v for k, v in zip("ab", [a, a])}', '[i for i, x in enumerate([a, a])]', 'any(x is a for x in [1, a, 2])', 'max([1, 2, 3], key=lambda k: rc(a) * 0 + k)', 'set(type(x).__name__ for x in [a, 1])')}
print(rc(a), rc(got) if type(got) not in (int, bool) else got)`,
  },
  {
    probes: 'a',
    write: ({ any, pick }) => `
class Wait:
    def __init__(self, v):
        self.v = v
    def __await__(self):
        print('await', rc(self))
        got = yield self.v
        return ${pick('got', 'self', '[self.v]')}
async def leaf(v):
    ${pick('r = await Wait(v)', 'r = await Wait([v])', 'try:\n        r = await Wait(v)\n    finally:\n        print("leaf ends", rc(v))')}
    return r
async def root(v):
    ${pick('x = await leaf(v)', 'x = [await leaf(v) for _ in range(2)]', 'x = await leaf([v])')}
    print(rc(v), rc(x) > 1)
    return x
a = ${any()}
c = root(a)
print(rc(a), rc(c), size(c), c.cr_frame is not None and rc(c.cr_frame))
r = c.send(None)
print(rc(a), rc(c), c.cr_await is not None and rc(c.cr_await))
try:
    ${pick('c.send([a])', 'c.throw(KeyError(a))', 'c.close()', 'c.send(None); c.send(a)', 'pool.append(c)')}
except (StopIteration, KeyError) as e:
    print(type(e).__name__, rc(e), rc(a), e.args == ())
c.close()
del c
print(rc(a), gc.collect())`,
  },
  {
    probes: 'a g',
    write: ({ any, pick }) => `
async def agen(v):
    try:
        yield v
        print('between', rc(v))
        yield [v]
    finally:
        print('agen ends', rc(v))
async def drive(v):
    ${pick('async for x in agen(v):\n        print(rc(x))', 'r = [x async for x in agen(v)]\n    print(rc(r))', 'g = agen(v)\n    x = await g.__anext__()\n    print(rc(g), rc(x))\n    await g.aclose()', 'g = agen(v)\n    await g.asend(None)\n    try:\n        await g.athrow(KeyError("k"))\n    except KeyError as e:\n        print(rc(e))')}
    return rc(v)
a = ${any()}
c = drive(a)
try:
    c.send(None)
except StopIteration as e:
    print(e.value, rc(e))
del c
g = agen(a)
step = g.__anext__()
print(rc(a), rc(g), rc(step), size(g))
try:
    step.send(None)
except StopIteration as e:
    print(rc(e.value), rc(a))
${pick('del step', 'step.close()', 'pass', 'g.ag_frame')}
print(rc(g))
end = g.aclose()
try:
    end.send(None)
except StopIteration:
    print('closed', rc(a), rc(g))
del end`,
  },
  {
    probes: 'p a',
    write: ({ any, n, pick }) =>
      `
def numbers(k):
    for i in range(k):
        yield ${pick('i', '[i]', '(i, [])', 'i * 1000')}
def pairs(source):
    last = None
    for item in source:
        if last is not None:
            yield last, item
        last = item
a = ${any()}
p = pairs(numbers(${n(2, 8)}))
first = next(p)
print(rc(first), rc(p), p.gi_frame.f_lineno > 0, rc(p.gi_frame.f_locals['source']), p.gi_yieldfrom is None)
rest = ${pick('list(p)', '[x for x in p]', 'tuple(p)', 'dict(enumerate(p))', 'next(p, None)', 'sum(1 for _ in p)', '[*p]')}
print(type(rest).__name__, rc(p), p.gi_frame is None)
b0 = blocks()
p = ${pick('numbers(3)', '(i for i in a0)', 'pairs(numbers(3))', 'iter(numbers(1))', 'map(len, numbers(0))')}
b1 = blocks()
print(b1 - b0)`.replace('a = ', 'a0 = [1]\na = '),
  },
  {
    probes: 'c',
    write: ({ pick }) => `
def loop():
    me = yield
    ${pick('holder = [me]', 'holder = {"me": me}', 'holder = lambda: me', 'pass')}
    try:
        while True:
            yield ${pick('me', 'None', 'rc(me)')}
    finally:
        print('loop over')
c = loop()
next(c)
c.send(c)
w = weakref.ref(c)
print(rc(c), gc.is_tracked(c))
del c
print(w() is None)
print(gc.collect(), w() is None)
c = None`,
  },
  {
    probes: 'd',
    write: ({ any, n, pick }) => `
def sub(v):
    try:
        r = yield [v]
        print('sub', rc(v))
        return ${pick('r', 'v', '[v, r]')}
    except ${pick('KeyError', 'GeneratorExit', 'ValueError')} as e:
        print('caught', rc(e), rc(v))
        ${pick('raise', 'return e', 'pass')}
def top(v):
    while True:
        try:
            r = yield from sub(v)
        except ValueError as e:
            r = ${pick('e', 'None', '[e]')}
        print('top', rc(v), rc(r) > 1)
        ${pick('v = r', 'if r is None: return', 'yield r')}
d = ${any()}
t = top(d)
for step in range(${n(1, 4)}):
    try:
        x = ${pick('next(t)', 't.send(None) if step == 0 else t.send([step])', 'next(t) if step != 1 else t.throw(ValueError(step))')}
    except (StopIteration, ValueError, KeyError) as e:
        print('end', type(e).__name__)
        break
print(rc(d), rc(t), t.gi_yieldfrom is None or rc(t.gi_yieldfrom))
t.close() if ${pick('True', 'False')} else None
t = x = None
print(rc(d), gc.collect())`,
  },
  {
    probes: 'x',
    write: ({ any }) => `
x = ${any()}
if (k := [x]) and (m := rc(k)):
    print(m, rc(x), rc(k))
while (item := (k.pop() if k else None)) is not None:
    print(rc(item))
print([j := 0, *[(j := j + 1) for _ in range(3)]], rc(x))
print([rc(x) for x in [x, [x]]], rc(x), [x for x in ()] == [])`,
    alone: true,
  },
];
