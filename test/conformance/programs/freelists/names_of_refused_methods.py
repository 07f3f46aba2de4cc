# A method of a built-in type keeps its qualified name from the first time that it is asked for, or that a message tells it.
import sys


def refused(fn, *args):
    kept = [[], []]
    before = sys.getallocatedblocks()
    try:
        fn(*args)
    except TypeError:
        pass
    return sys.getallocatedblocks() - before


def asked():
    before = sys.getallocatedblocks()
    list.append.__qualname__
    return sys.getallocatedblocks() - before


asked(), refused(abs, 1, 2)
print(asked())
if sys.version_info >= (3, 9):
    first = refused(list.append, [])
    dict_keys = refused(dict.keys, {}, 2)
    print(first, dict_keys - refused(dict.keys, {}, 2), list.append.__qualname__ is list.append.__qualname__)
