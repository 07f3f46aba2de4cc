# Iterators of itertools, copied before and after their first item (to 3.13).
import copy
import itertools
import sys


o=[]; l=[o,o,o]
made=[itertools.chain(l,l),itertools.takewhile(lambda x: x is o,l),itertools.dropwhile(lambda x: x is not o,l),itertools.filterfalse(lambda x: x is not o,l),itertools.starmap(lambda *a: a,[(o,),(o,)]),itertools.compress(l,[1,1,1])]
for it in made:
    fresh=copy.copy(it)
    next(it)
    twin=copy.copy(it)
    print(type(it).__name__, sys.getrefcount(o), sys.getrefcount(l), len(list(twin)), len(list(it)), len(list(fresh)))

del it, fresh, twin, made
print(sys.getrefcount(o))
print(list(copy.deepcopy(itertools.chain('ab','cd'))))
