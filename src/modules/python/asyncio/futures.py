"""Results that will be there later."""

import contextvars
import sys

from . import events
from . import exceptions

__all__ = ('Future', 'wrap_future', 'isfuture')


class Future:
    """A result that will be there later; awaiting it waits for it."""

    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._state = 'PENDING'
        self._result = None
        self._exception = None
        self._callbacks = []
        self._cancel_message = None
        self._logged = True

    def __repr__(self):
        return '<%s>' % ' '.join(self._info())

    def _info(self):
        info = [type(self).__name__, self._state.lower()]
        if self._state == 'FINISHED':
            if self._exception is not None:
                info.append('exception=%r' % (self._exception,))
            else:
                info.append('result=%r' % (self._result,))
        if self._callbacks:
            info.append('cb=[%s]' % ', '.join('%s()' % getattr(c[0], '__qualname__', repr(c[0]))
                                              for c in self._callbacks))
        return info

    def __del__(self):
        if not self._logged:
            self._loop.call_exception_handler({
                'message': '%s exception was never retrieved' % type(self).__name__, 'exception': self._exception,
                'future': self})

    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    def get_loop(self):
        return self._loop

    def cancel(self, msg=None):
        self._logged = True
        if self._state != 'PENDING':
            return False
        self._state = 'CANCELLED'
        self._cancel_message = msg
        self._schedule()
        return True

    def _make_cancelled_error(self):
        if self._cancel_message is None:
            return exceptions.CancelledError()
        return exceptions.CancelledError(self._cancel_message)

    def _schedule(self):
        callbacks, self._callbacks = self._callbacks, []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state == 'CANCELLED'

    def done(self):
        return self._state != 'PENDING'

    def result(self):
        if self._state == 'CANCELLED':
            raise self._make_cancelled_error()
        if self._state != 'FINISHED':
            raise exceptions.InvalidStateError('Result is not set.' if sys.version_info >= (3, 8) else '')
        self._logged = True
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == 'CANCELLED':
            raise self._make_cancelled_error()
        if self._state != 'FINISHED':
            raise exceptions.InvalidStateError('Exception is not set.')
        self._logged = True
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if self._state != 'PENDING':
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, contextvars.copy_context() if context is None else context))

    def remove_done_callback(self, fn):
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        removed = len(self._callbacks) - len(kept)
        self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        if self._state != 'PENDING':
            raise exceptions.InvalidStateError('invalid state' if type(self) is Future else '%s: %r' % (
                self._state, self))
        self._result = result
        self._state = 'FINISHED'
        self._schedule()

    def set_exception(self, exception):
        if self._state != 'PENDING':
            raise exceptions.InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            raise TypeError('StopIteration interacts badly with generators and cannot be raised into a Future')
        self._exception = exception
        self._state = 'FINISHED'
        self._schedule()
        self._logged = False

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


def isfuture(obj):
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


def wrap_future(future, *, loop=None):
    return future
