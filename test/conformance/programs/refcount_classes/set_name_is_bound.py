# __set_name__ is called as a bound method: it holds the attribute once more.
import sys

rc = sys.getrefcount


class Named:
    def __set_name__(self, owner, name):
        print(name, rc(self))


class Owner:
    one = Named()
    two = three = Named()


print(rc(Owner.one), rc(Owner.two))
