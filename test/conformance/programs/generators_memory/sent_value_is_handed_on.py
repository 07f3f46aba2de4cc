# What is sent goes through delegating generators and coroutines to the one that waits: since 3.12 nobody on the way keeps it.
import sys


def inner(v):
    r = yield v
    r = None
    print("inner ends", sys.getrefcount(v))


def outer(v):
    yield from inner(v)


class Wait:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        yield self.v
        print("wait ends", sys.getrefcount(self.v))


async def waiting(w):
    await w


async def looping(v):
    return [await Wait(v) for _ in range(3)]


def run(c, value):
    try:
        while True:
            c.send(None)
            c.send(value)
    except StopIteration:
        print("over", sys.getrefcount(value))


a = []
for make in (
    lambda: inner(a),
    lambda: outer(a),
    lambda: waiting(Wait(a)),
    lambda: waiting(waiting(Wait(a))),
    lambda: looping(a),
):
    run(make(), a)
    run(make(), a)
