"""Runs the examples of docstrings and compares what they print."""

import inspect
import io
import re
import sys
import traceback

DONT_ACCEPT_TRUE_FOR_1 = 1
DONT_ACCEPT_BLANKLINE = 2
NORMALIZE_WHITESPACE = 4
ELLIPSIS = 8
SKIP = 16
IGNORE_EXCEPTION_DETAIL = 32
REPORT_UDIFF = 64
REPORT_CDIFF = 128
REPORT_NDIFF = 256
REPORT_ONLY_FIRST_FAILURE = 512
FAIL_FAST = 1024
OPTIONFLAGS_BY_NAME = {name: value for name, value in list(globals().items()) if name.isupper() and type(value) is int}
BLANKLINE_MARKER = '<BLANKLINE>'
_LINE = '*' * 70
_EXAMPLE = re.compile(r'^(?P<indent> *)>>>(?: (?P<source>.*))?$')
_OPTION = re.compile(r'#\s*doctest:\s*([^\n\'"]*)$', re.MULTILINE)
_TRACEBACK = re.compile(r'^Traceback \((?:most recent call last|innermost last)\):\s*$')
_MESSAGE = re.compile(r'^(?P<msg>\w.*)', re.MULTILINE | re.DOTALL)


class TestResults(tuple):
    """failed, attempted (3.13: and skipped)."""

    def __new__(cls, failed, attempted, *, skipped=0):
        self = tuple.__new__(cls, (failed, attempted))
        self.skipped = skipped
        return self

    failed = property(lambda self: self[0])
    attempted = property(lambda self: self[1])

    def __repr__(self):
        if self.skipped:
            return 'TestResults(failed=%r, attempted=%r, skipped=%r)' % (self[0], self[1], self.skipped)
        return 'TestResults(failed=%r, attempted=%r)' % self

    __module__ = 'doctest'


class Example:
    """Source and what it should print."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith('\n') else source + '\n'
        self.want = want if not want or want.endswith('\n') else want + '\n'
        self.exc_msg = exc_msg
        self.lineno = lineno
        self.indent = indent
        self.options = options or {}


class DocTest:
    """The examples of one docstring."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples = examples
        self.globs = dict(globs)
        self.name = name
        self.filename = filename
        self.lineno = lineno
        self.docstring = docstring

    def __repr__(self):
        n = len(self.examples)
        return '<DocTest %s from %s:%s (%s)>' % (
            self.name, self.filename, self.lineno, 'no examples' if n == 0 else '%d example%s' % (n, 's' * (n != 1)))

    def __lt__(self, other):
        return self.name < other.name


class DocTestParser:
    """Finds examples in text."""

    def get_examples(self, string, name='<string>'):
        lines = string.expandtabs().split('\n')
        examples = []
        i = 0
        while i < len(lines):
            match = _EXAMPLE.match(lines[i])
            if match is None:
                if re.match(r'^ *>>>\S', lines[i]):
                    raise ValueError('line %d of the docstring for %s lacks blank after >>>: %r' % (
                        i + 1, name, lines[i]))
                i += 1
                continue
            start = i
            indent = len(match.group('indent'))
            source = [match.group('source') or '']
            i += 1
            while i < len(lines) and re.match(r'^ {%d}\.\.\.(?: |$)' % indent, lines[i]):
                source.append(lines[i][indent + 4:])
                i += 1
            want = []
            while i < len(lines) and lines[i].strip() and _EXAMPLE.match(lines[i]) is None:
                if lines[i][:indent].strip():
                    raise ValueError('line %r of the docstring for %s has inconsistent leading whitespace: %r' % (
                        i + 1, name, lines[i]))
                want.append(lines[i][indent:])
                i += 1
            text = '\n'.join(source)
            wanted = '\n'.join(want)
            message = None
            if want and _TRACEBACK.match(want[0]):
                found = _MESSAGE.search('\n'.join(want[1:]))
                if found is not None:
                    message = found.group('msg') + '\n'
            if all(not s.strip() or s.strip().startswith('#') for s in source):
                continue
            examples.append(Example(text, wanted, message, start, indent, self._options(text)))
        return examples

    def _options(self, source):
        options = {}
        for match in _OPTION.finditer(source):
            for word in match.group(1).replace(',', ' ').split():
                if word[1:] in OPTIONFLAGS_BY_NAME:
                    options[OPTIONFLAGS_BY_NAME[word[1:]]] = word[0] == '+'
        return options

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


