# Objects of native types of the library refer to their type where it is a heap type.
import functools
import gc
import itertools
import operator
from collections import defaultdict, deque, OrderedDict


def names(o):
    return [x.__name__ if isinstance(x, type) else type(x).__name__ for x in gc.get_referents(o)]


class Mine(deque):
    pass


things = [
    deque([1, []]), iter(deque()), reversed(deque()), defaultdict(list), OrderedDict(a=1), Mine([()]),
    functools.partial(print, []), operator.itemgetter(1), operator.attrgetter("a"), operator.methodcaller("m", 1),
    itertools.chain([1], []), itertools.count(), itertools.cycle([]), itertools.islice([], 3), itertools.tee([])[0],
    itertools.groupby([]), itertools.product([], []), itertools.accumulate([]), itertools.repeat([]),
    itertools.starmap(print, []), itertools.zip_longest([], []),
]
for thing in things:
    print(type(thing).__name__, gc.is_tracked(thing), names(thing))
