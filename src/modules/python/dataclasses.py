"""Classes that are mainly fields."""

import sys
import types
import builtins
import functools
from _thread import get_ident
from reprlib import recursive_repr

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'MISSING', 'fields', 'asdict', 'astuple',
           'make_dataclass', 'replace', 'is_dataclass']
_310 = sys.version_info >= (3, 10)
_311 = sys.version_info >= (3, 11)
_313 = sys.version_info >= (3, 13)
_314 = sys.version_info >= (3, 14)
if _310:
    __all__.insert(5, 'KW_ONLY')


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()
_EMPTY_METADATA = types.MappingProxyType({})


class _FIELD_BASE:
    __slots__ = ('name',)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE('_FIELD')
_FIELD_CLASSVAR = _FIELD_BASE('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FIELD_BASE('_FIELD_INITVAR')
_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT_NAME = '__post_init__'


class InitVar:
    """Marks a field that is only a parameter of __init__ and __post_init__."""
    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not hasattr(self.type, '__args__'):
            type_name = self.type.__name__
        else:
            type_name = repr(self.type)
        return 'dataclasses.InitVar[%s]' % type_name

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """A field of a dataclass; made by field()."""
    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash', 'init', 'compare', 'metadata',
                 ) + (('kw_only',) if _310 else ()) + ('_field_type',)

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only=False):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else types.MappingProxyType(metadata)
        if _310:
            self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return 'Field(name=%r,type=%r,default=%r,default_factory=%r,init=%r,repr=%r,hash=%r,compare=%r,metadata=%r,%s_field_type=%s)' % (
            self.name, self.type, self.default, self.default_factory, self.init, self.repr, self.hash, self.compare,
            self.metadata, 'kw_only=%r,' % self.kw_only if _310 else '', self._field_type)

    def __set_name__(self, owner, name):
        func = getattr(type(self.default), '__set_name__', None)
        if func:
            func(self.default, owner, name)


