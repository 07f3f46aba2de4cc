// Every count equals the references that exist, and every block has exactly one owner: after a program, and after
// each of its lines.
import { describe, expect, test } from 'vitest';
import { auditHeap } from '../../src/objects/audit.js';
import type { PythonVersion } from '../../src/spec/version.js';
import { rootsOf } from '../../src/vm/roots.js';
import { runProgram } from '../../src/vm/run.js';
import type { Runtime } from '../../src/vm/runtime.js';

const VERSIONS: readonly PythonVersion[] = ['3.8', '3.10', '3.12', '3.13'];

const PROGRAMS: Readonly<Record<string, string>> = {
  containers: `
d = {'a': [1, 2.5], (1, 2): {3}}
d['b'] = d['a']
t = tuple(range(1000, 1003))
l = [x * 1000 for x in t if x > 1000]
del d['a'], l[0]
s = 'abc' + str(12345)
x = {1, 2} | {3}
`,
  'classes and cycles': `
import gc
class N:
    def __init__(self, v):
        self.v = v
        self.kids = []
    def add(self, k):
        self.kids.append(k)
        k.parent = self
        return k
class M(N):
    __slots__ = ('z',)
r = N(1)
for i in range(3):
    r.add(M(i * 1000)).z = r
del r
gc.collect()
del N, M
gc.collect()
`,
  'functions, generators, exceptions': `
def outer(x):
    def inner(y=5, *a, z=6, **k):
        return x + y + z
    return inner
f = outer(1000)
f(1, 2, z=3, q=4)
def gen():
    yield 1.5
    raise StopIteration('x')
g = gen()
next(g)
try:
    next(g)
except RuntimeError as e:
    kept = e
del kept, g
try:
    [].pop()
except IndexError:
    pass
`,
  'metaclasses and weak references': `
import weakref, gc
class Meta(type):
    def __new__(m, n, b, d):
        return super().__new__(m, n, b, d)
class A(metaclass=Meta):
    pass
class B(A):
    pass
b = B()
refs = [weakref.ref(b), weakref.ref(b, print), weakref.proxy(b)]
w = weakref.WeakValueDictionary(k=b)
del refs[1], b
del A, B
gc.collect()
`,
};

/** Runs a program; `check` gets what the audit finds at each line of the main script, or at its end alone. */
function audit(source: string, version: PythonVersion, everyLine: boolean): string[] {
  const problems: string[] = [];
  const look = (rt: Runtime, where: string): void => {
    if (problems.length > 0) return;
    for (const problem of auditHeap(rt, rootsOf(rt))) problems.push(`${where}: ${problem}`);
  };
  const outcome = runProgram({
    files: new Map([['main.py', source]]),
    main: 'main.py',
    version,
    argv: ['main.py'],
    maxMemory: 1 << 28,
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    attach: (rt) => {
      if (!everyLine) return;
      rt.lineCountdown = 0;
      rt.observer = {
        freed: () => {},
        left: () => {},
        cleared: () => {},
        collected: () => {},
        line: (frame, line) => {
          const { spec } = rt.codes[rt.M[frame + 1]!]!;
          if (spec.filename === 'main.py' && spec.name === '<module>') look(rt, `before line ${line}`);
        },
      };
    },
    ended: (rt) => look(rt, 'at the end'),
  });
  expect([outcome.fault, outcome.notSimulated]).toEqual([undefined, undefined]);
  return problems;
}

describe.each(VERSIONS)('Python %s', (version) => {
  test.each(Object.keys(PROGRAMS))('%s', (name) => {
    expect(audit(PROGRAMS[name]!, version, true)).toEqual([]);
  });
});

test('a lost reference is reported', () => {
  let problems: string[] = [];
  runProgram({
    files: new Map([['main.py', 'x = [1]\ny = x\n']]),
    main: 'main.py',
    version: '3.12',
    argv: ['main.py'],
    maxMemory: 1 << 28,
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    ended: (rt) => {
      const list = rt.importer.imported('__main__');
      rt.M[list]!++;
      problems = auditHeap(rt, rootsOf(rt));
      rt.M[list]!--;
    },
  });
  expect(problems.length).toBe(1);
  expect(problems[0]).toContain('module');
});
