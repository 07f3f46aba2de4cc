# A generator against a list.
#
# Both give the same numbers. The list holds all of them at once; the generator holds one frame and makes the next
# number when asked. Compare the sizes, and the blocks that are in use while the sum runs. A suspended generator keeps
# its locals alive: see what `del numbers` frees.
import gc
import sys

gc.collect()
gc.disable()
COUNT = 2000


def squares(limit):
    for number in range(limit):
        yield number * number


class Resource:
    def __del__(self):
        print("  the resource is freed")


def uses_resource():
    resource = Resource()
    yield "first"
    yield "second"
    del resource


everything = [number * number for number in range(COUNT)]
one_by_one = squares(COUNT)
print("the list is larger:", sys.getsizeof(everything) > 50 * sys.getsizeof(one_by_one))

before = sys.getallocatedblocks()
total = sum(squares(COUNT))
lazy_blocks = sys.getallocatedblocks() - before

before = sys.getallocatedblocks()
values = list(squares(COUNT))
eager_blocks = sys.getallocatedblocks() - before
print("the same sum:", total == sum(values))
print("blocks after the generator ran:", lazy_blocks < 10)
print("blocks while the list is held:", eager_blocks > COUNT // 2)

numbers = uses_resource()
print("asked once:", next(numbers))
print("suspended, it holds its locals")
del numbers  # closes the generator: its frame goes, and the resource with it
print("done")
