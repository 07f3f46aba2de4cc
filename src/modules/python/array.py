"""Arrays of numbers of one kind."""

import struct as _struct
import sys as _sys

from _decimal import name_type as _name_type

__all__ = ['array', 'ArrayType', 'typecodes']
typecodes = 'bBuhHiIlLqQfd' if _sys.version_info < (3, 13) else 'bBuwhHiIlLqQfd'
_RANGES = {'b': ('signed char', -128, 127), 'B': ('unsigned byte integer', 0, 255),
           'h': ('signed short integer', -32768, 32767), 'H': ('unsigned short', 0, 65535)}
_SIZES = {'b': 1, 'B': 1, 'u': 4, 'w': 4, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4,
          'd': 8}


class array:
    """array(typecode [, initializer]) -> array"""

    __slots__ = ('_code', '_items', '__weakref__')
    __hash__ = None

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError('array() argument 1 must be a unicode character, not %s' % type(typecode).__name__)
        if typecode not in typecodes:
            raise ValueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)'
                             if _sys.version_info < (3, 13) else
                             'bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)')
        self = object.__new__(cls)
        self._code = typecode
        self._items = []
        if isinstance(initializer, str):
            if typecode not in 'uw':
                raise TypeError("cannot use a str to initialize an array with typecode '%s'" % typecode)
            self._items = list(initializer)
        elif isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        else:
            self.extend(initializer)
        return self

    typecode = property(lambda self: self._code)
    itemsize = property(lambda self: _SIZES[self._code])

    def _check(self, value):
        code = self._code
        if code in 'uw':
            if not isinstance(value, str) or len(value) != 1:
                raise TypeError('array item must be a unicode character, not %s' % type(value).__name__)
            return value
        if code in 'fd':
            if not isinstance(value, (int, float)) and not hasattr(value, '__float__'):
                raise TypeError('must be real number, not %s' % type(value).__name__)
            value = float(value)
            return _struct.unpack('f', _struct.pack('f', value))[0] if code == 'f' else value
        if not isinstance(value, int):
            if not hasattr(type(value), '__index__'):
                if _sys.version_info < (3, 10):
                    raise TypeError('an integer is required (got type %s)' % type(value).__name__)
                raise TypeError("'%s' object cannot be interpreted as an integer" % type(value).__name__)
            value = value.__index__()
        if code in _RANGES:
            name, low, high = _RANGES[code]
            if not low <= value <= high:
                raise OverflowError('%s is %s than %s' % (name, *(('less', 'minimum') if value < low
                                                                  else ('greater', 'maximum'))))
            return int(value)
        bits = 8 * _SIZES[code]
        if code in 'ilq':
            if not -1 << bits - 1 <= value < 1 << bits - 1:
                if code == 'i' and -1 << 63 <= value < 1 << 63:
                    raise OverflowError('signed integer is %s' % (
                        'less than minimum' if value < 0 else 'greater than maximum'))
                raise OverflowError('int too big to convert' if code == 'q'
                                    else 'Python int too large to convert to C long')
        elif value < 0:
            raise OverflowError("can't convert negative value to unsigned int")
        elif value >= 1 << bits:
            raise OverflowError('unsigned int is greater than maximum' if code == 'I'
                                else 'int too big to convert' if code == 'Q'
                                else 'Python int too large to convert to C unsigned long')
        return int(value)

    def append(self, v, /):
        self._items.append(self._check(v))

    def extend(self, bb, /):
        if isinstance(bb, array):
            if bb._code != self._code:
                raise TypeError('can only extend with array of same kind')
            self._items.extend(bb._items)
        else:
            for value in bb:
                self.append(value)

    fromlist = extend

    def insert(self, i, v, /):
        self._items.insert(i, self._check(v))

    def pop(self, i=-1, /):
        if not self._items:
            raise IndexError('pop from empty array')
        if not -len(self._items) <= i < len(self._items):
            raise IndexError('pop index out of range')
        return self._items.pop(i)

    def remove(self, v, /):
        if v not in self._items:
            raise ValueError('array.remove(x): x not in array')
        self._items.remove(v)

    def index(self, v, start=0, stop=_sys.maxsize, /):
        try:
            return self._items.index(v, start, stop)
        except ValueError:
            pass
        raise ValueError('array.index(x): x not in array')

    def count(self, v, /):
        return self._items.count(v)

    def reverse(self):
        self._items.reverse()

    def tolist(self):
        return list(self._items)

    def tobytes(self):
        if self._code in 'uw':
            return ''.join(self._items).encode('utf-32-le')
        return _struct.pack('%d%s' % (len(self._items), self._code), *self._items)

    def frombytes(self, buffer, /):
        size = self.itemsize
        if len(buffer) % size:
            raise ValueError('bytes length not a multiple of item size')
        if self._code in 'uw':
            self._items.extend(bytes(buffer).decode('utf-32-le'))
        else:
            self._items.extend(_struct.unpack('%d%s' % (len(buffer) // size, self._code), bytes(buffer)))

    def tounicode(self):
        if self._code not in 'uw':
            raise ValueError("tounicode() may only be called on unicode type arrays ('u' or 'w')")
        return ''.join(self._items)

    def fromunicode(self, text, /):
        self._items.extend(text)

    def byteswap(self):
        size = self.itemsize
        data = self.tobytes()
        self._items = []
        self.frombytes(b''.join(data[i:i + size][::-1] for i in range(0, len(data), size)))

    def buffer_info(self):
        return id(self._items), len(self._items)

    def _new(self, items):
        new = object.__new__(array)
        new._code = self._code
        new._items = items
        return new

    def __copy__(self):
        return self._new(list(self._items))

    def __deepcopy__(self, memo):
        return self._new(list(self._items))

    def __reduce_ex__(self, protocol):
        return array, (self._code, list(self._items))

    def __repr__(self):
        if not self._items:
            return "array('%s')" % self._code
        if self._code in 'uw':
            return "array('%s', %r)" % (self._code, ''.join(self._items))
        return "array('%s', %r)" % (self._code, self._items)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, v):
        return v in self._items

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._new(self._items[i])
        if not hasattr(type(i), '__index__'):
            raise TypeError('array indices must be integers')
        try:
            return self._items[i]
        except IndexError:
            pass
        raise IndexError('array index out of range')

    def __setitem__(self, i, v):
        if isinstance(i, slice):
            if not isinstance(v, array):
                raise TypeError('can only assign array (not "%s") to array slice' % type(v).__name__)
            if v._code != self._code:
                raise TypeError('bad argument type for built-in operation')
            self._items[i] = v._items
            return
        if not hasattr(type(i), '__index__'):
            raise TypeError('array indices must be integers')
        if not -len(self._items) <= i < len(self._items):
            raise IndexError('array assignment index out of range')
        self._items[i] = self._check(v)

    def __delitem__(self, i):
        if not isinstance(i, slice) and not -len(self._items) <= i < len(self._items):
            raise IndexError('array assignment index out of range')
        del self._items[i]

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError('can only append array (not "%s") to array' % type(other).__name__)
        if other._code != self._code:
            raise TypeError('bad argument type for built-in operation')
        return self._new(self._items + other._items)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError('can only extend with array (not "%s")' % type(other).__name__)
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._new(self._items * n) if hasattr(type(n), '__index__') else NotImplemented

    __rmul__ = __mul__

    def __imul__(self, n):
        self._items *= n
        return self

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    def __sizeof__(self):
        return 64 + self.itemsize * len(self._items)


_name_type(array, 'array.array')
ArrayType = array
