"""What the collector's first counter sees while modules are imported. Run by record_import_events.py, in each version.

  import_events.py counts MODULE     the first import of MODULE: an event for each line of the bodies of modules, and how
                                     many objects it leaves unreachable
  import_events.py total MODULE      how much the count changes in all, unobserved
  import_events.py garbage MODULES   where objects become unreachable while MODULES are imported one after another
  import_events.py PLACES MODULES    how many they are, with collections at those places alone

Prints events: kind (c: a body begins, l: a line, r: it ends, n: a module without a body), module, line, count.
"""
import gc
import sys

mode, modules = sys.argv[1:]
if mode == "total":
    gc.disable()
    before = gc.get_count()[0]
    try:
        __import__(modules)
    except Exception:  # Modules that cannot be imported here, or not by themselves.
        pass
    print("total", gc.get_count()[0] - before)
    raise SystemExit
only = None if mode in ("counts", "garbage") else set(mode.split(";"))
# Lists of numbers and names alone: what is noted here must not be counted itself.
kinds, names, lines, counts = [], [], [], []
known = set(sys.modules)
visits = {}
NOWHERE = 10 ** 9


def note(kind, name, line):
    kinds.append(kind)
    names.append(name)
    lines.append(line)
    counts.append(gc.get_count()[0])


def note_unknown():
    """Modules that came without a body of Python."""
    if len(sys.modules) == len(known):
        return
    for name in list(sys.modules):
        if name not in known:
            known.add(name)
            note("n", name, "0")
    known.intersection_update(sys.modules)


def first_line(path):
    """Of the first function of a file among the garbage."""
    first = NOWHERE
    for o in gc.garbage:
        code = getattr(o, "__code__", None)
        if getattr(code, "co_filename", None) == path:
            first = min(first, code.co_firstlineno)
    return first


def collect(frame):
    place = "%s:%d" % (names[-1], frame.f_lineno)
    visits[place] = visits.get(place, 0) + 1
    place += ":%d" % visits[place]
    counts[-1] = 0
    if only is not None and place not in only:
        return
    gc.set_debug(gc.DEBUG_SAVEALL)
    counts[-1] = gc.collect()
    gc.set_debug(0)
    if counts[-1]:
        lines[-1] = "%d,%d,%s" % (frame.f_lineno, first_line(frame.f_code.co_filename), place)
        gc.garbage.clear()
        gc.collect()


def in_body(frame, event, argument):
    if event in ("line", "return"):
        if mode == "counts":
            note_unknown()
        note(event[0], frame.f_globals["__name__"], str(frame.f_lineno))
        if mode != "counts":
            collect(frame)
    return in_body


def tracer(frame, event, argument):
    # What a body evaluates of texts is its own.
    if frame.f_code.co_name != "<module>" or frame.f_code.co_filename == "<string>":
        return None
    name = frame.f_globals["__name__"]
    known.add(name)
    note("c", name, "0")
    return in_body


# No collection before: it would empty the free lists, which are full when a script begins.
gc.disable()
# Far from zero, below which it does not go.
kept = [[] for _ in range(300)]
note("l", "", "0")
sys.settrace(tracer)
for name in modules.split(","):
    try:
        __import__(name)
    except Exception:  # Modules that cannot be imported here, or not by themselves.
        pass
sys.settrace(None)
if mode == "counts":
    note_unknown()
note("l", "", "0")
if mode == "counts":
    print("left", gc.collect())
for event in zip(kinds, names, lines, counts):
    print(*event)
