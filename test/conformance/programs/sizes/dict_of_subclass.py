# The dict of instances whose class derives from a builtin type: shared keys or not, and after a delete that fails.
import sys


class Plain:
    pass


class Dict(dict):
    pass


class List(list):
    pass


class Error(Exception):
    pass


class Int(int):
    pass


class Set(set):
    pass


class Tuple(tuple):
    pass


for cls in (Plain, Dict, List, Error, Int, Set, Tuple):
    fresh = cls()
    stored = cls()
    stored.x = 1
    failed = cls()
    try:
        del failed.x
    except AttributeError:
        pass
    sizes = [sys.getsizeof(o.__dict__) for o in (fresh, stored, failed)]
    again = cls()
    again.y = 2
    print(cls.__name__, sizes, sys.getsizeof(again.__dict__), sys.getsizeof(again))
