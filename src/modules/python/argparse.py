"""Command lines as options and arguments."""

import os as _os
import sys as _sys

__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'Namespace', 'Action', 'HelpFormatter',
           'RawDescriptionHelpFormatter', 'RawTextHelpFormatter', 'ArgumentDefaultsHelpFormatter', 'SUPPRESS',
           'REMAINDER', 'OPTIONAL', 'ZERO_OR_MORE', 'ONE_OR_MORE', 'BooleanOptionalAction', 'FileType']
SUPPRESS = '==SUPPRESS=='
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER, PARSER = '?', '*', '+', '...', 'A...'
_OPTIONS_TITLE = 'options' if _sys.version_info >= (3, 10) else 'optional arguments'


class ArgumentTypeError(Exception):
    """A value is not what an argument takes."""


class ArgumentError(Exception):
    """A command line that an argument does not allow."""

    def __init__(self, argument, message):
        self.argument_name = None if argument is None else argument._name()
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else 'argument %s: %s' % (self.argument_name, self.message)


class Namespace:
    """The values of a command line as attributes."""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        return 'Namespace(%s)' % ', '.join('%s=%r' % pair for pair in self.__dict__.items())


class HelpFormatter:
    keeps_lines = keeps_description = shows_defaults = False


class RawDescriptionHelpFormatter(HelpFormatter):
    keeps_description = True


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    keeps_lines = True


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    shows_defaults = True


class Action:
    """What an option or an argument does."""

    def __init__(self, option_strings=(), dest='', nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):
        self.option_strings = list(option_strings)
        self.dest, self.nargs, self.const, self.default = dest, nargs, const, default
        self.type, self.choices, self.required, self.help, self.metavar = type, choices, required, help, metavar

    def _name(self):
        if self.option_strings:
            return '/'.join(self.option_strings)
        if self.metavar not in (None, SUPPRESS):
            return self.metavar
        return self.dest

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError('.__call__() not defined')


