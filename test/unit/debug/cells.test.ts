import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, test } from 'vitest';
import { Client } from './client.js';

// Two cells: three lines, then four.
const TEXT = `\
def f(x):
    y = [x]
    return y
a = f(1)
b = f(2)
print(a,
      b)
`;
const FIRST = 'notebook:first';
const SECOND = 'notebook:second';
const cells = [
  { path: FIRST, before: 0 },
  { path: SECOND, before: 3 },
];

async function launched(): Promise<Client> {
  const client = new Client(TEXT, { cells });
  await client.request('initialize', { adapterID: 'arenascope', pathFormat: 'path' });
  await client.request('launch', { program: FIRST });
  await client.event('initialized');
  return client;
}

const where = async (client: Client) =>
  (await client.stack()).map((frame) => `${frame.source!.path}:${frame.line}`).join(' < ');

test('breakpoints in cells, and stops in them', async () => {
  const client = await launched();
  expect(await client.setBreakpoints([2], FIRST)).toMatchObject([{ verified: true, line: 2 }]);
  expect(await client.setBreakpoints([2, 5], SECOND)).toMatchObject([
    { verified: true, line: 2 },
    { verified: false, line: 5 },
  ]);
  await client.request('configurationDone');
  await client.event('stopped');
  expect(await where(client)).toBe(`${FIRST}:2 < ${SECOND}:1`);
  await client.go('continue');
  expect(await where(client)).toBe(`${SECOND}:2`);
  await client.go('stepIn');
  expect(await where(client)).toBe(`${FIRST}:2 < ${SECOND}:2`);
  await client.go('reverseContinue');
  expect(await where(client)).toBe(`${SECOND}:2`);
});

test('lines that can run, and moments to go to, by cell', async () => {
  const client = await launched();
  const locations = (path: string) =>
    client.request<DebugProtocol.BreakpointLocationsResponse['body']>('breakpointLocations', {
      source: { path },
      line: 1,
      endLine: 9,
    });
  expect((await locations(FIRST)).breakpoints.map(({ line }) => line)).toEqual([1, 2, 3]);
  expect((await locations(SECOND)).breakpoints.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  await client.setBreakpoints([1], SECOND);
  await client.request('configurationDone');
  await client.stop();
  const { targets } = await client.request<DebugProtocol.GotoTargetsResponse['body']>('gotoTargets', {
    source: { path: SECOND },
    line: 3,
  });
  expect(targets.map(({ label, line }) => [label, line])).toEqual([['the next time line 3 runs (step 7)', 3]]);
});

test('sources, output and instructions, by cell', async () => {
  const client = await launched();
  await client.setBreakpoints([4], SECOND);
  await client.request('configurationDone');
  await client.stop();
  const [top] = await client.stack();
  expect(top).toMatchObject({ source: { path: SECOND }, line: 4 });
  const { sources } = await client.request<DebugProtocol.LoadedSourcesResponse['body']>('loadedSources');
  expect(sources.map(({ path }) => path)).toEqual([FIRST, SECOND]);
  const body = await client.request<{ instructions: DebugProtocol.DisassembledInstruction[] }>('disassemble', {
    memoryReference: top!.instructionPointerReference,
    instructionCount: 3,
  });
  expect(body.instructions[0]).toMatchObject({ location: { path: SECOND }, line: 4 });
  expect(await client.go('continue')).toBe('ended 0');
  const output = client.events.filter((e) => e.event === 'output' && e.body.category === 'stdout');
  expect(output.map(({ body: { source, line } }) => [source.path, line])).toEqual([[SECOND, 3]]);
});
