"""Records the 'line' events of the programs in compileLines.py.txt, for compileLines.test.ts.

Run once with each interpreter, oldest first; each run adds its version to compileLines.json:

    for v in 3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0; do $(pyenv root)/versions/$v/bin/python -S compileLinesRecord.py; done

An event is the line, with the name of the function behind it where it is not the module's.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'compileLines.json')
VERSION = '%d.%d' % sys.version_info[:2]


def events(source):
    found = []

    def trace(frame, event, argument):
        code = frame.f_code
        if code.co_filename != '<t>':
            return None
        if event == 'line':
            found.append(str(frame.f_lineno) + ('' if code.co_name == '<module>' else ' ' + code.co_name))
        return trace

    code = compile(source, '<t>', 'exec')
    sys.settrace(trace)
    try:
        exec(code, {'__name__': '__main__'})
    finally:
        sys.settrace(None)
    return found


with open(os.path.join(HERE, 'compileLines.py.txt'), encoding='utf-8') as f:
    programs = f.read().split('# ----\n')
table = {}
if os.path.exists(FILE):
    with open(FILE, encoding='utf-8') as f:
        table = dict(json.load(f))
fresh = {}
for source in programs:
    versions = table.get(source, {})
    found = events(source)
    if not versions or list(versions.values())[-1] != found:
        versions[VERSION] = found
    fresh[source] = versions
with open(FILE, 'w', encoding='utf-8') as f:
    f.write('[\n' + ',\n'.join(json.dumps([k, v]) for k, v in fresh.items()) + '\n]\n')
