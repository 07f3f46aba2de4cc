"""Threads in a fixed order: a thread runs to its end when it is started, or, when it waits for what only a later
thread does, fails with RuntimeError. Daemon threads that wait forever end silently."""

import sys
import time
from collections import deque

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'Event', 'Lock',
           'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError', 'Timer',
           'ThreadError', 'excepthook', 'ExceptHookArgs', 'local', 'get_native_id', 'settrace', 'setprofile']

ThreadError = RuntimeError
TIMEOUT_MAX = 9223372036.0


class _Stuck(BaseException):
    """A thread waits for what has not been done yet: it begins again later, if it had done nothing."""


class _State:
    """The threads of a run."""

    stack = []
    delayed = deque()
    started = 0
    live = []


def _run_delayed():
    """Runs threads whose start was put off; whether one ran."""
    ran = False
    for _ in range(len(_State.delayed)):
        thread = _State.delayed.popleft()
        thread._run_now()
        ran = True
    return ran


def _wait_until(ready, timeout=None):
    """Lets put-off threads run until something holds. False after a timeout."""
    while not ready():
        if _run_delayed():
            continue
        if timeout is not None and timeout >= 0:
            time.sleep(timeout)
            return ready()
        if current_thread()._daemonic and len(_State.stack) > 1:
            raise _Stuck
        raise RuntimeError('deadlock: in the simulator threads run one after the other, and this one waits for what no'
                           ' other will do')
    return True


# Locks are as long as those of C.
_HANDLE = () if sys.version_info >= (3, 12) else ('_handle',)


class _Lock:
    """A lock."""

    __slots__ = ('_held', '__weakref__', *_HANDLE)

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        if self._held:
            if not blocking or not _wait_until(lambda: not self._held, None if timeout == -1 else timeout):
                return False
        self._held = True
        return True

    def release(self):
        if not self._held:
            raise RuntimeError('release unlocked lock')
        self._held = False

    def locked(self):
        return self._held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def __repr__(self):
        return '<%s _thread.lock object at 0x%x>' % ('locked' if self._held else 'unlocked', id(self))


_Lock.__name__ = _Lock.__qualname__ = 'lock'
_Lock.__module__ = '_thread'


def Lock():
    return _Lock()


class _RLock:
    """A lock that its owner may take again."""

    __slots__ = ('_owner', '_count', '__weakref__', *_HANDLE)

    def __init__(self):
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        me = current_thread()
        if self._owner is not None and self._owner is not me:
            if not blocking or not _wait_until(lambda: self._owner is None, None if timeout == -1 else timeout):
                return False
        self._owner = me
        self._count += 1
        return True

    def release(self):
        if self._owner is not current_thread():
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1
        if not self._count:
            self._owner = None

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _is_owned(self):
        return self._owner is current_thread()

    def __repr__(self):
        return '<%s _thread.RLock object owner=%s count=%d at 0x%x>' % (
            'locked' if self._count else 'unlocked', self._owner.ident if self._owner else 0, self._count, id(self))


def RLock():
    return _RLock()


class Condition:
    """Waiting for a change under a lock."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        ticket = [False]
        self._waiters.append(ticket)
        self.release()
        try:
            return _wait_until(lambda: ticket[0], timeout)
        finally:
            self.acquire()
            if ticket in self._waiters:
                self._waiters.remove(ticket)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        while not result:
            if not self.wait(timeout) and timeout is not None:
                return predicate()
            result = predicate()
        return result

    def notify(self, n=1):
        for ticket in self._waiters[:n]:
            ticket[0] = True
        del self._waiters[:n]

    def notify_all(self):
        self.notify(len(self._waiters))

    notifyAll = notify_all


class Semaphore:
    """So many at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not self._value and (not blocking or not _wait_until(lambda: self._value > 0, timeout)):
            return False
        self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        self._value += n

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def release(self, n=1):
        if self._value + n > self._initial_value:
            raise ValueError('Semaphore released too many times')
        self._value += n


class Event:
    """A flag that threads wait for."""

    def __init__(self):
        self._flag = False

    def __repr__(self):
        return '<threading.Event at 0x%x: %s>' % (id(self), 'set' if self._flag else 'unset')

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        return self._flag or _wait_until(lambda: self._flag, timeout)


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    """Waits until so many wait."""

    def __init__(self, parties, action=None, timeout=None):
        self._parties = parties
        self._action = action
        self._count = 0
        self._round = 0

    parties = property(lambda self: self._parties)
    n_waiting = property(lambda self: self._count)
    broken = property(lambda self: False)

    def wait(self, timeout=None):
        index = self._count
        self._count += 1
        if self._count == self._parties:
            if self._action is not None:
                self._action()
            self._count = 0
            self._round += 1
        else:
            mine = self._round
            _wait_until(lambda: self._round != mine, timeout)
        return index


