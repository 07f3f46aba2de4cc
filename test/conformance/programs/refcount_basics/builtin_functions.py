# Functions of the core modules are held by copies of those modules' dicts, too.
import sys

for function in (id, max, min, sorted, sum, any, iter, next, isinstance, ord):
    print(function.__name__, sys.getrefcount(function))
for function in (sys.getsizeof, sys.getrefcount, sys.intern):
    print(function.__name__, sys.getrefcount(function))
held = [id] * 3
print(sys.getrefcount(id))
del held
print(sys.getrefcount(id))
