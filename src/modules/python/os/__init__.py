"""The operating system as the simulator shows it: paths and an empty environment, no files."""

import sys as _sys
from . import path

name = 'posix'
linesep = '\n'
sep = '/'
altsep = None
extsep = '.'
curdir = '.'
pardir = '..'
pathsep = ':'
defpath = '/bin:/usr/bin'
devnull = '/dev/null'
error = OSError
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT = 0, 1, 2, 64
_sys.modules['os.path'] = path


class _Environ(dict):
    """The environment of the simulated process."""

    def __repr__(self):
        return 'environ(%s)' % dict.__repr__(self)

    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, str):
                raise TypeError('str expected, not %s' % type(text).__name__)
        dict.__setitem__(self, key, value)


environ = _Environ(HOME='/home/user', PATH='/usr/bin:/bin', LANG='C.UTF-8')


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def unsetenv(key):
    environ.pop(key, None)


def getcwd():
    return '/home/user'


def getpid():
    return 4711


def getppid():
    return 4710


def cpu_count():
    return 1


def urandom(size):
    import random
    return bytes(random.getrandbits(8) for _ in range(size))


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(type(path), '__fspath__'):
        return type(path).__fspath__(path)
    raise TypeError('expected str, bytes or os.PathLike object, not ' + type(path).__name__)


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode() if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode() if isinstance(filename, bytes) else filename


def strerror(code):
    names = {1: 'Operation not permitted', 2: 'No such file or directory', 13: 'Permission denied', 17: 'File exists',
             21: 'Is a directory', 22: 'Invalid argument'}
    return names.get(code, 'Unknown error %d' % code)


def system(command):
    return _no_files(command)


def get_terminal_size(fd=1):
    return terminal_size((80, 24))


class terminal_size(tuple):
    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return 'os.terminal_size(columns=%d, lines=%d)' % self


class PathLike:
    """What has __fspath__."""

    @classmethod
    def __subclasshook__(cls, subclass):
        return hasattr(subclass, '__fspath__') if cls is PathLike else NotImplemented


def _no_files(*args, **kwargs):
    raise PermissionError(1, 'the simulator has no files')


(open, listdir, scandir, walk, mkdir, makedirs, remove, unlink, rmdir, removedirs, rename, replace, stat, lstat, chmod,
 chdir, popen, link, symlink, readlink, truncate, utime, read, write, close, fork, execv, kill) = (_no_files,) * 28


def access(path, mode):
    return False


def _exit(status):
    raise SystemExit(status)


def abort():
    raise SystemExit(134)
