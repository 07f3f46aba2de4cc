# A partial of a partial without arguments of its own shares the tuple of the other.
import functools
import sys


def show(*args, **kw):
    return [sys.getrefcount(x) for x in args], sorted(kw)


a = []
f = functools.partial(show, a, k=a)
g = functools.partial(f, q=a)
h = functools.partial(f, a)
print(sys.getrefcount(a), g.args is f.args, h.args is f.args, sys.getrefcount(f.args) > 2)
del g
print(sys.getrefcount(a), h())
