"""Writes JSON text."""

import re
import sys

_SHOWS_FLOAT = sys.version_info >= (3, 12)
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\\"]')
_NEEDS_ASCII_ESCAPE = re.compile(r'[^\x20-\x7e]|[\\"]')
_SHORT = {'\\': '\\\\', '"': '\\"', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}


def _escape(match):
    c = match.group()
    short = _SHORT.get(c)
    if short is not None:
        return short
    n = ord(c)
    if n < 0x10000:
        return '\\u%04x' % n
    n -= 0x10000
    return '\\u%04x\\u%04x' % (0xd800 | n >> 10, 0xdc00 | n & 0x3ff)


def encode_basestring(s):
    """A string in quotes; only what must be is escaped."""
    return '"' + _NEEDS_ESCAPE.sub(_escape, s) + '"'


def encode_basestring_ascii(s):
    """A string in quotes, in ASCII."""
    if s.isalnum() and s.isascii():
        return '"' + s + '"'
    return '"' + _NEEDS_ASCII_ESCAPE.sub(_escape, s) + '"'


class JSONEncoder(object):
    """Encodes values as JSON text; `default` says what stands for other objects."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """What to encode instead of an object that JSON has no word for."""
        raise TypeError('Object of type %s is not JSON serializable' % o.__class__.__name__)

    def encode(self, o):
        """The JSON text of a value."""
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        out = []
        self._write(o, out.append, 0, {} if self.check_circular else None)
        return ''.join(out)

    def iterencode(self, o, _one_shot=False):
        """The JSON text in pieces."""
        out = []
        self._write(o, out.append, 0, {} if self.check_circular else None)
        return iter(out)

    def _float(self, o):
        if o != o:
            text = 'NaN'
        elif o == float('inf'):
            text = 'Infinity'
        elif o == float('-inf'):
            text = '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            shown = ': ' + repr(o) if _SHOWS_FLOAT else ''
            raise ValueError('Out of range float values are not JSON compliant' + shown)
        return text

    def _write(self, o, write, level, markers):
        if isinstance(o, str):
            write(encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o))
        elif o is None:
            write('null')
        elif o is True:
            write('true')
        elif o is False:
            write('false')
        elif isinstance(o, int):
            write(int.__repr__(o))
        elif isinstance(o, float):
            write(self._float(o))
        else:
            if markers is not None:
                if id(o) in markers:
                    raise ValueError('Circular reference detected')
                markers[id(o)] = o
            if isinstance(o, (list, tuple)):
                self._write_list(o, write, level, markers)
            elif isinstance(o, dict):
                self._write_dict(o, write, level, markers)
            else:
                self._write(self.default(o), write, level, markers)
            if markers is not None:
                del markers[id(o)]

    def _breaks(self, level):
        """Line feed and indent of a level."""
        indent = self.indent
        return '\n' + (' ' * indent if not isinstance(indent, str) else indent) * level

    def _write_list(self, o, write, level, markers):
        if not o:
            write('[]')
            return
        separator = self.item_separator
        text = '['
        if self.indent is not None:
            text += self._breaks(level + 1)
            separator += self._breaks(level + 1)
        for value in o:
            write(text)
            text = separator
            self._write(value, write, level + 1, markers)
        if self.indent is not None:
            write(self._breaks(level))
        write(']')

    def _key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
        if key is True:
            return 'true'
        if key is False:
            return 'false'
        if key is None:
            return 'null'
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError('keys must be str, int, float, bool or None, not %s' % key.__class__.__name__)

    def _write_dict(self, o, write, level, markers):
        if not o:
            write('{}')
            return
        separator = self.item_separator
        text = '{'
        if self.indent is not None:
            text += self._breaks(level + 1)
            separator += self._breaks(level + 1)
        encode = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        first = True
        for key, value in sorted(o.items()) if self.sort_keys else o.items():
            name = self._key(key)
            if name is None:
                continue
            write(text)
            first = False
            text = separator
            write(encode(name))
            write(self.key_separator)
            self._write(value, write, level + 1, markers)
        if first:
            write(text)
        if self.indent is not None:
            write(self._breaks(level))
        write('}')
