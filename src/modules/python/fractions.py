"""Exact rational numbers."""

import math as _math
import numbers as _numbers
import operator as _operator
import sys as _sys

__all__ = ['Fraction']

_MINOR = _sys.version_info[1]
_MODULUS = _sys.hash_info.modulus
_INF = _sys.hash_info.inf


def _digits(text, start):
    """Position behind the digits (with single underscores between them) from `start` on."""
    at = start
    while at < len(text) and (text[at].isdecimal() or (
            _MINOR >= 11 and text[at] == '_' and at > start and text[at - 1].isdecimal()
            and text[at + 1:at + 2].isdecimal())):
        at += 1
    return at


def _parse(text):
    """Numerator and denominator of a text such as '-3/4', '1.5e3'; None when it is malformed."""
    s = text.strip()
    at = 1 if s[:1] in ('+', '-') else 0
    sign = -1 if s[:1] == '-' else 1
    end = _digits(s, at)
    whole = s[at:end]
    if s[end:end + 1] == '/' or (_MINOR >= 12 and whole and s[end:].lstrip()[:1] == '/'):
        rest = s[end:].lstrip()[1:]
        if _MINOR >= 12:
            rest = rest.lstrip()
        if not whole or not rest or _digits(rest, 0) != len(rest):
            return None
        return sign * int(whole), int(rest)
    numerator, denominator = int(whole or 0), 1
    decimals = ''
    if s[end:end + 1] == '.':
        start = end + 1
        end = _digits(s, start)
        decimals = s[start:end].replace('_', '')
        numerator = numerator * 10 ** len(decimals) + int(decimals or 0)
        denominator = 10 ** len(decimals)
    if not whole and not decimals:
        return None
    if s[end:end + 1] in ('e', 'E'):
        start = end + 1
        if s[start:start + 1] in ('+', '-'):
            start += 1
        last = _digits(s, start)
        if last == start:
            return None
        exponent = int(s[end + 1:last])
        end = last
        if exponent >= 0:
            numerator *= 10 ** exponent
        else:
            denominator *= 10 ** -exponent
    if end != len(s):
        return None
    return sign * numerator, denominator


def _reduced(numerator, denominator):
    """A Fraction of terms that are in lowest terms already."""
    result = object.__new__(Fraction)
    result._numerator = numerator
    result._denominator = denominator
    return result


def _operators(exact, fallback):
    """The method and its reflection: exact for rationals, by `fallback` for float and complex."""
    def forward(a, b):
        if isinstance(b, Fraction):
            return exact(a, b)
        if isinstance(b, int):
            return exact(a, _reduced(b, 1) if _MINOR >= 12 else Fraction(b))
        if isinstance(b, float):
            return fallback(float(a), b)
        if isinstance(b, complex):
            return fallback(complex(a) if _MINOR < 14 else float(a), b)
        return NotImplemented
    forward.__name__ = '__' + fallback.__name__ + '__'

    def reverse(b, a):
        if isinstance(a, _numbers.Rational):
            return exact(Fraction(a), b)
        if isinstance(a, _numbers.Real):
            return fallback(float(a), float(b))
        if isinstance(a, _numbers.Complex):
            return fallback(complex(a), complex(b))
        return NotImplemented
    reverse.__name__ = '__r' + fallback.__name__ + '__'
    return forward, reverse


