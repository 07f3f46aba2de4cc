"""Containers beside the builtin ones."""

import sys
from _collections import OrderedDict, _count_elements, _tuplegetter, defaultdict, deque
from _collections_abc import Mapping, MutableMapping, MutableSequence, Sequence

__all__ = ['ChainMap', 'Counter', 'OrderedDict', 'UserDict', 'UserList', 'UserString', 'defaultdict', 'deque',
           'namedtuple']

MutableSequence.register(deque)

_minor = sys.version_info[1]
_KEYWORDS = frozenset(
    'False None True and as assert async await break class continue def del elif else except finally for from global '
    'if import in is lambda nonlocal not or pass raise return try while with yield'.split())


def _check_names(typename, names, underscores):
    for name in [typename] + names:
        if type(name) is not str:
            raise TypeError('Type names and field names must be strings')
        if not name.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {name!r}')
        if name in _KEYWORDS:
            raise ValueError(f'Type names and field names cannot be a keyword: {name!r}')
    for i, name in enumerate(names):
        if name.startswith('_') and not underscores:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if name in names[:i]:
            raise ValueError(f'Encountered duplicate field name: {name!r}')


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A new subclass of tuple whose fields have names."""
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    names = [str(name) for name in field_names]
    typename = sys.intern(str(typename))
    if rename:
        used = set()
        for i, name in enumerate(names):
            if name in used or name.startswith('_') or name in _KEYWORDS or not name.isidentifier():
                names[i] = f'_{i}'
            used.add(name)
    _check_names(typename, names, rename)
    fields = tuple([sys.intern(name) for name in names])
    count = len(fields)
    with_defaults = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > count:
            raise TypeError('Got more default values than field names')
        if defaults:
            with_defaults = dict(zip(fields[-len(defaults):], defaults))

    # Made from text, so that calls with wrong arguments name the fields.
    parameters = ', '.join(fields) + (',' if count == 1 else '')
    # The methods refer to these through cells, whatever the names mean later.
    new_tuple = tuple.__new__
    as_dict, as_tuple, length, apply, pair = dict, tuple, len, map, zip
    scope = {'_tuple_new': new_tuple, '__builtins__': {}, '__name__': f'namedtuple_{typename}'}
    if _minor >= 9:
        __new__ = eval(f'lambda _cls, {parameters}: _tuple_new(_cls, ({parameters}))', scope)
    else:
        # Messages of 3.8 show the name of the code.
        exec(f'def __new__(_cls, {parameters}): return _tuple_new(_cls, ({parameters}))', scope)
        __new__ = scope['__new__']
    __new__.__name__ = '__new__'
    __new__.__doc__ = f'Create new instance of {typename}({parameters})'
    if defaults is not None:
        __new__.__defaults__ = defaults
    shape = '(' + ', '.join([name + '=%r' for name in fields]) + ')'

    def _make(cls, iterable):
        made = new_tuple(cls, iterable)
        if length(made) != count:
            raise TypeError(f'Expected {count} arguments, got {len(made)}')
        return made

    def _replace(self, /, **kwds):
        made = self._make(apply(kwds.pop, fields, self))
        if kwds:
            error = TypeError if _minor >= 13 else ValueError
            raise error(f'Got unexpected field names: {list(kwds)!r}')
        return made

    def __repr__(self):
        return self.__class__.__name__ + shape % self

    def _asdict(self):
        return as_dict(pair(self._fields, self))

    def __getnewargs__(self):
        return as_tuple(self)

    for function in (__new__, _make, _replace, __repr__, _asdict, __getnewargs__):
        function.__qualname__ = f'{typename}.{function.__name__}'
    content = {
        '__doc__': f'{typename}({parameters})',
        '__slots__': (),
        '_fields': fields,
        '_field_defaults': with_defaults,
        '__new__': __new__,
        '_make': classmethod(_make),
        '_replace': _replace,
        '__repr__': __repr__,
        '_asdict': _asdict,
        '__getnewargs__': __getnewargs__,
    }
    if _minor <= 8:
        content['_fields_defaults'] = with_defaults
    if _minor >= 10:
        content['__match_args__'] = fields
    if _minor >= 13:
        content['__replace__'] = _replace
    for i, name in enumerate(fields):
        content[name] = _tuplegetter(i, sys.intern(f'Alias for field number {i}'))
    cls = type(typename, (tuple,), content)
    if module is None:
        module = sys._getframe(1).f_globals.get('__name__', '__main__')
    cls.__module__ = module
    return cls


def _second(pair):
    return pair[1]


class Counter(dict):
    """A dict that counts hashable items."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def __delitem__(self, elem):
        if elem in self:
            super().__delitem__(elem)

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return f'{name}()'
        try:
            shown = dict(self.most_common())
        except TypeError:
            # The counts have no order.
            shown = dict(self)
        return f'{name}({shown!r})'

    def __reduce__(self):
        return (self.__class__, (dict(self),))

    def copy(self):
        return self.__class__(self)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    if _minor >= 10:
        def total(self):
            return sum(self.values())

    def most_common(self, n=None):
        if n is None:
            return sorted(self.items(), key=_second, reverse=True)
        from heapq import nlargest
        return nlargest(n, self.items(), key=_second)

    def elements(self):
        from itertools import chain, repeat, starmap
        return chain.from_iterable(starmap(repeat, self.items()))

    def update(self, iterable=None, /, **kwds):
        if iterable is None:
            pass
        elif not isinstance(iterable, Mapping):
            _count_elements(self, iterable)
        elif self:
            for elem, count in iterable.items():
                self[elem] = count + self.get(elem, 0)
        else:
            super().update(iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        if isinstance(iterable, Mapping):
            for elem, count in iterable.items():
                self[elem] = self.get(elem, 0) - count
        elif iterable is not None:
            for elem in iterable:
                self[elem] = self.get(elem, 0) - 1
        if kwds:
            self.subtract(kwds)

    def _kept(self, counts):
        """A plain Counter of the pairs with a positive count."""
        kept = Counter()
        for elem, count in counts:
            if count > 0:
                kept[elem] = count
        return kept

    def _with(self, other, combine):
        """Counts of both sides, those of self first; only positive ones stay."""
        if not isinstance(other, Counter):
            return NotImplemented
        pairs = [(elem, combine(count, other[elem])) for elem, count in self.items()]
        pairs += [(elem, combine(0, count)) for elem, count in other.items() if elem not in self]
        return self._kept(pairs)

    def __add__(self, other):
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._with(other, lambda a, b: a - b)

    def __or__(self, other):
        return self._with(other, lambda a, b: b if a < b else a)

    def __and__(self, other):
        return self._with(other, lambda a, b: a if a < b else b)

    def __pos__(self):
        return self._kept(self.items())

    def __neg__(self):
        return self._kept([(elem, 0 - count) for elem, count in self.items()])

    def _drop(self):
        for elem in [elem for elem, count in self.items() if not count > 0]:
            del self[elem]
        return self

    def __iadd__(self, other):
        for elem, count in other.items():
            self[elem] += count
        return self._drop()

    def __isub__(self, other):
        for elem, count in other.items():
            self[elem] -= count
        return self._drop()

    def __ior__(self, other):
        for elem, count in other.items():
            if count > self[elem]:
                self[elem] = count
        return self._drop()

    def __iand__(self, other):
        for elem, count in self.items():
            if other[elem] < count:
                self[elem] = other[elem]
        return self._drop()

    if _minor >= 10:
        def _all(self, other, test):
            if not isinstance(other, Counter):
                return NotImplemented
            return all(test(self[elem], other[elem]) for counter in (self, other) for elem in counter)

        def __eq__(self, other):
            return self._all(other, lambda a, b: a == b)

        def __ne__(self, other):
            if not isinstance(other, Counter):
                return NotImplemented
            return not self == other

        def __le__(self, other):
            return self._all(other, lambda a, b: a <= b)

        def __ge__(self, other):
            return self._all(other, lambda a, b: a >= b)

        def __lt__(self, other):
            if not isinstance(other, Counter):
                return NotImplemented
            return self <= other and self != other

        def __gt__(self, other):
            if not isinstance(other, Counter):
                return NotImplemented
            return self >= other and self != other


class ChainMap(MutableMapping):
    """Several mappings as one view; changes go to the first."""

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                continue
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def _merged(self):
        merged = {}
        for mapping in reversed(self.maps):
            merged.update(dict.fromkeys(mapping))
        return merged

    def __len__(self):
        return len(set().union(*self.maps))

    def __iter__(self):
        return iter(self._merged())

    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)

    def __bool__(self):
        return any(self.maps)

    def __repr__(self):
        return f'{self.__class__.__name__}({", ".join(map(repr, self.maps))})'

    @classmethod
    def fromkeys(cls, iterable, *args):
        return cls(dict.fromkeys(iterable, *args))

    def copy(self):
        first, *others = self.maps
        return self.__class__(first.copy(), *others)

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        if m is None:
            m = kwargs
        else:
            m.update(kwargs)
        return self.__class__(m, *self.maps)

    @property
    def parents(self):
        return self.__class__(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {key!r}')

    def pop(self, key, *args):
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {key!r}')

    def popitem(self):
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError('No keys found in the first mapping.')

    def clear(self):
        self.maps[0].clear()

    if _minor >= 9:
        def __ior__(self, other):
            self.maps[0].update(other)
            return self

        def __or__(self, other):
            if not isinstance(other, Mapping):
                return NotImplemented
            joined = self.copy()
            joined |= other
            return joined

        def __ror__(self, other):
            if not isinstance(other, Mapping):
                return NotImplemented
            joined = dict(other)
            for mapping in reversed(self.maps):
                joined.update(mapping)
            return self.__class__(joined)


class UserDict(MutableMapping):
    """A dict in Python, to be subclassed."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(self.data)

    def __contains__(self, key):
        return key in self.data

    def __getitem__(self, key):
        if key not in self.data and hasattr(self.__class__, '__missing__'):
            return self.__class__.__missing__(self, key)
        return self.data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __repr__(self):
        return repr(self.data)

    if _minor >= 12:
        def get(self, key, default=None):
            return self[key] if key in self else default

    if _minor >= 9:
        def __or__(self, other):
            if not isinstance(other, (UserDict, dict)):
                return NotImplemented
            return self.__class__(self.data | _data(other))

        def __ror__(self, other):
            if not isinstance(other, (UserDict, dict)):
                return NotImplemented
            return self.__class__(_data(other) | self.data)

        def __ior__(self, other):
            self.data |= _data(other)
            return self

    def __copy__(self):
        twin = self.__class__.__new__(self.__class__)
        twin.__dict__.update(self.__dict__)
        twin.__dict__['data'] = self.data.copy()
        return twin

    def copy(self):
        return UserDict(self.data.copy()) if self.__class__ is UserDict else self.__copy__()

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made


def _data(value):
    """What a User... object holds, or the value itself."""
    return value.data if isinstance(value, (UserDict, UserList, UserString)) else value


class UserList(MutableSequence):
    """A list in Python, to be subclassed."""

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_data(initlist))

    def __repr__(self):
        return repr(self.data)

    def __lt__(self, other):
        return self.data < _data(other)

    def __le__(self, other):
        return self.data <= _data(other)

    def __eq__(self, other):
        return self.data == _data(other)

    def __gt__(self, other):
        return self.data > _data(other)

    def __ge__(self, other):
        return self.data >= _data(other)

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        found = self.data[i]
        return self.__class__(found) if isinstance(i, slice) else found

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return self.__class__(self.data + list(_data(other)))

    def __radd__(self, other):
        return self.__class__(list(_data(other)) + self.data)

    def __iadd__(self, other):
        self.data += _data(other)
        return self

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    def __copy__(self):
        twin = self.__class__.__new__(self.__class__)
        twin.__dict__.update(self.__dict__)
        twin.__dict__['data'] = self.data[:]
        return twin

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def copy(self):
        return self.__class__(self)

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)

    def extend(self, other):
        self.data.extend(_data(other))


class UserString(Sequence):
    """A str in Python, to be subclassed."""

    def __init__(self, seq):
        self.data = _data(seq) if isinstance(seq, (UserString, str)) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __getnewargs__(self):
        return (self.data,)

    def __eq__(self, string):
        return self.data == _data(string)

    def __lt__(self, string):
        return self.data < _data(string)

    def __le__(self, string):
        return self.data <= _data(string)

    def __gt__(self, string):
        return self.data > _data(string)

    def __ge__(self, string):
        return self.data >= _data(string)

    def __contains__(self, char):
        return _data(char) in self.data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __add__(self, other):
        return self.__class__(self.data + str(other))

    def __radd__(self, other):
        return self.__class__(str(other) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    maketrans = str.maketrans


def _add_string_methods():
    """Methods of str that give a UserString back, and those whose result stays as it is."""
    def add(name, convert):
        def method(self, *args, **kwds):
            result = getattr(self.data, name)(*map(_data, args), **kwds)
            return self.__class__(result) if convert else result
        method.__name__ = name
        method.__qualname__ = 'UserString.' + name
        setattr(UserString, name, method)

    converting = ('capitalize casefold center expandtabs ljust lower lstrip removeprefix removesuffix replace rjust '
                  'rstrip strip swapcase title translate upper zfill')
    plain = ('count encode endswith find format format_map index isalnum isalpha isascii isdecimal isdigit '
             'isidentifier islower isnumeric isprintable isspace istitle isupper join partition rfind rindex '
             'rpartition rsplit split splitlines startswith')
    for names, convert in ((converting, True), (plain, False)):
        for name in names.split():
            if hasattr(str, name):
                add(name, convert)


_add_string_methods()
del _add_string_methods
