# contextlib, copy, traceback, warnings, types, abc.
import contextlib, io, sys, copy, warnings, traceback, types, abc
from contextlib import *
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
@contextmanager
def cm(x):
    print('enter', x)
    try: yield x*2
    except ValueError as e: print('caught', e)
    finally: print('exit')
with cm(3) as v: print(v)
with cm(4): raise ValueError('q')
try:
    with cm(5): raise KeyError('k')
except KeyError as e: print('out', e)
@cm(6)
def deco(): print('in deco')
deco(); deco()
@contextmanager
def bad(): 
    if 0: yield
t(lambda: bad().__enter__())
@contextmanager
def bad2():
    yield 1; yield 2
def b2():
    with bad2(): pass
t(b2)
def b3():
    with bad2(): raise ValueError('z')
t(b3)
with suppress(KeyError, ValueError): raise KeyError
print('after')
class Cl:
    def close(self): print('closed')
with closing(Cl()) as c: print(type(c).__name__)
with nullcontext(5) as n: print(n)
f = io.StringIO()
with redirect_stdout(f): print('hidden')
print(repr(f.getvalue()))
with ExitStack() as st:
    st.enter_context(cm('a')); st.callback(print, 'cb', end='!\n'); st.push(lambda *a: print('pushed', a[0]))
    print('body')
def es():
    with ExitStack() as st:
        st.enter_context(cm('b')); st.callback(lambda: 1/0)
        raise KeyError('orig')
t(es)
st = ExitStack(); st.callback(print, 'kept'); s2 = st.pop_all(); st.close(); s2.close()
class M(AbstractContextManager):
    def __exit__(self, *a): print('M exit', a[0]); return True
with M() as m: raise ValueError
print(isinstance(m, AbstractContextManager), isinstance(Cl(), AbstractContextManager))
class CD(ContextDecorator):
    def __enter__(self): print('CDin'); return self
    def __exit__(self, *e): print('CDout')
@CD()
def z(): return 'z'
print(z(), z.__name__)
# copy
class P:
    def __init__(self): self.a = [1]; self.me = self
p = P(); q = copy.copy(p); r = copy.deepcopy(p)
print(q.a is p.a, r.a is p.a, r.me is r, q.me is p)
class S:
    __slots__ = ('x', 'y')
s = S(); s.x = [1]; s3 = copy.deepcopy(s); print(s3.x, s3.x is s.x, hasattr(s3, 'y'))
class G:
    def __getstate__(self): return {'z': 1}
    def __setstate__(self, s): self.got = s
print(copy.copy(G()).got)
class R:
    def __reduce__(self): return (R, (), {'w': 2})
print(copy.copy(R()).w)
class L(list): pass
l = L([1, [2]]); l.attr = 5; m2 = copy.deepcopy(l); print(m2, m2.attr, type(m2).__name__, m2[1] is l[1])
class Dd(dict): pass
d = Dd(a=[1]); d.q = 1; e = copy.deepcopy(d); print(e, e.q, e['a'] is d['a'])
print(copy.deepcopy((1, [2])), copy.copy({1, 2}), copy.deepcopy({'k': (1,)}), copy.copy(None), copy.copy(int))
t(lambda: copy.copy(iter([])).__class__.__name__)
t(lambda: copy.deepcopy(x for x in []))
t(lambda: copy.deepcopy(sys))
ex = copy.copy(ValueError(1, 2)); print(repr(ex))
o = copy.copy(OSError(2, 'a', 'f')); print(repr(o), o.filename)
a = []; a.append(a); b = copy.deepcopy(a); print(b[0] is b)
import functools
# traceback
def ff(): raise ValueError('tbmsg')
try: ff()
except ValueError as e:
    print(traceback.format_exc().replace(__file__, 'FILE'))
    print(traceback.format_exception_only(type(e), e), traceback.format_tb(e.__traceback__)[-1].replace(__file__, 'FILE'), [ (x.name, x.lineno, x.line) for x in traceback.extract_tb(e.__traceback__)])
    print(''.join(traceback.format_exception(type(e), e, e.__traceback__)).replace(__file__, 'FILE'))
    out = io.StringIO(); traceback.print_exc(file=out); print(out.getvalue().replace(__file__, 'FILE'))
    te = traceback.TracebackException.from_exception(e); print(list(te.format_exception_only()), str(te))
print(traceback.format_exc())
def st1(): return traceback.extract_stack()[-1].name, len(traceback.format_stack())
print(st1())
# warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn('ww'); warnings.warn('dep', DeprecationWarning)
    print(len(w), w[0].message, w[1].category.__name__, w[0].lineno, w[0].filename[-5:])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    t(lambda: warnings.warn('err'))
    with warnings.catch_warnings():
        warnings.simplefilter('ignore'); warnings.warn('no')
print(warnings.formatwarning('m', UserWarning, 'f.py', 3, 'line'))
print(types.FunctionType.__name__, types.GeneratorType.__name__, types.new_class('X', (int,), {}, lambda ns: ns.update(a=1)).a, types.SimpleNamespace(a=1).a, types.MethodType(lambda s: s, 3)(), types.ModuleType('m').__name__)
class Ab(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
t(Ab)
class Ab2(Ab):
    def f(self): return 1
    p = 3
print(Ab2().f(), Ab.__abstractmethods__ == {'f', 'p'}, issubclass(Ab2, Ab))
@Ab.register
class V: pass
print(isinstance(V(), Ab))
