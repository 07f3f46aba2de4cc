"""Test cases and their assertions."""

import sys

__all__ = ['TestCase', 'FunctionTestCase', 'SkipTest', 'skip', 'skipIf', 'skipUnless', 'expectedFailure']


class SkipTest(Exception):
    """A test is not run."""


def skip(reason):
    def decorate(item):
        if not isinstance(item, type):
            def wrapper(*args, **kwargs):
                raise SkipTest(reason)
            wrapper.__name__ = item.__name__
            wrapper.__qualname__ = item.__qualname__
            wrapper.__doc__ = item.__doc__
            item = wrapper
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item
    if callable(reason):
        function, reason = reason, ''
        return decorate(function)
    return decorate


def _same(item):
    return item


def skipIf(condition, reason):
    return skip(reason) if condition else _same


def skipUnless(condition, reason):
    return _same if condition else skip(reason)


def expectedFailure(item):
    item.__unittest_expecting_failure__ = True
    return item


def safe_repr(obj, short=False):
    return repr(obj)


def _shorten(first, second):
    """Both reprs, cut where they are long, as messages show them."""
    first, second = repr(first), repr(second)
    if max(len(first), len(second)) <= 80:
        return first, second
    same = 0
    while same < min(len(first), len(second)) and first[same] == second[same]:
        same += 1
    room = 80 - max(len(first), len(second)) + same
    if room > 43:
        return first, second
    prefix = first[:same]
    if len(prefix) > 17 and 80 - len(prefix) < 0 or len(prefix) > 50:
        prefix = '%s[%d chars]%s' % (prefix[:5], len(prefix) - 10, prefix[-5:])
    out = []
    for text in (first, second):
        rest = text[same:]
        if len(rest) > 24 + 12:
            rest = '%s[%d chars]%s' % (rest[:12], len(rest) - 17, rest[-5:])
        out.append(prefix + rest)
    return tuple(out)


class _Raises:
    """What assertRaises returns for `with`."""

    def __init__(self, expected, case, pattern=None, msg=None, warns=False):
        self.expected = expected
        self.case = case
        self.pattern = pattern
        self.msg = msg
        self.exception = None

    def __enter__(self):
        return self

    def _name(self):
        if isinstance(self.expected, tuple):
            return str(self.expected)
        return self.expected.__name__

    def __exit__(self, exc_type, exc, tb):
        if exc_type is None:
            raise self.case.failureException(self.case._formatMessage(self.msg, self._name() + ' not raised' + (
                getattr(self, 'by', ''))))
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc.with_traceback(None)
        if self.pattern is not None:
            import re
            pattern = re.compile(self.pattern) if isinstance(self.pattern, str) else self.pattern
            if not pattern.search(str(exc)):
                raise self.case.failureException(self.case._formatMessage(
                    self.msg, '"%s" does not match "%s"' % (pattern.pattern, str(exc))))
        return True


class _Warns:
    def __init__(self, expected, case, pattern=None):
        self.expected, self.case, self.pattern = expected, case, pattern

    def __enter__(self):
        import warnings
        self.manager = warnings.catch_warnings(record=True)
        self.warnings = self.manager.__enter__()
        warnings.simplefilter('always')
        return self

    def __exit__(self, exc_type, exc, tb):
        self.manager.__exit__(exc_type, exc, tb)
        if exc_type is not None:
            return False
        for entry in self.warnings:
            if issubclass(entry.category, self.expected):
                self.warning = entry.message
                return True
        self.case.fail('%s not triggered' % self.expected.__name__)


class _SubTestFailure(Exception):
    pass


