#!/usr/bin/env python3
"""Print src/spec/libraryMembers.generated.ts: the public names of the modules that are simulated, by version.

  record_library_members.py PYTHON [PYTHON ...] > src/spec/libraryMembers.generated.ts

The modules are those of the table in src/modules/README.md and some of their submodules. Names with a leading
underscore and names that are modules are left out; submodules of packages are listed on their own.
"""
import os
import re
import subprocess
import sys

SUBMODULES = ["collections.abc", "concurrent.futures", "importlib.util", "os.path", "urllib.parse"]
ASK = r"""
import importlib, pkgutil, sys, warnings
warnings.simplefilter("ignore")
print("%d" % sys.version_info[1])
for name in sys.argv[1:]:
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print(name, *sorted(n for n in dir(module) if n[:1] != "_" and not isinstance(getattr(module, n), type(sys))))
    if hasattr(module, "__path__"):
        print(name + ".", *sorted(m.name for m in pkgutil.iter_modules(module.__path__) if m.name[:1] != "_"))
"""

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
with open(os.path.join(root, "src", "modules", "README.md")) as table:
    modules = re.findall(r"^\| `(\w+)` \|", table.read(), re.M)
modules = sorted((set(modules) | set(SUBMODULES)) - {"doctest", "linecache"})

found = {}
minors = []
for python in sys.argv[1:]:
    answer = subprocess.run([python, "-c", ASK] + modules, stdout=subprocess.PIPE, check=True).stdout.decode()
    lines = answer.strip().split("\n")
    minors.append(int(lines[0]))
    for line in lines[1:]:
        module, *names = line.split()
        for name in names:
            found.setdefault(module, {}).setdefault(name, []).append(minors[-1])

print("// Made by test/oracle/record_library_members.py from dir() of each module: do not edit.")
print()
print("/**")
print(" * Public names by module; under `json.` the submodules of the package json. `name:9-11` stands in 3.9 to 3.11 only,")
print(" * one end may be left out.")
print(" */")
print("export const LIBRARY_MEMBERS: ReadonlyMap<string, string> = new Map([")
for module, names in sorted(found.items()):
    words = []
    for name, where in sorted(names.items()):
        first = "" if min(where) == min(minors) else str(min(where))
        last = "" if max(where) == max(minors) else str(max(where))
        words.append(name + (":%s-%s" % (first, last) if first or last else ""))
    print("  ['%s', '%s']," % (module, " ".join(words)))
print("]);")
