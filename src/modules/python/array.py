"""Arrays of numbers of one kind."""

import struct as _struct
import sys as _sys

from _array import buffer as _buffer
from _decimal import name_type as _name_type

__all__ = ['array', 'ArrayType', 'typecodes']
typecodes = 'bBuhHiIlLqQfd' if _sys.version_info < (3, 13) else 'bBuwhHiIlLqQfd'
_RANGES = {'b': ('signed char', -128, 127), 'B': ('unsigned byte integer', 0, 255),
           'h': ('signed short integer', -32768, 32767), 'H': ('unsigned short', 0, 65535)}
_SIZES = {'b': 1, 'B': 1, 'u': 4, 'w': 4, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4,
          'd': 8}


class array(_buffer):
    """array(typecode [, initializer]) -> array"""

    __slots__ = ('__weakref__', '_room')
    __hash__ = None

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError('array() argument 1 must be a unicode character, not %s' % type(typecode).__name__)
        if typecode not in typecodes:
            raise ValueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)')
        self = _buffer.__new__(cls)
        self._code = typecode
        self._data = bytearray()
        self._room = 0
        if isinstance(initializer, str):
            if typecode not in 'uw':
                raise TypeError("cannot use a str to initialize an array with typecode '%s'" % typecode)
            self._take(initializer)
        elif isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
            return self
        elif isinstance(initializer, array) and initializer._code == typecode:
            self._data += initializer._data
        else:
            self._take(initializer)
            if not isinstance(initializer, (list, tuple, array)):
                return self
        # What tells its length gets just the room it needs.
        self._room = len(self)
        return self

    def _take(self, values):
        for value in values:
            self.append(value)

    def _resize(self, old, new):
        # Items that there is room for, after array_resize.
        if not (self._room >= new and old < new + 16 and self._room):
            self._room = (new >> 4) + (3 if old < 8 else 7) + new if new else 0

    def _grow(self, data):
        old = len(self)
        try:
            self._data += data
        except BufferError:
            raise BufferError('cannot resize an array that is exporting buffers') from None
        self._resize(old, len(self))

    def _pack(self, values):
        if self._code in 'uw':
            return ''.join(values).encode('utf-32-le', 'surrogatepass')
        return _struct.pack('%d%s' % (len(values), self._code), *values)

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
                    if isinstance(value, float):
                        raise TypeError('integer argument expected, got float')
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
        self._grow(self._pack((self._check(v),)))

    def extend(self, bb, /):
        if isinstance(bb, array):
            if bb._code != self._code:
                raise TypeError('can only extend with array of same kind')
            self._grow(bytes(bb._data))
        else:
            self._take(bb)

    def fromlist(self, list, /):
        if type(list) is not type([]):
            raise TypeError('arg must be list')
        self._grow(self._pack([self._check(value) for value in list]))

    def insert(self, i, v, /):
        value = self._check(v)
        items = self._list()
        items.insert(i, value)
        self._put(self._pack(items))

    def _put(self, data):
        """Takes other bytes; of another length only while nobody looks into the array."""
        old = len(self)
        try:
            self._data[:] = data
        except BufferError:
            raise BufferError('cannot resize an array that is exporting buffers') from None
        if len(self) != old:
            self._resize(old, len(self))

    def pop(self, i=-1, /):
        n = len(self)
        if not n:
            raise IndexError('pop from empty array')
        if i < 0:
            i += n
        if not 0 <= i < n:
            raise IndexError('pop index out of range')
        value = self._get(i)
        size = self.itemsize
        self._put(self._data[:i * size] + self._data[(i + 1) * size:])
        return value

    def remove(self, v, /):
        items = self._list()
        if v not in items:
            raise ValueError('array.remove(x): x not in array')
        self.pop(items.index(v))

    if _sys.version_info >= (3, 10):
        def index(self, v, start=0, stop=_sys.maxsize, /):
            try:
                return self._list().index(v, start, stop)
            except ValueError:
                pass
            raise ValueError('array.index(x): x not in array')
    else:
        def index(self, v, /):
            try:
                return self._list().index(v)
            except ValueError:
                pass
            raise ValueError('array.index(x): x not in list')

    def count(self, v, /):
        return self._list().count(v)

    def reverse(self):
        self._data[:] = self._pack(self._list()[::-1])

    def tolist(self):
        return self._list()

    def tobytes(self):
        return bytes(self._data)

    def frombytes(self, buffer, /):
        if isinstance(buffer, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = memoryview(buffer).tobytes()
        if len(data) % self.itemsize:
            raise ValueError('bytes length not a multiple of item size')
        self._grow(data)

    def tounicode(self):
        if self._code not in 'uw':
            raise ValueError("tounicode() may only be called on unicode type arrays ('u' or 'w')"
                             if _sys.version_info >= (3, 13) else
                             'tounicode() may only be called on unicode type arrays')
        return ''.join(self._list())

    def fromunicode(self, text, /):
        self._take(text)

    def byteswap(self):
        size = self.itemsize
        data = self._data
        data[:] = b''.join(data[i:i + size][::-1] for i in range(0, len(data), size))

    def buffer_info(self):
        return id(self._data), len(self)

    def _new(self, data):
        new = _buffer.__new__(array)
        new._code = self._code
        new._data = bytearray(data)
        new._room = len(new)
        return new

    def __copy__(self):
        return self._new(self._data)

    def __deepcopy__(self, memo):
        return self._new(self._data)

    def __reduce_ex__(self, protocol):
        return array, (self._code, self._list())

    def __repr__(self):
        if not self._data:
            return "array('%s')" % self._code
        if self._code in 'uw':
            return "array('%s', %r)" % (self._code, ''.join(self._list()))
        return "array('%s', %r)" % (self._code, self._list())

    def __len__(self):
        return len(self._data) // _SIZES[self._code]

    def __iter__(self):
        i = 0
        while i < len(self):
            yield self._get(i)
            i += 1

    def __contains__(self, v):
        return v in self._list()

    def _place(self, i, message):
        if not hasattr(type(i), '__index__'):
            raise TypeError('array indices must be integers')
        i = i.__index__()
        n = len(self)
        if i < 0:
            i += n
        if not 0 <= i < n:
            raise IndexError(message)
        return i

    def __getitem__(self, i):
        if isinstance(i, slice):
            start, stop, step = i.indices(len(self))
            if step == 1:
                size = self.itemsize
                return self._new(self._data[start * size:stop * size])
            return self._new(self._pack(self._list()[i]))
        return self._get(self._place(i, 'array index out of range'))

    def __setitem__(self, i, v):
        if isinstance(i, slice):
            if not isinstance(v, array):
                raise TypeError('can only assign array (not "%s") to array slice' % type(v).__name__)
            if v._code != self._code:
                raise TypeError('bad argument type for built-in operation')
            items = self._list()
            items[i] = v._list()
            self._put(self._pack(items))
            return
        i = self._place(i, 'array assignment index out of range')
        self._set(i, self._check(v))

    def __delitem__(self, i):
        if not isinstance(i, slice):
            i = self._place(i, 'array assignment index out of range')
        items = self._list()
        del items[i]
        self._put(self._pack(items))

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError('can only append array (not "%s") to array' % type(other).__name__)
        if other._code != self._code:
            raise TypeError('bad argument type for built-in operation')
        return self._new(self._data + other._data)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError('can only extend with array (not "%s")' % type(other).__name__)
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._new(self._data * n) if hasattr(type(n), '__index__') else NotImplemented

    __rmul__ = __mul__

    def __imul__(self, n):
        if not hasattr(type(n), '__index__'):
            return NotImplemented
        self._put(self._data * n)
        return self

    def __eq__(self, other):
        return self._list() == other._list() if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._list() < other._list() if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._list() <= other._list() if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._list() > other._list() if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._list() >= other._list() if isinstance(other, array) else NotImplemented

    def __sizeof__(self):
        return (64 if (3, 10) <= _sys.version_info < (3, 12) else 48) + self._room * self.itemsize


_name_type(array, 'array.array')
ArrayType = array
