# requires: 3.10
# Async generators, await, async with.
async def ag():
    try:
        yield 1
        yield 2
    finally: print('fin')
async def main():
    async for x in ag(): print(x)
    print([x async for x in ag()])
    g = ag()
    print(await g.__anext__(), await g.asend(None))
    await g.aclose()
    try: await g.__anext__()
    except StopAsyncIteration: print('stop')
    return 5
class Aw:
    def __await__(self):
        r = yield 'w'; return r
async def m2():
    x = await Aw(); print('got', x); return x
c = m2(); print(c.send(None))
try: c.send(7)
except StopIteration as e: print(e.value)
c = main()
try: c.send(None)
except StopIteration as e: print(e.value)
class CM:
    async def __aenter__(self): print('in'); return 3
    async def __aexit__(self, *a): print('out', a[0])
async def m3():
    async with CM() as v: print(v)
c = m3()
try: c.send(None)
except StopIteration: pass
