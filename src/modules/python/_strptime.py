"""Reading dates and times by a format."""

import re
import time as _time

_DAYS = [name.lower() for name in _time._DAYS]
_MONTHS = [name.lower() for name in _time._MONTHS]


def _choice(names, group):
    return '(?P<%s>%s)' % (group, '|'.join(sorted(names, key=len, reverse=True)))


_PATTERNS = {
    'a': _choice([d[:3] for d in _DAYS], 'a'),
    'A': _choice(_DAYS, 'A'),
    'b': _choice([m[:3] for m in _MONTHS], 'b'),
    'B': _choice(_MONTHS, 'B'),
    'd': r'(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])',
    'f': r'(?P<f>[0-9]{1,6})',
    'G': r'(?P<G>\d\d\d\d)',
    'H': r'(?P<H>2[0-3]|[0-1]\d|\d)',
    'I': r'(?P<I>1[0-2]|0[1-9]|[1-9])',
    'j': r'(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])',
    'm': r'(?P<m>1[0-2]|0[1-9]|[1-9])',
    'M': r'(?P<M>[0-5]\d|\d)',
    'p': r'(?P<p>am|pm)',
    'S': r'(?P<S>6[0-1]|[0-5]\d|\d)',
    'u': r'(?P<u>[1-7])',
    'U': r'(?P<U>5[0-3]|[0-4]\d|\d)',
    'V': r'(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)',
    'w': r'(?P<w>[0-6])',
    'W': r'(?P<W>5[0-3]|[0-4]\d|\d)',
    'y': r'(?P<y>\d\d)',
    'Y': r'(?P<Y>\d\d\d\d)',
    'z': r'(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|[Zz])',
    'Z': r'(?P<Z>utc|gmt)',
    '%': '%',
}
_WHOLE = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}
_cache = {}


def _pattern(format):
    found = _cache.get(format)
    if found is not None:
        return found
    expanded = format
    for letter, whole in _WHOLE.items():
        expanded = expanded.replace('%' + letter, whole)
    parts = []
    i = 0
    while i < len(expanded):
        c = expanded[i]
        i += 1
        if c == '%':
            if i == len(expanded):
                raise ValueError("stray %% in format '%s'" % format)
            letter = expanded[i]
            i += 1
            if letter not in _PATTERNS:
                raise ValueError("'%s' is a bad directive in format '%s'" % (letter, format))
            piece = _PATTERNS[letter]
            if letter != '%' and any(part == piece for part in parts):
                raise re.error("redefinition of group name '%s' as group 2; was group 1" % letter)
            parts.append(piece)
        elif c.isspace():
            while i < len(expanded) and expanded[i].isspace():
                i += 1
            parts.append(r'\s+')
        else:
            parts.append(re.escape(c))
    _cache[format] = compiled = re.compile(''.join(parts), re.IGNORECASE)
    return compiled


def _from_week(year, week, weekday, monday_first):
    """Day of the year of a weekday (Monday 0) in a week that counts from the year's first Monday or Sunday."""
    first = (_time._ordinal(year, 1, 1) + 6) % 7
    if not monday_first:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    days_in_week_0 = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + days_in_week_0 + 7 * (week - 1) + weekday


