# super() without arguments in a method whose inner function uses self.
import sys

rc = sys.getrefcount


class Base:
    def both(self, x):
        return [self, x]


class Child(Base):
    def both(self, x):
        me = lambda: self
        result = super().both(x)
        print(rc(self), me() is self, len(result))
        return result


class Inner(Base):
    def both(self, x):
        def up():
            return super(Inner, self).both(x)
        return up() + super().both(x)


class Meta(type):
    def __init__(cls, name, bases, namespace):
        cls.again = lambda: cls
        super().__init__(name, bases, namespace)


class Made(metaclass=Meta):
    pass


child = Child()
print(child.both(1)[0] is child, rc(child))
print(len(Inner().both(2)), Made.again() is Made)
