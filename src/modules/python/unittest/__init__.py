"""Tests as methods of classes."""

from .case import (FunctionTestCase, SkipTest, TestCase, expectedFailure, skip, skipIf, skipUnless, IsolatedAsyncioTestCase)
from .runner import TestLoader, TestProgram, TestResult, TestSuite, TextTestResult, TextTestRunner, defaultTestLoader, main
