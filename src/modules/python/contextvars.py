"""Variables whose values belong to a context."""

__all__ = ('Context', 'ContextVar', 'Token', 'copy_context')

_NOTHING = object()


class _Missing:
    def __repr__(self):
        return '<Token.MISSING>'


class Context:
    """Values of variables; `run` makes it the current one for a call."""

    def __init__(self):
        self._values = {}
        self._entered = False

    def run(self, callable, *args, **kwargs):
        global _current
        if self._entered:
            raise RuntimeError('cannot enter context: %r is already entered' % self)
        before = _current
        self._entered = True
        _current = self
        try:
            return callable(*args, **kwargs)
        finally:
            _current = before
            self._entered = False

    def copy(self):
        new = Context()
        new._values = dict(self._values)
        return new

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def get(self, var, default=None):
        return self._values.get(var, default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()


_current = Context()


class Token:
    """What `set` returns: the way back."""

    MISSING = _Missing()

    def __init__(self, context, var, old):
        self._context = context
        self._var = var
        self._old = old
        self._used = False

    var = property(lambda self: self._var)
    old_value = property(lambda self: self._old)

    def __repr__(self):
        used = ' used' if self._used else ''
        return '<Token%s var=%r at 0x%x>' % (used, self._var, id(self))


class ContextVar:
    """A variable with a value in each context."""

    def __init__(self, name, *, default=_NOTHING):
        if not isinstance(name, str):
            raise TypeError('context variable name must be a str')
        self._name = name
        self._default = default

    name = property(lambda self: self._name)

    def __class_getitem__(cls, item):
        return cls

    def get(self, default=_NOTHING):
        value = _current._values.get(self, _NOTHING)
        if value is not _NOTHING:
            return value
        if default is not _NOTHING:
            return default
        if self._default is not _NOTHING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        token = Token(_current, self, _current._values.get(self, Token.MISSING))
        _current._values[self] = value
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError('%r has already been used once' % token)
        if token._var is not self:
            raise ValueError('%r was created by a different ContextVar' % token)
        if token._context is not _current:
            raise ValueError('%r was created in a different Context' % token)
        token._used = True
        if token._old is Token.MISSING:
            _current._values.pop(self, None)
        else:
            _current._values[self] = token._old

    def __repr__(self):
        default = '' if self._default is _NOTHING else ' default=%r' % (self._default,)
        return '<ContextVar name=%r%s at 0x%x>' % (self._name, default, id(self))


def copy_context():
    return _current.copy()
