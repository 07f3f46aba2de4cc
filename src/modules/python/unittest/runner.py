"""Finding tests, running them and reporting on stderr."""

import sys
import time
import traceback

from .case import TestCase, _SubTest


class TestResult:
    """What came of tests."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failures = []
        self.errors = []
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.testsRun = 0
        self.shouldStop = False
        self.failfast = False

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def addSuccess(self, test):
        pass

    def addError(self, test, err):
        self.errors.append((test, self._text(err)))

    def addFailure(self, test, err):
        self.failures.append((test, self._text(err)))

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, ''))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        return not self.failures and not self.errors and not self.unexpectedSuccesses

    def stop(self):
        self.shouldStop = True

    def _text(self, err):
        """The traceback without this package's own frames."""
        kind, exc, tb = err

        def ours(level):
            return '/unittest/' in level.tb_frame.f_code.co_filename
        while tb is not None and ours(tb):
            tb = tb.tb_next
        lines = []
        level = tb
        count = 0
        while level is not None and not ours(level):
            count += 1
            level = level.tb_next
        if level is None:
            lines = traceback.format_exception(kind, exc, tb)
        else:
            lines = traceback.format_exception(kind, exc, tb, limit=count)
        return ''.join(lines)

    def __repr__(self):
        return '<%s.%s run=%i errors=%i failures=%i>' % (
            type(self).__module__, type(self).__qualname__, self.testsRun, len(self.errors), len(self.failures))


class TextTestResult(TestResult):
    """Prints a mark or a line for each test."""

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1

    def getDescription(self, test):
        first = test.shortDescription()
        return '%s\n%s' % (test, first) if first else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + ' ... ')

    def _mark(self, word, letter):
        if self.showAll:
            self.stream.write(word + '\n')
        elif self.dots:
            self.stream.write(letter)

    def addSuccess(self, test):
        self._mark('ok', '.')

    def _mark_test(self, test, word, letter):
        if self.showAll and isinstance(test, _SubTest) and sys.version_info >= (3, 11):
            if not getattr(test.test_case, '_line_ended', False):
                test.test_case._line_ended = True
                self.stream.write('\n')
            self.stream.write('  ' + self.getDescription(test) + ' ... ')
        self._mark(word, letter)

    def addError(self, test, err):
        super().addError(test, err)
        self._mark_test(test, 'ERROR', 'E')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._mark_test(test, 'FAIL', 'F')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._mark('skipped %r' % (reason,), 's')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._mark('expected failure', 'x')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._mark('unexpected success', 'u')

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.write('\n')
        for word, items in (('ERROR', self.errors), ('FAIL', self.failures)):
            for test, text in items:
                self.stream.write('=' * 70 + '\n%s: %s\n' % (word, self.getDescription(test)) + '-' * 70 + '\n')
                self.stream.write(text + '\n')
        if self.unexpectedSuccesses and sys.version_info >= (3, 11):
            self.stream.write('=' * 70 + '\n')
            for test in self.unexpectedSuccesses:
                self.stream.write('UNEXPECTED SUCCESS: %s\n' % self.getDescription(test))


class TestSuite:
    """Tests in order."""

    def __init__(self, tests=()):
        self._tests = list(tests)

    def __iter__(self):
        return iter(self._tests)

    def __repr__(self):
        return '<unittest.suite.TestSuite tests=%s>' % list(self)

    def addTest(self, test):
        self._tests.append(test)

    def addTests(self, tests):
        for test in tests:
            self.addTest(test)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self)

    def _flat(self):
        for test in self:
            if isinstance(test, TestSuite):
                yield from test._flat()
            else:
                yield test

    def run(self, result, debug=False):
        before = None
        broken = False
        for test in self._flat():
            if result.shouldStop:
                break
            cls = type(test)
            if cls is not before:
                self._leave(before, broken, result)
                before, broken = cls, False
                if not getattr(cls, '__unittest_skip__', False):
                    broken = not self._class_step(cls, 'setUpClass', result)
            if not broken:
                test(result)
        self._leave(before, broken, result)
        return result

    def _leave(self, cls, broken, result):
        if cls is not None and not broken and not getattr(cls, '__unittest_skip__', False):
            self._class_step(cls, 'tearDownClass', result)

    def _class_step(self, cls, name, result):
        try:
            getattr(cls, name, lambda: None)()
            return True
        except Exception as exc:
            from .case import SkipTest
            holder = _ClassStep('%s (%s.%s)' % (name, cls.__module__, cls.__qualname__))
            if isinstance(exc, SkipTest):
                result.addSkip(holder, str(exc))
            else:
                result.addError(holder, (type(exc), exc, exc.__traceback__))
            return False

    __call__ = lambda self, *args: self.run(*args)


