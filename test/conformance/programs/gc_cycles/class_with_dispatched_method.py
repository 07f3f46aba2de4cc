# What a class with a cached property and a method chosen by type leaves to the collector: cells, caches, a lock to 3.11.
import functools
import gc
import weakref


def cached():
    class Lazy:
        @functools.cached_property
        def heavy(self):
            return []

    one = Lazy()
    one.heavy


def dispatched():
    class Lazy:
        @functools.singledispatchmethod
        def other(self, x):
            return type(x).__name__

        @other.register
        def _(self, x: int):
            return "an int"

    one = Lazy()
    return one.other(1), one.other("")


@functools.singledispatch
def show(x):
    return "?"


gc.collect()
gc.disable()
cached()
gc.collect()
cached()
a = gc.collect()
dispatched()
gc.collect()
print(dispatched())
b = gc.collect()
import sys

if sys.version_info >= (3, 9):
    print(a, b)
