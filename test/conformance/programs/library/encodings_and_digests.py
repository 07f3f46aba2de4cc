# codecs, unicodedata, SHA-3, BLAKE2 and Ascii85.
import codecs, unicodedata, hashlib, base64

LINES = r"""
[unicodedata.category(c) for c in 'aA1 .,-_(é中\n²½€😀\u0301'], unicodedata.normalize('NFD', 'é'), unicodedata.normalize('NFKC', 'ﬁ²'), [unicodedata.combining(c) for c in 'a\u0301\u0327'], unicodedata.is_normalized('NFC', 'é')
''.join(c for c in unicodedata.normalize('NFKD', 'Crème Brûlée') if not unicodedata.combining(c)), unicodedata.name('a'), unicodedata.name('é'), unicodedata.name('€'), unicodedata.lookup('GREEK SMALL LETTER ALPHA'), unicodedata.name('中'), unicodedata.name('😀')
unicodedata.numeric('½'), unicodedata.decimal('٣'), unicodedata.digit('²'), unicodedata.numeric('Ⅷ'), unicodedata.name('\n', 'x')
unicodedata.name('\n')
unicodedata.decimal('a')
unicodedata.category('ab')
unicodedata.lookup('NOPE')
unicodedata.normalize('X', 'a')
codecs.encode('Hello', 'rot13'), codecs.decode('Uryyb', 'rot_13'), codecs.encode(b'ab', 'hex'), codecs.decode('6162', 'hex'), codecs.lookup('utf8').name, codecs.BOM_UTF8, codecs.encode('é', 'latin1'), codecs.decode(b'\xc3\xa9'), codecs.getencoder('utf-8')('é'), codecs.lookup('latin-1').name
codecs.lookup('nope')
'a'.encode('rot13')
b'a'.decode('hex')
'a'.encode('nope')
hashlib.sha3_224(b'a').hexdigest(), hashlib.sha3_256(b'').hexdigest(), hashlib.sha3_384(b'a'*200).hexdigest(), hashlib.sha3_512(b'a'*72).hexdigest(), hashlib.shake_128(b'x').hexdigest(20), hashlib.shake_256(b'x').hexdigest(300)[-20:]
hashlib.blake2b(b'a').hexdigest(), hashlib.blake2s(b'').hexdigest(), hashlib.blake2b(b'x'*300, digest_size=16, key=b'k').hexdigest(), hashlib.blake2s(b'y'*64, digest_size=5).hexdigest(), hashlib.new('sha3_256', b'q').hexdigest()[:8], hashlib.sha3_256().name, hashlib.blake2b().digest_size, hashlib.blake2b().block_size
h = hashlib.sha3_256(); h.update(b'a'); g = h.copy(); g.update(b'b'); print(h.hexdigest()[:6], g.hexdigest()[:6])
base64.a85encode(b'abcd\0\0\0\0xyz'), base64.a85encode(b'hello', adobe=True), base64.a85decode(b'<~BOu!rDZ~>', adobe=True), base64.a85encode(b'a'*40, wrapcol=20), base64.a85decode('BOu!rDZ'), base64.a85encode(b''), base64.a85encode(b'    x', foldspaces=True)
base64.a85decode(b'v')
"""

for line in LINES.strip().split("\n"):
    try:
        try:
            code = compile(line, "line", "eval")
        except SyntaxError:
            exec(line, globals())
        else:
            print(repr(eval(code, globals())))
    except Exception as e:
        print(type(e).__name__, e)
