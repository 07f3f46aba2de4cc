"""Enumerations."""

import sys
from types import MappingProxyType, DynamicClassAttribute

_311 = sys.version_info >= (3, 11)
_312 = sys.version_info >= (3, 12)
_313 = sys.version_info >= (3, 13)

__all__ = ['EnumMeta', 'Enum', 'IntEnum', 'Flag', 'IntFlag', 'auto', 'unique']
if _311:
    __all__ += ['EnumType', 'StrEnum', 'ReprEnum', 'property', 'verify', 'member', 'nonmember', 'FlagBoundary',
                'STRICT', 'CONFORM', 'EJECT', 'KEEP', 'global_enum', 'EnumCheck', 'CONTINUOUS', 'NAMED_FLAGS',
                'UNIQUE', 'global_str', 'global_enum_repr', 'global_flag_repr', 'pickle_by_enum_name',
                'pickle_by_global_name', 'show_flag_values']

# Checked for before they exist.
Enum = Flag = EJECT = ReprEnum = None
_builtin_property = property


class nonmember(object):
    """Keeps an item of a class body from becoming a member."""

    def __init__(self, value):
        self.value = value


class member(object):
    """Makes an item of a class body a member whatever it is."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(obj):
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_private(cls_name, name):
    prefix = '_%s__' % cls_name
    return (len(name) > len(prefix) and name.startswith(prefix)
            and (name[-1] != '_' or name[-2] != '_'))


def _is_internal_class(cls_name, obj):
    return isinstance(obj, type) and obj.__qualname__ == '%s.%s' % (cls_name, getattr(obj, '__name__', ''))


def _is_single_bit(num):
    return num != 0 and num & (num - 1) == 0


def _make_class_unpicklable(obj):
    def _break_on_call_reduce(self, proto):
        raise TypeError('%r cannot be pickled' % self)
    setattr(obj, '__reduce_ex__', _break_on_call_reduce)
    setattr(obj, '__module__', '<unknown>')


def bin(num, max_bits=None):
    """Binary text with a sign digit in front: 0b0 1010."""
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        s = _bin(num + ceiling).replace('1', '0', 1)
    else:
        s = _bin(~num ^ (ceiling - 1) + ceiling)
    sign = s[:3]
    digits = s[3:]
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return "%s %s" % (sign, digits)


def _bin(num):
    return '0b' + format(num, 'b') if num >= 0 else '-0b' + format(-num, 'b')


def _iter_bits_lsb(num):
    if isinstance(num, Enum):
        num = num.value
    while num:
        b = num & (~num + 1)
        yield b
        num ^= b


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


_auto_null = object()


class auto:
    """Replaced by a suitable value when the class is made."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % self.value


class property(DynamicClassAttribute):
    """A property of members that leaves the name free for a member of the class."""

    member = None
    name = None
    clsname = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError('%r has no attribute %r' % (ownerclass, self.name))
        if self.fget is not None:
            return self.fget(instance)
        if self.member is not None:
            return self.member
        raise AttributeError('%r member has no attribute %r' % (ownerclass, self.name))

    def __set__(self, instance, value):
        if self.fset is not None:
            return self.fset(instance, value)
        raise AttributeError("<enum %r> cannot set attribute %r" % (self.clsname, self.name))

    def __delete__(self, instance):
        if self.fdel is not None:
            return self.fdel(instance)
        raise AttributeError("<enum %r> cannot delete attribute %r" % (self.clsname, self.name))

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


_member_property = property if _311 else DynamicClassAttribute


