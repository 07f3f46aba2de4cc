# Enumerations.
import sys, enum
from enum import *
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Color(Enum):
    RED=1; GREEN=2; BLUE=3; CRIMSON=1
    def hi(self): return 'hi '+self.name
    @property
    def low(self): return self.name.lower()
    @classmethod
    def first(cls): return list(cls)[0]
t(lambda: (Color.RED, Color['RED'], Color(2), list(Color), len(Color), Color.RED.value, Color.RED.name, Color.CRIMSON, Color.RED.hi(), Color.BLUE.low, Color.first()))
t(lambda: (str(Color.RED), repr(Color.RED), f'{Color.RED}', format(Color.RED,'>12'), '%s'%Color.RED))
t(lambda: Color(9))
t(lambda: Color['X'])
t(lambda: Color.NOPE)
t(lambda: Color.RED.nope)
t(lambda: Color.RED in Color)
t(lambda: 1 in Color)
t(lambda: 'x' in Color)
t(lambda: Color.RED == 1)
t(lambda: Color.RED < Color.BLUE)
t(lambda: setattr(Color,'RED',5))
t(lambda: delattr(Color,'RED'))
t(lambda: setattr(Color.RED,'value',5))
t(lambda: setattr(Color.RED,'name',5))
t(lambda: (Color, type(Color), type(Color.RED), isinstance(Color.RED, Color), dict(Color.__members__)))
t(lambda: list(reversed(Color)))
def f():
    class Y(Color): pass
t(f)
class N(IntEnum):
    A=1; B=2
t(lambda: (N.A, N.A+1, N.A<N.B, str(N.A), repr(N.A), f'{N.A}', format(N.A,'03d'), N.A==1, int(N.B), sorted([N.B,N.A]), N(1), [10,20][N.A]))
class S(str, Enum):
    X='x'; Y='y'
t(lambda: (S.X, str(S.X), repr(S.X), f'{S.X}', S.X=='x', S.X.upper(), S('y')))
class P(Flag):
    R=auto(); W=auto(); X=auto(); RW=R|W
t(lambda: (P.R, P.R|P.W, P.RW, P.R|P.X, ~P.R, P.R&P.W, P(0), P.R in P.RW, bool(P.R&P.W), str(P.R|P.X), str(P.R|P.W), list(P), len(P), P.R^P.RW))
t(lambda: P(8))
t(lambda: P(7))
t(lambda: (P.R|P.W|P.X).name)
t(lambda: list(P.RW))
t(lambda: P.R|1)
class IF(IntFlag):
    R=4; W=2; X=1
t(lambda: (IF.R, IF.R|IF.W, IF.R|8, IF(0), ~IF.R, str(IF.R|IF.W), repr(IF.R|IF.X), f'{IF.R}', IF.R+1, IF(7), IF.R|1, IF.R==4))
class A(Enum):
    a=auto(); b=auto(); c=10; d=auto()
t(lambda: [(m.name,m.value) for m in A])
class G(Enum):
    def _generate_next_value_(name,start,count,last): return name.lower()
    FOO=auto(); BAR=auto()
t(lambda: list(G))
t(lambda: list(Enum('Animal','CAT DOG')))
t(lambda: list(Enum('Animal',[('CAT',5),('DOG',6)])))
t(lambda: list(Enum('Animal',{'a':1,'b':2})))
t(lambda: Enum('Animal','CAT DOG').CAT)
t(lambda: list(IntEnum('Animal','CAT DOG', start=5)))
def g():
    @unique
    class U(Enum): a=1; b=1
t(g)
def g():
    class U(Enum): a=1; a=2
t(g)
class Planet(Enum):
    EARTH=(5.97e24, 6.37e6); MARS=(6.4e23,3.3e6)
    def __init__(self, mass, radius): self.mass=mass; self.radius=radius
    @property
    def g(self): return round(self.mass/self.radius**2)
t(lambda: (Planet.EARTH, Planet.EARTH.mass, Planet.MARS.g, Planet((5.97e24, 6.37e6))))
class M(Enum):
    A='a'
    @classmethod
    def _missing_(cls, v): return cls.A if v=='z' else None
t(lambda: M('z'))
t(lambda: M('q'))
class T(tuple, Enum):
    A=(1,2)
t(lambda: (T.A, T.A.value, T.A[0]))
class O(Enum):
    def __new__(cls, v, label):
        o=object.__new__(cls); o._value_=v; o.label=label; return o
    A=1,'one'; B=2,'two'
t(lambda: (O.A, O.A.label, O(2).label))
t(lambda: hash(Color.RED)==hash('RED'))
t(lambda: {Color.RED: 1}[Color.RED])
t(lambda: [c for c in dir(Color) if c[0]!='_'])
t(lambda: [c for c in dir(Color.RED) if c[0]!='_'])
import copy
t(lambda: copy.deepcopy(Color.RED) is Color.RED)
def h():
    class C(Enum):
        A=1
        _x_=2
t(h)
def h():
    class C(Enum):
        mro=1
t(h)
t(lambda: Color())
t(lambda: Enum('E'))
t(lambda: Color.RED())
class Empty(Enum): pass
t(lambda: Empty(1))
class L(Enum):
    A=[1]; B=[2]
t(lambda: (L([1]), L.A))
if sys.version_info>=(3,11):
    class SE(StrEnum):
        A=auto(); B='bb'
    t(lambda: (SE.A, str(SE.B), f'{SE.A}', SE.A=='a'))
    class CF(Flag, boundary=CONFORM):
        A=1;B=2
    t(lambda: (CF(9), CF(3)))
    def h():
        class SE(StrEnum): A=1
    t(h)
    class V(Enum):
        A = nonmember(3); B=member(lambda self: 1)
    t(lambda: (V.A, list(V)[0].name))
t(lambda: Color.__doc__)
t(lambda: Color.RED.RED)
class E2(Enum):
    name = 'n'
    value = 'v'
t(lambda: (E2.name, E2.value, E2.name.name))
t(lambda: Color.__class__.__name__)
