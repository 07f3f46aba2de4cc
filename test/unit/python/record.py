"""Records what CPython makes of the snippets, for the tests of src/python.

Run once with each interpreter, oldest first; each run adds its version to the files:

    for v in 3.8.18 3.9.18 3.10.13 3.11.7 3.12.1 3.13.0; do $(pyenv root)/versions/$v/bin/python -S record.py; done

Writes `syntaxErrors.json` (source, and for each version null or the error), `trees.json` (source and canonical tree of
the newest version) and `symtables.json` (source, and for each version the symbol tables).
"""
import _symtable
import ast
import json
import os
import struct
import sys
import warnings

warnings.simplefilter('ignore')
HERE = os.path.dirname(os.path.abspath(__file__))
VERSION = '%d.%d' % sys.version_info[:2]
NEWEST = '3.13'


def snippets(name):
    """The snippets of a file: one each line, with a sign for the line end inside."""
    with open(os.path.join(HERE, name), encoding='utf-8', newline='\n') as f:
        return [line.rstrip('\n').replace('\u23ce', '\n') for line in f if not line.startswith('## ')]


def programs(name):
    """The programs of a file, with lines of `# ----` between."""
    with open(os.path.join(HERE, name), encoding='utf-8') as f:
        return f.read().split('# ----\n')


def load(name):
    path = os.path.join(HERE, name)
    if not os.path.exists(path):
        return {}
    with open(path, encoding='utf-8') as f:
        return dict(json.load(f))


def save(name, table):
    with open(os.path.join(HERE, name), 'w', encoding='utf-8') as f:
        f.write('[\n' + ',\n'.join(json.dumps([k, v]) for k, v in table.items()) + '\n]\n')


def constant(v):
    if v is None or v is True or v is False:
        return repr(v)
    if v is Ellipsis:
        return '...'
    t = type(v)
    if t is int:
        return 'i' + str(v)
    if t is float:
        return 'f' + struct.pack('>d', v).hex()
    if t is complex:
        return 'c' + struct.pack('>d', v.imag).hex()
    if t is bytes:
        return 'b' + v.hex()
    return json.dumps(v)


def dump(node, lines, out):
    """The tree as text; columns in UTF-16 units."""
    if isinstance(node, ast.AST):
        out.append(type(node).__name__ + '(')
        if isinstance(node, ast.Constant):
            out.append(constant(node.value) + (node.kind or ''))
        else:
            for field in node._fields:
                if field in ('type_comment', 'type_ignores'):
                    continue
                value = getattr(node, field, None)
                if field in ('ctx', 'op'):
                    out.append('%s=%s,' % (field, type(value).__name__))
                elif field == 'ops':
                    out.append('ops=[%s],' % ''.join(type(op).__name__ + ',' for op in value))
                else:
                    out.append(field + '=')
                    dump(value, lines, out)
                    out.append(',')
        out.append(')')
        if hasattr(node, 'lineno'):
            place = (node.lineno, column(lines, node.lineno, node.col_offset), node.end_lineno,
                     column(lines, node.end_lineno, node.end_col_offset))
            out.append('@%d:%d-%d:%d' % place)
    elif isinstance(node, list):
        out.append('[')
        for item in node:
            dump(item, lines, out)
            out.append(',')
        out.append(']')
    elif node is None or node is True or node is False:
        out.append(repr(node))
    elif isinstance(node, int):
        out.append(str(node))
    else:
        out.append(json.dumps(node))


def column(lines, lineno, offset):
    if lineno > len(lines):
        return offset
    return len(lines[lineno - 1].encode()[:offset].decode('utf-8', 'replace').encode('utf-16-le')) // 2


def error(source):
    try:
        compile(source, 'x', 'exec', ast.PyCF_ONLY_AST)
    except SyntaxError as e:
        return [type(e).__name__, e.msg, e.lineno, e.offset, getattr(e, 'end_lineno', None), getattr(e, 'end_offset', None)]
    except ValueError:
        return 'not comparable'
    return None


SCOPES = {1: 'LOCAL', 2: 'GLOBAL_EXPLICIT', 3: 'GLOBAL_IMPLICIT', 4: 'FREE', 5: 'CELL'}


def table(entry):
    off = _symtable.SCOPE_OFF
    symbols = sorted('%s:%s' % (n, SCOPES[f >> off & 15]) for n, f in entry.symbols.items())
    return [entry.name, entry.lineno, symbols, list(entry.varnames), bool(entry.nested), [table(c) for c in entry.children]]


def tables(source):
    try:
        return table(_symtable.symtable(source, 'x', 'exec'))
    except SyntaxError as e:
        return [type(e).__name__, e.msg, e.lineno, e.offset]


def add(known, source, result):
    """Results that do not change from one version to the next are kept once, under the older one."""
    versions = known.setdefault(source, {})
    versions.pop(VERSION, None)
    if not versions or list(versions.values())[-1] != result:
        versions[VERSION] = result


def main():
    sources = snippets('snippets.txt')
    errors = load('syntaxErrors.json')
    for source in sources:
        add(errors, source, error(source))
    save('syntaxErrors.json', errors)

    symtables = load('symtables.json')
    for source in programs('scopes.py.txt'):
        add(symtables, source, tables(source))
    save('symtables.json', symtables)

    if VERSION == NEWEST:
        trees = {}
        for source in sources + programs('programs.py.txt') + programs('scopes.py.txt'):
            if '\0' in source or error(source) is not None:
                continue
            out = []
            dump(ast.parse(source), source.split('\n'), out)
            trees[source] = ''.join(out)
        save('trees.json', trees)


main()
