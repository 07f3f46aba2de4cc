# A cycle that reference counting cannot free.
#
# Two nodes refer to each other. After `del left, right` no name reaches them, yet each count stays at one: they wait
# for the collector. Look at the cycle in the tree and the panel before and after gc.collect().
# In the second half the way back is a weak reference: the same two nodes die at once, without a collection.
import gc
import weakref

gc.disable()  # so that nothing is collected before we ask for it


class Node:
    def __init__(self, name):
        self.name = name
        self.partner = None

    def __del__(self):
        print("  freed:", self.name)


print("strong both ways")
left = Node("left")
right = Node("right")
left.partner = right
right.partner = left  # this line closes the cycle
del left, right
print("  no name is left, nothing was freed")
print("  collected:", gc.collect() > 0)

print("weak on the way back")
left = Node("left")
right = Node("right")
left.partner = right
right.partner = weakref.ref(left)  # does not count: no cycle
del left, right
print("  collected:", gc.collect())