class TestCase:
    """A test: a method between setUp and tearDown."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 640

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        method = getattr(self, methodName, None)
        if method is None and methodName != 'runTest':
            raise ValueError('no such test method in %s: %s' % (type(self), methodName))
        self._testMethodDoc = getattr(method, '__doc__', None)
        self._cleanups = []
        self._subtest = None
        self._outcome = None
        self._type_equality_funcs = {}

    def addTypeEqualityFunc(self, typeobj, function):
        self._type_equality_funcs[typeobj] = function

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        pass

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from .runner import TestResult
        return TestResult()

    def id(self):
        return '%s.%s.%s' % (type(self).__module__, type(self).__qualname__, self._testMethodName)

    def shortDescription(self):
        doc = self._testMethodDoc
        return doc.strip().split('\n')[0].strip() if doc else None

    def __str__(self):
        cls = '%s.%s' % (type(self).__module__, type(self).__qualname__)
        if sys.version_info >= (3, 11):
            return '%s (%s.%s)' % (self._testMethodName, cls, self._testMethodName)
        return '%s (%s)' % (self._testMethodName, cls)

    def __repr__(self):
        return '<%s.%s testMethod=%s>' % (type(self).__module__, type(self).__qualname__, self._testMethodName)

    def __eq__(self, other):
        return type(self) is type(other) and self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def _call(self, function, *args):
        function(*args)

    def _step(self, result, function):
        """Runs a part of the test; False when it failed, None when it was skipped."""
        try:
            self._call(function)
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as exc:
            result.addSkip(self, str(exc))
            return None
        except self.failureException as exc:
            self._report(result, exc, False)
        except BaseException as exc:
            self._report(result, exc, True)
        return False

    def _report(self, result, exc, is_error):
        if self._expects:
            self._failed_as_expected = True
            return
        info = (type(exc), exc, exc.__traceback__)
        (result.addError if is_error else result.addFailure)(self._subtest or self, info)

    def run(self, result=None):
        own = result is None
        if own:
            result = self.defaultTestResult()
        result.startTest(self)
        method = getattr(self, self._testMethodName)
        try:
            if getattr(type(self), '__unittest_skip__', False) or getattr(method, '__unittest_skip__', False):
                why = getattr(method, '__unittest_skip_why__', '') or getattr(type(self), '__unittest_skip_why__', '')
                result.addSkip(self, why)
                if sys.version_info[:2] == (3, 12):
                    result.testsRun -= 1
                return result
            self._expects = (getattr(method, '__unittest_expecting_failure__', False)
                             or getattr(type(self), '__unittest_expecting_failure__', False))
            self._failed_as_expected = False
            self._subtest_failed = False
            self._result = result
            good = self._step(result, self.setUp)
            if good:
                good = self._step(result, method)
                torn = self._step(result, self.tearDown)
                good = good if torn or good is None else False
            if self._step(result, self.doCleanups) is False:
                good = False
            if self._expects:
                if self._failed_as_expected:
                    result.addExpectedFailure(self, None)
                elif good:
                    result.addUnexpectedSuccess(self)
            elif good and not self._subtest_failed:
                result.addSuccess(self)
        finally:
            result.stopTest(self)
        return result

    __call__ = lambda self, *args, **kwargs: self.run(*args, **kwargs)

    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        self.doCleanups()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def subTest(self, msg=None, **params):
        return _SubTestContext(self, msg, params)

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standard):
        if not self.longMessage:
            return msg or standard
        return standard if msg is None else '%s : %s' % (standard, msg)

    def _refuse(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._refuse(msg, '%s is not true' % safe_repr(expr))

    def assertFalse(self, expr, msg=None):
        if expr:
            self._refuse(msg, '%s is not false' % safe_repr(expr))

    def assertEqual(self, first, second, msg=None):
        if first == second:
            return
        if type(first) is type(second):
            own = self._type_equality_funcs.get(type(first))
            if own is not None:
                return own(first, second, msg=msg)
            kind = type(first)
            if kind is str:
                return self.assertMultiLineEqual(first, second, msg)
            if kind in (list, tuple):
                return self.assertSequenceEqual(first, second, msg, kind)
            if kind is dict:
                return self.assertDictEqual(first, second, msg)
            if kind in (set, frozenset):
                return self.assertSetEqual(first, second, msg)
        self._refuse(msg, '%s != %s' % _shorten(first, second))

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._refuse(msg, '%s == %s' % (safe_repr(first), safe_repr(second)))

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        if delta is not None and places is not None:
            raise TypeError('specify delta or places not both')
        diff = abs(first - second)
        if delta is not None:
            if diff <= delta:
                return
            within = 'within %s delta' % safe_repr(delta)
        else:
            places = 7 if places is None else places
            if round(diff, places) == 0:
                return
            within = 'within %r places' % places
        self._refuse(msg, '%s != %s %s (%s difference)' % (safe_repr(first), safe_repr(second), within,
                                                           safe_repr(diff)))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        diff = abs(first - second)
        if delta is not None:
            if first != second and diff > delta:
                return
            within = 'within %s delta (%s difference)' % (safe_repr(delta), safe_repr(diff))
        else:
            places = 7 if places is None else places
            if first != second and round(diff, places) != 0:
                return
            within = 'within %r places' % places
        self._refuse(msg, '%s == %s %s' % (safe_repr(first), safe_repr(second), within))

    def _diff(self, first, second):
        try:
            import difflib
        except ImportError:
            return ''
        return '\n'.join(difflib.ndiff(first, second))

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        kind = seq_type.__name__ if seq_type is not None else 'sequence'
        for position, value in (('First', first), ('Second', second)):
            if seq_type is not None and not isinstance(value, seq_type):
                raise self.failureException('%s sequence is not a %s: %s' % (position, kind, safe_repr(value)))
        if first == second:
            return
        text = '%ss differ: %s != %s\n' % ((kind.capitalize(),) + _shorten(first, second))
        n, m = len(first), len(second)
        for i in range(min(n, m)):
            if first[i] != second[i]:
                text += '\nFirst differing element %d:\n%r\n%r\n' % (i, first[i], second[i])
                break
        if n > m:
            text += '\nFirst %s contains %d additional elements.\nFirst extra element %d:\n%r\n' % (
                kind, n - m, m, first[m])
        elif m > n:
            text += '\nSecond %s contains %d additional elements.\nFirst extra element %d:\n%r\n' % (
                kind, m - n, n, second[n])
        import pprint
        self._refuse(msg, text + '\n' + _ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        left, right = set1 - set2, set2 - set1
        if not left and not right:
            return
        lines = []
        for word, items in (('first', left), ('second', right)):
            if items:
                lines.append('Items in the %s set but not the %s:' % (word, 'second' if word == 'first' else 'first'))
                lines += [repr(item) for item in items]
        self._refuse(msg, '\n'.join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            import pprint
            self._refuse(msg, '%s != %s\n%s' % (_shorten(d1, d2) + (_ndiff(
                pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines()),)))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, 'First argument is not a string')
        self.assertIsInstance(second, str, 'Second argument is not a string')
        if first != second:
            a, b = first.splitlines(True), second.splitlines(True)
            if len(a) == 1 and first.strip('\r\n') == first:
                a, b = [first + '\n'], [second + '\n']
            self._refuse(msg, '%s != %s\n%s' % (_shorten(first, second) + (_ndiff(
                [x.rstrip('\n') for x in a], [x.rstrip('\n') for x in b]) + '\n',)))

    def assertCountEqual(self, first, second, msg=None):
        rest = list(second)
        missing = []
        for item in first:
            if item in rest:
                rest.remove(item)
            else:
                missing.append(item)
        if missing or rest:
            a, b = list(first), list(second)
            lines = ['Element counts were not equal:']
            seen = []
            for item in a + b:
                if item not in seen:
                    seen.append(item)
                    if a.count(item) != b.count(item):
                        lines.append('First has %d, Second has %d:  %r' % (a.count(item), b.count(item), item))
            self._refuse(msg, '\n'.join(lines))

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._refuse(msg, '%s not found in %s' % (safe_repr(member), safe_repr(container)))

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._refuse(msg, '%s unexpectedly found in %s' % (safe_repr(member), safe_repr(container)))

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._refuse(msg, '%s is not %s' % (safe_repr(expr1), safe_repr(expr2)))

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._refuse(msg, 'unexpectedly identical: %s' % safe_repr(expr1))

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._refuse(msg, '%s is not None' % safe_repr(obj))

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._refuse(msg, 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._refuse(msg, '%s is not an instance of %r' % (safe_repr(obj), cls))

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._refuse(msg, '%s is an instance of %r' % (safe_repr(obj), cls))

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._refuse(msg, '%s not less than %s' % (safe_repr(a), safe_repr(b)))

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._refuse(msg, '%s not less than or equal to %s' % (safe_repr(a), safe_repr(b)))

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._refuse(msg, '%s not greater than %s' % (safe_repr(a), safe_repr(b)))

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._refuse(msg, '%s not greater than or equal to %s' % (safe_repr(a), safe_repr(b)))

    def assertRegex(self, text, expected_regex, msg=None):
        import re
        pattern = re.compile(expected_regex) if isinstance(expected_regex, str) else expected_regex
        if not pattern.search(text):
            self._refuse(msg, "Regex didn't match: %r not found in %r" % (pattern.pattern, text))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        import re
        pattern = re.compile(unexpected_regex) if isinstance(unexpected_regex, str) else unexpected_regex
        match = pattern.search(text)
        if match:
            self._refuse(msg, 'Regex matched: %r matches %r in %r' % (match.group(), pattern.pattern, text))

    def _expecting(self, context, args, kwargs):
        if not args:
            context.msg = kwargs.pop('msg', None)
            return context
        function, args = args[0], args[1:]
        context.by = ' by %s' % getattr(function, '__name__', function)
        with context:
            function(*args, **kwargs)

    def assertRaises(self, expected_exception, *args, **kwargs):
        return self._expecting(_Raises(expected_exception, self), args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return self._expecting(_Raises(expected_exception, self, expected_regex), args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return self._expecting(_Warns(expected_warning, self), args, kwargs)

    if sys.version_info < (3, 12):
        assertEquals = assertEqual
        assertNotEquals = assertNotEqual
        assert_ = assertTrue


def _ndiff(a, b):
    """Lines that differ, as difflib's ndiff shows those without common parts inside."""
    try:
        import difflib
    except BaseException:
        difflib = None
    if difflib is not None:
        return '\n'.join(line.rstrip('\n') for line in difflib.ndiff(a, b))
    return '\n'.join(['- ' + line for line in a] + ['+ ' + line for line in b])


