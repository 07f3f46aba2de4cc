"""Coroutines that the loop drives."""

import contextvars
import functools
import sys
import types

from . import coroutines
from . import events
from . import exceptions
from . import futures
from .coroutines import iscoroutine, iscoroutinefunction

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'


class _State:
    """Names of tasks and the task that runs, by loop."""

    names = 0
    current = None


class Task(futures.Future):
    """A coroutine that the loop drives."""

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro) and not isinstance(coro, types.GeneratorType):
            raise TypeError('a coroutine was expected, got %r' % (coro,))
        if name is None:
            _State.names += 1
            name = 'Task-%d' % _State.names
        self._name = str(name)
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        self._fut_waiter = None
        self._must_cancel = False
        self._num_cancels_requested = 0
        self._loop._tasks[id(self)] = self
        self._loop.call_soon(self._step, context=self._context)

    def _info(self):
        info = super()._info()
        if self._state == 'PENDING' and self._must_cancel:
            info[1] = 'cancelling'
        info.insert(1 if sys.version_info < (3, 8) else 2, 'name=%r' % self._name)
        code = getattr(self._coro, 'cr_code', None)
        frame = getattr(self._coro, 'cr_frame', None)
        if code is not None:
            where = '%s:%s' % (code.co_filename, frame.f_lineno if frame is not None else code.co_firstlineno)
            word = 'running at' if frame is not None else 'done, defined at'
            info.insert(3, 'coro=<%s() %s %s>' % (self._coro.__qualname__, word, where))
        if self._fut_waiter is not None:
            info.insert(4, 'wait_for=%r' % (self._fut_waiter,))
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, 'cr_frame', None)
        return [] if frame is None else [frame]

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def cancel(self, msg=None):
        if self.done():
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    if sys.version_info >= (3, 11):
        def cancelling(self):
            return self._num_cancels_requested

        def uncancel(self):
            if self._num_cancels_requested > 0:
                self._num_cancels_requested -= 1
                if sys.version_info >= (3, 13) and self._num_cancels_requested == 0:
                    self._must_cancel = False
            return self._num_cancels_requested

    def _finish(self):
        self._loop._tasks.pop(id(self), None)

    def _step(self, exc=None):
        if self.done():
            raise exceptions.InvalidStateError('_step(): already done: %r, %r' % (self, exc))
        if self._must_cancel:
            if not isinstance(exc, exceptions.CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        before, _State.current = _State.current, self
        try:
            if exc is None:
                result = self._coro.send(None)
            else:
                result = self._coro.throw(exc)
        except StopIteration as stop:
            self._finish()
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(self._cancel_message)
            else:
                super().set_result(stop.value)
        except exceptions.CancelledError as exc:
            self._finish()
            self._cancelled_error = exc
            super().cancel(exc.args[0] if exc.args else None)
        except (KeyboardInterrupt, SystemExit) as exc:
            self._finish()
            super().set_exception(exc)
            raise
        except BaseException as exc:
            self._finish()
            super().set_exception(exc)
        else:
            if getattr(result, '_asyncio_future_blocking', None) is not None:
                if result is self:
                    self._loop.call_soon(self._step, RuntimeError('Task cannot await on itself: %r' % (self,)),
                                         context=self._context)
                elif result._asyncio_future_blocking:
                    result._asyncio_future_blocking = False
                    result.add_done_callback(self._wakeup, context=self._context)
                    self._fut_waiter = result
                    if self._must_cancel and result.cancel(self._cancel_message):
                        self._must_cancel = False
                else:
                    self._loop.call_soon(self._step, RuntimeError(
                        'yield was used instead of yield from in task %r with %r' % (self, result)),
                        context=self._context)
            elif result is None:
                self._loop.call_soon(self._step, context=self._context)
            else:
                self._loop.call_soon(self._step, RuntimeError('Task got bad yield: %r' % (result,)),
                                     context=self._context)
        finally:
            _State.current = before
            self = exc = None

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            self._step(exc)
        else:
            self._step()
        self = None


def current_task(loop=None):
    if loop is None:
        events.get_running_loop()
    return _State.current


def all_tasks(loop=None):
    if loop is None:
        loop = events.get_running_loop()
    return {task for task in list(loop._tasks.values()) if not task.done()}


def create_task(coro, *, name=None, context=None):
    loop = events.get_running_loop()
    return loop.create_task(coro, name=name, context=context)


def ensure_future(coro_or_future, *, loop=None):
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    if not iscoroutine(coro_or_future):
        if not hasattr(coro_or_future, '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _wrap_awaitable(coro_or_future)
    if loop is None:
        loop = events.get_event_loop()
    return loop.create_task(coro_or_future)


async def _wrap_awaitable(awaitable):
    return await awaitable


class _Pause:
    """One turn of the loop."""

    def __await__(self):
        yield


async def sleep(delay, result=None):
    if sys.version_info >= (3, 13) and delay != delay:
        raise ValueError('Invalid delay: NaN (not a number)')
    if delay <= 0:
        await _Pause()
        return result
    loop = events.get_running_loop()
    future = loop.create_future()
    handle = loop.call_later(delay, _set_unless_cancelled, future, result)
    try:
        return await future
    finally:
        handle.cancel()


def _set_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


class _GatheringFuture(futures.Future):
    """What gather() returns: cancelling it cancels the children."""

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        done = False
        for child in self._children:
            if child.cancel(msg):
                done = True
        if done:
            self._cancel_requested = True
        return done


def gather(*coros_or_futures, return_exceptions=False):
    if not coros_or_futures:
        loop = events.get_event_loop()
        outer = loop.create_future()
        outer.set_result([])
        return outer
    loop = events._get_running_loop()
    known = {}
    children = []
    done = []
    for arg in coros_or_futures:
        if arg not in known:
            future = ensure_future(arg, loop=loop)
            loop = future.get_loop()
            known[arg] = future
        children.append(known[arg])
    unique = []
    for child in children:
        if child not in unique:
            unique.append(child)
    outer = _GatheringFuture(unique, loop=loop)

    def _done_callback(future):
        done.append(future)
        if outer.done():
            if not future.cancelled():
                future.exception()
            return
        if not return_exceptions:
            if future.cancelled():
                futures.Future.set_exception(outer, future._make_cancelled_error())
                return
            if future.exception() is not None:
                outer.set_exception(future.exception())
                return
        if len(done) == len(unique):
            results = []
            for child in children:
                if child.cancelled():
                    results.append(child._make_cancelled_error())
                else:
                    exc = child.exception()
                    results.append(child.result() if exc is None else exc)
            if outer._cancel_requested:
                outer.set_exception(future._make_cancelled_error())
            else:
                outer.set_result(results)

    for child in unique:
        child.add_done_callback(_done_callback)
    return outer


def shield(arg):
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def inner_done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
            return
        if inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    if futures.isfuture(fs) or iscoroutine(fs):
        raise TypeError('expect a list of futures, not %s' % type(fs).__name__)
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.' if sys.version_info >= (3, 11)
                         else 'Set of coroutines/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError('Invalid return_when value: %s' % (return_when,))
    fs = list(fs)
    if any(iscoroutine(f) for f in fs) and sys.version_info >= (3, 11):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = events.get_running_loop()
    fs = [ensure_future(f, loop=loop) for f in fs]
    waiting = [f for f in fs if not f.done()]

    def enough():
        done = [f for f in fs if f.done()]
        return (len(done) == len(fs) or done and return_when == FIRST_COMPLETED
                or return_when == FIRST_EXCEPTION and any(
                    not f.cancelled() and f.exception() is not None for f in done))
    if not enough():
        waiter = loop.create_future()
        handle = None
        if timeout is not None:
            handle = loop.call_later(timeout, _release, waiter)

        def one_done(future):
            if enough():
                _release(waiter)
        for f in waiting:
            f.add_done_callback(one_done)
        try:
            await waiter
        finally:
            if handle is not None:
                handle.cancel()
            for f in waiting:
                f.remove_done_callback(one_done)
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}


def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(future, loop):
    waiter = loop.create_future()
    callback = functools.partial(_release, waiter)
    future.add_done_callback(callback)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(callback)


async def wait_for(fut, timeout):
    loop = events.get_running_loop()
    if timeout is None:
        return await fut
    if sys.version_info >= (3, 12):
        from .timeouts import timeout as limit
        if fut is not None and not futures.isfuture(fut) and not iscoroutine(fut) and not hasattr(fut, '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        if timeout <= 0:
            fut = ensure_future(fut)
            if fut.done():
                return fut.result()
            await _cancel_and_wait(fut, loop)
            try:
                return fut.result()
            except exceptions.CancelledError as exc:
                raise TimeoutError from exc
        async with limit(timeout):
            return await fut
    fut = ensure_future(fut, loop=loop)
    if timeout <= 0:
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut, loop)
        try:
            return fut.result()
        except exceptions.CancelledError as exc:
            raise exceptions.TimeoutError() from exc
    waiter = loop.create_future()
    handle = loop.call_later(timeout, _release, waiter)
    callback = functools.partial(_release, waiter)
    fut.add_done_callback(callback)
    try:
        try:
            await waiter
        except exceptions.CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(callback)
            await _cancel_and_wait(fut, loop)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(callback)
        await _cancel_and_wait(fut, loop)
        try:
            return fut.result()
        except exceptions.CancelledError as exc:
            raise exceptions.TimeoutError() from exc
    finally:
        handle.cancel()


def as_completed(fs, *, timeout=None):
    from .queues import Queue
    if futures.isfuture(fs) or iscoroutine(fs):
        raise TypeError('expect an iterable of futures, not %s' % type(fs).__name__)
    loop = events.get_event_loop()
    todo = [ensure_future(f, loop=loop) for f in dict.fromkeys(fs)]
    done = Queue()
    pending = list(todo)
    handle = None

    def on_timeout():
        for f in pending:
            f.remove_done_callback(on_completion)
            done.put_nowait(None)
        pending.clear()

    def on_completion(f):
        if f not in pending:
            return
        pending.remove(f)
        done.put_nowait(f)
        if not pending and handle is not None:
            handle.cancel()

    async def wait_for_one():
        f = await done.get()
        if f is None:
            raise exceptions.TimeoutError
        return f.result()

    for f in todo:
        f.add_done_callback(on_completion)
    if todo and timeout is not None:
        handle = loop.call_later(timeout, on_timeout)
    for _ in range(len(todo)):
        yield wait_for_one()


async def to_thread(func, *args, **kwargs):
    loop = events.get_running_loop()
    context = contextvars.copy_context()
    return await loop.run_in_executor(None, functools.partial(context.run, func, *args, **kwargs))


def run_coroutine_threadsafe(coro, loop):
    return loop.create_task(coro)


class TaskGroup:
    """Tasks that end together: when one fails, the others are cancelled."""

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent_task = None
        self._parent_cancel_requested = False
        self._tasks = []
        self._errors = []
        self._base_error = None
        self._on_completed_fut = None

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError('TaskGroup %r has been already entered' % (self,))
        self._entered = True
        self._loop = events.get_running_loop()
        self._parent_task = current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError('TaskGroup %r cannot determine the parent task' % (self,))
        return self

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            raise RuntimeError('TaskGroup %r has not been entered' % (self,))
        if self._exiting and not self._tasks:
            raise RuntimeError('TaskGroup %r is finished' % (self,))
        if self._aborting:
            raise RuntimeError('TaskGroup %r is shutting down' % (self,))
        task = self._loop.create_task(coro, name=name, context=context)
        self._tasks.append(task)
        task.add_done_callback(self._on_task_done)
        return task

    def _abort(self):
        self._aborting = True
        for task in list(self._tasks):
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.remove(task)
        if self._on_completed_fut is not None and not self._tasks and not self._on_completed_fut.done():
            self._on_completed_fut.set_result(True)
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if isinstance(exc, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = exc
        if self._parent_task.done():
            return
        if not self._aborting and not self._parent_cancel_requested:
            self._abort()
            self._parent_cancel_requested = True
            self._parent_task.cancel()

    async def __aexit__(self, et, exc, tb):
        self._exiting = True
        if exc is not None and isinstance(exc, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = exc
        propagate = exc if et is not None and issubclass(et, exceptions.CancelledError) else None
        if self._parent_cancel_requested and self._parent_task.uncancel() == 0:
            propagate = None
        if et is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._on_completed_fut is None:
                self._on_completed_fut = self._loop.create_future()
            try:
                await self._on_completed_fut
            except exceptions.CancelledError as error:
                if not self._aborting:
                    propagate = error
                    self._abort()
            self._on_completed_fut = None
        if self._base_error is not None:
            raise self._base_error
        if propagate is not None and not self._errors:
            raise propagate
        if et is not None and not issubclass(et, exceptions.CancelledError):
            self._errors.append(exc)
        if self._errors:
            errors, self._errors = self._errors, []
            raise BaseExceptionGroup('unhandled errors in a TaskGroup', errors) from None
