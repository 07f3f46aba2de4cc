#!/usr/bin/env python3
"""Print src/spec/importEvents.generated.ts: what the collector sees of the first import of a module.

  record_import_events.py PYTHON [PYTHON ...] > src/spec/importEvents.generated.ts

The interpreters' bytecode of the library should be written. An interpreter whose site-packages import much is started
with `PYTHON=-S`.
"""
import os
import re
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "..", "..", "src", "modules", "README.md")) as table:
    modules = sorted(set(re.findall(r"^\| `(\w+)` \|", table.read(), re.M)) - {"sys", "builtins", "doctest"})
modules += ["collections.abc", "concurrent.futures", "importlib.util", "urllib.parse", "unittest.mock", "tokenize"]
# Changes of the counter that are smaller are put together with what follows.
SMALL = 12
NOWHERE = 10 ** 9


def events(command, mode, names):
    program = [os.path.join(here, "import_events.py"), mode, names]
    done = subprocess.run(command + program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode())
    found = []
    sums = {"left": 0, "total": 0}
    for line in done.stdout.decode().splitlines():
        parts = line.split(" ")
        if len(parts) == 4:
            found.append((parts[0], parts[1], parts[2], int(parts[3])))
        else:
            sums[parts[0]] = int(parts[1])
    return found, sums


def garbage_of(command):
    """By module: the visit of a line at which objects become unreachable, the line of the first, how many."""
    names = ",".join(modules)
    places = [e[2].split(",")[2] for e in events(command, "garbage", names)[0] if "," in e[2]]
    left = {}
    for _, module, where, count in events(command, ";".join(places) or "-", names)[0]:
        if "," not in where:
            continue
        line, first, place = where.split(",")
        visit = int(place.rsplit(":", 1)[1])
        made = int(first) if int(first) <= int(line) else NOWHERE
        left.setdefault(module, []).append((int(line), visit, made, count))
    return left


class Load(int):
    """A change by code of C alone, in which no collection comes by since 3.12."""

    def __str__(self):
        return "*%d" % int(self)


class Body:
    """What one module does itself: changes of the counter, imports, objects that will be garbage."""

    def __init__(self, garbage):
        self.steps = []
        self.drops = {(line, visit): at for at, (line, visit, _, _) in enumerate(garbage)}
        self.makes = sorted((made, at) for at, (_, _, made, _) in enumerate(garbage) if made != NOWHERE)
        self.made = set()
        self.garbage = garbage
        self.visits = {}

    def change(self, n):
        if n == 0:
            return
        last = self.steps[-1] if self.steps else None
        if type(last) is int and ((last > 0) == (n > 0) or abs(n) < SMALL or abs(last) < SMALL):
            self.steps[-1] += n
        else:
            self.steps.append(n)

    def make(self, at):
        if at not in self.made:
            self.made.add(at)
            self.steps.append("(%d" % self.garbage[at][3])
            self.garbage[at] += (len(self.made) - 1,)

    def garbage_counts(self):
        return [g[:4] for at, g in enumerate(self.garbage) if at in self.made]

    def leave(self, more):
        """Objects more are unreachable at the end."""
        if self.made:
            last = max(i for i, step in enumerate(self.steps) if str(step).startswith("("))
            self.steps[last] = "(%d" % (int(self.steps[last][1:]) + more)
        else:
            self.steps += ["(%d" % more, ")0"]

    def begin_with(self, change):
        if change == 0:
            return
        if self.steps and isinstance(self.steps[0], int):
            self.steps[0] = type(self.steps[0])(self.steps[0] + change)
        else:
            self.steps.insert(0, change)

    def pass_by(self, line):
        """A line begins: what was made before it, by a statement that is over."""
        while self.makes and self.makes[0][0] < line:
            self.make(self.makes.pop(0)[1])

    def reach(self, line):
        """A line begins: what is dropped by then."""
        self.visits[line] = self.visits.get(line, 0) + 1
        drop = self.drops.get((line, self.visits[line]))
        if drop is not None:
            self.make(drop)
            self.steps.append(")%d" % self.garbage[drop][4])


