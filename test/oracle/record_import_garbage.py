#!/usr/bin/env python3
"""Print src/spec/importGarbage.generated.ts: the unreachable objects that the first import of a module leaves.

  record_import_garbage.py PYTHON [PYTHON ...] > src/spec/importGarbage.generated.ts

Classes written in Python that a faster one replaces, helpers that are deleted again: what they were is garbage until the
collector comes by.
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
GARBAGE = "import %s, gc\nprint(gc.collect())\n"


def run(command, program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(program)
        done = subprocess.run(command + [path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    return done.stdout.decode().split() if done.returncode == 0 else None


left = {}
for python in sys.argv[1:]:
    minor = int(subprocess.run([python, "-c", "import sys; print(sys.version_info[1])"], stdout=subprocess.PIPE).stdout)

    def collected(name):
        """By a program that imports the module first; None where there is no such module."""
        run([python], GARBAGE % name)  # writes the bytecode
        printed = run([python], GARBAGE % name)
        return None if printed is None else int(printed[0])

    plain = collected("sys")
    left[minor] = {}
    for name in modules:
        n = collected(name)
        if n is not None and n > plain:
            left[minor][name] = n - plain

print("// Made by test/oracle/record_import_garbage.py: do not edit.")
print()
print("/** By minor version: unreachable objects when a module was imported first of all, with what it imports. */")
print("export const IMPORT_GARBAGE: ReadonlyMap<number, ReadonlyMap<string, number>> = new Map([")
for minor, own in sorted(left.items()):
    print("  [%d, new Map([%s])]," % (minor, ", ".join("['%s', %d]" % item for item in sorted(own.items()))))
print("]);")
