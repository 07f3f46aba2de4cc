# Who holds a function while it runs, while its generator waits, and while a frame of it is kept.
import gc, sys, weakref

rc = sys.getrefcount


def plain():
    return rc(plain)


def generator():
    yield rc(generator)
    yield rc(generator)


class Made:
    def __init__(self):
        print("init", rc(Made.__dict__["__init__"]))

    def method(self):
        return rc(Made.__dict__["method"])


def raises():
    try:
        raise ValueError
    except ValueError as caught:
        return caught


def frame():
    return sys._getframe()


print("plain", plain())
print("sorted", sorted([1], key=lambda k: print(plain())))
waiting = generator()
print("generator", next(waiting), next(waiting), rc(generator))
Made()
print("method", Made().method())
error = raises()
print("raises", rc(raises))
kept = frame()
print("frame", rc(frame))
gc.collect()
print(sorted(type(o).__name__ for o in gc.get_referrers(frame)))


def local():
    def inner():
        yield 1

    it = inner()
    gone = weakref.ref(inner)
    del inner
    print("dies before its generator:", gone() is None)
    next(it)


local()
