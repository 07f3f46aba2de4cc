# requires: 3.10
# Classes registered as sequences match sequence patterns, with classes derived from them; built-in ones stay as they are.
import sys
import collections.abc


class Plain:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        if i > 1:
            raise IndexError
        return [i]


class Derived(Plain):
    pass


def kind(v):
    match v:
        case [x, *rest]:
            return "sequence", sys.getrefcount(rest), len(rest)
        case {}:
            return "mapping"
        case _:
            return "other"


print([kind(v) for v in ("s", b"s", bytearray(b"s"), [1], (1, 2), range(3), {}, None)])
print(kind(Plain()), kind(Derived()))
collections.abc.Sequence.register(Plain)
print(kind(Plain()), kind(Derived()), kind("s"), kind(b"s"))


class Later(Derived):
    pass


print(kind(Later()))
collections.abc.Mapping.register(Later)
print(kind(Later()))
collections.abc.Sequence.register(int)
print(kind(5), isinstance(5, collections.abc.Sequence))
