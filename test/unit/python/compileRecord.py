"""Records what a program can see of the code objects of compileSnippets.py.txt, for compile.test.ts.

Run once with each interpreter, oldest first; each run adds its version to compileFacts.json:

    for v in 3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0; do $(pyenv root)/versions/$v/bin/python -S compileRecord.py; done

For each snippet: the versions with which something changed, and for them the error (message, line) or the code objects
in the order in which they contain each other.
"""
import dis
import json
import os
import sys
import warnings

warnings.simplefilter('ignore')
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, 'compileFacts.json')
VERSION = '%d.%d' % sys.version_info[:2]


def constant(v):
    if hasattr(v, 'co_code'):
        return 'code ' + v.co_name
    if isinstance(v, tuple):
        return '(' + ', '.join(map(constant, v)) + ')'
    if isinstance(v, frozenset):
        return '{' + ', '.join(sorted(map(constant, v))) + '}'
    if isinstance(v, float):
        return v.hex()
    if isinstance(v, complex):
        return v.real.hex() + ' ' + v.imag.hex() + 'j'
    if isinstance(v, str):
        return 's' + v
    if isinstance(v, bytes):
        return 'b' + v.hex()
    return repr(v)


def facts(code, out):
    lines = sorted({line for _, line in dis.findlinestarts(code) if line} - {code.co_firstlineno})
    out.append({
        'name': getattr(code, 'co_qualname', code.co_name),
        'counts': [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount],
        'flags': code.co_flags,
        'consts': [constant(v) for v in code.co_consts],
        'names': list(code.co_names),
        'varnames': list(code.co_varnames),
        'cells': list(code.co_cellvars),
        'frees': list(code.co_freevars),
        'firstlineno': code.co_firstlineno,
        'lines': lines,
    })
    for v in code.co_consts:
        if hasattr(v, 'co_code'):
            facts(v, out)
    return out


def result(source):
    try:
        return facts(compile(source, 'f', 'exec', dont_inherit=True), [])
    except SyntaxError as error:
        return [error.msg, error.lineno]


with open(os.path.join(HERE, 'compileSnippets.py.txt'), encoding='utf-8') as f:
    snippets = f.read().split('# ----\n')
table = {}
if os.path.exists(FILE):
    with open(FILE, encoding='utf-8') as f:
        table = dict(json.load(f))
fresh = {}
for source in snippets:
    versions = table.get(source, {})
    found = result(source)
    if not versions or list(versions.values())[-1] != found:
        versions[VERSION] = found
    fresh[source] = versions
with open(FILE, 'w', encoding='utf-8') as f:
    f.write('[\n' + ',\n'.join(json.dumps([k, v]) for k, v in fresh.items()) + '\n]\n')
