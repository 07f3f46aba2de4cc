# The tuple of constant defaults: the compiler makes it, the syntax tree does not hold it.
import sys


def one(x=1):
    return x


def annotated(x: int = 2, *, y=[]) -> None:
    return x


def nested(x=(3, 4), z=1000.5):
    def inner():
        return x

    return inner


class Box:
    def method(self, a=5, b="six"):
        return a, b


print(sys.getrefcount(one.__defaults__))
print(sys.getrefcount(annotated.__defaults__), sys.getrefcount(annotated.__kwdefaults__))
print(sys.getrefcount(nested.__defaults__), sys.getrefcount(nested.__defaults__[0]), sys.getrefcount(nested.__defaults__[1]))
print(sys.getrefcount(Box.method.__defaults__), sys.getrefcount(Box.method.__qualname__))
print(sys.getrefcount(nested().__qualname__), nested().__qualname__)
print([sys.getrefcount(f.__defaults__) for f in (one, annotated, nested, Box.method)])