class _DataclassParams:
    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only', 'slots',
                 'weakref_slot')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen
        self.match_args = match_args
        self.kw_only = kw_only
        self.slots = slots
        self.weakref_slot = weakref_slot

    def __repr__(self):
        shown = 'init={0.init!r},repr={0.repr!r},eq={0.eq!r},order={0.order!r},unsafe_hash={0.unsafe_hash!r},frozen={0.frozen!r}'
        if sys.version_info >= (3, 12):
            shown += ',match_args={0.match_args!r},kw_only={0.kw_only!r},slots={0.slots!r},weakref_slot={0.weakref_slot!r}'
        return ('_DataclassParams(' + shown + ')').format(self)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    """Describes a field in more detail than an annotation does."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _tuple_str(obj_name, fields):
    if not fields:
        return '()'
    return '(%s,)' % ','.join(['%s.%s' % (obj_name, f.name) for f in fields])


def _recursive_repr(user_function):
    """Makes a __repr__ give '...' where it meets itself (to 3.12; since then reprlib's does it)."""
    repr_running = set()

    @functools.wraps(user_function)
    def wrapper(self):
        key = id(self), get_ident()
        if key in repr_running:
            return '...'
        repr_running.add(key)
        try:
            result = user_function(self)
        finally:
            repr_running.discard(key)
        return result
    return wrapper


class _Functions:
    """Makes the methods of a class from source text: to 3.12 each on its own, since 3.13 all of them in one function,
    whose variables they share."""

    def __init__(self, cls, globals):
        self.cls = cls
        self.globals = globals
        self.locals = {}
        self.names = []
        self.text = []
        self.always = set()
        self.errors = {}

    def add(self, name, args, body, *, locals=None, return_type=MISSING, repr=False, always=False, error=None):
        """`always` replaces what the class has; `error` is the message where the class has a method of that name."""
        if locals is None:
            locals = {}
        return_annotation = ''
        if return_type is not MISSING:
            locals['__dataclass_return_type__'] = return_type
            return_annotation = '->__dataclass_return_type__'
        text = ' def %s(%s)%s:\n%s' % (name, ','.join(args), return_annotation, '\n'.join('  ' + b for b in body))
        self.errors[name] = error
        if always:
            self.always.add(name)
        if not _313:
            fn, = self.run(text, [name], locals)
            self.put(name, _recursive_repr(fn) if repr else fn)
            return
        if repr:
            locals['__dataclasses_recursive_repr'] = recursive_repr
            text = ' @__dataclasses_recursive_repr()\n' + text
        self.locals.update(locals)
        self.names.append(name)
        self.text.append(text)

    def run(self, text, names, locals):
        ns = {}
        exec('def __create_fn__(%s):\n%s\n return %s,' % (', '.join(locals.keys()), text, ','.join(names)),
             self.globals, ns)
        return ns['__create_fn__'](**locals)

    def put(self, name, fn):
        if name in self.always:
            setattr(self.cls, name, _set_qualname(self.cls, fn))
        elif _set_new_attribute(self.cls, name, fn) and self.errors[name]:
            raise TypeError(self.errors[name])

    def finish(self):
        if self.names:
            for name, fn in zip(self.names, self.run('\n'.join(self.text), self.names, self.locals)):
                self.put(name, fn)


def _field_assign(frozen, name, value, self_name):
    if frozen:
        return '__dataclass_builtins_object__.__setattr__(%s,%r,%s)' % (self_name, name, value)
    return '%s.%s=%s' % (self_name, name, value)


def _field_init(f, frozen, globals, self_name, slots):
    default_name = '__dataclass_dflt_%s__' % f.name
    if f.default_factory is not MISSING:
        if f.init:
            globals[default_name] = f.default_factory
            value = '%s() if %s is __dataclass_HAS_DEFAULT_FACTORY__ else %s' % (default_name, f.name, f.name)
        else:
            globals[default_name] = f.default_factory
            value = '%s()' % default_name
    else:
        if f.init:
            if f.default is not MISSING:
                globals[default_name] = f.default
            value = f.name
        else:
            if slots and f.default is not MISSING:
                globals[default_name] = f.default
                value = default_name
            else:
                return None
    if f._field_type is _FIELD_INITVAR:
        return None
    return _field_assign(frozen, f.name, value, self_name)


def _init_param(f):
    if f.default is MISSING and f.default_factory is MISSING:
        default = ''
    elif f.default is not MISSING:
        default = '=__dataclass_dflt_%s__' % f.name
    else:
        default = '=__dataclass_HAS_DEFAULT_FACTORY__'
    return '%s:__dataclass_type_%s__%s' % (f.name, f.name, default)


def _add_init(functions, fields, std_fields, kw_only_fields, frozen, has_post_init, self_name, slots):
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                if sys.version_info >= (3, 13):
                    raise TypeError('non-default argument %r follows default argument %r' % (f.name, seen_default.name))
                raise TypeError('non-default argument %r follows default argument' % f.name)
    locals = {'__dataclass_type_%s__' % f.name: f.type for f in fields}
    locals.update({'__dataclass_HAS_DEFAULT_FACTORY__': _HAS_DEFAULT_FACTORY,
                   '__dataclass_builtins_object__': object})
    body_lines = []
    for f in fields:
        line = _field_init(f, frozen, locals, self_name, slots)
        if line:
            body_lines.append(line)
    if has_post_init:
        params = ','.join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body_lines.append('%s.%s(%s)' % (self_name, _POST_INIT_NAME, params))
    if not body_lines:
        body_lines = ['pass']
    params = [_init_param(f) for f in std_fields]
    if kw_only_fields:
        params += ['*']
        params += [_init_param(f) for f in kw_only_fields]
    functions.add('__init__', [self_name] + params, body_lines, locals=locals, return_type=None)


def _add_repr(functions, fields):
    shown = ', '.join(['%s={self.%s!r}' % (f.name, f.name) for f in fields])
    functions.add('__repr__', ('self',), ['return f"{self.__class__.__qualname__}(' + shown + ')"'], repr=True)


def _add_frozen(functions, cls, fields):
    condition = 'type(self) is cls'
    if fields:
        condition += ' or name in {' + ', '.join(repr(f.name) for f in fields) + '}'
    for name, params, verb in (('__setattr__', ('self', 'name', 'value'), 'assign to'),
                               ('__delattr__', ('self', 'name'), 'delete')):
        functions.add(name, params,
                      ('if %s:' % condition, ' raise FrozenInstanceError(f"cannot %s field {name!r}")' % verb,
                       'super(cls, self).%s(%s)' % (name, ', '.join(params[1:]))),
                      locals={'cls': cls, 'FrozenInstanceError': FrozenInstanceError},
                      error='Cannot overwrite attribute %s in class %s' % (name, cls.__name__))


def _add_cmp(functions, name, op, fields, error=None):
    functions.add(name, ('self', 'other'),
                  ['if other.__class__ is self.__class__:',
                   ' return %s%s%s' % (_tuple_str('self', fields), op, _tuple_str('other', fields)),
                   'return NotImplemented'], error=error)


def _add_eq(functions, fields):
    if not _313:
        return _add_cmp(functions, '__eq__', '==', fields)
    terms = ['self.%s==other.%s' % (f.name, f.name) for f in fields]
    functions.add('__eq__', ('self', 'other'),
                  ['if self is other:', ' return True', 'if other.__class__ is self.__class__:',
                   ' return ' + (' and '.join(terms) or 'True'), 'return NotImplemented'])


def _is_classvar(a_type, typing):
    return a_type is typing.ClassVar or getattr(a_type, '__origin__', None) is typing.ClassVar


def _string_marks(annotation, cls, name, module_name):
    """Whether an annotation that is a string names `name`, plain or behind the module's name."""
    head = annotation.split('[')[0].strip()
    if head == name:
        ns = sys.modules.get(cls.__module__)
        return ns is None or hasattr(ns, name)
    return '.' in head and head.split('.')[-1] == name


def _get_field(cls, a_name, a_type, default_kw_only):
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            # A slot is no default.
            default = MISSING
        f = field(default=default)
    f.name = a_name
    f.type = a_type
    f._field_type = _FIELD
    typing = sys.modules.get('typing')
    if typing and (_is_classvar(a_type, typing) or
                   (isinstance(f.type, str) and _string_marks(f.type, cls, 'ClassVar', 'typing'))):
        f._field_type = _FIELD_CLASSVAR
    if f._field_type is _FIELD:
        if a_type is InitVar or type(a_type) is InitVar or (
                isinstance(f.type, str) and _string_marks(f.type, cls, 'InitVar', 'dataclasses')):
            f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR):
        if f.default_factory is not MISSING:
            raise TypeError('field %s cannot have a default factory' % f.name)
    if _310:
        if f._field_type in (_FIELD, _FIELD_INITVAR):
            if f.kw_only is MISSING:
                f.kw_only = default_kw_only
        elif f.kw_only is not MISSING:
            raise TypeError('field %s is a ClassVar but specifies kw_only' % f.name)
    if f._field_type is _FIELD and f.default is not MISSING:
        if (f.default.__class__.__hash__ is None) if _311 else isinstance(f.default, (list, dict, set)):
            raise ValueError('mutable default %s for field %s is not allowed: use default_factory' % (
                type(f.default), f.name))
    return f


