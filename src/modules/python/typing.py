"""Annotations that say more than a class does."""

import sys
import types
import functools
import collections
import collections.abc
from abc import ABCMeta, abstractmethod

_39 = sys.version_info >= (3, 9)
_310 = sys.version_info >= (3, 10)
_311 = sys.version_info >= (3, 11)
_312 = sys.version_info >= (3, 12)
_313 = sys.version_info >= (3, 13)
_GenericAliasType = type(list[int]) if _39 else ()
_UnionTypes = (type(int | str),) if _310 else ()
TYPE_CHECKING = False


def _type_repr(obj):
    if isinstance(obj, type) and not (_39 and isinstance(obj, _GenericAliasType)):
        if obj.__module__ == 'builtins':
            return obj.__qualname__
        return '%s.%s' % (obj.__module__, obj.__qualname__)
    if obj is ...:
        return '...'
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    if isinstance(obj, tuple) and _312:
        return '[' + ', '.join(_type_repr(t) for t in obj) + ']'
    return repr(obj)


def _type_check(arg, msg, is_argument=True):
    """What may stand where a type is expected; None stands for its class."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in (Generic, Protocol):
        raise TypeError("%s is not valid as type argument" % (arg,))
    if arg in (Any, NoReturn, ClassVar, Final) or isinstance(arg, (TypeVar, ForwardRef)):
        if arg in (ClassVar, Final):
            raise TypeError("Plain %s is not valid as type argument" % (arg,))
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        if arg in (Generic, Protocol) or arg in (Union, Optional, Literal, Annotated):
            raise TypeError("Plain %s is not valid as type argument" % (arg,))
        return arg
    if type(arg) is tuple or (not callable(arg) and not _310):
        raise TypeError("%s Got %.100r." % (msg, arg))
    if not _311 and not callable(arg):
        raise TypeError("%s Got %.100r." % (msg, arg))
    return arg


def _collect_parameters(args):
    found = []
    for t in args:
        if isinstance(t, (TypeVar, ParamSpec, TypeVarTuple)):
            if t not in found:
                found.append(t)
        elif isinstance(t, (tuple, list)):
            for p in _collect_parameters(t):
                if p not in found:
                    found.append(p)
        elif not isinstance(t, type) or isinstance(t, _GenericAliasType):
            for p in getattr(t, '__parameters__', ()) or ():
                if p not in found:
                    found.append(p)
    return tuple(found)


def _make_union(left, right):
    return Union[left, right]


def _flatten_literal(parameters):
    params = []
    for p in parameters:
        if isinstance(p, _GenericAlias) and p.__origin__ is Literal:
            params.extend(p.__args__)
        else:
            params.append(p)
    return tuple(params)


def _dedup(params):
    kept = []
    for p in params:
        if p not in kept:
            kept.append(p)
    return kept


def _substitute(args, mapping):
    """Puts types for type variables in a tuple of arguments."""
    out = []
    for arg in args:
        if isinstance(arg, TypeVarTuple) or (isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
                                             and isinstance(arg.__args__[0], TypeVarTuple)):
            key = arg if isinstance(arg, TypeVarTuple) else arg.__args__[0]
            if key in mapping:
                out.extend(mapping[key])
            else:
                out.append(arg)
        elif isinstance(arg, (TypeVar, ParamSpec)):
            value = mapping.get(arg, arg)
            if isinstance(arg, ParamSpec) and isinstance(value, list):
                value = tuple(value)
            if isinstance(value, tuple) and isinstance(arg, ParamSpec):
                out.extend(value)
            else:
                out.append(value)
        elif isinstance(arg, tuple):
            out.append(_substitute(arg, mapping))
        elif not isinstance(arg, type) or isinstance(arg, _GenericAliasType):
            params = getattr(arg, '__parameters__', ()) or ()
            if params:
                subs = []
                for p in params:
                    if isinstance(p, TypeVarTuple):
                        subs.extend(mapping.get(p, (p,)))
                    else:
                        subs.append(mapping.get(p, p))
                arg = arg[tuple(subs)]
            out.append(arg)
        else:
            out.append(arg)
    return tuple(out)


def _match_parameters(alias, params, args):
    """Type variables with what is put for them."""
    variadic = [i for i, p in enumerate(params) if isinstance(p, TypeVarTuple)]
    if variadic:
        at = variadic[0]
        after = len(params) - at - 1
        if len(args) < len(params) - 1:
            raise TypeError("Too few arguments for %s; actual %d, expected at least %d" % (
                alias, len(args), len(params) - 1))
        mapping = dict(zip(params[:at], args[:at]))
        mapping[params[at]] = tuple(args[at:len(args) - after])
        mapping.update(zip(params[at + 1:], args[len(args) - after:]))
        return mapping
    if len(args) != len(params):
        defaults = [getattr(p, '__default__', NoDefault) for p in params]
        if _313 and len(args) < len(params) and all(d is not NoDefault for d in defaults[len(args):]):
            args = tuple(args) + tuple(defaults[len(args):])
        elif len(params) == 1 and isinstance(params[0], ParamSpec):
            args = (tuple(args),)
        else:
            how = 'many' if len(args) > len(params) else 'few'
            expected = '; actual %d, expected %d' % (len(args), len(params))
            raise TypeError("Too %s %s for %s%s" % (
                how, 'arguments' if _310 else 'parameters', alias, expected))
    return dict(zip(params, args))


_caches = {}


def _tp_cache(func=None, *, typed=False):
    """Keeps what subscripting gave: the same object comes again while the arguments are hashable."""
    def decorator(func):
        cached = functools.lru_cache(typed=typed)(func) if _39 else functools.lru_cache()(func)
        if _311:
            _caches[func] = cached
            del cached

            @functools.wraps(func)
            def inner(*args, **kwds):
                try:
                    return _caches[func](*args, **kwds)
                except TypeError:
                    pass  # Arguments that cannot be hashed; what else is wrong is raised below.
                return func(*args, **kwds)
            return inner

        @functools.wraps(func)
        def inner(*args, **kwds):
            try:
                return cached(*args, **kwds)
            except TypeError:
                pass
            return func(*args, **kwds)
        return inner

    return decorator if func is None else decorator(func)


class _Final:
    """Refuses subclasses."""
    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, *args, **kwds):
        if '_root' not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _SpecialForm(_Final, _root=True):
    __slots__ = ('_name', '__doc__', '_getitem')

    def __init__(self, name, getitem=None, doc=None):
        self._name = name
        self._getitem = getitem
        self.__doc__ = doc

    def __getattr__(self, item):
        if item in ('__name__', '__qualname__') and _310:
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass %r" % (self if _39 else type(self),))

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError("Cannot instantiate %r" % (self,))

    if _310:
        def __or__(self, other):
            return Union[self, other]

        def __ror__(self, other):
            return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError("%s cannot be used with isinstance()" % (self,))

    def __subclasscheck__(self, cls):
        raise TypeError("%s cannot be used with issubclass()" % (self,))

    def __getitem__(self, parameters):
        if _39 and self._name == 'Literal':
            return self._typed(parameters)
        return self._untyped(parameters)

    @_tp_cache
    def _untyped(self, parameters):
        return self._subscripted(parameters)

    @_tp_cache(typed=True)
    def _typed(self, parameters):
        return self._subscripted(parameters)

    def _subscripted(self, parameters):
        if self._getitem is None:
            raise TypeError("%s is not subscriptable" % (self,) if not _310 else
                            "%r is not subscriptable" % (self,))
        return self._getitem(self, parameters)


def _one_type(self, parameters):
    item = _type_check(parameters, "%s accepts only single type." % self._name)
    return _GenericAlias(self, (item,))


def _union_getitem(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    parameters = tuple(_type_check(p, "Union[arg, ...]: each arg must be a type.") for p in parameters)
    flat = []
    for p in parameters:
        if isinstance(p, _GenericAlias) and p.__origin__ is Union or isinstance(p, _UnionTypes):
            flat.extend(p.__args__)
        else:
            flat.append(p)
    flat = tuple(_dedup(flat))
    if len(flat) == 1:
        return flat[0]
    return _UnionGenericAlias(self, flat, name='Optional' if len(flat) == 2 and type(None) in flat and _310 else None)


def _optional_getitem(self, parameters):
    arg = _type_check(parameters, "typing.Optional requires a single type." if _39 else "Optional[t] requires a single type.")
    return Union[arg, type(None)]


def _literal_getitem(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    parameters = _flatten_literal(parameters)
    if _39:
        seen = []
        for p in parameters:
            if not any(p == q and type(p) is type(q) for q in seen):
                seen.append(p)
        parameters = tuple(seen)
    return _LiteralGenericAlias(self, parameters)


def _annotated_getitem(self, params):
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    origin = _type_check(params[0], "Annotated[t, ...]: t must be a type.")
    return _AnnotatedAlias(origin, tuple(params[1:]))


if _311:
    class _AnyMeta(type):
        def __instancecheck__(self, obj):
            if self is Any:
                raise TypeError("typing.Any cannot be used with isinstance()")
            return super().__instancecheck__(obj)

        def __repr__(self):
            if self is Any:
                return "typing.Any"
            return super().__repr__()

    class Any(metaclass=_AnyMeta):
        """Compatible with every type."""

        def __new__(cls, *args, **kwargs):
            if cls is Any:
                raise TypeError("Any cannot be instantiated")
            return super().__new__(cls)
else:
    Any = _SpecialForm('Any')

NoReturn = _SpecialForm('NoReturn')
ClassVar = _SpecialForm('ClassVar', _one_type)
Final = _SpecialForm('Final', _one_type)
Union = _SpecialForm('Union', _union_getitem)
Optional = _SpecialForm('Optional', _optional_getitem)
Literal = _SpecialForm('Literal', _literal_getitem)
Annotated = _SpecialForm('Annotated', _annotated_getitem)
Concatenate = _SpecialForm('Concatenate', lambda self, p: _ConcatenateGenericAlias(
    self, p if isinstance(p, tuple) else (p,)))
TypeAlias = _SpecialForm('TypeAlias')
TypeGuard = _SpecialForm('TypeGuard', _one_type)
TypeIs = _SpecialForm('TypeIs', _one_type)
Self = _SpecialForm('Self')
Never = _SpecialForm('Never')
LiteralString = _SpecialForm('LiteralString')
Required = _SpecialForm('Required', _one_type)
NotRequired = _SpecialForm('NotRequired', _one_type)
ReadOnly = _SpecialForm('ReadOnly', _one_type)
Unpack = _SpecialForm('Unpack', lambda self, p: _UnpackGenericAlias(self, (p,)))


class ForwardRef(_Final, _root=True):
    """A type that is named by a string."""

    __slots__ = ('__forward_arg__', '__forward_code__', '__forward_evaluated__', '__forward_value__',
                 '__forward_is_argument__', '__forward_is_class__', '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError("Forward reference must be a string -- got %r" % (arg,))
        try:
            code = compile(arg, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError("Forward reference must be an expression -- got %r" % (arg,))
        self.__forward_arg__ = arg
        self.__forward_code__ = code
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, *rest):
        if not self.__forward_evaluated__ or localns is not globalns:
            if globalns is None and localns is None:
                globalns = localns = {}
            elif globalns is None:
                globalns = localns
            elif localns is None:
                localns = globalns
            value = _type_check(eval(self.__forward_code__, globalns, localns),
                                "Forward references must evaluate to types.")
            self.__forward_value__ = _eval_type(value, globalns, localns)
            self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__ and self.__forward_module__ == other.__forward_module__

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    if _310:
        def __or__(self, other):
            return Union[self, other]

        def __ror__(self, other):
            return Union[other, self]

    def __repr__(self):
        if self.__forward_module__ is None:
            return 'ForwardRef(%r)' % self.__forward_arg__
        return 'ForwardRef(%r, module=%r)' % (self.__forward_arg__, self.__forward_module__)


class _NoDefaultType:
    def __repr__(self):
        return 'typing.NoDefault'


NoDefault = _NoDefaultType()


class _TypeVarLike:
    def __init__(self, name, bound, covariant, contravariant, infer_variance=False, default=NoDefault):
        self.__name__ = name
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        if _312:
            self.__infer_variance__ = bool(infer_variance)
        self.__bound__ = _type_check(bound, "Bound must be a type.") if bound else None
        if _313:
            self.__default__ = default
        try:
            module = sys._getframe(2).f_globals.get('__name__', '__main__')
            if module != 'typing':
                self.__module__ = module
        except (AttributeError, ValueError):
            pass

    def __repr__(self):
        if getattr(self, '__infer_variance__', False):
            return self.__name__
        prefix = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return prefix + self.__name__

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of %s" % type(self).__name__)

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    if _310:
        def __or__(self, right):
            return Union[self, right]

        def __ror__(self, left):
            return Union[left, self]

    if _311:
        def __typing_subst__(self, arg):
            return arg


class _Lazy:
    """A value that a function gives when it is first asked for."""

    def __init__(self, evaluate):
        self.evaluate = evaluate
        self.known = False
        self.value = None

    def get(self):
        if not self.known:
            self.value = self.evaluate()
            self.known = True
        return self.value


class TypeVar(_TypeVarLike):
    """A type variable."""

    _lazy_bound = _lazy_default = None

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False,
                 default=NoDefault):
        super().__init__(name, bound, covariant, contravariant, infer_variance, default)
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if constraints and len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = tuple(_type_check(t, "TypeVar(name, constraint, ...): constraints must be types.")
                                     for t in constraints)

    if _312:
        def __getattribute__(self, name):
            if name in ('__bound__', '__constraints__'):
                lazy = object.__getattribute__(self, '_lazy_bound')
                if lazy is not None:
                    value = lazy.get()
                    if name == '__bound__':
                        return None if isinstance(value, tuple) else value
                    return value if isinstance(value, tuple) else ()
            elif name == '__default__':
                lazy = object.__getattribute__(self, '_lazy_default')
                if lazy is not None:
                    return lazy.get()
            return object.__getattribute__(self, name)

    if _313:
        def has_default(self):
            return self.__default__ is not NoDefault


class ParamSpecArgs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return '%s.args' % self.__origin__.__name__


class ParamSpecKwargs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return '%s.kwargs' % self.__origin__.__name__


class ParamSpec(_TypeVarLike):
    """A variable for the parameters of a callable."""

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, infer_variance=False,
                 default=NoDefault):
        super().__init__(name, bound, covariant, contravariant, infer_variance, default)

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple:
    """A variable for any number of types."""

    def __init__(self, name, *, default=NoDefault):
        self.__name__ = name
        if _313:
            self.__default__ = default

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


class _BaseGenericAlias(_Final, _root=True):
    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError("Type %s cannot be instantiated; use %s() instead" % (
                self._name, self.__origin__.__name__))
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError("Cannot subclass %r" % (self,))
        if not self._name:
            if self.__origin__ is Generic:
                if Protocol in bases:
                    return ()
                for b in bases[bases.index(self) + 1:]:
                    if isinstance(b, _BaseGenericAlias):
                        return ()
            return (self.__origin__,)
        res = []
        if self.__origin__ not in bases:
            res.append(self.__origin__)
        i = bases.index(self)
        if not any(isinstance(b, _BaseGenericAlias) or isinstance(b, type) and issubclass(b, Generic)
                   for b in bases[i + 1:]):
            res.append(Generic)
        return tuple(res)

    def __getattr__(self, attr):
        if '__origin__' in self.__dict__ and not (attr.startswith('__') and attr.endswith('__')):
            return getattr(self.__origin__, attr)
        if attr in ('__name__', '__qualname__') and _310:
            return self._name or self.__origin__.__name__
        if '__origin__' in self.__dict__ and attr in ('__doc__', '__module__', '__dataclass_fields__'):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if attr.startswith('__') and attr.endswith('__') or attr in ('_inst', '_name', '_nparams', '_defaults'):
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    if _310:
        def __or__(self, right):
            return Union[self, right]

        def __ror__(self, left):
            return Union[left, self]


class _GenericAlias(_BaseGenericAlias, _root=True):
    """`Origin[args]`."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = tuple(... if a is _Ellipsis else a for a in args)
        self.__parameters__ = _collect_parameters(self.__args__)
        if not name:
            self.__module__ = origin.__module__

    @_tp_cache
    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError("Cannot subscript already-subscripted %s" % (self,))
        if not self.__parameters__:
            raise TypeError("%s is not a generic class" % (self,))
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_type_convert(a) for a in args)
        mapping = _match_parameters(self, self.__parameters__, args)
        return self.copy_with(_substitute(self.__args__, mapping))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = 'typing.' + self._name if self._name else _type_repr(self.__origin__)
        args = ', '.join([_type_repr(a) for a in self.__args__]) if self.__args__ else '()'
        return '%s[%s]' % (name, args)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __reduce__(self):
        return _subscript, (globals().get(self._name, self.__origin__), self.__args__)

    def __iter__(self):
        yield Unpack[self]


