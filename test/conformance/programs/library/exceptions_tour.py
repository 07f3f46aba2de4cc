# What exceptions hold, and how they travel.
import sys
rc = sys.getrefcount
def t(f, *a):
    try: r = f(*a); print('ok', r)
    except BaseException as e: print(type(e).__name__, e, e.args)
class A(Exception):
    def __init__(self, code, msg='m'):
        super().__init__(code, msg); self.code = code
    def __str__(self): return f'A[{self.code}]'
class B(A):
    def __init__(self, **kw): super().__init__(7); self.kw = kw
try: raise A(3)
except A as e: print(e, repr(e), e.code, e.__dict__, e.args)
try: raise B(x=1)
except A as e: print(e, repr(e), e.kw, e.__dict__)
class C(Exception):
    def __new__(cls, *a):
        o = super().__new__(cls, *a); o.extra = 1; return o
e = C(1,2); print(e.args, e.extra, e.__dict__, sys.getsizeof(e), sys.getsizeof(Exception()), C.__dictoffset__, Exception.__basicsize__)
class D(ValueError): __slots__ = ('q',)
d = D(5); d.q = 3; print(d.q, sys.getsizeof(d)); d.z = 4; print(d.__dict__)
for et in (OSError, StopIteration, SystemExit, ImportError, KeyError, UnicodeDecodeError, SyntaxError, AttributeError, NameError):
    print(et.__name__, et.__basicsize__, et.__mro__[1].__name__)
print(repr(OSError(2,'no','f')), OSError(2,'no','f').filename, str(OSError(2,'no','f','','g')) if 1 else '', OSError(2,'no','f').args, OSError('x').errno, OSError(13,'x').strerror, type(OSError(17,'e')).__name__, str(OSError()), repr(OSError(1)))
class MyOS(OSError):
    def __init__(self, a): self.a = a
m = MyOS(3); print(m.args, m.a, str(m), m.errno)
class MyOS2(OSError): pass
print(MyOS2(2,'a','b').filename, type(MyOS2(2,'a')).__name__)
print(StopIteration(5).value, StopIteration().value, SystemExit(3).code, SystemExit().code, SystemExit(1,2).code)
i = ImportError('m', name='n', path='p'); print(i.name, i.path, i.msg, i, i.args, i.__reduce__())
k = KeyError('x'); print(k, repr(k), KeyError(1,2), KeyError())
u = UnicodeDecodeError('utf-8', b'ab\xff', 2, 3, 'bad'); print(u, u.start, u.object, u.reason, repr(u))
u = UnicodeEncodeError('ascii', 'a\xe9\u1234', 1, 3, 'bad'); print(u); u.end = 2; print(u, u.encoding); u.start = 2; u.end=3; print(u)
u = UnicodeTranslateError('a\U00012345', 1, 2, 'bad'); print(u)
s = SyntaxError('m', ('f.py', 3, 4, 'text')); print(s, s.lineno, s.offset, s.text, s.filename, s.msg, repr(s)); s.msg = 'new'; print(s)
e = ValueError('a'); e.__cause__ = KeyError(); print(e.__suppress_context__, e.__cause__); e.__cause__ = None; e.__context__ = TypeError(); print(e.__context__, e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError as z: raise KeyError('k')
except KeyError as q: print(repr(q.__context__), q.__context__.__traceback__ is not None, q.__traceback__.tb_lineno, q.__traceback__.tb_frame.f_code.co_name)
try:
    try: 1/0
    except ZeroDivisionError as z: raise KeyError('k') from None
except KeyError as q: print(repr(q.__context__), q.__cause__, q.__suppress_context__)
def f():
    try: raise ValueError(1)
    finally: print('fin')
t(f)
def g():
    try: return 1
    finally: return 2
print(g())
def h():
    for i in range(3):
        try: continue
        finally: print(i, end=' ')
    print()
h()
e = None
def k():
    try: raise ValueError('v')
    except ValueError as e2:
        return rc(e2)
print(k())
try: raise ValueError
except ValueError as e3: keep = e3
print(rc(keep), rc(keep.__traceback__), keep.__traceback__.tb_next)
t(lambda: (_ for _ in ()).throw(ValueError('z')))
def gen():
    try: yield 1
    except ValueError as e: yield 'caught ' + str(e)
    finally: print('cleanup')
x = gen(); next(x); print(x.throw(ValueError('boo'))); x.close()
t(next, iter([]))
def si(): 
    def g(): 
        raise StopIteration('x')
        yield
    list(g())
t(si)
print(e3 if 'e3' in dir() else 'e3 gone')
t(lambda: exec('raise 1'))
t(lambda: exec('raise int'))
t(lambda: exec('raise ValueError from 1'))
def ff():
    raise
t(ff)
try: raise ValueError('x').with_traceback(None)
except ValueError as e: print(e.__traceback__.tb_lineno)
try:
    assert False, 'amsg'
except AssertionError as e: print(e, e.args)
try:
    assert False
except AssertionError as e: print(repr(e))
import gc
class Node: pass
def leak():
    n = Node()
    try: raise ValueError
    except ValueError as e: n.e = e
leak(); print(gc.collect() > 0)
class Meta(type):
    def __instancecheck__(c, i): return True
class Fake(Exception, metaclass=Meta): pass
try:
    try: raise ValueError
    except Fake: print('matched')
except ValueError: print('not matched')
try:
    try: raise ValueError
    except 1: pass
except TypeError as e: print(e)
try: {}['a']
except (TypeError, KeyError) as e: print('tuple', e)
def rec(): rec()
try: rec()
except RecursionError as e: print(e)
def deep(n):
    if n: 
        try: raise ValueError(n)
        except ValueError: deep(n-1)
    else: raise KeyError('deep')
try: deep(5)
except KeyError as e:
    n = 0
    while e: n += 1; e = e.__context__
    print(n)
print(BaseException.__subclasses__()[:2])
