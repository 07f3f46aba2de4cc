"""`literal_eval`: values of literals. Syntax trees are not simulated."""

import re as _re

__all__ = ['literal_eval']
_TOKEN = _re.compile(r'''\s*(?:(?P<number>(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)[jJ]?)
    |(?P<string>(?:[bB][rR]?|[rR][bB]?|[uU])?(?:"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |(?P<name>\w+)|(?P<mark>\.\.\.|[][(){},:+-]))''', _re.VERBOSE | _re.DOTALL)
_NAMES = {'None': None, 'True': True, 'False': False}


class _Reader:
    """Reads one literal by its grammar."""

    def __init__(self, text):
        self.tokens = []
        at = 0
        text = text.strip(' \t\n')
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise SyntaxError('invalid syntax')
            self.tokens.append((match.lastgroup, match.group(match.lastgroup)))
            at = match.end()
        self.at = 0

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ''

    def take(self):
        if self.at >= len(self.tokens):
            raise SyntaxError('unexpected EOF while parsing')
        token = self.tokens[self.at]
        self.at += 1
        return token

    def expect(self, mark):
        if self.take()[1] != mark:
            raise SyntaxError('invalid syntax')

    def sum(self):
        value = self.signed()
        while self.peek() in ('+', '-') and self.at < len(self.tokens):
            mark = self.take()[1]
            right = self.signed()
            if not isinstance(right, complex) or not isinstance(value, (int, float)):
                raise ValueError('malformed node or string')
            value = value + right if mark == '+' else value - right
        return value

    def signed(self):
        if self.peek() in ('+', '-') and self.tokens[self.at][0] == 'mark':
            mark = self.take()[1]
            value = self.signed()
            if type(value) not in (int, float, complex):
                raise ValueError('malformed node or string')
            return -value if mark == '-' else value
        return self.atom()

    def items(self, end):
        values = []
        while self.peek() != end:
            values.append(self.sum())
            if self.peek() != ',':
                break
            self.take()
        self.expect(end)
        return values

    def atom(self):
        kind, text = self.take()
        if kind in ('number', 'string'):
            value = eval(text, {'__builtins__': {}})
            while kind == 'string' and self.at < len(self.tokens) and self.tokens[self.at][0] == 'string':
                value += eval(self.take()[1], {'__builtins__': {}})
            return value
        if kind == 'name':
            if text in _NAMES:
                return _NAMES[text]
            if text == 'set' and self.peek() == '(':
                self.take()
                self.expect(')')
                return set()
            raise ValueError('malformed node or string')
        if text == '...':
            return ...
        if text == '[':
            return self.items(']')
        if text == '(':
            if self.peek() == ')':
                self.take()
                return ()
            first = self.sum()
            if self.peek() == ')':
                self.take()
                return first
            self.expect(',')
            return (first, *self.items(')'))
        if text == '{':
            if self.peek() == '}':
                self.take()
                return {}
            first = self.sum()
            if self.peek() != ':':
                if self.peek() == ',':
                    self.take()
                    return {first, *self.items('}')}
                self.expect('}')
                return {first}
            self.take()
            result = {first: self.sum()}
            while self.peek() == ',':
                self.take()
                if self.peek() == '}':
                    break
                key = self.sum()
                self.expect(':')
                result[key] = self.sum()
            self.expect('}')
            return result
        raise SyntaxError('invalid syntax')


def literal_eval(node_or_string):
    """The value of a literal; anything else is an error."""
    if not isinstance(node_or_string, str):
        raise ValueError('malformed node or string: %r' % (node_or_string,))
    compile(node_or_string.strip(' \t\n'), '<unknown>', 'eval')
    reader = _Reader(node_or_string)
    value = reader.sum()
    if reader.peek() == ',':
        values = [value]
        while reader.peek() == ',':
            reader.take()
            if reader.at < len(reader.tokens):
                values.append(reader.sum())
        value = tuple(values)
    if reader.at < len(reader.tokens):
        raise ValueError('malformed node or string: %s' % reader.peek())
    return value
