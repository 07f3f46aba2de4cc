# References that do not count.
#
# A weak reference finds an object as long as someone else holds it. Its callback runs on the very line where the last
# real reference goes. A WeakValueDictionary is a cache that never keeps anything alive by itself. Look at the counts:
# neither `observer` nor the cache adds to them.
import sys
import weakref


class Picture:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "Picture(%r)" % self.name


def on_death(reference):
    print("  callback: it is gone, the reference gives", reference())


picture = Picture("lake")
observer = weakref.ref(picture, on_death)
print("count:", sys.getrefcount(picture) - 1)
print("weak references to it:", weakref.getweakrefcount(picture))
print("through the reference:", observer())

cache = weakref.WeakValueDictionary()
cache["lake"] = picture
cache["hill"] = Picture("hill")  # held by nobody else: gone at the end of this line
print("in the cache:", sorted(cache))

print("del picture")
del picture
print("in the cache:", sorted(cache))
print("the observer sees", observer())

finalized = Picture("sea")
weakref.finalize(finalized, print, "  finalize: the sea is gone")
print("finalized = None")
finalized = None
