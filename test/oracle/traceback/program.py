"""Raises errors of many shapes and prints, as JSON, each with the text that the interpreter gives it."""
import sys, json
def rec(n):
    return rec(n-1) + 1 if n else 1/0
class Foo:
    def meth(self, x):
        return x['a']['b'] + self.nothing
def multi():
    x = dict(
        a=1,
        b=int(
            'zz'
        ),
    )
def multi2(a):
    return (
        a +
        None
    )
def multi3(a):
    print(1 + 2, a.foo.bar(1,
        2), 3)
def longcall(a):
    raise ValueError(
        1,
        2,
        3,
        4,
        5,
    )
def chain():
    try:
        {}['x']
    except KeyError as e:
        raise ValueError('bad') from e
def chain2():
    try:
        {}['x']
    except KeyError as e:
        raise ValueError('bad')
def assert_(): assert 1 == 2, 'msg'
def retcall():
    return int('x')
def retcall2():
    return  int('x').foo
def assign():
    y = int('x')
def assign2():
    y = int('x') + 1
def binop():
    a = 5; b = None
    c = a + b   # comment
    return c
def binop2():
    return (1) / (0)
def binop3():
    return 1 // 0
def subs():
    a = [1]
    return a [ 5 ] + 1
def nested():
    a = {'x': [1]}
    return a['x'][0]['y']
def deco():
    @foo
    def x(): pass
def withst():
    with open_it(1) as f:
        pass
def forst():
    for a, b in [1, 2]:
        pass
def unpack():
    a, b = 1, 2, 3
def comp():
    return [x / 0 for x in (1, 2)]
def attr():
    x = None
    x.foo.bar = 3
def aug():
    x = 'a'
    x += 1
def dele():
    del {}['a']
def gen():
    def g():
        yield 1
        raise ValueError
    for x in g(): pass
def raise_(): raise RuntimeError
def note():
    e = ValueError('x'); 
    if hasattr(e,'add_note'): e.add_note('note 1'); e.add_note('two\nlines')
    raise e
def group():
    if sys.version_info >= (3,11):
        try: 1/0
        except Exception as e: x = e
        try: raise ExceptionGroup('inner', [ValueError('a'), x])
        except Exception as e: y = e
        raise ExceptionGroup('outer', [y, TypeError('t'), ExceptionGroup('noTb', [KeyError('k')])])
    raise ValueError('no')
def uni():
    s = 'é' + 1
def cond(): return 1 if undefined_name else 2
def lam(): return (lambda: 1/0)()
def fstr(): return f"{1/0}"
def cmp(): return 1 < 'a'
def kw(): return print(1, foo=2)
def starcall(): return max(*[1], **{'key': 3})
def tabs():
	x = 1/0
def neg(): return -'a'
def backslash():
    return 1 + \
        None
def emptycall(): raise_(
    )
def mcall():
    return (Foo()
        .meth(1)
        .x)
fs = [lambda: rec(6), lambda: Foo().meth({'a': {'b': 1}}), multi, lambda: multi2(1), lambda: multi3(None), lambda: longcall(1), chain, chain2, assert_, retcall, retcall2, assign, assign2, binop, binop2, binop3, subs, nested, deco, withst, forst, unpack, comp, attr, aug, dele, gen, raise_, note, group, uni, cond, lam, fstr, cmp, kw, starcall, tabs, neg, backslash, emptycall, mcall]
out = []
import io
lines = open(__file__, encoding='utf-8').read().split('\n')
def chars(line, column): return len(lines[line - 1].encode()[:column].decode())
def model(e):
    stack = []
    tb = e.__traceback__
    while tb:
        co = tb.tb_frame.f_code
        span = None
        if sys.version_info >= (3, 11):
            pos = list(co.co_positions())[tb.tb_lasti // 2]
            if None not in pos: span = dict(line=pos[0], endLine=pos[1], column=chars(pos[0], pos[2]), endColumn=chars(pos[1], pos[3]))
        stack.append(dict(filename='program.py', line=tb.tb_lineno, name=co.co_name, span=span))
        tb = tb.tb_next
    return dict(typeName=type(e).__qualname__, text=str(e), suggestion='', stack=stack, cause=model(e.__cause__) if e.__cause__ else None,
      context=model(e.__context__) if e.__context__ and not e.__suppress_context__ else None, suppressContext=e.__suppress_context__, notes=getattr(e,'__notes__',[]),
      group=[model(x) for x in e.exceptions] if hasattr(e,'exceptions') else None, syntax=None)
for f in fs:
    try: f()
    except Exception as e:
        err = sys.stderr; sys.stderr = io.StringIO()
        sys.excepthook(type(e), e, e.__traceback__)
        text = sys.stderr.getvalue().replace(__file__, 'program.py'); sys.stderr = err
        out.append(dict(name=f.__name__, text=text, model=model(e)))
json.dump(out, sys.stdout, separators=(",", ":"))
