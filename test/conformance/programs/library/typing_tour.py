# The typing module.
import sys
from typing import *
import typing
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
T=TypeVar('T'); K=TypeVar('K', bound=int); C=TypeVar('C', int, str)
t(lambda: (List[int], Dict[str,int], Optional[int], Union[int,str], Union[int], Union[int,None,str], Tuple[int,...], Tuple[()], Tuple[int,str], Callable[[int],str], Callable[...,int], Any, Set[int], FrozenSet[str], Type[int], Iterable[int]))
t(lambda: (List, Dict, Union, Optional, Callable, Tuple, Generic, Any, NoReturn, ClassVar[int], Final[int], Literal[1,'a']))
t(lambda: (T, K, C, T.__name__, K.__bound__, C.__constraints__, TypeVar('X',covariant=True), TypeVar('Y',contravariant=True)))
t(lambda: (List[T], List[T][int], Dict[T,K][str,int], Union[T,int][str], Optional['Foo'], List['Foo']))
t(lambda: (List[int]==List[int], Union[int,str]==Union[str,int], hash(List[int])==hash(List[int]), Optional[int]==Union[None,int]))
t(lambda: (List[int].__origin__, List[int].__args__, Callable[[int],str].__args__, get_origin(Dict[int,str]), get_args(Callable[[int],str]), get_args(Optional[int])))
t(lambda: isinstance([], List[int]))
t(lambda: (isinstance([], List), isinstance({}, Mapping), issubclass(list, Sequence)))
t(lambda: List[int]())
t(lambda: List())
t(lambda: List[int,str])
t(lambda: Dict[int])
t(lambda: Any())
t(lambda: isinstance(1, Any))
class Box(Generic[T]):
    def __init__(self, x: T): self.x=x
    def get(self) -> T: return self.x
t(lambda: (Box(1).get(), Box[int], Box[int](2).x, Box.__parameters__, Box[int].__origin__, Box[int](1).__orig_class__, Box.__mro__, Box.__orig_bases__))
class IntBox(Box[int]): pass
t(lambda: (IntBox(3).x, IntBox.__mro__, IntBox.__orig_bases__, IntBox.__parameters__))
t(lambda: Box[int,str])
t(lambda: IntBox[int])
class P2(Generic[T,K], Dict[T,K]): pass
t(lambda: (P2.__mro__[:3], P2[int,int]))
class Pt(NamedTuple):
    x: int
    y: int = 0
    def s(self): return self.x+self.y
t(lambda: (Pt(1), Pt(1,2).s(), Pt.__annotations__, Pt._field_defaults, Pt(1)==(1,0), Pt._fields, Pt.__bases__))
t(lambda: NamedTuple('E',[('a',int),('b',str)])(1,'z'))
def g():
    class Q(NamedTuple):
        x: int = 1
        y: int
t(g)
class Mv(TypedDict):
    name: str
    year: int
class Mv2(Mv, total=False):
    z: int
t(lambda: (Mv(name='a',year=1), Mv.__annotations__, Mv2.__total__, sorted(Mv2.__required_keys__), sorted(Mv2.__optional_keys__), Mv.__name__))
t(lambda: isinstance({}, Mv))
t(lambda: TypedDict('Q',{'a':int})(a=1))
U=NewType('U',int)
t(lambda: (U(5), U.__name__, U.__supertype__))
@runtime_checkable
class Closer(Protocol):
    def close(self) -> None: ...
class F:
    def close(self): pass
class NP(Protocol):
    def close(self): ...
t(lambda: (isinstance(F(),Closer), isinstance(1,Closer), issubclass(F,Closer)))
t(lambda: isinstance(F(),NP))
t(lambda: NP())
class Impl(NP):
    def __init__(self): self.q=1
t(lambda: Impl().q)
def f(a: int, b: 'str' = 'x', *c: List[int]) -> Optional[int]: pass
t(lambda: get_type_hints(f))
class H:
    a: int
    b: 'List[H]'
    c: ClassVar[int] = 1
t(lambda: get_type_hints(H))
t(lambda: (cast(int,'a'), TYPE_CHECKING, AnyStr, Text))
@overload
def ov(a: int) -> int: ...
t(lambda: ov(1))
t(lambda: (SupportsInt, isinstance(1,SupportsInt), isinstance('',SupportsAbs)))
t(lambda: ForwardRef('a'))
t(lambda: Deque[int])
t(lambda: DefaultDict[str,int])
t(lambda: (Type[T], Generator[int,str,None], Awaitable[int], Counter[str]))
t(lambda: Union[()])
t(lambda: Optional[int,str])
t(lambda: Generic[int])
def g():
    class Z(Generic): pass
t(g)
def g():
    class Z(Any): pass
t(g) if sys.version_info<(3,11) else None
t(lambda: List[int].append)
t(lambda: Callable[int,str])
t(lambda: Literal[1,1,2])
t(lambda: get_args(Literal[1,2]))
t(lambda: Union[int,Union[str,float]])
t(lambda: Union[List[int],int])
t(lambda: (Hashable, Sized, Iterator[T]))
if sys.version_info>=(3,9):
    t(lambda: (Annotated[int,'x'], Annotated[int,'x'].__metadata__, get_type_hints(f)))
    t(lambda: Optional[list[int]])
if sys.version_info>=(3,10):
    t(lambda: (Optional[int]|str, int|List[int], T|int, isinstance(1, Optional[int]), isinstance(1, int|None), U))
    P=ParamSpec('P')
    t(lambda: (P, Callable[P,int], P.args))
    class W(Generic[P]): pass
    t(lambda: W[int,str])
if sys.version_info>=(3,11):
    t(lambda: (Self, Never, Required[int]))
    t(lambda: assert_never(1))
