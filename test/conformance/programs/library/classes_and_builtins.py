# Class statements, descriptors, super, and most builtin functions.
import sys
rc = sys.getrefcount
def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
class M(type):
    def __prepare__(name, bases, **k): print('prep', name, bases, k); return {}
    def __new__(m, name, bases, ns, **k): print('new', name, sorted(x for x in ns if x[0] != '_'), k); return super().__new__(m, name, bases, ns)
    def __init__(c, *a, **k): print('init'); super().__init__(*a)
    def __call__(c, *a): print('call'); return super().__call__(*a)
class A(metaclass=M, z=1): x = 1
A()
class B(A): y = 2
print(type(B), B.__mro__)
def meta(name, bases, ns, **k): return (name, bases, sorted(k))
class C(metaclass=meta, q=3): pass
print(C)
class E:
    def __mro_entries__(self, bases): return (int,)
class F(E()): pass
print(F.__bases__)
class G:
    def __init_subclass__(cls, **k): print('sub', cls.__name__, k)
class H(G, a=1): pass
t(lambda: type('Z', (H,), {}, b=2))
class P:
    def __init__(self): self._x = 0
    @property
    def x(self): "docx"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): print('del')
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(a): return a
    y = property(lambda s: 5)
p = P(); p.x = 3; print(p.x, P.x.__doc__, P.c(), p.c(), P.s(1), p.s(2), P.x.fget.__name__); del p.x
t(lambda: setattr(p, 'y', 1)); t(lambda: delattr(p, 'y'))
class Q(P):
    @property
    def x(self): return super().x + 1
    @classmethod
    def c(cls): return 'Q' + super().c()
print(Q().x, Q.c())
class D1:
    def __set_name__(self, o, n): print('set_name', o.__name__, n)
    def __get__(self, i, o): return ('get', i is None, o.__name__)
    def __set__(self, i, v): print('set', v)
class D2: d = D1()
D2.d; print(D2.d, D2().d); D2().d = 5
class S1:
    def m(self): return ['S1']
class S2(S1):
    def m(self): return ['S2'] + super().m()
class S3(S1):
    def m(self): return ['S3'] + super().m()
class S4(S2, S3):
    def m(self): return ['S4'] + super(S4, self).m()
print(S4().m(), super(S2, S4()).m())
print(super(S4, S4()).__thisclass__, super(S4, S4()).__self_class__, repr(super(S4, S4())))
t(lambda: super(S4, S4()).zz)
def g():
    class X:
        def f(self): return super().__init__
    return X().f()
g()
class Call:
    def __call__(self, *a, **k): return a, k
print(Call()(1, b=2), callable(Call()), callable(3))
class It:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
print(list(It()), 2 in It(), list(iter(It())))
print(list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 3)))
class Len:
    def __len__(self): return -1
t(lambda: len(Len())); t(bool, Len())
class Bl:
    def __bool__(self): return 3
t(bool, Bl())
class Fm:
    def __format__(self, s): return 'F' + s
print(f'{Fm():>3}', format(Fm(), 'x'))
class Dr:
    def __dir__(self): return ['b', 'a']
print(dir(Dr()), hasattr(Dr(), 'zz'))
class Ga:
    def __getattr__(self, n): return n.upper()
print(Ga().abc, getattr(Ga(), 'q'), hasattr(Ga(), 'x'))
class Rd:
    def __round__(self, n=None): return ('r', n)
    def __abs__(self): return 'abs'
    def __divmod__(self, o): return 'dm'
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __index__(self): return 10
print(round(Rd()), round(Rd(), 2), abs(Rd()), divmod(Rd(), 1), pow(Rd(), 2, 3), hex(Rd()), bin(Rd()), oct(Rd()), [0]*11 and list(range(12))[Rd()])
print(sum([0.1]*10), sum([1, 2.5, 3]), sum([[1], [2]], []), sum(range(10**3)), sum([2**62, 2**62, 2**62]), sum([True, True]), sum([1e16, 1.0, -1e16]))
print(max([3, 1], key=lambda x: -x), min('b', 'a'), max([], default=7), max(1, 2.0, True), min([(1, 'b'), (1, 'a')]))
print(sorted([3, 1, 2], reverse=True), sorted('bca', key=str.upper), all([]), any([0, '']), all([1, 0]))
print(eval('1+2'), eval('x+y', {'x': 1}, {'y': 2})); ns = {}; exec('a=1\ndef f(): return a', ns); print(ns['f'](), sorted(k for k in ns))
print(compile('1+1', 'f', 'eval').co_filename, eval(compile('1+1', 'f', 'eval')))
t(lambda: exec('x = ')); t(lambda: eval('zz')); t(lambda: compile('a b', 'fn', 'exec'))
def loc():
    a = 1; b = 2
    return sorted(locals().items()), vars() == locals()
print(loc(), 'loc' in globals(), vars(P).__class__.__name__)
print(isinstance(1, (str, (int,))), issubclass(bool, int), isinstance(True, int), type(type), isinstance(type, object))
print(__import__('sys') is sys, ascii('é\u1234\U00012345\n'), repr('é'), chr(8364), ord('€'))
print(list(zip([1, 2], 'ab')), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1])), list(enumerate('ab', 1)), list(reversed([1, 2])))
print('a', 'b', sep='-', end='!\n'); print(); print(*[1, 2], sep='')
import io
o = io.StringIO(); print('x', 1, file=o); print(repr(o.getvalue()))
class W:
    def write(self, s): sys.stdout.write('<' + s + '>')
print('q', 2, file=W())
print()
print()
print(id(p) == id(p), hash(1), hash('a') == hash('a'), hash((1, 2)) == hash((1, 2)), hash(1.0), hash(2**61-1), hash(-1))
t(hash, {}); t(iter, 5); t(next, [])
print(type(NotImplemented), Ellipsis, __debug__, __name__)
class X1:
    def __eq__(self, o): return NotImplemented
print(X1() == 1, X1() != 1); t(lambda: X1() < 1)
class Cc:
    def __class_getitem__(c, k): return ('cgi', k)
print(Cc[1], Cc['a', 2])
print(type('T', (), {'a': 1}).a, type('T', (int,), {})(5) + 1)
t(lambda: type('T', (bool,), {})); t(lambda: type(1, 2)); t(lambda: object(1)); t(lambda: int.__new__(str)); t(lambda: object.__new__(int))
t(lambda: P(1)); t(lambda: P().nope); t(lambda: P.nope); t(lambda: setattr(1, 'x', 2))
