# Two names, one list.
#
# Look at the count beside each line: `b = a` copies no list, it adds a reference. `del a` removes a name, not the
# list. Hover over a name to see who holds its object. sys.getrefcount(x) prints one more than you count: its own
# argument is a reference too.
import sys

a = [1, 2, 3]
print("made:", sys.getrefcount(a) - 1)

b = a
print("b = a:", sys.getrefcount(a) - 1)

box = {"first": a, "again": a}
print("twice in a dict:", sys.getrefcount(a) - 1)

b.append(4)
print("a sees what b did:", a)

del a
print("del a:", sys.getrefcount(b) - 1)

box.clear()
print("the dict let go:", sys.getrefcount(b) - 1)

c = b[:]
print("a copy is another object:", c == b, c is b, sys.getrefcount(c) - 1)

b = None  # the last reference goes, and the list dies on this line
print("c lives on:", c)