def _subscript(origin, args):
    return origin[args[0] if len(args) == 1 else args]


class _Ellipsis:
    pass


def _type_convert(arg):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg)
    return arg


class _UnionGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias,) + _UnionTypes):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _39:
            if args[0] is type(None):
                return 'typing.Optional[%s]' % _type_repr(args[1])
            if args[1] is type(None):
                return 'typing.Optional[%s]' % _type_repr(args[0])
        return 'typing.Union[%s]' % ', '.join([_type_repr(a) for a in args])

    if _310:
        def __instancecheck__(self, obj):
            return self.__subclasscheck__(type(obj))

        def __subclasscheck__(self, cls):
            for arg in self.__args__:
                if issubclass(cls, arg):
                    return True
            return False


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set((a, type(a)) for a in self.__args__) == set((a, type(a)) for a in other.__args__)

    def __hash__(self):
        return hash(frozenset((a, type(a)) for a in self.__args__))

    def __repr__(self):
        return 'typing.Literal[%s]' % ', '.join(_type_repr(a) for a in self.__args__)


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    pass


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        if _312:
            return 'typing.Unpack[%s]' % _type_repr(self.__args__[0])
        return '*' + repr(self.__args__[0])


class _AnnotatedAlias(_GenericAlias, _root=True):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated' if _313 else None)
        self.__metadata__ = metadata

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return "typing.Annotated[%s, %s]" % (_type_repr(self.__origin__), ', '.join(repr(a) for a in self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return 'Annotated'
        return super().__getattr__(attr)


class _CallableGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], (ParamSpec, _ConcatenateGenericAlias))):
            return super().__repr__()
        return 'typing.Callable[[%s], %s]' % (', '.join([_type_repr(a) for a in args[:-1]]), _type_repr(args[-1]))


