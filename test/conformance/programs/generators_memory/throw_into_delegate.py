# What throw() into `yield from` keeps: frames, their callers, the exception that the delegate returns.
import gc
import sys

gc.collect()
gc.disable()
rc = sys.getrefcount


def returning(value):
    try:
        yield [value]
    except ValueError as error:
        return error


def delegating(value):
    while True:
        result = yield from returning(value)
        print("inside", rc(value), rc(result))
        yield 1


def thrown(value):
    outer = delegating(value)
    next(outer)
    outer.throw(ValueError(1))
    print("suspended", rc(value), rc(outer), gc.collect())
    outer = None
    print("gone", rc(value), gc.collect())


def direct(value):
    inner = returning(value)
    next(inner)
    try:
        inner.throw(ValueError(1))
    except StopIteration as stop:
        print("returned", rc(stop.value), stop.value.__traceback__ is not None)
    inner = None
    print("gone", rc(value), gc.collect())


def keeping(value):
    try:
        yield value
    except ValueError as error:
        kept = error
    yield kept


def kept_inside(value):
    g = keeping(value)
    next(g)
    g.throw(ValueError)
    g = None
    print("kept", rc(value), gc.collect())


def callers(function):
    def names():
        frame = sys._getframe(1)
        while frame and frame.f_code is not callers.__code__:
            yield frame.f_code.co_name
            frame = frame.f_back

    def inner():
        try:
            yield 1
        except ValueError:
            print(list(names())[:2] if sys.version_info >= (3, 9) else "")
            yield 2

    def outer():
        yield from inner()

    g = outer()
    next(g)
    g.throw(ValueError)
    g.close()


thrown([])
direct([])
kept_inside([])
callers(None)
