"""Measures how long code takes, by the simulated clock."""

import gc
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
_globals = globals
# A run is simulated: more rounds than this would only take the reader's time.
_MOST = 10000


class Timer:
    """Runs a statement many times."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        names = _globals() if globals is None else globals
        self._names = dict(names)
        self._stmt = self._prepare(stmt, 'stmt')
        self._setup = self._prepare(setup, 'setup')

    def _prepare(self, code, what):
        if callable(code):
            return code
        if not isinstance(code, str):
            raise ValueError('%s is neither a string nor callable' % what)
        return compile(code, '<timeit-src>', 'exec')

    def timeit(self, number=default_number):
        setup, stmt, names = self._setup, self._stmt, self._names
        if callable(setup):
            setup()
        else:
            exec(setup, names)
        enabled = gc.isenabled()
        gc.disable()
        try:
            begin = self.timer()
            if callable(stmt):
                for _ in range(number):
                    stmt()
            else:
                for _ in range(number):
                    exec(stmt, names)
            return self.timer() - begin
        finally:
            if enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        number = 1
        while True:
            taken = self.timeit(number)
            if callback:
                callback(number, taken)
            if taken >= 0.2 or number >= _MOST:
                return number, taken
            number *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
