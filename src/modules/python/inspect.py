"""Looking into live objects."""

import sys
import types
import functools
import collections
import collections.abc
import enum

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512
TPFLAGS_IS_ABSTRACT = 1 << 20


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def ismethoddescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__get__") and not hasattr(tp, "__set__")


def isdatadescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__set__") or hasattr(tp, "__delete__")


def ismemberdescriptor(object):
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    return isinstance(object, types.GetSetDescriptorType)


def _has_code_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    while isinstance(f, functools.partial):
        f = f.func
    return isfunction(f) and bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    return _has_code_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    return _has_code_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    return isinstance(object, types.CoroutineType) or isinstance(object, collections.abc.Awaitable)


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, '__abstractmethods__', None))


def getmembers(object, predicate=None):
    """Names and values of all attributes, sorted by name."""
    mro = (object,) + getmro(object) if isclass(object) else ()
    results = []
    processed = set()
    names = dir(object)
    for key in names:
        try:
            value = getattr(object, key)
            if key in processed:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if key in base.__dict__:
                    value = base.__dict__[key]
                    break
            else:
                continue
        if not predicate or predicate(value):
            results.append((key, value))
        processed.add(key)
    results.sort(key=lambda pair: pair[0])
    return results


def getmro(cls):
    return cls.__mro__


def unwrap(func, *, stop=None):
    """The function behind decorators that set __wrapped__."""
    f = func
    seen = {id(f)}
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError('wrapper loop when unwrapping %r' % (f,))
        seen.add(id(func))
    return func


def cleandoc(doc):
    """A docstring without its common indentation."""
    lines = doc.expandtabs().split('\n')
    margin = sys.maxsize
    for line in lines[1:]:
        content = len(line.lstrip())
        if content:
            margin = min(margin, len(line) - content)
    if lines:
        lines[0] = lines[0].lstrip()
    if margin < sys.maxsize:
        for i in range(1, len(lines)):
            lines[i] = lines[i][margin:]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getdoc(object):
    """The docstring of an object, cleaned; that of a base class where it has none."""
    doc = getattr(object, '__doc__', None)
    if doc is None and isclass(object):
        for base in object.__mro__:
            if base is not object and base.__doc__ is not None and base.__name__ != 'object':
                doc = base.__doc__
                break
    return cleandoc(doc) if isinstance(doc, str) else None


def getfile(object):
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError('%r is a built-in module' % (object,))
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, '__file__', None):
            return module.__file__
        raise TypeError('%r is a built-in class' % (object,))
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object was expected, got %s'
                    % type(object).__name__)


getsourcefile = getfile


def getmodule(object, _filename=None):
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    return None


def getmodulename(path):
    name = path.rpartition('/')[2]
    return name[:-3] if name.endswith('.py') else None


def getsourcelines(object):
    """The lines of a function or class, and the number of the first one."""
    import linecache
    object = unwrap(object) if not isclass(object) else object
    file = getfile(object)
    lines = linecache.getlines(file)
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isclass(object):
        head = 'class ' + object.__name__
        for i, line in enumerate(lines):
            rest = line.strip()
            if rest.startswith(head) and not (rest[len(head):len(head) + 1].isalnum() or rest[len(head):len(head) + 1] == '_'):
                return _block(lines, i), i + 1
        raise OSError('could not find class definition')
    if ismethod(object):
        object = object.__func__
    first = object.__code__.co_firstlineno if isfunction(object) else object.co_firstlineno
    return _block(lines, first - 1), first


def _block(lines, start):
    """The lines of the block that begins at `start`."""
    indent = len(lines[start]) - len(lines[start].lstrip())
    end = start
    head = True
    depth = 0
    for i in range(start, len(lines)):
        line = lines[i]
        text = line.strip()
        if not head and text and not text.startswith('#') and depth == 0:
            if len(line) - len(line.lstrip()) <= indent:
                break
        if text:
            end = i
        depth = max(0, depth + sum(line.count(c) for c in '([{') - sum(line.count(c) for c in ')]}'))
        if head and depth == 0 and not text.startswith('@') and text:
            head = False
    return lines[start:end + 1]


def getsource(object):
    """The text of a function or class."""
    return ''.join(getsourcelines(object)[0])


_sentinel = object()


def getattr_static(obj, attr, default=_sentinel):
    """An attribute without running descriptors."""
    if not isinstance(obj, type):
        own = getattr(obj, '__dict__', None)
        if isinstance(own, dict) and attr in own:
            for base in type(obj).__mro__:
                if attr in base.__dict__ and isdatadescriptor(base.__dict__[attr]):
                    return base.__dict__[attr]
            return own[attr]
        bases = type(obj).__mro__
    else:
        bases = obj.__mro__ + type(obj).__mro__
    for base in bases:
        if attr in base.__dict__:
            return base.__dict__[attr]
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = 'GEN_CREATED', 'GEN_RUNNING', 'GEN_SUSPENDED', 'GEN_CLOSED'
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = 'CORO_CREATED', 'CORO_RUNNING', 'CORO_SUSPENDED', 'CORO_CLOSED'


