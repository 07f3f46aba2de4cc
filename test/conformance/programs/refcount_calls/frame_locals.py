# The variables of a frame through `f_locals`: a dict that holds them, since 3.13 a view that holds the frame.
import gc
import sys

rc = sys.getrefcount
gc.collect()
gc.disable()


def function(x, y=1):
    z = [x]
    frame = sys._getframe()
    print(rc(x), rc(frame))
    variables = frame.f_locals
    print(type(variables).__name__, rc(x), rc(frame), rc(variables), sys.getsizeof(variables) > 0)
    print(sorted(variables), 'x' in variables, variables['y'], variables.get('absent', 'none'))
    variables['y'] = 5
    print(y)
    variables['new'] = x
    print('new' in frame.f_locals, rc(x))
    print(frame.f_locals is variables, len(variables))
    everything = locals()
    print(type(everything).__name__, rc(x), 'new' in everything)
    del everything, variables
    print(rc(x))
    return frame


def inner(held):
    return sys._getframe().f_locals


argument = []
frame = function(argument)
print(rc(argument), sorted(frame.f_locals))
frame.clear()
print(rc(argument), sorted(frame.f_locals))
del frame
print(rc(argument))
mapping = inner(argument)
print(rc(argument), rc(mapping), gc.is_tracked(mapping))
del mapping
print(rc(argument))


class Body:
    kind = type(sys._getframe().f_locals).__name__


print(Body.kind, sys._getframe().f_locals is globals())


def generator():
    value = 1
    yield sys._getframe().f_locals
    yield value


running = generator()
mapping = next(running)
mapping['value'] = 2
print(next(running), mapping['value'])
