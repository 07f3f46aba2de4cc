# The first repr of a container makes a list and the dict of the thread, which stay.
import gc, sys

gc.collect()
gc.disable()


def main():
    b0 = b1 = 0
    c0 = c1 = 0
    inner = [1]
    b0 = sys.getallocatedblocks()
    c0 = gc.get_count()[0]
    repr(inner)
    c1 = gc.get_count()[0]
    b1 = sys.getallocatedblocks()
    print("first", b1 - b0, c1 - c0)
    b0 = sys.getallocatedblocks()
    c0 = gc.get_count()[0]
    repr(inner)
    c1 = gc.get_count()[0]
    b1 = sys.getallocatedblocks()
    print("second", b1 - b0, c1 - c0)


class Counts:
    def __repr__(self):
        return "%d" % sys.getrefcount(holder)


main()
holder = [Counts()]
print(holder, sys.getrefcount(holder))
holder.append(holder)
print(holder)