class _SpecialGenericAlias(_BaseGenericAlias, _root=True):
    """`List` and its kin before they are subscripted."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        if name is None:
            name = origin.__name__
        super().__init__(origin, inst=inst, name=name)
        self._nparams = nparams
        self.__module__ = 'typing' if origin.__module__ == 'builtins' else origin.__module__

    @_tp_cache
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_check(p, "Parameters to generic types must be types.") for p in params)
        if len(params) != self._nparams:
            how = 'many' if len(params) > self._nparams else 'few'
            raise TypeError("Too %s %s for %s; actual %s, expected %s" % (
                how, 'arguments' if _310 else 'parameters', self, len(params), self._nparams))
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name


class _CallableType(_SpecialGenericAlias, _root=True):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _type_check(result, "Callable[args, result]: result must be a type.")
        if args is Ellipsis:
            return _CallableGenericAlias(self.__origin__, (_Ellipsis, result), name=self._name, inst=self._inst)
        if isinstance(args, (ParamSpec, _ConcatenateGenericAlias)):
            return _CallableGenericAlias(self.__origin__, (args, result), name=self._name, inst=self._inst)
        if not isinstance(args, (list, tuple)):
            if not _39:
                raise TypeError("Callable[args, result]: args must be a list. Got %s" % (args,))
            args = (args,)
        args = tuple(_type_check(a, "Callable[[arg, ...], result]: each arg must be a type.") for a in args)
        return _CallableGenericAlias(self.__origin__, args + (result,), name=self._name, inst=self._inst)


class _TupleType(_SpecialGenericAlias, _root=True):
    @_tp_cache
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if len(params) >= 2 and params[-1] is ...:
            params = tuple(_type_check(p, "Tuple[t, ...]: t must be a type.") for p in params[:-1])
            return _GenericAlias(self.__origin__, params + (_Ellipsis,), name=self._name, inst=self._inst)
        params = tuple(_type_check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params)
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)


def _is_special(p):
    return isinstance(p, (TypeVar, ParamSpec, TypeVarTuple)) or (
        isinstance(p, _GenericAlias) and p.__origin__ is Unpack)


class Generic:
    """Base of classes with type parameters: `class Box(Generic[T])`."""

    __slots__ = ()
    _is_protocol = False

    @_tp_cache
    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_convert(tuple(p) if isinstance(p, list) and _310 else p) for p in params)
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError("Parameter list to %s[...] cannot be empty" % cls.__qualname__)
            if not all(_is_special(p) for p in params):
                raise TypeError("Parameters to %s[...] must all be type variables%s" % (
                    cls.__name__, ' or parameter specification variables.' if _310 else ''))
            if len(set(params)) != len(params):
                raise TypeError("Parameters to %s[...] must all be unique" % cls.__name__)
        else:
            own = getattr(cls, '__parameters__', ())
            if not own:
                raise TypeError("%r is not a generic class" % (cls,))
            mapping = _match_parameters(cls, own, params)
            if any(isinstance(p, TypeVarTuple) for p in own):
                pass
            elif len(own) == 1 and isinstance(own[0], ParamSpec):
                params = tuple(mapping.values())
            elif len(params) < len(own):
                params = tuple(mapping[p] for p in own)
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        tvars = []
        if '__orig_bases__' in cls.__dict__:
            error = Generic in cls.__orig_bases__
        else:
            error = Generic in cls.__bases__ and cls.__name__ != 'Protocol' and cls.__name__ != '_Dummy'
        if error:
            raise TypeError("Cannot inherit from plain Generic")
        if '__orig_bases__' in cls.__dict__:
            tvars = _collect_parameters(cls.__orig_bases__)
            gvars = None
            for base in cls.__orig_bases__:
                if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                    if gvars is not None:
                        raise TypeError("Cannot inherit from Generic[...] multiple types.")
                    gvars = base.__parameters__
            if gvars is not None:
                missing = [t for t in tvars if t not in gvars]
                if missing:
                    raise TypeError("Some type variables (%s) are not listed in Generic[%s]" % (
                        ', '.join(str(t) for t in missing), ', '.join(str(g) for g in gvars)))
                tvars = gvars
        cls.__parameters__ = tuple(tvars)


_PROTO_EXCLUDED = {'__abstractmethods__', '__annotations__', '__dict__', '__doc__', '__init__', '__module__', '__new__',
                   '__slots__', '__subclasshook__', '__weakref__', '__class_getitem__', '__match_args__',
                   '__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol', '_is_runtime_protocol',
                   '__protocol_attrs__', '__callable_proto_members_only__', '__non_callable_proto_members__',
                   '_MutableMapping__marker', '__static_attributes__', '__firstlineno__', '__type_params__',
                   '_abc_impl', '__abc_tpflags__'}


def _get_protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic'):
            continue
        annotations = getattr(base, '__annotations__', {}) if _310 else base.__dict__.get('__annotations__', {})
        for attr in list(base.__dict__.keys()) + list(annotations.keys()):
            if not attr.startswith('_abc_') and attr not in _PROTO_EXCLUDED:
                attrs.add(attr)
    return attrs


_absent = object()


def _static_attr(obj, attr):
    """An attribute without running properties."""
    for base in type(obj).__mro__:
        if attr in base.__dict__:
            return base.__dict__[attr]
    own = getattr(obj, '__dict__', None)
    if own is not None and attr in own:
        return own[attr]
    return _absent


class _ProtocolMeta(ABCMeta):
    if _312:
        def __init__(cls, *args, **kwargs):
            if getattr(cls, '_is_protocol', False):
                cls.__protocol_attrs__ = _get_protocol_attrs(cls)
                if not _313:
                    cls.__callable_proto_members_only__ = all(
                        callable(getattr(cls, attr, None)) for attr in cls.__protocol_attrs__)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not cls.__dict__.get('_is_protocol', False):
            return super().__instancecheck__(instance)
        if not getattr(cls, '_is_runtime_protocol', False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if super().__instancecheck__(instance):
            return True
        for attr in _get_protocol_attrs(cls):
            value = _static_attr(instance, attr) if _312 else getattr(instance, attr, _absent)
            if value is _absent:
                return False
            if value is None and callable(getattr(cls, attr, None)):
                return False
        return True


def _proto_hook(cls, other):
    if not cls.__dict__.get('_is_protocol', False):
        return NotImplemented
    if not getattr(cls, '_is_runtime_protocol', False):
        frame = sys._getframe(2 if _312 else 3).f_globals.get('__name__') if hasattr(sys, '_getframe') else None
        if frame in ('abc', 'functools', 'typing'):
            return NotImplemented
        raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
    attrs = _get_protocol_attrs(cls)
    if not isinstance(other, type):
        raise TypeError('issubclass() arg 1 must be a class')
    if any(not callable(getattr(cls, attr, None)) for attr in attrs):
        if sys._getframe(2 if _312 else 3).f_globals.get('__name__') in ('abc', 'functools', 'typing'):
            return NotImplemented
        raise TypeError("Protocols with non-method members don't support issubclass()")
    for attr in attrs:
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            annotations = base.__dict__.get('__annotations__', {})
            if attr in annotations and isinstance(other, _ProtocolMeta) and getattr(other, '_is_protocol', False):
                break
        else:
            return NotImplemented
    return True


_proto_hook_method = classmethod(_proto_hook)


def _no_init_or_replace_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    if cls.__init__ is not _no_init_or_replace_init:
        return
    for base in cls.__mro__:
        init = base.__dict__.get('__init__', _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of classes that describe what methods an object must have."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if '__subclasshook__' not in cls.__dict__:
            if _312:
                cls.__subclasshook__ = _proto_hook_method
            else:
                cls.__subclasshook__ = lambda other: _proto_hook(cls, other)
                cls.__subclasshook__.__qualname__ = 'Protocol.__init_subclass__.<locals>._proto_hook'
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            if not (base in (object, Generic) or
                    base.__module__ in ('collections.abc', 'contextlib', 'abc') or
                    issubclass(base, Generic) and getattr(base, '_is_protocol', False)):
                raise TypeError('Protocols can only inherit from other protocols, got %r' % base)
        if '__init__' not in cls.__dict__ or not _311:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Lets isinstance() check a protocol by the names of its members."""
    if not isinstance(cls, type) or not issubclass(cls, Generic) or not getattr(cls, '_is_protocol', False):
        raise TypeError('@runtime_checkable can be only applied to protocol classes, got %r' % cls)
    cls._is_runtime_protocol = True
    return cls


