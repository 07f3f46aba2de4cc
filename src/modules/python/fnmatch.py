"""File name patterns: *, ?, [abc]."""

import re

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']


def translate(pat):
    """The regular expression of a pattern."""
    out = ''
    i = 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == '*':
            if not out.endswith('.*'):
                out += '.*'
        elif c == '?':
            out += '.'
        elif c == '[' and ']' in pat[i + 1:]:
            end = pat.index(']', i + (2 if pat[i] == '!' else 1))
            body = pat[i:end].replace('\\', '\\\\')
            out += '[' + ('^' + body[1:] if body[0] == '!' else '\\' + body if body[0] == '^' else body) + ']'
            i = end + 1
        else:
            out += re.escape(c)
    return r'(?s:%s)\Z' % out


def fnmatchcase(name, pat):
    return re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    match = re.compile(translate(pat)).match
    return [name for name in names if match(name)]
