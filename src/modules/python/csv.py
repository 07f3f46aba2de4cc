"""Tables as lines of separated values."""

__all__ = ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'Error', 'Dialect', 'excel', 'excel_tab',
           'unix_dialect', 'reader', 'writer', 'register_dialect', 'get_dialect', 'list_dialects', 'DictReader',
           'DictWriter']
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)


class Error(Exception):
    pass


Error.__module__ = '_csv'


class Dialect:
    delimiter = ','
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = '\r\n'
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    pass


class excel_tab(excel):
    delimiter = '\t'


class unix_dialect(Dialect):
    lineterminator = '\n'
    quoting = QUOTE_ALL


_dialects = {'excel': excel, 'excel-tab': excel_tab, 'unix': unix_dialect}


def register_dialect(name, dialect=Dialect, **options):
    _dialects[name] = _make(dialect, options)


def get_dialect(name):
    if name not in _dialects:
        raise Error('unknown dialect')
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def _make(dialect, options):
    if isinstance(dialect, str):
        dialect = get_dialect(dialect)
    new = type('Dialect', (dialect if isinstance(dialect, type) else type(dialect),), {})()
    for name, value in options.items():
        if not hasattr(Dialect, name):
            raise TypeError("'%s' is an invalid keyword argument for this function" % name)
        setattr(new, name, value)
    if not isinstance(new.delimiter, str) or len(new.delimiter) != 1:
        raise TypeError('"delimiter" must be a 1-character string')
    return new


class reader:
    """Rows of an iterable of lines."""

    def __init__(self, iterable, dialect='excel', **options):
        self._lines = iter(iterable)
        self.dialect = _make(dialect, options)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        row, field = [], []
        quoted = was_quoted = False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if quoted:
                    break
                raise
            if not isinstance(line, str):
                raise Error('iterator should return strings, not %s (the file should be opened in text mode)'
                            % type(line).__name__)
            self.line_num += 1
            i = 0
            if not quoted and line.strip('\r\n') == '':
                return []
            while i < len(line):
                c = line[i]
                i += 1
                if quoted:
                    if c == d.escapechar and i < len(line):
                        field.append(line[i])
                        i += 1
                    elif c == d.quotechar:
                        if d.doublequote and line[i:i + 1] == d.quotechar:
                            field.append(c)
                            i += 1
                        else:
                            quoted = False
                    else:
                        field.append(c)
                elif c == d.delimiter:
                    row.append(self._value(field, was_quoted))
                    field, was_quoted = [], False
                elif c == d.quotechar and not field and not was_quoted and d.quoting != QUOTE_NONE:
                    quoted = was_quoted = True
                elif c == d.escapechar and i < len(line):
                    field.append(line[i])
                    i += 1
                elif c == ' ' and d.skipinitialspace and not field and not was_quoted:
                    pass
                elif c not in '\r\n':
                    field.append(c)
            if not quoted:
                break
        row.append(self._value(field, was_quoted))
        return row

    def _value(self, field, was_quoted):
        text = ''.join(field)
        if self.dialect.quoting == QUOTE_NONNUMERIC and not was_quoted:
            return float(text)
        return text


class writer:
    """Writes rows to a stream."""

    def __init__(self, csvfile, dialect='excel', **options):
        if not hasattr(csvfile, 'write'):
            raise TypeError('argument 1 must have a "write" method')
        self._write = csvfile.write
        self.dialect = _make(dialect, options)

    def writerow(self, row):
        d = self.dialect
        try:
            row = list(row)
        except TypeError:
            raise Error('iterable expected, not %s' % type(row).__name__) from None
        fields = [self._field(value, len(row) == 1) for value in row]
        return self._write(d.delimiter.join(fields) + d.lineterminator)

    def _field(self, value, alone):
        d = self.dialect
        text = '' if value is None else value if isinstance(value, str) else repr(value) if isinstance(
            value, float) else str(value)
        special = any(c in text for c in (d.delimiter, d.quotechar, '\n', '\r') if c)
        if d.quoting == QUOTE_NONE:
            if special:
                if not d.escapechar:
                    raise Error('need to escape, but no escapechar set')
                text = ''.join(d.escapechar + c if c in (d.delimiter, d.quotechar, d.escapechar) else c for c in text)
            return text
        if d.quoting == QUOTE_ALL or special or not text and alone or (
                d.quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float))):
            if d.doublequote:
                text = text.replace(d.quotechar, d.quotechar * 2)
            elif d.escapechar:
                text = text.replace(d.quotechar, d.escapechar + d.quotechar)
            return d.quotechar + text + d.quotechar
        return text

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)


class DictReader:
    """Rows as dicts; the first row names the columns."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds):
        self._fieldnames = fieldnames
        self.restkey, self.restval = restkey, restval
        self.reader = reader(f, dialect, *args, **kwds)

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        return self._fieldnames

    @property
    def line_num(self):
        return self.reader.line_num

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds):
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writer.writerow(self.fieldnames)

    def writerow(self, rowdict):
        if self.extrasaction == 'raise':
            wrong = [key for key in rowdict if key not in self.fieldnames]
            if wrong:
                raise ValueError('dict contains fields not in fieldnames: ' + ', '.join(map(repr, wrong)))
        return self.writer.writerow([rowdict.get(name, self.restval) for name in self.fieldnames])

    def writerows(self, rowdicts):
        for row in rowdicts:
            self.writerow(row)
