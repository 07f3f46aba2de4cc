#!/usr/bin/env node
// `npm run bench`: times of `arenascope run` as ratios to a real CPython 3.11, each run next to a run of the other.
// Expects a finished build. A program starts with the line "N = <full>  # tiny: <tiny>"; both must print the same.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const cli = path.resolve(here, '../../dist/cli.js');
const usage = `usage: npm run bench -- [--rounds 3] [--programs fib,loops] [--size full|tiny] [--as 3.12] [--timeout 60] [--reference PYTHON]`;

let options;
try {
  options = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      programs: { type: 'string' },
      size: { type: 'string', default: 'full' },
      as: { type: 'string', default: '3.12' },
      timeout: { type: 'string', default: '60' },
      reference: { type: 'string' },
    },
  }).values;
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

/** A CPython 3.11: the one asked for, `python3.11` on PATH, or the newest of pyenv. */
function findReference() {
  const isIt = (python) => {
    const { stdout } = spawnSync(python, ['-c', 'import sys; print(sys.implementation.name, sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    return stdout?.trim() === 'cpython (3, 11)';
  };
  if (options.reference) return options.reference;
  const pyenv = spawnSync('pyenv', ['root'], { encoding: 'utf8' }).stdout?.trim() || path.join(os.homedir(), '.pyenv');
  const versions = path.join(pyenv, 'versions');
  const installed = fs.existsSync(versions) ? fs.readdirSync(versions).filter((name) => name.startsWith('3.11.')) : [];
  const fromPyenv = installed.sort((a, b) => Number(b.split('.')[2]) - Number(a.split('.')[2]));
  return [...fromPyenv.map((name) => path.join(versions, name, 'bin/python')), 'python3.11', 'python3'].find(isIt);
}

const reference = findReference();
if (!fs.existsSync(cli)) {
  console.error('There is no dist/cli.js: run `npm run build` first.');
  process.exit(2);
}
if (!reference) {
  console.log('left out: no CPython 3.11 on this machine to compare with (pyenv, PATH or --reference PYTHON)');
  process.exit(0);
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-bench-'));
process.once('exit', () => fs.rmSync(work, { recursive: true, force: true }));

const peers = {
  cpython: (file) => [reference, '-I', '-S', file],
  arenascope: (file) => [process.execPath, cli, 'run', '--python', options.as, file],
};

/** Runs a command under bash's `time`: `{stdout, wall, cpu}` in ms, or `{error}`. */
function run(command) {
  const timed = ['-c', 'TIMEFORMAT="%R %U %S"; exec 3>&2; time "$@" 2>&3', 'bash', ...command];
  const result = spawnSync('bash', timed, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: Number(options.timeout) * 1000,
  });
  if (result.error?.code === 'ETIMEDOUT') return { error: `over ${options.timeout} s` };
  const errors = result.stderr.trim().split('\n');
  if (result.status !== 0) return { error: `exit ${result.status}: ${(errors.at(-2) ?? '').slice(0, 120)}` };
  const [wall, user, system] = errors
    .at(-1)
    .split(' ')
    .map((seconds) => Number(seconds) * 1000);
  return { stdout: result.stdout, wall, cpu: user + system };
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const geometricMean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

function programFile(name) {
  const source = fs.readFileSync(path.join(here, 'programs', `${name}.py`), 'utf8');
  const tiny = /^N = \S+ +# tiny: (\S+)/.exec(source)?.[1];
  const file = path.join(work, `${name}.py`);
  fs.writeFileSync(file, options.size === 'tiny' && tiny ? source.replace(/^N = .*/, `N = ${tiny}`) : source);
  return file;
}

/** All rounds of one program: `{cpython: [...], arenascope: [...]}`, or `{error}`. */
function measure(name) {
  const file = programFile(name);
  const runs = { cpython: [], arenascope: [] };
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const peer of Object.keys(peers)) {
      const result = run(peers[peer](file));
      if (result.error) return { error: `${peer}: ${result.error}` };
      runs[peer].push(result);
    }
    const [expected, printed] = [runs.cpython[round].stdout, runs.arenascope[round].stdout];
    if (printed !== expected) return { error: `prints ${JSON.stringify(printed.slice(0, 60))}` };
  }
  return runs;
}

const all = fs.readdirSync(path.join(here, 'programs')).map((file) => file.replace(/\.py$/, ''));
const names = options.programs?.split(',') ?? all.filter((name) => name !== 'empty').sort();
const start = measure('empty');
if (start.error) {
  console.error(`empty.py fails: ${start.error}`);
  process.exit(1);
}

/** Time of a run less the time to start, never under a tenth of a millisecond. */
const net = (peer, clock) => {
  const startTime = median(start[peer].map((result) => result[clock]));
  return (result) => Math.max(0.1, result[clock] - startTime);
};

const ratios = { wall: [], cpu: [] };
let failed = 0;
console.log(`${reference}, ${options.rounds} rounds, size ${options.size}; times without the start of the process\n`);
console.log('program        CPython ms   here ms   ratio (wall)   ratio (CPU)');
for (const name of names) {
  const runs = measure(name);
  if (runs.error) {
    failed++;
    console.log(`${name.padEnd(12)} fails: ${runs.error}`);
    continue;
  }
  const cell = (clock) => {
    const pairs = runs.cpython.map(
      (result, i) => net('arenascope', clock)(runs.arenascope[i]) / net('cpython', clock)(result),
    );
    ratios[clock].push(median(pairs));
    return ratios[clock].at(-1).toFixed(2);
  };
  const time = (peer) => median(runs[peer].map(net(peer, 'wall'))).toFixed(0);
  const times = `${time('cpython').padStart(12)} ${time('arenascope').padStart(9)}`;
  console.log(`${name.padEnd(12)} ${times} ${cell('wall').padStart(14)} ${cell('cpu').padStart(13)}`);
}
const mean = (clock) => (ratios[clock].length > 0 ? geometricMean(ratios[clock]).toFixed(2) : '-');
console.log(
  `\ngeometric mean of ${ratios.wall.length} of ${names.length}: ${mean('wall')} (wall), ${mean('cpu')} (CPU)`,
);
const startTime = (peer) => median(start[peer].map((result) => result.wall)).toFixed(0);
console.log(`start: CPython ${startTime('cpython')} ms, here ${startTime('arenascope')} ms`);
process.exitCode = failed > 0 ? 1 : 0;
