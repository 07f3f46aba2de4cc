"""Running a coroutine from ordinary code."""


from . import coroutines
from . import events
from . import tasks

__all__ = ('run', 'Runner')


class Runner:
    """A loop that runs coroutines one after the other."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._factory = loop_factory
        self._loop = None
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def get_loop(self):
        if self._closed:
            raise RuntimeError('Runner is closed')
        if self._loop is None:
            self._loop = self._factory() if self._factory is not None else events.new_event_loop()
            events.set_event_loop(self._loop)
        return self._loop

    def run(self, coro, *, context=None):
        if events._get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        if not coroutines.iscoroutine(coro):
            raise ValueError('a coroutine was expected, got %r' % (coro,))
        loop = self.get_loop()
        return loop.run_until_complete(loop.create_task(coro))

    def close(self):
        if self._loop is not None and not self._closed:
            _finish(self._loop)
            events.set_event_loop(None)
            self._loop.close()
            self._loop = None
        self._closed = True


def _finish(loop):
    """Cancels what is left."""
    left = [task for task in list(loop._tasks.values()) if not task.done()]
    if not left:
        return
    for task in left:
        task.cancel()
    loop.run_until_complete(_gather_all(left))
    for task in left:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                'message': 'unhandled exception during asyncio.run() shutdown', 'exception': task.exception(),
                'task': task})


async def _gather_all(left):
    await tasks.gather(*left, return_exceptions=True)


def run(main, *, debug=None, loop_factory=None):
    """Runs a coroutine to its end on a new loop."""
    if events._get_running_loop() is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    if not coroutines.iscoroutine(main):
        raise ValueError('a coroutine was expected, got %r' % (main,))
    loop = events.new_event_loop() if loop_factory is None else loop_factory()
    try:
        events.set_event_loop(loop)
        return loop.run_until_complete(main)
    finally:
        try:
            _finish(loop)
        finally:
            events.set_event_loop(None)
            loop.close()
