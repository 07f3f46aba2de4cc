// Runs random programs in the simulator and in real interpreters, and makes what differs small.
import { execFile, execFileSync, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { commonOptions, root } from '../../src/build/bundle.mjs';
import { createRandom, render, shrink } from './random.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const TIME_LIMIT = 60_000;
/** Parts of paths of interpreters whose site-packages import much. */
const STARTED_BARE = ['/3.11'];

/** The newest interpreter of `version` that pyenv has, or undefined. */
function interpreter(version) {
  const folder = path.join(execFileSync('pyenv', ['root'], { encoding: 'utf8' }).trim(), 'versions');
  const patch = (name) => Number(name.split('.')[2]);
  const names = fs.readdirSync(folder).filter((name) => name.startsWith(`${version}.`));
  const [name] = names.sort((a, b) => patch(b) - patch(a));
  return name && path.join(folder, name, 'bin/python');
}

/** `isolated` starts the interpreter without environment and user folder: other counts of None and the like. */
function runReal(python, file, buffering, hashSeed = 0, isolated = false) {
  const options = {
    env: {
      PYTHONHASHSEED: String(hashSeed),
      LANG: 'C.UTF-8',
      ...(buffering === 'none' ? { PYTHONUNBUFFERED: '1' } : {}),
    },
    timeout: TIME_LIMIT,
    cwd: path.dirname(file),
  };
  return new Promise((resolve) => {
    execFile(
      python,
      [
        ...STARTED_BARE.filter((part) => python.includes(part)).map(() => '-S'),
        ...(isolated ? ['-I', ...(buffering === 'none' ? ['-u'] : [])] : []),
        file,
      ],
      options,
      (error, stdout, stderr) => {
        resolve({ status: error ? (error.code ?? -1) : 0, stdout, stderr });
      },
    );
  });
}

/** Simulators in processes of their own: `run(file, version)` and `end()`. */
async function startSimulator() {
  const outfile = path.join(root, `node_modules/.cache/arenascope/fuzz-${process.pid}.mjs`);
  await esbuild.build({
    ...(await commonOptions()),
    sourcemap: 'inline',
    entryPoints: [path.join(here, '../conformance/worker.ts')],
    outfile,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  const idle = [];
  const all = new Set();
  const start = () => {
    const worker = fork(outfile, { execArgv: ['--enable-source-maps', '--stack-size=7000'] });
    all.add(worker);
    return worker;
  };
  const run = (file, version, buffering) =>
    new Promise((resolve) => {
      const worker = idle.pop() ?? start();
      const finish = (reply) => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('exit', onExit);
        resolve(reply);
      };
      const onMessage = (reply) => {
        idle.push(worker);
        finish(reply);
      };
      const onExit = () => {
        all.delete(worker);
        finish({ status: -1, stdout: '', stderr: '', trouble: 'the simulator ended' });
      };
      const timer = setTimeout(() => worker.kill('SIGKILL'), TIME_LIMIT);
      worker.on('message', onMessage);
      worker.on('exit', onExit);
      worker.send({ id: 0, file, version, buffering });
    });
  const end = () => {
    for (const worker of all) worker.kill();
    fs.rmSync(outfile, { force: true });
  };
  return { run, end };
}

const lastLine = (text) => text.replace(/\n+$/, '').split('\n').at(-1);

/** What a run showed, as lines to compare. */
function facts(outcome) {
  const lines = outcome.stdout.split('\n');
  lines.push(`exit status ${outcome.status}`);
  // Warnings of the compiler are on stderr too.
  if (outcome.status !== 0) lines.push(`stderr ${lastLine(outcome.stderr)}`);
  if (outcome.trouble) lines.push(outcome.trouble);
  return lines;
}

const same = (a, b) => facts(a).join('\n') === facts(b).join('\n');

function difference(want, got) {
  const wanted = facts(want);
  const printed = facts(got);
  const lines = [];
  for (let i = 0; i < Math.max(wanted.length, printed.length) && lines.length < 24; i++) {
    if (wanted[i] === printed[i]) continue;
    lines.push(`line ${i + 1}  CPython: ${wanted[i] ?? '(end)'}`, `line ${i + 1}  here:    ${printed[i] ?? '(end)'}`);
  }
  return lines;
}

const usage = (name) => `usage: node test/fuzz/${name}.mjs [--python 3.12[,3.11]] [--count N] [--seed S]
                                   [--shrink S] [--show]

  --python  versions to compare (3.12); their interpreters are pyenv's
  --count   programs for each version (200)
  --seed    number of the first program (1); the same number is the same program
  --shrink  seconds to spend on making a program that differs smaller (30)
  --show    print the program of --seed and end`;

/** The command line of a fuzzer. `generate(random, version)` makes a program's statements. */
export async function main(name, generate) {
  let options;
  try {
    options = parseArgs({
      options: {
        python: { type: 'string', default: '3.12' },
        count: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        shrink: { type: 'string', default: '30' },
        show: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${error.message}\n\n${usage(name)}`);
    process.exit(2);
  }
  const first = Number(options.seed);
  if (options.help) console.log(usage(name));
  if (options.show) process.stdout.write(render(generate(createRandom(first), options.python.split(',')[0])));
  if (options.help || options.show) return;

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-fuzz-'));
  const simulator = await startSimulator();
  let failed = 0;
  try {
    for (const version of options.python.split(',')) {
      failed += await compareVersion({
        name,
        generate,
        version,
        first,
        count: Number(options.count),
        shrinkTime: Number(options.shrink) * 1000,
        folder,
        simulator,
      });
    }
  } finally {
    simulator.end();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

async function compareVersion({ name, generate, version, first, count, shrinkTime, folder, simulator }) {
  const python = interpreter(version);
  if (!python) {
    console.error(`pyenv has no Python ${version}`);
    return 1;
  }
  const sums = { same: 0, different: 0, unsteady: 0 };
  const both = async (file, statements, buffering) => {
    fs.writeFileSync(file, render(statements));
    const [want, got] = await Promise.all([runReal(python, file, buffering), simulator.run(file, version, buffering)]);
    return { want, got };
  };
  /** How the two differ in `statements`; undefined when they do not, or CPython differs from itself in `repeats` more runs. */
  const differs = async (file, statements, buffering, repeats = 3) => {
    const { want, got } = await both(file, statements, buffering);
    if (same(want, got) || typeof want.status !== 'number') return { kind: 'same' };
    for (let i = 0; i < repeats; i++) {
      // Other hashes move what the start leaves behind: counts of shared objects are nobody's to tell.
      const again = await runReal(python, file, buffering, i, i === 1);
      if (!same(want, again)) return { kind: 'unsteady' };
    }
    return { kind: 'different', lines: difference(want, got), status: want.status };
  };
  /** Leaves out what it can; a program that ended well goes on to do so, or it would become another one. */
  const makeSmaller = (file, statements, buffering, status) => {
    const until = Date.now() + shrinkTime;
    return shrink(statements, async (part) => {
      if (Date.now() >= until) return false;
      const result = await differs(file, part, buffering, 2);
      return result.kind === 'different' && result.status === status;
    });
  };

  let next = first;
  const lane = async (number) => {
    const file = path.join(folder, `${name}${number}.py`);
    while (next < first + count) {
      const seed = next++;
      const statements = generate(createRandom(seed), version);
      const buffering = seed % 2 === 0 ? 'none' : 'block';
      const result = await differs(file, statements, buffering);
      sums[result.kind]++;
      if (result.kind !== 'different') continue;
      const small = await makeSmaller(file, statements, buffering, result.status);
      const { lines = result.lines } = await differs(file, small, buffering);
      console.log(`--- ${version} seed ${seed}\n${render(statements)}--- made smaller\n${render(small)}--- differs`);
      console.log(`${lines.map((line) => `    ${line}`).join('\n')}\n`);
    }
  };
  await Promise.all([lane(1), lane(2)]);
  const { different, unsteady } = sums;
  console.log(
    `${version}: ${count} programs from seed ${first}, ${different} different, ${unsteady} left out because CPython differs from itself`,
  );
  return different;
}
