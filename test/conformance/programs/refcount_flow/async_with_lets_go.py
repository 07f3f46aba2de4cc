# When an asynchronous context is left, 3.8 drops the bound __aexit__ before it waits for what that gave.
import sys

rc = sys.getrefcount


class Context:
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, traceback):
        print(rc(self), kind is None)
        return True


async def fails():
    async with Context() as c:
        raise KeyError(1)
    print(rc(c))


async def ends():
    async with Context() as c:
        pass
    print(rc(c))


async def returns():
    async with Context() as c:
        return c


for function in fails, ends, returns:
    coroutine = function()
    try:
        coroutine.send(None)
    except StopIteration as stop:
        print(stop.value is None)