def _set_qualname(cls, value):
    if _310 and isinstance(value, types.FunctionType):
        value.__qualname__ = '%s.%s' % (cls.__qualname__, value.__name__)
    return value


def _set_new_attribute(cls, name, value):
    if name in cls.__dict__:
        return True
    _set_qualname(cls, value)
    setattr(cls, name, value)
    return False


def _hash_set_none(functions, cls, fields):
    cls.__hash__ = None


def _hash_add(functions, cls, fields):
    flds = [f for f in fields if (f.compare if f.hash is None else f.hash)]
    functions.add('__hash__', ('self',), ['return hash(%s)' % _tuple_str('self', flds)], always=True)


def _hash_exception(functions, cls, fields):
    raise TypeError('Cannot overwrite attribute __hash__ in class %s' % cls.__name__)


def _hash_action(unsafe_hash, eq, frozen, has_explicit_hash):
    if unsafe_hash:
        return _hash_exception if has_explicit_hash else _hash_add
    if not eq or has_explicit_hash:
        return None
    return _hash_add if frozen else _hash_set_none


def _own_annotations(cls):
    return cls.__dict__.get('__annotations__', {})


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    if cls.__module__ in sys.modules:
        globals = sys.modules[cls.__module__].__dict__
    else:
        globals = {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                                           weakref_slot))
    any_frozen_base = False
    all_frozen_bases = None
    has_dataclass_bases = False
    for b in cls.__mro__[-1:0:-1]:
        base_fields = getattr(b, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            for f in base_fields.values():
                fields[f.name] = f
            if all_frozen_bases is None:
                all_frozen_bases = True
            current_frozen = getattr(b, _PARAMS).frozen
            all_frozen_bases = all_frozen_bases and current_frozen
            any_frozen_base = any_frozen_base or current_frozen
    cls_annotations = _own_annotations(cls)
    cls_fields = []
    KW_ONLY_seen = False
    for name, type_ in cls_annotations.items():
        if _310 and (type_ is KW_ONLY or (isinstance(type_, str) and _string_marks(type_, cls, 'KW_ONLY', 'dataclasses'))):
            if KW_ONLY_seen:
                raise TypeError('%r is KW_ONLY, but KW_ONLY has already been specified' % name)
            KW_ONLY_seen = True
            kw_only = True
        else:
            cls_fields.append(_get_field(cls, name, type_, kw_only))
    for f in cls_fields:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls_annotations:
            raise TypeError('%r is a field but has no type annotation' % name)
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
        if all_frozen_bases is False and frozen:
            raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get('__hash__', MISSING)
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and '__eq__' in cls.__dict__))
    if order and not eq:
        raise ValueError('eq must be true if order is true')
    all_init_fields = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init_fields = tuple(f for f in all_init_fields if f.init and not (_310 and f.kw_only))
    kw_only_init_fields = tuple(f for f in all_init_fields if f.init and _310 and f.kw_only)
    functions = _Functions(cls, globals)
    if init:
        has_post_init = hasattr(cls, _POST_INIT_NAME)
        _add_init(functions, all_init_fields, std_init_fields, kw_only_init_fields, frozen, has_post_init,
                  '__dataclass_self__' if 'self' in fields else 'self', slots)
    if _313:
        _set_new_attribute(cls, '__replace__', _replace)
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    if repr:
        _add_repr(functions, [f for f in field_list if f.repr])
    if eq:
        _add_eq(functions, [f for f in field_list if f.compare])
    if order:
        flds = [f for f in field_list if f.compare]
        for name, op in [('__lt__', '<'), ('__le__', '<='), ('__gt__', '>'), ('__ge__', '>=')]:
            _add_cmp(functions, name, op, flds,
                     'Cannot overwrite attribute %s in class %s%s Consider using functools.total_ordering'
                     % (name, cls.__name__, '' if _313 else '.'))
    if frozen:
        _add_frozen(functions, cls, field_list)
    hash_action = _hash_action(bool(unsafe_hash), bool(eq), bool(frozen), has_explicit_hash)
    if hash_action is not None:
        hash_action(functions, cls, field_list)
    functions.finish()
    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _signature_text(std_init_fields, kw_only_init_fields)
        # The signature reads the annotations, which become a dict by that.
        getattr(cls.__init__, '__annotations__', None)
    if match_args and _310:
        _set_new_attribute(cls, '__match_args__', tuple(f.name for f in std_init_fields))
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, fields)
    if hasattr(cls, '__abstractmethods__'):
        import abc
        abc.update_abstractmethods(cls)
    return cls


