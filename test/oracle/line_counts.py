"""Records what real CPython counts after each simple statement of a program's module.

    python line_counts.py PROGRAM

Prints JSON: for each line, for each name of the statement, sys.getrefcount(name) - 1 just after it (None: unbound).
The program runs with a call put behind each statement of its module that is not compound.
"""
import ast
import json
import subprocess
import sys
import tempfile
import os

source = open(sys.argv[1], encoding='utf-8').read()
tree = ast.parse(source)
lines = source.split('\n')
inserted = []
for node in tree.body:
    if isinstance(node, (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.ImportFrom, ast.AsyncFor, ast.AsyncWith)):
        continue
    names = []
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        names = [node.name]
    else:
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id not in names and not part.id.startswith('__'):
                names.append(part.id)
    end = getattr(node, 'end_lineno', node.lineno)
    inserted.append((end, node.lineno, names))

out = list(lines)
for end, line, names in reversed(inserted):
    text = []
    for name in names:
        text.append("try: _arenascope_out.append((%d, %r, _arenascope_count(%s) - 1))\nexcept NameError: _arenascope_out.append((%d, %r, None))" % (line, name, name, line, name))
    out[end:end] = '\n'.join(text).split('\n') if text else []
head = 'from sys import getrefcount as _arenascope_count; _arenascope_out = []'
first = 0
# After the docstring and the future imports.
for node in tree.body:
    if isinstance(node, ast.ImportFrom) and node.module == '__future__' or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
            and node is tree.body[0]):
        first = node.end_lineno
out.insert(first, head)
path = tempfile.mktemp('.py')
tail = "\nimport json as _j\nopen(%r, 'w').write(_j.dumps(_arenascope_out))" % (path + '.json')
open(path, 'w', encoding='utf-8').write('\n'.join(out) + tail)
try:
    subprocess.run([sys.executable, '-S', path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    print(open(path + '.json').read())
finally:
    for p in (path, path + '.json'):
        if os.path.exists(p):
            os.unlink(p)
