# Since 3.11 a place that ran a few times changes into a specialised form; some of these move arguments that were copied.
import sys

rc = sys.getrefcount
seen = []


class Thing:
    def __init__(self, value):
        seen.append((rc(self), rc(value)))

    def __getitem__(self, key):
        seen.append((rc(self), rc(key)))
        return key

    def __hash__(self):
        seen.append(rc(self))
        return 7

    def __str__(self):
        seen.append(rc(self))
        return 'thing'

    @property
    def me(self):
        seen.append(rc(self))
        return self


class Every:
    def __getattribute__(self, name):
        seen.append(rc(self))
        return name


class Slotted:
    __slots__ = ('value',)

    def __init__(self, value):
        seen.append((rc(self), rc(value)))


class Defaults:
    def __init__(self, value, other=None):
        seen.append((rc(self), rc(value)))


def show(label):
    runs = []
    for one in seen:
        if runs and runs[-1][0] == one:
            runs[-1][1] += 1
        else:
            runs.append([one, 1])
    seen.clear()
    print(label, runs)


argument = []
thing = Thing(argument)
every = Every()
seen.clear()


def construct():
    Thing(argument)


def slotted():
    Slotted(argument)


def defaults():
    Defaults(argument)


def subscript():
    thing[argument]


def attribute():
    thing.me


def any_attribute():
    every.name


def text():
    str(thing)


def store(into={}):
    into[thing] = argument


for function in (construct, slotted, defaults, subscript, attribute, any_attribute, text, store):
    for turn in range(70):
        function()
    show(function.__name__)


def loop():
    for turn in range(20):
        Thing(argument)
        thing[argument]
        thing.me


loop()
show('loop')


def either(what):
    what(argument)


for turn in range(60):
    either(Thing if turn % 3 else Slotted)
show('either')
either(seen.append)
seen.clear()
for turn in range(60):
    either(Thing)
show('later')
