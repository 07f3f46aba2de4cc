"""Tools for functions and other callables."""

import sys
from abc import get_cache_token
from collections import namedtuple
from _functools import cmp_to_key, partial, reduce, _lru_cache_wrapper

_minor = sys.version_info[1]
if _minor <= 11:
    from _functools import RLock as _RLock

__all__ = ['update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'total_ordering', 'cmp_to_key',
           'lru_cache', 'reduce', 'partial', 'partialmethod', 'singledispatch', 'singledispatchmethod',
           'cached_property']
if _minor >= 9:
    __all__.insert(7, 'cache')
    _alias = classmethod(type(list[int]))

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
if _minor >= 12:
    WRAPPER_ASSIGNMENTS += ('__type_params__',)
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes a wrapper look like what it wraps."""
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            if hasattr(wrapped, name):
                raise
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper as a decorator."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# Each missing comparison from a given one: whether its answer is turned round, and how equality comes in.
_ways = {
    '__lt__': (('__gt__', True, 'and !='), ('__le__', False, 'or =='), ('__ge__', True, None)),
    '__le__': (('__ge__', True, 'or =='), ('__lt__', False, 'and !='), ('__gt__', True, None)),
    '__gt__': (('__lt__', True, 'and !='), ('__ge__', False, 'or =='), ('__le__', True, None)),
    '__ge__': (('__le__', True, 'or =='), ('__gt__', False, 'and !='), ('__lt__', True, None)),
}


def _derived(root, name, negated, equality):
    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        if answer is NotImplemented:
            return answer
        if negated:
            answer = not answer
        if equality == 'or ==':
            return answer or self == other
        if equality == 'and !=':
            return answer and self != other
        return answer

    compare.__name__ = name
    compare.__qualname__ = name
    return compare


# Made once: all classes share them.
_derivations = {
    root: [(name, _derived(root, name, negated, equality)) for name, negated, equality in ways]
    for root, ways in _ways.items()
}
# Each is a function of the module, too.
for _root, _functions in _derivations.items():
    for _name, _function in _functions:
        globals()[f'_{_name.strip("_")}_from_{_root.strip("_")}'] = _function
del _root, _functions, _name, _function


def total_ordering(cls):
    """Adds the comparisons that are missing."""
    given = [name for name in _derivations if getattr(cls, name, None) is not getattr(object, name, None)]
    if not given:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    # In this order of preference: < <= > >=.
    root = max(given)
    for name, function in _derivations[root]:
        if name not in given:
            setattr(cls, name, function)
    return cls


class partialmethod:
    """A method with some arguments given beforehand."""

    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        elif not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        given = [repr(self.func), *map(repr, self.args)]
        given += [f'{name}={value!r}' for name, value in self.keywords.items()]
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(given)})'

    def __get__(self, obj, cls=None):
        binds = getattr(self.func, '__get__', None)
        if binds is not None:
            bound = binds(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                if hasattr(bound, '__self__'):
                    result.__self__ = bound.__self__
                return result

        def method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        method.__isabstractmethod__ = self.__isabstractmethod__
        method._partialmethod = self
        return method.__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    if _minor >= 9:
        __class_getitem__ = _alias


_CacheInfo = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'])


def lru_cache(maxsize=128, typed=False):
    """Remembers the results of the latest calls."""
    def decorate(function):
        wrapper = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        if _minor >= 9:
            wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(wrapper, function)

    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        # Used as @lru_cache, without a call.
        function = maxsize
        maxsize = 128
        return decorate(function)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')
    return decorate


if _minor >= 9:
    def cache(user_function, /):
        """lru_cache without a limit."""
        return lru_cache(maxsize=None)(user_function)


def _implementation(cls, registry):
    """What is registered for the class, for the nearest class it inherits from, or for an abstract base on the way."""
    mro = cls.__mro__
    abstract = [t for t in registry if t not in mro and issubclass(cls, t)]
    for i, own in enumerate(mro):
        if own in registry:
            return registry[own]
        # An abstract base stands behind the last class that counts as its subclass.
        here = [t for t in abstract
                if issubclass(own, t) and not any(issubclass(later, t) for later in mro[i + 1:])]
        nearest = [t for t in here if not any(other is not t and issubclass(other, t) for other in here)]
        if len(nearest) > 1:
            raise RuntimeError(f'Ambiguous dispatch: {nearest[0]} or {nearest[1]}')
        if nearest:
            return registry[nearest[0]]
    return None


if _minor >= 11:
    def _class_test():
        import types

        def is_union(cls):
            return type(cls) is types.UnionType

        def classes_of(cls):
            # The classes that an argument of register means; None when it is no class.
            if isinstance(cls, type):
                return (cls,)
            if is_union(cls) and all(isinstance(part, type) for part in cls.__args__):
                return cls.__args__
            return None

        return classes_of
else:
    def _class_test():
        def classes_of(cls):
            return (cls,) if isinstance(cls, type) else None

        return classes_of


def _annotated(cls, func, classes_of):
    """The classes that a function, given to register in place of a class, is annotated with."""
    if func is not None:
        kind = 'a class or union type' if _minor >= 11 else 'a class'
        raise TypeError(f'Invalid first argument to `register()`. {cls!r} is not {kind}.')
    annotations = getattr(cls, '__annotations__', None)
    if not annotations:
        raise TypeError(
            f'Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` '
            'or plain `@register` on an annotated function.')
    parameter, annotation = next(iter(annotations.items()))
    if isinstance(annotation, str):
        annotation = eval(annotation, cls.__globals__)
    wanted = classes_of(annotation)
    if wanted is None:
        raise TypeError(f'Invalid annotation for {parameter!r}. {annotation!r} is not a class.')
    return wanted


def singledispatch(func):
    """A function that is chosen by the type of its first argument."""
    import types, weakref

    # What lives in cells and what holds it is as in CPython: a class with such a method leaves as much to the collector.
    registry = {}
    memo = weakref.WeakKeyDictionary()
    token = None

    def dispatch(cls):
        nonlocal token
        # A class may have been registered with an abstract one since.
        if token is not None and token != get_cache_token():
            memo.clear()
            token = get_cache_token()
        try:
            return memo[cls]
        except KeyError:
            found = memo[cls] = _implementation(cls, registry)
            return found

    classes_of = _class_test()

    def register(cls, func=None):
        nonlocal token
        wanted = classes_of(cls)
        if wanted is None:
            wanted, func = _annotated(cls, func, classes_of), cls
        elif func is None:
            return lambda f: register(cls, f)
        for each in wanted:
            registry[each] = func
            if token is None and hasattr(each, '__abstractmethods__'):
                token = get_cache_token()
        memo.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    name = getattr(func, '__name__', 'singledispatch function')
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = types.MappingProxyType(registry)
    wrapper._clear_cache = memo.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch for methods."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func
        if _minor >= 13:
            from weakref import WeakKeyDictionary
            self._method_cache = WeakKeyDictionary()

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def _bound(self, obj, cls):
        dispatch = self.dispatcher.dispatch
        if _minor >= 13:
            name = getattr(self.func, '__name__', 'singledispatchmethod method')

            def _method(*args, **kwargs):
                if not args:
                    raise TypeError(f'{name} requires at least 1 positional argument')
                return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)
        else:
            def _method(*args, **kwargs):
                return self.dispatcher.dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    def __get__(self, obj, cls=None):
        if _minor < 13 or self._method_cache is None:
            return self._bound(obj, cls)
        try:
            return self._method_cache[obj]
        except TypeError:
            # Nothing that has no weak references or no hash, None among them, can be remembered.
            self._method_cache = None
            return self._bound(obj, cls)
        except KeyError:
            pass
        made = self._method_cache[obj] = self._bound(obj, cls)
        return made

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)


_missing = object()


class cached_property:
    """A property that is computed once and kept in the instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        if _minor >= 12:
            self.__module__ = func.__module__
        else:
            self.lock = _RLock()

    def __set_name__(self, owner, name):
        if self.attrname not in (None, name):
            raise TypeError('Cannot assign the same cached_property to two different names '
                            f'({self.attrname!r} and {name!r}).')
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        kind = type(instance).__name__
        try:
            kept = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {kind!r} instance to cache {name!r} property.") from None
        value = kept.get(name, _missing)
        if value is _missing:
            value = self.func(instance)
            try:
                kept[name] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {kind!r} instance does not support item assignment "
                                f'for caching {name!r} property.') from None
        return value

    if _minor >= 9:
        __class_getitem__ = _alias
