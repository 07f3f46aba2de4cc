#!/usr/bin/env python3
"""Print src/spec/libraryNames.generated.ts: the top-level modules of each version's standard library.

  record_library_names.py PYTHON [PYTHON ...] > src/spec/libraryNames.generated.ts

Names with a leading underscore are left out: programs ask for them only to see whether they are there. So are those
that exist on Windows alone.
"""
import subprocess
import sys

ASK = r"""
import sys
print("%d" % sys.version_info[1])
if hasattr(sys, "stdlib_module_names"):
    names = sys.stdlib_module_names
else:
    import os, pkgutil
    folder = os.path.dirname(os.__file__)
    found = pkgutil.iter_modules([folder, os.path.join(folder, "lib-dynload")])
    names = set(sys.builtin_module_names) | {module.name for module in found}
print(*sorted(name for name in names if not name.startswith("_")))
"""

WINDOWS = {"msilib", "msvcrt", "nt", "winreg", "winsound"}

minors = {}
for python in sys.argv[1:]:
    answer = subprocess.run([python, "-c", ASK], stdout=subprocess.PIPE, check=True).stdout.decode()
    minor, names = answer.strip().split("\n")
    for name in set(names.split()) - WINDOWS:
        minors.setdefault(name, []).append(int(minor))

print("// Made by test/oracle/record_library_names.py from sys.stdlib_module_names: do not edit.")
print()
print("/** First and last minor version that has the module; 99 where the newest still has it. */")
print("export const LIBRARY_NAMES: ReadonlyMap<string, readonly [number, number]> = new Map([")
newest = max(max(found) for found in minors.values())
for name, found in sorted(minors.items()):
    last = 99 if max(found) == newest else max(found)
    print("  ['%s', [%d, %d]]," % (name, min(found), last))
print("]);")
