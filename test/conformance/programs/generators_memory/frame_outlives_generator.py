# A frame object that is held while its generator goes.
import gc
import sys

gc.collect()
gc.disable()
rc = sys.getrefcount


def guarded(value):
    try:
        yield value
    finally:
        print("closing", rc(value))


def ends(value):
    yield value


def run(make, how):
    value = []
    g = make(value)
    next(g)
    frame = g.gi_frame
    before = rc(value), rc(frame)
    if how == "close":
        g.close()
    elif how == "exhaust":
        list(g)
    del g
    print(make.__name__, how, before, rc(value), rc(frame))
    del frame
    print(rc(value), gc.collect())


for make in (guarded, ends):
    for how in ("close", "exhaust", "drop"):
        run(make, how)