class DocTestFinder:
    """Finds the docstrings of a module, its functions and classes."""

    def __init__(self, verbose=False, parser=None, recurse=True, exclude_empty=True):
        self._parser = parser or DocTestParser()
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = obj.__name__
        if module is None:
            module = obj if inspect.ismodule(obj) else sys.modules.get(getattr(obj, '__module__', None) or '')
        if globs is None:
            globs = dict(getattr(module, '__dict__', {}))
        globs = dict(globs, **(extraglobs or {}))
        globs.setdefault('__name__', '__main__')
        tests = []
        self._find(tests, obj, name, module, globs, set())
        tests.sort()
        return tests

    def _from(self, module, obj):
        if module is None:
            return True
        if inspect.isfunction(obj):
            return module.__dict__ is obj.__globals__
        return getattr(obj, '__module__', None) == module.__name__

    def _find(self, tests, obj, name, module, globs, seen):
        if id(obj) in seen:
            return
        seen.add(id(obj))
        doc = getattr(obj, '__doc__', None)
        if isinstance(doc, str) and (doc or not self._exclude_empty):
            lineno = None
            code = getattr(inspect.unwrap(obj) if callable(obj) and not inspect.isclass(obj) else None, '__code__', None)
            if code is not None:
                lineno = self._doc_line(code)
            elif inspect.isclass(obj):
                lineno = self._class_line(obj, getattr(module, '__file__', None))
            elif inspect.ismodule(obj):
                lineno = 0
            test = self._parser.get_doctest(doc, globs, name, getattr(module, '__file__', None) or name, lineno)
            if test.examples or not self._exclude_empty:
                tests.append(test)
        if not self._recurse:
            return
        if inspect.ismodule(obj):
            for key, value in list(obj.__dict__.items()):
                if (inspect.isroutine(inspect.unwrap(value)) if callable(value) else False) or inspect.isclass(value):
                    if self._from(module, inspect.unwrap(value) if not inspect.isclass(value) else value):
                        self._find(tests, value, '%s.%s' % (name, key), module, globs, seen)
            for key, value in getattr(obj, '__test__', {}).items():
                if isinstance(value, str):
                    tests.append(self._parser.get_doctest(value, globs, '%s.__test__.%s' % (name, key), None, None))
                else:
                    self._find(tests, value, '%s.__test__.%s' % (name, key), module, globs, seen)
        elif inspect.isclass(obj):
            for key, value in list(obj.__dict__.items()):
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                if inspect.isroutine(value) or inspect.isclass(value) or isinstance(value, property):
                    if isinstance(value, property) or self._from(module, inspect.unwrap(value)):
                        self._find(tests, value, '%s.%s' % (name, key), module, globs, seen)

    def _class_line(self, cls, file):
        import linecache
        pattern = re.compile(r'\s*class\s+%s\b' % cls.__name__)
        lines = linecache.getlines(file) if file else []
        for i, line in enumerate(lines):
            if pattern.match(line):
                for j in range(i, min(i + 60, len(lines))):
                    if re.match(r'\s*[uUrR]?["\']', lines[j]):
                        return j
                return i
        return None

    def _doc_line(self, code):
        import linecache
        line = code.co_firstlineno
        for i in range(line, line + 60):
            if re.match(r'\s*[uUrR]?["\']', linecache.getline(code.co_filename, i)):
                return i - 1
        return line - 1


