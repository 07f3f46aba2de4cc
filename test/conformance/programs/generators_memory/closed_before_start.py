# A generator that is closed before it began keeps its frame until it dies (3.12+).
import gc
import sys

rc = sys.getrefcount


def numbers(held):
    yield held


async def coroutine(held):
    return held


argument = []
generator = numbers(argument)
print(rc(argument), generator.gi_frame is None)
generator.close()
print(rc(argument), generator.gi_frame is None, len(gc.get_referents(generator)))
print(next(generator, 'finished'), generator.close())
generator = None
print(rc(argument))

waiting = coroutine(argument)
waiting.close()
print(rc(argument), waiting.cr_frame is None)
try:
    waiting.send(None)
except RuntimeError as error:
    print(error)
del waiting
print(rc(argument))

gc.collect()
gc.disable()
ring = []
ring.append(numbers(ring))
ring[0].close()
del ring
print(gc.collect())
