"""Base16, Base32, Base64 and Base85 data encodings."""

import binascii
import struct
import sys

__all__ = [
    "b64encode",
    "b64decode",
    "standard_b64encode",
    "standard_b64decode",
    "urlsafe_b64encode",
    "urlsafe_b64decode",
    "b32encode",
    "b32decode",
    "b16encode",
    "b16decode",
    "a85encode",
    "a85decode",
    "b85encode",
    "b85decode",
    "encodebytes",
    "decodebytes",
]

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_B85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def _bytes_from(data):
    if isinstance(data, str):
        try:
            return data.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if isinstance(data, (bytes, bytearray)):
        return data
    try:
        return memoryview(data).tobytes()
    except TypeError:
        raise TypeError(
            "argument should be a bytes-like object or ASCII string, not %r" % data.__class__.__name__
        ) from None


def b64encode(s, altchars=None):
    """Base64 of a bytes-like object; `altchars` replace + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """What Base64 data means."""
    s = _bytes_from(s)
    if altchars is not None:
        altchars = _bytes_from(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    if sys.version_info >= (3, 11):
        return binascii.a2b_base64(s, strict_mode=validate)
    if validate:
        body = bytes(s).rstrip(b"=")
        padding = len(s) - len(body)
        allowed = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        if padding > 2 or any(c not in allowed for c in body):
            raise binascii.Error("Non-base64 digit found")
    return binascii.a2b_base64(s)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base64 with - and _ in place of + and /."""
    return b64encode(s).translate(bytes.maketrans(b"+/", b"-_"))


def urlsafe_b64decode(s):
    return b64decode(_bytes_from(s).translate(bytes.maketrans(b"-_", b"+/")))


def b32encode(s):
    """Base32 of a bytes-like object."""
    s = memoryview(s).tobytes()
    left = len(s) % 5
    padded = s + bytes(5 - left) if left else s
    encoded = bytearray()
    for i in range(0, len(padded), 5):
        number = int.from_bytes(padded[i : i + 5], "big")
        for shift in range(35, -1, -5):
            encoded.append(_B32[(number >> shift) & 31])
    if left:
        pads = {1: 6, 2: 4, 3: 3, 4: 1}[left]
        encoded[-pads:] = b"=" * pads
    return bytes(encoded)


def b32decode(s, casefold=False, map01=None):
    """What Base32 data means."""
    s = _bytes_from(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _bytes_from(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b"=")
    pads = length - len(s)
    decoded = bytearray()
    number = 0
    for i in range(0, len(s), 8):
        group = s[i : i + 8]
        number = 0
        for c in group:
            digit = _B32.find(c)
            if digit < 0:
                raise binascii.Error("Non-base32 digit found") from None
            number = (number << 5) + digit
        decoded += (number << 5 * (8 - len(group))).to_bytes(5, "big")
    if length % 8 or pads not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if pads and decoded:
        del decoded[-5 + (43 - 5 * pads) // 8 :]
    return bytes(decoded)


def b16encode(s):
    """Base16 of a bytes-like object."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """What Base16 data means."""
    s = _bytes_from(s)
    if casefold:
        s = s.upper()
    if any(c not in b"0123456789ABCDEF" for c in s):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def b85encode(b, pad=False):
    """Base85 of a bytes-like object."""
    b = memoryview(b).tobytes()
    missing = -len(b) % 4
    b += bytes(missing)
    encoded = bytearray()
    for i in range(0, len(b), 4):
        (number,) = struct.unpack("!I", b[i : i + 4])
        digits = bytearray()
        for _ in range(5):
            number, digit = divmod(number, 85)
            digits.append(_B85[digit])
        digits.reverse()
        encoded += digits
    if missing and not pad:
        del encoded[-missing:]
    return bytes(encoded)


def b85decode(b):
    """What Base85 data means."""
    b = _bytes_from(b)
    missing = -len(b) % 5
    b = bytes(b) + b"~" * missing
    decoded = bytearray()
    for i in range(0, len(b), 5):
        number = 0
        for j, c in enumerate(b[i : i + 5]):
            digit = _B85.find(c)
            if digit < 0:
                raise ValueError("bad base85 character at position %d" % (i + j)) from None
            number = number * 85 + digit
        try:
            decoded += struct.pack("!I", number)
        except struct.error:
            raise ValueError("base85 overflow in hunk starting at byte %d" % i) from None
    if missing:
        del decoded[-missing:]
    return bytes(decoded)


def encodebytes(s):
    """Base64 in lines of 76 characters."""
    s = memoryview(s)
    return b"".join(binascii.b2a_base64(s[i : i + 57]) for i in range(0, len(s), 57))


def decodebytes(s):
    return binascii.a2b_base64(s)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85 of a bytes-like object, as Adobe and btoa have it."""
    b = _bytes_from(b) if not isinstance(b, str) else memoryview(b).tobytes()
    padding = -len(b) % 4
    b = bytes(b) + b"\0" * padding
    chunks = []
    for (word,) in struct.iter_unpack("!I", b):
        if word == 0:
            chunks.append(b"z")
        elif foldspaces and word == 0x20202020:
            chunks.append(b"y")
        else:
            digits = []
            for _ in range(5):
                word, digit = divmod(word, 85)
                digits.append(digit + 33)
            chunks.append(bytes(reversed(digits)))
    if padding and not pad:
        if chunks[-1] == b"z":
            chunks[-1] = b"!!!!!"
        chunks[-1] = chunks[-1][:-padding]
    result = b"".join(chunks)
    if adobe:
        result = b"<~" + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        result = b"\n".join(lines)
    return result + b"~>" if adobe else result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """What Ascii85 data means."""
    b = _bytes_from(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with %r" % b"~>")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    out = []
    digits = []
    for x in b + b"u" * 4:
        if 33 <= x <= 117:
            digits.append(x)
            if len(digits) == 5:
                word = 0
                for digit in digits:
                    word = 85 * word + digit - 33
                if word >> 32:
                    raise ValueError("Ascii85 overflow") from None
                out.append(struct.pack("!I", word))
                digits.clear()
        elif x == 122:
            if digits:
                raise ValueError("z inside Ascii85 5-tuple")
            out.append(b"\0\0\0\0")
        elif foldspaces and x == 121:
            if digits:
                raise ValueError("y inside Ascii85 5-tuple")
            out.append(b"    ")
        elif x not in ignorechars:
            raise ValueError("Non-Ascii85 digit found: %c" % x)
    result = b"".join(out)
    padding = 4 - len(digits)
    return result[:-padding] if padding else result
