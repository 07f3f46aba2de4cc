# A function that the collector has cleared is still a function.
import gc

gc.disable()


class Late:
    def __init__(self, callback):
        self.callback = callback


seen = []


class Watcher:
    def __del__(self):
        seen.append((self.function.__name__, self.function.__qualname__))


def make():
    def inner():
        return inner, watcher

    watcher = Watcher()
    watcher.function = inner
    return Late(inner)


late = make()
gc.collect()
del late
print(gc.collect() > 3)
print(seen)

keep = []


def leave():
    class Holder(dict):
        def __del__(self):
            keep.append(sorted(self))

    def local(argument=1):
        return local, holder

    holder = Holder(a=local, b=2)


leave()
print(gc.collect() > 3, keep)
