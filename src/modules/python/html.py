"""Escaping text for HTML."""

import re as _re

__all__ = ['escape', 'unescape']
_NAMES = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'copy': '\xa9', 'reg': '\xae',
          'euro': '\u20ac', 'hellip': '\u2026', 'mdash': '\u2014', 'ndash': '\u2013'}


def escape(s, quote=True):
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s


def unescape(s):
    def one(match):
        name = match.group(1)
        if name.startswith('#'):
            return chr(int(name[2:], 16) if name[1] in 'xX' else int(name[1:]))
        return _NAMES.get(name, match.group())
    return _re.sub(r'&(#[0-9]+|#[xX][0-9a-fA-F]+|\w+);', one, s)
