# The text of a built-in class's __doc__ is made anew each time it is asked for.
import sys


def blocks(make):
    make()
    before = sys.getallocatedblocks()
    kept = make()
    after = sys.getallocatedblocks()
    del kept
    return after - before


print(int.__doc__ is int.__doc__, str.__doc__ == str.__doc__, sys.getrefcount(str.__doc__))


class Own:
    """Words."""


print(Own.__doc__ is Own.__doc__, sys.getrefcount(Own.__doc__))
for cls in (int, str, Own):
    print(cls.__name__, blocks(lambda: staticmethod(cls)), blocks(lambda: classmethod(cls)), blocks(lambda: cls.__doc__))
print(blocks(lambda: [staticmethod(int) for i in range(20)]))
