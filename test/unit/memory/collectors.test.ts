// The collectors that can be chosen, over whole programs: what each frees, keeps, and says of itself.
import { describe, expect, test } from 'vitest';
import type { CollectorKind } from '../../../src/protocol/run.js';
import type { PythonVersion } from '../../../src/spec/version.js';
import { runProgram } from '../../../src/vm/run.js';

function run(source: string, kind: CollectorKind, version: PythonVersion = '3.12'): string[] {
  let out = '';
  const outcome = runProgram({
    files: new Map([['main.py', source]]),
    main: 'main.py',
    version,
    argv: ['main.py'],
    maxMemory: 1 << 28,
    collector: { kind },
    stdin: () => null,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      out += text;
    },
  });
  expect([outcome.fault, outcome.notSimulated]).toEqual([undefined, undefined]);
  return out.trimEnd().split('\n');
}

const CYCLES = `
import gc
class A:
    def __init__(self, n):
        self.n = n
        self.me = self
class B(A):
    def __del__(self):
        print('del', self.n)
gc.collect()
a = A(1); b = B(2); b.a = A(3)
del a, b
print(gc.collect(), [x.n for x in gc.garbage])
`;

const LISTS = `
import gc
gc.collect()
def make(n):
    for i in range(n):
        l = [i]
        l.append(l)
make(20000)
print(sum(1 for o in gc.get_objects() if type(o) is list and len(o) == 2 and o[1] is o) < 9000)
`;

describe('cycles with __del__', () => {
  test.each<[CollectorKind, string[]]>([
    ['default', ['del 2', '3 []']],
    ['incremental', ['del 2', '3 []']],
    ['mark-sweep', ['del 2', '3 []']],
    ['python2', ['3 [2]']],
    ['none', ['0 []']],
  ])('%s', (kind, printed) => {
    expect(run(CYCLES, kind)).toEqual(printed);
  });

  test.each<PythonVersion>(['3.8', '3.10', '3.13', '3.14'])('as Python %s', (version) => {
    expect(run(CYCLES, 'mark-sweep', version)[0]).toBe('del 2');
    expect(run(CYCLES, 'python2', version)[0]).toMatch(/ \[2\]$/);
  });
});

describe('without being asked', () => {
  test.each<[CollectorKind, string]>([
    ['default', 'True'],
    ['python2', 'True'],
    ['incremental', 'True'],
    ['mark-sweep', 'True'],
    ['none', 'False'],
  ])('%s frees lists that hold themselves: %s', (kind, printed) => {
    expect(run(LISTS, kind)).toEqual([printed]);
    expect(run(LISTS, kind, '3.10')).toEqual([printed]);
  });
});

test('thresholds are those of the collector', () => {
  const program = 'import gc\nprint(gc.get_threshold())\ngc.set_threshold(5, 6, 7)\nprint(gc.get_threshold())\n';
  expect(run(program, 'python2', '3.13')).toEqual(['(700, 10, 10)', '(5, 6, 7)']);
  expect(run(program, 'incremental', '3.8')).toEqual(['(2000, 10, 0)', '(5, 6, 0)']);
  expect(run(program, 'default', '3.14')).toEqual(['(2000, 10, 0)', '(5, 6, 0)']);
  expect(run(program, 'none')[0]).toBe('(0, 0, 0)');
});

test('what __del__ kept in gc.garbage goes when its cycles are broken', () => {
  const program = `${CYCLES}
gc.garbage[0].me = None
del gc.garbage[:]
print(gc.collect(), gc.garbage)
`;
  expect(run(program, 'python2').slice(1)).toEqual(['del 2', '1 []']);
});

test('before PEP 442 a finalizer runs each time', () => {
  const program = `
kept = []
class A:
    def __del__(self):
        print('del')
        if len(kept) < 1: kept.append(self)
a = A()
del a
kept[0].x = 1
kept.append(0)
del kept[0]
`;
  expect(run(program, 'python2')).toEqual(['del', 'del']);
  expect(run(program, 'default')).toEqual(['del']);
});

describe('incremental', () => {
  test('a young collection frees young cycles and leaves the others', () => {
    const program = `
import gc
gc.collect()
old = []; old.append(old)
gc.collect()
del old
young = []; young.append(young)
del young
print(gc.collect(0), gc.collect(2))
print(len(gc.get_objects(1)))
`;
    expect(run(program, 'incremental')).toEqual(['1 1', '0']);
  });

  test('a full collection is made of increments, none of which looks at everything', () => {
    const program = `
import gc
gc.collect()
keep = [[i] for i in range(20000)]
largest = []
def garbage(n):
    for i in range(n):
        l = []; l.append(l)
garbage(60000)
s = gc.get_stats()
print(s[1]['collections'] > 0, s[1]['collected'] > 30000, s[2]['collections'] - 1)
`;
    expect(run(program, 'incremental', '3.14')).toEqual(['True True 0']);
  });

  test('weak references without callbacks live until the finalizers have run', () => {
    const program = `
import gc, weakref
class A:
    def __del__(self):
        print(ref() is self)
a = A(); a.me = a
ref = weakref.ref(a)
del a
gc.collect()
print(ref())
`;
    expect(run(program, 'default', '3.14')).toEqual(['True', 'None']);
    expect(run(program, 'default', '3.13')).toEqual(['False', 'None']);
  });

  test('frozen objects stay out of the rounds', () => {
    const program = `
import gc
gc.collect()
a = []; a.append(a)
gc.freeze()
del a
print(gc.collect(), gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.collect(), gc.get_freeze_count())
`;
    expect(run(program, 'incremental')).toEqual(['0 True', '1 0']);
  });
});

test('mark-sweep leaves what native code holds', () => {
  const program = `
import gc
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        gc.collect()
        return self.n < other.n
l = [K(3), K(1), K(2)]
l.sort()
print([k.n for k in l])
print(sorted((K(n) for n in (2, 1)), key=lambda k: (gc.collect(), k.n)[1])[0].n)
print(','.join(str(len([gc.collect()])) for _ in range(3)))
`;
  expect(run(program, 'mark-sweep')).toEqual(['[1, 2, 3]', '1', '1,1,1']);
});
