# What a call holds while it runs.
#
# Step into look(): the list has the caller's name, and the parameter. Up to Python 3.10 the caller's stack holds the
# argument as well; from 3.11 on the reference moves into the call. Run this file as 3.10 and as 3.12 and compare.
# When a function returns, its locals are let go: watch `local` in build(), and what survives through the result.
import sys


def look(parameter):
    return sys.getrefcount(parameter) - 1


def build():
    local = ["made inside"]
    other = local
    return other


def remember(item, seen=[]):  # the default list is made once, and belongs to the function
    seen.append(item)
    return len(seen)


def counter():
    count = []

    def step():
        count.append(None)  # `count` lives in a cell that this function holds
        return len(count)

    return step


data = ["x", "y"]
print("before the call:", sys.getrefcount(data) - 1)
during = look(data)
print("the call added something:", during > 1)
print("after the call:", sys.getrefcount(data) - 1)

result = build()
count = sys.getrefcount(result) - 1
print("the result survived its function:", result, count)

print("calls remembered:", remember(data), remember(data))
print("the default still holds it:", sys.getrefcount(data) - 1)

step = counter()
print("closure:", step(), step())
cell = step.__closure__[0]
print("the cell holds", cell.cell_contents)