def _type_text(a_type):
    if isinstance(a_type, str):
        return repr(a_type)
    if isinstance(a_type, type) and not hasattr(a_type, '__args__'):
        if a_type.__module__ in ('builtins', ''):
            return a_type.__qualname__
        return '%s.%s' % (a_type.__module__, a_type.__qualname__)
    return builtins.repr(a_type).replace('typing.', '')


def _signature_text(std_fields, kw_fields):
    parts = []
    for i, group in enumerate((std_fields, kw_fields)):
        if i == 1 and group:
            parts.append('*')
        for f in group:
            text = '%s: %s' % (f.name, _type_text(f.type))
            if f.default is not MISSING:
                text += ' = %r' % (f.default,)
            elif f.default_factory is not MISSING:
                text += ' = <factory>'
            parts.append(text)
    text = '(%s)' % ', '.join(parts)
    return text


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _get_slots(cls):
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        return []
    if isinstance(slots, str):
        return [slots]
    return list(slots)


def _add_slots(cls, is_frozen, weakref_slot, all_fields):
    if '__slots__' in cls.__dict__:
        raise TypeError('%s already specifies __slots__' % cls.__name__)
    cls_dict = dict(cls.__dict__)
    field_names = tuple(f.name for f in fields(cls))
    inherited_slots = set()
    for base in cls.__mro__[1:-1]:
        inherited_slots.update(_get_slots(base))
    if _311:
        names = [n for n in field_names if n not in inherited_slots]
        if weakref_slot and '__weakref__' not in inherited_slots:
            names.append('__weakref__')
        cls_dict['__slots__'] = tuple(names)
    else:
        cls_dict['__slots__'] = field_names
    for field_name in field_names:
        cls_dict.pop(field_name, None)
    cls_dict.pop('__dict__', None)
    cls_dict.pop('__weakref__', None)
    qualname = getattr(cls, '__qualname__', None)
    old = cls
    cls = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    if qualname is not None:
        cls.__qualname__ = qualname
    if is_frozen:
        if '__getstate__' not in cls_dict:
            cls.__getstate__ = _dataclass_getstate
        if '__setstate__' not in cls_dict:
            cls.__setstate__ = _dataclass_setstate
    if _314:
        # Methods that use super() without arguments must see the new class.
        for member in cls.__dict__.values():
            member = getattr(member, '__wrapped__', member)
            for cell in getattr(member, '__closure__', None) or ():
                try:
                    if cell.cell_contents is old:
                        cell.cell_contents = cls
                except ValueError:
                    pass
    return cls


