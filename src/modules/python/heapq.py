"""Heap queues: lists in which the smallest item is always the first."""

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace
from _heapq import _heapify_max, _heappop_max, _heapreplace_max

__all__ = ['heappush', 'heappop', 'heapify', 'heapreplace', 'merge', 'nlargest', 'nsmallest', 'heappushpop']


def merge(*iterables, key=None, reverse=False):
    """Goes through several sorted inputs as through one."""
    if reverse:
        build, replace, drop, step = _heapify_max, _heapreplace_max, _heappop_max, -1
    else:
        build, replace, drop, step = heapify, heapreplace, heappop, 1

    # A source: rank of its next value, its place among the inputs, the value, how to get another.
    sources = []
    place = 0
    for advance in [iter(source).__next__ for source in iterables]:
        try:
            value = advance()
        except StopIteration:
            pass
        else:
            sources.append([value if key is None else key(value), place, value, advance])
        place += step
    build(sources)
    while len(sources) > 1:
        source = sources[0]
        yield source[2]
        try:
            value = source[3]()
        except StopIteration:
            drop(sources)
            continue
        source[2] = value
        source[0] = value if key is None else key(value)
        replace(sources, source)
    if sources:
        [source] = sources
        yield source[2]
        yield from source[3].__self__


def _single(choose, iterable, key):
    nothing = object()
    found = choose(iterable, default=nothing, key=key)
    return [] if found is nothing else [found]


def _sized(iterable):
    try:
        return len(iterable)
    except (TypeError, AttributeError):
        return None


def _select(n, iterable, key, places, build, replace, better, reverse):
    """The best n items: a heap of (rank, place) or (rank, place, item) whose top is the worst of them."""
    source = iter(iterable)
    if key is None:
        kept = [(item, place) for place, item in zip(places, source)]
    else:
        kept = [(key(item), place, item) for place, item in zip(places, source)]
    if kept:
        build(kept)
        worst = kept[0][0]
        place = places.stop
        for item in source:
            rank = item if key is None else key(item)
            if better(rank, worst):
                replace(kept, (rank, place) if key is None else (rank, place, item))
                worst = kept[0][0]
                place += places.step
        kept.sort(reverse=reverse)
    return [entry[0] if key is None else entry[2] for entry in kept]


def nsmallest(n, iterable, key=None):
    """The n smallest items, in ascending order."""
    if n == 1:
        return _single(min, iterable, key)
    size = _sized(iterable)
    if size is not None and n >= size:
        return sorted(iterable, key=key)[:n]
    return _select(n, iterable, key, range(n), _heapify_max, _heapreplace_max, lambda a, b: a < b, False)


def nlargest(n, iterable, key=None):
    """The n largest items, in descending order."""
    if n == 1:
        return _single(max, iterable, key)
    size = _sized(iterable)
    if size is not None and n >= size:
        return sorted(iterable, key=key, reverse=True)[:n]
    return _select(n, iterable, key, range(0, -n, -1), heapify, heapreplace, lambda a, b: b < a, True)
