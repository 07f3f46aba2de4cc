# Sizes of classes: what members, a metaclass and an instance dict add, and what they do not.
import sys

size = sys.getsizeof


class Meta(type):
    pass


class Plain:
    pass


class Empty:
    __slots__ = ()


class Three:
    __slots__ = ("a", "b", "__weakref__")


class WithDict:
    __slots__ = ("a", "__dict__")


class OfMeta(metaclass=Meta):
    __slots__ = ("a",)


class Methods:
    def f(self): pass
    def g(self): pass
    x = 1


print([size(c) for c in (Plain, Empty, Three, WithDict, OfMeta, Methods, Meta)])
print([size(type("T", (base,), {})) for base in (Three, WithDict, list, Exception)])
print([size(type("T", (base,), {"__slots__": ()})) for base in (Three, WithDict, list, Exception)])
print([size(c) for c in (int, type, object, ValueError)], [c.__sizeof__(c) for c in (int, Three)])
