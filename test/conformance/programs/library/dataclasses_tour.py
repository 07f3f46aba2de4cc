# Dataclasses.
import sys
from dataclasses import *
from typing import ClassVar, List, Optional
import dataclasses
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    n: ClassVar[int] = 5
    def d(self): return self.x+self.y
t(lambda: (P(1), P(1,2), P(1)==P(1), P(1)==P(2), P(1).d(), P(x=3,y=4), P.n, P.y))
t(lambda: P())
t(lambda: P(1,2,3,4))
t(lambda: P(z=1))
t(lambda: hash(P(1)))
t(lambda: P(1)<P(2))
t(lambda: P.__doc__)
t(lambda: [f.name for f in fields(P)])
t(lambda: (asdict(P(1,2,[P(3)])), astuple(P(1,2,['a']))))
t(lambda: replace(P(1,2), y=9))
t(lambda: (is_dataclass(P), is_dataclass(P(1)), is_dataclass(int)))
t(lambda: P(1).tags is P(1).tags)
@dataclass(order=True)
class V:
    a: int
    b: str = field(compare=False, default='q')
t(lambda: (V(1)<V(2), V(1,'z')==V(1,'y'), sorted([V(3),V(1)]), max(V(1),V(5))))
t(lambda: V(1) < 3)
@dataclass(frozen=True)
class F:
    a: int = 1
    b: tuple = ()
t(lambda: (F(), hash(F())==hash(F()), {F(): 1}[F()]))
t(lambda: setattr(F(),'a',2))
t(lambda: delattr(F(),'a'))
t(lambda: setattr(F(),'zz',2))
def g():
    @dataclass
    class B:
        x: list = []
t(g)
def g():
    @dataclass
    class B:
        x: int = 1
        y: int
t(g)
@dataclass
class C(P):
    z: int = 7
    x: int = 11
t(lambda: (C(), C(1,2,[],4)))
@dataclass
class I:
    a: int
    b: InitVar[int]
    c: int = field(init=False)
    def __post_init__(self, b): self.c = self.a + b
t(lambda: (I(1,2), I(1,2).c))
t(lambda: I(1))
t(lambda: replace(I(1,2), a=3))
t(lambda: replace(I(1,2), c=3))
@dataclass
class R:
    me: object = None
r = R(); r.me = r
t(lambda: r)
@dataclass(repr=False, eq=False)
class N:
    a: int = 1
t(lambda: (N()==N(), repr(N()).startswith('<')))
@dataclass(unsafe_hash=True)
class U:
    a: int = 1
t(lambda: hash(U())==hash((1,)))
X = make_dataclass('X', [('a', int), ('b', int, field(default=5)), ('c', str, 'd')])
t(lambda: (X(1), X.__doc__))
t(lambda: make_dataclass('X', ['a'])(1))
t(lambda: P.__init__.__annotations__)
t(lambda: P.__init__.__qualname__)
t(lambda: (P.__repr__.__qualname__, P.__eq__.__name__))
t(lambda: P.__dataclass_params__)
@dataclass
class Outer:
    @dataclass
    class Inner:
        q: int
    i: 'Outer.Inner' = None
    o: Optional[List[int]] = None
t(lambda: (Outer(Outer.Inner(1)), Outer.__doc__))
def g():
    @dataclass(frozen=True)
    class B(P): pass
t(g)
def g():
    @dataclass
    class B(F): pass
t(g)
def g():
    @dataclass
    class B:
        x: int
        y = field()
t(g)
t(lambda: field(default=1, default_factory=list))
t(lambda: fields(3))
t(lambda: asdict(P))
t(lambda: MISSING.__class__.__name__)
def g():
    @dataclass(order=True)
    class B:
        x: int
        def __lt__(self, o): return True
t(g)
if sys.version_info >= (3,10):
    @dataclass(slots=True)
    class S:
        a: int
        b: int = 2
    t(lambda: (S(1), S.__slots__, hasattr(S(1),'__dict__')))
    t(lambda: setattr(S(1),'q',1))
    @dataclass(kw_only=True)
    class K:
        a: int
        b: int = 2
    t(lambda: K(a=1))
    t(lambda: K(1))
    @dataclass
    class K2:
        a: int
        _: KW_ONLY
        b: int = 2
        c: int
    t(lambda: (K2(1, c=3), K2.__match_args__, K2.__doc__))
    @dataclass(frozen=True, slots=True)
    class FS:
        a: int
    t(lambda: (FS(1), hash(FS(1))==hash((1,))))
    t(lambda: setattr(FS(1),'a',3))
t(lambda: InitVar[int])