runtime = runtime_checkable
T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co = TypeVar('V_co', covariant=True)
VT_co = TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)
AnyStr = TypeVar('AnyStr', bytes, str)

_abc = collections.abc
Hashable = _SpecialGenericAlias(_abc.Hashable, 0)
Awaitable = _SpecialGenericAlias(_abc.Awaitable, 1)
Coroutine = _SpecialGenericAlias(_abc.Coroutine, 3)
AsyncIterable = _SpecialGenericAlias(_abc.AsyncIterable, 1)
AsyncIterator = _SpecialGenericAlias(_abc.AsyncIterator, 1)
Iterable = _SpecialGenericAlias(_abc.Iterable, 1)
Iterator = _SpecialGenericAlias(_abc.Iterator, 1)
Reversible = _SpecialGenericAlias(_abc.Reversible, 1)
Sized = _SpecialGenericAlias(_abc.Sized, 0)
Container = _SpecialGenericAlias(_abc.Container, 1)
Collection = _SpecialGenericAlias(_abc.Collection, 1)
Callable = _CallableType(_abc.Callable, 2)
AbstractSet = _SpecialGenericAlias(_abc.Set, 1, name='AbstractSet')
MutableSet = _SpecialGenericAlias(_abc.MutableSet, 1)
Mapping = _SpecialGenericAlias(_abc.Mapping, 2)
MutableMapping = _SpecialGenericAlias(_abc.MutableMapping, 2)
Sequence = _SpecialGenericAlias(_abc.Sequence, 1)
MutableSequence = _SpecialGenericAlias(_abc.MutableSequence, 1)
ByteString = _SpecialGenericAlias(_abc.ByteString, 0)
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List = _SpecialGenericAlias(list, 1, inst=False, name='List')
Deque = _SpecialGenericAlias(collections.deque, 1, name='Deque')
Set = _SpecialGenericAlias(set, 1, inst=False, name='Set')
FrozenSet = _SpecialGenericAlias(frozenset, 1, inst=False, name='FrozenSet')
MappingView = _SpecialGenericAlias(_abc.MappingView, 1)
KeysView = _SpecialGenericAlias(_abc.KeysView, 1)
ItemsView = _SpecialGenericAlias(_abc.ItemsView, 2)
ValuesView = _SpecialGenericAlias(_abc.ValuesView, 1)
Dict = _SpecialGenericAlias(dict, 2, inst=False, name='Dict')
DefaultDict = _SpecialGenericAlias(collections.defaultdict, 2, name='DefaultDict')
OrderedDict = _SpecialGenericAlias(collections.OrderedDict, 2)
Counter = _SpecialGenericAlias(collections.Counter, 1)
ChainMap = _SpecialGenericAlias(collections.ChainMap, 2)
Generator = _SpecialGenericAlias(_abc.Generator, 3)
AsyncGenerator = _SpecialGenericAlias(_abc.AsyncGenerator, 2)
Type = _SpecialGenericAlias(type, 1, inst=False, name='Type')


