# requires: 3.9
# The inspect module.
import inspect, functools
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def f(a, b: int = 2, *c, d, e: str = 'x', **k) -> float: "doc\n    more"
def g(a, /, b, *, c=1): yield
class C:
    "cdoc"
    x = 1
    def m(self, q): return q
    @classmethod
    def cm(cls, z): pass
    @staticmethod
    def sm(w): pass
    @property
    def p(self): pass
    def __init__(self, i): self.i = i
s = inspect.signature(f)
print(s, s.parameters['b'].default, s.parameters['c'].kind, s.return_annotation, list(s.parameters))
print(inspect.signature(g), inspect.signature(C), inspect.signature(C(1).m), inspect.signature(C.cm), inspect.signature(C.sm), inspect.signature(functools.partial(f, 1, e='q')))
t(lambda: s.bind(1, d=3).arguments); t(lambda: s.bind()); t(lambda: s.bind(1)); t(lambda: s.bind(1, 2, 3, d=4, zz=5).kwargs)
b = s.bind(1, d=2); b.apply_defaults(); print(dict(b.arguments))
print(inspect.isfunction(f), inspect.isgeneratorfunction(g), inspect.isclass(C), inspect.ismethod(C(1).m), inspect.isbuiltin(len), inspect.ismodule(inspect), inspect.isroutine(len))
print([n for n, v in inspect.getmembers(C(1)) if n[0] != '_'], inspect.getdoc(f), inspect.getdoc(C), inspect.cleandoc('  a\n    b\n      c'))
x = g(1, 2); print(inspect.getgeneratorstate(x)); next(x); print(inspect.getgeneratorstate(x)); x.close(); print(inspect.getgeneratorstate(x))
def cur(): fr = inspect.currentframe(); return fr.f_code.co_name, fr.f_back.f_code.co_name, inspect.stack()[0].function, inspect.stack()[1].lineno
print(cur())
print(inspect.getfullargspec(f))
print(inspect.getmro(bool), inspect.getattr_static(C, 'cm').__class__.__name__)
def deco(fn):
    @functools.wraps(fn)
    def w(*a): return fn(*a)
    return w
@deco
def dd(one, two): pass
print(inspect.signature(dd), inspect.unwrap(dd).__name__)
print(inspect.getsource(cur)); print(inspect.getsource(C)[:20])
y = 5
def cl():
    return y, len
print(inspect.getclosurevars(cl))
print(repr(s.parameters['a']), inspect.Parameter('n', inspect.Parameter.KEYWORD_ONLY, default=3))
