# What a chain refers to while it goes through its first iterable.
import gc
import itertools

items = [[]]
chain = itertools.chain(items, items)
next(chain)
print([type(x).__name__ for x in gc.get_referents(chain) if type(x) is not type])
