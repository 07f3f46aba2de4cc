"""The machine as the simulator shows it."""

import sys as _sys


def system():
    return 'Linux'


def machine():
    return 'x86_64'


def node():
    return 'simulator'


def release():
    return ''


def version():
    return ''


def processor():
    return 'x86_64'


def architecture(executable=None, bits='', linkage=''):
    return '64bit', 'ELF'


def python_version():
    return '%d.%d.%d' % _sys.version_info[:3]


def python_version_tuple():
    return tuple(map(str, _sys.version_info[:3]))


def python_implementation():
    return 'CPython'


def platform(aliased=False, terse=False):
    return 'Linux-x86_64'