class OutputChecker:
    """Compares what was printed with what was wanted."""

    def check_output(self, want, got, optionflags):
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (('True\n', '1\n'), ('False\n', '0\n')):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r'(?m)^%s\s*?$' % re.escape(BLANKLINE_MARKER), '', want)
            got = re.sub(r'(?m)^[^\S\n]+$', '', got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = ' '.join(got.split()), ' '.join(want.split())
            if got == want:
                return True
        if optionflags & ELLIPSIS and '...' in want:
            pattern = '.*'.join(re.escape(part) for part in want.split('...'))
            return re.match('(?s)' + pattern + r'\Z', got) is not None
        return False

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub('(?m)^[ ]*(?=\n)', BLANKLINE_MARKER, got)
        if want and got:
            return 'Expected:\n%sGot:\n%s' % (_indent(want), _indent(got))
        if want:
            return 'Expected:\n%sGot nothing\n' % _indent(want)
        if got:
            return 'Expected nothing\nGot:\n%s' % _indent(got)
        return 'Expected nothing\nGot nothing\n'


def _show(value):
    if value is not None:
        import builtins
        builtins._ = None
        sys.stdout.write(repr(value) + '\n')
        builtins._ = value


def _indent(text):
    return re.sub('(?m)^(?!$)', '    ', text)


class DocTestRunner:
    """Runs docstrings' examples and reports."""

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = '-v' in sys.argv if verbose is None else verbose
        self.optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._results = []

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        stdout = sys.stdout
        out = out or stdout.write
        failures = tries = skips = 0
        fake = io.StringIO()
        hook = sys.displayhook
        sys.displayhook = _show
        try:
            for number, example in enumerate(test.examples):
                flags = self.optionflags
                for flag, on in example.options.items():
                    flags = flags | flag if on else flags & ~flag
                if flags & SKIP:
                    skips += 1
                    continue
                tries += 1
                if self._verbose:
                    out('Trying:\n%sExpecting%s' % (_indent(example.source), (
                        ':\n' + _indent(example.want)) if example.want else ' nothing\n'))
                exception = None
                fake.seek(0)
                fake.truncate()
                sys.stdout = fake
                try:
                    exec(compile(example.source, '<doctest %s[%d]>' % (test.name, number), 'single'), test.globs)
                except KeyboardInterrupt:
                    raise
                except BaseException as exc:
                    exception = exc
                finally:
                    sys.stdout = stdout
                got = fake.getvalue()
                if got and not got.endswith('\n'):
                    got += '\n'
                if exception is None:
                    good = self._checker.check_output(example.want, got, flags)
                elif example.exc_msg is None:
                    good = None
                else:
                    message = ''.join(traceback.format_exception_only(type(exception), exception))
                    good = self._checker.check_output(example.exc_msg, message, flags)
                    if not good and flags & IGNORE_EXCEPTION_DETAIL:
                        good = _bare(example.exc_msg) == _bare(message)
                    got += _traceback(exception)
                if good:
                    if self._verbose:
                        out('ok\n')
                    continue
                failures += 1
                head = self._header(test, example)
                if good is None:
                    out(head + 'Exception raised:\n' + _indent(_traceback(exception)))
                else:
                    out(head + self._checker.output_difference(example, got, flags))
                if flags & FAIL_FAST:
                    break
                exception = None
        finally:
            sys.stdout = stdout
            sys.displayhook = hook
            if clear_globs:
                test.globs.clear()
        self.failures += failures
        self.tries += tries
        self.skips += skips
        self._results.append((test.name, failures, tries))
        return TestResults(failures, tries, skipped=skips if sys.version_info >= (3, 13) else 0)

    def _header(self, test, example):
        lines = [_LINE]
        if test.filename:
            if test.lineno is not None:
                lines.append('File "%s", line %s, in %s' % (
                    test.filename, test.lineno + example.lineno + 1, test.name))
            else:
                lines.append('File "%s", line %s, in %s' % (test.filename, '?', test.name))
        else:
            lines.append('Line %s, in %s' % (example.lineno + 1, test.name))
        lines.append('Failed example:')
        lines.append(_indent(example.source))
        return '\n'.join(lines)

    def summarize(self, verbose=None):
        verbose = self._verbose if verbose is None else verbose
        empty = [name for name, f, t in self._results if t == 0]
        passed = [(name, t) for name, f, t in self._results if t and not f]
        failed = [(name, f, t) for name, f, t in self._results if f]
        new = sys.version_info >= (3, 13)
        if verbose:
            if empty:
                print('%s items had no tests:' % len(empty))
                for name in sorted(empty):
                    print('   ', name)
            if passed:
                print('%s items passed all tests:' % len(passed))
                for name, count in sorted(passed):
                    print(' %3d tests in %s' % (count, name))
        if failed:
            print(_LINE)
            if new:
                print('%d item%s had failures:' % (len(failed), 's' * (len(failed) != 1)))
            else:
                print('%s items had failures:' % len(failed))
            for name, f, t in sorted(failed):
                print(' %3d of %3d in %s' % (f, t, name))
        if verbose:
            print('%d tests in %d items.' % (self.tries, len(self._results)))
            print('%d passed and %d failed.' % (self.tries - self.failures, self.failures))
        if self.failures:
            if new:
                print('***Test Failed*** %d failure%s.' % (self.failures, 's' * (self.failures != 1)))
            else:
                print('***Test Failed*** %s failures.' % self.failures)
        elif verbose:
            print('Test passed.')
        return TestResults(self.failures, self.tries, skipped=self.skips if new else 0)


def _bare(message):
    """The name of the exception without module and details."""
    name = message.split('\n', 1)[0].split(':', 1)[0]
    return name.rsplit('.', 1)[-1].strip()


def _traceback(exc):
    """The traceback from the example on."""
    tb = exc.__traceback__
    return ''.join(traceback.format_exception(type(exc), exc, tb.tb_next if tb is not None else None))


class DocTestFailure(Exception):
    pass


class UnexpectedException(Exception):
    pass


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None,
            raise_on_error=False, exclude_empty=False):
    """Runs the examples of a module, by default of the program."""
    if m is None:
        m = sys.modules.get('__main__')
    if not inspect.ismodule(m):
        raise TypeError('testmod: module required; %r' % (m,))
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(exclude_empty=exclude_empty).find(m, name or m.__name__, globs=globs,
                                                               extraglobs=extraglobs):
        runner.run(test)
    if report:
        runner.summarize()
    return TestResults(runner.failures, runner.tries,
                       skipped=runner.skips if sys.version_info >= (3, 13) else 0)


def run_docstring_examples(f, globs, verbose=False, name='NoName', compileflags=None, optionflags=0):
    """Runs the examples of one object."""
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(recurse=False).find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


def testfile(*args, **kwargs):
    raise PermissionError('the simulator has no files')
