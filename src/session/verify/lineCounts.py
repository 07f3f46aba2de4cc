"""Records what real CPython counts after each simple statement of a program's module.

    python lineCounts.py PROGRAM [ARGS...]

Prints JSON: a list of [line, name, count], where count is sys.getrefcount(name) - 1 just after the statement on this
line (null: unbound). A copy of the program runs with a call put behind each statement of its module that stands on one
line and is not compound; what it prints is dropped. `arenascope verify` compares this with its own counts.
"""
import ast
import json
import os
import subprocess
import sys
import tempfile

COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.ImportFrom, ast.AsyncFor, ast.AsyncWith)


def names_of(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    names = []
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id not in names and not part.id.startswith('__'):
            names.append(part.id)
    return names


def is_future(node):
    return isinstance(node, ast.ImportFrom) and node.module == '__future__'


def is_docstring(node, tree):
    return node is tree.body[0] and isinstance(node, ast.Expr) and isinstance(getattr(node.value, 'value', None), str)


program = sys.argv[1]
with open(program, 'rb') as file:
    source = file.read()
tree = ast.parse(source)
lines = source.decode('utf-8-sig').splitlines()
first = 0
probes = []
for node in tree.body:
    if is_future(node) or is_docstring(node, tree):
        first = node.end_lineno
    elif not isinstance(node, COMPOUND) and getattr(node, 'match_case', None) is None:
        one_line = node.lineno == node.end_lineno
        if one_line or isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            probes.append((node.end_lineno, node.lineno, names_of(node)))

out = list(lines)
# The probes bring no constants but 1, so that they change no count of the program's own.
for end, line, names in reversed(probes):
    text = []
    for name in names:
        text.append('try: _arenascope_out.append(_arenascope_count(%s) - 1)' % name)
        text.append('except NameError: _arenascope_out.append(None)')
    out[end:end] = text
out.insert(first, 'from sys import getrefcount as _arenascope_count; _arenascope_out = []')

folder = tempfile.mkdtemp()
path = os.path.join(folder, os.path.basename(program))
answer = os.path.join(folder, 'counts.json')
tail = '\nimport atexit\natexit.register(lambda: open(%r, "w").write(__import__("json").dumps(_arenascope_out)))' % answer
out.insert(first + 1, tail.strip().replace('\n', '; '))
try:
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(out) + '\n')
    environment = dict(os.environ, PYTHONPATH=os.path.dirname(os.path.abspath(program)))
    subprocess.run([sys.executable, path] + sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=environment, timeout=600)
    with open(answer) as file:
        counts = json.load(file)
    order = [(line, name) for _, line, names in probes for name in names]
    print(json.dumps([[line, name, count] for (line, name), count in zip(order, counts)]))
finally:
    for left in (path, answer):
        if os.path.exists(left):
            os.unlink(left)
    os.rmdir(folder)
