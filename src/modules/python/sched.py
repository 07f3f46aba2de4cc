"""Run functions at their times, in order."""

import heapq
import time as _time
from collections import namedtuple
from itertools import count

__all__ = ['scheduler', 'Event']


class Event(namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')):
    __slots__ = ()


_UNSET = object()


class scheduler:
    def __init__(self, timefunc=_time.monotonic, delayfunc=_time.sleep):
        self._queue = []
        self._numbers = count()
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=_UNSET):
        event = Event(time, priority, next(self._numbers), action, argument, {} if kwargs is _UNSET else kwargs)
        heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_UNSET):
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        self._queue.remove(event)
        heapq.heapify(self._queue)

    def empty(self):
        return not self._queue

    def run(self, blocking=True):
        while self._queue:
            first = self._queue[0]
            now = self.timefunc()
            if first.time > now:
                if not blocking:
                    return first.time - now
                self.delayfunc(first.time - now)
            else:
                heapq.heappop(self._queue)
                first.action(*first.argument, **first.kwargs)
                self.delayfunc(0)

    @property
    def queue(self):
        return sorted(self._queue)
