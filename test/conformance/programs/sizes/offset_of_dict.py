# Where the dict of instances stands, as classes tell it.
class Plain:
    pass


class OfList(list):
    pass


class OfTuple(tuple):
    pass


class Below(Plain):
    __slots__ = ("a",)


class Dict:
    __slots__ = ("__dict__",)


class Weak:
    __slots__ = ("__weakref__", "a")


class BelowWeak(Weak):
    pass


class Error(Exception):
    __slots__ = ("q",)


for kind in (Plain, OfList, OfTuple, Below, Dict, Weak, BelowWeak, Error):
    print(kind.__name__, kind.__dictoffset__, kind.__weakrefoffset__, kind.__basicsize__)
