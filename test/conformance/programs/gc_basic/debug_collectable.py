# What set_debug saves, in the order of the collector's lists.
import gc

gc.disable()


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self


class Ending(Node):
    def __del__(self):
        print('ends', self.name)


gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
a, b = Node('a'), Ending('b')
a.other = b
loop = []
loop.append(loop)
del a, b, loop
print(gc.collect() > 2)
names = [o.name for o in gc.garbage if isinstance(o, Node)]
print(names, [type(o).__name__ for o in gc.garbage if type(o) is list])
gc.set_debug(0)
print(gc.get_debug())
gc.garbage.clear()
print(gc.collect() > 2, gc.garbage)
