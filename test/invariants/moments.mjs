#!/usr/bin/env node
// Ledgers and time travel over the whole corpus, at every line. The test of each change is ledger.test.ts, which looks
// at a few moments of each program.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { commonOptions, root } from '../../src/build/bundle.mjs';
import { allPrograms, recorded, versions } from '../conformance/harness.mjs';

const usage = `usage: node test/invariants/moments.mjs [--all] [--python 3.12[,3.11] | --python all] [--only 'area/*'] [--travels N]

  --all      after the 1st, 2nd, 4th ... execution of every line, at most 400 moments of a program (else 20)
  --travels  moments of each program that are travelled to (5)`;

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    python: { type: 'string', default: '3.12' },
    only: { type: 'string', default: '*' },
    travels: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const here = path.dirname(fileURLToPath(import.meta.url));
const bundle = path.join(root, `node_modules/.cache/arenascope/moments-${process.pid}.mjs`);
await esbuild.build({
  ...(await commonOptions()),
  sourcemap: 'inline',
  entryPoints: [path.join(here, 'moments.ts')],
  outfile: bundle,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
const { check } = await import(bundle);
fs.rmSync(bundle);

const globs = values.only.split(',').map((glob) => new RegExp(`^${glob.replaceAll('*', '.*')}$`));
const programs = allPrograms().filter((program) => globs.some((glob) => glob.test(program)));
const plan = { ledgers: { kind: 'lines', most: values.all ? 400 : 20 }, travels: Number(values.travels) };
let failed = 0;
for (const version of values.python === 'all' ? versions : values.python.split(',')) {
  const library = new Map();
  const sums = { programs: 0, ledgers: 0, travels: 0 };
  const begin = Date.now();
  for (const program of programs.filter((one) => recorded(version, one) !== undefined)) {
    const [area, name] = program.split('/');
    const folder = area === 'examples' ? path.join(root, area) : path.join(root, 'test/conformance/programs', area);
    const { problems, ledgers, travels } = check(path.join(folder, `${name}.py`), version, plan, library);
    sums.programs++;
    sums.ledgers += ledgers;
    sums.travels += travels;
    if (problems.length === 0) continue;
    failed++;
    console.log(`${version} ${program}: ${problems.length}`);
    for (const problem of problems.slice(0, 4)) console.log(`  ${problem}`);
  }
  const seconds = ((Date.now() - begin) / 1000).toFixed(0);
  console.log(
    `${version}: ${sums.programs} programs, ledgers at ${sums.ledgers} moments, ${sums.travels} moments travelled to, ${seconds} s`,
  );
}
process.exitCode = failed > 0 ? 1 : 0;
