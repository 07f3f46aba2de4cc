# Regular expressions: groups that a repetition leaves out, conditions, case ignored in a part, errors.
import re
def show(p, s, f=0):
    m = re.search(p, s, f)
    return m and (m.group(), m.span(), m.groups(), m.groupdict(), m.lastindex)

LINES = r"""
show(r'(a)?(?(1)b|c)', 'ab'), show(r'(a)?(?(1)b|c)', 'xc'), show(r'^(<)?(\w+@\w+(?:\.\w+)+)(?(1)>|$)', '<user@host.com>'), show(r'^(<)?(\w+@\w+(?:\.\w+)+)(?(1)>|$)', 'user@host.com>'), show(r'(?P<q>["\'])?\w+(?(q)(?P=q))', '"abc" d')
show(r'(?:(a)|b)*', 'ab'), show(r'(?:(a)|(b)|c)*', 'abc'), show(r'(\d+(,\d+)?;?)*', '1,2;3'), show(r'((a)|b)*', 'ab'), show(r'(a|(b))+', 'bab')
show(r'(?i:a)b', 'Ab'), show(r'(?i:a)b', 'AB'), show(r'(?-i:a)b', 'aB', re.I), show(r'(?-i:a)b', 'AB', re.I), show(r'x(?s:.)y.', 'x\nyz')
show(r'(a)?\1b', 'b'), show(r'(a)?\1b', 'aab'), show(r'(?:(x)|y)\1', 'yx'), show(r'(?i)(a)\1', 'aA'), show(r'(?:(a)|b)\1?c', 'bc')
show(r'[\W]', 'a b'), show(r'[^\W\d]+', '1ab_2'), show(r'[\S]+', ' ab'), show(r'[\D]', '1a'), show(r'[\W_]+', 'a_-b'), show(r'[^\W_]+', '_é1_'), show(r'(?a)[^\W]+', 'éab')
show(r'(?:(a)?b)*', 'abb'), show(r'(?:(a)?)*', 'aa'), show(r'(?:(a*))*', 'aab'), show(r'(?:(a*)|b)*c', 'aabc'), show(r'(|a)*b', 'aab'), show(r'(a|)+', 'aa')
show(r'(?<=(a))b', 'ab'), show(r'(?<!(a))b', 'cb'), show(r'(?=(a))\1', 'a'), show(r'(?!(a))b', 'b'), show(r'(?<=a|b)c', 'bc')
re.findall(r'(?:(\w)|-)+', 'ab- --c'), re.sub(r'(?:(a)|b)', r'[\1]', 'abc'), re.split(r'(?:(,)|;)', 'a,b;c'), [m.span() for m in re.finditer(r'(a)?(?(1)b|c)', 'abcab')]
re.sub(r'(?P<neg>-)?\d+(?(neg)!|)', 'N', '-5! 6 -7'), re.fullmatch(r'(?:(a)|b)*', 'abab').group(1), re.match(r'(?:(😀)|x)+y', 'x😀xy').span(1), re.findall(r'(?i:É)+', 'éÉe')
re.compile(r'(a)(?(1)a|b|c)')
re.compile(r'(a)(?(0)b)')
re.compile(r'(a)(?(x)b)')
re.compile(r'^*')
re.compile(r'a**')
re.compile(r'(?<=a*)b')
re.compile(r'(?<=a|bc)d')
re.compile(r'(?P<a')
re.compile(r'\b*')
re.compile(r'(?:a')
re.compile(r'a)')
re.compile(r'[a')
re.compile(r'\1')
re.compile(r'(?i')
re.compile(r'x{2,1}')
re.compile(r'(?z)')
re.match(r'(?:)*a', 'a'), re.match(r'(a)*?b', 'aab').groups(), re.match(r'(?:a|b)*?c', 'abc').span()
show(r'(a+)+$', 'aaaaaaaaaaaaaaaa'), show(r'^(?:(\d)|x)*$', '1x' * 200), show(r'"(?:[^"\\]|\\.)*"', r'say "a\"b" x'), show(r'(\w+)\s+\1', 'the the cat'), show(r'(\([^()]*\)|[^()])*', 'a(b)c')
re.findall(r'\$\{(\w+)(?::-([^}]*))?\}', '${a} ${b:-x}'), re.findall(r'(\d+)(?:\.(\d+))?', '1.5 2'), re.findall(r'(?m)^(\w+)(?:\s*=\s*(\w+))?$', 'a=1\nb\n')
show(r'((?:ab)?)+c', 'ababc'), show(r'(?:(?P<x>a)|(?P<y>b))+', 'ab'), show(r'(?x) (a) | (b) # c', 'b'), show('(?:(a)|b|(c))+d', 'acbd')
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
