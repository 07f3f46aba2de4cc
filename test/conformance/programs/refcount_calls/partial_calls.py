# requires: 3.9
# A partial with keywords is called with a tuple and a dict of all its arguments.
import functools
import sys

rc = sys.getrefcount
argument = []


def target(*args, **keywords):
    print('target', rc(argument), rc(args), rc(keywords))


plain = functools.partial(target, argument)
plain()
plain(argument)
keyed = functools.partial(target, argument, k=argument)
keyed()
keyed(argument)
keyed([1], z=argument)
