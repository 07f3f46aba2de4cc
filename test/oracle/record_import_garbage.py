#!/usr/bin/env python3
"""Print src/spec/importGarbage.generated.ts: the unreachable objects that the first import of a module leaves.

  record_import_garbage.py --ours DIST/cli.js PYTHON [PYTHON ...] > src/spec/importGarbage.generated.ts

Classes written in Python that a faster one replaces, helpers that are deleted again: what they were is garbage until the
collector comes by. A module counts for itself, those that it imports apart. What our own source of a module leaves is
taken off: record against a build whose table is empty.
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
LOADED = "import sys\nbefore = set(sys.modules)\nimport %s\nprint(*[m for m in sys.modules if m not in before])\n"


def run(command, program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(program)
        done = subprocess.run(command + [path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    return done.stdout.decode().split() if done.returncode == 0 else None


arguments = sys.argv[1:]
ours = arguments[arguments.index("--ours") + 1]
pythons = [a for a in arguments if a not in ("--ours", ours)]
left, loads = {}, {}
for python in pythons:
    minor = int(subprocess.run([python, "-c", "import sys; print(sys.version_info[1])"], stdout=subprocess.PIPE).stdout)
    plain = {}
    for name in ["math"]:
        run([python], GARBAGE % name)  # bytecode is written
    base = int(run([python], GARBAGE % "sys")[0]) - int(run(["node", ours, "run", "--python", "3.%d" % minor], GARBAGE % "sys")[0])
    own, closure = {}, {}
    for name in modules:
        loaded = run([python], LOADED % name)
        if loaded is None:
            continue
        run([python], GARBAGE % name)
        real = run([python], GARBAGE % name)
        mine = run(["node", ours, "run", "--python", "3.%d" % minor], GARBAGE % name)
        if real is None or mine is None:
            continue
        plain[name] = int(real[0]) - int(mine[0]) - base
        closure[name] = loaded
    # Those with few others first, so that a module's own share is what the others do not explain.
    for name in sorted(plain, key=lambda n: len(closure[n])):
        share = plain[name] - sum(own.get(other, 0) for other in closure[name] if other != name)
        if share > 0:
            own[name] = share
    left[minor] = own
    loads[minor] = {name: [m for m in closure[name] if m in own] for name in plain}

print("// Made by test/oracle/record_import_garbage.py: do not edit.")
print()
print("/** By minor version: unreachable objects that the first import of a module leaves, those it imports apart. */")
print("export const IMPORT_GARBAGE: ReadonlyMap<number, ReadonlyMap<string, number>> = new Map([")
for minor, own in sorted(left.items()):
    print("  [%d, new Map([%s])]," % (minor, ", ".join("['%s', %d]" % item for item in sorted(own.items()))))
print("]);")
print()
print("/** By minor version: which modules of that table CPython loads for an import, where it is more than the module itself. */")
print("export const IMPORTS_ALONG: ReadonlyMap<number, ReadonlyMap<string, string>> = new Map([")
for minor, along in sorted(loads.items()):
    rows = ["['%s', '%s']" % (name, " ".join(others)) for name, others in sorted(along.items()) if others and others != [name]]
    print("  [%d, new Map([%s])]," % (minor, ", ".join(rows)))
print("]);")
