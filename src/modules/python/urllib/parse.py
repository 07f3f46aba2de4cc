"""Take web addresses apart, put them together, and encode text for them."""

from collections import namedtuple as _namedtuple

__all__ = ['urlparse', 'urlunparse', 'urlsplit', 'urlunsplit', 'urlencode', 'parse_qs', 'parse_qsl', 'quote',
           'quote_plus', 'unquote', 'unquote_plus', 'SplitResult', 'ParseResult']

_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
_SCHEME = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.')


class _Place:
    __slots__ = ()

    @property
    def username(self):
        user, at, _ = self.netloc.rpartition('@')
        return user.partition(':')[0] if at else None

    @property
    def password(self):
        user, at, _ = self.netloc.rpartition('@')
        _, colon, word = user.partition(':')
        return word if at and colon else None

    def _host_port(self):
        host = self.netloc.rpartition('@')[2]
        if host.startswith('['):
            inside, _, rest = host[1:].partition(']')
            return inside, rest.partition(':')[2]
        name, _, port = host.partition(':')
        return name, port

    @property
    def hostname(self):
        return self._host_port()[0].lower() or None

    @property
    def port(self):
        port = self._host_port()[1]
        if not port:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f'Port could not be cast to integer value as {port!r}')
        number = int(port)
        if number > 65535:
            raise ValueError('Port out of range 0-65535')
        return number


class SplitResult(_namedtuple('SplitResult', 'scheme netloc path query fragment'), _Place):
    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_namedtuple('ParseResult', 'scheme netloc path params query fragment'), _Place):
    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


def urlsplit(url, scheme='', allow_fragments=True):
    for c in '\t\r\n':
        url = url.replace(c, '')
    head, colon, rest = url.partition(':')
    if colon and head and head[0].isalpha() and head[0].isascii() and all(c in _SCHEME for c in head):
        scheme, url = head.lower(), rest
    netloc = query = fragment = ''
    if url[:2] == '//':
        end = min([at for at in (url.find(c, 2) for c in '/?#') if at >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError('Invalid IPv6 URL')
    if allow_fragments:
        url, _, fragment = url.partition('#')
    url, _, query = url.partition('?')
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme='', allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    at = path.find(';', path.rfind('/') + 1)
    if at >= 0 and scheme in ('', 'http', 'https', 'ftp', 'sip', 'sips', 'rtsp', 'tel', 'mms', 'sftp', 'hdl',
                              'prospero', 'rtspu', 'imap', 'shttp'):
        path, params = path[:at], path[at + 1:]
    return ParseResult(scheme, netloc, path, params, query, fragment)


def urlunsplit(components):
    scheme, netloc, path, query, fragment = components
    if netloc:
        path = '//' + netloc + ('/' if path and path[0] != '/' else '') + path
    if scheme:
        path = scheme + ':' + path
    if query:
        path += '?' + query
    return path + '#' + fragment if fragment else path


def urlunparse(components):
    scheme, netloc, path, params, query, fragment = components
    return urlunsplit((scheme, netloc, path + ';' + params if params else path, query, fragment))


def quote(string, safe='/', encoding=None, errors=None):
    data = string.encode(encoding or 'utf-8', errors or 'strict') if isinstance(string, str) else bytes(string)
    keep = _SAFE.union(safe.encode('ascii', 'ignore') if isinstance(safe, str) else safe)
    return ''.join([chr(b) if b in keep else f'%{b:02X}' for b in data])


def quote_plus(string, safe='', encoding=None, errors=None):
    space = ' ' if isinstance(safe, str) else b' '
    return quote(string, safe + space, encoding, errors).replace(' ', '+')


def unquote(string, encoding='utf-8', errors='replace'):
    if isinstance(string, bytes):
        string = string.decode(encoding, errors)
    if '%' not in string:
        return string
    pieces = string.split('%')
    result = pieces[0]
    waiting = bytearray()
    for piece in pieces[1:]:
        try:
            if not piece[:2].isalnum():
                raise ValueError
            value = int(piece[:2], 16)
            if len(piece) < 2:
                raise ValueError
        except ValueError:
            result += waiting.decode(encoding, errors) + '%' + piece
            waiting.clear()
            continue
        waiting.append(value)
        if len(piece) > 2:
            result += waiting.decode(encoding, errors) + piece[2:]
            waiting.clear()
    return result + waiting.decode(encoding, errors)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    def coded(value):
        if not isinstance(value, (str, bytes)):
            value = str(value)
        return quote_via(value, safe, encoding, errors)

    parts = []
    for name, value in query.items() if hasattr(query, 'items') else query:
        if doseq and not isinstance(value, (str, bytes)) and hasattr(value, '__len__'):
            parts += [coded(name) + '=' + coded(one) for one in value]
        else:
            parts.append(coded(name) + '=' + coded(value))
    return '&'.join(parts)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace',
              max_num_fields=None, separator='&'):
    if max_num_fields is not None and qs and qs.count(separator) + 1 > max_num_fields:
        raise ValueError('Max number of fields exceeded')
    result = []
    for part in qs.split(separator) if qs else []:
        if not part and not strict_parsing:
            continue
        name, sign, value = part.partition('=')
        if not sign:
            if strict_parsing:
                raise ValueError(f'bad query field: {part!r}')
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            result.append((unquote_plus(name, encoding, errors), unquote_plus(value, encoding, errors)))
    return result


def parse_qs(qs, *args, **options):
    result = {}
    for name, value in parse_qsl(qs, *args, **options):
        result.setdefault(name, []).append(value)
    return result
