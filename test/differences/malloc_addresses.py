# With --malloc malloc or malloc_debug: which block comes back.
#
# CPython then asks the C library, whose per-thread caches hand the block that was freed last out again. Our system
# heap is first fit and joins free neighbours at once, so another address may come.
# What is seen: the first line may say False here where it says True with PYTHONMALLOC=malloc. Counts, sizes and the
# order in which objects die are the same. With pymalloc, the default, both lines are equal to CPython's.
first = [object() for _ in range(4)]
freed = id(first[1])
del first[1]
again = object()
print("the freed block came back:", id(again) == freed)
print("objects:", len(first) + 1)
