"""Words as a shell splits them."""

import re as _re

__all__ = ['split', 'quote', 'join']


def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError('s argument must not be None')
    words, word, state = [], None, ''
    i = 0
    while i < len(s):
        c = s[i]
        i += 1
        if state:
            if c == state:
                state = ''
            elif c == '\\' and state == '"' and s[i:i + 1] in ('"', '\\'):
                word += s[i]
                i += 1
            else:
                word += c
        elif c.isspace():
            if word is not None:
                words.append(word)
                word = None
        elif comments and c == '#' and word is None:
            while i < len(s) and s[i] != '\n':
                i += 1
        elif c in '"\'':
            state, word = c, word or ''
        elif c == '\\':
            if i >= len(s):
                raise ValueError('No escaped character')
            word = (word or '') + s[i]
            i += 1
        else:
            word = (word or '') + c
    if state:
        raise ValueError('No closing quotation')
    if word is not None:
        words.append(word)
    return words


def quote(s):
    if not s:
        return "''"
    if _re.search(r'[^\w@%+=:,./-]', s, _re.ASCII) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return ' '.join(map(quote, split_command))
