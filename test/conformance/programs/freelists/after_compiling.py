# The compiler leaves lists, dicts and small tuples on their free lists.
import gc
import sys

blocks = sys.getallocatedblocks
gc.disable()
a = b = blocks()
for text in ("x = 1", "def f(a): return a", "lambda: 0"):
    gc.collect()
    exec(text)
    kept = []
    a = blocks()
    kept.append([])
    kept.append([])
    kept.append([])
    b = blocks()
    # The array of `kept` is the one block.
    print(text, b - a)
    kept = None
