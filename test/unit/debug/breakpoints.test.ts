import { describe, expect, test } from 'vitest';
import { parseHits } from '../../../src/debug/breakpoints.js';
import { Client, MAIN } from './client.js';

const LOOP = `\
import sys
seen = []
for i in range(10):
    x = i * i
    seen.append(x)
print(len(seen))
`;

describe('lines', () => {
  test('move to the next one that runs; below the last and in other files there is none', async () => {
    const client = new Client('# nothing\n\na = 1\n\n# end\n');
    await client.launch([1]);
    expect(await client.setBreakpoints([1, 3, 5])).toMatchObject([
      { verified: true, line: 3 },
      { verified: true, line: 3 },
      { verified: false, line: 5 },
    ]);
    expect(await client.setBreakpoints([1], '/work/other.py')).toMatchObject([{ verified: false }]);
    const { breakpoints } = await client.request<{ breakpoints: object[] }>('breakpointLocations', {
      source: { path: MAIN },
      line: 1,
      endLine: 5,
    });
    expect(breakpoints).toEqual([{ line: 3 }]);
  });

  test('conditions are read from memory, or run on a machine of their own', async () => {
    const read = new Client(LOOP);
    await read.launch([{ line: 5, condition: 'i == 7 and x > 40' }]);
    expect((await read.evaluate('i')).result).toBe('7 · immortal');
    const run = new Client(LOOP);
    await run.launch([{ line: 5, condition: 'sys.getrefcount(seen) == 2 and sum(seen) > 10' }]);
    expect((await run.evaluate('i')).result).toBe('4 · immortal');
  });

  test('a condition that fails stops, and says why', async () => {
    const client = new Client(LOOP);
    expect(await client.launch([{ line: 5, condition: 'nothing > 1' }])).toContain('breakpoint main.py:5');
    expect(client.output('console')).toContain("NameError: name 'nothing' is not defined");
  });

  test('hit counts count from the first line on, forward and back', async () => {
    const client = new Client(LOOP);
    await client.launch([{ line: 5, hitCondition: '%4' }]);
    expect((await client.evaluate('i')).result).toBe('3 · immortal');
    await client.go('continue');
    expect((await client.evaluate('i')).result).toBe('7 · immortal');
    await client.go('reverseContinue');
    expect((await client.evaluate('i')).result).toBe('3 · immortal');
  });

  test('hit conditions', () => {
    expect(parseHits('5')).toEqual({ operator: '==', value: 5 });
    expect(parseHits('>= 3')).toEqual({ operator: '>=', value: 3 });
    expect(parseHits(' ')).toBeUndefined();
    expect(parseHits('often')).toBeNull();
  });

  test('log points write once, in order with the output', async () => {
    const client = new Client('for i in range(3):\n    print(i)\n');
    await client.launch([
      { line: 2, logMessage: 'i is {i}, twice {i + i}, {{plain}}' },
      { line: 2, hitCondition: '3' },
    ]);
    await client.go('stepBack');
    await client.go('stepBack');
    await client.go('continue');
    expect(await client.go('continue')).toBe('ended 0');
    const texts = client.events.filter((e) => e.event === 'output').map((e) => e.body.output);
    const log = (n: number) => `i is ${n}, twice ${2 * n}, {plain}\n`;
    expect(texts).toEqual([log(0), '0\n', log(1), '1\n', log(2), '2\n']);
  });
});

describe('functions', () => {
  test('by name and by qualified name', async () => {
    const text = 'class A:\n    def run(self):\n        return 1\ndef run():\n    return 2\nrun()\nA().run()\n';
    const client = new Client(text, { launch: { stopOnEntry: true } });
    await client.launch();
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'A.run' }] });
    expect(await client.go('continue')).toBe('function breakpoint main.py:3 in A.run');
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'run' }] });
    expect(await client.go('reverseContinue')).toBe('function breakpoint main.py:5 in run');
  });
});

