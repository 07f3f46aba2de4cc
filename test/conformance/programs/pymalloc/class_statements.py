# Blocks and tracked objects that class statements of several kinds leave behind, free lists included.
import gc
import sys


class Warm:
    pass


class WarmList(list):
    pass


def measure(name, b0, b1, c0, c1):
    results.append((name, b1 - b0, c1 - c0))


results = []
gc.collect()
gc.disable()
blocks = sys.getallocatedblocks


def count():
    return gc.get_count()[0]


def main():
    b0 = b1 = c0 = c1 = 0
    b0 = blocks()
    c0 = count()

    class Plain:
        pass

    b1 = blocks()
    c1 = count()
    measure("plain", b0, b1, c0, c1)
    b0 = blocks()
    c0 = count()

    class Error(Exception):
        pass

    b1 = blocks()
    c1 = count()
    measure("exception", b0, b1, c0, c1)
    b0 = blocks()
    c0 = count()

    class List(list):
        pass

    b1 = blocks()
    c1 = count()
    measure("list", b0, b1, c0, c1)
    b0 = blocks()
    c0 = count()

    class Empty:
        __slots__ = ()

    b1 = blocks()
    c1 = count()
    measure("no slots", b0, b1, c0, c1)
    b0 = blocks()
    c0 = count()

    class Slots:
        __slots__ = ("x", "y")

    b1 = blocks()
    c1 = count()
    measure("slots", b0, b1, c0, c1)
    b0 = blocks()
    c0 = count()

    class Child(Plain):
        x = 1

        def method(self):
            return self

    b1 = blocks()
    c1 = count()
    measure("child", b0, b1, c0, c1)
    b0 = blocks()
    c0 = count()

    class Several(Child, Error):
        def __init__(self):
            super().__init__()

        def __del__(self):
            pass

        @property
        def p(self):
            return 1

    b1 = blocks()
    c1 = count()
    measure("several bases", b0, b1, c0, c1)
    b0 = blocks()
    del Plain, Error, List, Empty, Slots, Child, Several
    b1 = blocks()
    measure("deleted", b0, b1, 0, 0)
    print(gc.collect())


main()
for result in results:
    print(*result)
