"""Locks between tasks. Who waits first is served first."""

import collections

from . import events
from . import exceptions

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')


class _Waiters:
    """A queue of futures."""

    def _new_waiter(self):
        future = events.get_running_loop().create_future()
        self._waiters.append(future)
        return future

    def _release_first(self):
        for future in self._waiters:
            if not future.done():
                future.set_result(True)
                return


class _Entered:
    """`async with`: acquire and release."""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


class Lock(_Entered, _Waiters):
    """One task at a time."""

    def __init__(self):
        self._waiters = collections.deque()
        self._locked = False

    def __repr__(self):
        extra = 'locked' if self._locked else 'unlocked'
        if self._waiters:
            extra += ', waiters:%d' % len(self._waiters)
        return '<%s.%s object at 0x%x [%s]>' % (type(self).__module__, type(self).__qualname__, id(self), extra)

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and all(w.cancelled() for w in self._waiters):
            self._locked = True
            return True
        future = self._new_waiter()
        try:
            try:
                await future
            finally:
                self._waiters.remove(future)
        except exceptions.CancelledError:
            if not self._locked:
                self._release_first()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._release_first()


class Event(_Waiters):
    """A flag that tasks wait for."""

    def __init__(self):
        self._waiters = collections.deque()
        self._value = False

    def __repr__(self):
        extra = 'set' if self._value else 'unset'
        if self._waiters:
            extra += ', waiters:%d' % len(self._waiters)
        return '<%s.%s object at 0x%x [%s]>' % (type(self).__module__, type(self).__qualname__, id(self), extra)

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            for future in self._waiters:
                if not future.done():
                    future.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        future = self._new_waiter()
        try:
            await future
            return True
        finally:
            self._waiters.remove(future)


class Condition(_Entered, _Waiters):
    """Waiting for a change under a lock."""

    def __init__(self, lock=None):
        self._lock = Lock() if lock is None else lock
        self.locked = self._lock.locked
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = collections.deque()

    async def wait(self):
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        self.release()
        try:
            future = self._new_waiter()
            try:
                await future
                return True
            finally:
                self._waiters.remove(future)
        finally:
            while True:
                try:
                    await self.acquire()
                    break
                except exceptions.CancelledError:
                    pass

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        for future in self._waiters:
            if n <= 0:
                break
            if not future.done():
                n -= 1
                future.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_Entered, _Waiters):
    """So many tasks at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        self._waiters = collections.deque()
        self._value = value

    def __repr__(self):
        extra = 'locked' if self.locked() else 'unlocked, value:%d' % self._value
        if self._waiters:
            extra += ', waiters:%d' % len(self._waiters)
        return '<%s.%s object at 0x%x [%s]>' % (type(self).__module__, type(self).__qualname__, id(self), extra)

    def locked(self):
        return self._value == 0 or any(not w.cancelled() for w in self._waiters)

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        future = self._new_waiter()
        try:
            try:
                await future
            finally:
                self._waiters.remove(future)
        except exceptions.CancelledError:
            if future.done() and not future.cancelled():
                self._value += 1
            raise
        finally:
            while self._value > 0 and self._wake_next():
                pass
        return True

    def release(self):
        self._value += 1
        self._wake_next()

    def _wake_next(self):
        for future in self._waiters:
            if not future.done():
                self._value -= 1
                future.set_result(True)
                return True
        return False


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()


class BrokenBarrierError(RuntimeError):
    """The barrier was reset or broken."""


class Barrier:
    """Waits until so many tasks wait."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be >= 1')
        self._parties = parties
        self._waiting = []
        self._broken = False

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: len(self._waiting))
    broken = property(lambda self: self._broken)

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        if self._broken:
            raise BrokenBarrierError('Barrier aborted')
        index = len(self._waiting)
        if index + 1 == self._parties:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)
            return index
        future = events.get_running_loop().create_future()
        self._waiting.append(future)
        await future
        return index

    async def reset(self):
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            future.set_exception(BrokenBarrierError())

    async def abort(self):
        self._broken = True
        await self.reset()
