"""Paths. Whatever would touch a file is refused: the simulator has none."""

import os as _os

__all__ = ['PurePath', 'PurePosixPath', 'Path', 'PosixPath']


class PurePath:
    """A POSIX path."""

    __slots__ = ('_root', '_parts')

    def __new__(cls, *args):
        if cls is Path:
            cls = PosixPath
        elif cls is PurePath:
            cls = PurePosixPath
        return cls._make(_os.path.join('', *args) if args else '')

    @classmethod
    def _make(cls, text):
        self = object.__new__(cls)
        self._root = '/' if text.startswith('/') else ''
        self._parts = [p for p in text.split('/') if p and p != '.']
        return self

    def __str__(self):
        return self._root + '/'.join(self._parts) or '.'

    __fspath__ = as_posix = __str__

    def __repr__(self):
        return '%s(%r)' % (type(self).__name__, str(self))

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        return str(self) == str(other) if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, key):
        if not isinstance(key, (str, PurePath)):
            return NotImplemented
        return self._make(_os.path.join(str(self), str(key)))

    def __rtruediv__(self, key):
        return self._make(_os.path.join(key, str(self))) if isinstance(key, str) else NotImplemented

    @property
    def parts(self):
        return tuple(([self._root] if self._root else []) + self._parts)

    root = anchor = property(lambda self: self._root)
    drive = property(lambda self: '')
    name = property(lambda self: self._parts[-1] if self._parts else '')

    @property
    def suffix(self):
        dot = self.name.rfind('.')
        return self.name[dot:] if 0 < dot < len(self.name) - 1 else ''

    @property
    def suffixes(self):
        if self.name.endswith('.'):
            return []
        return ['.' + part for part in self.name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        return self.name[:len(self.name) - len(self.suffix)]

    @property
    def parent(self):
        return self._make(self._root + '/'.join(self._parts[:-1]))

    @property
    def parents(self):
        found = []
        path = self
        while path.parent != path:
            path = path.parent
            found.append(path)
        return tuple(found)

    def is_absolute(self):
        return bool(self._root)

    def joinpath(self, *others):
        return self._make(_os.path.join(str(self), *map(str, others)))

    def with_name(self, name):
        if not self.name:
            raise ValueError('%r has an empty name' % (self,))
        return self._make(self._root + '/'.join(self._parts[:-1] + [name]))

    def with_suffix(self, suffix):
        if suffix and not suffix.startswith('.') or suffix == '.':
            raise ValueError('Invalid suffix %r' % suffix)
        return self.with_name(self.stem + suffix)

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def relative_to(self, *other):
        base = self._make(_os.path.join(*map(str, other)))
        n = len(base.parts)
        if self.parts[:n] != base.parts:
            raise ValueError('%r is not in the subpath of %r' % (str(self), str(base)))
        return self._make('/'.join(self.parts[n:]))

    def is_relative_to(self, *other):
        base = self._make(_os.path.join(*map(str, other)))
        return self.parts[:len(base.parts)] == base.parts

    def match(self, pattern):
        from fnmatch import fnmatchcase
        wanted = [p for p in pattern.split('/') if p]
        mine = self._parts[-len(wanted):]
        return len(mine) == len(wanted) and all(map(fnmatchcase, mine, wanted))


class PurePosixPath(PurePath):
    __slots__ = ()


class Path(PurePath):
    """A path that could be opened, were there files."""

    __slots__ = ()

    @classmethod
    def cwd(cls):
        return cls(_os.getcwd())

    @classmethod
    def home(cls):
        return cls(_os.path.expanduser('~'))

    def absolute(self):
        return self._make(_os.path.join(_os.getcwd(), str(self)))

    def resolve(self, strict=False):
        return self._make(_os.path.abspath(str(self)))

    def expanduser(self):
        return self._make(_os.path.expanduser(str(self)))

    def exists(self):
        return False

    is_file = is_dir = is_symlink = exists

    def _refuse(self, *args, **kwargs):
        raise PermissionError(1, 'the simulator has no files', str(self))

    open = read_text = read_bytes = write_text = write_bytes = mkdir = rmdir = unlink = touch = iterdir = glob = _refuse
    rglob = stat = rename = replace = chmod = _refuse


class PosixPath(Path, PurePosixPath):
    __slots__ = ()
