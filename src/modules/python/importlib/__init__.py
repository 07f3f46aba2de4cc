"""Importing modules by names made at run time."""

import sys

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']
__import__ = __import__


def invalidate_caches():
    pass


def import_module(name, package=None):
    """Imports a module by name; a relative one needs the package it is relative to."""
    if name.startswith('.'):
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for {!r}".format(name))
        depth = len(name) - len(name.lstrip('.'))
        base = package.rsplit('.', depth - 1)
        if len(base) < depth:
            raise ImportError('attempted relative import beyond top-level package')
        rest = name[depth:]
        name = base[0] + '.' + rest if rest else base[0]
    __import__(name)
    return sys.modules[name]


def reload(module):
    """Runs the text of an imported module once more, in the dict it has."""
    name = getattr(module, '__name__', None)
    if not isinstance(module, type(sys)):
        raise TypeError('reload() argument must be a module')
    if sys.modules.get(name) is not module:
        raise ImportError('module %s not in sys.modules' % name, name=name)
    file = getattr(module, '__file__', None)
    if file is not None:
        import linecache
        exec(compile(''.join(linecache.getlines(file)), file, 'exec'), module.__dict__)
    return module