def body_of(command, name, garbage):
    """
    The body of a module, names of all modules that its first import loads, how many objects this leaves unreachable, and
    how much the count changes.
    """
    stack = [("", Body([]))]
    own = None
    loads = []
    last = None
    ended = None
    found, sums = events(command, "counts", name)
    total = events(command, "total", name)[1]["total"]
    for kind, module, line, count in found:
        change = 0 if last is None else count - last
        last = count
        # What an import took until its importer's next line is its own.
        owner = ended or stack[-1][1]
        ended = None
        if kind in "cn":
            stack[-1][1].steps.append(">" + module)
            loads.append(module)
            body = Body([tuple(g) for g in garbage.get(module, [])])
            if module == name:
                own = body
            if kind == "n":
                # A module of C that imports others is seen after them.
                if module == name:
                    body.steps += [step for step in stack[0][1].steps if step != ">" + name and str(step)[0] == ">"]
                body.steps.append(Load(change))
                continue
            # The frame that a tracer sees is an object.
            body.steps.append(Load(change - 1))
            stack.append((module, body))
            continue
        if module != "":
            stack[-1][1].pass_by(int(line))
        owner.change(change)
        if module == "":
            continue
        stack[-1][1].reach(int(line))
        if kind == "r":
            ended = stack.pop()[1]
            ended.change(-1)
    return own, loads, sums["left"], total


def record(command):
    """By module: the steps of its body."""
    garbage = garbage_of(command)
    bodies = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop(0)
        if name in bodies:
            continue
        bodies[name] = body_of(command, name, garbage)
        waiting += [other for other in bodies[name][1] if other not in bodies]
    owned = {}
    # What is unreachable once the code of a body is gone, too: the literals of classes.
    changed = {}
    for name, (own, loads, left, total) in sorted(bodies.items(), key=lambda item: len(item[1][1])):
        if own is None:
            continue
        owned[name] = left - sum(owned.get(other, 0) for other in set(loads) - {name})
        more = owned[name] - sum(n for _, _, _, n in own.garbage_counts())
        if more > 0:
            own.leave(more)
        # What an observer moves, and what only the first of all imports does.
        rest = total - sum(changed.get(other, 0) for other in set(loads) - {name})
        changed[name] = rest
        own.begin_with(rest - sum(step for step in own.steps if isinstance(step, int)))
    # It is imported by who observes: a module, its dict and its functions.
    functions = "import gc; print(sum(callable(f) for f in vars(gc).values()) - 1)"
    bodies["gc"] = Body([]), [], 0, 0
    bodies["gc"][0].change(int(subprocess.run(command + ["-c", functions], stdout=subprocess.PIPE).stdout) + 2)
    return {name: own.steps for name, (own, _, _, _) in bodies.items() if own is not None and own.steps}


recorded = {}
for argument in sys.argv[1:]:
    python, *options = argument.split("=")
    command = [python] + options
    minor = int(subprocess.run([python, "-c", "import sys; print(sys.version_info[1])"], stdout=subprocess.PIPE).stdout)
    recorded[minor] = record(command)

print("// Made by test/oracle/record_import_events.py: do not edit.")
print()
print("/**")
print(" * By minor version: what the body of a module does when it is imported first. A number: the collector's first count")
print(" * changes, with a star while it is loaded; `>name`: it imports; `(n`: it makes n objects; `)i`: those that it made the")
print(" * i-th time become unreachable.")
print(" */")
print("export const IMPORT_EVENTS: ReadonlyMap<number, ReadonlyMap<string, string>> = new Map([")
for minor, bodies in sorted(recorded.items()):
    pairs = ", ".join("['%s', '%s']" % (name, " ".join(map(str, steps))) for name, steps in sorted(bodies.items()))
    print("  [%d, new Map([%s])]," % (minor, pairs))
print("]);")
