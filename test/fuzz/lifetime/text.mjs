// Strings, bytes, numbers: identity, interning, sizes, formatting.

export const text = [
  {
    weight: 2,
    write: ({ pick }) => `
a = ${pick("'hello world'", "'name_x'", "''.join(['ab', 'cd'])", "'x' * 5", 'str(12345)', "'a' + 'b'", "'%s' % 'same'", "f'{1}2'", "'ABC'.lower()", "'abc'[1:]", 'chr(97)', "'é'", "'ab'[0]", "' pad '.strip()", "'a,b'.split(',')[0]", "repr('q')", "'{}'.format('z')", "b'ab'.decode()", "'ab'.replace('a', 'a')", "'tomato'.title()", "''", "'x' ''")}
b = ${pick("'hello world'", "'name_x'", "'abcd'", "'xxxxx'", "'12345'", "'ab'", "'same'", "'12'", "'abc'", "'bc'", "'a'", "'é'", "'pad'", 'str(a)', 'a[:]', "a + ''", "''.join([a])", 'sys.intern(a)', 'a.strip()', "a.replace('', '')", 'a * 1', "'%s' % a", "f'{a}'", 'format(a)', 'a.lower()', 'a.ljust(0)', "''.join(a)", 'a[0:len(a)]', 'a.expandtabs()', 'a.zfill(0)', "str(a.encode(), 'utf8')", 'a.translate({})', 'a.center(1)')}
print(a == b, a is b, size(a), size(b))
print(sys.intern(a) is a, sys.intern(b) is sys.intern(a), {a: 1} == {b: 1})`,
  },
  {
    write: ({ pick }) =>
      `
a = ${pick('256', '257', '-5', '-6', '1000', 'int("7")', '2 ** 30', '2 ** 60', 'len("abc")', 'True + 1', '10 ** 3', 'int(3.0)', '255 + len(log) * 0', '1 << 40', 'abs(-3)', 'round(2.7)', 'hash(5)', 'divmod(1300, 5)[0]', 'sum([200, 56])', 'ord("a")')}
b = ${pick('a + 0', 'a * 1', 'int(a)', '+a', 'int(str(a))', '-(-a)', 'a - 1 + 1', 'a // 1', 'a ** 1', 'a & a', 'a | 0', 'a ^ 0', 'a >> 0', 'round(a)', 'abs(a)', '~~a', 'int(float(a))', 'a % (a + 1000)', 'max(a, a)', 'a.__index__()', 'a.numerator', 'a.real', 'int.from_bytes(a.to_bytes(16, "big", signed=True), "big", signed=True)')}
print(a == b, a is b, size(a), size(b), id(a) == id(b))
c = 1000
d = 1000
print(c is d, (lambda: 1000)() is c, 1.5 is 1.5, (1, 2) is (1, 2), () is tuple(), frozenset() is frozenset(), b'' is bytes(), '' is str())`
        .replace(/ is (1\.5|\(1, 2\))/g, ' == $1')
        .replace("b'' is bytes()", 'bytes() is bytes(0)')
        .replace("'' is str()", 'str() is str()')
        .replace('() is tuple()', 'tuple() is tuple([])'),
  },
  {
    write: ({ n, pick }) => `
def consts():
    x = ${pick('1000', "'some text'", '(1, 2, [3][0])', '3.25', '(1, (2, 3))', "b'bytes'", '-1', '10 ** 9', "'a' 'b'")}
    y = ${pick('1000', "'some text'", '(1, 2, 3)', '3.25', '(1, (2, 3))', "b'bytes'", '1 - 2', '1000000000', "'ab'")}
    return x is y, x == y
def other():
    return ${pick('1000', "'some text'", '3.25', '(1, (2, 3))', "b'bytes'", "'ab'", '(1000, 2000)')}
print(consts(), other() is other(), len(consts.__code__.co_consts), size(consts.__code__.co_consts))
z = other()
b0 = rc(z)
many = [other() for _ in range(${n(1, 30)})]
b1 = rc(z)
print(b1 - b0 if sys.version_info < (3, 12) else 0, many[0] is z)`,
  },
  {
    write: ({ chance, n, pick }) => `
s = ${pick("''", "'abc'", "'é'", "'\\u20ac'", "'\\U0001f600'")}
sizes = []
for i in range(${n(1, 40)}):
    ${pick("s += 'x'", 's = s + str(i)', "s += 'é'", "s = 'y' + s", "s = s * 1 + 'k'", "s = f'{s}.'", "s = '%s-' % s", "s = ''.join([s, 'ab'])", "s = s.replace('x', 'xy') + 'x'", "s += '\\u20ac'", "s = s[1:] + 'zz'", "s = s.upper() + 'q'", "s = s.encode().decode() + 'w'", 's = s.center(i)', 's += chr(90 + i)')}
    sizes.append(size(s))
print(sizes[-5:], len(s), size(s.encode()), ${chance(0.5) ? 'size(list(s))' : 'size(s.split("x"))'})`,
  },
  {
    write: ({ pick }) => `
class Fmt:
    def __format__(self, spec):
        print('format', rc(self), repr(spec))
        return ${pick("'f'", "spec or 'none'", 'str(len(spec))')}
    def __repr__(self):
        print('repr', rc(self))
        return '<F>'
    ${pick("def __str__(self):\n        print('str', rc(self))\n        return 'S'", 'pass', '__slots__ = ()', 'def __bytes__(self): return b"B"')}
f = Fmt()
print(${pick("f'{f}'", "f'{f!r:>5}'", "f'{f:abc}'", "f'{f=}'", "'{}'.format(f)", "'{0!s} {0!r}'.format(f)", "'%s %r' % (f, f)", 'str(f)', 'repr([f, f])', 'repr({f: f})', "format(f, 'x')", 'str((f,))', "''.join([str(f), repr(f)])", "'{a:{w}}'.format(a=f, w=3)", "f'{[f]}'", 'ascii(f)', 'str(KeyError(f))', "print(f, f, sep='-')", "f'{f!s:{len(log)}}'")})
print(rc(f))`,
  },
  {
    write: ({ pick }) => `
b0 = blocks()
x = ${pick("'a' * len(pool) + 'bcd'", 'str(1000 + len(pool))', "'%d' % (5000 + len(pool))", "b'a' * 40", "'x' * 600", "float('2.5')", '10 ** 40', "'a b c'.split()", "'-'.join(['a', 'bb'])", "f'{len(pool)} items'", 'repr([1, 2])', 'bytes(10)', "'é' * 3", "'abc'.encode()", "b'abc'.decode()", "str(b'x')", "'x'.encode().hex()", 'complex(len(pool), 1)', "'abc'.partition('b')", "'abc'.upper()", "'l1\\nl2'.splitlines()", 'hex(70000)', "[c for c in 'héé']", "dict(zip('ab', 'cd'))", "'{:>10}'.format(5)", "sorted('hello')", '2 ** 64 - len(pool)', "int('123456789012345678901234567890')", 'round(2.567, 1)', "str.maketrans('ab', 'cd')", "'a\\tb'.expandtabs()", "list(b'abc')", "bytearray(b'abc').hex()", "(1234567).to_bytes(8, 'big')", "'%s and %s' % ('a', [1])", "'%.3f' % 2.5", '1e100 * 2', "'abc'[::-1]", "'a' in 'abc'", "'abc'.find('c')", "'x'.join(str(i) for i in range(5))")}
b1 = blocks()
print(b1 - b0, size(x))
b0 = blocks()
x = ${pick('None', 'x', '[x]', 'x, x', 'str(x)', 'repr(x)', 'type(x)')}
b1 = blocks()
print(b1 - b0)`,
  },
  {
    write: ({ n, pick }) => `
import io
s = io.${pick('StringIO()', "StringIO('start')", 'BytesIO()', "BytesIO(b'start')")}
text = isinstance(s, io.StringIO)
sizes = [size(s)]
for i in range(${n(1, 40)}):
    s.write('part%d' % i if text else b'part%d' % i)
    ${pick('pass', 's.seek(0)', 's.getvalue()', 's.tell()', 's.truncate()', 's.seek(0, 2)')}
    if size(s) != sizes[-1]: sizes.append(size(s))
print(sizes[-4:], rc(s), rc(s.getvalue()) if not text else 0)
s.seek(0)
r = s.${pick('read()', 'readlines()', 'readline()', 'getvalue()', 'read(3)')}
print(size(r), size(s), len(r))
${pick('s.close()', 'del s', 's.x = s', 'pool.append(s)')}
s = None
print(gc.collect())`,
  },
];
