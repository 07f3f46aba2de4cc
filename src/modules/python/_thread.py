"""What `threading` stands on, by its low-level names."""

import threading as _threading

error = RuntimeError
TIMEOUT_MAX = _threading.TIMEOUT_MAX
allocate_lock = allocate = _threading.Lock
LockType = type(allocate_lock())
RLock = _threading.RLock
get_ident = _threading.get_ident
_local = _threading.local


def start_new_thread(function, args, kwargs={}):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    thread = _threading.Thread(target=function, args=args, kwargs=kwargs, daemon=True)
    thread.start()
    return thread.ident


start_new = start_new_thread


def exit():
    raise SystemExit


exit_thread = exit


def stack_size(size=0):
    return _threading.stack_size(size)
