import { describe, expect, test, vi } from 'vitest';
import { Client } from './client.js';

const NESTED = `\
def inner(x):
    y = x + 1
    return y

def outer(x):
    a = inner(x)
    b = inner(a)
    return a + b

total = outer(1)
print(total)
`;

describe('forward', () => {
  test('a program without breakpoints runs to its end', async () => {
    const client = new Client(NESTED);
    expect(await client.launch()).toBe('ended 0');
    expect(client.output('stdout')).toBe('5\n');
  });

  test('a breakpoint, then over, in and out', async () => {
    const client = new Client(NESTED);
    expect(await client.launch([10])).toBe('breakpoint main.py:10 in the module');
    expect(await client.go('stepIn')).toBe('step main.py:6 in outer');
    expect(await client.go('next')).toBe('step main.py:7 in outer');
    expect(await client.go('stepIn')).toBe('step main.py:2 in inner');
    expect(await client.go('stepOut')).toBe('step main.py:8 in outer');
    expect(await client.go('next')).toBe('step main.py:11 in the module');
    expect(await client.go('next')).toBe('ended 0');
  });

  test('stops on entry, and at the end when asked', async () => {
    const client = new Client(NESTED, { launch: { stopOnEntry: true, stopAtEnd: true } });
    expect(await client.launch()).toBe('entry main.py:1 in the module');
    expect(await client.go('continue')).toBe(
      'pause main.py:11 in the module (the end of the program: its names are still there)',
    );
    expect(await client.names('Globals')).toContain('total = 5 · immortal');
    expect(await client.go('stepBack')).toBe('step main.py:11 in the module');
    expect(await client.go('continue')).toContain('the end of the program');
    expect(await client.go('continue')).toBe('ended 0');
    expect(client.output('stdout')).toBe('5\n');
  });
});

describe('backward', () => {
  test('step back undoes steps over, also out of a function', async () => {
    const client = new Client(NESTED);
    await client.launch([8]);
    expect(await client.go('stepBack')).toBe('step main.py:7 in outer');
    expect(await client.go('stepBack')).toBe('step main.py:6 in outer');
    expect(await client.go('stepBack')).toBe('step main.py:10 in the module');
    expect(await client.go('next')).toBe('breakpoint main.py:8 in outer');
  });

  test('reverse continue goes to the last breakpoint before, then to the start', async () => {
    const client = new Client(NESTED);
    await client.launch([2]);
    expect(await client.names('Locals')).toEqual(['x = 1 · immortal']);
    expect(await client.go('continue')).toBe('breakpoint main.py:2 in inner');
    expect(await client.names('Locals')).toEqual(['x = 2 · immortal']);
    expect(await client.go('reverseContinue')).toBe('breakpoint main.py:2 in inner');
    expect(await client.names('Locals')).toEqual(['x = 1 · immortal']);
    expect(await client.go('reverseContinue')).toBe(
      'entry main.py:1 in the module (the first line: nothing ran before)',
    );
  });

  test('output is shown once', async () => {
    const client = new Client('for i in range(4):\n    print(i)\nprint("end")\n');
    await client.launch([{ line: 2, condition: 'i == 2' }, 3]);
    expect(client.output('stdout')).toBe('0\n1\n');
    await client.go('stepBack');
    await client.go('stepBack');
    await client.go('stepBack');
    await client.go('next');
    await client.go('next');
    expect(client.output('stdout')).toBe('0\n1\n');
    expect(await client.go('continue')).toBe('breakpoint main.py:2 in the module');
    expect(await client.go('continue')).toBe('breakpoint main.py:3 in the module');
    expect(client.output('stdout')).toBe('0\n1\n2\n3\n');
    const outputs = client.events.filter((e) => e.event === 'output');
    expect(outputs.map((e) => [e.body.source?.name, e.body.line])).toEqual([
      ['main.py', 2],
      ['main.py', 2],
    ]);
  });

  test('restart frame goes back to its first line', async () => {
    const client = new Client(NESTED);
    await client.launch([8]);
    const [top] = await client.stack();
    expect(await client.go('restartFrame', { frameId: top!.id })).toBe('step main.py:6 in outer');
    expect(await client.names('Locals')).toEqual(['x = 1 · immortal']);
  });

  test('restart begins anew', async () => {
    const client = new Client(NESTED);
    await client.launch([10]);
    expect(await client.go('restart')).toBe('breakpoint main.py:10 in the module');
    expect(await client.go('continue')).toBe('ended 0');
  });

  test('goto travels to another run of a line', async () => {
    const client = new Client('for i in range(3):\n    x = i\n');
    await client.launch([{ line: 2, condition: 'i == 1' }]);
    const { targets } = await client.request<{ targets: { id: number; label: string }[] }>('gotoTargets', {
      source: { path: '/work/main.py' },
      line: 2,
    });
    expect(targets.map((t) => t.label)).toEqual([
      'the next time line 2 runs (step 5)',
      'the last time line 2 ran (step 1)',
    ]);
    expect(await client.go('goto', { targetId: targets[1]!.id })).toBe('goto main.py:2 in the module');
    expect((await client.evaluate('i')).result).toBe('0 · immortal');
  });
});

describe('generators and native callers', () => {
  test('step over a yield and a key function', async () => {
    const text = `\
def numbers():
    yield 2
    yield 1

def key(x):
    return -x

found = sorted(numbers(), key=key)
print(found)
`;
    const client = new Client(text);
    await client.launch([8]);
    expect(await client.go('stepIn')).toBe('step main.py:2 in numbers');
    expect(await client.go('next')).toBe('step main.py:3 in numbers');
    expect(await client.go('next')).toBe('step main.py:9 in the module');
    expect(await client.go('stepBack')).toBe('step main.py:8 in the module');
  });
});

describe('single instructions', () => {
  test('forward and back, with the value stack', async () => {
    const client = new Client('a = [1]\nb = a + a\n');
    await client.launch([2]);
    const names = async () => (await client.names('Value Stack')).join('; ');
    const seen: string[] = [];
    for (let i = 0; i < 4; i++) {
      await client.go('next', { granularity: 'instruction' });
      seen.push(await names());
    }
    expect(seen).toEqual([
      '',
      '0 = [1] · 2 references',
      '1 = [1] · 3 references; 0 = [1] · 3 references',
      '0 = [1, 1] · 1 reference',
    ]);
    await client.go('stepBack', { granularity: 'instruction' });
    expect(await names()).toBe(seen[2]);
    await client.go('stepBack', { granularity: 'instruction' });
    expect(await names()).toBe(seen[1]);
  });
});

describe('without shared memory', () => {
  test('a run that does not end is searched by parts, each twice as far', async () => {
    const client = new Client('n = 0\nwhile n < 30_000:\n    n += 1\nprint(n)\n');
    vi.stubGlobal('SharedArrayBuffer', undefined);
    try {
      expect(await client.launch([4])).toBe('breakpoint main.py:4 in the module');
      expect(await client.go('next')).toBe('ended 0');
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
