# What `__init__` and `__call__` see when a class or an object is called with keywords or spread arguments.
import sys

rc = sys.getrefcount
argument = []


class Thing:
    def __init__(self, x=None, *rest, **more):
        print('init', rc(self), rc(argument), len(rest), len(more))

    def __call__(self, x=None):
        print('call', rc(self), rc(argument))


Thing(argument)
Thing(x=argument)
Thing(**{'x': argument})
Thing(*[argument])
Thing(*(argument,), y=argument)
thing = Thing()
thing(argument)
thing(x=argument)
thing(*[argument])
thing(**{'x': argument})


class Meta(type):
    def __new__(mcls, name, bases, namespace):
        print('new', rc(bases) if bases else '', rc(namespace))
        return super().__new__(mcls, name, bases, namespace)


class Base(metaclass=Meta):
    pass


class Derived(Base):
    pass
