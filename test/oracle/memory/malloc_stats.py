#!/usr/bin/env python3
"""Record how sys._debugmallocstats() changes while a program does something, and the form of its text.

  malloc_stats.py PYTHON [PYTHON ...]     writes mallocStats.json beside this file

Each snippet runs at a module's level between two calls, with PYTHONMALLOC as named. What is kept: by how much the
blocks in use of each size class, the bytes in allocated blocks and the free lists changed (zeros left out; left out where three runs
differ), and once
for each version and allocator all of the text with its numbers replaced by #.
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = "/tmp/malloc_stats_program.py"
ALLOCATORS = ("pymalloc", "debug", "malloc")

SNIPPETS = {
    "nothing": "",
    "objects": "kept = [object() for i in range(100)]",
    "floats": "kept = [i / 3 for i in range(50)]\ndel kept",
    "ints": "kept = [1 << 40 for i in range(20)]; kept = [n * n for n in range(300, 340)]",
    "text": "kept = ['%0*d' % (n, 7) for n in range(2, 60, 5)]",
    "bytes": "kept = [bytes(n) for n in range(0, 600, 50)]",
    "large": "kept = [bytes(n) for n in (480, 500, 520, 5000)]",
    "lists": "kept = [[i] * i for i in range(30)]\ndel kept",
    "tuples": "kept = [tuple(range(n)) for n in range(25)]\ndel kept",
    "dicts": "kept = [{n: n} for n in range(20)]\ndel kept",
    "instances": "kept = [Point(n, n) for n in range(40)]",
    "slots": "kept = [Slots() for n in range(40)]\ndel kept[10:]",
    "sets": "kept = [set(range(n)) for n in range(0, 40, 4)]",
    "bytearrays": "kept = bytearray()\nfor i in range(300): kept.append(7)",
    "closures": "kept = [closure(n) for n in range(10)]",
    "generators": "kept = [generator() for n in range(10)]\nfor g in kept: next(g)",
    "collected": "kept = [[0.5 * n] for n in range(9)], [{n: n} for n in range(9)]\ndel kept\ngc.collect()",
    "cycles": "for i in range(50):\n    a = []; a.append(a)\n",
}

PROGRAM = """
import sys, gc
gc.disable()

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

class Slots:
    __slots__ = ('a', 'b', 'c')

def closure(n):
    return lambda: n

def generator():
    yield 1

def warm():
    kept = [Point(n, n) for n in range(3)], [closure(n) for n in range(3)], [i / 3 for i in range(9)]

warm()
kept = a = g = i = None
# What the start left on the free lists is gone.
gc.collect()
i = 1000
sys._debugmallocstats()
%s
sys._debugmallocstats()
"""


def parse(text):
    """The numbers of one call."""
    classes = {m[2]: int(m[4]) for m in re.finditer(r"(?m)^ +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$", text)}
    free = {m[2]: int(m[1]) for m in re.finditer(r"(?m)^ +(\d+) free ((?:\d+-sized )?\w+?)s \* ", text)}
    found = re.search(r"# bytes in allocated blocks *= *([\d,]+)", text)
    return {"blocks": classes, "free": free, "bytes": {"allocated": int(found[1].replace(",", "")) if found else 0}}


def changes(before, after):
    result = {}
    for part in before:
        names = sorted(set(before[part]) | set(after[part]))
        moved = {n: after[part].get(n, 0) - before[part].get(n, 0) for n in names}
        result[part] = {n: by for n, by in moved.items() if by}
    return result


def form(text):
    """The text without its numbers; the rows of size classes, which come and go, are one."""
    text = re.sub(r"(?m)^( +\d+){5}\n", "ROW\n", text)
    text = re.sub(r"(ROW\n)+", "ROW\n", text)
    text = re.sub(r" *\d[\d,]*", " #", text)
    return re.sub(r" +=", " =", text)


def run(python, allocator, snippet):
    with open(PATH, "w") as file:
        file.write(PROGRAM % snippet)
    env = dict(os.environ, PYTHONMALLOC=allocator, PYTHONHASHSEED="0")
    text = subprocess.run([python, "-S", PATH], capture_output=True, text=True, env=env, check=True).stderr
    half = len(text) // 2
    begin = text[: text.index("\n") + 1]
    half = text.index(begin, len(begin)) if text.count(begin) == 2 else half
    return text[:half], text[half:]


def record(python):
    version = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                             capture_output=True, text=True, check=True).stdout.strip()
    result = {}
    for allocator in ALLOCATORS:
        moved = {}
        for name, snippet in SNIPPETS.items():
            pairs = [run(python, allocator, snippet) for _ in range(3)]
            found = [changes(parse(a), parse(b)) for a, b in pairs]
            if found[0] == found[1] == found[2]:
                moved[name] = found[0]
            else:
                print(version, allocator, name, "is not stable:", found)
            if name == "nothing":
                text = form(pairs[0][0])
        result[allocator] = {"form": text, "changes": moved}
    return version, result


def main():
    recorded = {"program": PROGRAM, "snippets": SNIPPETS, "versions": dict(record(python) for python in sys.argv[1:])}
    with open(os.path.join(HERE, "mallocStats.json"), "w") as file:
        json.dump(recorded, file, indent=1)
        file.write("\n")


main()
