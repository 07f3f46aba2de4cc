# The frame that runs a function holds its code; that of a generator while it lives.
import sys

rc = sys.getrefcount


def gen():
    yield rc(gen.__code__)


def down(n):
    return rc(down.__code__) if n == 0 else down(n - 1)


print(rc(gen.__code__), rc(down.__code__))
made = [gen() for _ in range(3)]
print(rc(gen.__code__), next(made[0]), next(made[1]))
del made
print(rc(gen.__code__), down(0), down(3), rc(down.__code__), list(map(down, [0, 1])))


def own_frame():
    return sys._getframe()


frame = own_frame()
print(rc(own_frame.__code__))
del frame
print(rc(own_frame.__code__), rc(sys._getframe().f_code))


class Kind:
    code = sys._getframe().f_code
    count = rc(code)

    def method(self):
        return rc(Kind.method.__code__)


print(Kind.count, Kind().method(), rc(Kind.method.__code__))


def handled():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return rc(handled.__code__), rc(e.__traceback__.tb_frame.f_code)


def outer():
    def inner():
        return rc(outer.__code__), rc(inner.__code__)

    return inner()


async def co():
    return rc(co.__code__)


print(handled(), rc(handled.__code__), outer())
try:
    co().send(None)
except StopIteration as e:
    print(e.value)
exec("print(rc(sys._getframe().f_code))")
