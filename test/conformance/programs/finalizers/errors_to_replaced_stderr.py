# Exceptions that cannot be raised are written to what sys.stderr is at that moment.
import contextlib
import io
import sys


class F:
    def __del__(self):
        raise ValueError("in del")


def g():
    try:
        yield
    finally:
        1 / 0


with contextlib.redirect_stderr(io.StringIO()) as text:
    f = F()
    del f
    q = g()
    next(q)
    del q
lines = text.getvalue().splitlines()
print([line for line in lines if not line.startswith(" ")][0][:20], lines[-1])
print(sum(line.startswith("Traceback") for line in lines), "ValueError: in del" in lines)
sys.stderr = None
f = F()
del f
sys.stderr = sys.__stderr__
print("nothing more")
