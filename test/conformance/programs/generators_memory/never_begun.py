# Cycles through generators that never began: what the collector finds, and that their arguments die.
import gc
import weakref

gc.collect()
gc.disable()


class Thing:
    pass


def generator(a):
    yield a


def alone():
    held = []
    held.append(generator(held))


def with_error():
    try:
        raise KeyError
    except KeyError as caught:
        kept = caught
    it = generator([])
    return None


def with_object():
    thing = Thing()
    thing.it = generator([thing])
    return weakref.ref(thing)


alone()
print(gc.collect())
with_error()
print(gc.collect())
dead = with_object()
print(gc.collect(), dead() is None)