def _context_manager(name):
    import contextlib
    return _SpecialGenericAlias(getattr(contextlib, 'Abstract' + name), 1, name=name)


def __getattr__(name):
    if name in ('ContextManager', 'AsyncContextManager'):
        value = globals()[name] = _context_manager(name)
        return value
    if name in ('Pattern', 'Match'):
        import re
        value = globals()[name] = _SpecialGenericAlias(getattr(re, name), 1, name=name)
        return value
    raise AttributeError("module 'typing' has no attribute %r" % name)


Text = str


@runtime_checkable
class SupportsInt(Protocol):
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        pass


class IO(Generic[AnyStr]):
    """Annotation of files."""
    __slots__ = ()


class BinaryIO(IO[bytes]):
    """Annotation of binary files."""
    __slots__ = ()


class TextIO(IO[str]):
    """Annotation of text files."""
    __slots__ = ()


def cast(typ, val):
    """Returns the value; only type checkers care for the type."""
    return val


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + '...'
    raise AssertionError("Expected code to be unreachable, but got: %s" % value)


def reveal_type(obj, /):
    print("Runtime type is %r" % type(obj).__name__, file=sys.stderr)
    return obj


def final(f):
    """Says that a class or method is not overridden."""
    if _311:
        try:
            f.__final__ = True
        except (AttributeError, TypeError):
            pass
    return f


