// The commands that explore a program, as processes: their JSON, how they agree with Python, how they end.
import fs from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { unpacked } from '../../../src/present/plainData.js';
import { commandLine } from './built.js';
import { expectSchema } from './schema.js';

const { folder, write, call } = commandLine();
const examples = path.resolve(import.meta.dirname, '../../../examples');
const programs = path.resolve(import.meta.dirname, '../../conformance/programs');
const cycle = path.join(examples, 'cycle.py');

function json(args: readonly string[]) {
  const { status, stdout, stderr } = call([...args, '--json']);
  expect(stderr).toBe('');
  const data = JSON.parse(stdout);
  expectSchema(data);
  return { status, data };
}

describe('heap', () => {
  // Reading the counts changes them; so the program reads them in the line after the moment.
  const source = [
    'import gc, sys',
    'kept = [[i] for i in range(300)]',
    'gc.collect(0)',
    'more = [{} for i in range(50)]',
    'x = None',
    'x = (sys.getallocatedblocks(), gc.get_count(), gc.get_threshold())',
    'print(x, len(gc.get_objects(1)))',
  ].join('\n');

  test.each(['3.8', '3.11', '3.12', '3.13'])('agrees with what the program is told, Python %s', (python) => {
    const file = write('told.py', source);
    const told = call(['run', file, '--python', python]).stdout;
    const { data } = json(['heap', file, '--at', '5', '--python', python]);
    expect(data.schema).toBe('arenascope/heap/1');
    const { generations } = data.collector;
    const counts = generations.map((g: { count: number }) => g.count).join(', ');
    const thresholds = generations.map((g: { threshold: number }) => g.threshold).join(', ');
    const inPools = data.mallocStats.classes.reduce((n: number, c: { blocksInUse: number }) => n + c.blocksInUse, 0);
    const blocks = inPools + data.heap.totals.largeBlocks;
    expect(told).toContain(`(${blocks}, (${counts}), (${thresholds})) `);
  });

  test('the parts of the arenas sum to their bytes', () => {
    const { arenasCurrent, arenaSize, total } = json(['heap', cycle]).data.mallocStats;
    expect(total).toBe(arenasCurrent * arenaSize);
  });

  test('prints the columns of sys._debugmallocstats', () => {
    const { stdout } = call(['heap', cycle, '--blocks']);
    expect(stdout).toContain('class   size   num pools   blocks in use  avail blocks');
    expect(stdout).toMatch(/^# bytes in allocated blocks {8}= +[\d,]+$/m);
    expect(stdout).toMatch(/^ {6}[Tod.g-]{20,}$/m);
  });

  test.each([
    ['a line that is not executed', '2', 'line 2 was not executed; the nearest line that was is 6'],
    ['an execution that does not come', '14:9', 'line 14 was executed 4 times'],
  ])('%s', (_name, at, words) => {
    expect(call(['heap', cycle, '--at', at])).toEqual({ status: 2, stdout: '', stderr: `arenascope: ${words}\n` });
  });

  test('execution 0 is wrong usage', () => {
    expect(call(['heap', cycle, '--at', '14:0']).status).toBe(2);
  });
});

interface Holder {
  readonly times: number;
  readonly kind: string;
  readonly label: string;
  readonly line?: number;
}

describe('why', () => {
  const why = (file: string, at: string, name: string, python = '3.12') =>
    json(['why', file, '--at', at, name, '--python', python]).data;
  const sum = (holders: readonly Holder[]) => holders.reduce((n, h) => n + h.times, 0);

  test('the ledger sums to the count, each holder with its line', () => {
    const { schema, detail, paths, unbinding } = why(cycle, '25', 'left');
    expect(schema).toBe('arenascope/why/1');
    expect(sum(detail.holders)).toBe(detail.count);
    expect(detail.holders.map((h: Holder) => [h.kind, h.label, h.line])).toEqual([
      ['name', 'left', 22],
      ['attribute', 'partner', 25],
    ]);
    expect(paths.map((path: unknown[]) => path.length)).toEqual([1, 2]);
    expect([unbinding.dies.objectsTotal, unbinding.waits.objectsTotal]).toEqual([0, 0]);
  });

  test('tells hidden holders', () => {
    const file = write('hidden.py', 'def f(a):\n    b = a\n    return b\nx = f([1])\ny = [x, x]\n');
    const inside = why(file, '2', 'a');
    expect(sum(inside.detail.holders)).toBe(inside.detail.count);
    const { holders } = why(file, '5', 'x').detail;
    expect(holders.map((h: Holder) => [h.kind, h.label, h.line])).toEqual([
      ['name', 'x', 4],
      ['element', '0', 5],
      ['element', '1', 5],
    ]);
  });

  test('what dies with it, at once and by the collector', () => {
    const source = 'class N: pass\na = N()\na.b = N()\na.b.list = [[1], [2]]\nc = N()\nc.me = c\n';
    const a = why(write('dies.py', source), '6', 'a');
    expect(a.retained.objects.map((o: { type: string }) => o.type).sort()).toContain('list');
    expect(a.unbinding.waits.objectsTotal).toBe(0);
    expect(a.unbinding.dies.objectsTotal).toBe(a.retained.objectsTotal + 1);
    const c = why(write('dies.py', source), '6', 'c');
    expect([c.unbinding.dies.objectsTotal, c.unbinding.waits.objectsTotal]).toEqual([0, 1]);
  });

  test('dominators: who must die first', () => {
    const { dominators } = why(write('dom.py', 'box = [[[]]]\ninner = box[0][0]\ndel inner\nx = box[0]\n'), '4', 'x');
    expect(dominators).toEqual([]);
    const file = write('dom2.py', 'def f(b):\n    c = b[0]\n    return 1\nbox = [[]]\nf(box)\n');
    const text = call(['why', file, '--at', '2', 'c']).stdout;
    expect(text).toContain('Kept alive by, shortest way first');
    expect(text).toContain('box[0]');
  });

  test('a name that is not bound', () => {
    const { status, stderr } = call(['why', cycle, '--at', '26', 'left']);
    expect(status).toBe(2);
    expect(stderr).toContain('left is not bound there; bound are: ');
  });
});

describe('gc', () => {
  test('the steps follow the counts down to what is unreachable', () => {
    const { data } = json(['gc', cycle, '--steps', '--python', '3.12']);
    expect(data.schema).toBe('arenascope/gc/1');
    const [{ objects, steps, collection }] = data.steps;
    expect(collection.line).toBe(28);
    const nodes = objects.filter((o: { type: string }) => o.type === 'Node').map((o: { address: number }) => o.address);
    const refs = new Map<number, number>();
    for (const step of steps) {
      if (step.kind === 'copy') refs.set(step.object, step.refs);
      else if (step.kind === 'subtract' || step.kind === 'subtractOthers') {
        const left = refs.get(step.object)! - (step.times ?? 1);
        expect(step.refs).toBe(left);
        refs.set(step.object, left);
      }
    }
    expect(nodes.map((n: number) => refs.get(n))).toEqual([0, 0]);
    const of = (kind: string) =>
      steps.filter((s: { kind: string }) => s.kind === kind).map((s: { object: number }) => s.object);
    expect(of('unreachable')).toEqual(nodes);
    expect(of('finalizer')).toEqual(nodes);
    expect(of('freed')).toEqual(nodes);
  });

  test('an object that its finalizer revives', () => {
    const source =
      'import gc\nkept = []\nclass N:\n    def __del__(self):\n        kept.append(self)\nn = N()\nn.me = n\ndel n\ngc.collect()\n';
    for (const python of ['3.8', '3.12']) {
      const [{ steps }] = json(['gc', write('revive.py', source), '--steps', '--python', python]).data.steps;
      const kinds = steps.map((s: { kind: string }) => s.kind);
      expect(kinds).toContain('revived');
      expect(kinds).not.toContain('freed');
    }
  });

  test('--at collects there', () => {
    const { stdout } = call(['gc', cycle, '--at', '26', '--steps']);
    expect(stdout).toMatch(/asked for here/);
    expect(stdout).toContain('left is freed');
  });

  test('what if: other thresholds, no collector', () => {
    const file = write('many.py', 'x = [[] for i in range(1000)]\n');
    const collections = (...args: string[]) => json(['gc', file, '--python', '3.11', ...args]).data.sums.collections[0];
    expect(collections('--gc-threshold', '100')).toBeGreaterThan(collections());
    expect(collections('--gc-disable')).toBe(0);
  });
});

test('compare puts the runs side by side', () => {
  const { data } = json(['compare', cycle, '--python', '3.8,3.12', '--gc-disable']);
  expect(data.schema).toBe('arenascope/compare/1');
  expect(data.variants.map((v: { python: string; collector: object }) => [v.python, v.collector])).toEqual([
    ['3.8', {}],
    ['3.8', { disabled: true }],
    ['3.12', {}],
    ['3.12', { disabled: true }],
  ]);
  expect(call(['compare', cycle, '--python', '3.8,2.7']).status).toBe(2);
});

test('trace writes each execution of a line', () => {
  const file = write('loop.py', 'x = []\nfor i in range(3):\n    x.append(i)\n');
  const output = path.join(folder, 'trace.json');
  expect(call(['trace', file, '-o', output])).toEqual({ status: 0, stdout: '', stderr: '' });
  const data = JSON.parse(fs.readFileSync(output, 'utf8'));
  expect(data.schema).toBe('arenascope/trace/1');
  expectSchema(data);
  expect(data.lines.map((l: { line: number }) => l.line)).toEqual([1, 2, 3, 2, 3, 2, 3, 2]);
  expect(data.lines[0].names).toMatchObject([{ name: 'x', type: 'list', before: null, after: 1 }]);
});

test('report writes one page that loads nothing and lets no text of the program become markup', () => {
  const file = write('markup.py', 'x = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"\ny = [x]\n');
  const output = path.join(folder, 'report.html');
  expect(call(['report', file, '-o', output])).toEqual({ status: 0, stdout: '', stderr: '' });
  const page = fs.readFileSync(output, 'utf8');
  const has = (pattern: RegExp): boolean => pattern.test(page);
  expect(has(/default-src &#39;none&#39;; script-src &#39;sha256-.*; style-src &#39;sha256-/)).toBe(true);
  // What stands in the scripts are templates; the policy above keeps them from loading anything.
  const markup = page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
  expect(/<(img|link|iframe|object|embed|base)\b/i.test(markup)).toBe(false);
  expect(/https?:\/\/(?!www\.w3\.org\/)/.test(markup)).toBe(false);
  expect(page.match(/<script/g)).toHaveLength(3);
  expect(page.match(/<\/script>/g)).toHaveLength(3);
});

test('report holds the answers to what its panel asks, and stays small', () => {
  const output = path.join(folder, 'cycle.html');
  expect(call(['report', cycle, '--at', '26', '-o', output])).toEqual({ status: 0, stdout: '', stderr: '' });
  const page = fs.readFileSync(output, 'utf8');
  expect(page.length).toBeLessThan(700_000);
  const packed = /id="report-answers">([^<]*)</.exec(page)![1]!;
  const answers: [string, { change?: object }, unknown][] = JSON.parse(
    inflateRawSync(Buffer.from(packed, 'base64')).toString(),
  );
  const methods = new Set(answers.map(([method]) => method));
  for (const method of 'graph object dominated memoryMap mapBlocks owners bytes timeline heat growth collectionSteps rerun'.split(
    ' ',
  ))
    expect(methods).toContain(method);
  const map = answers.find(([method]) => method === 'memoryMap')![2];
  expect(unpacked(map)).toMatchObject({ poolBytes: 16384, poolAddress: expect.any(Uint32Array) });
  // The reference that closed the cycle, made weak: tried beforehand.
  expect(answers.filter(([method, { change }]) => method === 'rerun' && 'intervene' in change!)).toHaveLength(2);
}, 60_000);

test('diagnostics: kept tracebacks, defaults that grow, __del__ in a cycle', () => {
  const source = [
    'def add(item, items=[]):',
    '    items.append(item)',
    'add(1)',
    'def load():',
    '    big = [0] * 100',
    '    raise ValueError("no")',
    'try:',
    '    load()',
    'except ValueError as error:',
    '    saved = error',
    'class Node:',
    '    def __del__(self): pass',
    'n = Node()',
    'n.me = n',
    'del n',
  ].join('\n');
  for (const python of ['3.8', '3.12']) {
    const { diagnostics } = json(['explain', write('kept.py', source), '--python', python]).data;
    expect(diagnostics.map((d: { code: string; range: { line: number } }) => [d.code, d.range.line])).toEqual([
      ['cycle', 15],
      ['finalizerInCycle', 15],
      ['tracebackHolds', 10],
      ['growingDefault', 1],
    ]);
  }
});

describe('exit statuses', () => {
  test.each([
    ['of the program', 'raise SystemExit(5)\n', 5],
    ['something that is not simulated', 'import socket\n', 3],
  ])('%s', (_name, source, status) => {
    for (const command of ['heap', 'gc']) expect(call([command, write('x.py', source)]).status).toBe(status);
  });

  test('a budget', () => {
    const file = write('x.py', 'while True:\n    pass\n');
    for (const command of ['explain', 'heap', 'gc'])
      expect(call([command, file, '--max-steps', '1000']).status).toBe(4);
  });
});

test('colours only where they are asked for', () => {
  const start = '\u001b';
  expect(call(['explain', cycle]).stdout).not.toContain(start);
  expect(call(['explain', cycle], { env: { FORCE_COLOR: '1', NO_COLOR: '' } }).stdout).toContain(`${start}[1m`);
  expect(call(['explain', cycle], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout).not.toContain(start);
});

test('escape sequences of the source do not reach the terminal', () => {
  expect(call(['explain', write('x.py', 'x = "\u001b[31mred"\n')]).stdout).not.toContain('\u001b');
});

test.each(['run', 'explain', 'heap', 'why', 'gc', 'report', 'verify', 'compare', 'trace'])(
  '%s --help has an example',
  (name) => {
    const { status, stdout } = call([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?\\n {2}arenascope ${name} `));
  },
);

test('programs of the corpus keep their output beside the exploration', () => {
  const file = path.join(
    programs,
    'gc_cycles',
    fs.readdirSync(path.join(programs, 'gc_cycles')).find((f) => f.endsWith('.py'))!,
  );
  const { data } = json(['explain', file]);
  const printed = data.output.map((o: { text: string }) => o.text).join('');
  expect(printed).toBe(call(['run', file]).stdout);
});
