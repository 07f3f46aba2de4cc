"""Clocks and calendar times. The clocks are simulated and the time zone is UTC."""

from _time import (monotonic, monotonic_ns, perf_counter, perf_counter_ns, process_time, process_time_ns,
                   sleep, thread_time, thread_time_ns, time, time_ns)

timezone = 0
altzone = 0
daylight = 0
tzname = ('UTC', 'UTC')

CLOCK_REALTIME = 0
CLOCK_MONOTONIC = 1
CLOCK_PROCESS_CPUTIME_ID = 2

_FIELDS = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')
_DAYS = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')
_MONTHS = ('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
           'November', 'December')


class struct_time(tuple):
    """A moment as nine numbers with names."""

    n_fields = 11
    n_sequence_fields = 9
    n_unnamed_fields = 0
    __match_args__ = _FIELDS

    def __new__(cls, iterable, dict=None):
        values = tuple(iterable)
        if len(values) < 9:
            raise TypeError('time.struct_time() takes an at least 9-sequence (%d-sequence given)' % len(values))
        if len(values) > 11:
            raise TypeError('time.struct_time() takes an at most 11-sequence (%d-sequence given)' % len(values))
        self = tuple.__new__(cls, values[:9])
        self.__dict__['tm_zone'] = values[9] if len(values) > 9 else None
        self.__dict__['tm_gmtoff'] = values[10] if len(values) > 10 else None
        return self

    def __repr__(self):
        return 'time.struct_time(%s)' % ', '.join('%s=%r' % pair for pair in zip(_FIELDS, self))

    def __setattr__(self, name, value):
        if name in _FIELDS or name in ('tm_zone', 'tm_gmtoff'):
            raise AttributeError('readonly attribute')
        raise AttributeError("'time.struct_time' object has no attribute %r" % (name,))

    def __reduce__(self):
        return struct_time, (tuple(self),)


def _add_fields():
    for i, name in enumerate(_FIELDS):
        setattr(struct_time, name, property(lambda self, i=i: self[i]))


_add_fields()
struct_time.__module__ = 'time'


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _ordinal(year, month, day):
    return _days_before_year(year) + _BEFORE[month - 1] + (month > 2 and _is_leap(year)) + day


def _from_ordinal(n):
    """(year, month, day, day of the year) of a day counted from 0001-01-01."""
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31, 366
    yday = n + 1
    leap = _is_leap(year)
    month = 12
    while _BEFORE[month - 1] + (month > 2 and leap) > n:
        month -= 1
    return year, month, n - _BEFORE[month - 1] - (month > 2 and leap) + 1, yday


