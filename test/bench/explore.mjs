#!/usr/bin/env node
// `npm run bench:explore`: how many lines a second an explored run handles, counts of all touched names, deaths and
// events included, in the worker that the editor uses. Expects a finished build.
//
// full   the program at its full size, in a fresh worker
// first  at its tiny size, the first run of a fresh worker, less the time that an empty program takes there
// warm   at its tiny size, in a worker that has explored programs before: what happens while somebody types
//
// and how long it takes to jump to any step of a long run, the picture of the memory there included; `objects` has a
// million live objects at its end
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const here = path.dirname(fileURLToPath(import.meta.url));
const workerFile = path.resolve(here, '../../dist/worker.cjs');
const usage =
  'usage: npm run bench:explore -- [--rounds 3] [--programs fib,loops] [--sizes full,first,warm] [--jumps linked,sorting,objects] [--as 3.12] [--clock wall|cpu]';

let options;
try {
  options = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      programs: { type: 'string' },
      sizes: { type: 'string', default: 'full,first,warm' },
      as: { type: 'string', default: '3.12' },
      clock: { type: 'string', default: 'wall' },
      jumps: { type: 'string', default: 'linked,sorting,objects' },
    },
  }).values;
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}
if (!fs.existsSync(workerFile)) {
  console.error('There is no dist/worker.cjs: run `npm run build` first.');
  process.exit(2);
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Milliseconds: of the clock on the wall, or of all threads of this process (on a machine that others use, too). */
function now() {
  if (options.clock !== 'cpu') return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const decoder = new TextDecoder();
const read = (packed) => JSON.parse(typeof packed === 'string' ? packed : decoder.decode(packed));
/** A part of the picture, read when it is asked for: what the host does with it is not measured here. */
const partOf = ({ key, value }) => [key, () => read(value)];

/** A worker that answers one request at a time. */
class Simulator {
  constructor() {
    this.worker = new Worker(workerFile, { resourceLimits: { stackSizeMb: 64 } });
    this.id = 0;
    this.online = new Promise((resolve) => this.worker.once('online', resolve));
  }

  /** Explores a text: `{lines, ms}`. */
  async explore(text, name, at) {
    await this.online;
    const id = ++this.id;
    const budgets = { lines: 1e9, memoryBytes: 1 << 30, milliseconds: 1e6 };
    const params = {
      files: [{ path: `/${name}.py`, text }],
      options: { python: options.as, budgets },
      ...(at ? { at } : {}),
    };
    const begin = now();
    this.worker.postMessage({ kind: 'request', request: { id, method: 'explore', params } });
    const answer = await new Promise((resolve) => this.worker.once('message', resolve));
    const ms = now() - begin;
    if (answer.kind === 'error') throw new Error(`${name}: ${answer.error.message}`);
    const { outcome, steps } = read(answer.value.rest);
    const picture = answer.value.picture && Object.fromEntries(answer.value.picture.map(partOf));
    if (outcome.kind !== 'finished') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return { lines: steps, ms, picture };
  }

  end() {
    return this.worker.terminate();
  }
}

function textOf(name, size) {
  const source = fs.readFileSync(path.join(here, 'programs', `${name}.py`), 'utf8');
  const tiny = /^N = \S+ +# tiny: (\S+)/.exec(source)?.[1];
  return size !== 'full' && tiny ? source.replace(/^N = .*/, `N = ${tiny}`) : source;
}

const rounds = Number(options.rounds);
/** Rounds before a worker is warm, and those that are measured for each of `--rounds`. */
const WARMING = 20;
const WARM_ROUNDS = 7;

/** Lines of a run and the median of its milliseconds. */
async function measure(name, size) {
  const text = textOf(name, size);
  const times = [];
  let lines = 0;
  for (let round = 0; round < rounds; round++) {
    const simulator = new Simulator();
    await simulator.explore('1', 'ready').catch(() => {});
    const run = await simulator.explore(text, name);
    lines = run.lines;
    times.push(run.ms);
    await simulator.end();
  }
  return { lines, ms: median(times) };
}

/**
 * The same of all programs in a worker that has explored each of them before. A run takes a few milliseconds: there are
 * many rounds, and each has all programs, so that what else the machine does meets all of them. A comment that differs
 * makes each a run of its own, its text read anew.
 */
async function measureWarm(programs) {
  const simulator = new Simulator();
  const found = new Map(programs.map((name) => [name, { lines: 0, times: [] }]));
  for (let round = -WARMING; round < WARM_ROUNDS * rounds; round++) {
    for (const [name, { times }] of found) {
      const run = await simulator.explore(`${textOf(name, 'tiny')}\n# ${round}\n`, name);
      found.get(name).lines = run.lines;
      if (round >= 0) times.push(run.ms);
    }
  }
  await simulator.end();
  return new Map([...found].map(([name, { lines, times }]) => [name, { lines, ms: median(times) }]));
}

/** A million objects that are alive together. */
const OBJECTS = `N = 1  # tiny: 1
class Node:
    def __init__(self, n):
        self.pair = (n, str(n))

kept = [Node(n) for n in range(250_000)]
print(len(kept))
`;

/** Jumps to steps all over a run, in no order: milliseconds of each. */
async function jump(name, count = 15) {
  const simulator = new Simulator();
  const text = name === 'objects' ? OBJECTS : textOf(name, 'full');
  const { lines } = await simulator.explore(text, name);
  const times = [];
  let objects = 0;
  for (let i = 0; i < count; i++) {
    const step = 1 + Math.floor(((i * 0.618_034) % 1) * (lines - 1));
    const { ms, picture } = await simulator.explore(text, name, { kind: 'step', step });
    if (picture?.step() !== step) throw new Error(`${name}: step ${picture?.step()} instead of ${step}`);
    objects = Math.max(objects, picture.heap().totals.objects);
    times.push(ms);
  }
  // Back to the end: the machine goes there from a checkpoint, too.
  const end = await simulator.explore(text, name, { kind: 'end' });
  objects = Math.max(objects, end.picture.heap().totals.objects);
  await simulator.end();
  return { lines, objects, times, end: end.ms };
}

const all = fs.readdirSync(path.join(here, 'programs')).map((file) => file.replace(/\.py$/, ''));
const names = options.programs?.split(',') ?? all.filter((name) => name !== 'empty').sort();
const sizes = options.sizes.split(',');
const rates = Object.fromEntries(sizes.map((size) => [size, []]));
const warm = sizes.includes('warm') ? await measureWarm([...new Set([...names, 'empty'])]) : undefined;
const empty = {
  full: 0,
  first: sizes.includes('first') ? (await measure('empty', 'first')).ms : 0,
  warm: warm?.get('empty').ms ?? 0,
};
console.log(`Python ${options.as}, ${rounds} rounds, ${options.clock} time; thousands of lines a second (lines, ms)\n`);
console.log(['program     ', ...sizes.map((size) => size.padStart(28))].join(''));
for (const name of names) {
  const cells = [];
  for (const size of sizes) {
    const { lines, ms } = size === 'warm' ? warm.get(name) : await measure(name, size);
    const net = Math.max(0.1, ms - empty[size]);
    rates[size].push(lines / net);
    cells.push(`${(lines / net).toFixed(0)} (${lines}, ${net.toFixed(1)})`.padStart(28));
  }
  console.log([name.padEnd(12), ...cells].join(''));
}
console.log(['geom. mean  ', ...sizes.map((size) => geometricMean(rates[size]).toFixed(0).padStart(28))].join(''));
if (sizes.some((size) => empty[size] > 0))
  console.log(`an empty program: first ${empty.first.toFixed(1)} ms, warm ${empty.warm.toFixed(1)} ms`);
const jumps = options.jumps.split(',').filter((name) => name !== '');
if (jumps.length > 0)
  console.log(
    '\njumps to any step of a full run, picture included, ms         median    largest    the end   (lines, objects)',
  );
for (const name of jumps) {
  const { lines, objects, times, end } = await jump(name);
  const cells = [median(times), Math.max(...times), end].map((ms) => ms.toFixed(0).padStart(10));
  console.log(`${name.padEnd(58)}${cells.join(' ')}   (${lines}, ${objects})`);
}
