# Exceptions that nobody can catch: what the hook is told of them.
import gc
import sys

gc.disable()


def hook(unraisable):
    value = unraisable.exc_value
    print(unraisable.exc_type.__name__, value, value.__cause__, unraisable.err_msg is None,
          unraisable.exc_traceback is not None)


sys.unraisablehook = hook


class Chained:
    def __del__(self):
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise KeyError('key') from error


class Own:
    class Error(Exception):
        pass

    def __init__(self):
        self.me = self

    def __del__(self):
        raise Own.Error('in a cycle')


Chained()
Own()
print(gc.collect() > 0)


def failing(phase, info):
    raise LookupError(phase)


gc.callbacks.append(failing)
gc.collect()
gc.callbacks.clear()
print(gc.collect(0))
