# What an exception that is being handled holds: its type, its traceback, in handlers, finally, with and generators.
import sys, gc
rc = sys.getrefcount
class E(Exception):
    pass
class E2(E):
    def __del__(self):
        print('del', type(self).__name__, rc(self))
def show(e):
    tb = e.__traceback__
    print(type(e).__name__, rc(e), rc(type(e)), rc(tb) if tb else None)
def a():
    try:
        raise E('x')
    except E as e:
        show(e)
        print(rc(E), rc(e))
    print(rc(E))
a()
def b():
    try:
        try:
            raise E
        finally:
            print('fin', rc(E), rc(sys.exc_info()[1]), rc(sys.exc_info()[2]), len(sys.exc_info()))
            try:
                raise E2
            except E2 as q:
                show(q)
                print(rc(E), rc(E2))
            print('fin2', rc(E), rc(E2))
    except E as e:
        show(e)
        print(rc(E))
    print(rc(E), rc(E2))
b()
def c():
    for i in range(3):
        try:
            raise E(i)
        except (E2, E):
            print(rc(E))
            if i == 1:
                continue
            if i == 2:
                return rc(E)
        finally:
            print('finally', rc(E))
print(c(), rc(E))
def d():
    try:
        raise E
    finally:
        return rc(E)
print(d(), rc(E))
def g():
    try:
        yield 1
        raise E
    except E as e:
        yield rc(E)
        yield show(e)
        try:
            yield sys.exc_info()[0]
        finally:
            print('gen fin', sys.exc_info()[0], rc(E))
    yield rc(E)
x = g()
print(next(x), next(x), rc(E))
print(next(x), rc(E), sys.exc_info())
print(next(x), rc(E))
try:
    x.throw(E2)
except E2 as e:
    show(e)
    e2 = e
print(rc(E), rc(E2), rc(e2))
del e2, x
print(rc(E), gc.collect())
def h():
    try:
        raise E
    except E as e:
        try:
            raise E2 from e
        except E2 as f:
            show(f); show(e)
            print(rc(f.__context__), rc(f.__cause__))
            e = None
            print(rc(f.__context__), rc(E))
        print(rc(E), rc(E2))
h()
print(rc(E), gc.collect(), rc(E))
def k():
    try:
        raise E
    except E as e:
        e.__traceback__ = None
        print(rc(E), sys.exc_info()[2] is None)
        raise
try:
    k()
except E as e:
    n = 0
    t = e.__traceback__
    while t: n += 1; t = t.tb_next
    print(n)
    show(e)
class Cm:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        if t is not None: print(rc(t), rc(v), rc(tb))
        print(rc(self), rc(E))
        return t is not None and t is E2
with Cm() as cm:
    raise E2
with Cm() as cm:
    pass
try:
    with Cm() as cm, Cm() as cm2:
        raise E
except E as e:
    show(e)
print(rc(E), rc(E2), rc(cm))
def r(n):
    try:
        if n == 0: raise E
        r(n - 1)
    except E as e:
        show(e)
        raise
try: r(3)
except E: print(rc(E))
print(gc.collect(), rc(E))
try:
    try:
        1 / 0
    except ZeroDivisionError:
        print(rc(sys.exc_info()[1]))
        raise E from None
except E as e:
    show(e)
    s = e
print(rc(s), rc(s.__traceback__), rc(s.__context__))
del s
class A:
    async def __aenter__(self): return self
    async def __aexit__(self, t, v, tb):
        print(rc(t), rc(v), rc(tb))
        return True
async def main():
    async with A():
        raise E
    try:
        raise E
    except E as e:
        show(e)
        return
c = main()
try: c.send(None)
except StopIteration as e: print(rc(e))
print(rc(E))
def w():
    try:
        raise E
    except E:
        yield 1
x = w()
next(x)
try:
    x.throw(E2)
except E2 as e:
    print(rc(E), rc(E2), type(e.__context__).__name__)
    print([type(o).__name__ for o in gc.get_referrers(E2)])
print(rc(E), rc(E2))
