"""Dates, times of day, spans of time and time zones."""

import sys as _sys
import time as _time
from _decimal import name_type as _name_type
from operator import index as _any_index

__all__ = ('date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR')
if _sys.version_info >= (3, 11):
    __all__ += ('UTC',)

MINYEAR = 1
MAXYEAR = 9999

_DAYS_OF = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHORT_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_SHORT_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
_MAX_ORDINAL = 3652059
_US_PER_DAY = 86400000000
_is_leap = _time._is_leap
_ordinal = _time._ordinal


def _index(value):
    if _sys.version_info < (3, 10) and not hasattr(type(value), '__index__'):
        if isinstance(value, float):
            raise TypeError('integer argument expected, got float')
        raise TypeError('an integer is required (got type %s)' % type(value).__name__)
    return _any_index(value)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_OF[month - 1]


def _check_date(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        if _sys.version_info >= (3, 14):
            raise ValueError('year must be in %d..%d, not %d' % (MINYEAR, MAXYEAR, year))
        raise ValueError('year %d is out of range' % year)
    if not 1 <= month <= 12:
        if _sys.version_info >= (3, 14):
            raise ValueError('month must be in 1..12, not %d' % month)
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in(year, month):
        if _sys.version_info >= (3, 14):
            raise ValueError('day %d must be in range 1..%d for month %d in year %d' % (
                day, _days_in(year, month), month, year))
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    values = _index(hour), _index(minute), _index(second), _index(microsecond)
    for name, value, limit in zip(('hour', 'minute', 'second', 'microsecond'), values, (23, 59, 59, 999999)):
        if not 0 <= value <= limit:
            more = ', not %d' % value if _sys.version_info >= (3, 14) else ''
            raise ValueError('%s must be in 0..%d%s' % (name, limit, more))
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')
    return values


def _check_tz(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)


def _round_half_even(value):
    """The nearest int; ties go to the even one. For divisions: value is (numerator, denominator)."""
    a, b = value
    q, r = divmod(a, b)
    r *= 2
    if (r > b if b > 0 else r < b) or (r == b and q & 1):
        q += 1
    return q


def _offset_text(off, separator=':'):
    if off is None:
        return ''
    us = off._us()
    sign = '+'
    if us < 0:
        sign, us = '-', -us
    seconds, us = divmod(us, 1000000)
    text = '%s%02d%s%02d' % (sign, seconds // 3600, separator, seconds // 60 % 60)
    if seconds % 60 or us:
        text += '%s%02d' % (separator, seconds % 60)
        if us:
            text += '.%06d' % us
    return text


def _check_offset(name, offset):
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError('tzinfo.%s() must return None or a timedelta, not \'%s\'' % (name, type(offset).__name__))
    if not -_US_PER_DAY < offset._us() < _US_PER_DAY:
        raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).')
    return offset


def _format(o, format, timetuple):
    """strftime with %f, %z, %:z and %Z."""
    out = []
    i = 0
    while i < len(format):
        c = format[i]
        i += 1
        if c == '%' and i < len(format):
            letter = format[i]
            i += 1
            if letter == 'f':
                out.append('%06d' % getattr(o, 'microsecond', 0))
            elif letter == 'z':
                offset = o.utcoffset() if hasattr(o, 'utcoffset') else None
                out.append(_offset_text(offset, ''))
            elif letter == ':' and format[i:i + 1] == 'z' and _sys.version_info >= (3, 12):
                i += 1
                offset = o.utcoffset() if hasattr(o, 'utcoffset') else None
                out.append(_offset_text(offset))
            elif letter == 'Z':
                name = o.tzname() if hasattr(o, 'tzname') else None
                out.append('' if name is None else name.replace('%', '%%'))
            else:
                out.append('%' + letter)
        else:
            out.append(c)
    return _time.strftime(''.join(out), timetuple)


class timedelta:
    """A span of time: days, seconds and microseconds."""

    __slots__ = ('_days', '_seconds', '_microseconds', '_hash')

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = 0
        fraction = 0.0
        for name, value, unit in (('microseconds', microseconds, 1), ('milliseconds', milliseconds, 1000),
                                  ('seconds', seconds, 1000000), ('minutes', minutes, 60000000),
                                  ('hours', hours, 3600000000), ('days', days, _US_PER_DAY),
                                  ('weeks', weeks, 7 * _US_PER_DAY)):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                if value != value:
                    raise ValueError('cannot convert float NaN to integer')
                if value in (float('inf'), float('-inf')):
                    raise OverflowError('cannot convert float infinity to integer')
                whole = int(value)
                total += whole * unit
                part = (value - whole) * unit
                whole = int(part)
                total += whole
                fraction += part - whole
            else:
                raise TypeError('unsupported type for timedelta %s component: %s' % (name, type(value).__name__))
        if fraction:
            whole = round(fraction)
            if abs(fraction - int(fraction)) == 0.5:
                # A tie goes to the even total.
                low = int(fraction // 1)
                whole = low if (total + low) % 2 == 0 else low + 1
            total += whole
        return cls._make(total)

    @classmethod
    def _make(cls, total):
        days, rest = divmod(total, _US_PER_DAY)
        if abs(days) > 999999999:
            if -(1 << 31) <= days < 1 << 31:
                raise OverflowError('days=%d; must have magnitude <= 999999999' % days)
            raise OverflowError('Python int too large to convert to C int')
        self = object.__new__(cls)
        self._days = days
        self._seconds, self._microseconds = divmod(rest, 1000000)
        self._hash = -1
        return self

    @property
    def days(self):
        """Number of days."""
        return self._days

    @property
    def seconds(self):
        """Number of seconds (>= 0 and less than 1 day)."""
        return self._seconds

    @property
    def microseconds(self):
        """Number of microseconds (>= 0 and less than 1 second)."""
        return self._microseconds

    def _us(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        """All of it in seconds."""
        return self._us() / 1000000

    def __repr__(self):
        parts = []
        if self._days:
            parts.append('days=%d' % self._days)
        if self._seconds:
            parts.append('seconds=%d' % self._seconds)
        if self._microseconds:
            parts.append('microseconds=%d' % self._microseconds)
        cls = self.__class__
        return '%s.%s(%s)' % (cls.__module__, cls.__qualname__, ', '.join(parts) or '0')

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        text = '%d:%02d:%02d' % (minutes // 60, minutes % 60, seconds)
        if self._days:
            text = '%d day%s, %s' % (self._days, '' if abs(self._days) == 1 else 's', text)
        if self._microseconds:
            text += '.%06d' % self._microseconds
        return text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._us() + other._us())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._us() - other._us())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(other._us() - self._us())
        return NotImplemented

    def __neg__(self):
        return timedelta._make(-self._us())

    def __pos__(self):
        return timedelta._make(self._us())

    def __abs__(self):
        return timedelta._make(abs(self._us()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._make(self._us() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_round_half_even((self._us() * a, b)))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us() / other._us()
        if isinstance(other, int):
            if not other:
                raise ZeroDivisionError('integer division or modulo by zero' if _sys.version_info < (3, 13)
                                        else 'integer division or modulo by zero')
            return timedelta._make(_round_half_even((self._us(), other)))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_round_half_even((self._us() * b, a)))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us() // other._us()
        if isinstance(other, int):
            return timedelta._make(self._us() // other)
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._us() % other._us())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._us(), other._us())
            return q, timedelta._make(r)
        return NotImplemented

    def __eq__(self, other):
        return self._us() == other._us() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us() < other._us() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us() <= other._us() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us() > other._us() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us() >= other._us() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash((self._days, self._seconds, self._microseconds))
        return self._hash

    def __bool__(self):
        return self._us() != 0

    def __reduce__(self):
        return self.__class__, (self._days, self._seconds, self._microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)

if _sys.version_info >= (3, 9):
    class IsoCalendarDate(tuple):
        __slots__ = ()

        def __new__(cls, year, week, weekday):
            return tuple.__new__(cls, (year, week, weekday))

        year = property(lambda self: self[0])
        week = property(lambda self: self[1])
        weekday = property(lambda self: self[2])

        def __reduce__(self):
            return tuple, (tuple(self),)

        def __repr__(self):
            return 'datetime.%s(year=%s, week=%s, weekday=%s)' % ((type(self).__name__,) + tuple(self))
else:
    def IsoCalendarDate(year, week, weekday):
        return year, week, weekday


def _iso_to_date(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError('Year is out of range: %d' % year)
    first = _ordinal(year, 1, 4)
    start = first - (first + 6) % 7
    next_first = _ordinal(year + 1, 1, 4)
    weeks = (next_first - (next_first + 6) % 7 - start) // 7
    if not 1 <= week <= weeks:
        raise ValueError('Invalid week: %d' % week)
    if not 1 <= day <= 7:
        raise ValueError('Invalid weekday: %d (range is [1, 7])' % day if _sys.version_info >= (3, 9) else '')
    return _time._from_ordinal(start + (week - 1) * 7 + day - 1)[:3]


def _digits(text):
    if not text.isascii() or not text.isdigit():
        raise ValueError
    return int(text)


def _parse_date(text):
    """Fields of an ISO date; ValueError without a message where it is none."""
    if len(text) == 10 and text[4] == text[7] == '-':
        return _digits(text[:4]), _digits(text[5:7]), _digits(text[8:])
    if _sys.version_info < (3, 11):
        raise ValueError
    if len(text) == 8 and text[4] != 'W' and text[4] != '-':
        return _digits(text[:4]), _digits(text[4:6]), _digits(text[6:])
    if text[4:5] == 'W' and len(text) in (7, 8):
        return _iso_to_date(_digits(text[:4]), _digits(text[5:7]), _digits(text[7:] or '1'))
    if text[4:6] == '-W' and len(text) in (8, 10):
        if len(text) == 10 and text[8] != '-':
            raise ValueError
        return _iso_to_date(_digits(text[:4]), _digits(text[6:8]), _digits(text[9:] or '1'))
    raise ValueError


def _parse_clock(text):
    """hour, minute, second, microsecond of an ISO time without a zone."""
    new = _sys.version_info >= (3, 11)
    fraction = ''
    for mark in '.,' if new else '.':
        if mark in text:
            text, _, fraction = text.partition(mark)
            if not fraction or not new and len(fraction) not in (3, 6):
                raise ValueError
            _digits(fraction)
            break
    if ':' in text:
        parts = text.split(':')
    elif new:
        parts = [text[i:i + 2] for i in range(0, len(text), 2)]
    else:
        parts = [text]
    if not 1 <= len(parts) <= 3 or any(len(p) != 2 for p in parts) or fraction and len(parts) != 3:
        raise ValueError
    values = [_digits(p) for p in parts] + [0, 0]
    return values[:3] + [_digits(fraction[:6].ljust(6, '0')) if fraction else 0]


def _parse_time(text):
    """Fields of an ISO time, with a time zone or None."""
    for i, c in enumerate(text):
        if c in '+-':
            zone = text[i + 1:]
            values = _parse_clock(text[:i])
            off = _parse_clock(zone)
            delta = timedelta(hours=off[0], minutes=off[1], seconds=off[2], microseconds=off[3])
            if not delta:
                return values + [timezone.utc]
            return values + [timezone(-delta if c == '-' else delta)]
    if text.endswith('Z') and _sys.version_info >= (3, 11):
        return _parse_clock(text[:-1]) + [timezone.utc]
    return _parse_clock(text) + [None]


class date:
    """A day of the calendar."""

    __slots__ = ('_year', '_month', '_day', '_hashcode')

    def __new__(cls, year, month=None, day=None):
        if month is None or day is None:
            missing, position = ('month', 2) if month is None else ('day', 3)
            raise TypeError("function missing required argument '%s' (pos %d)" % (missing, position))
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hashcode = -1
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """The day of a POSIX timestamp."""
        return cls(*_time.localtime(t)[:3])

    @classmethod
    def today(cls):
        """The day that the simulated clock shows."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The day with a number; 1 is 0001-01-01."""
        n = _index(n)
        if n < 1:
            raise ValueError('ordinal must be >= 1')
        if n > _MAX_ORDINAL:
            raise ValueError('year %d is out of range' % _time._from_ordinal(n)[0])
        return cls(*_time._from_ordinal(n)[:3])

    @classmethod
    def fromisoformat(cls, date_string):
        """The day that ISO text names."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            if not date_string:
                raise ValueError
            fields = _parse_date(date_string)
        except ValueError as exc:
            if exc.args:
                raise
            fields = None
        if fields is None:
            raise ValueError('Invalid isoformat string: %r' % (date_string,))
        return cls(*fields)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of an ISO year, week and weekday."""
        if not 1 <= day <= 7 and _sys.version_info < (3, 9):
            raise ValueError('Invalid day: %d (range is [1, 7])' % day)
        return cls(*_iso_to_date(year, week, day))

    if _sys.version_info >= (3, 14):
        @classmethod
        def strptime(cls, date_string, format):
            import _strptime
            return cls(*_strptime._strptime(date_string, format)[0][:3])

    def __repr__(self):
        cls = self.__class__
        return '%s.%s(%d, %d, %d)' % (cls.__module__, cls.__qualname__, self._year, self._month, self._day)

    def ctime(self):
        """Text as C's ctime() makes it."""
        return '%s %s %2d 00:00:00 %04d' % (
            _SHORT_DAYS[self.weekday()], _SHORT_MONTHS[self._month - 1], self._day, self._year)

    def strftime(self, format):
        """Text by a format."""
        return _format(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError('must be str, not %s' % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def isoformat(self):
        """YYYY-MM-DD."""
        return '%04d-%02d-%02d' % (self._year, self._month, self._day)

    __str__ = isoformat

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def timetuple(self):
        """The day as a struct_time."""
        return _timetuple(self, 0, 0, 0, -1)

    def toordinal(self):
        """The day's number; 1 is 0001-01-01."""
        return _ordinal(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """The same with other fields."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def _key(self):
        return self._year, self._month, self._day

    def _comparable(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._comparable(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._key())
        return self._hashcode

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = self.toordinal() + other.days
            if 0 < n <= _MAX_ORDINAL:
                return type(self)(*_time._from_ordinal(n)[:3])
            raise OverflowError('date value out of range')
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def weekday(self):
        """Monday is 0."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Monday is 1."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """ISO year, week and weekday."""
        n = self.toordinal()
        weekday = (n + 6) % 7
        year, week = _time._iso_week(self._year, n - _ordinal(self._year, 1, 1) + 1, weekday)
        return IsoCalendarDate(year, week, weekday + 1)

    def __reduce__(self):
        return self.__class__, self._key()


if _sys.version_info >= (3, 13):
    date.__replace__ = date.replace


def _timetuple(d, hour, minute, second, dst):
    n = d.toordinal()
    return _time.struct_time((d._year, d._month, d._day, hour, minute, second, (n + 6) % 7,
                              n - _ordinal(d._year, 1, 1) + 1, dst))


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class tzinfo:
    """What time zones derive from."""

    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement tzname()')

    def utcoffset(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement utcoffset()')

    def dst(self, dt):
        raise NotImplementedError('a tzinfo subclass must implement dst()')

    def fromutc(self, dt):
        """A time in UTC as the zone shows it."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError('fromutc: non-None utcoffset() result required')
        saving = dt.dst()
        if saving is None:
            raise ValueError('fromutc: non-None dst() result required')
        delta = offset - saving
        if delta:
            dt += delta
            saving = dt.dst()
            if saving is None:
                raise ValueError('fromutc: tz.dst() gave inconsistent results; cannot convert')
        return dt + saving


class time:
    """A time of day."""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold', '_hashcode')

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        values = _check_time(hour, minute, second, microsecond, fold)
        _check_tz(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = values
        self._tzinfo = tzinfo
        self._fold = fold
        self._hashcode = -1
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    def _key(self):
        return self._hour, self._minute, self._second, self._microsecond

    def _us(self):
        offset = self.utcoffset()
        us = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        return us - (offset._us() if offset is not None else 0)

    def _order(self, other):
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            a, b = self._key(), other._key()
        elif mine is None or theirs is None:
            raise TypeError("can't compare offset-naive and offset-aware times")
        else:
            a, b = self._us(), other._us()
        return 0 if a == b else 1 if a > b else -1

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._order(other) == 0

    def __lt__(self, other):
        return self._order(other) < 0 if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._order(other) <= 0 if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._order(other) > 0 if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._order(other) >= 0 if isinstance(other, time) else NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._us()) if self.utcoffset() is not None else hash(self._key())
        return self._hashcode

    def __repr__(self):
        text = '%d, %d' % (self._hour, self._minute)
        if self._second or self._microsecond:
            text += ', %d' % self._second
        if self._microsecond:
            text += ', %d' % self._microsecond
        if self._tzinfo is not None:
            text += ', tzinfo=%r' % (self._tzinfo,)
        if self._fold:
            text += ', fold=1'
        cls = self.__class__
        return '%s.%s(%s)' % (cls.__module__, cls.__qualname__, text)

    def isoformat(self, timespec='auto'):
        """ISO text; `timespec` says how much of it."""
        return _clock_text(self, timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    @classmethod
    def fromisoformat(cls, time_string):
        """The time that ISO text names."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        text = time_string
        if _sys.version_info >= (3, 11) and text[:1] in ('T', 't'):
            text = text[1:]
        try:
            fields = _parse_time(text)
        except ValueError as exc:
            if exc.args:
                raise
            fields = None
        if fields is None:
            raise ValueError('Invalid isoformat string: %r' % (time_string,))
        return cls(*fields)

    def strftime(self, format):
        """Text by a format; the day is 1900-01-01."""
        return _format(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    __format__ = date.__format__

    def utcoffset(self):
        """The zone's distance from UTC."""
        return None if self._tzinfo is None else _check_offset('utcoffset', self._tzinfo.utcoffset(None))

    def tzname(self):
        """The zone's name."""
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        """The zone's daylight saving."""
        return None if self._tzinfo is None else _check_offset('dst', self._tzinfo.dst(None))

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The same with other fields."""
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def __reduce__(self):
        return self.__class__, self._key() + (self._tzinfo,)


def _clock_text(t, timespec):
    if timespec == 'auto':
        timespec = 'microseconds' if t._microsecond else 'seconds'
    forms = {'hours': '%02d', 'minutes': '%02d:%02d', 'seconds': '%02d:%02d:%02d',
             'milliseconds': '%02d:%02d:%02d.%03d', 'microseconds': '%02d:%02d:%02d.%06d'}
    if timespec not in forms:
        raise ValueError('Unknown timespec value')
    values = (t._hour, t._minute, t._second,
              t._microsecond // 1000 if timespec == 'milliseconds' else t._microsecond)
    form = forms[timespec]
    return form % values[:form.count('%')]


_tzinfo_class = tzinfo
if _sys.version_info >= (3, 13):
    time.__replace__ = time.replace
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
_time_class = time


class datetime(date):
    """A day and a time of day."""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if month is None or day is None:
            missing, position = ('month', 2) if month is None else ('day', 3)
            raise TypeError("function missing required argument '%s' (pos %d)" % (missing, position))
        year, month, day = _check_date(year, month, day)
        values = _check_time(hour, minute, second, microsecond, fold)
        _check_tz(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = values
        self._tzinfo = tzinfo
        self._fold = fold
        self._hashcode = -1
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def _from_us(cls, us, tz=None):
        """The moment that lies microseconds after 0001-01-01."""
        days, rest = divmod(us, _US_PER_DAY)
        if not 0 <= days < _MAX_ORDINAL:
            raise OverflowError('date value out of range')
        year, month, day, _ = _time._from_ordinal(days + 1)
        seconds, us = divmod(rest, 1000000)
        return cls(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, us, tz)

    def _us(self):
        """Microseconds since 0001-01-01, as the clock on the wall counts."""
        days = _ordinal(self._year, self._month, self._day) - 1
        seconds = ((days * 24 + self._hour) * 60 + self._minute) * 60 + self._second
        return seconds * 1000000 + self._microsecond

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The moment of a POSIX timestamp."""
        _check_tz(tz)
        us = _stamp_us(timestamp)
        if tz is None:
            return cls._from_us(us)
        return tz.fromutc(cls._from_us(us, tz))

    @classmethod
    def utcfromtimestamp(cls, t):
        """The moment of a POSIX timestamp in UTC, without a time zone."""
        if _sys.version_info >= (3, 12):
            import warnings
            warnings.warn('datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future'
                          ' version. Use timezone-aware objects to represent datetimes in UTC:'
                          ' datetime.datetime.fromtimestamp(timestamp, datetime.UTC).', DeprecationWarning, 2)
        return cls._from_us(_stamp_us(t))

    @classmethod
    def now(cls, tz=None):
        """What the simulated clock shows."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """What the simulated clock shows in UTC, without a time zone."""
        if _sys.version_info >= (3, 12):
            import warnings
            warnings.warn('datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use'
                          ' timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).',
                          DeprecationWarning, 2)
        return cls.fromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day and a time put together."""
        if not isinstance(date, _date_class):
            raise TypeError('combine() argument 1 must be datetime.date, not %s' % type(date).__name__)
        if not isinstance(time, _time_class):
            raise TypeError('combine() argument 2 must be datetime.time, not %s' % type(time).__name__)
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The moment that ISO text names."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        fields = None
        text = date_string
        try:
            if len(text) < 7:
                raise ValueError
            end = 10
            if _sys.version_info >= (3, 11):
                if text[4] == '-':
                    if text[5] == 'W':
                        end = 10 if text[8:9] == '-' and text[9:10].isdigit() and not text[10:11].isdigit() else 8
                elif text[4] == 'W':
                    end = 8 if text[7:8].isdigit() and (len(text) == 8 or not text[8].isdigit()) else 7
                else:
                    end = 8
            fields = list(_parse_date(text[:end]))
            if len(text) > end:
                if len(text) == end + 1:
                    raise ValueError
                fields += _parse_time(text[end + 1:])
        except (ValueError, IndexError) as exc:
            if isinstance(exc, ValueError) and exc.args:
                raise
            fields = None
        if fields is None:
            raise ValueError('Invalid isoformat string: %r' % (date_string,))
        return cls(*fields)

    @classmethod
    def strptime(cls, date_string, format):
        """The moment that text names by a format."""
        import _strptime
        for i, value in enumerate((date_string, format)):
            if not isinstance(value, str):
                raise TypeError('strptime() argument %d must be str, not %s' % (i + 1, type(value).__name__))
        return _strptime._strptime_datetime(cls, date_string, format)

    def timetuple(self):
        """The moment as a struct_time."""
        dst = self.dst()
        dst = -1 if dst is None else 1 if dst else 0
        return _timetuple(self, self._hour, self._minute, self._second, dst)

    def utctimetuple(self):
        """The moment in UTC as a struct_time."""
        offset = self.utcoffset()
        moment = self if not offset else self - offset
        return _timetuple(moment, moment._hour, moment._minute, moment._second, 0)

    def timestamp(self):
        """The POSIX timestamp."""
        offset = self.utcoffset()
        us = self._us() - _EPOCH_US - (0 if offset is None else offset._us())
        return us / 1000000

    def date(self):
        """The day."""
        return _date_class(self._year, self._month, self._day)

    def time(self):
        """The time of day without a time zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """The time of day with its time zone."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """The same with other fields."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day, self._hour if hour is None else hour,
                          self._minute if minute is None else minute, self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def astimezone(self, tz=None):
        """The same moment as another zone shows it."""
        if tz is None:
            tz = timezone(timedelta(0), 'UTC')
        elif not isinstance(tz, _tzinfo_class):
            raise TypeError('tz argument must be an instance of tzinfo')
        mine = self._tzinfo
        if tz is mine:
            return self
        offset = self.utcoffset() if mine is not None else timedelta(0)
        if offset is None:
            offset = timedelta(0)
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def ctime(self):
        """Text as C's ctime() makes it."""
        return '%s %s %2d %02d:%02d:%02d %04d' % (
            _SHORT_DAYS[self.weekday()], _SHORT_MONTHS[self._month - 1], self._day, self._hour, self._minute,
            self._second, self._year)

    def isoformat(self, sep='T', timespec='auto'):
        """ISO text."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError('isoformat() argument 1 must be a unicode character, not %s' % type(sep).__name__)
        return date.isoformat(self) + sep + _clock_text(self, timespec) + _offset_text(self.utcoffset())

    def __repr__(self):
        values = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if not values[-1]:
            values.pop()
            if not values[-1]:
                values.pop()
        text = ', '.join(map(str, values))
        if self._tzinfo is not None:
            text += ', tzinfo=%r' % (self._tzinfo,)
        if self._fold:
            text += ', fold=1'
        cls = self.__class__
        return '%s.%s(%s)' % (cls.__module__, cls.__qualname__, text)

    def __str__(self):
        return self.isoformat(sep=' ')

    def utcoffset(self):
        """The zone's distance from UTC."""
        return None if self._tzinfo is None else _check_offset('utcoffset', self._tzinfo.utcoffset(self))

    def tzname(self):
        """The zone's name."""
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        """The zone's daylight saving."""
        return None if self._tzinfo is None else _check_offset('dst', self._tzinfo.dst(self))

    def _order(self, other, equality=False):
        if self._tzinfo is other._tzinfo:
            mine = theirs = None
        else:
            mine, theirs = self.utcoffset(), other.utcoffset()
        a, b = self._us(), other._us()
        if mine != theirs:
            if mine is None or theirs is None:
                if equality:
                    return 2
                raise TypeError("can't compare offset-naive and offset-aware datetimes")
            a -= mine._us()
            b -= theirs._us()
        return 0 if a == b else 1 if a > b else -1

    def __eq__(self, other):
        if isinstance(other, datetime):
            return self._order(other, True) == 0
        return NotImplemented if not isinstance(other, date) or _sys.version_info >= (3, 13) else False

    def _compare(self, other, word):
        if isinstance(other, datetime):
            return self._order(other)
        if isinstance(other, date) and _sys.version_info < (3, 13):
            raise TypeError("can't compare %s to %s" % (type(self).__module__ + '.' + type(self).__name__,
                                                        type(other).__module__ + '.' + type(other).__name__))
        return None

    def __lt__(self, other):
        order = self._compare(other, '<')
        return NotImplemented if order is None else order < 0

    def __le__(self, other):
        order = self._compare(other, '<=')
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other):
        order = self._compare(other, '>')
        return NotImplemented if order is None else order > 0

    def __ge__(self, other):
        order = self._compare(other, '>=')
        return NotImplemented if order is None else order >= 0

    def __hash__(self):
        if self._hashcode == -1:
            offset = self.replace(fold=0).utcoffset() if self._fold else self.utcoffset()
            self._hashcode = hash(('datetime', self._us() - (0 if offset is None else offset._us())))
        return self._hashcode

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._from_us(self._us() + other._us(), self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._from_us(self._us() - other._us(), self._tzinfo)
        if not isinstance(other, datetime):
            return NotImplemented
        delta = self._us() - other._us()
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
            if mine != theirs:
                if mine is None or theirs is None:
                    raise TypeError("can't subtract offset-naive and offset-aware datetimes")
                delta += theirs._us() - mine._us()
        return timedelta._make(delta)

    def __reduce__(self):
        return self.__class__, (self._year, self._month, self._day, self._hour, self._minute, self._second,
                                self._microsecond, self._tzinfo)


_date_class = date
_EPOCH_US = 719162 * _US_PER_DAY


def _stamp_us(timestamp):
    """Microseconds since 0001-01-01 of a POSIX timestamp."""
    if isinstance(timestamp, int):
        us = timestamp * 1000000
    elif isinstance(timestamp, float):
        if timestamp != timestamp:
            raise ValueError('cannot convert float NaN to integer')
        whole = int(timestamp // 1)
        us = whole * 1000000 + round((timestamp - whole) * 1e6)
    else:
        raise TypeError("'%s' object cannot be interpreted as an integer" % type(timestamp).__name__)
    if not 0 <= us + _EPOCH_US < _MAX_ORDINAL * _US_PER_DAY:
        raise ValueError('year %d is out of range' % ((us + _EPOCH_US) // (31556952 * 1000000) + 1))
    return us + _EPOCH_US


if _sys.version_info >= (3, 13):
    datetime.__replace__ = datetime.replace
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


class timezone(tzinfo):
    """A fixed distance from UTC."""

    __slots__ = ('_offset', '_name')

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError('timezone() argument 1 must be datetime.timedelta, not %s' % type(offset).__name__)
        if name is None:
            if not offset and hasattr(cls, 'utc'):
                return cls.utc
        elif not isinstance(name, str):
            raise TypeError('timezone() argument 2 must be str, not %s' % type(name).__name__)
        if not -_US_PER_DAY < offset._us() < _US_PER_DAY:
            raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and'
                             ' timedelta(hours=24), not %r.' % (offset,))
        self = object.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return 'datetime.timezone.utc'
        cls = self.__class__
        if self._name is None:
            return '%s.%s(%r)' % (cls.__module__, cls.__qualname__, self._offset)
        return '%s.%s(%r, %r)' % (cls.__module__, cls.__qualname__, self._offset, self._name)

    def __str__(self):
        return self.tzname(None)

    def _check(self, dt, name):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError('%s(dt) argument must be a datetime instance or None, not %s' % (name, type(dt).__name__))

    def utcoffset(self, dt):
        self._check(dt, 'utcoffset')
        return self._offset

    def tzname(self, dt):
        self._check(dt, 'tzname')
        if self._name is not None:
            return self._name
        return 'UTC' + _offset_text(self._offset) if self._offset else 'UTC'

    def dst(self, dt):
        self._check(dt, 'dst')
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() argument must be a datetime instance, not %s' % type(dt).__name__)
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        return dt + self._offset

    def __reduce__(self):
        return self.__class__, (self._offset,) if self._name is None else (self._offset, self._name)


timezone.utc = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))
if _sys.version_info >= (3, 11):
    UTC = timezone.utc

for _type in (timedelta, date, time, datetime, tzinfo, timezone):
    _name_type(_type, 'datetime.' + _type.__name__)
del _type
