"""Tracebacks as texts."""

import sys
import linecache
from _traceback import exception_text, last_text, level_text

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception', 'print_last', 'print_stack', 'print_tb',
           'clear_frames', 'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb', 'print_list']

_sentinel = object()
_CUTOFF = 3


class FrameSummary:
    """A level of a stack."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_line', 'locals', '_text')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._line = line
        self.locals = None if locals is None else {k: repr(v) for k, v in locals.items()}
        self._text = None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno and self.name == other.name
                    and self.locals == other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return "<FrameSummary file %s, line %s in %s>" % (self.filename, self.lineno, self.name)

    def __len__(self):
        return 4

    @property
    def line(self):
        if self._line is None and self.lineno is not None:
            self._line = linecache.getline(self.filename, self.lineno)
        return None if self._line is None else self._line.strip()

    def _format(self):
        if self._text is not None:
            text = self._text
        else:
            text = '  File "%s", line %s, in %s\n' % (self.filename, self.lineno, self.name)
            if self.line:
                text += '    %s\n' % self.line.strip()
        if self.locals:
            for name, value in sorted(self.locals.items()):
                text += '    %s = %s\n' % (name, value)
        return text


def walk_stack(f):
    """The frames from one outwards, with their lines."""
    if f is None:
        f = sys._getframe(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """The frames of a traceback with their lines."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _summary(frame, lineno, lasti, capture_locals=False):
    code = frame.f_code
    summary = FrameSummary(code.co_filename, lineno, code.co_name, locals=frame.f_locals if capture_locals else None)
    summary._text = level_text(code, lasti, lineno)
    return summary


def _limited(items, limit):
    if limit is None:
        limit = getattr(sys, 'tracebacklimit', None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return items
    return items[:limit] if limit >= 0 else items[limit:]


class StackSummary(list):
    """A list of levels."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        return klass(_limited([_summary(f, lineno, -1, capture_locals) for f, lineno in frame_gen], limit))

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for frame in a_list:
            if isinstance(frame, FrameSummary):
                result.append(frame)
            else:
                filename, lineno, name, line = frame
                result.append(FrameSummary(filename, lineno, name, line=line))
        return result

    def format_frame_summary(self, frame_summary):
        return frame_summary._format()

    def format(self):
        result = []
        last = None
        count = 0
        for frame in self:
            key = (frame.filename, frame.lineno, frame.name)
            if key != last:
                if count > _CUTOFF:
                    result.append(_repeated(count))
                last = key
                count = 0
            count += 1
            if count <= _CUTOFF:
                result.append(self.format_frame_summary(frame))
        if count > _CUTOFF:
            result.append(_repeated(count))
        return result


def _repeated(count):
    more = count - _CUTOFF
    return '  [Previous line repeated %d more time%s]\n' % (more, 's' if more > 1 else '')


def extract_tb(tb, limit=None):
    """The levels of a traceback."""
    items = []
    while tb is not None:
        items.append(_summary(tb.tb_frame, tb.tb_lineno, tb.tb_lasti))
        tb = tb.tb_next
    return StackSummary(_limited(items, limit))


def extract_stack(f=None, limit=None):
    """The levels of the running stack, oldest first."""
    if f is None:
        f = sys._getframe(1)
    items = []
    while f is not None:
        items.append(_summary(f, f.f_lineno, -1))
        f = f.f_back
    stack = StackSummary(_limited(items, limit))
    stack.reverse()
    return stack


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    for item in format_list(extracted_list):
        print(item, file=_file(file), end="")


def _file(file):
    return sys.stderr if file is None else file


def format_tb(tb, limit=None):
    return extract_tb(tb, limit=limit).format()


def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit=limit), file=file)


def format_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe(1)
    return extract_stack(f, limit=limit).format()


def print_stack(f=None, limit=None, file=None):
    if f is None:
        f = sys._getframe(1)
    print_list(extract_stack(f, limit=limit), file=file)


def _value_of(exc, value):
    if value is _sentinel:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError("Exception expected for value, %s found" % type(exc).__name__)
        return exc
    return value


def _with_tb(value, tb):
    """The exception with another traceback, for as long as it is put into words."""
    if tb is _sentinel or value.__traceback__ is tb:
        return None
    old = value.__traceback__
    value.__traceback__ = tb
    return (old,)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True):
    """All lines that are printed for an exception."""
    value = _value_of(exc, value)
    if value is None:
        return ['NoneType: None\n']
    old = _with_tb(value, tb)
    try:
        if limit is None and getattr(sys, 'tracebacklimit', None) is None:
            return exception_text(value, bool(chain)).splitlines(True)
        levels = format_tb(value.__traceback__, limit)
        lines = ['Traceback (most recent call last):\n'] if levels else []
        return lines + levels + [last_text(value)]
    finally:
        if old is not None:
            value.__traceback__ = old[0]


def format_exception_only(exc, /, value=_sentinel, **kw):
    """The last lines: type and message."""
    value = _value_of(exc, value)
    if value is None:
        return ['NoneType: None\n'] if exc is None else ['%s\n' % exc.__name__]
    return last_text(value).splitlines(True)


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True, **kw):
    for line in format_exception(exc, value, tb, limit, chain):
        print(line, file=_file(file), end="")


def _handled():
    return sys.exc_info()[1]


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception that is being handled."""
    value = sys.exc_info()[1]
    print_exception(type(value), value, None if value is None else value.__traceback__, limit, file, chain)


def format_exc(limit=None, chain=True):
    """The text of the exception that is being handled."""
    value = sys.exc_info()[1]
    return "".join(format_exception(type(value), value, None if value is None else value.__traceback__, limit, chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_value"):
        raise ValueError("no last exception")
    print_exception(type(sys.last_value), sys.last_value, sys.last_value.__traceback__, limit, file, chain)


def clear_frames(tb):
    """Drops the local variables of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


class TracebackException:
    """An exception put into words, without references to it."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, _seen=None, **kw):
        self.stack = extract_tb(exc_traceback, limit)
        self.exc_type = exc_type
        self._str = str(exc_value)
        self.__notes__ = getattr(exc_value, '__notes__', None)
        self.__suppress_context__ = exc_value.__suppress_context__
        self._whole = format_exception(exc_type, exc_value, exc_traceback, limit)
        self._plain = format_exception(exc_type, exc_value, exc_traceback, limit, False)
        self._last = format_exception_only(exc_type, exc_value)
        cause, context = exc_value.__cause__, exc_value.__context__
        self.__cause__ = None if cause is None else TracebackException.from_exception(cause)
        self.__context__ = None if context is None or self.__suppress_context__ else TracebackException.from_exception(context)
        if isinstance(exc_value, SyntaxError):
            self.filename = exc_value.filename
            self.lineno = str(exc_value.lineno) if exc_value.lineno is not None else None
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.msg = exc_value.msg

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        return self.exc_type.__qualname__

    def __str__(self):
        return self._str

    def format_exception_only(self, **kw):
        yield from self._last

    def format(self, *, chain=True, **kw):
        yield from (self._whole if chain else self._plain)

    def print(self, *, file=None, chain=True, **kw):
        for line in self.format(chain=chain):
            print(line, file=_file(file), end="")
