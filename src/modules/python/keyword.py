"""Reserved words."""

import sys

__all__ = ["iskeyword", "issoftkeyword", "kwlist", "softkwlist"]
kwlist = ['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del',
          'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal',
          'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield']
if sys.version_info < (3, 9):
    softkwlist = []
elif sys.version_info < (3, 10):
    kwlist.insert(3, '__peg_parser__')
    softkwlist = []
elif sys.version_info < (3, 12):
    softkwlist = ['_', 'case', 'match']
else:
    softkwlist = ['_', 'case', 'match', 'type']
iskeyword = frozenset(kwlist).__contains__
issoftkeyword = frozenset(softkwlist).__contains__
del sys