def _strptime(data_string, format='%a %b %d %H:%M:%S %Y'):
    """(fields of struct_time with zone and offset, microseconds)."""
    for i, value in enumerate((data_string, format)):
        if not isinstance(value, str):
            raise TypeError('strptime() argument {} must be str, not {}'.format(i, type(value)))
    match = _pattern(format).match(data_string)
    if match is None:
        raise ValueError('time data %r does not match format %r' % (data_string, format))
    if len(data_string) != match.end():
        raise ValueError('unconverted data remains: %s' % data_string[match.end():])
    year = iso_year = iso_week = None
    month = day = 1
    hour = minute = second = fraction = 0
    zone = offset = None
    offset_fraction = 0
    isdst = -1
    weekday = yday = None
    week = None
    monday_first = True
    found = match.groupdict()
    for key, text in found.items():
        if text is None:
            continue
        if key == 'y':
            year = int(text)
            year += 2000 if year <= 68 else 1900
        elif key == 'Y':
            year = int(text)
        elif key == 'G':
            iso_year = int(text)
        elif key == 'm':
            month = int(text)
        elif key == 'B':
            month = _MONTHS.index(text.lower()) + 1
        elif key == 'b':
            month = [m[:3] for m in _MONTHS].index(text.lower()) + 1
        elif key == 'd':
            day = int(text)
        elif key == 'H':
            hour = int(text)
        elif key == 'I':
            hour = int(text)
            half = (found.get('p') or '').lower()
            if half == 'pm':
                if hour != 12:
                    hour += 12
            elif hour == 12:
                hour = 0
        elif key == 'M':
            minute = int(text)
        elif key == 'S':
            second = int(text)
        elif key == 'f':
            fraction = int(text.ljust(6, '0'))
        elif key == 'A':
            weekday = _DAYS.index(text.lower())
        elif key == 'a':
            weekday = [d[:3] for d in _DAYS].index(text.lower())
        elif key == 'w':
            weekday = (int(text) - 1) % 7
        elif key == 'u':
            weekday = int(text) - 1
        elif key == 'j':
            yday = int(text)
        elif key in 'UW':
            week = int(text)
            monday_first = key == 'W'
        elif key == 'V':
            iso_week = int(text)
            if iso_week == 0:
                raise ValueError("ISO week directive '%V' is incompatible with week 0")
        elif key == 'z':
            if text in 'Zz':
                offset = 0
            else:
                digits = text[1:].replace(':', '')
                offset = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6] or 0)
                offset_fraction = int(digits[7:].ljust(6, '0')) if len(digits) > 6 else 0
                if text[0] == '-':
                    offset, offset_fraction = -offset, -offset_fraction
        elif key == 'Z':
            zone = text.upper() if text.isupper() else text
            isdst = 0
    if year is None and iso_year is not None:
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday"
                             " directive ('%A', '%a', '%w', or '%u').")
        if yday is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y'"
                             " instead.")
    elif iso_week is not None:
        if weekday is None or year is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday"
                             " directive ('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G'"
                         " instead.")
    leap_fix = False
    if year is None and iso_year is None:
        if month == 2 and day == 29:
            year = 1904
            leap_fix = True
        else:
            year = 1900
    if iso_year is not None and year is None:
        fourth = _time._ordinal(iso_year, 1, 4)
        ordinal = fourth - (fourth + 6) % 7 + (iso_week - 1) * 7 + weekday
        year, month, day, yday = _time._from_ordinal(ordinal)
    elif yday is None and weekday is not None and week is not None:
        yday = _from_week(year, week, weekday, monday_first)
        ordinal = _time._ordinal(year, 1, 1) + yday - 1
        year, month, day, yday = _time._from_ordinal(ordinal)
    elif yday is not None and 'm' not in found and 'b' not in found and 'B' not in found and 'd' not in found:
        year, month, day, yday = _time._from_ordinal(_time._ordinal(year, 1, 1) + yday - 1)
    ordinal = None
    if yday is None:
        ordinal = _time._ordinal(year, month, day)
        yday = ordinal - _time._ordinal(year, 1, 1) + 1
    if weekday is None:
        weekday = (_time._ordinal(year, 1, 1) + yday - 2) % 7
    if leap_fix:
        year = 1900
    return (year, month, day, hour, minute, second, weekday, yday, isdst, zone, offset), fraction, offset_fraction


def _strptime_time(data_string, format):
    fields = _strptime(data_string, format)[0]
    return _time.struct_time(fields)


def _strptime_datetime(cls, data_string, format):
    from datetime import timedelta, timezone
    fields, fraction, offset_fraction = _strptime(data_string, format)
    zone, offset = fields[-2:]
    args = fields[:6] + (fraction,)
    if offset is not None:
        delta = timedelta(seconds=offset, microseconds=offset_fraction)
        args += (timezone(delta, zone) if zone else timezone(delta),)
    return cls(*args)
