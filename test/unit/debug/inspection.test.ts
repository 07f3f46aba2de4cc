import { describe, expect, test } from 'vitest';
import { line as annotation, explored } from '../trace/run.js';
import { Client, MAIN } from './client.js';

const OBJECTS = `\
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

def outer():
    shared = [1]
    def inner():
        here = shared
        return here
    return inner()

p = Point([1], {"k": (1, 2)})
q = p
many = list(range(1000))
outer()
print(p)
`;

describe('variables', () => {
  test('with counts, types and addresses', async () => {
    const client = new Client(OBJECTS);
    await client.launch([16]);
    const globals = await client.scope('Globals');
    const p = globals.find((v) => v.name === 'p')!;
    expect(p.value).toBe('Point · 2 references');
    expect(p.type).toMatch(/^Point at 0x7f/);
    const children = await client.children(p.variablesReference);
    expect(children.map((v) => [v.name, v.value, v.evaluateName])).toEqual([
      ['x', '[1] · 1 reference', 'p.x'],
      ['y', "{'k': (1, 2)} · 1 reference", 'p.y'],
      ['memory', expect.stringMatching(/^0x7f/), undefined],
    ]);
    const y = await client.children(children[1]!.variablesReference);
    expect(y[0]).toMatchObject({ name: "'k'", evaluateName: "p.y['k']" });
    const memory = await client.children(children[2]!.variablesReference);
    const holders = await client.children(memory[0]!.variablesReference);
    expect(holders.map((v) => v.value)).toEqual(['name p in the module', 'name q in the module']);
  });

  test('of long sequences by ranges', async () => {
    const client = new Client(OBJECTS);
    await client.launch([16]);
    const many = (await client.scope('Globals')).find((v) => v.name === 'many')!;
    expect(many).toMatchObject({ indexedVariables: 1000, namedVariables: 1 });
    const range = await client.children(many.variablesReference, { filter: 'indexed', start: 500, count: 2 });
    expect(range.map((v) => [v.name, v.value, v.evaluateName])).toEqual([
      ['500', '500 · 1 reference', 'many[500]'],
      ['501', '501 · 1 reference', 'many[501]'],
    ]);
    const named = await client.children(many.variablesReference, { filter: 'named' });
    expect(named.map((v) => v.name)).toEqual(['memory']);
  });

  test('of closures and their cells', async () => {
    const client = new Client(OBJECTS);
    await client.launch([10]);
    expect(await client.names('Locals')).toEqual(['here = [1] · 2 references', 'shared = [1] · 2 references']);
    const [cell] = await client.scope('Closure Cells');
    expect(cell!.name).toBe('shared');
    expect(cell!.value).toMatch(/^<cell> · \d references/);
    const stack = await client.stack();
    expect(stack.map((f) => `${f.name}:${f.line}`)).toEqual(['outer.<locals>.inner:10', 'outer:11', 'the module:16']);
  });

  // What a run under observation says of a line is what a debugger shows behind it.
  test('counts are those of an explored run', async () => {
    const text = 'a = []\nb = a\nc = [a, b]\nd = {"x": c}\ndel b\ne = (a, c, d)\nf = e\n';
    const result = explored(text);
    const client = new Client(text, { launch: { stopOnEntry: true, stopAtEnd: true } });
    await client.launch();
    for (let line = 1; line <= 7; line++) {
      await client.go('next');
      const shown = new Map((await client.scope('Globals')).map((v) => [v.name, v.value]));
      for (const touch of annotation(result, line).names) {
        if (!touch.bound) expect(shown.has(touch.name)).toBe(false);
        else expect(shown.get(touch.name)).toContain(` · ${touch.after} reference`);
      }
    }
  });
});

