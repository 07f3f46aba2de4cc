# How many references an item's __repr__ sees: a list and a tuple lend theirs, a dict and a set take one.
import sys
from collections import OrderedDict, defaultdict, deque, namedtuple
from types import SimpleNamespace


class C:
    def __repr__(self):
        return "C%d" % sys.getrefcount(self)

    def __lt__(self, other):
        return False


c = C()
Pair = namedtuple("Pair", "a b")
for make in (
    lambda: [c],
    lambda: (c, c),
    lambda: {"k": c},
    lambda: {c: c},
    lambda: {c},
    lambda: frozenset([c]),
    lambda: [[c]],
    lambda: deque([c]),
    lambda: OrderedDict(k=c),
    lambda: defaultdict(list, k=c),
    lambda: SimpleNamespace(k=c),
    lambda: Pair(c, c),
    lambda: {"k": c}.values(),
    lambda: sorted([c, c]),
    lambda: ValueError(c),
):
    held = make()
    print(held, repr(held), str([held]), sys.getrefcount(c))
