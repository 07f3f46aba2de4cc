# An instance may get another class whose instances have the same fields by descent.
import sys

rc = sys.getrefcount


class Base:
    __slots__ = ('a',)


class Same(Base):
    __slots__ = ()


class More(Base):
    __slots__ = ('b',)


class Other:
    __slots__ = ('a',)


o = Base()
o.a = [o]
before = rc(Base), rc(Same)
o.__class__ = Same
print(rc(Base) - before[0], rc(Same) - before[1], rc(o), type(o.a).__name__)
o.__class__ = Base
print(rc(Base) - before[0], rc(Same) - before[1])
for cls in More, Other:
    try:
        o.__class__ = cls
        print(cls.__name__)
    except TypeError as e:
        print(e)
del o.a