class local:
    """Attributes that each thread has for itself."""

    def __init__(self, *args, **kwargs):
        object.__setattr__(self, '_spaces', {})

    def _space(self):
        return object.__getattribute__(self, '_spaces').setdefault(current_thread(), {})

    def __getattribute__(self, name):
        if name == '__dict__':
            return object.__getattribute__(self, '_space')()
        if name[:1] != '_':
            space = object.__getattribute__(self, '_space')()
            if name in space:
                return space[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, '_space')()[name] = value

    def __delattr__(self, name):
        space = object.__getattribute__(self, '_space')()
        if name not in space:
            raise AttributeError("'%s' object has no attribute '%s'" % (type(self).__name__, name))
        del space[name]


class ExceptHookArgs(tuple):
    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def excepthook(args):
    import traceback
    if args[0] is SystemExit:
        return
    print('Exception in thread %s:' % args[3].name, file=sys.stderr)
    traceback.print_exception(*args[:3], file=sys.stderr)


class Thread:
    """Runs a function when it is started."""

    _names = 0

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if name is None:
            Thread._names += 1
            name = 'Thread-%d' % Thread._names
            if target is not None and sys.version_info >= (3, 10):
                name += ' (%s)' % getattr(target, '__name__', target)
        self._name = str(name)
        self._target = target
        self._args = args
        self._kwargs = kwargs or {}
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._state = 'initial'
        self._ident = None

    def __repr__(self):
        status = self._state
        if self._daemonic:
            status += ' daemon'
        if self._ident is not None:
            status += ' %s' % self._ident
        return '<%s(%s, %s)>' % (type(self).__name__, self._name, status)

    def start(self):
        if self._state != 'initial':
            raise RuntimeError('threads can only be started once')
        self._state = 'started'
        _State.started += 1
        self._ident = 140000000000000 + _State.started * 4096
        _State.live.append(self)
        self._run_now()

    def _run_now(self):
        _State.stack.append(self)
        try:
            self.run()
        except _Stuck:
            pass
        except BaseException as exc:
            excepthook_now = globals()['excepthook']
            tb = exc.__traceback__
            excepthook_now(ExceptHookArgs((type(exc), exc, tb.tb_next if tb is not None else None, self)))
        finally:
            _State.stack.pop()
            self._state = 'stopped'
            if self in _State.live:
                _State.live.remove(self)

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def join(self, timeout=None):
        if self._state == 'initial':
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')

    def is_alive(self):
        return self._state == 'started'

    name = property(lambda self: self._name, lambda self, value: setattr(self, '_name', str(value)))
    ident = property(lambda self: self._ident)
    native_id = property(lambda self: self._ident)

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, value):
        if self._state != 'initial':
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = value

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, value):
        self.daemon = value


class Timer(Thread):
    """Calls a function after a time; here it waits when it is started."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args or []
        self.kwargs = kwargs or {}
        self.finished = Event()

    def start(self):
        self._state = 'started'
        self._ident = 1
        _State.delayed.append(self)

    def cancel(self):
        self.finished.set()

    def run(self):
        if not self.finished.is_set():
            time.sleep(self.interval)
            self.function(*self.args, **self.kwargs)
        self.finished.set()

    def join(self, timeout=None):
        if self in _State.delayed:
            _State.delayed.remove(self)
            self._run_now()


class _MainThread(Thread):
    def __init__(self):
        self._name = 'MainThread'
        self._daemonic = False
        self._state = 'started'
        self._ident = 140000000000000


_State.stack.append(_MainThread())
_State.live.append(_State.stack[0])


def current_thread():
    return _State.stack[-1]


currentThread = current_thread


def main_thread():
    return _State.stack[0]


def get_ident():
    return current_thread()._ident


get_native_id = get_ident


def active_count():
    return len(_State.live)


activeCount = active_count


def enumerate():
    return list(_State.live)


def settrace(func):
    pass


def setprofile(func):
    pass


def stack_size(size=0):
    return 0


def _finish():
    while _run_delayed():
        pass


import atexit as _atexit
_atexit.register(_finish)