def _state(running, frame, prefix):
    if running:
        return prefix + 'RUNNING'
    if frame is None:
        return prefix + 'CLOSED'
    return prefix + ('CREATED' if frame.f_lasti in (-1, 0) else 'SUSPENDED')


def getgeneratorstate(generator):
    """Whether a generator has begun, waits, runs or has ended."""
    if generator.gi_running:
        return GEN_RUNNING
    if sys.version_info >= (3, 11) and generator.gi_suspended:
        return GEN_SUSPENDED
    if generator.gi_frame is None:
        return GEN_CLOSED
    if sys.version_info < (3, 11) and generator.gi_frame.f_lasti not in (-1, 0, 2):
        return GEN_SUSPENDED
    return GEN_CREATED


def getcoroutinestate(coroutine):
    """Whether a coroutine has begun, waits, runs or has ended."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if sys.version_info >= (3, 11) and coroutine.cr_suspended:
        return CORO_SUSPENDED
    if coroutine.cr_frame is None:
        return CORO_CLOSED
    if sys.version_info < (3, 11) and coroutine.cr_frame.f_lasti not in (-1, 0, 2):
        return CORO_SUSPENDED
    return CORO_CREATED


def getgeneratorlocals(generator):
    frame = getattr(generator, "gi_frame", None)
    return generator.gi_frame.f_locals if frame is not None else {}


FrameInfo = collections.namedtuple('FrameInfo', ('frame', 'filename', 'lineno', 'function', 'code_context', 'index'))
Traceback = collections.namedtuple('Traceback', ('filename', 'lineno', 'function', 'code_context', 'index'))
ClosureVars = collections.namedtuple('ClosureVars', 'nonlocals globals builtins unbound')
FullArgSpec = collections.namedtuple('FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations')
ArgInfo = collections.namedtuple('ArgInfo', 'args varargs keywords locals')
Attribute = collections.namedtuple('Attribute', 'name kind defining_class object')


def currentframe():
    """The frame of the caller."""
    return sys._getframe(1)


def getframeinfo(frame, context=1):
    import linecache
    if istraceback(frame):
        lineno = frame.tb_lineno
        frame = frame.tb_frame
    else:
        lineno = frame.f_lineno
    line = linecache.getline(frame.f_code.co_filename, lineno)
    return Traceback(frame.f_code.co_filename, lineno, frame.f_code.co_name, [line] if line else None, 0 if line else None)


def getouterframes(frame, context=1):
    framelist = []
    while frame:
        framelist.append(FrameInfo(*((frame,) + getframeinfo(frame, context))))
        frame = frame.f_back
    return framelist


def stack(context=1):
    """The frames of the running functions, innermost first."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    tb = sys.exc_info()[2]
    framelist = []
    while tb:
        framelist.append(FrameInfo(*((tb.tb_frame,) + getframeinfo(tb, context))))
        tb = tb.tb_next
    return framelist


def getclosurevars(func):
    """What a function's names refer to outside of it."""
    if ismethod(func):
        func = func.__func__
    code = func.__code__
    nonlocals = {} if func.__closure__ is None else {
        var: cell.cell_contents for var, cell in zip(code.co_freevars, func.__closure__)}
    builtin_ns = func.__globals__.get("__builtins__", {})
    if ismodule(builtin_ns):
        builtin_ns = builtin_ns.__dict__
    global_vars, builtin_vars, unbound = {}, {}, set()
    for name in code.co_names:
        if name in func.__globals__:
            global_vars[name] = func.__globals__[name]
        elif name in builtin_ns:
            builtin_vars[name] = builtin_ns[name]
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, global_vars, builtin_vars, unbound)


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self._name_

    @property
    def description(self):
        return ('positional-only', 'positional or keyword', 'variadic positional', 'keyword-only',
                'variadic keyword')[self.value]


class _empty:
    """Stands where there is no default or annotation."""


def formatannotation(annotation, base_module=None):
    if getattr(annotation, '__module__', None) == 'typing':
        return repr(annotation).replace('typing.', '')
    if sys.version_info >= (3, 9) and isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return annotation.__module__ + '.' + annotation.__qualname__
    return repr(annotation)