class _Store(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _Constant(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        Action.__init__(self, option_strings, dest, 0, const, default, None, None, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _True(_Constant):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        _Constant.__init__(self, option_strings, dest, True, default, required, help)


class _False(_Constant):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        _Constant.__init__(self, option_strings, dest, False, default, required, help)


class _Append(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [values])


class _AppendConstant(_Constant):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [self.const])


class _Extend(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + list(values))


class _Count(_Constant):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        _Constant.__init__(self, option_strings, dest, None, default, required, help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _Help(_Constant):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        _Constant.__init__(self, option_strings, SUPPRESS, None, SUPPRESS, False, help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _Version(_Constant):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, version=None, help=None):
        _Constant.__init__(self, option_strings, SUPPRESS, None, SUPPRESS, False,
                           help or "show program's version number and exit")
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        _sys.stdout.write((self.version or '').replace('%(prog)s', parser.prog) + '\n')
        parser.exit()


class BooleanOptionalAction(_Constant):
    def __init__(self, option_strings, dest, default=None, required=False, help=None, **kwargs):
        names = []
        for name in option_strings:
            names.append(name)
            if name.startswith('--'):
                names.append('--no-' + name[2:])
        _Constant.__init__(self, names, dest, None, default, required, help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith('--no-'))


class _SubParsers(Action):
    """Chooses a parser by its name."""

    def __init__(self, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None, title=None):
        Action.__init__(self, [], dest, PARSER, None, None, None, {}, required, help, metavar)
        self._prog, self._class, self.title = prog, parser_class, title
        self._helps = []

    def add_parser(self, name, *, help=None, aliases=(), **kwargs):
        kwargs.setdefault('prog', '%s %s' % (self._prog, name))
        parser = self._class(**kwargs)
        for word in (name,) + tuple(aliases):
            self.choices[word] = parser
        if help is not None:
            self._helps.append((name + (' (%s)' % ', '.join(aliases) if aliases else ''), help))
        return parser

    def _name(self):
        if self.metavar is not None:
            return self.metavar
        return self.dest if self.dest != SUPPRESS else '{%s}' % ','.join(self.choices)

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest != SUPPRESS:
            setattr(namespace, self.dest, name)
        found, extra = self.choices[name].parse_known_args(rest)
        namespace.__dict__.update(found.__dict__)
        namespace.__dict__.setdefault('_unrecognized_args', []).extend(extra)


_ACTIONS = {None: _Store, 'store': _Store, 'store_const': _Constant, 'store_true': _True, 'store_false': _False,
            'append': _Append, 'append_const': _AppendConstant, 'count': _Count, 'help': _Help, 'version': _Version,
            'extend': _Extend}


class _Group:
    """A titled part of the help; with `exclusive`, options of which one at most may stand."""

    def __init__(self, parser, title=None, description=None, exclusive=False, required=False):
        self._parser, self.title, self.description = parser, title, description
        self.exclusive, self.required = exclusive, required
        self._actions = []

    def add_argument(self, *names, **kwargs):
        action = self._parser._make(names, kwargs)
        self._parser._add(action, None if self.exclusive else self)
        self._actions.append(action)
        return action

    def add_mutually_exclusive_group(self, required=False):
        return self._parser.add_mutually_exclusive_group(required=required)


def FileType(*args, **kwargs):
    def refuse(name):
        raise PermissionError(1, 'the simulator has no files', name)
    return refuse


class ArgumentParser:
    """Reads command lines."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(),
                 formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None, argument_default=None,
                 conflict_handler='error', add_help=True, allow_abbrev=True, exit_on_error=True):
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.description, self.epilog = usage, description, epilog
        self.formatter_class, self.argument_default = formatter_class, argument_default
        self.allow_abbrev, self.exit_on_error = allow_abbrev, exit_on_error
        self._actions, self._options, self._defaults = [], {}, {}
        self._groups, self._exclusive, self._subparsers = [], [], None
        self._group_of = {}
        if add_help:
            self.add_argument('-h', '--help', action='help', default=SUPPRESS, help='show this help message and exit')
        for parent in parents:
            for action in parent._actions:
                if not isinstance(action, _Help):
                    self._add(action, None)
            self._defaults.update(parent._defaults)

    def _make(self, names, kwargs):
        how = kwargs.pop('action', None)
        cls = _ACTIONS.get(how, how) if not isinstance(how, type) else how
        if not isinstance(cls, type):
            raise ValueError('unknown action "%s"' % (how,))
        if names and names[0].startswith('-'):
            dest = kwargs.pop('dest', None)
            if dest is None:
                dest = next((n for n in names if n.startswith('--')), names[0]).lstrip('-').replace('-', '_')
            if 'default' not in kwargs and self.argument_default is not None:
                kwargs['default'] = self.argument_default
            action = cls(names, dest, **kwargs)
        else:
            dest = names[0] if names else kwargs.pop('dest')
            action = cls([], dest, **kwargs)
            action.required = action.nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER)
            if action.nargs == ZERO_OR_MORE and 'default' not in kwargs:
                action.required = True
        for name in action.option_strings:
            if name in self._options:
                raise ArgumentError(action, 'conflicting option string: %s' % name)
        return action

    def _add(self, action, group):
        self._actions.append(action)
        for name in action.option_strings:
            self._options[name] = action
        if group is not None:
            self._group_of[id(action)] = group

    def add_argument(self, *names, **kwargs):
        action = self._make(names, kwargs)
        self._add(action, None)
        return action

    def add_argument_group(self, title=None, description=None, **kwargs):
        group = _Group(self, title, description)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, required=False):
        group = _Group(self, exclusive=True, required=required)
        self._exclusive.append(group)
        return group

    def add_subparsers(self, *, title=None, description=None, dest=SUPPRESS, required=False, help=None, metavar=None,
                       parser_class=None, prog=None, **kwargs):
        before = [a for a in self._actions if not a.option_strings]
        words = ' '.join([prog or self.prog] + [self._positional_usage(a) for a in before])
        self._subparsers = _SubParsers(words, parser_class or type(self), dest, required, help, metavar, title)
        if title is not None or description is not None:
            group = self.add_argument_group(title or 'subcommands', description)
            self._add(self._subparsers, group)
            group._actions.append(self._subparsers)
        else:
            self._add(self._subparsers, None)
        return self._subparsers

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def parse_args(self, args=None, namespace=None):
        namespace, extra = self.parse_known_args(args, namespace)
        if extra:
            self.error('unrecognized arguments: %s' % ' '.join(extra))
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        args = _sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            extra = self._parse(args, namespace)
        except ArgumentError as exc:
            if not self.exit_on_error:
                raise
            self.error(str(exc))
        extra += namespace.__dict__.pop('_unrecognized_args', [])
        return namespace, extra

    def _option(self, word):
        """(action, option as written, value that is part of the word) or None where the word is an argument."""
        if not word.startswith('-') or word == '-':
            return None
        if word in self._options:
            return self._options[word], word, None
        if word.startswith('--'):
            name, given, value = word.partition('=')
            value = value if given else None
            if name in self._options:
                return self._options[name], name, value
            if self.allow_abbrev:
                found = [n for n in self._options if n.startswith(name)]
                if len(found) > 1:
                    raise ArgumentError(None, 'ambiguous option: %s could match %s' % (word, ', '.join(found)))
                if found:
                    return self._options[found[0]], found[0], value
        else:
            try:
                float(word)
                if not any(n[1:2].isdigit() for n in self._options):
                    return None
            except ValueError:
                pass
            if word[:2] in self._options:
                return self._options[word[:2]], word[:2], word[2:].lstrip('=') if '=' in word[2:3] else word[2:]
        if ' ' in word:
            return None
        return None, word, None

    def _parse(self, args, namespace):
        extra = []
        seen = []
        positionals = [a for a in self._actions if not a.option_strings]
        kinds = []
        only_arguments = False
        for word in args:
            if only_arguments:
                kinds.append(None)
            elif word == '--':
                kinds.append('--')
                only_arguments = True
            else:
                kinds.append(self._option(word))
        i = 0

        def free_run(at):
            """How many arguments stand in a row."""
            n = at
            while n < len(args) and kinds[n] is None:
                n += 1
            return n - at

        def bounds(nargs):
            if nargs is None:
                return 1, 1
            if isinstance(nargs, int):
                return nargs, nargs
            return {'?': (0, 1), '*': (0, 1 << 30), '+': (1, 1 << 30), '...': (0, 1 << 30),
                    'A...': (1, 1 << 30)}[nargs]

        def take_positionals(at, last):
            while positionals:
                count = free_run(at)
                # As many arguments as the rest can still be served with.
                lows = [bounds(a.nargs)[0] for a in positionals]
                use = len(positionals)
                while use and sum(lows[:use]) > count:
                    use -= 1
                if not use:
                    return at
                if count == 0 and not last:
                    return at
                action = positionals[0]
                low, high = bounds(action.nargs)
                if action.nargs in (REMAINDER, PARSER):
                    n = len(args) - at
                else:
                    n = min(high, count - sum(lows[1:use]))
                positionals.pop(0)
                values = args[at:at + n]
                at += n
                self._apply(action, values, namespace, None, seen)
            return at

        while i < len(args):
            kind = kinds[i]
            if kind == '--':
                args = args[:i] + args[i + 1:]
                kinds = kinds[:i] + kinds[i + 1:]
                continue
            if kind is None:
                after = take_positionals(i, False)
                if after == i:
                    extra.append(args[i])
                    i += 1
                else:
                    i = after
                continue
            action, name, value = kind
            if action is None:
                extra.append(args[i])
                i += 1
                continue
            i += 1
            low, high = bounds(action.nargs)
            if value is not None:
                if high == 0:
                    if name.startswith('--') or '-' + value[0] not in self._options:
                        raise ArgumentError(action, 'ignored explicit argument %r' % value)
                    self._apply(action, [], namespace, name, seen)
                    args = args[:i] + ['-' + value] + args[i:]
                    kinds = kinds[:i] + [self._option('-' + value)] + kinds[i:]
                    continue
                values = [value]
            else:
                count = min(free_run(i), high)
                if count < low:
                    need = {None: 'expected one argument', '+': 'expected at least one argument'}.get(
                        action.nargs, 'expected %s argument%s' % (action.nargs, '' if action.nargs == 1 else 's'))
                    raise ArgumentError(action, need)
                values = args[i:i + count]
                i += count
            self._apply(action, values, namespace, name, seen)
        take_positionals(len(args), True)
        missing = [a._name() for a in self._actions if a.required and a not in seen and not (
            not a.option_strings and a.nargs == ZERO_OR_MORE)]
        if missing:
            raise ArgumentError(None, 'the following arguments are required: %s' % ', '.join(missing))
        for group in self._exclusive:
            used = [a for a in group._actions if a in seen]
            if group.required and not used:
                raise ArgumentError(None, 'one of the arguments %s is required' % ' '.join(
                    a._name() for a in group._actions))
        for action in self._actions:
            if action not in seen and isinstance(action.default, str) and getattr(
                    namespace, action.dest, None) is action.default:
                setattr(namespace, action.dest, self._value(action, action.default))
        return extra

    def _value(self, action, text):
        convert = action.type
        if convert is None:
            return text
        try:
            return convert(text)
        except ArgumentTypeError as exc:
            raise ArgumentError(action, str(exc))
        except (TypeError, ValueError):
            raise ArgumentError(action, 'invalid %s value: %r' % (getattr(convert, '__name__', repr(convert)), text))

    def _check(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, 'invalid choice: %r (choose from %s)' % (
                value, ', '.join(map(repr, action.choices))))

    def _apply(self, action, texts, namespace, name, seen):
        nargs = action.nargs
        if nargs == PARSER:
            self._check(action, texts[0])
            values = texts
        elif nargs is None:
            values = self._value(action, texts[0])
            self._check(action, values)
        elif nargs == OPTIONAL:
            if texts:
                values = self._value(action, texts[0])
                self._check(action, values)
            else:
                values = action.const if action.option_strings else action.default
                if isinstance(values, str):
                    values = self._value(action, values)
        elif nargs == ZERO_OR_MORE and not texts and not action.option_strings:
            values = action.default if action.default is not None else []
        else:
            values = [self._value(action, text) for text in texts]
            if nargs != REMAINDER:
                for value in values:
                    self._check(action, value)
        if texts or action.option_strings or nargs not in (OPTIONAL, ZERO_OR_MORE):
            for group in self._exclusive:
                if action in group._actions:
                    for other in group._actions:
                        if other is not action and other in seen:
                            raise ArgumentError(action, 'not allowed with argument %s' % other._name())
            seen.append(action)
        if texts or action.option_strings or values is not action.default or nargs in (ZERO_OR_MORE, OPTIONAL):
            action(self, namespace, values, name)

    def _metavar(self, action, default):
        if action.metavar is not None:
            return action.metavar
        if action.choices is not None:
            return '{%s}' % ','.join(map(str, action.choices))
        return default

    def _args_text(self, action, default):
        metavar = self._metavar(action, default)
        nargs = action.nargs
        if nargs == 0:
            return ''
        if isinstance(metavar, tuple):
            return ' '.join(metavar)
        return {None: metavar, '?': '[%s]' % metavar, '*': '[%s ...]' % metavar,
                '+': '%s [%s ...]' % (metavar, metavar), '...': '...', 'A...': '%s ...' % metavar}.get(
                    nargs, ' '.join([metavar] * nargs) if isinstance(nargs, int) else metavar)

    def _positional_usage(self, action):
        return self._args_text(action, action.dest)

    def format_usage(self):
        if self.usage is not None:
            return 'usage: %s\n' % self.usage.replace('%(prog)s', self.prog)
        options, positionals = [], []
        grouped = {}
        for group in self._exclusive:
            for action in group._actions:
                grouped[id(action)] = group
        done = []
        for action in self._actions:
            if action.help is SUPPRESS:
                continue
            if not action.option_strings:
                positionals.append(self._positional_usage(action))
                continue
            group = grouped.get(id(action))
            if group is not None:
                if group not in done:
                    done.append(group)
                    text = ' | '.join(self._option_usage(a) for a in group._actions)
                    options.append(('(%s)' if group.required else '[%s]') % text)
                continue
            text = self._option_usage(action)
            options.append(text if action.required else '[%s]' % text)
        words = options + positionals
        line = ' '.join(['usage: ' + self.prog] + words)
        if len(line) <= self._width():
            return line + '\n'
        indent = ' ' * len('usage: %s ' % self.prog)
        lines, current = [], 'usage: ' + self.prog
        for part in (options, positionals):
            for word in part:
                if len(current) + 1 + len(word) > self._width() and current.strip():
                    lines.append(current)
                    current = indent + word
                else:
                    current = current + ' ' + word if current.strip() != '' and current != indent else indent + word
            if part is options and positionals and part:
                lines.append(current)
                current = indent
        lines.append(current)
        return '\n'.join(line.rstrip() if not line.strip() else line for line in lines if line.strip()) + '\n'

    def _option_usage(self, action):
        if isinstance(action, BooleanOptionalAction):
            return ' | '.join(action.option_strings)
        text = self._args_text(action, action.dest.upper())
        return action.option_strings[0] + (' ' + text if text else '')

    def _width(self):
        return 78

    def format_help(self):
        import textwrap
        style = self.formatter_class
        out = [self.format_usage()]
        if self.description:
            text = self.description.replace('%(prog)s', self.prog)
            out.append((text if style.keeps_description else textwrap.fill(' '.join(text.split()), self._width())) + '\n')
        sections = [('positional arguments', [a for a in self._actions if not a.option_strings
                                              and id(a) not in self._group_of]),
                    (_OPTIONS_TITLE, [a for a in self._actions if a.option_strings and id(a) not in self._group_of])]
        sections += [(g.title, g._actions, g.description) for g in self._groups]
        rows = []
        for section in sections:
            mine = []
            for action in section[1]:
                if action.help is SUPPRESS:
                    continue
                if action.option_strings:
                    text = self._args_text(action, action.dest.upper())
                    if _sys.version_info >= (3, 13):
                        left = ', '.join(action.option_strings) + (' ' + text if text else '')
                    else:
                        left = ', '.join(n + (' ' + text if text else '') for n in action.option_strings)
                else:
                    left = self._metavar(action, action.dest) if not isinstance(action, _SubParsers) else (
                        action.metavar or '{%s}' % ','.join(action.choices))
                mine.append(('  ' + left, self._help_text(action)))
                if isinstance(action, _SubParsers):
                    mine += [('    ' + name, text) for name, text in action._helps]
            rows.append((section[0], mine, section[2] if len(section) > 2 else None))
        longest = max([len(left) for _, mine, _ in rows for left, _ in mine] + [0])
        column = min(longest + 2, 24)
        for title, mine, description in rows:
            if not mine and not description:
                continue
            lines = ['%s:' % title] if title else []
            if description:
                lines += ['  ' + description, '']
            for left, text in mine:
                if not text:
                    lines.append(left)
                    continue
                parts = text.splitlines() if style.keeps_lines else textwrap.wrap(
                    ' '.join(text.split()), max(self._width() - column, 11))
                if len(left) <= column - 2:
                    lines.append(left.ljust(column) + parts[0])
                    parts = parts[1:]
                else:
                    lines.append(left)
                lines += [' ' * column + part for part in parts]
            out.append('\n'.join(lines) + '\n')
        if self.epilog:
            text = self.epilog.replace('%(prog)s', self.prog)
            out.append((text if style.keeps_description else textwrap.fill(' '.join(text.split()), self._width())) + '\n')
        return '\n'.join(out)

    def _help_text(self, action):
        text = action.help
        if text is None:
            return ''
        if self.formatter_class.shows_defaults and '%(default)' not in text and action.default not in (
                SUPPRESS, None) and (action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)):
            text += ' (default: %(default)s)'
        values = dict(vars(action), prog=self.prog)
        if action.choices is not None:
            values['choices'] = ', '.join(map(str, action.choices))
        return text % values

    def print_usage(self, file=None):
        (file or _sys.stdout).write(self.format_usage())

    def print_help(self, file=None):
        (file or _sys.stdout).write(self.format_help())

    def exit(self, status=0, message=None):
        if message:
            _sys.stderr.write(message)
        _sys.exit(status)

    def error(self, message):
        self.print_usage(_sys.stderr)
        self.exit(2, '%s: error: %s\n' % (self.prog, message))
