import { expect, test } from 'vitest';
import { PYTHON_VERSIONS } from '../../../src/protocol/run.js';
import { Client } from './client.js';

const PROGRAM = `\
def numbers(n):
    for i in range(n):
        yield i

def total(values):
    found = []
    for value in values:
        found.append([value])
    return found

kept = total(numbers(2))
try:
    kept[5]
except IndexError as error:
    message = str(error)
print(message)
`;

// What a debugger relies on differs most between versions in frames, generators and locals.
test.each(PYTHON_VERSIONS)('a session as Python %s', async (python) => {
  const client = new Client(PROGRAM, { python });
  expect(await client.launch([8], ['raised'])).toBe('breakpoint main.py:8 in total');
  expect(await client.names('Locals')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^found = \[\] · 1 reference$/)]),
  );
  expect(await client.go('next')).toBe('step main.py:7 in total');
  expect(await client.go('stepIn')).toBe('step main.py:2 in numbers');
  expect((await client.stack()).map((f) => f.name)).toEqual(['numbers', 'total', 'the module']);
  expect((await client.evaluate('n + i')).result).toMatch(/^2 · /);
  expect((await client.evaluate('found', 'watch', 1)).result).toBe('[[0]] · 1 reference');
  expect(await client.go('stepOut')).toBe('breakpoint main.py:8 in total');
  expect(await client.go('reverseContinue')).toBe('breakpoint main.py:8 in total');
  expect((await client.evaluate('value')).result).toMatch(/^0 · /);
  expect(await client.go('stepBack')).toBe('step main.py:7 in total');
  await client.setBreakpoints([]);
  expect(await client.go('continue')).toBe('exception main.py:13 in the module');
  const kept = (await client.scope('Globals')).find((v) => v.name === 'kept')!;
  expect(kept.value).toBe('[[0], [1]] · 1 reference');
  const { data } = await client.request<{ data: string }>('readMemory', {
    memoryReference: kept.memoryReference,
    count: 40,
  });
  const bytes = Buffer.from(data, 'base64');
  // Behind the collector's header: the count, and the size.
  expect([Number(bytes.readBigUInt64LE(16)), Number(bytes.readBigUInt64LE(32))]).toEqual([1, 2]);
  expect(await client.go('continue')).toBe('ended 0');
  expect(client.output('stdout')).toBe('list index out of range\n');
  client.dispose();
});
