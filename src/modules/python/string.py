"""Constants of characters, templates, and a formatter that can be extended."""

__all__ = [
    "ascii_letters",
    "ascii_lowercase",
    "ascii_uppercase",
    "capwords",
    "digits",
    "hexdigits",
    "octdigits",
    "printable",
    "punctuation",
    "whitespace",
    "Formatter",
    "Template",
]

import sys

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalizes the words of a string and joins them again."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


def _merged(mapping, kws):
    """The keywords in front of the mapping."""
    if mapping is None:
        return kws
    if not kws:
        return mapping
    return _Chain(kws, mapping)


class _Chain:
    def __init__(self, first, second):
        self.first = first
        self.second = second

    def __getitem__(self, key):
        if key in self.first:
            return self.first[key]
        return self.second[key]


class Template:
    """A string with $-placeholders."""

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None

    def __init__(self, template):
        self.template = template

    def _invalid(self, at):
        lines = self.template[:at].splitlines(keepends=True)
        if not lines:
            column = 1
            line = 1
        else:
            column = at - len("".join(lines[:-1]))
            line = len(lines)
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, column))

    def _pieces(self):
        """Pairs of literal text and what follows it: None, a name, or the position of an invalid delimiter."""
        text = self.template
        delimiter = self.delimiter
        at = 0
        while True:
            found = text.find(delimiter, at)
            if found < 0:
                yield text[at:], None, None
                return
            after = found + len(delimiter)
            if text.startswith(delimiter, after):
                yield text[at:found] + delimiter, None, None
                at = after + len(delimiter)
                continue
            braced = text.startswith("{", after)
            start = after + 1 if braced else after
            end = start
            while end < len(text) and _is_name_part(text[end], end == start):
                end += 1
            if end > start and (not braced or text.startswith("}", end)):
                stop = end + 1 if braced else end
                yield text[at:found], text[start:end], text[found:stop]
                at = stop
            else:
                yield text[at:found], after, delimiter
                at = after

    def substitute(self, mapping=None, /, **kws):
        """The text with all placeholders replaced."""
        values = _merged(mapping, kws)
        parts = []
        for literal, name, _ in self._pieces():
            parts.append(literal)
            if isinstance(name, str):
                parts.append(str(values[name]))
            elif name is not None:
                self._invalid(name)
        return "".join(parts)

    def safe_substitute(self, mapping=None, /, **kws):
        """The text with the placeholders replaced that have a value."""
        values = _merged(mapping, kws)
        parts = []
        for literal, name, source in self._pieces():
            parts.append(literal)
            if isinstance(name, str):
                try:
                    parts.append(str(values[name]))
                except KeyError:
                    parts.append(source)
            elif name is not None:
                parts.append(source)
        return "".join(parts)

    if sys.version_info >= (3, 11):

        def is_valid(self):
            """Whether every delimiter begins a placeholder."""
            return all(name is None or isinstance(name, str) for _, name, _ in self._pieces())

        def get_identifiers(self):
            """The names of the placeholders in order of their first appearance."""
            names = []
            for _, name, _ in self._pieces():
                if isinstance(name, str) and name not in names:
                    names.append(name)
            return names


def _is_name_part(character, first):
    if character in "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ":
        return True
    return not first and character in "0123456789"


def _parse_format(text):
    """Literal text, field name, specification and conversion of each field; the last three None at the end."""
    at = 0
    n = len(text)
    while at < n:
        literal = []
        field = False
        while at < n:
            character = text[at]
            at += 1
            if character not in "{}":
                literal.append(character)
                continue
            if text.startswith(character, at):
                literal.append(character)
                at += 1
                yield "".join(literal), None, None, None
                literal = []
                continue
            if character == "}":
                raise ValueError("Single '}' encountered in format string")
            if at >= n:
                raise ValueError("Single '{' encountered in format string")
            field = True
            break
        if not field:
            if literal:
                yield "".join(literal), None, None, None
            return
        start = at
        while at < n and text[at] not in "}:!":
            if text[at] == "{":
                raise ValueError("unexpected '{' in field name")
            if text[at] == "[":
                close = text.find("]", at)
                at = n if close < 0 else close
            at += 1
        name = text[start:at]
        conversion = None
        if at >= n:
            raise ValueError("expected '}' before end of string")
        if text[at] == "!":
            if at + 1 >= n:
                raise ValueError("end of string while looking for conversion specifier")
            conversion = text[at + 1]
            at += 2
            if at >= n:
                raise ValueError("unmatched '{' in format spec")
            if text[at] not in ":}":
                raise ValueError("expected ':' after conversion specifier")
        spec = ""
        if text[at] == ":":
            at += 1
            start = at
            depth = 1
            while at < n:
                if text[at] == "{":
                    depth += 1
                elif text[at] == "}":
                    depth -= 1
                    if depth == 0:
                        break
                at += 1
            if depth:
                raise ValueError("unmatched '{' in format spec")
            spec = text[start:at]
        at += 1
        yield "".join(literal), name, spec, conversion


def _split_field_name(name):
    """The first part (a number where it is one) and pairs of whether an attribute is meant, and which."""
    at = 0
    while at < len(name) and name[at] not in ".[":
        at += 1
    first = name[:at]
    rest = []
    while at < len(name):
        if name[at] == ".":
            start = at + 1
            at = start
            while at < len(name) and name[at] not in ".[":
                at += 1
            part = name[start:at]
            if not part:
                raise ValueError("Empty attribute in format string")
            rest.append((True, part))
        elif name[at] == "[":
            close = name.find("]", at)
            if close < 0:
                raise ValueError("Missing ']' in format string")
            part = name[at + 1 : close]
            if not part:
                raise ValueError("Empty attribute in format string")
            rest.append((False, int(part) if part.isdigit() else part))
            at = close + 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
    return int(first) if first.isdigit() else first, rest


class Formatter:
    """What str.format does, in steps that can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            if name == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(auto_arg_index)
                auto_arg_index += 1
            elif name.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                auto_arg_index = False
            value, first = self.get_field(name, args, kwargs)
            used_args.add(first)
            value = self.convert_field(value, conversion)
            spec, auto_arg_index = self._vformat(
                spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index=auto_arg_index
            )
            result.append(self.format_field(value, spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        if isinstance(key, int):
            return args[key]
        return kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        return _parse_format(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _split_field_name(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, part in rest:
            value = getattr(value, part) if is_attribute else value[part]
        return value, first
