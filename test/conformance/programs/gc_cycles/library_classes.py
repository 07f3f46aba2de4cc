# Classes that the library makes or helps to make: what the collector finds when they go.
import abc
import dataclasses
import enum
import gc
import sys
import typing

rc = sys.getrefcount
T = typing.TypeVar("T")
gc.collect()
gc.disable()


def enumeration():
    class Color(enum.Enum):
        RED = 1
        GREEN = 2
    return Color


def flags():
    class Mode(enum.Flag):
        READ = 1
        WRITE = 2
    Mode.READ | Mode.WRITE
    return Mode


def data():
    @dataclasses.dataclass
    class Point:
        x: int
        kids: list = dataclasses.field(default_factory=list)
    Point(1)
    return Point


def ordered():
    @dataclasses.dataclass(order=True, frozen=True)
    class Point:
        x: int
        y: int = 3
    Point(1) < Point(2)
    return Point


def named():
    class Pair(typing.NamedTuple):
        first: int
        second: str = "x"
    Pair(1)
    return Pair


def abstract():
    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self):
            pass
    return Shape


def checked():
    class Shape(abc.ABC):
        pass
    isinstance(3, Shape)
    isinstance([], Shape)
    return Shape


def registered():
    class Shape(abc.ABC):
        pass

    class Circle:
        pass
    Shape.register(Circle)
    print(isinstance(Circle(), Shape))
    return Shape


def protocol():
    class Closer(typing.Protocol):
        def close(self) -> int: ...
    return Closer


def generic():
    class Box(typing.Generic[T]):
        def __init__(self, value: T):
            self.value = value
    return Box


for build in (enumeration, flags, data, ordered, named, abstract, checked, registered, protocol, generic):
    made = build()
    print(build.__name__, rc(made))
    made = None
    print(gc.collect(), gc.collect())

# What subscripting gave is kept, and with it the class.
Box = generic()
print(Box[int] is Box[int], rc(Box))
del Box
print(gc.collect())
