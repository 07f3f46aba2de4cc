# Arenas, pools and blocks.
#
# Objects of up to 512 bytes live in pools; each pool holds blocks of one size class. Watch a pool fill up while the
# list grows, then empty again. A block that was freed last is given out first: that is why a new object can have the
# same id() as one that has just died.
import gc
import sys

gc.collect()
gc.disable()


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def small_blocks_used_by(make):
    before = sys.getallocatedblocks()
    made = make()
    used = sys.getallocatedblocks() - before
    del made
    return used


first = Point(1, 2)
print("a point takes", sys.getsizeof(first), "bytes")

warm = [Point(0, 0) for _ in range(2000)]  # enough to fill whole pools
print("blocks for a hundred points:", small_blocks_used_by(lambda: tuple(Point(0, 0) for _ in range(100))) >= 100)

point = Point(3, 4)
address = id(point)
del point
point = Point(5, 6)
print("the block was used again:", id(point) == address)

before = sys.getallocatedblocks()
del warm[::2]  # every second point dies: all pools stay, half empty
freed = before - sys.getallocatedblocks()
print("blocks freed:", freed)  # a thousand, less the one that the number `before` itself takes

large = bytearray(100_000)  # over 512 bytes: the system's heap, not a pool
print("over 512 bytes:", sys.getsizeof(large) > 512)
