// Exceptions: handlers, tracebacks, chaining, groups.

export const exceptions = [
  {
    weight: 2,
    probes: 'a kept',
    write: ({ any, chance, pick }) => `
def fail(x):
    local = [x]
    ${pick('raise KeyError(x)', 'raise ValueError', '1 / 0', 'return local[5]', 'raise RuntimeError(local) from None', 'local.missing', 'return {}["k"]', 'undefined', 'int("z")', 'len(5)')}
def through(x):
    ${pick('return fail(x)', 'try:\n        return fail(x)\n    finally:\n        print("finally", rc(x))', 'try:\n        fail(x)\n    except ZeroDivisionError:\n        print("zero", rc(x))', 'with Guard():\n        fail(x)')}
class Guard:
    def __enter__(self): return self
    def __exit__(self, *info):
        print('exit', rc(info), rc(info[1]), rc(info[2]))
a = ${any()}
kept = []
try:
    through(a)
except Exception as e:
    print(type(e).__name__, rc(e), rc(a), rc(e.__traceback__), rc(e.args) if e.args else 0)
    ${pick('kept.append(e)', 'kept.append(e.__traceback__)', 'kept.append(sys.exc_info())', 'kept.append(e.__traceback__.tb_next.tb_frame)', 'pass', 'kept.append(e.with_traceback(None))', 'e.me = e', 'print(sys.exc_info()[1] is e)', 'kept = e')}
else:
    print('no error')
${chance(0.3) ? 'finally:\n    print("last", rc(a))' : ''}
print(rc(a), rc(kept), sys.exc_info() == (None, None, None))
kept = None
print(rc(a), gc.collect(), rc(a))`,
  },
  {
    probes: 'one',
    write: ({ pick }) => `
one = None
try:
    try:
        raise KeyError('k')
    except KeyError as first:
        ${pick("raise ValueError('v')", "raise ValueError('v') from first", "raise ValueError('v') from None", 'raise', 'raise first', "raise RuntimeError from KeyError('n')", '[].pop()')}
except Exception as second:
    print(type(second).__name__, rc(second), second.__context__ is None or rc(second.__context__), second.__cause__ is None or rc(second.__cause__), second.__suppress_context__)
    one = ${pick('second', 'second.__context__', 'second.__cause__', 'second.__traceback__', '[second]', 'None')}
print(one is None or rc(one), gc.collect())
one = None
print(gc.collect())`,
  },
  {
    from: '3.11',
    probes: 'group',
    write: ({ any, pick }) => `
group = ExceptionGroup('many', [ValueError(${any()}), KeyError('k'), ${pick('TypeError()', 'ExceptionGroup("in", [ValueError(2)])', 'KeyError(1)')}])
print(rc(group), rc(group.exceptions), rc(group.exceptions[0]), size(group))
seen = []
try:
    try:
        raise group
    except* ValueError as eg:
        print('values', rc(eg), rc(eg.exceptions), rc(group))
        ${pick('seen.append(eg)', 'raise', 'pass', 'raise RuntimeError("new")', 'eg.note = eg')}
    except* KeyError as eg:
        print('keys', rc(eg), len(eg.exceptions))
except BaseException as rest:
    print(type(rest).__name__, rc(rest), rc(group))
print(rc(group), [rc(e) for e in group.exceptions], len(seen))
match, rest = group.split(${pick('ValueError', 'KeyError', '(KeyError, TypeError)', 'lambda e: type(e) is KeyError')})
print(match is None or rc(match), rest is None or rc(rest), rc(group))
sub = group.subgroup(${pick('ValueError', 'OSError', 'lambda e: True')})
print(sub is None or rc(sub), sub is group)
del match, rest, sub, seen, group
print(gc.collect())
group = None`,
  },
  {
    probes: 'a',
    write: ({ any, n, pick }) => `
a = ${any()}
count = 0
for i in range(${n(1, 6)}):
    try:
        try:
            if i % ${n(2, 3)} == 0:
                raise KeyError(a)
            ${pick('continue', 'break', 'pass', 'count += 1')}
        finally:
            print('finally', rc(a), i)
    except KeyError as e:
        print(rc(e), rc(a), rc(e.args))
        ${pick('continue', 'pass', 'e = None', 'del e')}
    else:
        count += rc(a)
else:
    print('through')
print(count, rc(a))`,
  },
  {
    probes: 'err',
    write: ({ any, n, pick }) => `
class MyError(Exception):
    def __init__(self, payload, *more):
        ${pick('super().__init__(payload)', 'self.more = more', 'super().__init__(payload, *more)')}
        self.payload = payload
    ${pick("def __del__(self):\n        print('error dies', rc(self.payload))", 'pass', "def __str__(self): return 'mine'")}
def thrower(x):
    raise MyError(x, [x])
err = None
thing = ${any()}
for i in range(${n(1, 4)}):
    try:
        thrower(thing)
    except MyError as e:
        print(rc(e), rc(e.payload), rc(e.args), rc(thing), size(e))
        err = ${pick('e', 'None', 'e.__traceback__', 'e.payload', '[e, err]')}
        ${pick('pass', 'e.__traceback__ = None', 'e.__context__ = e.__context__', 'e.self = e')}
print(rc(err) > 1, rc(thing))
err = None
print(rc(thing), gc.collect(), rc(thing))`,
  },
  {
    probes: 'f t',
    write: ({ any, pick }) =>
      `
def deep(k, v):
    if k:
        return deep(k - 1, v)
    raise LookupError(v)
t = None
try:
    deep(${pick(0, 1, 3)}, ${any()})
except LookupError:
    t = sys.exc_info()[2]
    f = t.tb_frame
    print(rc(t), rc(f), t.tb_next is None or rc(t.tb_next))
n = 0
while t is not None:
    n += 1
    print(rc(t), sorted(t.tb_frame.f_locals)[:1] == [], size(t.tb_frame) > 0) if n > 1 else None
    last, t = t, t.tb_next
print(n, rc(last), rc(last.tb_frame))
${pick('last.tb_frame.clear()', 'last.tb_next = None', 'del last', 'del f', 'pass')}
print(gc.collect())
f = last = None
print(gc.collect())`
        .replace('last.tb_frame.clear()', 'last.tb_frame.clear() if n > 1 else None')
        .replace('del last\n', 'last = None\n'),
  },
  {
    probes: 'x',
    write: ({ any, pick }) => `
x = ${any()}
def attempt(v, kind):
    try:
        if kind == 0: raise KeyError(v)
        if kind == 1: return v
        if kind == 2: return [v][1]
        return v.nothing
    except KeyError as e:
        return rc(e)
    except (IndexError, AttributeError) as e:
        return ${pick('rc(e), rc(v)', 'e', 'e.__traceback__', 'e.args', 'e.__traceback__.tb_frame')}
    finally:
        ${pick('print(rc(v), kind)', 'pass', 'v = None', 'del v')}
for kind in range(4):
    for turn in range(${pick(1, 1, 8, 30)}):
        r = attempt(x, kind)
    print(kind, rc(x), rc(r) if type(r) is not int else r)
    r = None
print(rc(x), gc.collect(), rc(x))`,
  },
  {
    probes: 'x',
    write: ({ any, n, pick }) => `
b0 = blocks()
try:
    ${pick('raise KeyError', 'raise KeyError(1000)', '{}["absent"]', '[].pop()', 'None.nothing', 'next(iter([]))', 'int("x1")', 'no_such_name', '(1).x = 2', 'assert log is pool, [1]', 'raise StopIteration(3000)', '"a" + 1', 'import no_such_module_x', 'len()', '(lambda a: a)()', '[].append(1, 2)', 'a, b = [1]', 'object() < object()', 'raise OSError(2, "none")', 'b"\\xff".decode()', 'chr(-1)', '1 << -1', '{[]: 1}', 'range(1, 2, 0)')}
except Exception as e:
    ${pick('pass', 'print(rc(e), size(e))', 'x1 = e', 'str(e)', 'repr(e)')}
b1 = blocks()
print(b1 - b0)
x = ${any()}
x1 = None
b0 = blocks()
for i in range(${n(2, 20)}):
    try:
        ${pick('raise KeyError', 'raise KeyError(i)', '{}[i]', '[].pop()', 'None.nothing', 'next(iter([]))', 'int("x")')}
    except Exception:
        pass
b1 = blocks()
print(b1 - b0)`,
  },
];
