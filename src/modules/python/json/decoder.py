"""Reads JSON text."""

import re
import sys

__all__ = ['JSONDecoder', 'JSONDecodeError']

_NAMES_TRAILING_COMMAS = sys.version_info >= (3, 13)
_NUMBER = re.compile(r'(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?')
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_ANYTHING = re.compile(r'[^"\\]*')
_SPACE = re.compile(r'[ \t\n\r]*')
_ESCAPES = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
_CONSTANTS = {'-Infinity': float('-inf'), 'Infinity': float('inf'), 'NaN': float('nan')}
_HEX = '0123456789abcdefABCDEF'


class JSONDecodeError(ValueError):
    """JSON text that is wrong: `msg`, `doc`, `pos` and from them `lineno` and `colno`."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, '%s: line %d column %d (char %d)' % (msg, lineno, colno, pos))
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _four_digits(s, pos):
    digits = s[pos + 1:pos + 5]
    if len(digits) == 4 and all(c in _HEX for c in digits):
        return int(digits, 16)
    raise JSONDecodeError('Invalid \\uXXXX escape', s, pos)


def scanstring(s, end, strict=True):
    """The string whose quote stands before `end`, and where it ends."""
    begin = end - 1
    parts = []
    plain = (_PLAIN if strict else _ANYTHING).match
    while True:
        stop = plain(s, end).end()
        if stop > end:
            parts.append(s[end:stop])
        if stop >= len(s):
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        c = s[stop]
        end = stop + 1
        if c == '"':
            return ''.join(parts), end
        if c != '\\':
            raise JSONDecodeError('Invalid control character at', s, stop)
        if end >= len(s):
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        c = s[end]
        if c != 'u':
            if c not in _ESCAPES:
                raise JSONDecodeError('Invalid \\escape', s, stop)
            parts.append(_ESCAPES[c])
            end += 1
            continue
        code = _four_digits(s, end)
        end += 5
        if 0xd800 <= code <= 0xdbff and s[end:end + 2] == '\\u':
            low = _four_digits(s, end + 1)
            if 0xdc00 <= low <= 0xdfff:
                code = 0x10000 + ((code - 0xd800) << 10 | low - 0xdc00)
                end += 6
        parts.append(chr(code))


class JSONDecoder(object):
    """Decodes JSON text; hooks say what becomes of objects and numbers."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.memo = {}

    def decode(self, s):
        """The value of the text, which holds nothing else."""
        obj, end = self.raw_decode(s, _SPACE.match(s, 0).end())
        end = _SPACE.match(s, end).end()
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The value that begins at an index, and where it ends."""
        if idx < 0:
            raise ValueError('idx cannot be negative')
        memo = {}
        return self._value(s, idx, memo)

    def _value(self, s, idx, memo):
        c = s[idx:idx + 1]
        if c == '"':
            return scanstring(s, idx + 1, self.strict)
        if c == '{':
            return self._object(s, idx + 1, memo)
        if c == '[':
            return self._array(s, idx + 1, memo)
        if c == 'n' and s.startswith('null', idx):
            return None, idx + 4
        if c == 't' and s.startswith('true', idx):
            return True, idx + 4
        if c == 'f' and s.startswith('false', idx):
            return False, idx + 5
        match = _NUMBER.match(s, idx)
        if match is not None:
            whole, fraction, exponent = match.groups()
            if fraction or exponent:
                return self.parse_float(match.group()), match.end()
            return self.parse_int(whole), match.end()
        for name in ('NaN', 'Infinity', '-Infinity'):
            if s.startswith(name, idx):
                return self.parse_constant(name), idx + len(name)
        raise JSONDecodeError('Expecting value', s, idx)

    def _array(self, s, end, memo):
        values = []
        space = _SPACE.match
        end = space(s, end).end()
        if s[end:end + 1] == ']':
            return values, end + 1
        while True:
            value, end = self._value(s, end, memo)
            values.append(value)
            end = space(s, end).end()
            c = s[end:end + 1]
            if c == ']':
                return values, end + 1
            if c != ',':
                raise JSONDecodeError("Expecting ',' delimiter", s, end)
            comma = end
            end = space(s, end + 1).end()
            if _NAMES_TRAILING_COMMAS and s[end:end + 1] == ']':
                raise JSONDecodeError('Illegal trailing comma before end of array', s, comma)

    def _object(self, s, end, memo):
        pairs = []
        space = _SPACE.match
        end = space(s, end).end()
        c = s[end:end + 1]
        if c != '}':
            while True:
                if s[end:end + 1] != '"':
                    raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)
                key, end = scanstring(s, end + 1, self.strict)
                key = memo.setdefault(key, key)
                end = space(s, end).end()
                if s[end:end + 1] != ':':
                    raise JSONDecodeError("Expecting ':' delimiter", s, end)
                value, end = self._value(s, space(s, end + 1).end(), memo)
                pairs.append((key, value))
                end = space(s, end).end()
                c = s[end:end + 1]
                if c == '}':
                    break
                if c != ',':
                    raise JSONDecodeError("Expecting ',' delimiter", s, end)
                comma = end
                end = space(s, end + 1).end()
                if _NAMES_TRAILING_COMMAS and s[end:end + 1] == '}':
                    raise JSONDecodeError('Illegal trailing comma before end of object', s, comma)
        end += 1
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), end
        value = dict(pairs)
        if self.object_hook is not None:
            value = self.object_hook(value)
        return value, end