class _ClassStep:
    """Stands for setUpClass in reports."""

    def __init__(self, description):
        self.description = description

    def shortDescription(self):
        return None

    def id(self):
        return self.description

    def __str__(self):
        return self.description


class TestLoader:
    """Finds tests in classes and modules."""

    testMethodPrefix = 'test'
    sortTestMethodsUsing = None
    suiteClass = TestSuite
    testNamePatterns = None

    def getTestCaseNames(self, testCaseClass):
        return sorted(name for name in dir(testCaseClass)
                      if name.startswith(self.testMethodPrefix) and callable(getattr(testCaseClass, name)))

    def loadTestsFromTestCase(self, testCaseClass):
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, 'runTest'):
            names = ['runTest']
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *args, pattern=None):
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if isinstance(obj, type) and issubclass(obj, TestCase) and not obj.__module__.startswith('unittest'):
                tests.append(self.loadTestsFromTestCase(obj))
        suite = self.suiteClass(tests)
        load = getattr(module, 'load_tests', None)
        return load(self, suite, pattern) if load is not None else suite

    def loadTestsFromName(self, name, module=None):
        obj = module
        parent = None
        for part in name.split('.'):
            parent, obj = obj, getattr(obj, part)
        if isinstance(obj, type) and issubclass(obj, TestCase):
            return self.loadTestsFromTestCase(obj)
        return self.suiteClass([parent(name.split('.')[-1])])

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])


defaultTestLoader = TestLoader()


class _Stream:
    """A stream with writeln."""

    def __init__(self, stream):
        self.stream = stream
        self.write = stream.write

    def writeln(self, text=''):
        self.write(text + '\n')

    def flush(self):
        pass


class TextTestRunner:
    """Runs tests and prints what came of them."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None,
                 warnings=None, *, tb_locals=False, durations=None):
        self.stream = _Stream(sys.stderr if stream is None else stream)
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        if resultclass is not None:
            self.resultclass = resultclass

    def run(self, test):
        result = self.resultclass(self.stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        begin = time.perf_counter()
        result.startTestRun()
        test(result)
        result.stopTestRun()
        taken = time.perf_counter() - begin
        if hasattr(result, 'printErrors'):
            result.printErrors()
        write = self.stream.write
        run = result.testsRun
        write('-' * 70 + '\nRan %d test%s in %.3fs\n\n' % (run, '' if run == 1 else 's', taken))
        counts = [(word, len(items)) for word, items in (
            ('failures', result.failures), ('errors', result.errors), ('skipped', result.skipped),
            ('expected failures', result.expectedFailures),
            ('unexpected successes', result.unexpectedSuccesses)) if items]
        if not result.wasSuccessful():
            write('FAILED')
        elif run == 0 and not result.skipped and sys.version_info >= (3, 12):
            write('NO TESTS RAN')
        else:
            write('OK')
        write((' (%s)' % ', '.join('%s=%d' % pair for pair in counts) if counts else '') + '\n')
        return result


class TestProgram:
    """unittest.main()."""

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader,
                 exit=True, verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *,
                 tb_locals=False, durations=None):
        self.module = __import__(module) if isinstance(module, str) else module
        argv = sys.argv if argv is None else argv
        names = []
        for arg in argv[1:]:
            if arg in ('-v', '--verbose'):
                verbosity = 2
            elif arg in ('-q', '--quiet'):
                verbosity = 0
            elif not arg.startswith('-'):
                names.append(arg)
        if not names and defaultTest is not None:
            names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        if names:
            test = testLoader.loadTestsFromNames(names, self.module)
        else:
            test = testLoader.loadTestsFromModule(self.module)
        if testRunner is None:
            testRunner = TextTestRunner
        if isinstance(testRunner, type):
            testRunner = testRunner(verbosity=verbosity, failfast=bool(failfast))
        self.result = testRunner.run(test)
        if exit:
            if self.result.testsRun == 0 and not self.result.skipped and sys.version_info >= (3, 12):
                sys.exit(5)
            sys.exit(not self.result.wasSuccessful())


main = TestProgram
