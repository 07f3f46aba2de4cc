"""Encodings by name."""

import builtins as _builtins

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_UTF16_LE = BOM_LE = BOM = BOM_UTF16 = BOM32_LE = b'\xff\xfe'
BOM_UTF16_BE = BOM_BE = BOM32_BE = b'\xfe\xff'
BOM_UTF32_LE = BOM_UTF32 = BOM64_LE = b'\xff\xfe\x00\x00'
BOM_UTF32_BE = BOM64_BE = b'\x00\x00\xfe\xff'


class CodecInfo(tuple):
    """The functions of an encoding."""

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        return self

    def __repr__(self):
        return '<codecs.CodecInfo object for encoding %s at %#x>' % (self.name, id(self))


_ROT13 = str.maketrans('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
                       'NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm')


def _rot13(text, errors='strict'):
    return text.translate(_ROT13), len(text)


def _hex_encode(data, errors='strict'):
    return bytes(data).hex().encode(), len(data)


def _hex_decode(data, errors='strict'):
    import binascii
    return binascii.unhexlify(data), len(data)


def _base64_encode(data, errors='strict'):
    import base64
    return base64.encodebytes(data), len(data)


def _base64_decode(data, errors='strict'):
    import base64
    return base64.decodebytes(data), len(data)


_OTHERS = {'rot13': ('rot13', _rot13, _rot13), 'rot_13': ('rot13', _rot13, _rot13),
           'hex': ('hex', _hex_encode, _hex_decode), 'hex_codec': ('hex', _hex_encode, _hex_decode),
           'base64': ('base64', _base64_encode, _base64_decode),
           'base64_codec': ('base64', _base64_encode, _base64_decode)}
_NAMES = {'utf8': 'utf-8', 'u8': 'utf-8', 'utf': 'utf-8', 'latin1': 'iso8859-1', 'latin_1': 'iso8859-1', 'l1': 'iso8859-1',
          'iso_8859_1': 'iso8859-1', 'us_ascii': 'ascii', 'utf16': 'utf-16', 'utf32': 'utf-32', 'windows_1252': 'cp1252'}


def lookup(encoding, /):
    """The functions of an encoding; LookupError where there is none."""
    key = encoding.lower().replace('-', '_').replace(' ', '_')
    if key in _OTHERS:
        name, encode, decode = _OTHERS[key]
        return CodecInfo(encode, decode, name=name)
    ''.encode(encoding)

    def encode(text, errors='strict'):
        return text.encode(encoding, errors), len(text)

    def decode(data, errors='strict'):
        return bytes(data).decode(encoding, errors), len(data)
    return CodecInfo(encode, decode, name=_NAMES.get(key, key.replace('_', '-')))


def encode(obj, encoding='utf-8', errors='strict'):
    return lookup(encoding).encode(obj, errors)[0]


def decode(obj, encoding='utf-8', errors='strict'):
    return lookup(encoding).decode(obj, errors)[0]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def utf_8_encode(text, errors='strict', /):
    return text.encode('utf-8', errors), len(text)


def utf_8_decode(data, errors='strict', final=False, /):
    return bytes(data).decode('utf-8', errors), len(data)


def latin_1_encode(text, errors='strict', /):
    return text.encode('latin-1', errors), len(text)


def ascii_encode(text, errors='strict', /):
    return text.encode('ascii', errors), len(text)


def iterencode(iterator, encoding, errors='strict', **kwargs):
    for text in iterator:
        if text:
            yield text.encode(encoding, errors)


def strict_errors(exception):
    raise exception


def ignore_errors(exception):
    return '', exception.end


def replace_errors(exception):
    if isinstance(exception, UnicodeEncodeError):
        return '?' * (exception.end - exception.start), exception.end
    return '\ufffd', exception.end


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    return _builtins.open(filename, mode, buffering, encoding, errors)