describe('data', () => {
  const COUNTED = `\
class Node:
    pass

a = Node()
b = [a, a]
b.pop()
del a
b.clear()
print("done")
`;

  async function watch(client: Client, reference: number, name: string): Promise<string> {
    const info = await client.request<{ dataId: string; description: string }>('dataBreakpointInfo', {
      variablesReference: reference,
      name,
    });
    await client.request('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
    return info.description;
  }

  test('a count that changes, forward and back', async () => {
    const client = new Client(COUNTED);
    await client.launch([5]);
    await client.scope('Globals');
    const { scopes } = await client.request<{ scopes: { variablesReference: number }[] }>('scopes', { frameId: 1 });
    const globals = scopes[0]!.variablesReference;
    await client.children(globals);
    expect(await watch(client, globals, 'a')).toMatch(/^count of Node at 0x7f/);
    const stop = await client.go('continue');
    expect(stop).toMatch(/^data breakpoint main.py:6 in the module \(count of Node: 1 → 3 by line 5\)$/);
    expect(await client.go('continue')).toMatch(/main.py:7 .*: 3 → 2 by line 6/);
    expect(await client.go('continue')).toMatch(/main.py:8 .*: 2 → 1 by line 7/);
    expect(await client.go('continue')).toMatch(/main.py:9 .*: freed by line 8/);
    expect(await client.go('reverseContinue')).toMatch(/main.py:8 .*: 2 → 1 by line 7/);
    await client.go('reverseContinue');
    await client.go('reverseContinue');
    expect(await client.go('reverseContinue')).toMatch(/breakpoint main.py:5 .*: created by line 4/);
  });

  test('a death', async () => {
    const client = new Client(COUNTED);
    await client.launch([5]);
    const a = (await client.scope('Globals')).find((v) => v.name === 'a')!;
    const memory = (await client.children(a.variablesReference)).find((v) => v.name === 'memory')!;
    const listed = await client.children(memory.variablesReference);
    expect(listed.map((v) => v.name)).toEqual(['references', 'freed', 'address', 'size', 'place', 'collector']);
    expect(await watch(client, memory.variablesReference, 'freed')).toMatch(/^death of Node at 0x7f/);
    expect(await client.go('continue')).toMatch(
      /^data breakpoint main.py:9 in the module \(death of Node: freed by line 8/,
    );
  });

  test('nothing that has no count of its own', async () => {
    const client = new Client('a = None\nb = a\n');
    await client.launch([2]);
    const info = await client.request<{ dataId: string | null; description: string }>('dataBreakpointInfo', {
      name: 'a',
      frameId: 1,
    });
    expect(info).toEqual({ dataId: null, description: 'Its count tells nothing: immortal.' });
  });
});

describe('exceptions', () => {
  const FAILING = `\
def risky(n):
    return 1 // n

for n in (1, 0):
    try:
        risky(n)
    except ZeroDivisionError:
        pass
try:
    int("x")
finally:
    print("finally")
`;

  test('where they are raised', async () => {
    const client = new Client(FAILING);
    expect(await client.launch([], ['raised'])).toBe('exception main.py:2 in risky');
    expect(await client.names('Locals')).toEqual(['n = 0 · immortal']);
    expect(await client.request('exceptionInfo', { threadId: 1 })).toMatchObject({
      exceptionId: 'ZeroDivisionError',
      description: 'integer division or modulo by zero',
      breakMode: 'always',
    });
    expect(await client.go('continue')).toBe('exception main.py:10 in the module');
    expect(await client.go('reverseContinue')).toBe('exception main.py:2 in risky');
    expect(await client.go('stepBack')).toBe('step main.py:2 in risky');
    expect(await client.go('stepBack')).toBe('step main.py:6 in the module');
  });

  test('where one is raised that nobody catches, before what comes of it', async () => {
    const client = new Client(FAILING);
    expect(await client.launch([], ['uncaught'])).toBe('exception main.py:10 in the module');
    expect(client.output('stdout')).toBe('');
    expect(await client.request('exceptionInfo', { threadId: 1 })).toMatchObject({
      exceptionId: 'ValueError',
      breakMode: 'unhandled',
      details: { stackTrace: '  File "main.py", line 10, in <module>\n    int("x")' },
    });
    expect(await client.go('continue')).toBe('ended 1');
    expect(client.output('stdout')).toBe('finally\n');
    expect(client.output('stderr')).toContain('ValueError: invalid literal for int()');
  });

  test('of some types only', async () => {
    const client = new Client(FAILING, { launch: { stopOnEntry: true } });
    await client.launch();
    const filterOptions = [{ filterId: 'raised', condition: 'ValueError, KeyError' }];
    await client.request('setExceptionBreakpoints', { filters: [], filterOptions });
    expect(await client.go('continue')).toBe('exception main.py:10 in the module');
  });

  test('raised again is raised once', async () => {
    const text =
      'def f():\n    raise KeyError(1)\ntry:\n    try:\n        f()\n    except KeyError:\n        raise\nexcept KeyError:\n    pass\n';
    const client = new Client(text);
    expect(await client.launch([], ['raised'])).toBe('exception main.py:2 in f');
    expect(await client.go('continue')).toBe('ended 0');
  });
});
