# The name that the text of a weak reference shows.
import re
import weakref


class Named:
    __name__ = 'by class'


class Asking(dict):
    def __getattr__(self, name):
        return self[name]


def shown(o):
    try:
        return re.sub('0x[0-9a-f]+', 'ADDRESS', repr(weakref.ref(o)))
    except KeyError as error:
        return repr(error)


def function():
    pass


own = Named()
own.__name__ = 'by instance'
print(shown(own))
print(shown(Asking(a=1)))
print(shown(function))
print(shown(Named))