class _SubTest:
    """A part of a test, for reports."""

    def __init__(self, case, msg, params):
        self.test_case = case
        self.msg = msg
        self.params = params

    failureException = AssertionError

    def shortDescription(self):
        return self.test_case.shortDescription()

    def id(self):
        return self.test_case.id()

    def __str__(self):
        parts = []
        if self.msg is not None:
            parts.append('[%s]' % self.msg)
        if self.params:
            parts.append('(%s)' % ', '.join('%s=%r' % pair for pair in self.params.items()))
        return '%s %s' % (self.test_case, ' '.join(parts) or '(<subtest>)')


class _SubTestContext:
    def __init__(self, case, msg, params):
        self.case, self.msg = case, msg
        outer = case._subtest
        self.params = dict(outer.params, **params) if outer is not None else params

    def __enter__(self):
        self.outer = self.case._subtest
        self.case._subtest = _SubTest(self.case, self.msg, self.params)

    def __exit__(self, exc_type, exc, tb):
        case = self.case
        try:
            if exc_type is None:
                return False
            if issubclass(exc_type, SkipTest):
                case._result.addSkip(case._subtest, str(exc))
                return True
            if issubclass(exc_type, KeyboardInterrupt):
                return False
            case._subtest_failed = True
            case._report(case._result, exc, not issubclass(exc_type, case.failureException))
            return True
        finally:
            case._subtest = self.outer


class IsolatedAsyncioTestCase(TestCase):
    """A test case whose methods may be coroutines."""

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def run(self, result=None):
        import asyncio
        self._loop = asyncio.new_event_loop()
        try:
            return super().run(result)
        finally:
            self._loop.close()

    def _call(self, function, *args):
        import inspect
        name = getattr(function, '__name__', '')
        if name == 'setUp':
            function()
            self._loop.run_until_complete(self.asyncSetUp())
        elif name == 'tearDown':
            self._loop.run_until_complete(self.asyncTearDown())
            function()
        else:
            value = function(*args)
            if inspect.iscoroutine(value):
                self._loop.run_until_complete(value)


class FunctionTestCase(TestCase):
    """A test made of a function."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._test = testFunc

    def runTest(self):
        self._test()
