"""Regular expressions: the functions around the engine of _sre."""
import enum
import functools
import sys
import _sre
from _sre import Pattern, Match

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "template",
    "escape", "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE",
    "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag",
]


class RegexFlag(enum.IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128

    def __repr__(self):
        value = self._value_
        names = [name for name, bit in _NAMES if value & bit]
        text = "|".join("re." + name for name in names)
        return text or "re.NOFLAG"

    __str__ = object.__str__ if not hasattr(int, "is_integer") else __repr__


_NAMES = (
    ("ASCII", 256), ("IGNORECASE", 2), ("LOCALE", 4), ("UNICODE", 32), ("MULTILINE", 8), ("DOTALL", 16),
    ("VERBOSE", 64), ("DEBUG", 128),
)
NOFLAG = RegexFlag.NOFLAG
A = ASCII = RegexFlag.ASCII
I = IGNORECASE = RegexFlag.IGNORECASE
L = LOCALE = RegexFlag.LOCALE
U = UNICODE = RegexFlag.UNICODE
M = MULTILINE = RegexFlag.MULTILINE
S = DOTALL = RegexFlag.DOTALL
X = VERBOSE = RegexFlag.VERBOSE
DEBUG = RegexFlag.DEBUG


class error(Exception):
    """A pattern that is no regular expression: what is wrong (msg), where (pattern, pos, lineno, colno)."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            msg = "%s at position %d" % (msg, pos)
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = "%s (line %d, column %d)" % (msg, self.lineno, self.colno)
        else:
            self.lineno = self.colno = None
        super().__init__(msg)

    @staticmethod
    def _raise(msg, pattern, pos):
        raise error(msg, pattern, pos)


if sys.version_info >= (3, 13):
    PatternError = error
    PatternError.__name__ = PatternError.__qualname__ = "PatternError"
_cache = {}  # The least recently used first (3.12+), or the oldest first.
_cache2 = {} if sys.version_info >= (3, 12) else None  # The oldest first.


def compile(pattern, flags=0):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    try:
        return (_cache if _cache2 is None else _cache2)[type(pattern), pattern, flags]
    except KeyError:
        pass
    key = (type(pattern), pattern, flags)
    compiled = None if _cache2 is None else _cache.pop(key, None)
    if compiled is None:
        compiled = _make(pattern, flags)
        if compiled is pattern:
            return pattern
        if len(_cache) >= 512:
            del _cache[next(iter(_cache))]
    _cache[key] = compiled
    if _cache2 is not None:
        if len(_cache2) >= 256:
            del _cache2[next(iter(_cache2))]
        _cache2[key] = compiled
    return compiled


def _make(pattern, flags):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    return _sre.compile(pattern, flags)


def purge():
    _cache.clear()
    if _cache2 is not None:
        _cache2.clear()


def template(pattern, flags=0):
    return compile(pattern, flags)


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


_special = {i: "\\" + chr(i) for i in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    if isinstance(pattern, str):
        return pattern.translate(_special)
    return str(pattern, "latin1").translate(_special).encode("latin1")
