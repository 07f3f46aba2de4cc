"""Calls that are made somewhere else, and what became of them."""

import threading
import time
import types
from collections import namedtuple as _namedtuple

__all__ = ('FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'CancelledError', 'TimeoutError', 'BrokenExecutor',
           'Future', 'Executor', 'wait', 'as_completed', 'ProcessPoolExecutor', 'ThreadPoolExecutor')

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'
_PENDING, _RUNNING, _CANCELLED, _FINISHED = 'pending', 'running', 'cancelled', 'finished'


class Error(Exception):
    """What goes wrong with futures themselves."""

    __module__ = 'concurrent.futures._base'


class CancelledError(Error):
    """The future was cancelled."""

    __module__ = 'concurrent.futures._base'


import sys as _sys
if _sys.version_info >= (3, 11):
    TimeoutError = TimeoutError
else:
    class TimeoutError(Error):
        """It took longer than was allowed."""

        __module__ = 'concurrent.futures._base'


class InvalidStateError(Error):
    """The future is in another state than this needs."""

    __module__ = 'concurrent.futures._base'


class BrokenExecutor(RuntimeError):
    """The executor can do nothing more."""

    __module__ = 'concurrent.futures._base'


class Future:
    """The outcome of a call that may not have been made yet."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._callbacks = []

    def __repr__(self):
        with self._condition:
            head = '<%s at %#x state=%s' % (self.__class__.__name__, id(self), self._state)
            if self._state != _FINISHED:
                return head + '>'
            if self._exception is not None:
                return '%s raised %s>' % (head, self._exception.__class__.__name__)
            return '%s returned %s>' % (head, self._result.__class__.__name__)

    def cancel(self):
        with self._condition:
            if self._state in (_RUNNING, _FINISHED):
                return False
            if self._state == _CANCELLED:
                return True
            self._state = _CANCELLED
            self._condition.notify_all()
        self._tell()
        return True

    def cancelled(self):
        return self._state == _CANCELLED

    def running(self):
        return self._state == _RUNNING

    def done(self):
        return self._state in (_CANCELLED, _FINISHED)

    def _tell(self):
        for callback in self._callbacks:
            try:
                callback(self)
            except Exception:
                import logging
                logging.getLogger('concurrent.futures').exception('exception calling callback for %r', self)

    def add_done_callback(self, fn):
        if not self.done():
            self._callbacks.append(fn)
            return
        fn(self)

    def _outcome(self, timeout):
        with self._condition:
            if not self.done():
                self._condition.wait(timeout)
            if self._state == _CANCELLED:
                raise CancelledError()
            if self._state != _FINISHED:
                raise TimeoutError()

    def result(self, timeout=None):
        self._outcome(timeout)
        if self._exception is not None:
            try:
                raise self._exception
            finally:
                self = None
        return self._result

    def exception(self, timeout=None):
        self._outcome(timeout)
        return self._exception

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == _CANCELLED:
                return False
            if self._state == _PENDING:
                self._state = _RUNNING
                return True
            raise RuntimeError('Future in unexpected state')

    def _finish(self, result, exception):
        with self._condition:
            if self.done():
                raise InvalidStateError('{}: {!r}'.format(self._state.upper(), self))
            self._result = result
            self._exception = exception
            self._state = _FINISHED
            self._condition.notify_all()
        self._tell()

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)

    if _sys.version_info >= (3, 9):
        __class_getitem__ = classmethod(types.GenericAlias)


class Executor:
    """Makes calls somewhere else."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        end = None if timeout is None else time.monotonic() + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                futures.reverse()
                while futures:
                    yield futures.pop().result(None if end is None else end - time.monotonic())
            finally:
                for future in futures:
                    future.cancel()
        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


class ThreadPoolExecutor(Executor):
    """Makes calls in threads; at most `max_workers` at a time."""

    _made = 0

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            max_workers = 5
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._initializer = initializer
        self._initargs = initargs
        self._shutdown = False
        self._initialized = False
        self._waiting = []
        self._working = 0
        self._prefix = thread_name_prefix or 'ThreadPoolExecutor-%d' % ThreadPoolExecutor._made
        ThreadPoolExecutor._made += 1

    def submit(self, fn, /, *args, **kwargs):
        if self._shutdown:
            raise RuntimeError('cannot schedule new futures after shutdown')
        future = Future()
        self._waiting.append((future, fn, args, kwargs))
        # Threads run one after the other: one that waits for work would wait for ever, so each takes what there is.
        if self._working < self._max_workers:
            threading.Thread(name='%s_%d' % (self._prefix, self._working), target=self._work).start()
        return future

    def _work(self):
        if self._initializer is not None and not self._initialized:
            self._initialized = True
            self._initializer(*self._initargs)
        self._working += 1
        try:
            self._take_all()
        finally:
            self._working -= 1

    def _take_all(self):
        while self._waiting:
            future, fn, args, kwargs = self._waiting.pop(0)
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = fn(*args, **kwargs)
            except BaseException as exc:
                future.set_exception(exc)
            else:
                future.set_result(result)
            future = fn = args = kwargs = result = None

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True
        if cancel_futures:
            for future, *_ in self._waiting:
                future.cancel()
            self._waiting.clear()


class ProcessPoolExecutor(ThreadPoolExecutor):
    """Makes calls one beside the other: the simulator has no processes, its threads do not run at the same time."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), **kwargs):
        super().__init__(max_workers, '', initializer, initargs)


_Outcome = _namedtuple('DoneAndNotDoneFutures', 'done not_done')


def _watch(fs):
    changed = threading.Condition()

    def tell(future):
        with changed:
            changed.notify_all()
    for future in fs:
        if not future.done():
            future.add_done_callback(tell)
    return changed


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Waits for the first, the first failing or all of the futures."""
    fs = set(fs)
    end = None if timeout is None else time.monotonic() + timeout
    changed = _watch(fs)
    while True:
        done = {f for f in fs if f.done()}
        if len(done) == len(fs) or done and return_when == FIRST_COMPLETED:
            break
        if return_when == FIRST_EXCEPTION and any(not f.cancelled() and f.exception() is not None for f in done):
            break
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            break
        with changed:
            changed.wait(left)
    return _Outcome(done, fs - done)


def as_completed(fs, timeout=None):
    """The futures as they are done."""
    end = None if timeout is None else time.monotonic() + timeout
    left = set(fs)
    total = len(left)
    changed = _watch(left)
    while left:
        done = [f for f in left if f.done()]
        left.difference_update(done)
        yield from done
        if left and not done:
            rest = None if end is None else end - time.monotonic()
            if rest is not None and rest <= 0:
                raise TimeoutError('%d (of %d) futures unfinished' % (len(left), total))
            with changed:
                changed.wait(rest)
