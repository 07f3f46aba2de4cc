# Objects that Python shares behind your back.
#
# Small integers from -5 to 256 exist once for the whole interpreter. Strings that look like names are interned.
# Constants of one code object are shared. From 3.12 on some of these objects are immortal: their count never changes.
# Hover over the names to see which object is which.
import sys

small = 256
again = int("256")
print("256 is 256:", small is again)

large = int("257")
larger = int("257")
print("257 is 257, made twice:", large is larger, large == larger)

here = 1000
there = 1000  # the same constant of this file's code object
print("1000 is 1000 in one file:", here is there)

name = "arena"
built = "".join(["are", "na"])
print("a built string is another object:", built == name, built is name)
print("interned, it is the same:", sys.intern(built) is name)

empty = ()
print("one empty tuple:", empty is tuple([]))

before = sys.getrefcount(None)
many = [None] * 1000
after = sys.getrefcount(None)
print("a thousand references to None are counted:", after - before == 1000)  # no longer from 3.12 on: None is immortal