describe('evaluate', () => {
  test('reads names with the counts that they have, and runs what must run', async () => {
    const client = new Client(OBJECTS);
    await client.launch([17]);
    expect((await client.evaluate('p.x')).result).toBe('[1] · 1 reference');
    expect((await client.evaluate('many[-1]')).result).toBe('999 · 1 reference');
    expect((await client.evaluate('[1, 2] + p.x')).result).toBe('[1, 2, 1] · 0 references');
    expect((await client.evaluate('__import__("sys").getrefcount(p)')).result).toBe('3 · immortal');
    await expect(client.evaluate('p.z')).rejects.toThrow("AttributeError: 'Point' object has no attribute 'z'");
    await expect(client.evaluate('p +')).rejects.toThrow('SyntaxError: invalid syntax');
  });

  test('leaves the run as it was', async () => {
    const client = new Client(OBJECTS);
    await client.launch([17]);
    const before = await client.names('Globals');
    expect((await client.evaluate('print("hidden") or many.clear()', 'repl')).result).toBe('None · immortal');
    expect(client.output('console')).toBe('hidden\n');
    expect(await client.names('Globals')).toEqual(before);
    expect(await client.go('continue')).toBe('ended 0');
    expect(client.output('stdout')).toMatch(/^<__main__.Point/);
  });

  test('sees a function and its callers', async () => {
    const client = new Client('def f(n):\n    m = n + 1\n    return m\nn = 5\nf(10)\n');
    await client.launch([3]);
    expect((await client.evaluate('[k for k in range(n) if k < m and k > 8]')).result).toBe('[9] · 0 references');
    expect((await client.evaluate('n', 'watch', 1)).result).toBe('5 · immortal');
  });

  test('what came of it can be looked into', async () => {
    const client = new Client(OBJECTS);
    await client.launch([17]);
    const made = await client.evaluate('[Point(1, [2])]');
    const [point] = await client.children(made.variablesReference, { filter: 'indexed', start: 0, count: 1 });
    expect((await client.children(point!.variablesReference)).map((v) => v.value).slice(0, 2)).toEqual([
      '1 · immortal',
      '[2] · 1 reference',
    ]);
  });

  test('completions', async () => {
    const client = new Client(OBJECTS);
    await client.launch([17]);
    const names = async (text: string) =>
      (
        await client.request<{ targets: { label: string }[] }>('completions', {
          frameId: 1,
          text,
          column: text.length + 1,
        })
      ).targets.map((t) => t.label);
    expect(await names('ma')).toEqual(['many', 'map', 'max']);
    expect(await names('print(p.')).toEqual(['x', 'y']);
    expect(await names('many.app')).toEqual(['append']);
  });
});

describe('memory', () => {
  async function bytes(client: Client, reference: string, count: number): Promise<DataView> {
    const body = await client.request<{ data: string }>('readMemory', { memoryReference: reference, count });
    const data = Uint8Array.from(Buffer.from(body.data, 'base64'));
    return new DataView(data.buffer);
  }

  test('of a list: the collector’s header, count, type, size, items', async () => {
    const client = new Client('a = [7, 8]\nb = a\nprint(a)\n');
    await client.launch([3]);
    const a = (await client.scope('Globals')).find((v) => v.name === 'a')!;
    const address = BigInt(a.type!.split(' at ')[1]!);
    expect(BigInt(a.memoryReference!)).toBe(address - 16n);
    const view = await bytes(client, a.memoryReference!, 56);
    const list = (await client.evaluate('id(type(a))')).result.split(' ')[0]!;
    expect(view.getBigUint64(16, true)).toBe(2n);
    expect(view.getBigUint64(24, true)).toBe(BigInt(list));
    expect(view.getBigUint64(32, true)).toBe(2n);
    const items = view.getBigUint64(40, true);
    expect(view.getBigUint64(48, true)).toBe(2n);
    const first = await bytes(client, `0x${items.toString(16)}`, 16);
    const seven = (await client.evaluate('id(7)')).result.split(' ')[0]!;
    expect(first.getBigUint64(0, true)).toBe(BigInt(seven));
  });

  test('of an int and a str', async () => {
    const client = new Client('n = 10**10\ns = "abc" * 2\nprint(n)\n');
    await client.launch([3]);
    const globals = await client.scope('Globals');
    const n = await bytes(client, globals.find((v) => v.name === 'n')!.memoryReference!, 32);
    // Two digits of 30 bits, positive.
    expect(n.getBigUint64(16, true)).toBe(16n);
    expect(BigInt(n.getUint32(24, true)) + (BigInt(n.getUint32(28, true)) << 30n)).toBe(10n ** 10n);
    const s = await bytes(client, globals.find((v) => v.name === 's')!.memoryReference!, 47);
    expect(Buffer.from(s.buffer, 40, 7).toString('latin1')).toBe('abcabc\0');
  });

  test('what is not there is unreadable', async () => {
    const client = new Client('a = 1\n');
    await client.launch([1]);
    expect(await client.request('readMemory', { memoryReference: '0x10', count: 8 })).toEqual({
      address: '0x10',
      unreadableBytes: 8,
    });
  });
});

