"""Digests of bytes."""

from _hash import digest as _digest

_SIZES = {'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128),
          'sha512': (64, 128)}
algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)
__all__ = tuple(_SIZES) + ('new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac')


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


def new(name, data=b'', *, usedforsecurity=True):
    name = name.lower().replace('-', '') if isinstance(name, str) else name
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
