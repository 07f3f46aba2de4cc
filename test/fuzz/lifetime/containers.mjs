// Containers: sizes as they grow, sharing, copying, deleting, iterating.

export const containers = [
  {
    weight: 2,
    probes: 'x',
    write: ({ n, pick }) => `
x = ${pick('[]', '[1, 2, 3]', 'list(range(10))', '[[]] * 3', '[i for i in range(7)]', 'list("abc")', '[*range(5)]', 'list((1, 2))', 'sorted([2, 1])', '"a b c".split()', '[None] * 9', '[0][:]')}
sizes = [size(x)]
for i in range(${n(1, 60)}):
    ${pick('x.append(i)', 'x.insert(0, i)', 'x += [i]', 'x.extend([i, i])', 'x = x + [i]', 'x[len(x):] = (i,)', 'x.extend(j for j in range(2))', 'x.append(x.pop()) if x else x.append(1)', 'x *= 1')}
    if size(x) != sizes[-1]: sizes.append(size(x))
print(sizes, rc(x))
${pick('del x[1:3]', 'x.clear()', 'x[:] = []', 'x.sort(key=lambda k: 0)', 'del x[::2]', 'x.reverse()', 'x[::2] = x[::2]', 'while len(x) > 2: x.pop()', 'x.remove(x[0]) if x else None', 'x = x.copy()', 'x = x[:]', 'x = x * 2', 'del x[-1:]')}
print(size(x), len(x))`,
  },
  {
    weight: 2,
    probes: 'd',
    write: ({ n, pick }) =>
      `
d = ${pick('{}', 'dict()', 'dict(a=1, b=2)', '{"a": 1}', '{i: i for i in range(6)}', 'dict.fromkeys("abc")', 'dict(zip("ab", [1, 2]))', '{**{"a": 1}}', '{"a": 1} | {"b": 2} if sys.version_info >= (3, 9) else {}', '{1: 2}.copy()', 'vars(Box(1)).copy() if hasattr(Box(1), "__dict__") else {}')}
sizes = [size(d)]
for i in range(${n(1, 50)}):
    ${pick('d[i] = []', 'd["k%d" % i] = i', 'd.setdefault(i, [])', 'd.update({i: i})', 'd[i, i] = d', 'd.update(a=i)', 'd[i] = d.pop(i - 1, None)', 'd |= {i: 0} if sys.version_info >= (3, 9) else {}', 'd.pop(i, None)')}
    if size(d) != sizes[-1]: sizes.append(size(d))
print(sizes, rc(d), gc.is_tracked(d))
${pick('d.clear()', 'd.popitem() if d else None', 'd = dict(d)', 'd = d.copy()', 'd = {**d}', 'for k in list(d)[::2]: del d[k]', 'd = dict(d.items())', 'del d[next(iter(d))] if d else None', 'd = {k: v for k, v in d.items()}', 'k, v, i = d.keys(), d.values(), d.items()')}
print(size(d), len(d), rc(d))`
        .replace(/^del d\[next\(iter\(d\)\)\] if d else None$/m, 'if d: del d[next(iter(d))]')
        .replace(/d \|= (.*)$/m, 'd.update($1)'),
  },
  {
    probes: 's',
    write: ({ n, pick }) => `
s = ${pick('set()', '{1, 2}', 'set(range(9))', 'frozenset(range(4))', '{i for i in range(20)}', 'set([1, 2, 3])', '{*range(5)}', 'set(set(range(30)))')}
sizes = [size(s)]
for i in range(${n(1, 50)}):
    ${pick('s = s | {i}', 's = s - {i}', 's = s.union([i, i + 1])', 's = s ^ {i}', 's = set(s); s.add(i)', 's = s & set(range(i))', 's = s.copy()')}
    if size(s) != sizes[-1]: sizes.append(size(s))
print(sizes, len(s), rc(s), gc.is_tracked(s))`,
  },
  {
    probes: 'a b',
    write: ({ any, pick }) =>
      `
a = ${any()}
b = ${pick('[a, a]', '{0: a, 1: a}', '(a, a)', '[a] * 3', '{"k": a}', '[[a], (a,)]', 'dict.fromkeys(range(3), a)', '(a, [a])', 'list(zip([a], [a]))', 'list(enumerate([a]))', '[*[a], *(a,)]', '[(a,)] * 2', '{"p": {"q": a}}')}
print(rc(a), rc(b), gc.is_tracked(b))
c = ${pick('b', 'b.copy() if hasattr(b, "copy") else b[:]', 'type(b)(b)', '[b, b]', 'iter(b)', 'reversed(b)', 'b == b', 'repr(b)', 'b.__iter__()', 'list(b)', 'len(b)', 'tuple(b)', 'set(map(id, b))')}
print(rc(a), rc(b), type(c).__name__)
${pick('del c', 'c = None', 'b = None', 'del b[0]', 'b = [c]', 'b = c = a')}
print(rc(a))`.replace('del b[0]', 'b = type(b)()'),
  },
  {
    probes: 'q',
    write: ({ any, pick }) => `
q = [${any()}, ${any()}, ${any()}, []]
x, *y = q
print(rc(x), rc(y), rc(q[-1]))
for i, v in enumerate(q):
    print(i, rc(v), rc(q))
    ${pick('break', 'continue', 'q[i] = v', 'pass', 'del v', 'q[i:i + 1] = [v]')}
for p, v in zip(q, reversed(q)):
    if p is v: print(rc(p))
${pick('q.append(q)', 'q[0] = q', 'q = [q]', 'q[:] = q[::-1]', 'q.sort(key=id)', 'q.extend(q)', 'q += q', 'q[1:2] = []', 'q = q + q', 'q = tuple(q)', 'q.insert(1, q)')}
print(len(q), rc(x), rc(q))
x = y = v = p = None
print(gc.collect())`,
  },
  {
    probes: 'v',
    write: ({ any, pick }) => `
d = {'a': ${any()}, 'b': [], 3: ${any()}}
v = d.${pick('keys', 'values', 'items')}()
print(rc(d), rc(v), size(v), gc.is_tracked(v))
it = iter(v)
print(rc(d), rc(v), rc(it), size(it))
x = next(it)
print(rc(x) if type(x) is not str else 's', rc(d['b']))
${pick('del it', 'rest = list(it)', 'd["new"] = 1', 'for y in v: pass', 'w = v if not hasattr(v, "mapping") else v.mapping', 'list(reversed(v))')}
del d
print(rc(v), len(v))
v = it = x = y = rest = w = None`,
  },
  {
    probes: 't',
    write: ({ pick }) => `
b0 = blocks()
t = ${pick('tuple([1, []])', '(log, pool)', '([], [])', 'tuple(i for i in range(5))', '(1, 2) + (log,)', '(log,) * 3', 'tuple({1: 2})', '(*log, 1)', 'tuple(range(25))', 'divmod(7000, 300)', 'tuple(map(str, (5, 6)))')}
b1 = blocks()
print(b1 - b0, rc(t) > 1, gc.is_tracked(t), size(t))
gc.collect()
print(gc.is_tracked(t), t[:] is t, tuple(t) is t, t[0:1] == t, rc(t[-1]) > 1, t + () is t, () + t is t, t * 1 is t)
b0 = blocks()
u = t[${pick('0:1', '::-1', ':', '1:', '5:')}]
b1 = blocks()
print(b1 - b0)
x, *y = t
print(size(y), len(y))`,
  },
  {
    probes: 's',
    write: ({ pick }) => `
s = slice(${pick('None', '[]', 'log', '1000')}, ${pick('None', 'log', '2')})
b0 = blocks()
z = ${pick('slice(1, 2)', 'slice(pool, 1, 1)', 'range(5000)', 'range(1000, 9000, 7)', '[1, 2, 3][1:]', '"abcdef"[2:4]', 'b"abcdef"[1:]', 'memoryview(b"abcdef")[1:]', 'bytearray(b"abcdef")[1:]', 'reversed([1])', 'iter(range(3000))', 'list(range(300, 310))[::3]', 'type(s)', 'enumerate(log)', 'zip(log, pool)', 'map(len, log)', 'filter(None, log)', 'complex(1, 2)', '1.5 * len(log)', '10 ** 20', '-(2 ** 62)', 'object()', 'frozenset((1, 2))', 'super(Box, g2)', 'property()', 'staticmethod(len)', 'classmethod(len)', 'type("Q", (), {})', 'print', 'log.append', 'Box.__init__', 'g2.__init__', 'g2.__str__', 'int.__add__', 'Box.__dict__')}
b1 = blocks()
print(b1 - b0)
b0 = blocks()
del z
b1 = blocks()
print(b1 - b0, rc(s))`,
  },
  {
    probes: 'a b c',
    write: ({ pick }) => `
a = ['a']
b = ${pick('[a]', '{"a": a}', '(a,)', 'Box(a)', 'lambda x=a: x', '[a].__iter__()', 'type("C", (), {"a": a})', '(i for i in [a])', 'a.append', 'map(None, a)', 'zip(a)', 'Box(a).__init__', 'property(a.append)', 'memoryview(bytearray(2))', 'super(Box, Box(a))', 'slice(a)', 'enumerate(a)', 'KeyError(a)')}
c = [b]
a.append(c)
print(rc(a), rc(b), rc(c), len(gc.get_referents(b)), gc.is_tracked(b))
w = len(gc.get_referrers(a))
print(w)
del a, b, c
print(gc.collect(), gc.get_count()[1:])
a = b = c = None`,
  },
  {
    probes: 'm',
    write: ({ n, pick }) => `
m = ${pick('bytearray()', 'bytearray(10)', 'bytearray(b"abc")')}
sizes = [size(m)]
for i in range(${n(1, 50)}):
    ${pick('m.append(i)', 'm += b"xy"', 'm.extend([i, i])', 'm[:0] = b"z"', 'm *= 1', 'm.insert(0, 1)', 'del m[:1]', 'm.extend(b"abc")', 'm = m + b"q"')}
    if size(m) != sizes[-1]: sizes.append(size(m))
print(sizes, len(m), rc(m))
v = memoryview(m)
u = v[1:]
print(rc(m), rc(v), rc(u), rc(v.obj), size(v))
try:
    m.append(1)
except BufferError as e:
    print(rc(e))
${pick('v.release()', 'del u', 'u.release(); v.release()', 'w = bytes(v)', 'u = v.tobytes()', 'w = v.cast("B")', 'w = v.toreadonly()')}
print(rc(m))
u = v = w = None
print(rc(m))`,
  },
];