def gmtime(seconds=None):
    if seconds is None:
        seconds = time()
    whole = int(seconds // 1)
    days, rest = divmod(whole, 86400)
    year, month, day, yday = _from_ordinal(days + 719163)
    return struct_time((year, month, day, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, yday, 0, 'UTC', 0))




localtime = gmtime


def mktime(t):
    t = tuple(t)
    if len(t) != 9:
        raise TypeError('mktime(): illegal time tuple argument')
    year, month = t[0] + (t[1] - 1) // 12, (t[1] - 1) % 12 + 1
    return float(((_ordinal(year, month, 1) + t[2] - 1 - 719163) * 86400) + t[3] * 3600 + t[4] * 60 + t[5])


def asctime(t=None):
    if t is None:
        t = localtime()
    return '%s %s %2d %02d:%02d:%02d %d' % (_DAYS[t[6]][:3], _MONTHS[t[1] - 1][:3], t[2], t[3], t[4], t[5], t[0])


def ctime(seconds=None):
    return asctime(localtime(seconds))


def _iso_week(year, yday, wday):
    """(ISO year, ISO week): the week belongs to the year of its Thursday."""
    thursday = _ordinal(year, 1, 1) + yday - 1 - wday + 3
    iso_year = _from_ordinal(thursday)[0]
    return iso_year, (thursday - _ordinal(iso_year, 1, 1)) // 7 + 1


def strftime(format, t=None):
    if t is None:
        t = localtime()
    elif not isinstance(t, tuple):
        raise TypeError('Tuple or struct_time argument required')
    if len(t) != 9:
        raise TypeError('strftime(): illegal time tuple argument')
    year, month, day, hour, minute, second, wday, yday, isdst = t
    month = month or 1
    day = day or 1
    yday = yday or 1
    for ok, message in ((1 <= month <= 12, 'month out of range'), (1 <= day <= 31, 'day of month out of range'),
                        (0 <= hour <= 23, 'hour out of range'), (0 <= minute <= 59, 'minute out of range'),
                        (0 <= second <= 61, 'seconds out of range'), (wday >= 0, 'day of week out of range'),
                        (1 <= yday <= 366, 'day of year out of range')):
        if not ok:
            raise ValueError(message)
    wday %= 7
    zone = getattr(t, 'tm_zone', None)
    if zone is None:
        zone = 'UTC'
    out = []
    i = 0
    n = len(format)
    while i < n:
        c = format[i]
        i += 1
        if c != '%':
            out.append(c)
            continue
        flag = width = ''
        start = i - 1
        while i < n and format[i] in '-_0^#':
            flag += format[i]
            i += 1
        while i < n and format[i].isdigit():
            width += format[i]
            i += 1
        if i >= n:
            out.append(format[start:])
            break
        c = format[i]
        i += 1
        number = None
        digits, pad = 2, '0'
        if c == 'a':
            text = _DAYS[wday][:3]
        elif c == 'A':
            text = _DAYS[wday]
        elif c in 'bh':
            text = _MONTHS[month - 1][:3]
        elif c == 'B':
            text = _MONTHS[month - 1]
        elif c == 'c':
            text = '%s %s %2d %02d:%02d:%02d %d' % (_DAYS[wday][:3], _MONTHS[month - 1][:3], day, hour, minute, second, year)
        elif c == 'C':
            number = year // 100
        elif c == 'd':
            number = day
        elif c in 'Dx':
            text = '%02d/%02d/%02d' % (month, day, year % 100)
        elif c == 'e':
            number, pad = day, ' '
        elif c == 'F':
            text = '%d-%02d-%02d' % (year, month, day)
        elif c == 'g':
            number = _iso_week(year, yday, wday)[0] % 100
        elif c == 'G':
            number, digits = _iso_week(year, yday, wday)[0], 1
        elif c == 'H':
            number = hour
        elif c == 'I':
            number = hour % 12 or 12
        elif c == 'j':
            number, digits = yday, 3
        elif c == 'k':
            number, pad = hour, ' '
        elif c == 'l':
            number, pad = hour % 12 or 12, ' '
        elif c == 'm':
            number = month
        elif c == 'M':
            number = minute
        elif c == 'n':
            text = '\n'
        elif c == 'p':
            text = 'PM' if hour >= 12 else 'AM'
        elif c == 'P':
            text = 'pm' if hour >= 12 else 'am'
        elif c == 'r':
            text = '%02d:%02d:%02d %s' % (hour % 12 or 12, minute, second, 'PM' if hour >= 12 else 'AM')
        elif c == 'R':
            text = '%02d:%02d' % (hour, minute)
        elif c == 's':
            number, digits = int(mktime(tuple(t))), 1
        elif c == 'S':
            number = second
        elif c == 't':
            text = '\t'
        elif c in 'TX':
            text = '%02d:%02d:%02d' % (hour, minute, second)
        elif c == 'u':
            number, digits = wday + 1, 1
        elif c == 'U':
            number = (yday + 6 - (wday + 1) % 7) // 7
        elif c == 'V':
            number = _iso_week(year, yday, wday)[1]
        elif c == 'w':
            number, digits = (wday + 1) % 7, 1
        elif c == 'W':
            number = (yday + 6 - wday) // 7
        elif c == 'y':
            number = year % 100
        elif c == 'Y':
            number, digits = year, 1
        elif c == 'z':
            offset = getattr(t, 'tm_gmtoff', None) or 0
            text = '%s%02d%02d' % ('-' if offset < 0 else '+', abs(offset) // 3600, abs(offset) // 60 % 60)
        elif c == 'Z':
            text = zone
        elif c == '%':
            text = '%'
        else:
            text = format[start:i]
        if number is not None:
            if '-' in flag:
                digits = 1
            elif '_' in flag:
                pad = ' '
            elif '0' in flag:
                pad = '0'
            text = str(number).rjust(int(width or digits), pad)
        elif width:
            text = text.rjust(int(width), '0' if '0' in flag else ' ')
        if '^' in flag:
            text = text.upper()
        out.append(text)
    return ''.join(out)


def strptime(string, format='%a %b %d %H:%M:%S %Y'):
    from _strptime import _strptime_time
    return _strptime_time(string, format)


def get_clock_info(name):
    from types import SimpleNamespace
    if name not in ('time', 'monotonic', 'perf_counter', 'process_time', 'thread_time'):
        raise ValueError('unknown clock')
    return SimpleNamespace(implementation='simulated', monotonic=name != 'time', adjustable=name == 'time', resolution=1e-09)


def clock_gettime(which):
    return time() if which == CLOCK_REALTIME else monotonic() if which == CLOCK_MONOTONIC else process_time()


def tzset():
    pass