def override(method, /):
    """Says that a method overrides one of a base class."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def no_type_check(arg):
    if isinstance(arg, type):
        for obj in arg.__dict__.values():
            if isinstance(obj, types.FunctionType):
                obj.__no_type_check__ = True
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped_decorator


_overload_registry = {}


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub "
        "module should always be followed by an implementation that is not @overload-ed.")


def overload(func):
    """Declares one of several signatures."""
    if _311:
        f = getattr(func, "__func__", func)
        try:
            _overload_registry.setdefault((f.__module__, f.__qualname__), {})[f.__code__.co_firstlineno] = func
        except AttributeError:
            pass
    return _overload_dummy


def get_overloads(func):
    f = getattr(func, "__func__", func)
    return list(_overload_registry.get((f.__module__, f.__qualname__), {}).values())


def clear_overloads():
    _overload_registry.clear()


def dataclass_transform(**options):
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = options
        return cls_or_fn
    return decorator


def _eval_type(t, globalns, localns):
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns)
    if isinstance(t, _GenericAlias):
        args = tuple(_eval_type(a, globalns, localns) for a in t.__args__)
        if args == t.__args__:
            return t
        return t.copy_with(args)
    if _39 and isinstance(t, _GenericAliasType):
        args = tuple(_eval_type(ForwardRef(a) if isinstance(a, str) else a, globalns, localns) for a in t.__args__)
        if args == t.__args__:
            return t
        return _GenericAliasType(t.__origin__, args)
    if isinstance(t, _UnionTypes):
        args = [_eval_type(a, globalns, localns) for a in t.__args__]
        result = args[0]
        for a in args[1:]:
            result = result | a
        return result
    return t


def _strip_annotations(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if isinstance(t, _GenericAlias):
        if t.__origin__ in (Required, NotRequired, ReadOnly):
            return _strip_annotations(t.__args__[0])
        args = tuple(_strip_annotations(a) for a in t.__args__)
        return t if args == t.__args__ else t.copy_with(args)
    return t


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of an object with strings evaluated."""
    if getattr(obj, '__no_type_check__', None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            if globalns is None:
                base_globals = getattr(sys.modules.get(base.__module__, None), '__dict__', {})
            else:
                base_globals = globalns
            for name, value in base.__dict__.get('__annotations__', {}).items():
                if value is None:
                    value = type(None)
                if isinstance(value, str):
                    value = ForwardRef(value, is_argument=False)
                hints[name] = _eval_type(value, base_globals, dict(vars(base)) if localns is None else localns)
        return hints if include_extras else {k: _strip_annotations(t) for k, t in hints.items()}
    if globalns is None:
        if isinstance(obj, types.ModuleType):
            globalns = obj.__dict__
        else:
            nsobj = obj
            while hasattr(nsobj, '__wrapped__'):
                nsobj = nsobj.__wrapped__
            globalns = getattr(nsobj, '__globals__', {})
        if localns is None:
            localns = globalns
    elif localns is None:
        localns = globalns
    hints = getattr(obj, '__annotations__', None)
    if hints is None:
        if isinstance(obj, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType)):
            return {}
        raise TypeError('%r is not a module, class, method, or function.' % (obj,))
    hints = dict(hints)
    for name, value in hints.items():
        if value is None:
            value = type(None)
        if isinstance(value, str):
            value = ForwardRef(value)
        hints[name] = _eval_type(value, globalns, localns)
    return hints if include_extras else {k: _strip_annotations(t) for k, t in hints.items()}


