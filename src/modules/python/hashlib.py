"""Digests of bytes."""

from _hash import digest as _digest, sized_digest as _sized_digest

_SIZES = {'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128),
          'sha512': (64, 128)}
_SIZED = {'sha3_224': (28, 144), 'sha3_256': (32, 136), 'sha3_384': (48, 104), 'sha3_512': (64, 72),
          'shake_128': (0, 168), 'shake_256': (0, 136), 'blake2b': (64, 128), 'blake2s': (32, 64)}
algorithms_guaranteed = set(_SIZES) | set(_SIZED)
algorithms_available = set(algorithms_guaranteed)
__all__ = tuple(_SIZES) + tuple(_SIZED) + ('new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac')


class HASH:
    """A digest under way."""

    def __init__(self, name, data=b''):
        self._name = name
        self._data = bytearray()
        self.update(data)

    name = property(lambda self: self._name)
    digest_size = property(lambda self: _SIZES[self._name][0])
    block_size = property(lambda self: _SIZES[self._name][1])

    def update(self, data, /):
        if isinstance(data, str):
            raise TypeError('Strings must be encoded before hashing')
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('object supporting the buffer API required')
        self._data += data

    def digest(self):
        return _digest(self._name, bytes(self._data))

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return HASH(self._name, self._data)

    def __repr__(self):
        return '<%s _hashlib.HASH object @ 0x%x>' % (self._name, id(self))


class _Sized(HASH):
    """A digest of SHA-3 or BLAKE2 under way."""

    def __init__(self, name, data=b'', digest_size=None, key=b''):
        self._size = _SIZED[name][0] if digest_size is None else digest_size
        self._key = bytes(key)
        HASH.__init__(self, name, data)

    digest_size = property(lambda self: self._size)
    block_size = property(lambda self: _SIZED[self._name][1])

    def digest(self):
        return _sized_digest(self._name, bytes(self._data), self._size, self._key)

    def copy(self):
        return type(self)(self._name, self._data, self._size, self._key)

    def __repr__(self):
        return '<_%s.%s object at 0x%x>' % ('sha3' if self._name[0] == 's' else 'blake2', self._name, id(self))


class _Shake(_Sized):
    """A digest whose length is chosen when it is read."""

    def digest(self, length, /):
        return _sized_digest(self._name, bytes(self._data), length, b'')

    def hexdigest(self, length, /):
        return self.digest(length).hex()


def sha3_224(data=b'', /, *, usedforsecurity=True):
    return _Sized('sha3_224', data)


def sha3_256(data=b'', /, *, usedforsecurity=True):
    return _Sized('sha3_256', data)


def sha3_384(data=b'', /, *, usedforsecurity=True):
    return _Sized('sha3_384', data)


def sha3_512(data=b'', /, *, usedforsecurity=True):
    return _Sized('sha3_512', data)


def shake_128(data=b'', /, *, usedforsecurity=True):
    return _Shake('shake_128', data)


def shake_256(data=b'', /, *, usedforsecurity=True):
    return _Shake('shake_256', data)


def _blake2(name, data, digest_size, key):
    most = _SIZED[name][0]
    if not 1 <= digest_size <= most:
        raise ValueError('digest_size for %s must be between 1 and %d bytes, here it is %d'
                         % (name.capitalize(), most, digest_size))
    if len(key) > most:
        raise ValueError('maximum key length is %d bytes' % most)
    return _Sized(name, data, digest_size, key)


def blake2b(data=b'', /, *, digest_size=64, key=b'', usedforsecurity=True):
    return _blake2('blake2b', data, digest_size, key)


def blake2s(data=b'', /, *, digest_size=32, key=b'', usedforsecurity=True):
    return _blake2('blake2s', data, digest_size, key)


def new(name, data=b'', *, usedforsecurity=True):
    name = name.lower().replace('-', '') if isinstance(name, str) else name
    if name in _SIZED:
        return (_Shake if name[:5] == 'shake' else _Sized)(name, data)
    if name not in _SIZES:
        raise ValueError('unsupported hash type ' + str(name))
    return HASH(name, data)


def md5(string=b'', *, usedforsecurity=True):
    return HASH('md5', string)


def sha1(string=b'', *, usedforsecurity=True):
    return HASH('sha1', string)


def sha224(string=b'', *, usedforsecurity=True):
    return HASH('sha224', string)


def sha256(string=b'', *, usedforsecurity=True):
    return HASH('sha256', string)


def sha384(string=b'', *, usedforsecurity=True):
    return HASH('sha384', string)


def sha512(string=b'', *, usedforsecurity=True):
    return HASH('sha512', string)


def _hmac(name, key, message):
    size = _SIZES[name][1]
    if len(key) > size:
        key = _digest(name, key)
    key = key.ljust(size, b'\0')
    inner = _digest(name, bytes(b ^ 0x36 for b in key) + message)
    return _digest(name, bytes(b ^ 0x5c for b in key) + inner)


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    length = dklen or _SIZES[hash_name][0]
    out = b''
    block = 1
    while len(out) < length:
        u = _hmac(hash_name, password, salt + block.to_bytes(4, 'big'))
        total = int.from_bytes(u, 'big')
        for _ in range(iterations - 1):
            u = _hmac(hash_name, password, u)
            total ^= int.from_bytes(u, 'big')
        out += total.to_bytes(len(u), 'big')
        block += 1
    return out[:length]
