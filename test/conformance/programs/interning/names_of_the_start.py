# Strings that equal names of the interpreter's own: immortal where these are.
import sys


def immortal(text):
    return sys.getrefcount(text) > 1 << 30


if sys.version_info >= (3, 12):
    for text in ("self", "data", "size", "kwargs", "func", "value", "append", "end", "q_fresh_one", "two words"):
        print(text, immortal(text))
print(all(immortal(x) or sys.version_info < (3, 11) for x in ((), 0, 256, "", b"", "é", b"q")))
