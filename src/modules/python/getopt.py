"""Options of a command line as C's getopt() reads them."""

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']


class GetoptError(Exception):
    def __init__(self, msg, opt=''):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def _long(opts, word, names, rest):
    name, given, value = word.partition('=')
    possible = [n for n in names if n.startswith(name)]
    if not possible:
        raise GetoptError('option --%s not recognized' % name, name)
    if name in possible:
        chosen = name
    elif name + '=' in possible:
        chosen = name + '='
    elif len(possible) > 1:
        raise GetoptError('option --%s not a unique prefix' % name, name)
    else:
        chosen = possible[0]
    if chosen.endswith('='):
        chosen = chosen[:-1]
        if not given:
            if not rest:
                raise GetoptError('option --%s requires argument' % chosen, chosen)
            value = rest.pop(0)
    elif given:
        raise GetoptError('option --%s must not have an argument' % chosen, chosen)
    opts.append(('--' + chosen, value))


def _short(opts, letters, short, rest):
    while letters:
        c, letters = letters[0], letters[1:]
        at = short.find(c)
        if at < 0 or c == ':':
            raise GetoptError('option -%s not recognized' % c, c)
        if short[at + 1:at + 2] == ':':
            if not letters:
                if not rest:
                    raise GetoptError('option -%s requires argument' % c, c)
                letters = rest.pop(0)
            opts.append(('-' + c, letters))
            return
        opts.append(('-' + c, ''))


def getopt(args, shortopts, longopts=[]):
    names = [longopts] if isinstance(longopts, str) else list(longopts)
    rest = list(args)
    opts = []
    while rest and rest[0].startswith('-') and rest[0] != '-':
        word = rest.pop(0)
        if word == '--':
            break
        if word.startswith('--'):
            _long(opts, word[2:], names, rest)
        else:
            _short(opts, word[1:], shortopts, rest)
    return opts, rest


def gnu_getopt(args, shortopts, longopts=[]):
    rest = list(args)
    opts = []
    free = []
    while rest:
        if rest[0] == '--':
            free += rest[1:]
            break
        if rest[0].startswith('-') and rest[0] != '-':
            more, rest = getopt(rest[:1] + rest[1:], shortopts, longopts)
            opts += more
        else:
            free.append(rest.pop(0))
    return opts, free
