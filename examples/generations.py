# Three generations of the garbage collector.
#
# Every container that is made and not freed again counts towards the youngest generation. When the count passes its
# threshold (700 up to 3.12, 2000 from 3.13 on) a collection runs by itself, in the middle of the program. What it
# finds alive moves one generation up. Watch the generations fill in the panel, and the collections in the margin.
import gc

collections = []


def watch(phase, info):
    if phase == "stop":
        collections.append(info["generation"])


gc.collect()
threshold = gc.get_threshold()
gc.callbacks.append(watch)

kept = []
for number in range(3 * threshold[0]):
    kept.append([number])  # survives, and grows old

gc.callbacks.remove(watch)
print("automatic collections of the youngest generation:", collections.count(0))

young = []
print("a new list starts young:", gc.is_tracked(young))
print("numbers and strings are not tracked:", gc.is_tracked(1), gc.is_tracked("text"))

gc.freeze()  # hide everything so far from the collector
print("something is frozen:", gc.get_freeze_count() > len(kept))
gc.unfreeze()

kept.clear()  # plain reference counting frees all of them: no collection is needed
print("left for the collector:", gc.collect())
