# What a class is made of, in the order in which the collector comes upon it; copies leave the class its slot names.
import copy
import gc
from collections import defaultdict, deque

gc.collect()
gc.disable()
gc.set_debug(gc.DEBUG_SAVEALL)


def garbage():
    n = gc.collect()
    print(n, [type(o).__name__ for o in gc.garbage])
    gc.garbage.clear()


for base in (object, list, dict, int, Exception):
    class A(base):
        pass

    del A
    garbage()

    class A(base):
        __slots__ = ()

        def method(self):
            pass

        shared = [1]

    del A
    garbage()
gc.set_debug(0)
garbage()
for base in (defaultdict, deque):
    class B(base):
        pass

    print(gc.collect())
    del B
    print(base.__name__, gc.collect())


def copied(how):
    class Tree:
        def __init__(self, value):
            self.value = value
            self.kids = []

    a = Tree(1)
    b = how([a, a][0])
    print("__slotnames__" in Tree.__dict__, b.value)


copied(copy.copy)
print(gc.collect())
copied(copy.deepcopy)
print(gc.collect())