def get_origin(tp):
    """The unsubscripted type: `get_origin(List[int])` is list."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if _39 and isinstance(tp, _GenericAliasType):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, _UnionTypes):
        return _UnionTypes[0]
    return None


def get_args(tp):
    """The arguments of a subscripted type."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, _GenericAlias) or _39 and isinstance(tp, _GenericAliasType):
        res = tp.__args__
        if tp.__origin__ is collections.abc.Callable and not (
                len(res) == 2 and (res[0] is ... or isinstance(res[0], (ParamSpec, _ConcatenateGenericAlias)))):
            res = (list(res[:-1]), res[-1])
        return res
    if isinstance(tp, _UnionTypes):
        return tp.__args__
    return ()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def is_protocol(tp, /):
    return isinstance(tp, type) and getattr(tp, '_is_protocol', False) and tp is not Protocol


def get_protocol_members(tp, /):
    if not is_protocol(tp):
        raise TypeError('%r is not a Protocol' % (tp,))
    return frozenset(_get_protocol_attrs(tp))


def _make_nmtuple(name, fields, module, defaults=()):
    names = [n for n, t in fields]
    annotations = {n: _type_check(t, "field %s annotation must be a type" % n) for n, t in fields}
    made = collections.namedtuple(name, names, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = annotations
    if not _39:
        made._field_types = annotations
    return made


_NT_PROHIBITED = {'__new__', '__init__', '__slots__', '__getnewargs__', '_fields', '_field_defaults', '_field_types',
                  '_make', '_replace', '_asdict', '_source'}
_NT_SPECIAL = {'__module__', '__name__', '__annotations__'}


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        annotations = ns.get('__annotations__', {})
        default_names = []
        for field_name in annotations:
            if field_name in ns:
                default_names.append(field_name)
            elif default_names:
                raise TypeError("Non-default namedtuple field %s cannot follow default field%s %s" % (
                    field_name, 's' if len(default_names) > 1 else '', ', '.join(default_names)) if _39 else
                    "Non-default namedtuple field %s cannot follow default field(s) %s" % (
                        field_name, ', '.join(default_names)))
        made = _make_nmtuple(typename, list(annotations.items()), defaults=[ns[n] for n in default_names],
                             module=ns['__module__'])
        if any(b is Generic or getattr(b, '__origin__', None) is Generic for b in bases):
            made.__class_getitem__ = classmethod(lambda cls, p: _GenericAlias(cls, p))
        for key in ns:
            if key in _NT_PROHIBITED:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if not _39 and key == '__orig_bases__':
                continue
            if key not in _NT_SPECIAL and key not in made._fields:
                setattr(made, key, ns[key])
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """A named tuple with types: a base class, or a function of names and types."""
    if fields is None:
        fields = kwargs.items()
    made = _make_nmtuple(typename, list(fields), module=_caller())
    if _312:
        made.__orig_bases__ = (NamedTuple,)
    return made


def _caller(depth=2):
    try:
        return sys._getframe(depth).f_globals.get('__name__', '__main__')
    except (AttributeError, ValueError):
        return None


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict base class')
        made = type.__new__(_TypedDictMeta, name, (dict,), ns)
        annotations = {}
        required = set()
        optional = set()
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
            required.update(base.__dict__.get('__required_keys__', ()))
            optional.update(base.__dict__.get('__optional_keys__', ()))
        for key, tp in ns.get('__annotations__', {}).items():
            tp = _type_check(tp, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type")
            annotations[key] = tp
            origin = get_origin(tp)
            if origin is Required or (total and origin is not NotRequired):
                required.add(key)
                optional.discard(key)
            else:
                optional.add(key)
                required.discard(key)
        made.__annotations__ = annotations
        if _39:
            made.__required_keys__ = frozenset(required)
            made.__optional_keys__ = frozenset(optional)
        if _313:
            made.__readonly_keys__ = frozenset()
            made.__mutable_keys__ = frozenset(annotations)
        if not hasattr(made, '__total__'):
            made.__total__ = total
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __subclasscheck__ = __instancecheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict with known keys: a base class, or a function of names and types."""
    if fields is None:
        fields = kwargs
    ns = {'__annotations__': dict(fields)}
    module = _caller()
    if module is not None:
        ns['__module__'] = module
    return _TypedDictMeta(typename, (), ns, total=total)


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

if _310:
    class NewType:
        """A name for a type that checkers tell apart."""

        def __init__(self, name, tp):
            self.__qualname__ = name
            if '.' in name:
                name = name.rpartition('.')[-1]
            self.__name__ = name
            self.__supertype__ = tp
            module = _caller()
            if module != 'typing':
                self.__module__ = module

        def __call__(self, x):
            return x

        def __mro_entries__(self, bases):
            raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: `Sub = NewType('Sub', %s)`"
                            % self.__name__)

        def __repr__(self):
            return '%s.%s' % (self.__module__, self.__qualname__)

        def __reduce__(self):
            return self.__qualname__

        def __or__(self, other):
            return Union[self, other]

        def __ror__(self, other):
            return Union[other, self]
else:
    def NewType(name, tp):
        """A name for a type that checkers tell apart."""
        def new_type(x):
            return x
        new_type.__name__ = name
        new_type.__supertype__ = tp
        return new_type

class TypeAliasType:
    """What the statement `type X = ...` makes."""

    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__type_params__ = type_params
        self._value = value if isinstance(value, _Lazy) else _Lazy(lambda: value)
        self.__module__ = _caller()

    @property
    def __value__(self):
        return self._value.get()

    @property
    def __parameters__(self):
        params = []
        for p in self.__type_params__:
            params.extend(p) if isinstance(p, TypeVarTuple) else params.append(p)
        return tuple(params)

    def __repr__(self):
        return self.__name__

    def __getitem__(self, params):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        return _GenericAliasType(self, params)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def _type_parameter(name, *rest):
    """Called for a type parameter of a function, class or alias (3.12+)."""
    kind, *marks = rest[-1].split()
    values = list(rest[:-1])
    made = {'TypeVar': TypeVar, 'TypeVarTuple': TypeVarTuple, 'ParamSpec': ParamSpec}[kind](name)
    made.__module__ = _caller()
    if kind != 'TypeVarTuple':
        made.__infer_variance__ = True
    if 'bound' in marks:
        made._lazy_bound = _Lazy(values.pop(0))
    if 'default' in marks:
        lazy = _Lazy(values.pop(0))
        if kind == 'TypeVar':
            made._lazy_default = lazy
        else:
            made.__default__ = lazy.get()
    return made


def _type_alias(name, params, evaluate):
    """Called for the statement `type X = ...` (3.12+)."""
    made = TypeAliasType(name, _Lazy(evaluate), type_params=params or ())
    made.__module__ = _caller()
    return made


def _generic_base(params):
    """The base that a class with type parameters gains (3.12+)."""
    flat = []
    for p in params:
        if isinstance(p, TypeVarTuple):
            flat.extend(p)
        else:
            flat.append(p)
    return Generic[tuple(flat)]


if not _312:
    del TypeAliasType, _type_parameter, _type_alias, _generic_base

__all__ = ['Annotated', 'Any', 'Callable', 'ClassVar', 'ForwardRef', 'Generic', 'Optional', 'Protocol', 'Tuple', 'Type',
           'TypeVar', 'Union', 'AbstractSet', 'ByteString', 'Container', 'Hashable', 'ItemsView', 'Iterable',
           'Iterator', 'KeysView', 'Mapping', 'MappingView', 'MutableMapping', 'MutableSequence', 'MutableSet',
           'Sequence', 'Sized', 'ValuesView', 'Awaitable', 'AsyncIterator', 'AsyncIterable', 'Coroutine', 'Collection',
           'AsyncGenerator', 'Reversible', 'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat',
           'SupportsIndex', 'SupportsInt', 'SupportsRound', 'ChainMap', 'Counter', 'Deque', 'Dict', 'DefaultDict',
           'List', 'OrderedDict', 'Set', 'FrozenSet', 'NamedTuple', 'TypedDict', 'Generator', 'AnyStr', 'cast', 'final',
           'get_args', 'get_origin', 'get_type_hints', 'Literal', 'NewType', 'no_type_check', 'NoReturn', 'overload',
           'runtime_checkable', 'Text', 'TYPE_CHECKING', 'ContextManager', 'AsyncContextManager', 'Final', 'IO', 'BinaryIO', 'TextIO']
if _310:
    __all__ += ['Concatenate', 'ParamSpec', 'ParamSpecArgs', 'ParamSpecKwargs', 'TypeAlias', 'TypeGuard', 'is_typeddict']
if _311:
    __all__ += ['LiteralString', 'Never', 'NotRequired', 'Required', 'Self', 'TypeVarTuple', 'Unpack', 'assert_never',
                'assert_type', 'reveal_type', 'clear_overloads', 'get_overloads', 'dataclass_transform']
if _312:
    __all__ += ['TypeAliasType', 'override']
if _313:
    __all__ += ['NoDefault', 'ReadOnly', 'TypeIs', 'get_protocol_members', 'is_protocol']