class _EnumDict(dict):
    """Notes the order in which members are defined."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = []
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name
        self._generate_next_value = None

    def __setitem__(self, key, value):
        if _is_private(self._cls_name, key) and _311:
            pass
        elif _is_sunder(key):
            if key not in ('_order_', '_create_pseudo_member_', '_generate_next_value_', '_missing_', '_ignore_',
                           '_iter_member_', '_iter_member_by_value_', '_iter_member_by_def_', '_numeric_repr_',
                           '_add_alias_', '_add_value_alias_', '_new_member_'):
                if _311:
                    raise ValueError('_sunder_ names, such as %r, are reserved for future Enum use' % (key,))
                raise ValueError('_names_ are reserved for future Enum use')
            if key == '_generate_next_value_':
                if self._auto_called:
                    raise TypeError("_generate_next_value_ must be defined before members")
                func = value.__func__ if isinstance(value, staticmethod) else value
                setattr(self, '_generate_next_value', func)
            elif key == '_ignore_':
                if isinstance(value, str):
                    value = value.replace(',', ' ').split()
                else:
                    value = list(value)
                self._ignore = value
                already = set(value) & set(self._member_names)
                if already:
                    raise ValueError('_ignore_ cannot specify already set names: %r' % (already,))
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            if _311:
                raise TypeError('%r already defined as %r' % (key, self[key]))
            raise TypeError('Attempted to reuse key: %r' % key)
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif not isinstance(value, member) and _is_descriptor(value):
            pass
        elif _311 and _is_internal_class(self._cls_name, value):
            pass
        else:
            if key in self:
                if _311:
                    raise TypeError('%r already defined as %r' % (key, self[key]))
                raise TypeError('%r already defined as: %r' % (key, self[key]))
            if isinstance(value, member):
                value = value.value
            value = self._resolve_auto(key, value)
            self._member_names.append(key)
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _resolve_auto(self, key, value):
        if isinstance(value, auto):
            if value.value is _auto_null:
                value.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
                self._auto_called = True
            return value.value
        if type(value) is tuple and any(isinstance(v, auto) for v in value):
            return tuple(self._resolve_auto(key, v) for v in value)
        return value

    def update(self, members, **more_members):
        try:
            for name in members.keys():
                self[name] = members[name]
        except AttributeError:
            for name, value in members:
                self[name] = value
        for name, value in more_members.items():
            self[name] = value

    @_builtin_property
    def member_names(self):
        return list(self._member_names)


class EnumMeta(type):
    """Metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        enum_dict = _EnumDict(cls)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            enum_dict['_generate_next_value_'] = getattr(first_enum, '_generate_next_value_', None)
        return enum_dict

    def __new__(metacls, cls, bases, classdict, boundary=None, _simple=False, **kwds):
        if not isinstance(classdict, _EnumDict):
            given = classdict
            if not _311 and any(getattr(base, '_member_names_', None) for base in bases):
                raise TypeError("Cannot extend enumerations")
            classdict = metacls.__prepare__(cls, bases)
            classdict.update(given)
        names = classdict._member_names
        classdict.setdefault('_ignore_', []).append('_ignore_')
        ignore = classdict['_ignore_']
        for key in ignore:
            classdict.pop(key, None)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        __new__, save_new, use_args = metacls._find_new_(classdict, member_type, first_enum)
        values = {name: classdict[name] for name in names if name in classdict}
        names = list(values)
        for name in names:
            dict.__delitem__(classdict, name)
        order = classdict.pop('_order_', None)
        invalid = set(names) & {'mro', ''}
        if invalid:
            if _311:
                raise ValueError('invalid enum member name(s) %s' % ','.join(repr(n) for n in invalid))
            raise ValueError('Invalid enum member name: %s' % ','.join(invalid))
        if '__doc__' not in classdict and not _311:
            dict.__setitem__(classdict, '__doc__', 'An enumeration.')
        plain = dict(classdict)
        if plain.get('_generate_next_value_') is None:
            plain.pop('_generate_next_value_', None)
        elif sys.version_info >= (3, 12) and not isinstance(plain['_generate_next_value_'], staticmethod):
            plain['_generate_next_value_'] = staticmethod(plain['_generate_next_value_'])
        if _311:
            plain['_new_member_'] = __new__
            plain['_use_args_'] = use_args
        plain['_member_names_'] = []
        plain['_member_map_'] = {}
        if not _311:
            plain['_member_type_'] = member_type
        plain['_value2member_map_'] = {}
        if _311:
            plain['_unhashable_values_'] = []
            if sys.version_info >= (3, 13):
                plain['_unhashable_values_map_'] = {}
            plain['_member_type_'] = member_type
            plain['_value_repr_'] = metacls._find_data_repr_(cls, bases)
            if cls == 'Flag' if Flag is None else any(issubclass(base, Flag) for base in bases):
                plain['_boundary_'] = boundary or getattr(first_enum, '_boundary_', None)
                plain['_flag_mask_'] = 0
                plain['_singles_mask_'] = 0
                plain['_all_bits_'] = 0
                plain['_inverted_'] = None
        enum_class = super().__new__(metacls, cls, bases, plain, **kwds)
        is_flag = Flag is not None and issubclass(enum_class, Flag)
        if '__reduce_ex__' not in classdict and member_type is not object:
            methods = ('__getnewargs_ex__', '__getnewargs__', '__reduce_ex__', '__reduce__')
            if not any(m in member_type.__dict__ for m in methods):
                if not _311:
                    _make_class_unpicklable(enum_class)
        for name in names:
            enum_class._make_member_(name, values[name], member_type, __new__, use_args, is_flag)
        # The methods of a data type must not hide those of Enum.
        for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
            if name in classdict:
                continue
            class_method = getattr(enum_class, name)
            obj_method = getattr(member_type, name, None)
            enum_method = getattr(first_enum, name, None)
            if obj_method is not None and obj_method is class_method:
                setattr(enum_class, name, enum_method)
        if is_flag and _311:
            for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__'):
                if name not in classdict:
                    setattr(enum_class, name, getattr(Flag, name))
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = __new__
            enum_class.__new__ = Enum.__new__
        if order is not None:
            if isinstance(order, str):
                order = order.replace(',', ' ').split()
            canonical = [n for n in order if n in enum_class._member_names_ or not (_311 and n in enum_class._member_map_)]
            if canonical != enum_class._member_names_:
                raise TypeError('member order does not match _order_' if not _311 else
                                'member order does not match _order_:\n  %r\n  %r' % (enum_class._member_names_, canonical))
        if is_flag and _311:
            enum_class._finish_flag_()
        return enum_class

    def __init__(cls, *args, **kwds):
        pass

    def _make_member_(cls, name, value, member_type, new, use_args, is_flag):
        args = value if isinstance(value, tuple) else (value,)
        if member_type is tuple:
            args = (args,)
        if use_args:
            enum_member = new(cls, *args)
        else:
            enum_member = new(cls)
        if not hasattr(enum_member, '_value_'):
            if member_type is object:
                enum_member._value_ = value
            else:
                try:
                    enum_member._value_ = member_type(*args)
                except Exception as exc:
                    if not _311:
                        raise
                    new_exc = TypeError('_value_ not set in __new__, unable to create it')
                    new_exc.__cause__ = exc
                    raise new_exc
        value = enum_member._value_
        enum_member._name_ = name
        enum_member.__objclass__ = cls
        enum_member.__init__(*args)
        if _311:
            enum_member._sort_order_ = len(cls._member_names_)
        canonical = None
        for other in cls._member_map_.values():
            if other._value_ == enum_member._value_:
                canonical = other
                break
        if canonical is not None:
            enum_member = canonical
        elif not (is_flag and _311) or _is_single_bit(value) or not isinstance(value, int):
            cls._member_names_.append(name)
        if is_flag and _311 and isinstance(value, int) and canonical is None:
            type.__setattr__(cls, '_flag_mask_', cls._flag_mask_ | value)
            if _is_single_bit(value):
                type.__setattr__(cls, '_singles_mask_', cls._singles_mask_ | value)
            type.__setattr__(cls, '_all_bits_', 2 ** cls._flag_mask_.bit_length() - 1)
        if _311:
            cls._bind_member_(name, enum_member)
        elif name not in _DYNAMIC:
            type.__setattr__(cls, name, enum_member)
        cls._member_map_[name] = enum_member
        try:
            cls._value2member_map_.setdefault(value, enum_member)
        except TypeError:
            if _311:
                cls._unhashable_values_.append(value)
            if sys.version_info >= (3, 13):
                cls._unhashable_values_map_.setdefault(name, []).append(value)

    def _bind_member_(cls, name, enum_member):
        found = None
        for base in cls.__mro__[1:]:
            attribute = base.__dict__.get(name)
            if attribute is not None and isinstance(attribute, (property, DynamicClassAttribute)):
                found = attribute
                break
        if found is None:
            type.__setattr__(cls, name, enum_member)
        else:
            redirect = property()
            redirect.member = enum_member
            redirect.__set_name__(cls, name)
            redirect.fget = found.fget
            redirect.fset = found.fset
            redirect.fdel = found.fdel
            type.__setattr__(cls, name, redirect)

    def _finish_flag_(cls):
        order = [cls._member_map_[name]._value_ for name in cls._member_names_]
        if order != sorted(order):
            type.__setattr__(cls, '_iter_member_', cls._iter_member_by_def_)

    def __bool__(cls):
        return True

    def __call__(cls, value, names=_auto_null, *values, module=None, qualname=None, type=None, start=1,
                 boundary=None):
        """Looks a member up by its value, or makes a new enumeration of names."""
        if cls._member_map_:
            if names is not _auto_null and names is not None or values:
                value = (value, names) + values if names is not _auto_null else (value,) + values
            return cls.__new__(cls, value)
        if names is _auto_null or names is None:
            if type is None and not _312:
                return cls.__new__(cls, value)
            if _312 and names is _auto_null and type is None:
                raise TypeError("%r has no members; specify `names=()` if you meant to create a new, empty, enum" % cls)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return value._name_ in cls._member_map_ or _311
        if _312:
            try:
                cls(value)
                return True
            except ValueError:
                return value in cls._unhashable_values_
        if not isinstance(value, Enum):
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(value).__qualname__, cls.__class__.__qualname__))
        return False

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            if _311:
                raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
            raise AttributeError("%s: cannot delete Enum member." % cls.__name__)
        super().__delattr__(attr)

    def __dir__(cls):
        return sorted(set(['__class__', '__doc__', '__members__', '__module__', '__len__', '__getitem__',
                           '__iter__', '__contains__', '__name__', '__qualname__', '__init_subclass__'][:4]
                          ) | set(cls._member_names_)) if not _311 else sorted(
            set(['__class__', '__contains__', '__doc__', '__getitem__', '__init_subclass__', '__iter__', '__len__',
                 '__members__', '__module__', '__name__', '__qualname__']) | set(cls._member_names_))

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if _311 and Flag is not None and issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            if _311:
                raise AttributeError('cannot reassign member %r' % (name,))
            raise AttributeError('Cannot reassign members.')
        super().__setattr__(name, value)

    if not _312:
        def __getattr__(cls, name):
            # Members whose names are those of a property of Enum (to 3.10).
            if _is_dunder(name):
                raise AttributeError(name)
            try:
                return cls._member_map_[name]
            except KeyError:
                raise AttributeError(name) from None

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = cls._get_mixins_(class_name, bases)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            original_names, names = names, []
            last_values = []
            for count, name in enumerate(original_names):
                value = first_enum._generate_next_value_(name, start, count, last_values[:])
                last_values.append(value)
                names.append((name, value))
        if names is None:
            names = ()
        for item in names:
            if isinstance(item, str):
                member_name, member_value = item, names[item]
            else:
                member_name, member_value = item
            classdict[member_name] = member_value
        if module is None:
            try:
                module = sys._getframe(2).f_globals['__name__']
            except (AttributeError, ValueError, KeyError):
                pass
        if module is None:
            _make_class_unpicklable(classdict)
        else:
            classdict['__module__'] = module
        if qualname is not None:
            classdict['__qualname__'] = qualname
        if boundary is not None:
            return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)
        return metacls.__new__(metacls, class_name, bases, classdict)

    @staticmethod
    def _check_for_existing_members_(class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if Enum is not None and issubclass(base, Enum) and base.__dict__.get('_member_names_'):
                    if _311:
                        raise TypeError("<enum %r> cannot extend %r" % (class_name, base))
                    raise TypeError("%s: cannot extend enumeration %r" % (class_name, base.__name__))

    @staticmethod
    def _get_mixins_(class_name, bases):
        if not bases or Enum is None:
            return object, Enum
        first_enum = bases[-1]
        if not issubclass(first_enum, Enum):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
        data_types = []
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if issubclass(base, Enum):
                    if base._member_type_ is not object:
                        if base._member_type_ not in data_types:
                            data_types.append(base._member_type_)
                        break
                elif '__new__' in base.__dict__ or '__dataclass_fields__' in base.__dict__:
                    found = candidate or base
                    if found not in data_types:
                        data_types.append(found)
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError('too many data types for %r: %r' % (class_name, set(data_types)) if _311 else
                            '%r: too many data types: %r' % (class_name, data_types))
        return (data_types[0] if data_types else object), first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if Enum is not None and issubclass(base, Enum):
                    return base._value_repr_
                if '__repr__' in base.__dict__:
                    if '__dataclass_fields__' in base.__dict__ and '__dataclass_params__' in base.__dict__ and \
                            base.__dict__['__dataclass_params__'].repr:
                        return _dataclass_repr
                    return base.__dict__['__repr__']
        return None

    @staticmethod
    def _find_new_(classdict, member_type, first_enum):
        new = classdict.get('__new__', None)
        save_new = first_enum is not None and new is not None
        if new is None:
            for method in ('__new_member__', '__new__'):
                for possible in (member_type, first_enum):
                    target = getattr(possible, method, None)
                    if target not in (None, None.__new__, object.__new__,
                                      Enum.__new__ if Enum is not None else None):
                        new = target
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = not (first_enum is None or new in (
            Enum.__new__ if Enum is not None else None, object.__new__))
        return new, save_new, use_args


_DYNAMIC = ('name', 'value')
EnumType = EnumMeta
if _311:
    EnumMeta.__name__ = EnumMeta.__qualname__ = 'EnumType'
    EnumMeta.__call__.__qualname__ = 'EnumType.__call__'


def _dataclass_repr(self):
    dcf = self.__dataclass_fields__
    return ', '.join('%s=%r' % (k, getattr(self, k)) for k in dcf.keys() if dcf[k].repr)


class Enum(metaclass=EnumMeta):
    """A set of names bound to unique constant values."""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member
        if _311 and not cls._member_map_:
            raise TypeError("%r has no members defined" % cls)
        try:
            exc = None
            result = cls._missing_(value)
        except Exception as e:
            exc = e
            result = None
        try:
            if isinstance(result, cls):
                return result
            if _311 and Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT \
                    and isinstance(result, int):
                return result
            ve_exc = ValueError("%r is not a valid %s" % (value, cls.__qualname__ if sys.version_info >= (3, 9)
                                                         else cls.__name__))
            if result is None and exc is None:
                raise ve_exc
            elif exc is None:
                exc = TypeError('error in %s._missing_: returned %r instead of None or a valid member' % (
                    cls.__name__, result))
            if not isinstance(exc, ValueError):
                exc.__context__ = ve_exc
            raise exc
        finally:
            exc = None
            ve_exc = None

    if _311:
        def __init__(self, *args, **kwds):
            pass

    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        if _313:
            try:
                return max(last_values) + 1
            except TypeError:
                raise TypeError('unable to sort non-numeric values') from None
        for last_value in reversed(last_values):
            try:
                return last_value + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        if _311:
            v_repr = self.__class__._value_repr_ or repr
            return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, v_repr(self._value_))
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        added = [m for cls in self.__class__.mro() for m in cls.__dict__
                 if m[0] != '_' and m not in self._member_map_] + [m for m in self.__dict__ if m[0] != '_']
        return sorted(set(['__class__', '__doc__', '__module__', 'name', 'value'] + added) | (
            set(['__eq__', '__hash__']) if _311 else set()))

    def __format__(self, format_spec):
        if _311:
            return str.__format__(str(self), format_spec)
        overridden = type(self).__str__ not in (Enum.__str__, Flag.__str__ if Flag is not None else None)
        if self._member_type_ is object or overridden:
            return str.__format__(str(self), format_spec)
        return self._member_type_.__format__(self._value_, format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return (self.__class__, (self._value_,))

    if _311:
        def __deepcopy__(self, memo):
            return self

        def __copy__(self):
            return self

    @_member_property
    def name(self):
        """The name of the member."""
        return self._name_

    @_member_property
    def value(self):
        """The value of the member."""
        return self._value_


class ReprEnum(Enum):
    """Only the repr is that of an enumeration."""


class IntEnum(int, ReprEnum if _311 else Enum):
    """Members are ints."""


if _311:
    IntEnum.__str__ = int.__repr__
    IntEnum.__format__ = int.__format__


class StrEnum(str, ReprEnum):
    """Members are strings."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError('too many arguments for str(): %r' % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError('%r is not a string' % (values[0],))
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError('encoding must be a string, not %r' % (values[1],))
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError('errors must be a string, not %r' % (values[2],))
        value = str(*values)
        member = str.__new__(cls, value)
        member._value_ = value
        return member

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


if _311:
    StrEnum.__str__ = str.__str__
    StrEnum.__format__ = str.__format__
else:
    del StrEnum


class FlagBoundary(Enum if not _311 else StrEnum):
    """What happens to values outside of the flags."""
    STRICT = 'strict'
    CONFORM = 'conform'
    EJECT = 'eject'
    KEEP = 'keep'


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def _high_bit(value):
    return value.bit_length() - 1


def _decompose(flag, value):
    """Members that make up a value, highest first, and what is left (to 3.10)."""
    not_covered = value
    negative = value < 0
    members = []
    for member in flag:
        member_value = member.value
        if member_value and member_value & value == member_value:
            members.append(member)
            not_covered &= ~member_value
    if not negative:
        tmp = not_covered
        while tmp:
            flag_value = 2 ** _high_bit(tmp)
            if flag_value in flag._value2member_map_:
                members.append(flag._value2member_map_[flag_value])
                not_covered &= ~flag_value
            tmp &= ~flag_value
    if not members and value in flag._value2member_map_:
        members.append(flag._value2member_map_[value])
    members.sort(key=lambda m: m._value_, reverse=True)
    if len(members) > 1 and members[0].value == value:
        members.pop(0)
    return members, not_covered


class Flag(Enum):
    """Members that can be combined with | & ^ ~."""

    def _generate_next_value_(name, start, count, last_values):
        if not count:
            return start if start is not None else 1
        if _313 or _311:
            last_value = max(last_values)
            try:
                high_bit = _high_bit(last_value)
            except Exception:
                raise TypeError('invalid flag value %r' % last_value) from None
            return 2 ** (high_bit + 1)
        for last_value in reversed(last_values):
            try:
                high_bit = _high_bit(last_value)
                break
            except Exception:
                raise TypeError('Invalid Flag value: %r' % last_value) from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        for val in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(val)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        if not _311:
            original_value = value
            if value < 0:
                value = ~value
            possible_member = cls._create_pseudo_member_(value)
            if original_value < 0:
                possible_member = ~possible_member
            return possible_member
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        flag_mask = cls._flag_mask_
        all_bits = cls._all_bits_
        neg_value = None
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ flag_mask):
            if cls._boundary_ is STRICT:
                max_bits = max(value.bit_length(), flag_mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (
                    cls, value, bin(value, max_bits), bin(flag_mask, max_bits)))
            elif cls._boundary_ is CONFORM:
                value = value & flag_mask
            elif cls._boundary_ is EJECT:
                return value
            elif cls._boundary_ is KEEP:
                if value < 0:
                    value = max(all_bits + 1, 2 ** value.bit_length()) + value
            else:
                raise ValueError('%r unknown flag boundary %r' % (cls, cls._boundary_))
        if value < 0:
            neg_value = value
            value = all_bits + 1 + value
        unknown = value & ~flag_mask
        aliases = value & ~cls._singles_mask_
        member_value = value & cls._singles_mask_
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError('%s(%r) -->  unknown values %r [%s]' % (cls.__name__, value, unknown, bin(unknown)))
        if cls._member_type_ is object:
            pseudo_member = object.__new__(cls)
        else:
            pseudo_member = cls._member_type_.__new__(cls, value)
        if not hasattr(pseudo_member, '_value_'):
            pseudo_member._value_ = value
        if member_value or aliases:
            members = []
            combined_value = 0
            for m in cls._iter_member_(member_value):
                members.append(m)
                combined_value |= m._value_
            if aliases:
                value = member_value | aliases
                for n, pm in cls._member_map_.items():
                    if pm not in members and pm._value_ and pm._value_ & value == pm._value_:
                        members.append(pm)
                        combined_value |= pm._value_
            unknown = value ^ combined_value
            pseudo_member._name_ = '|'.join([m._name_ for m in members])
            if not combined_value:
                pseudo_member._name_ = None
            elif unknown and cls._boundary_ is STRICT:
                raise ValueError('%r: no members with value %r' % (cls, unknown))
            elif unknown:
                pseudo_member._name_ += '|%s' % cls._numeric_repr_(unknown)
        else:
            pseudo_member._name_ = None
        pseudo_member = cls._value2member_map_.setdefault(value, pseudo_member)
        if neg_value is not None:
            cls._value2member_map_[neg_value] = pseudo_member
        return pseudo_member

    _numeric_repr_ = repr

    @classmethod
    def _create_pseudo_member_(cls, value):
        pseudo_member = cls._value2member_map_.get(value, None)
        if pseudo_member is None:
            if cls._member_type_ is object:
                _, extra_flags = _decompose(cls, value)
                if extra_flags:
                    raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
                pseudo_member = object.__new__(cls)
            else:
                pseudo_member = int.__new__(cls, value)
            pseudo_member._name_ = None
            pseudo_member._value_ = value
            pseudo_member = cls._value2member_map_.setdefault(value, pseudo_member)
        return pseudo_member

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (
                type(other).__qualname__, self.__class__.__qualname__) if _311 else
                "unsupported operand type(s) for 'in': '%s' and '%s'" % (
                    type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    if _311:
        def __iter__(self):
            yield from self._iter_member_(self._value_)

        def __len__(self):
            return self._value_.bit_count()

    def __repr__(self):
        cls_name = self.__class__.__name__
        if _311:
            v_repr = self.__class__._value_repr_ or repr
            if self._name_ is None:
                return "<%s: %s>" % (cls_name, v_repr(self._value_))
            return "<%s.%s: %s>" % (cls_name, self._name_, v_repr(self._value_))
        if self._name_ is not None:
            return '<%s.%s: %r>' % (cls_name, self._name_, self._value_)
        members, uncovered = _decompose(self.__class__, self._value_)
        return '<%s.%s: %r>' % (cls_name, '|'.join([str(m._name_ or m._value_) for m in members]), self._value_)

    def __str__(self):
        cls_name = self.__class__.__name__
        if _311:
            if self._name_ is None:
                return "%s(%r)" % (cls_name, self._value_)
            return "%s.%s" % (cls_name, self._name_)
        if self._name_ is not None:
            return '%s.%s' % (cls_name, self._name_)
        members, uncovered = _decompose(self.__class__, self._value_)
        if len(members) == 1 and members[0]._name_ is None:
            return '%s.%r' % (cls_name, members[0]._value_)
        return '%s.%s' % (cls_name, '|'.join([str(m._name_ or m._value_) for m in members]))

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def __or__(self, other):
        value = self._get_value(other)
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._get_value(other)
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._get_value(other)
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ ^ value)

    def __invert__(self):
        if not _311:
            if self._member_type_ is not object:
                return self.__class__(~self._value_)
            members, uncovered = _decompose(self.__class__, self._value_)
            inverted = self.__class__(0)
            for m in self.__class__:
                if m not in members and not (m._value_ & self._value_):
                    inverted = inverted | m
            return self.__class__(inverted)
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_

    if _311:
        __rand__ = __and__
        __ror__ = __or__
        __rxor__ = __xor__


class IntFlag(int, ReprEnum if _311 else Flag, *((Flag,) if _311 else ())):
    """Members are ints that can be combined."""

    if not _311:
        @classmethod
        def _missing_(cls, value):
            if not isinstance(value, int):
                raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
            return cls._create_pseudo_member_(value)

        def __or__(self, other):
            if not isinstance(other, (self.__class__, int)):
                return NotImplemented
            return self.__class__(self._value_ | self.__class__(other)._value_)

        def __and__(self, other):
            if not isinstance(other, (self.__class__, int)):
                return NotImplemented
            return self.__class__(self._value_ & self.__class__(other)._value_)

        def __xor__(self, other):
            if not isinstance(other, (self.__class__, int)):
                return NotImplemented
            return self.__class__(self._value_ ^ self.__class__(other)._value_)

        def __invert__(self):
            return self.__class__(~self._value_)

        __ror__ = __or__
        __rand__ = __and__
        __rxor__ = __xor__


if _311:
    type.__setattr__(Flag, '_boundary_', STRICT)
    type.__setattr__(IntFlag, '_boundary_', KEEP)
    IntFlag.__str__ = int.__repr__
    IntFlag.__format__ = int.__format__


def unique(enumeration):
    """Refuses aliases."""
    duplicates = []
    for name, member in enumeration.__members__.items():
        if name != member.name:
            duplicates.append((name, member.name))
    if duplicates:
        alias_details = ', '.join(["%s -> %s" % (alias, name) for (alias, name) in duplicates])
        raise ValueError('duplicate values found in %r: %s' % (enumeration, alias_details))
    return enumeration


class EnumCheck(Enum if not _311 else StrEnum):
    """What verify() can check."""
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Checks an enumeration when it is made."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        cls_name = enumeration.__name__
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(n, m.name) for n, m in enumeration.__members__.items() if n != m.name]
                if duplicates:
                    details = ', '.join(["%s -> %s" % (alias, name) for (alias, name) in duplicates])
                    raise ValueError('aliases found in %r: %s' % (enumeration, details))
            elif check is CONTINUOUS:
                values = set(e.value for e in enumeration)
                if len(values) < 2:
                    continue
                low, high = min(values), max(values)
                if issubclass(enumeration, Flag):
                    missing = [2 ** i for i in range(_high_bit(low) + 1, _high_bit(high)) if 2 ** i not in values]
                else:
                    missing = [i for i in range(low + 1, high) if i not in values]
                if missing:
                    raise ValueError(('invalid %s %r: missing values %s' % (
                        'flag' if issubclass(enumeration, Flag) else 'enum', cls_name,
                        ', '.join(str(m) for m in missing)))[:256])
        return enumeration


def global_str(self):
    if self._name_ is None:
        return "%s(%r)" % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum_repr(self):
    return '%s.%s' % (self.__class__.__module__.split('.')[-1], self._name_)


global_flag_repr = global_enum_repr


def global_enum(cls, update_str=False):
    """Puts the members into the module as well."""
    cls.__repr__ = global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def pickle_by_global_name(self, proto):
    return self.name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)