if sys.version_info >= (3, 11):
    def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
                  match_args=True, kw_only=False, slots=False, weakref_slot=False):
        """Adds methods to a class after the fields that its annotations name."""
        def wrap(cls):
            return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                                  weakref_slot)
        if cls is None:
            return wrap
        return wrap(cls)
elif sys.version_info >= (3, 10):
    def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
                  match_args=True, kw_only=False, slots=False):
        """Adds methods to a class after the fields that its annotations name."""
        def wrap(cls):
            return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, False)
        if cls is None:
            return wrap
        return wrap(cls)
else:
    def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False):
        """Adds methods to a class after the fields that its annotations name."""
        def wrap(cls):
            return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, False, False, False, False)
        if cls is None:
            return wrap
        return wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass or of an instance, as a tuple."""
    try:
        fields = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(f for f in fields.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether the object is a dataclass or an instance of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """A dict of the fields, with dataclasses and containers inside copied too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    import copy
    if _is_dataclass_instance(obj):
        result = []
        for f in fields(obj):
            value = _asdict_inner(getattr(obj, f.name), dict_factory)
            result.append((f.name, value))
        return dict_factory(result)
    elif isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return type(obj)(*[_asdict_inner(v, dict_factory) for v in obj])
    elif isinstance(obj, (list, tuple)):
        return type(obj)(_asdict_inner(v, dict_factory) for v in obj)
    elif isinstance(obj, dict):
        if hasattr(type(obj), 'default_factory'):
            result = type(obj)(getattr(obj, 'default_factory'))
            for k, v in obj.items():
                result[_asdict_inner(k, dict_factory)] = _asdict_inner(v, dict_factory)
            return result
        return type(obj)((_asdict_inner(k, dict_factory), _asdict_inner(v, dict_factory)) for k, v in obj.items())
    else:
        return copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    """A tuple of the fields, with dataclasses and containers inside copied too."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    import copy
    if _is_dataclass_instance(obj):
        result = []
        for f in fields(obj):
            result.append(_astuple_inner(getattr(obj, f.name), tuple_factory))
        return tuple_factory(result)
    elif isinstance(obj, tuple) and hasattr(obj, '_fields'):
        return type(obj)(*[_astuple_inner(v, tuple_factory) for v in obj])
    elif isinstance(obj, (list, tuple)):
        return type(obj)(_astuple_inner(v, tuple_factory) for v in obj)
    elif isinstance(obj, dict):
        return type(obj)((_astuple_inner(k, tuple_factory), _astuple_inner(v, tuple_factory)) for k, v in obj.items())
    else:
        return copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, **rest):
    """Makes a dataclass of names, (name, type) or (name, type, Field)."""
    if namespace is None:
        namespace = {}
    module = rest.pop('module', None)
    seen = set()
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            tp = 'typing.Any'
        elif len(item) == 2:
            name, tp = item
        elif len(item) == 3:
            name, tp, spec = item
            defaults[name] = spec
        else:
            raise TypeError('Invalid field: %r' % (item,))
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError('Field names must be valid identifiers: %r' % (name,))
        if name in seen:
            raise TypeError('Field name duplicated: %r' % name)
        seen.add(name)
        annotations[name] = tp

    def exec_body_callback(ns):
        ns.update(namespace)
        ns.update(defaults)
        ns["__annotations__"] = annotations
    cls = types.new_class(cls_name, bases, {}, exec_body_callback)
    if module is None:
        try:
            module = sys._getframe(1).f_globals.get('__name__', '__main__')
        except (AttributeError, ValueError):
            module = None
    if module is not None and sys.version_info >= (3, 12):
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, **rest)


def replace(obj, /, **changes):
    """A new instance with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                error = TypeError if _313 else ValueError
                raise error('field %s is declared with init=False, it cannot be specified with replace()' % f.name)
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                error = TypeError if _313 else ValueError
                raise error("InitVar %r must be specified with replace()" % f.name)
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
