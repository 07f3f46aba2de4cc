"""Decimal floating-point and fixed-point arithmetic (General Decimal Arithmetic Specification)."""

import math as _math
import numbers as _numbers
import sys as _sys
from collections import namedtuple as _namedtuple
from _decimal import name_type as _name_type

__all__ = [
    'Decimal', 'Context', 'DecimalTuple', 'DefaultContext', 'BasicContext', 'ExtendedContext', 'DecimalException',
    'Clamped', 'InvalidOperation', 'DivisionByZero', 'Inexact', 'Rounded', 'Subnormal', 'Overflow', 'Underflow',
    'FloatOperation', 'DivisionImpossible', 'InvalidContext', 'ConversionSyntax', 'DivisionUndefined',
    'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP',
    'ROUND_HALF_DOWN', 'ROUND_05UP', 'setcontext', 'getcontext', 'localcontext', 'MAX_PREC', 'MAX_EMAX',
    'MIN_EMIN', 'MIN_ETINY', 'HAVE_THREADS', 'HAVE_CONTEXTVAR',
]

_MINOR = _sys.version_info[1]

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent')

ROUND_DOWN = 'ROUND_DOWN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_CEILING = 'ROUND_CEILING'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_UP = 'ROUND_UP'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_05UP = 'ROUND_05UP'
_ROUNDINGS = (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
              ROUND_05UP)

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class InvalidContext(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


_SIGNALS = [Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow]
_CONDITIONS = {ConversionSyntax: InvalidOperation, DivisionImpossible: InvalidOperation,
               DivisionUndefined: InvalidOperation, InvalidContext: InvalidOperation}


def _make(sign, coefficient, exponent, special=''):
    self = object.__new__(Decimal)
    self._sign = sign
    self._int = coefficient
    self._exp = exponent
    self._special = special
    return self


def _length(coefficient):
    """Number of decimal digits; 1 for zero."""
    if coefficient < 10000000000:
        return len(str(coefficient))
    guess = (coefficient.bit_length() - 1) * 30103 // 100000
    while 10 ** guess <= coefficient:
        guess += 1
    return guess


def _digits_text(coefficient):
    """Decimal text of an int of any length."""
    if coefficient < 10 ** 600:
        return str(coefficient)
    size = _length(coefficient) // 2
    high, low = divmod(coefficient, 10 ** size)
    return _digits_text(high) + _digits_text(low).rjust(size, '0')


def _digits_value(text):
    if len(text) < 600:
        return int(text)
    half = len(text) // 2
    return _digits_value(text[:half]) * 10 ** (len(text) - half) + _digits_value(text[half:])


def _round_up(rounding, sign, kept, rest, unit):
    """Whether `kept` grows by one when `rest` (of `unit`) is dropped."""
    if rest == 0 or rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    if rounding == ROUND_05UP:
        return kept % 10 in (0, 5)
    twice = rest * 2
    if twice != unit:
        return twice > unit
    if rounding == ROUND_HALF_UP:
        return True
    return rounding == ROUND_HALF_EVEN and kept % 2 == 1


def _shortened(rounding, sign, coefficient, drop):
    """The coefficient without its last `drop` digits, rounded, and whether that changed the value."""
    if drop <= 0:
        return coefficient * 10 ** -drop, False
    if drop > _length(coefficient) + 2:
        kept, rest, unit = 0, coefficient, None
        if coefficient == 0:
            return 0, False
        unit = 10 ** (_length(coefficient) + 2)
    else:
        unit = 10 ** drop
        kept, rest = divmod(coefficient, unit)
    if _round_up(rounding, sign, kept, rest, unit):
        kept += 1
    return kept, rest != 0


def _parse(text):
    """Parts of a numeric text, or None."""
    s = text.strip().replace('_', '')
    sign = 0
    if s[:1] in ('+', '-'):
        sign = 1 if s[0] == '-' else 0
        s = s[1:]
    low = s.lower()
    if low in ('inf', 'infinity'):
        return sign, 0, 0, 'F'
    for name, special in (('snan', 'N'), ('nan', 'n')):
        if low.startswith(name):
            payload = s[len(name):]
            if payload and not payload.isdecimal():
                return None
            return sign, int(payload or 0), 0, special
    mantissa, e, exponent = low.partition('e')
    power = 0
    if e:
        body = exponent[1:] if exponent[:1] in ('+', '-') else exponent
        if not body.isdecimal():
            return None
        power = int(exponent)
    whole, point, fraction = mantissa.partition('.')
    if not (whole or fraction) or (whole and not whole.isdecimal()) or (fraction and not fraction.isdecimal()):
        return None
    return sign, _digits_value((whole + fraction)), power - len(fraction), ''


class Decimal:
    __slots__ = ('_exp', '_int', '_sign', '_special')

    def __new__(cls, value='0', context=None):
        sign, coefficient, exponent, special = 0, 0, 0, ''
        if isinstance(value, str):
            parsed = _parse(value)
            if parsed is None:
                return (context or getcontext())._signal(ConversionSyntax)
            sign, coefficient, exponent, special = parsed
        elif isinstance(value, int):
            sign, coefficient = (1, -value) if value < 0 else (0, int(value))
        elif isinstance(value, Decimal):
            if cls is Decimal and type(value) is Decimal:
                return value
            sign, coefficient, exponent, special = value._sign, value._int, value._exp, value._special
        elif isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError('argument must be a sequence of length 3')
            sign, digits, exponent = value
            if not isinstance(sign, int) or sign not in (0, 1):
                raise ValueError('sign must be an integer with the value 0 or 1')
            if exponent in ('F', 'n', 'N'):
                special, exponent = exponent, 0
            elif not isinstance(exponent, int):
                raise ValueError('string argument in the third position must be \'F\', \'n\' or \'N\'')
            for digit in digits:
                if not isinstance(digit, int) or not 0 <= digit <= 9:
                    raise ValueError('coefficient must be a tuple of digits')
                coefficient = coefficient * 10 + digit
            if special == 'F':
                coefficient = 0
        elif isinstance(value, float):
            context = context or getcontext()
            context._signal(FloatOperation)
            sign, coefficient, exponent, special = _from_float(value)
        else:
            raise TypeError('conversion from %s to Decimal is not supported' % type(value).__name__)
        self = object.__new__(cls)
        self._sign = sign
        self._int = coefficient
        self._exp = exponent
        self._special = special
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError('argument must be int or float')
        parts = _make(*_from_float(f))
        return parts if cls is Decimal else cls(parts)

    def __sizeof__(self):
        return 88

    # -- text

    def __repr__(self):
        return "Decimal('%s')" % self

    def __str__(self, eng=False, context=None):
        sign = '-' if self._sign else ''
        if self._special:
            if self._special == 'F':
                return sign + 'Infinity'
            payload = _digits_text(self._int) if self._int else ''
            return sign + ('NaN' if self._special == 'n' else 'sNaN') + payload
        digits = _digits_text(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            point = left
        elif not eng:
            point = 1
        elif self._int == 0:
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            whole, fraction = '0', '.' + '0' * -point + digits
        elif point >= len(digits):
            whole, fraction = digits + '0' * (point - len(digits)), ''
        else:
            whole, fraction = digits[:point], '.' + digits[point:]
        exponent = ''
        if left != point:
            letter = 'E' if (context or getcontext()).capitals else 'e'
            exponent = '%s%+d' % (letter, left - point)
        return sign + whole + fraction + exponent

    def to_eng_string(self, context=None):
        return self.__str__(True, context)

    def as_tuple(self):
        digits = () if self._special in ('n', 'N') and not self._int else tuple(
            map(int, _digits_text(self._int)))
        return DecimalTuple(self._sign, (0,) if self._special == 'F' else digits, self._special or self._exp)

    def as_integer_ratio(self):
        if self._special == 'F':
            raise OverflowError('cannot convert Infinity to integer ratio')
        if self._special:
            raise ValueError('cannot convert NaN to integer ratio')
        n, d = self._int, 1
        if self._exp >= 0:
            n *= 10 ** self._exp
        else:
            d = 10 ** -self._exp
            common = _math.gcd(n, d)
            n //= common
            d //= common
        return (-n if self._sign else n), d

    # -- comparison

    def _is_nan(self):
        return self._special in ('n', 'N')

    def _order(self, other):
        """-1, 0, 1; neither is a NaN."""
        a, b = (0 if x._special == '' and not x._int else -1 if x._sign else 1 for x in (self, other))
        if a != b:
            return -1 if a < b else 1
        if a == 0:
            return 0
        if self._special or other._special:
            if self._special and other._special:
                return 0
            return a if self._special else -a
        x, y = self.adjusted(), other.adjusted()
        if x != y:
            return a if x > y else -a
        shift = self._exp - other._exp
        m = self._int * 10 ** shift if shift > 0 else self._int
        n = other._int * 10 ** -shift if shift < 0 else other._int
        return 0 if m == n else a if m > n else -a

    def _compared(self, other, equality):
        """The order, None for NaN, NotImplemented for other types."""
        if not isinstance(other, Decimal):
            if isinstance(other, int):
                other = Decimal(other)
            elif isinstance(other, float):
                getcontext()._flag(FloatOperation, equality)
                other = _make(*_from_float(other))
            elif isinstance(other, complex) and equality:
                if other.imag != 0:
                    return None
                other = _make(*_from_float(other.real))
            elif isinstance(other, _numbers.Rational):
                if self._is_nan():
                    return None
                if self._special:
                    return -1 if self._sign else 1
                n, d = self.as_integer_ratio()
                left, right = n * other.denominator, other.numerator * d
                return (left > right) - (left < right)
            else:
                return NotImplemented
        if self._is_nan() or other._is_nan():
            if not equality or self._special == 'N' or other._special == 'N':
                getcontext()._signal(InvalidOperation)
            return None
        return self._order(other)

    def __eq__(self, other):
        order = self._compared(other, True)
        return order if order is NotImplemented else order == 0

    def __lt__(self, other):
        order = self._compared(other, False)
        return order if order is NotImplemented else order is not None and order < 0

    def __le__(self, other):
        order = self._compared(other, False)
        return order if order is NotImplemented else order is not None and order <= 0

    def __gt__(self, other):
        order = self._compared(other, False)
        return order if order is NotImplemented else order is not None and order > 0

    def __ge__(self, other):
        order = self._compared(other, False)
        return order if order is NotImplemented else order is not None and order >= 0

    def __hash__(self):
        if self._special:
            if self._special == 'N':
                raise TypeError('Cannot hash a signaling NaN value')
            if self._special == 'n':
                return object.__hash__(self) if _MINOR >= 10 else 0
            return -314159 if self._sign else 314159
        p = (1 << 61) - 1
        power = pow(10, self._exp, p) if self._exp >= 0 else pow(pow(10, p - 2, p), -self._exp, p)
        value = self._int * power % p
        if self._sign:
            value = -value
        return -2 if value == -1 else value

    def __bool__(self):
        return bool(self._special) or self._int != 0

    def compare(self, other, context=None):
        context = context or getcontext()
        other = _operand(other, True)
        nan = self._nan_result(other, context)
        return nan if nan is not None else Decimal(self._order(other))

    # -- rounding to a context

    def _nan_result(self, other, context):
        """What an operation with a NaN gives; None when there is none."""
        for x in (self, other):
            if x is not None and x._special == 'N':
                return context._signal(InvalidOperation, _make(x._sign, x._int, 0, 'n'))
        for x in (self, other):
            if x is not None and x._special == 'n':
                return x
        return None

    def _fix(self, context):
        """The value with at most `prec` digits and an exponent within the bounds."""
        if self._special:
            return self
        sign, coefficient, exponent = self._sign, self._int, self._exp
        prec, emin, emax = context.prec, context.Emin, context.Emax
        etiny = emin - prec + 1
        if coefficient == 0:
            top = (emax - prec + 1) if context.clamp else emax
            bounded = min(max(exponent, etiny), top)
            if bounded != exponent:
                context._signal(Clamped)
                return _make(sign, 0, bounded)
            return self
        size = _length(coefficient)
        least = size + exponent - prec
        if least > emax - prec + 1:
            result = context._overflow(sign)
            context._signal(Inexact)
            context._signal(Rounded)
            return result
        subnormal = least < etiny
        if subnormal:
            least = etiny
        if exponent < least:
            coefficient, changed = _shortened(context.rounding, sign, coefficient, least - exponent)
            exponent = least
            if _length(coefficient) > prec and coefficient:
                coefficient //= 10
                exponent += 1
            if exponent > emax - prec + 1:
                result = context._overflow(sign)
                context._signal(Inexact)
                context._signal(Rounded)
                return result
            result = _make(sign, coefficient, exponent)
            if changed and subnormal:
                context._signal(Underflow)
            if subnormal:
                context._signal(Subnormal)
            if changed:
                context._signal(Inexact)
            context._signal(Rounded)
            if not coefficient:
                context._signal(Clamped)
            return result
        if subnormal:
            context._signal(Subnormal)
        if context.clamp and exponent > emax - prec + 1:
            context._signal(Clamped)
            return _make(sign, coefficient * 10 ** (exponent - (emax - prec + 1)), emax - prec + 1)
        return self if type(self) is Decimal else _make(sign, coefficient, exponent)

    # -- arithmetic

    def __neg__(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self.copy_negate()._fix(context)

    def __pos__(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self._fix(context)

    def __abs__(self, context=None):
        return self.__neg__(context) if self._sign else self.__pos__(context)

    def __add__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        if self._special or other._special:
            if self._special and other._special and self._sign != other._sign:
                return context._signal(InvalidOperation)
            return self if self._special else other
        exponent = min(self._exp, other._exp)
        a, b = self, other
        # Operands far apart: the small one only decides the rounding.
        if a._int and b._int:
            gap = a.adjusted() - b.adjusted()
            if abs(gap) > context.prec + 3:
                if gap < 0:
                    a, b = b, a
                least = min(a._exp, a.adjusted() - context.prec - 2)
                if b.adjusted() < least - 1:
                    b = _make(b._sign, 1, least - 1)
                    exponent = least - 1
        x = a._int * 10 ** (a._exp - exponent) if a._int else 0
        y = b._int * 10 ** (b._exp - exponent) if b._int else 0
        total = (-x if a._sign else x) + (-y if b._sign else y)
        if total:
            sign = 1 if total < 0 else 0
        elif self._sign == other._sign:
            sign = self._sign
        else:
            sign = 1 if context.rounding == ROUND_FLOOR else 0
        return _make(sign, abs(total), exponent)._fix(context)

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        if self._is_nan() or other._is_nan():
            return self._nan_result(other, context or getcontext())
        return self.__add__(other.copy_negate(), context)

    def __rsub__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__sub__(self, context)

    def __mul__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        if self._special or other._special:
            if not self or not other:
                return context._signal(InvalidOperation)
            return _make(sign, 0, 0, 'F')
        return _make(sign, self._int * other._int, self._exp + other._exp)._fix(context)

    __rmul__ = __mul__

    def __truediv__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        if self._special and other._special:
            return context._signal(InvalidOperation)
        if self._special:
            return _make(sign, 0, 0, 'F')
        if other._special:
            context._signal(Clamped)
            return _make(sign, 0, context.Emin - context.prec + 1)
        if not other._int:
            if not self._int:
                return context._signal(DivisionUndefined)
            return context._signal(DivisionByZero, _make(sign, 0, 0, 'F'))
        ideal = self._exp - other._exp
        if not self._int:
            return _make(sign, 0, ideal)._fix(context)
        shift = _length(other._int) - _length(self._int) + context.prec + 1
        exponent = ideal - shift
        if shift >= 0:
            quotient, rest = divmod(self._int * 10 ** shift, other._int)
        else:
            quotient, rest = divmod(self._int, other._int * 10 ** -shift)
        if rest:
            # A last digit that is not 0 or 5 stands for the digits behind it.
            if quotient % 5 == 0:
                quotient += 1
        else:
            while exponent < ideal and quotient % 10 == 0:
                quotient //= 10
                exponent += 1
        return _make(sign, quotient, exponent)._fix(context)

    def __rtruediv__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__truediv__(self, context)

    def _divided(self, other, context):
        """Whole quotient and remainder of finite operands; None when the quotient has too many digits."""
        sign = self._sign ^ other._sign
        ideal = self._exp if other._special else min(self._exp, other._exp)
        gap = self.adjusted() - other.adjusted()
        if not self or other._special or gap <= -2:
            rest = self if other._special else self._rescaled(ideal, context.rounding)
            return _make(sign, 0, 0), rest
        if gap <= context.prec:
            a = self._int * 10 ** (self._exp - ideal)
            b = other._int * 10 ** (other._exp - ideal)
            quotient, rest = divmod(a, b)
            if quotient < 10 ** context.prec:
                return _make(sign, quotient, 0), _make(self._sign, rest, ideal)
        return None

    def __divmod__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan, nan
        sign = self._sign ^ other._sign
        if self._special:
            if other._special:
                nan = context._signal(InvalidOperation)
                return nan, nan
            return _make(sign, 0, 0, 'F'), context._signal(InvalidOperation)
        if not other:
            if not self:
                nan = context._signal(DivisionUndefined)
                return nan, nan
            context._pending((InvalidOperation, DivisionByZero))
            return _make(sign, 0, 0, 'F'), _make(0, 0, 0, 'n')
        both = self._divided(other, context)
        if both is None:
            nan = context._signal(DivisionImpossible)
            return nan, nan
        return both[0], both[1]._fix(context)

    def __rdivmod__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__divmod__(self, context)

    def __mod__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        if self._special:
            return context._signal(InvalidOperation)
        if not other:
            return context._signal(InvalidOperation if self else DivisionUndefined)
        both = self._divided(other, context)
        return context._signal(DivisionImpossible) if both is None else both[1]._fix(context)

    def __rmod__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__mod__(self, context)

    def __floordiv__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        sign = self._sign ^ other._sign
        if self._special:
            return context._signal(InvalidOperation) if other._special else _make(sign, 0, 0, 'F')
        if not other:
            if self:
                return context._signal(DivisionByZero, _make(sign, 0, 0, 'F'))
            return context._signal(DivisionUndefined)
        both = self._divided(other, context)
        return context._signal(DivisionImpossible) if both is None else both[0]

    def __rfloordiv__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__floordiv__(self, context)

    def remainder_near(self, other, context=None):
        context = context or getcontext()
        other = _operand(other, True)
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        if self._special:
            return context._signal(InvalidOperation)
        if not other:
            return context._signal(InvalidOperation if self else DivisionUndefined)
        if other._special:
            return self._fix(context)
        ideal = min(self._exp, other._exp)
        if not self:
            return _make(self._sign, 0, ideal)._fix(context)
        if self.adjusted() - other.adjusted() >= context.prec + 1:
            return context._signal(DivisionImpossible)
        a = self._int * 10 ** (self._exp - ideal)
        b = other._int * 10 ** (other._exp - ideal)
        quotient, rest = divmod(a, b)
        if 2 * rest + (quotient & 1) > b:
            rest -= b
            quotient += 1
        sign = self._sign
        if rest < 0:
            sign, rest = 1 - sign, -rest
        return _make(sign, rest, ideal)._fix(context)

    def fma(self, other, third, context=None):
        context = context or getcontext()
        other, third = _operand(other, True), _operand(third, True)
        if self._special or other._special:
            return self.__mul__(other, context).__add__(third, context)
        return _make(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp).__add__(third, context)

    def __pow__(self, other, modulo=None, context=None):
        if modulo is not None:
            other, modulo = _operand(other), _operand(modulo)
            if other is NotImplemented or modulo is NotImplemented:
                return NotImplemented
            return self._modular_power(other, modulo, context or getcontext())
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        one = _make(0, 1, 0)
        if not other:
            return context._signal(InvalidOperation) if not self else one
        whole = other._is_integer()
        sign = 0
        if self._sign:
            if whole:
                sign = 1 if other._is_odd() else 0
            elif self:
                return context._signal(InvalidOperation)
            self = self.copy_negate()
        if not self:
            return _make(sign, 0, 0, 'F' if other._sign else '')
        if self._special:
            return _make(sign, 0, 0, 'F') if not other._sign else _make(sign, 0, 0)
        if self == one:
            if whole and not other._special:
                # 1.00 ** 2 keeps as many zeros as fit.
                exponent = max(self._exp * (1 if other._sign else int(other)), 1 - context.prec)
                if self._exp != 0:
                    context._signal(Rounded)
            else:
                context._signal(Inexact)
                context._signal(Rounded)
                exponent = 1 - context.prec
            return _make(sign, 10 ** -exponent, exponent)
        big = self.adjusted() >= 0
        if other._special:
            return _make(sign, 0, 0, 'F') if big == (not other._sign) else _make(sign, 0, 0)
        # How many digits the exponent of the result has decides overflow and underflow early.
        estimate = float(_log10_estimate(self)) * float(other) if other.adjusted() < 300 else _math.inf
        if abs(estimate) > context.Emax * 2 + 100 and abs(estimate) > 1e6:
            if (estimate > 0) != (_log10_estimate(self) > 0 and other._sign == 1):
                result = _make(sign, 1, context.Emax + 1)
            else:
                result = _make(sign, 1, context.Emin - context.prec - 2)
            return result._fix(context)
        exact = _exact_power(self, other, context.prec) if whole or other._exp < 0 else None
        if exact is not None:
            coefficient, exponent = exact
            if whole and not other._sign:
                ideal = self._exp * int(other)
                while exponent > ideal and _length(coefficient) < context.prec:
                    coefficient *= 10
                    exponent -= 1
            result = _make(sign, coefficient, exponent)._fix(context)
            if not whole:
                pad = context.prec - _length(result._int)
                if pad > 0:
                    result = _make(sign, result._int * 10 ** pad, result._exp - pad)
                context._signal(Inexact)
                context._signal(Rounded)
            return result
        extra = 3
        while True:
            coefficient, exponent = _power(self, other, context.prec + extra)
            if coefficient % (5 * 10 ** (_length(coefficient) - context.prec - 1)):
                break
            extra += 3
        return _make(sign, coefficient, exponent)._fix(context)

    def __rpow__(self, other, modulo=None, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__pow__(self, modulo, context)

    def _modular_power(self, other, modulo, context):
        nan = self._nan_result(other, context)
        if nan is None:
            nan = modulo._nan_result(None, context)
        if nan is not None:
            return nan
        if not (self._is_integer() and other._is_integer() and modulo._is_integer()) or other._sign or not modulo:
            return context._signal(InvalidOperation)
        result = pow(abs(int(self)), int(other), abs(int(modulo)))
        return _make(self._sign if other._is_odd() else 0, result, 0)

    # -- other operations

    def adjusted(self):
        return 0 if self._special else self._exp + _length(self._int) - 1

    def _rescaled(self, exponent, rounding):
        if self._special or self._exp == exponent:
            return self
        if not self._int:
            return _make(self._sign, 0, exponent)
        coefficient, _ = _shortened(rounding, self._sign, self._int, exponent - self._exp)
        return _make(self._sign, coefficient, exponent)

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        exp = _operand(exp, True)
        rounding = _rounding(rounding, context)
        nan = self._nan_result(exp, context)
        if nan is not None:
            return nan
        if self._special or exp._special:
            return self if self._special and exp._special else context._signal(InvalidOperation)
        if not context.Emin - context.prec + 1 <= exp._exp <= context.Emax:
            return context._signal(InvalidOperation)
        if not self._int:
            return _make(self._sign, 0, exp._exp)._fix(context)
        if self.adjusted() > context.Emax or self.adjusted() - exp._exp + 1 > context.prec:
            return context._signal(InvalidOperation)
        result = self._rescaled(exp._exp, rounding)
        if result.adjusted() > context.Emax or _length(result._int) > context.prec:
            return context._signal(InvalidOperation)
        if result._int and result.adjusted() < context.Emin:
            context._signal(Subnormal)
        if result._exp > self._exp:
            if result._order(self) != 0:
                context._signal(Inexact)
            context._signal(Rounded)
        return result._fix(context)

    def same_quantum(self, other, context=None):
        other = _operand(other, True)
        if self._special or other._special:
            return (self._is_nan() and other._is_nan()) or self._special == other._special
        return self._exp == other._exp

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        if self._special:
            nan = self._nan_result(None, context)
            return self if nan is None else nan
        if self._exp >= 0:
            return self
        result = self._rescaled(0, _rounding(rounding, context))
        if result._order(self) != 0:
            context._signal(Inexact)
        context._signal(Rounded)
        return result

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        if self._special:
            nan = self._nan_result(None, context)
            return self if nan is None else nan
        return self if self._exp >= 0 else self._rescaled(0, _rounding(rounding, context))

    to_integral = to_integral_value

    def normalize(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        result = self._fix(context)
        if result._special:
            return result
        coefficient, exponent = result._int, result._exp
        if not coefficient:
            return _make(result._sign, 0, 0)
        top = context.Emax - context.prec + 1 if context.clamp else context.Emax
        while coefficient % 10 == 0 and exponent < top:
            coefficient //= 10
            exponent += 1
        return _make(result._sign, coefficient, exponent)

    def sqrt(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if self._special == 'F' and not self._sign:
            return self
        if not self:
            return _make(self._sign, 0, self._exp // 2)._fix(context)
        if self._sign:
            return context._signal(InvalidOperation)
        prec = context.prec + 1
        exponent = self._exp >> 1
        coefficient = self._int
        size = _length(coefficient)
        if self._exp & 1:
            coefficient *= 10
            size = (size >> 1) + 1
        else:
            size = size + 1 >> 1
        shift = prec - size
        if shift >= 0:
            coefficient *= 100 ** shift
            exact = True
        else:
            coefficient, rest = divmod(coefficient, 100 ** -shift)
            exact = not rest
        exponent -= shift
        root = _math.isqrt(coefficient)
        exact = exact and root * root == coefficient
        if exact:
            if shift >= 0:
                root //= 10 ** shift
            else:
                root *= 10 ** -shift
            exponent += shift
        elif root % 5 == 0:
            root += 1
        rounding = context.rounding
        context.rounding = ROUND_HALF_EVEN
        try:
            return _make(0, root, exponent)._fix(context)
        finally:
            context.rounding = rounding

    def _transcendental(self, context, function):
        """The correctly rounded value of a function that is never exact."""
        extra = 3
        while True:
            coefficient, exponent = function(self, context.prec + extra)
            if abs(coefficient) % (5 * 10 ** (_length(abs(coefficient)) - context.prec - 1)):
                break
            extra += 3
        rounding = context.rounding
        context.rounding = ROUND_HALF_EVEN
        try:
            return _make(1 if coefficient < 0 else 0, abs(coefficient), exponent)._fix(context)
        finally:
            context.rounding = rounding

    def exp(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if self._special:
            return _make(0, 0, 0) if self._sign else self
        if not self:
            return _make(0, 1, 0)
        if self.adjusted() > 18:
            tiny = context.Emin - context.prec
            return (_make(0, 1, tiny) if self._sign else _make(0, 1, context.Emax + 1))._fix(context)
        if self.adjusted() < -context.prec - 1:
            digit = -1 if self._sign else 1
            return _make(0, 10 ** (context.prec + 1) + digit, -context.prec - 1)._fix(context)
        return self._transcendental(context, _exp_digits)

    def ln(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if not self:
            return _make(1, 0, 0, 'F')
        if self._special == 'F' and not self._sign:
            return self
        if self == 1:
            return _make(0, 0, 0)
        if self._sign:
            return context._signal(InvalidOperation)
        return self._transcendental(context, _ln_digits)

    def log10(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if not self:
            return _make(1, 0, 0, 'F')
        if self._special == 'F' and not self._sign:
            return self
        if self._sign:
            return context._signal(InvalidOperation)
        text = _digits_text(self._int)
        if text[0] == '1' and not text[1:].strip('0'):
            return Decimal(self.adjusted())._fix(context)
        return self._transcendental(context, _log10_digits)

    def logb(self, context=None):
        context = context or getcontext()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        if self._special:
            return _make(0, 0, 0, 'F')
        if not self:
            return context._signal(DivisionByZero, _make(1, 0, 0, 'F'))
        return Decimal(self.adjusted())._fix(context)

    def scaleb(self, other, context=None):
        context = context or getcontext()
        other = _operand(other, True)
        nan = self._nan_result(other, context)
        if nan is not None:
            return nan
        if other._special or other._exp != 0 or abs(int(other)) > 2 * (context.Emax + context.prec):
            return context._signal(InvalidOperation)
        if self._special:
            return self
        return _make(self._sign, self._int, self._exp + int(other))._fix(context)

    def _picked(self, other, context, sign, magnitude):
        context = context or getcontext()
        other = _operand(other, True)
        if self._special or other._special:
            if self._is_nan() or other._is_nan():
                if self._special == 'n' and not other._is_nan():
                    return other._fix(context)
                if other._special == 'n' and not self._is_nan():
                    return self._fix(context)
                return self._nan_result(other, context)
        a, b = (self.copy_abs(), other.copy_abs()) if magnitude else (self, other)
        order = a._order(b)
        if order == 0:
            x, y = self, other
            if x._sign != y._sign:
                order = 1 if y._sign else -1
            elif x._exp != y._exp:
                order = (1 if x._exp > y._exp else -1) * (-1 if x._sign else 1)
        return (self if order * sign >= 0 else other)._fix(context)

    def max(self, other, context=None):
        return self._picked(other, context, 1, False)

    def min(self, other, context=None):
        return self._picked(other, context, -1, False)

    def max_mag(self, other, context=None):
        return self._picked(other, context, 1, True)

    def min_mag(self, other, context=None):
        return self._picked(other, context, -1, True)

    def _neighbour(self, context, up):
        context = (context or getcontext()).copy()
        nan = self._nan_result(None, context)
        if nan is not None:
            return nan
        etiny = context.Emin - context.prec + 1
        if self._special:
            if (self._sign == 0) == up:
                return self
            return _make(self._sign, 10 ** context.prec - 1, context.Emax - context.prec + 1)
        context.rounding = ROUND_CEILING if up else ROUND_FLOOR
        context.traps = dict.fromkeys(_SIGNALS, False)
        moved = self._fix(context)
        if moved != self:
            return moved
        return self.__add__(_make(0 if up else 1, 1, etiny - 1), context)

    def next_plus(self, context=None):
        return self._neighbour(context, True)

    def next_minus(self, context=None):
        return self._neighbour(context, False)

    # -- properties and copies

    def copy_abs(self):
        return _make(0, self._int, self._exp, self._special)

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._exp, self._special)

    def copy_sign(self, other, context=None):
        return _make(_operand(other, True)._sign, self._int, self._exp, self._special)

    def canonical(self):
        return self

    def is_canonical(self):
        return True

    def is_finite(self):
        return not self._special

    def is_infinite(self):
        return self._special == 'F'

    def is_nan(self):
        return self._is_nan()

    def is_qnan(self):
        return self._special == 'n'

    def is_snan(self):
        return self._special == 'N'

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return not self._special and not self._int

    def is_normal(self, context=None):
        return bool(not self._special and self._int and (context or getcontext()).Emin <= self.adjusted())

    def is_subnormal(self, context=None):
        return bool(not self._special and self._int and self.adjusted() < (context or getcontext()).Emin)

    def number_class(self, context=None):
        if self._special in ('n', 'N'):
            return 'NaN' if self._special == 'n' else 'sNaN'
        sign = '-' if self._sign else '+'
        if self._special:
            return sign + 'Infinity'
        if not self._int:
            return sign + 'Zero'
        return sign + ('Subnormal' if self.is_subnormal(context) else 'Normal')

    def radix(self):
        return Decimal(10)

    def _is_integer(self):
        if self._special:
            return False
        return self._exp >= 0 or self._int % 10 ** -self._exp == 0 if -self._exp <= _length(self._int) else not self._int

    def _is_odd(self):
        return self._exp <= 0 and self._int // 10 ** -self._exp % 2 == 1

    # -- conversions

    def __int__(self):
        if self._special:
            if self._special == 'F':
                raise OverflowError('cannot convert Infinity to integer')
            raise ValueError('cannot convert NaN to integer')
        value = self._int * 10 ** self._exp if self._exp >= 0 else self._int // 10 ** -self._exp
        return -value if self._sign else value

    __trunc__ = __int__

    def __float__(self):
        if self._special == 'N':
            raise ValueError('cannot convert signaling NaN to float')
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    real = property(lambda self: self)
    imag = property(lambda self: Decimal(0))

    def conjugate(self):
        return self

    def _whole(self, rounding):
        if self._special:
            if self._is_nan():
                raise ValueError('cannot convert NaN to integer')
            raise OverflowError('cannot convert Infinity to integer')
        return int(self._rescaled(0, rounding)) if self._exp < 0 else int(self)

    def __round__(self, n=None):
        if n is not None:
            if not isinstance(n, int):
                raise TypeError('optional arg must be an integer')
            return self.quantize(_make(0, 1, -n))
        return self._whole(ROUND_HALF_EVEN)

    def __floor__(self):
        return self._whole(ROUND_FLOOR)

    def __ceil__(self):
        return self._whole(ROUND_CEILING)

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __format__(self, specifier, context=None):
        return _format(self, specifier, context or getcontext())


_numbers.Number.register(Decimal)


def _from_float(f):
    """Sign, coefficient, exponent and kind of a float, exactly."""
    sign = 1 if _math.copysign(1.0, f) < 0 else 0
    if _math.isnan(f):
        return sign, 0, 0, 'n'
    if _math.isinf(f):
        return sign, 0, 0, 'F'
    n, d = abs(f).as_integer_ratio()
    k = d.bit_length() - 1
    return sign, n * 5 ** k, -k, ''


def _operand(value, required=False):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _make(1 if value < 0 else 0, abs(int(value)), 0)
    if required:
        raise TypeError('conversion from %s to Decimal is not supported' % type(value).__name__)
    return NotImplemented


def _rounding(rounding, context):
    if rounding is None:
        return context.rounding
    if rounding not in _ROUNDINGS:
        raise TypeError('valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n'
                        '   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]')
    return rounding


# -- series in integers scaled by a power of ten

def _ln_scaled(numerator, denominator, unit):
    """unit * ln(numerator / denominator), nearly."""
    # Halvings bring the argument near 1, then 2 * artanh((x - 1) / (x + 1)).
    shift = numerator.bit_length() - denominator.bit_length()
    if shift >= 0:
        denominator <<= shift
    else:
        numerator <<= -shift
    z = (numerator - denominator) * unit // (numerator + denominator)
    total = _artanh_scaled(z, unit) * 2
    if shift:
        total += shift * _ln2_scaled(unit)
    return total


def _artanh_scaled(z, unit):
    square = z * z // unit
    total, term, k = 0, z, 1
    while term:
        total += term // k
        term = term * square // unit
        k += 2
        if -1 <= term <= 0:
            break
    return total


def _ln2_scaled(unit):
    return 2 * _artanh_scaled(unit // 3, unit)


def _ln10_scaled(unit):
    # ln(10) = 3 ln(2) + ln(1.25)
    return 3 * _ln2_scaled(unit) + 2 * _artanh_scaled(unit // 9, unit)


def _exp_scaled(x, unit):
    """unit * exp(x / unit), nearly; x is small."""
    k = 8
    x >>= k
    total, term, n = unit, unit, 1
    while term:
        term = term * x // (unit * n)
        total += term
        n += 1
        if -1 <= term <= 0:
            break
    for _ in range(k):
        total = total * total // unit
    return total


def _significant(value, exponent, digits):
    """An integer times a power of ten, cut to some more digits than asked for."""
    size = _length(abs(value))
    drop = size - digits - 1
    if drop > 0:
        sign = -1 if value < 0 else 1
        value = sign * (abs(value) // 10 ** drop)
        exponent += drop
    if value % 10 == 0 or value % 10 == 5:
        value += 1
    return value, exponent


def _ln_of(x, digits):
    """ln(x) of a positive Decimal: an integer and the power of ten that scales it."""
    extra = max(0, -_ln_magnitude(x)) + digits + 12 + len(str(abs(x._exp)))
    unit = 10 ** extra
    n, d = x._int, 1
    if x._exp >= 0:
        value = _ln_scaled(n, 1, unit) + x._exp * _ln10_scaled(unit)
    elif -x._exp < 5000:
        value = _ln_scaled(n, 10 ** -x._exp, unit)
    else:
        value = _ln_scaled(n, 1, unit) + x._exp * _ln10_scaled(unit)
    return value, -extra


def _ln_magnitude(x):
    """The power of ten of ln(x), roughly: very small for x near 1."""
    if x.adjusted() in (0, -1):
        n = x._int
        d = 10 ** -x._exp if x._exp < 0 else 1
        if n != d and x._exp < 0:
            return _length(abs(n - d)) - _length(d) - 1
    return 0


def _ln_digits(x, digits):
    value, exponent = _ln_of(x, digits)
    return _significant(value, exponent, digits)


def _log10_digits(x, digits):
    value, exponent = _ln_of(x, digits + 5)
    unit = 10 ** (-exponent)
    return _significant(value * unit // _ln10_scaled(unit), exponent, digits)


def _log10_estimate(x):
    text = _digits_text(x._int)[:17]
    return _math.log10(int(text)) + x._exp + _length(x._int) - len(text)


def _exp_of(numerator, scale, digits):
    """exp(numerator / 10**scale) as an integer and a power of ten."""
    extra = digits + 12
    # Take out powers of ten: exp(x) = 10**k * exp(x - k ln(10)).
    more = max(0, _length(abs(numerator)) - scale)
    unit = 10 ** (extra + more)
    x = numerator * unit // 10 ** scale
    ln10 = _ln10_scaled(unit)
    k = x // ln10
    rest = x - k * ln10
    return _exp_scaled(rest, unit), k - extra - more


def _exp_digits(x, digits):
    numerator = -x._int if x._sign else x._int
    scale = -x._exp
    if scale < 0:
        numerator *= 10 ** -scale
        scale = 0
    value, exponent = _exp_of(numerator, scale, digits)
    return _significant(value, exponent, digits)


def _power(x, y, digits):
    """x ** y of a positive x."""
    need = digits + max(0, y.adjusted()) + 12 + len(str(abs(x.adjusted()) + 1))
    value, exponent = _ln_of(x, need)
    product = value * y._int * (-1 if y._sign else 1)
    scale = -exponent - y._exp
    if scale < 0:
        product *= 10 ** -scale
        scale = 0
    result, power = _exp_of(product, scale, digits)
    return _significant(result, power, digits)


def _exact_power(x, y, prec):
    """Coefficient and exponent of x ** y where the result has few digits, else None."""
    coefficient, exponent = x._int, x._exp
    while coefficient % 10 == 0:
        coefficient //= 10
        exponent += 1
    n, d = y.as_integer_ratio()
    if d != 1:
        if d > 10 ** 6 or n < 0 and coefficient != 1:
            return None
        # A root that must come out even.
        if exponent % d:
            return None
        root = _whole_root(coefficient, d)
        if root is None:
            return None
        coefficient, exponent = root, exponent // d
    if n < 0:
        if coefficient == 1:
            return 1, exponent * n
        # Only 2**a and 5**a have finite reciprocals.
        for base, other in ((2, 5), (5, 2)):
            a, rest = 0, coefficient
            while rest % base == 0:
                rest //= base
                a += 1
            if rest == 1:
                if a * -n > prec * 4:
                    return None
                value = other ** (a * -n)
                return (value, exponent * n - a * -n) if _length(value) <= prec else None
        return None
    if coefficient == 1:
        return 1, exponent * n
    if n * (coefficient.bit_length() - 1) > prec * 4 + 8:
        return None
    value = coefficient ** n
    return (value, exponent * n) if _length(value) <= prec else None


def _whole_root(n, k):
    if n == 1:
        return 1
    if k > n.bit_length():
        return None
    low, high = 1, 1 << (n.bit_length() // k + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** k <= n:
            low = middle
        else:
            high = middle - 1
    return low if low ** k == n else None


# -- formatting

def _format(value, spec, context):
    text = spec
    fill, align = ' ', '>'
    explicit = False
    if len(text) > 1 and text[1] in '<>=^':
        fill, align, text, explicit = text[0], text[1], text[2:], True
    elif text and text[0] in '<>=^':
        align, text, explicit = text[0], text[1:], True
    sign = '-'
    if text and text[0] in '+- ':
        sign, text = text[0], text[1:]
    no_neg_zero = _MINOR >= 11 and text[:1] == 'z'
    if no_neg_zero:
        text = text[1:]
    alternate = text[:1] == '#'
    if alternate:
        text = text[1:]
    if text[:1] == '0':
        if explicit:
            raise ValueError('invalid format string')
        fill, align, text = '0', '=', text[1:]
    at = 0
    while at < len(text) and text[at].isdigit():
        at += 1
    width, text = int(text[:at] or 0), text[at:]
    separator = ''
    if text[:1] == ',' or (_MINOR >= 14 and text[:1] == '_'):
        separator, text = text[0], text[1:]
    precision = None
    if text[:1] == '.':
        at = 1
        while at < len(text) and text[at].isdigit():
            at += 1
        if at == 1:
            raise ValueError('invalid format string')
        precision, text = int(text[1:at]), text[at:]
    if len(text) > 1 or (text and text not in 'eEfFgGn%') or alternate:
        raise ValueError('invalid format string')
    kind = text
    if value._special:
        lead = '-' if value._sign else '' if sign == '-' else sign
        body = str(value.copy_abs())
        if kind == '%':
            body += '%'
        if fill == '0' and align == '=':
            fill, align = ' ', '>'
        return _padded(lead, body, fill, align, width)
    if not kind and precision is None:
        body = str(value.copy_abs())
        negative = value._sign
    else:
        x = value
        if kind == '%':
            x = _make(x._sign, x._int, x._exp + 2)
        rounding = context.rounding
        if precision is not None:
            if kind and kind in 'eE':
                x = _to_digits(x, precision + 1, rounding)
            elif kind and kind in 'fF%':
                x = x._rescaled(-precision, rounding)
            elif _length(x._int) > max(precision, 1):
                x = _to_digits(x, max(precision, 1), rounding)
        elif x._exp > 0 and kind and kind in 'fF%':
            x = x._rescaled(0, rounding)
        negative = x._sign
        digits = _digits_text(x._int)
        left = x._exp + len(digits)
        if kind and kind in 'eE':
            point = 1
        elif kind and kind in 'fF%':
            point = left
        elif x._exp <= 0 and left > -6:
            point = left
        else:
            point = 1
        if not x._int and precision is not None and kind and kind in 'eE':
            # The places behind the point count into the exponent of a zero.
            point = 1 - precision
            digits = '0'
            left = value._exp + precision + point
        if point < 0:
            whole, fraction = '0', '0' * -point + digits
        elif point > len(digits):
            whole, fraction = digits + '0' * (point - len(digits)), ''
        else:
            whole, fraction = digits[:point] or '0', digits[point:]
        exponent = left - point
        body = whole + ('.' + fraction if fraction else '')
        if exponent or (kind and kind in 'eE'):
            letter = 'e' if kind in ('e', 'g', 'n') or (kind == '' and not context.capitals) else 'E'
            body += '%s%+d' % (letter, exponent)
        if kind == '%':
            body += '%'
        if no_neg_zero and negative and not x._int:
            negative = 0
    lead = '-' if negative else '' if sign == '-' else sign
    if separator or (fill == '0' and align == '='):
        end = 0
        while end < len(body) and body[end].isdigit():
            end += 1
        whole, tail = body[:end], body[end:]
        least = width - len(lead) - len(tail) if fill == '0' and align == '=' else 0
        body = _grouped(whole, separator, least) + tail
    return _padded(lead, body, fill, align, width)


def _to_digits(x, count, rounding):
    if not x._int:
        return _make(x._sign, 0, x.adjusted() + 1 - count)
    drop = _length(x._int) - count
    coefficient, _ = _shortened(rounding, x._sign, x._int, drop)
    exponent = x._exp + drop
    if _length(coefficient) > count:
        coefficient //= 10
        exponent += 1
    return _make(x._sign, coefficient, exponent)


def _grouped(digits, separator, least):
    if not separator:
        return digits.rjust(least, '0')
    groups = []
    left = least
    while True:
        size = min(max(len(digits), left, 1), 3)
        groups.append(digits[-size:].rjust(size, '0') if digits else '0' * size)
        digits = digits[:-size]
        left -= size
        if not digits and left <= 0:
            break
        left -= 1
    return separator.join(reversed(groups))


def _padded(lead, body, fill, align, width):
    padding = fill * (width - len(lead) - len(body))
    if align == '<':
        return lead + body + padding
    if align == '>':
        return padding + lead + body
    if align == '=':
        return lead + padding + body
    half = len(padding) // 2
    return padding[:half] + lead + body + padding[half:]


# -- contexts

class Context:
    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None,
                 traps=None):
        base = globals().get('DefaultContext')
        self.__dict__.update(
            prec=28 if base is None else base.prec, rounding=ROUND_HALF_EVEN if base is None else base.rounding,
            Emin=-999999 if base is None else base.Emin, Emax=999999 if base is None else base.Emax,
            capitals=1 if base is None else base.capitals, clamp=0 if base is None else base.clamp)
        for name, value in (('prec', prec), ('rounding', rounding), ('Emin', Emin), ('Emax', Emax),
                            ('capitals', capitals), ('clamp', clamp)):
            if value is not None:
                setattr(self, name, value)
        if traps is None:
            traps = base.traps.copy() if base is not None else {}
        elif not isinstance(traps, dict):
            traps = {s: s in traps for s in _SIGNALS}
        if flags is None:
            flags = {}
        elif not isinstance(flags, dict):
            flags = {s: s in flags for s in _SIGNALS}
        self.__dict__['traps'] = {s: bool(traps.get(s)) for s in _SIGNALS}
        self.__dict__['flags'] = {s: bool(flags.get(s)) for s in _SIGNALS}

    def __setattr__(self, name, value):
        if name == 'prec':
            if not isinstance(value, int):
                raise TypeError('an integer is required (got type %s)' % type(value).__name__)
            if not 1 <= value <= MAX_PREC:
                raise ValueError('valid range for prec is [1, MAX_PREC]')
        elif name == 'rounding':
            _rounding(value, None)
        elif name == 'Emin':
            if not MIN_EMIN <= value <= 0:
                raise ValueError('valid range for Emin is [MIN_EMIN, 0]')
        elif name == 'Emax':
            if not 0 <= value <= MAX_EMAX:
                raise ValueError('valid range for Emax is [0, MAX_EMAX]')
        elif name in ('capitals', 'clamp'):
            if value not in (0, 1):
                raise ValueError('valid values for %s are 0 or 1' % name)
        elif name not in ('flags', 'traps'):
            raise AttributeError("'decimal.Context' object has no attribute '%s'" % name)
        self.__dict__[name] = value

    def __repr__(self):
        return ('Context(prec=%d, rounding=%s, Emin=%d, Emax=%d, capitals=%d, clamp=%d, flags=[%s], traps=[%s])' % (
            self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
            ', '.join(s.__name__ for s in _SIGNALS if self.flags[s]),
            ', '.join(s.__name__ for s in _SIGNALS if self.traps[s])))

    def clear_flags(self):
        for s in self.flags:
            self.flags[s] = False

    def clear_traps(self):
        for s in self.traps:
            self.traps[s] = False

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                       self.flags.copy(), self.traps.copy())

    __copy__ = copy
    __hash__ = None

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def _flag(self, condition, quiet):
        self.flags[condition] = True
        if self.traps[condition] and not quiet:
            raise condition([condition])

    def _signal(self, condition, result=None):
        """Raises the condition where it is trapped, else returns what stands for it."""
        signal = _CONDITIONS.get(condition, condition)
        self.flags[signal] = True
        if self.traps[signal]:
            raise signal([condition])
        if result is None and signal is InvalidOperation:
            return _make(0, 0, 0, 'n')
        return result

    def _pending(self, conditions):
        for condition in conditions:
            self.flags[condition] = True
        trapped = [c for c in conditions if self.traps[c]]
        if trapped:
            raise trapped[0](list(trapped))

    def _overflow(self, sign):
        self._signal(Overflow)
        if self.rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP) or (
                self.rounding == ROUND_CEILING and not sign) or (self.rounding == ROUND_FLOOR and sign):
            return _make(sign, 0, 0, 'F')
        return _make(sign, 10 ** self.prec - 1, self.Emax - self.prec + 1)

    def create_decimal(self, num='0'):
        if isinstance(num, str) and (num != num.strip() or '_' in num):
            return self._signal(ConversionSyntax)
        value = Decimal(num, context=self)
        if value._is_nan() and _length(value._int) > self.prec - self.clamp:
            return self._signal(ConversionSyntax)
        return value._fix(self)

    def create_decimal_from_float(self, f):
        return Decimal.from_float(f)._fix(self)

    def power(self, a, b, modulo=None):
        return _operand(a, True).__pow__(b, modulo, context=self)

    def to_sci_string(self, a):
        return _operand(a, True).__str__(context=self)


def _context_method(name, target):
    def method(self, a, *rest):
        result = getattr(_operand(a, True), target)(*rest, context=self)
        if result is NotImplemented:
            raise TypeError('conversion from %s to Decimal is not supported' % type(rest[0]).__name__)
        return result
    method.__name__ = name
    return method


for _name, _target in (
        ('abs', '__abs__'), ('add', '__add__'), ('compare', 'compare'), ('divide', '__truediv__'),
        ('divide_int', '__floordiv__'), ('divmod', '__divmod__'), ('exp', 'exp'), ('fma', 'fma'), ('ln', 'ln'),
        ('log10', 'log10'), ('logb', 'logb'), ('max', 'max'), ('max_mag', 'max_mag'), ('min', 'min'),
        ('min_mag', 'min_mag'), ('minus', '__neg__'), ('multiply', '__mul__'), ('next_minus', 'next_minus'),
        ('next_plus', 'next_plus'), ('normalize', 'normalize'), ('number_class', 'number_class'),
        ('plus', '__pos__'), ('quantize', 'quantize'), ('remainder', '__mod__'),
        ('remainder_near', 'remainder_near'), ('same_quantum', 'same_quantum'), ('scaleb', 'scaleb'),
        ('sqrt', 'sqrt'), ('subtract', '__sub__'), ('to_eng_string', 'to_eng_string'),
        ('to_integral_exact', 'to_integral_exact'), ('to_integral_value', 'to_integral_value'),
        ('is_normal', 'is_normal'), ('is_subnormal', 'is_subnormal')):
    setattr(Context, _name, _context_method(_name, _target))
del _name, _target

DefaultContext = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0,
                         flags=[], traps=[DivisionByZero, Overflow, InvalidOperation])
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, flags=[],
                       traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, flags=[], traps=[])

_name_type(Decimal, 'decimal.Decimal')
_name_type(Context, 'decimal.Context')

_current = [None]


def getcontext():
    context = _current[0]
    if context is None:
        context = _current[0] = DefaultContext.copy()
        context.clear_flags()
    return context


def setcontext(context):
    if not isinstance(context, Context):
        raise TypeError('optional argument must be a context')
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current[0] = context


class _ContextManager:
    def __init__(self, context):
        self.new_context = context.copy()

    def __enter__(self):
        self.saved = getcontext()
        setcontext(self.new_context)
        return self.new_context

    def __exit__(self, kind, value, traceback):
        setcontext(self.saved)


def localcontext(ctx=None, **kwargs):
    if ctx is None:
        ctx = getcontext()
    manager = _ContextManager(ctx)
    for name, value in kwargs.items():
        if name not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'):
            raise TypeError("'%s' is an invalid keyword argument for this function" % name)
        setattr(manager.new_context, name, value)
    return manager
