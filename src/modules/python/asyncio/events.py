"""The event loop: what is ready runs in order; when nothing is, the clock jumps to the next timer."""

import collections
import contextvars
import heapq
import sys
import time

from . import coroutines
from . import exceptions

__all__ = ('AbstractEventLoop', 'BaseEventLoop', 'Handle', 'TimerHandle', 'get_event_loop', 'get_running_loop',
           'new_event_loop', 'set_event_loop')


class _Loops:
    """The running loop and the one that was set."""

    running = None
    current = None
    policy = None


class Handle:
    """A call that the loop will make."""

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._loop = loop
        self._context = contextvars.copy_context() if context is None else context
        self._cancelled = False

    def cancel(self):
        self._cancelled = True
        self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': 'Exception in callback %r' % (self._callback,), 'exception': exc, 'handle': self})


class TimerHandle(Handle):
    """A call that the loop will make at a time."""

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when

    def when(self):
        return self._when


class AbstractEventLoop:
    """What event loops derive from."""


class BaseEventLoop(AbstractEventLoop):
    """The event loop."""

    def __init__(self):
        self._ready = collections.deque()
        self._scheduled = []
        self._order = 0
        self._stopping = False
        self._closed = False
        self._debug = False
        self._task_factory = None
        self._exception_handler = None
        self._asyncgens = []
        self._tasks = {}

    def __repr__(self):
        return '<_UnixSelectorEventLoop running=%s closed=%s debug=%s>' % (
            self.is_running(), self._closed, self._debug)

    def time(self):
        return time.monotonic()

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        handle = TimerHandle(when, callback, args, self, context)
        self._order += 1
        heapq.heappush(self._scheduled, (when, self._order, handle))
        return handle

    def create_future(self):
        from .futures import Future
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        from .tasks import Task
        self._check_closed()
        if self._task_factory is not None:
            return self._task_factory(self, coro)
        return Task(coro, loop=self, name=name, context=context)

    def set_task_factory(self, factory):
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        future = self.create_future()

        def work():
            if future.cancelled():
                return
            try:
                future.set_result(func(*args))
            except BaseException as exc:
                future.set_exception(exc)
        self.call_soon(work)
        return future

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if _Loops.running is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def is_running(self):
        return _Loops.running is self

    def is_closed(self):
        return self._closed

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()

    def stop(self):
        self._stopping = True

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    def run_forever(self):
        self._check_closed()
        self._check_running()
        _Loops.running = self
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            _Loops.running = None

    def run_until_complete(self, future):
        from .tasks import ensure_future
        from .futures import isfuture
        self._check_closed()
        self._check_running()
        new_task = not isfuture(future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except BaseException:
            if new_task and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def _run_once(self):
        scheduled = self._scheduled
        while scheduled and scheduled[0][2]._cancelled:
            heapq.heappop(scheduled)
        now = self.time()
        if not self._ready and not self._stopping:
            if not scheduled:
                raise RuntimeError('the event loop waits for something that never happens: no task is ready and no'
                                   ' timer is set')
            wait = scheduled[0][0] - now
            if wait > 0:
                time.sleep(wait)
                now = scheduled[0][0]
        # Timers of one moment (the clock ticks between two reads) run in the same round.
        end = now + 5e-05
        while scheduled and (scheduled[0][0] <= end or scheduled[0][2]._cancelled):
            handle = heapq.heappop(scheduled)[2]
            if not handle._cancelled:
                self._ready.append(handle)
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()
        handle = None

    async def shutdown_asyncgens(self):
        pass

    async def shutdown_default_executor(self, timeout=None):
        pass

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        self._exception_handler = handler

    def default_exception_handler(self, context):
        import traceback
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append('%s: %r' % (key, context[key]))
        print('\n'.join(lines), file=sys.stderr)
        exc = context.get('exception')
        if exc is not None:
            traceback.print_exception(type(exc), exc, exc.__traceback__)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
        else:
            self._exception_handler(self, context)

    def add_signal_handler(self, sig, callback, *args):
        pass

    def remove_signal_handler(self, sig):
        return False


def _stop_loop(future):
    if not future.cancelled():
        exc = future.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            return
    future.get_loop().stop()


class AbstractEventLoopPolicy:
    """What policies derive from."""


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    def get_event_loop(self):
        return get_event_loop()

    def set_event_loop(self, loop):
        set_event_loop(loop)

    def new_event_loop(self):
        return new_event_loop()


def get_event_loop_policy():
    if _Loops.policy is None:
        _Loops.policy = DefaultEventLoopPolicy()
    return _Loops.policy


def set_event_loop_policy(policy):
    _Loops.policy = policy


def _get_running_loop():
    return _Loops.running


def get_running_loop():
    if _Loops.running is None:
        raise RuntimeError('no running event loop')
    return _Loops.running


def get_event_loop():
    if _Loops.running is not None:
        return _Loops.running
    if _Loops.current is None:
        if sys.version_info >= (3, 12):
            import warnings
            warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=2)
        _Loops.current = new_event_loop()
    return _Loops.current


def set_event_loop(loop):
    _Loops.current = loop


def new_event_loop():
    return BaseEventLoop()
