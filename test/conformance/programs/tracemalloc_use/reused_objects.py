# An object from a free list belongs to the line that got it last.
import gc
import tracemalloc

gc.collect()
tracemalloc.start()


def line(o):
    return tracemalloc.get_object_traceback(o)[0].lineno


text = "2.5"
items = [1, 2, 3]


def floats():
    first = float(text)
    print("float", line(first))
    del first
    second = float(text)
    print("float", line(second))


def lists():
    first = [text]
    print("list", line(first))
    del first
    second = [items]
    print("list", line(second))


def tuples():
    first = (text, items, items)
    print("tuple", line(first))
    del first
    second = (items, text, items)
    print("tuple", line(second))


def dicts():
    first = {text: items}
    print("dict", line(first))
    del first
    second = {text: items}
    print("dict", line(second))


floats()
lists()
tuples()
dicts()
