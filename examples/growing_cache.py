# Three ways to keep what nobody needs any more.
#
# A dict that a function fills and nobody empties, a default argument that all calls share, and a cache without a
# limit. None of them is a leak to Python: everything is reachable. `arenascope growth` shows how they grow, the
# problems on the lines tell what to do.
import functools
import sys

squares = {}


def square(n):
    if n not in squares:
        squares[n] = n * n  # this dict only grows
    return squares[n]


def remember(n, seen=[]):  # one list for all calls
    seen.append(n)
    return len(seen)


@functools.lru_cache(maxsize=None)  # without a limit
def cube(n):
    return n**3


@functools.lru_cache(maxsize=8)  # the same with one
def fourth(n):
    return n**4


sizes = []
for number in range(100):
    square(number)
    remember(number)
    cube(number)
    fourth(number)
    if sys.getsizeof(squares) not in sizes:
        sizes.append(sys.getsizeof(squares))

print("the dict of squares holds", len(squares), "entries and grew through", sizes)
print("the default argument holds", len(remember.__defaults__[0]), "numbers")
print("cube() keeps", cube.cache_info().currsize, "results, fourth() keeps", fourth.cache_info().currsize)
