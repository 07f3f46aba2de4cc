"""Records which names are immortal when a script of Python 3.13 begins, into src/spec/startNames.generated.ts.

To be run as `python3.13 test/oracle/record_start_names.py`. Names that code uses are interned for ever since 3.13, and
so are the names of the interpreter's own; other strings that look like names are mortal. Tried are the words of the
library's sources and of the interpreter's headers, in a Python that has loaded what every script finds loaded.
"""

import builtins
import pathlib
import re
import subprocess
import sys
import sysconfig

TARGET = pathlib.Path(__file__).parents[2] / 'src/spec/startNames.generated.ts'
# Its own names would be immortal: they must be such that no other code has.
PROBE = r"""
import sys
import site
q_0 = sys.getrefcount
q_1 = sys.intern
q_2 = []
for q_3 in sys.stdin.read().split():
    q_4 = q_1(q_3)
    if q_0(q_4) > 1 << 30: q_2.append(q_4)
print(*q_2)
"""


def candidates():
    words = set()
    paths = sysconfig.get_paths()
    library = pathlib.Path(paths['stdlib'])
    sources = [*library.glob('*.py'), *library.glob('*/*.py'), *pathlib.Path(paths['include']).glob('internal/*.h')]
    for source in sources:
        if 'site-packages' not in source.parts and 'test' not in source.parts:
            words.update(re.findall(r'[A-Za-z_]\w*', source.read_text(errors='replace')))
    for value in vars(builtins).values():
        words.update(dir(value))
    return sorted(word for word in words if word.isascii() and len(word) > 1 and not word.startswith('q_'))


def main():
    if sys.version_info[:2] != (3, 13):
        sys.exit('to be run with Python 3.13')
    done = subprocess.run([sys.executable, '-S', '-c', PROBE], input='\n'.join(candidates()), capture_output=True,
                          text=True, check=True)
    lines = ['']
    for word in done.stdout.split():
        if len(lines[-1]) + len(word) > 110:
            lines.append('')
        lines[-1] += word + ' '
    with TARGET.open('w') as out:
        out.write('// Made by test/oracle/record_start_names.py: do not edit.\n\n')
        out.write('/** Names of more than one character that are immortal before a script of 3.13 begins. */\n')
        out.write('export const START_NAMES: ReadonlySet<string> = new Set(\n  (')
        out.write(' +\n    '.join("'%s'" % line for line in lines[:-1] + [lines[-1].rstrip()]))
        out.write(").split(' '),\n);\n")


main()
