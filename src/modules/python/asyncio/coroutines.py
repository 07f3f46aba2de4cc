"""Telling coroutines from other things."""

import collections.abc
import types

__all__ = ('iscoroutinefunction', 'iscoroutine')


def iscoroutinefunction(func):
    while hasattr(func, 'func') and not hasattr(func, '__code__'):
        func = func.func
    func = getattr(func, '__func__', func)
    code = getattr(func, '__code__', None)
    return code is not None and bool(code.co_flags & 0x180) or getattr(func, '_is_coroutine_marker', False) is True


def iscoroutine(obj):
    return isinstance(obj, (types.CoroutineType, collections.abc.Coroutine))