class Parameter:
    """A parameter of a signature."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')
    POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
    KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
    VAR_KEYWORD = _ParameterKind.VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self._kind = _ParameterKind(kind)
        self._name = name
        self._default = default
        self._annotation = annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, **changes):
        values = dict(name=self._name, kind=self._kind, default=self._default, annotation=self._annotation)
        values.update(changes)
        return type(self)(values.pop('name'), values.pop('kind'), **values)

    def __str__(self):
        formatted = self._name
        if self._annotation is not _empty:
            formatted = '%s: %s' % (formatted, formatannotation(self._annotation))
        if self._default is not _empty:
            formatted = ('%s = %r' if self._annotation is not _empty else '%s=%r') % (formatted, self._default)
        if self._kind == self.VAR_POSITIONAL:
            formatted = '*' + formatted
        elif self._kind == self.VAR_KEYWORD:
            formatted = '**' + formatted
        return formatted

    def __repr__(self):
        return '<%s "%s">' % (self.__class__.__name__, self)

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name, self._kind, self._default, self._annotation) == (
            other._name, other._kind, other._default, other._annotation)


class BoundArguments:
    """Arguments by parameter."""

    __slots__ = ('arguments', '_signature')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY) or name not in self.arguments:
                break
            if param.kind == Parameter.VAR_POSITIONAL:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY) or name not in self.arguments:
                    started = True
                if not started or name not in self.arguments:
                    continue
            if name not in self.arguments:
                continue
            if param.kind == Parameter.VAR_KEYWORD:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        new = {}
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                new[name] = self.arguments[name]
            elif param.default is not _empty:
                new[name] = param.default
            elif param.kind == Parameter.VAR_POSITIONAL:
                new[name] = ()
            elif param.kind == Parameter.VAR_KEYWORD:
                new[name] = {}
        self.arguments = new

    def __repr__(self):
        return '<%s (%s)>' % (self.__class__.__name__, ', '.join('%s=%r' % pair for pair in self.arguments.items()))


class Signature:
    """The parameters of a callable, and what it returns."""

    __slots__ = ('_return_annotation', '_parameters')
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        self._parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, **kw):
        return _signature_of(obj, follow_wrapped)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_empty, return_annotation=_empty):
        return type(self)(self.parameters.values() if parameters is _empty else parameters,
                          return_annotation=self._return_annotation if return_annotation is _empty else return_annotation)

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self.parameters.items()) == list(other.parameters.items()) and \
            self._return_annotation == other._return_annotation

    def __hash__(self):
        return hash((tuple(self.parameters.values()), self._return_annotation))

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        rest = list(args)
        kwargs = dict(kwargs)
        var_keyword = None
        for param in self.parameters.values():
            if param.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD):
                if rest:
                    if param.name in kwargs and param.kind != Parameter.POSITIONAL_ONLY:
                        raise TypeError("multiple values for argument %r" % param.name)
                    arguments[param.name] = rest.pop(0)
                elif param.kind == Parameter.POSITIONAL_OR_KEYWORD and param.name in kwargs:
                    arguments[param.name] = kwargs.pop(param.name)
                elif param.default is _empty and not partial:
                    raise TypeError("missing a required argument: %r" % param.name)
            elif param.kind == Parameter.VAR_POSITIONAL:
                if rest:
                    arguments[param.name] = tuple(rest)
                rest = []
            elif param.kind == Parameter.KEYWORD_ONLY:
                if param.name in kwargs:
                    arguments[param.name] = kwargs.pop(param.name)
                elif param.default is _empty and not partial:
                    raise TypeError("missing a required argument: %r" % param.name)
            else:
                var_keyword = param
        if rest:
            raise TypeError('too many positional arguments')
        if kwargs:
            if var_keyword is None:
                raise TypeError('got an unexpected keyword argument %r' % next(iter(kwargs)))
            arguments[var_keyword.name] = kwargs
        return BoundArguments(self, arguments)

    def __repr__(self):
        return '<%s %s>' % (self.__class__.__name__, self)

    def __str__(self):
        result = []
        render_pos_only = False
        render_kw_only = True
        for param in self.parameters.values():
            formatted = str(param)
            if param.kind == Parameter.POSITIONAL_ONLY:
                render_pos_only = True
            elif render_pos_only:
                result.append('/')
                render_pos_only = False
            if param.kind == Parameter.VAR_POSITIONAL:
                render_kw_only = False
            elif param.kind == Parameter.KEYWORD_ONLY and render_kw_only:
                result.append('*')
                render_kw_only = False
            result.append(formatted)
        if render_pos_only:
            result.append('/')
        rendered = '(%s)' % ', '.join(result)
        if self._return_annotation is not _empty:
            rendered += ' -> %s' % formatannotation(self._return_annotation)
        return rendered


def _function_signature(func):
    code = func.__code__
    count = code.co_argcount
    names = code.co_varnames
    positional_only = code.co_posonlyargcount
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    annotations = getattr(func, '__annotations__', None) or {}
    parameters = []
    first_default = count - len(defaults)
    for i, name in enumerate(names[:count]):
        kind = Parameter.POSITIONAL_ONLY if i < positional_only else Parameter.POSITIONAL_OR_KEYWORD
        default = defaults[i - first_default] if i >= first_default else _empty
        parameters.append(Parameter(name, kind, default=default, annotation=annotations.get(name, _empty)))
    at = count + code.co_kwonlyargcount
    if code.co_flags & CO_VARARGS:
        parameters.append(Parameter(names[at], Parameter.VAR_POSITIONAL, annotation=annotations.get(names[at], _empty)))
        at += 1
    for name in names[count:count + code.co_kwonlyargcount]:
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=kwdefaults.get(name, _empty),
                                    annotation=annotations.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        parameters.append(Parameter(names[at], Parameter.VAR_KEYWORD, annotation=annotations.get(names[at], _empty)))
    return Signature(parameters, return_annotation=annotations.get('return', _empty))


def _without_first(sig):
    return sig.replace(parameters=list(sig.parameters.values())[1:])


def _signature_of(obj, follow_wrapped=True):
    if not callable(obj):
        raise TypeError('%r is not a callable object' % (obj,))
    if ismethod(obj):
        return _without_first(_signature_of(obj.__func__, follow_wrapped))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__"))
        if ismethod(obj):
            return _signature_of(obj)
    sig = getattr(obj, '__signature__', None)
    if isinstance(sig, Signature):
        return sig
    if isfunction(obj):
        return _function_signature(obj)
    if isinstance(obj, functools.partial):
        sig = _signature_of(obj.func)
        bound = sig.bind_partial(*obj.args, **obj.keywords).arguments
        parameters = []
        keyword_only = False
        for name, param in sig.parameters.items():
            if name in bound and name not in obj.keywords and param.kind != Parameter.VAR_POSITIONAL:
                continue
            if name in obj.keywords:
                keyword_only = True
                param = param.replace(kind=Parameter.KEYWORD_ONLY, default=obj.keywords[name])
            elif keyword_only and param.kind == Parameter.POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=Parameter.KEYWORD_ONLY)
            parameters.append(param)
        return sig.replace(parameters=parameters)
    if isclass(obj):
        for name in ('__new__', '__init__'):
            for base in obj.__mro__:
                method = base.__dict__.get(name)
                if method is not None:
                    break
            if isinstance(method, staticmethod):
                method = method.__func__
            if isfunction(method):
                return _without_first(_function_signature(unwrap(method)))
        if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
            return Signature()
        raise ValueError('no signature found for builtin type %r' % (obj,))
    call = getattr(type(obj), '__call__', None)
    if isfunction(call):
        return _without_first(_function_signature(call))
    raise ValueError('no signature found for builtin %r' % (obj,))


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The signature of a callable."""
    return _signature_of(obj, follow_wrapped)