describe('instructions', () => {
  test('around the next one', async () => {
    const client = new Client('def f(a):\n    return a + 1\nf(2)\n');
    await client.launch([2]);
    const [top] = await client.stack();
    const { instructions } = await client.request<{ instructions: { instruction: string; line?: number }[] }>(
      'disassemble',
      { memoryReference: top!.instructionPointerReference, instructionOffset: -1, instructionCount: 6 },
    );
    expect(instructions.map((i) => i.instruction)).toEqual([
      'RESUME 0',
      'LINE 2',
      'LOAD_FAST 0 (a)',
      'LOAD_CONST 1 (1)',
      'BINARY_OP 0 (ADD)',
      'RETURN_VALUE',
    ]);
  });
});

describe('a program', () => {
  test('of several files, with arguments and input', async () => {
    const text = 'import sys\nfrom helper import twice\nname = input()\nprint(twice(name), sys.argv[1:])\n';
    const client = new Client(text, {
      modules: { 'helper.py': 'def twice(x):\n    return x + x\n' },
      launch: { args: ['one'], stdin: ['Ada'] },
    });
    await client.launch([4]);
    expect(await client.setBreakpoints([1, 2], '/work/helper.py')).toMatchObject([
      { verified: true, line: 1 },
      { verified: true, line: 2 },
    ]);
    expect(await client.go('continue')).toBe('breakpoint helper.py:2 in twice');
    expect(await client.names('Locals')).toEqual(["x = 'Ada' · 2 references"]);
    const { sources } = await client.request<{ sources: { path: string }[] }>('loadedSources');
    expect(sources.map((s) => s.path)).toEqual([MAIN, '/work/helper.py']);
    expect(await client.go('continue')).toBe('ended 0');
    expect(client.output('stdout')).toBe("AdaAda ['one']\n");
  });

  test('over another allocator', async () => {
    const client = new Client('a = [1]\nprint(a)\n', { launch: { malloc: 'malloc' } });
    await client.launch([2]);
    const a = (await client.scope('Globals')).find((v) => v.name === 'a')!;
    const memory = (await client.children(a.variablesReference)).find((v) => v.name === 'memory')!;
    const place = (await client.children(memory.variablesReference)).find((v) => v.name === 'place')!;
    expect(place.value).toBe('outside of pools (56 bytes asked for)');
  });

  test('with a syntax error says so and ends', async () => {
    const client = new Client('a = = 1\n');
    expect(await client.launch([1])).toBe('ended 1');
    expect(client.output('stderr')).toContain('SyntaxError: invalid syntax');
  });

  test('that never ends stops at its budget, and can be looked at there', async () => {
    const client = new Client('n = 0\nwhile True:\n    n += 1\n', { launch: { maxSteps: 5000 } });
    expect(await client.launch()).toContain('(stopped: the budget of executed lines is used up)');
    expect(await client.names('Globals')).toEqual(['n = 2499 · 1 reference']);
    expect(await client.go('stepBack')).toContain('step main.py');
    await client.go('continue');
    expect(await client.go('continue')).toBe('ended 4');
  });

  test('that does something not simulated stops there', async () => {
    const client = new Client('import socket\na = 1\n');
    expect(await client.launch()).toMatch(/^pause main.py:1 in the module \(not simulated: /);
  });

  test('of the library is shown as such, with its text', async () => {
    const client = new Client(
      'import bisect\nclass K:\n    def __lt__(self, o):\n        return True\nbisect.insort([K()], K())\n',
    );
    await client.launch([4]);
    const stack = await client.stack();
    expect(stack[0]!.name).toBe('K.__lt__');
    expect(stack.at(-1)!.line).toBe(5);
    for (const { source, presentationHint } of stack.slice(1, -1)) {
      expect(presentationHint).toBe('subtle');
      const { content } = await client.request<{ content: string }>('source', {
        source,
        sourceReference: source!.sourceReference,
      });
      expect(content).toContain('def ');
    }
  });
});
