"""Lines of source files."""

from _traceback import source_line

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]
cache = {}


def clearcache():
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """A line with its end, '' where there is none."""
    if lineno < 1:
        return ''
    line = source_line(filename, lineno)
    return '' if line is None else line + '\n'


def getlines(filename, module_globals=None):
    lines = []
    while True:
        line = source_line(filename, len(lines) + 1)
        if line is None:
            return lines
        lines.append(line + '\n')


def checkcache(filename=None):
    pass


def updatecache(filename, module_globals=None):
    return getlines(filename, module_globals)


def lazycache(filename, module_globals):
    return False