def getfullargspec(func):
    args, varargs, varkw, kwonly, defaults, kwdefaults, annotations = [], None, None, [], (), {}, {}
    sig = _signature_of(func, False)
    if ismethod(func):
        sig = _function_signature(func.__func__)
    if sig.return_annotation is not _empty:
        annotations['return'] = sig.return_annotation
    for param in sig.parameters.values():
        if param.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD):
            args.append(param.name)
            if param.default is not _empty:
                defaults += (param.default,)
        elif param.kind == Parameter.VAR_POSITIONAL:
            varargs = param.name
        elif param.kind == Parameter.KEYWORD_ONLY:
            kwonly.append(param.name)
            if param.default is not _empty:
                kwdefaults[param.name] = param.default
        else:
            varkw = param.name
        if param.annotation is not _empty:
            annotations[param.name] = param.annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, kwonly, kwdefaults or None, annotations)


def getargvalues(frame):
    code = frame.f_code
    names = code.co_varnames
    count = code.co_argcount + code.co_kwonlyargcount
    args = list(names[:count])
    varargs = varkw = None
    if code.co_flags & CO_VARARGS:
        varargs = names[count]
        count += 1
    if code.co_flags & CO_VARKEYWORDS:
        varkw = names[count]
    return ArgInfo(args, varargs, varkw, frame.f_locals)


def getcallargs(func, *positional, **named):
    bound = _signature_of(func).bind(*positional, **named)
    bound.apply_defaults()
    return bound.arguments


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    annotations = obj.__dict__.get('__annotations__', {}) if isclass(obj) else getattr(obj, '__annotations__', None) or {}
    return dict(annotations)


def markcoroutinefunction(func):
    return func
