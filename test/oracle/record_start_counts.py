#!/usr/bin/env python3
"""Print src/spec/startCounts.generated.ts: references that the start of the interpreter and the library's modules hold.

  record_start_counts.py PYTHON [PYTHON ...] > src/spec/startCounts.generated.ts

Of the objects that every part of a program shares (small integers, None, the empty tuple, text and bytes, strings of one
character), for versions in which these have counts (3.8 to 3.10). A module's own figures are those of its code and what
it makes and the collector leaves, without the modules that it imports itself.
"""
import os
import re
import subprocess
import sys
import tempfile

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
with open(os.path.join(root, "src", "modules", "README.md")) as table:
    modules = sorted(set(re.findall(r"^\| `(\w+)` \|", table.read(), re.M)) - {"sys", "builtins", "gc", "doctest"})
modules += ["collections.abc", "concurrent.futures", "importlib.util", "os.path", "urllib.parse", "unittest.mock"]

# Without literals: these would count. Each kind has a run of its own, and prints when all is counted.
HEAD = """\
import sys
rc = sys.getrefcount
program, *ends = sys.argv
"""
# A list of counts would hold small integers.
INTS = HEAD + "print(*list(map(str, map(rc, range(*map(int, ends))))))\n"
ONES = HEAD + "print(*list(map(rc, map(chr, range(*map(int, ends))))))\n"
SHARED = HEAD + "print(*list(map(rc, [None, not rc, not not rc, Ellipsis, tuple(), str(), bytes()])))\n"
# What the programs themselves hold: the argument; the list and, of None and (), fields of the code.
OWN = [2 + 1, 2, 2, 2, 2 + 3, 2, 2]

IMPORT = """\
import sys, gc, _frozen_importlib as bootstrap
gc.disable()
name, = sys.argv[1:]
rc = sys.getrefcount
ones = [chr(i) for i in range(128)]
shared = [None, False, True, Ellipsis, (), '', b'']
N = 262 + 128 + 7

def longs(n):
    return memoryview(bytearray(8 * n)).cast('l')

def counts(into):
    at = -1
    for one in range(-5, 257):
        at += 1
        into[at] = rc(one)
    for one in ones:
        at += 1
        into[at] = rc(one)
    for one in shared:
        at += 1
        into[at] = rc(one)
    one = None

before = longs(N)
after = longs(N)
stack = []
own = []
load = bootstrap._load_unlocked

def took():
    if not stack:
        gc.collect()
        return
    _, sums, _ = stack[-1]
    gc.collect()
    counts(after)
    for i in range(N):
        sums[i] += after[i] - before[i]

def hooked(spec):
    took()
    entry = (spec.name, longs(N), stack[-1][0] if stack else '-')
    stack.append(entry)
    own.append(entry)
    counts(before)
    try:
        return load(spec)
    finally:
        took()
        stack.pop()
        counts(before)

bootstrap._load_unlocked = hooked
try:
    __import__(name)
except ImportError:
    sys.exit(1)
bootstrap._load_unlocked = load
for module, sums, parent in own:
    print(module, parent, *sums)
"""


def run(python, program, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(program)
        done = subprocess.run(
            [python, path, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            env={"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
        )
    return done.stdout.decode().splitlines() if done.returncode == 0 else None


def numbers(text):
    return [int(word) for word in text.split()]



start, library, needs = {}, {}, {}
for python in sys.argv[1:]:
    minor = int(subprocess.run([python, "-c", "import sys; print(sys.version_info[1])"], stdout=subprocess.PIPE).stdout)
    ints = [count - 1 for count in numbers(run(python, INTS, "-5", "257")[0])]
    ints[5] -= 1  # the level of the import
    ones = [count - 1 for count in numbers(run(python, ONES, "00", "128")[0])]
    shared = [count - own for count, own in zip(numbers(run(python, SHARED)[0]), OWN)]
    start[minor] = ints + ones + shared
    library[minor], needs[minor] = {}, {}
    for name in modules:
        run(python, IMPORT, name)  # writes the bytecode
        for line in run(python, IMPORT, name) or []:
            module, parent, *figures = line.split()
            library[minor].setdefault(module, [int(figure) for figure in figures])
            needs[minor].setdefault(module, set())
            if parent != "-":
                needs[minor][parent].add(module)


def printed(name, what, type, figures):
    print()
    print("/** By minor version: %s. */" % what)
    print("export const %s: ReadonlyMap<number, %s> = new Map([" % (name, type))
    for minor, text in sorted(figures.items()):
        print("  [%d, %s]," % (minor, text))
    print("]);")


def by_module(figures, text):
    return {
        minor: "new Map([%s])" % ", ".join("['%s', %s]" % (name, text(own)) for name, own in sorted(modules.items()) if own)
        for minor, modules in figures.items()
    }


print("// Made by test/oracle/record_start_counts.py: do not edit.")
printed(
    "START_COUNTS",
    "counts that a script finds of the integers from -5, of 128 characters, of None, False, True, ..., (), '' and b''",
    "readonly number[]",
    {minor: "[%s]" % ", ".join(map(str, figures)) for minor, figures in start.items()},
)
printed(
    "LOADED_BY_MODULES",
    "modules that one loads while it is imported, if nothing is loaded",
    "ReadonlyMap<string, string>",
    by_module(needs, lambda own: "'%s'" % " ".join(sorted(own))),
)
printed(
    "HELD_BY_MODULES",
    "references that a module holds itself: places of objects in START_COUNTS, and how many",
    "ReadonlyMap<string, string>",
    by_module(library, lambda own: "'%s'" % " ".join("%d:%d" % item for item in enumerate(own) if item[1])),
)
