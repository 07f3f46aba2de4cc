# difflib, configparser, hmac, colorsys, stat, importlib and concurrent.futures.
import difflib, configparser, hmac, zlib, colorsys, stat, importlib, concurrent.futures, _thread, locale
from concurrent.futures import *
a = 'one\ntwo\nthree\n'.splitlines(True)
b = 'ore\ntree\nemu\n'.splitlines(True)
ini = '[DEFAULT]\nhome = /x\n\n[a]\nPath: %(home)s/b\nn=5\nflag = yes\nmulti = 1\n  2\n\n  3\n[b]\n; c\nx = 1 ; y\n'
cp = configparser.ConfigParser()
cp.read_string(ini)
class Out(list):
    def write(self, s): self.append(s)

LINES = r"""
list(difflib.ndiff(a, b)), list(difflib.unified_diff(a, b, 'x', 'y')), list(difflib.context_diff(a, b, 'x', 'y', n=1))
difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio(), difflib.SequenceMatcher(None, 'qabxcd', 'abycdf').get_opcodes(), difflib.SequenceMatcher(lambda x: x == ' ', ' abcd', 'abcd abcd').find_longest_match(0, 5, 0, 9), difflib.SequenceMatcher(None, 'tide', 'diet').ratio(), difflib.SequenceMatcher(None, 'abxcd', 'abcd').get_matching_blocks()
difflib.get_close_matches('appel', ['ape', 'apple', 'peach', 'puppy']), difflib.get_close_matches('x', ['y'])
list(difflib.unified_diff([str(i) for i in range(30)], [str(i) for i in range(30) if i not in (5, 25)], lineterm=''))
cp.sections(), cp['a']['path'], cp.getint('a', 'n'), cp['a'].getboolean('flag'), cp['a']['multi'], cp['b']['x'], dict(cp['a']), cp.options('a'), cp.has_option('a', 'home'), cp.get('a', 'zz', fallback=3), list(cp), cp['a'], cp.items('b'), len(cp), 'a' in cp
cp['a']['zz']
cp.get('a', 'zz')
cp.get('q', 'zz')
cp.read_string('x=1')
cp.read_string('[a]\nfoo')
cp.read_string('[a]\n[a]')
cp.read_string('[a]\nx=1\nx=2')
cp.getint('a', 'path')
cp.add_section('a')
cp.set('a', 'v', 5)
cp.set('a', 'v', '%')
o = Out(); cp['new'] = {'k': 'v'}; cp.write(o); print(''.join(o))
cp.remove_section('new'), cp.remove_option('a', 'n'), cp.read('nofile.ini')
configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation()).read_dict({'a': {'b': '${c}'}})
hmac.new(b'key', b'msg', 'sha256').hexdigest(), hmac.digest(b'k', b'm', 'md5'), hmac.compare_digest('a', 'a'), hmac.new(b'k'*100, b'm', 'sha1').hexdigest()
zlib.crc32(b'hello'), zlib.adler32(b'hello')
colorsys.rgb_to_hsv(.2,.4,.6), colorsys.hsv_to_rgb(.5,.5,.5), colorsys.rgb_to_hls(.2,.4,.6), colorsys.hls_to_rgb(.3,.4,.5), colorsys.rgb_to_yiq(.1,.2,.3), colorsys.yiq_to_rgb(.1,.2,.3)
stat.filemode(0o100755), stat.S_ISDIR(0o040000), stat.filemode(0o4755|0o100000)
importlib.import_module('math').pi, importlib.import_module('.abc', 'collections').Iterable
importlib.import_module('.x')
list(ThreadPoolExecutor(2).map(lambda x: x*x, range(5)))
with ThreadPoolExecutor() as e: fs = [e.submit(pow, 2, i) for i in range(4)]; print([f.result() for f in as_completed(fs)] and sorted(f.result() for f in fs))
with ThreadPoolExecutor(1) as e: f = e.submit(int, 'x'); print(type(f.exception()), f.done(), f.cancelled()); f.result()
_thread.allocate_lock().locked(), locale.setlocale(locale.LC_ALL, 'C'), locale.getpreferredencoding()
len(wait([]).done)
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
