# To 3.11 the first call with keywords makes the tuple of names that the function parses by, and keeps it.
import gc
import sys

data = [3, 1, 2]
gc.collect()
gc.disable()


def main():
    b0 = b1 = c0 = c1 = 0
    for i in range(4):
        b0 = sys.getallocatedblocks()
        c0 = gc.get_count()[0]
        data.sort(reverse=False)
        c1 = gc.get_count()[0]
        b1 = sys.getallocatedblocks()
        results[i] = (b1 - b0, c1 - c0)


results = [None] * 4
main()
print(results)
