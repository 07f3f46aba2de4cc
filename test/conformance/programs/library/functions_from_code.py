# requires: 3.9
# Functions made from code objects, code with changed parts, generators that can be awaited.
import io
import sys
import traceback
import types


def add(a, b=2):
    return a + b + offset


def caught(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__)


make = types.FunctionType
first = make(add.__code__, {"offset": 10})
second = make(add.__code__, {"offset": 20}, "other", (5,))
print(first(1, 1), second(1), first.__name__, second.__name__, second.__defaults__, first.__defaults__)
caught(lambda: first(1))
caught(lambda: make(None, {}))
caught(lambda: make(add.__code__, None))


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n
    return step


step = counter()
step()
twin = make(step.__code__, globals(), "twin", None, step.__closure__)
print(twin(), step(), twin())
caught(lambda: make(step.__code__, {}))
caught(lambda: make(step.__code__, {}, None, None, ()))

renamed = add.__code__.replace(co_name="plus", co_firstlineno=100)
print(renamed.co_name, renamed.co_firstlineno, add.__code__.co_name)


@types.coroutine
def wait(value):
    got = yield value
    return got * 2


async def main():
    print("got", await wait(1))
    print("got", await wait(2))
    return "done"


c = main()
print(c.send(None), c.send(10))
try:
    c.send(20)
except StopIteration as e:
    print(e.value)


class Bad(BaseException):
    def __new__(cls, *args):
        return 1


def gen():
    yield


for act in (lambda: gen().throw(Bad),):
    try:
        act()
    except TypeError as e:
        print(e)
try:
    raise Bad
except TypeError as e:
    print(e)


def deep(n):
    if n == 0:
        raise KeyError("deep")
    deep(n - 1)


for limit in (2, 1, 0, -1):
    sys.tracebacklimit = limit
    try:
        deep(3)
    except KeyError:
        out = io.StringIO()
        traceback.print_exc(file=out)
        print(limit, [line.split(",")[1] if "line" in line else line for line in out.getvalue().split("\n") if line[:4] != "    "])