class Fraction(_numbers.Rational):
    __slots__ = ('_numerator', '_denominator')

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator = numerator
                self._denominator = 1
                return self
            if isinstance(numerator, _numbers.Rational):
                self._numerator = numerator.numerator
                self._denominator = numerator.denominator
                return self
            if not isinstance(numerator, str):
                if isinstance(numerator, float) or type(numerator).__name__ == 'Decimal' or (
                        _MINOR >= 14 and hasattr(numerator, 'as_integer_ratio')):
                    self._numerator, self._denominator = numerator.as_integer_ratio()
                    return self
                raise TypeError('argument should be a string or a Rational instance')
            parsed = _parse(numerator)
            if parsed is None:
                raise ValueError('Invalid literal for Fraction: %r' % numerator)
            numerator, denominator = parsed
        elif type(numerator) is int is type(denominator):
            pass
        elif isinstance(numerator, _numbers.Rational) and isinstance(denominator, _numbers.Rational):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError('both arguments should be Rational instances')
        if denominator == 0:
            raise ZeroDivisionError('Fraction(%s, 0)' % numerator)
        common = _math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        self._numerator = numerator // common
        self._denominator = denominator // common
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, _numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError('%s.from_float() only takes floats, not %r (%s)' % (cls.__name__, f, type(f).__name__))
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        if isinstance(dec, _numbers.Integral):
            return cls(int(dec))
        if type(dec).__name__ != 'Decimal':
            raise TypeError('%s.from_decimal() only takes Decimals, not %r (%s)'
                            % (cls.__name__, dec, type(dec).__name__))
        return cls(*dec.as_integer_ratio())

    def is_integer(self):
        return self._denominator == 1

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Convergents of the continued fraction, then the better of the two neighbours.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        first = Fraction(p0 + k * p1, q0 + k * q1)
        second = Fraction(p1, q1)
        if abs(second - self) <= abs(first - self):
            return second
        return first

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return '%s(%s, %s)' % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return '%s/%s' % (self._numerator, self._denominator)

    def _add(a, b):
        na, da = a._numerator, a._denominator
        nb, db = b._numerator, b._denominator
        g = _math.gcd(da, db)
        if g == 1:
            return _reduced(na * db + da * nb, da * db)
        s = da // g
        t = na * (db // g) + nb * s
        g2 = _math.gcd(t, g)
        if g2 == 1:
            return _reduced(t, s * db)
        return _reduced(t // g2, s * (db // g2))

    __add__, __radd__ = _operators(_add, _operator.add)

    def _sub(a, b):
        return a._add(_reduced(-b._numerator, b._denominator))

    __sub__, __rsub__ = _operators(_sub, _operator.sub)

    def _mul(a, b):
        na, da = a._numerator, a._denominator
        nb, db = b._numerator, b._denominator
        g1 = _math.gcd(na, db)
        if g1 > 1:
            na //= g1
            db //= g1
        g2 = _math.gcd(nb, da)
        if g2 > 1:
            nb //= g2
            da //= g2
        return _reduced(na * nb, db * da)

    __mul__, __rmul__ = _operators(_mul, _operator.mul)

    def _div(a, b):
        if b._numerator == 0:
            raise ZeroDivisionError('Fraction(%s, 0)' % (a._numerator * b._denominator if _MINOR < 12 else b._denominator))
        if b._numerator < 0:
            return a._mul(_reduced(-b._denominator, -b._numerator))
        return a._mul(_reduced(b._denominator, b._numerator))

    __truediv__, __rtruediv__ = _operators(_div, _operator.truediv)

    def _floordiv(a, b):
        return (a.numerator * b.denominator) // (a.denominator * b.numerator)

    __floordiv__, __rfloordiv__ = _operators(_floordiv, _operator.floordiv)

    def _divmod(a, b):
        da, db = a.denominator, b.denominator
        div, n_mod = divmod(a.numerator * db, da * b.numerator)
        return div, Fraction(n_mod, da * db)

    __divmod__, __rdivmod__ = _operators(_divmod, divmod)

    def _mod(a, b):
        da, db = a.denominator, b.denominator
        return Fraction((a.numerator * db) % (b.numerator * da), da * db)

    __mod__, __rmod__ = _operators(_mod, _operator.mod)

    def __pow__(a, b):
        if isinstance(b, _numbers.Rational):
            if b.denominator != 1:
                return float(a) ** float(b)
            power = b.numerator
            if power >= 0:
                return _reduced(a._numerator ** power, a._denominator ** power)
            if a._numerator > 0 or (_MINOR < 12 and a._numerator >= 0):
                if a._numerator == 0:
                    raise ZeroDivisionError('Fraction(%s, 0)' % a._denominator ** -power)
                return _reduced(a._denominator ** -power, a._numerator ** -power)
            if a._numerator == 0:
                raise ZeroDivisionError('Fraction(%s, 0)' % a._denominator ** -power)
            return _reduced((-a._denominator) ** -power, (-a._numerator) ** -power)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented if _MINOR >= 12 else float(a) ** b

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, _numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        if b._denominator == 1:
            return a ** b._numerator
        return a ** float(b)

    def __pos__(a):
        return _reduced(a._numerator, a._denominator)

    def __neg__(a):
        return _reduced(-a._numerator, a._denominator)

    def __abs__(a):
        return _reduced(abs(a._numerator), a._denominator)

    if _MINOR >= 11:
        def __int__(a):
            if a._numerator < 0:
                return -(-a._numerator // a._denominator)
            return a._numerator // a._denominator

    def __trunc__(a):
        if a._numerator < 0:
            return -(-a._numerator // a._denominator)
        return a._numerator // a._denominator

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            d = self._denominator
            floor, remainder = divmod(self._numerator, d)
            if remainder * 2 < d:
                return floor
            if remainder * 2 > d:
                return floor + 1
            return floor if floor % 2 == 0 else floor + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, _MODULUS)
        except ValueError:
            result = _INF
        else:
            result = hash(hash(abs(self._numerator)) * inverse)
        if self._numerator < 0:
            result = -result
        return -2 if result == -1 else result

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, _numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, _numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            if _math.isnan(b) or _math.isinf(b):
                return 0.0 == b
            return a == a.from_float(b)
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, _numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if _math.isnan(other) or _math.isinf(other):
                return op(0.0, other)
            return op(self, self.from_float(other))
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, _operator.lt)

    def __gt__(a, b):
        return a._compare(b, _operator.gt)

    def __le__(a, b):
        return a._compare(b, _operator.le)

    def __ge__(a, b):
        return a._compare(b, _operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        if type(self) == Fraction:
            return self
        return self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        if type(self) == Fraction:
            return self
        return self.__class__(self._numerator, self._denominator)

    if _MINOR >= 12:
        def __format__(self, spec):
            return _format(self, spec)


if _MINOR < 12:
    del Fraction.is_integer


def _scaled(value, exponent):
    """|value| / 10**exponent rounded to an integer, ties to even."""
    n, d = abs(value._numerator), value._denominator
    if exponent >= 0:
        d *= 10 ** exponent
    else:
        n *= 10 ** -exponent
    q, r = divmod(n, d)
    if 2 * r > d or (2 * r == d and q % 2):
        q += 1
    return q


def _grouped(digits, separator):
    if not separator:
        return digits
    first = 1 + (len(digits) - 1) % 3
    return digits[:first] + ''.join(separator + digits[i:i + 3] for i in range(first, len(digits), 3))


def _format(value, spec):
    """`format(value, spec)` with the types of float (3.12+)."""
    if not spec:
        return str(value)
    bad = ValueError('Invalid format specifier %r for object of type %r' % (spec, type(value).__name__))
    rest = spec
    fill, align = ' ', ''
    if rest[1:2] in ('<', '>', '=', '^') and len(rest) > 1:
        fill, align, rest = rest[0], rest[1], rest[2:]
    elif rest[0] in '<>=^':
        align, rest = rest[0], rest[1:]
    sign = ''
    if rest[:1] and rest[0] in '-+ ':
        sign, rest = rest[0], rest[1:]
    no_neg_zero = rest[:1] == 'z'
    rest = rest[1:] if no_neg_zero else rest
    alternate = rest[:1] == '#'
    rest = rest[1:] if alternate else rest
    zero_pad = rest[:1] == '0' and rest[1:2].isdigit()
    rest = rest[1:] if zero_pad else rest
    at = 0
    while rest[at:at + 1].isdigit():
        at += 1
    width, rest = int(rest[:at] or 0), rest[at:]
    separator = rest[:1] if rest[:1] in (',', '_') and rest else ''
    rest = rest[len(separator):]
    precision = None
    if rest[:1] == '.':
        at = 1
        while rest[at:at + 1].isdigit():
            at += 1
        if at == 1:
            raise bad
        precision, rest = int(rest[1:at]), rest[at:]
    if rest == '':
        if _MINOR < 13 or precision is not None or zero_pad or no_neg_zero:
            raise bad
        body = '%s' % abs(value._numerator)
        body = _grouped(body, separator)
        if value._denominator != 1 or alternate:
            body += '/' + _grouped('%s' % value._denominator, separator)
        lead = '-' if value._numerator < 0 else '' if sign == '-' else sign
        return _padded(lead, body, fill, align or '>', width)
    if rest not in ('e', 'E', 'f', 'F', 'g', 'G', '%'):
        raise bad
    if fill == ' ' and zero_pad and not align:
        fill, align = '0', '='
    elif zero_pad and align:
        raise bad
    align = align or '>'
    precision = 6 if precision is None else precision
    kind = rest.lower()
    negative = value._numerator < 0
    scientific = False
    suffix = ''
    if kind in ('f', '%'):
        exponent = -precision - (2 if kind == '%' else 0)
        significand = _scaled(value, exponent)
        point = precision
        suffix = '%' if kind == '%' else ''
        trim = False
    else:
        figures = max(precision, 1) if kind == 'g' else precision + 1
        if value._numerator == 0:
            significand, exponent = 0, 1 - figures
        else:
            n, d = abs(value._numerator), value._denominator
            m = len(str(n)) - len(str(d))
            m += n >= 10 ** m * d if m >= 0 else n * 10 ** -m >= d
            exponent = m - figures
            significand = _scaled(value, exponent)
            if len(str(significand)) > figures:
                significand //= 10
                exponent += 1
        scientific = kind == 'e' or exponent > 0 or exponent + figures <= -4 if kind == 'g' else True
        trim = kind == 'g' and not alternate
        if scientific:
            power = exponent + figures - 1
            suffix = '%s%+03d' % ('E' if rest in 'EG' else 'e', power)
            point = figures - 1
        else:
            point = -exponent
    if no_neg_zero and significand == 0:
        negative = False
    digits = '%0*d' % (point + 1, significand)
    whole, decimals = digits[:len(digits) - point], digits[len(digits) - point:]
    if trim:
        decimals = decimals.rstrip('0')
    tail = ('.' if decimals or alternate else '') + decimals + suffix
    lead = '-' if negative else '' if sign == '-' else sign
    if fill == '0' and align == '=':
        whole = '%0*d' % (max(1, (width - len(lead) - len(tail)) * 3 // 4 + 1 if separator
                              else width - len(lead) - len(tail)), int(whole))
        if separator:
            whole = whole.lstrip('0') or '0'
            while len(_grouped('0' + whole, separator)) + len(lead) + len(tail) <= width or (
                    len(_grouped(whole, separator)) + len(lead) + len(tail) < width):
                whole = '0' + whole
    return _padded(lead, _grouped(whole, separator) + tail, fill, align, width)


def _padded(lead, body, fill, align, width):
    padding = fill * (width - len(lead) - len(body))
    if align == '>':
        return padding + lead + body
    if align == '<':
        return lead + body + padding
    if align == '^':
        half = len(padding) // 2
        return padding[:half] + lead + body + padding[half:]
    return lead + padding + body
