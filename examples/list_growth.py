# How a list makes room.
#
# append() asks for more room than it needs, so that most appends allocate nothing. The size changes only on some
# lines: those are the reallocations. A list that is made in one go fits exactly; a dict grows in larger steps.
import sys

items = []
sizes = [sys.getsizeof(items)]
moves = []
for number in range(40):
    items.append(number)
    size = sys.getsizeof(items)
    if size != sizes[-1]:
        moves.append(number + 1)
        sizes.append(size)
print("empty:", sizes[0], "bytes")
print("grew at lengths", moves)
print("sizes", sizes)

exact = [None] * 40
print("made in one go:", sys.getsizeof(exact), "bytes; appended:", sys.getsizeof(items), "bytes")

while len(items) > 4:
    items.pop()
print("after popping to 4:", sys.getsizeof(items), "bytes")

table = {}
steps = []
last = sys.getsizeof(table)
for number in range(50):
    table[number] = None
    if sys.getsizeof(table) != last:
        last = sys.getsizeof(table)
        steps.append(number + 1)
print("a dict grew at lengths", steps)
