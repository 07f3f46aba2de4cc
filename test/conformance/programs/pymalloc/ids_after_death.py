# Whether an instance comes to the place of the one that died before it: in 3.13 its block changes with the class's spare room.
import gc

gc.collect()
gc.disable()


class A:
    pass


class B:
    def __init__(self):
        self.x = 1
        self.y = 2


class C:
    __slots__ = ("x",)


for cls in (A, B, C):
    same = []
    for _ in range(12):
        a = cls()
        place = id(a)
        del a
        b = cls()
        same.append(id(b) == place)
        del b
    print(cls.__name__, same)
for size in (100, 200, 250, 300, 400):
    a = bytes(size)
    place = id(a)
    del a
    b = bytes(size + 40)
    c = bytes(size + 1)
    print(size, id(b) == place, id(c) == place)
    del b, c
