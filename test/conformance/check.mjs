#!/usr/bin/env node
// The corpus against the simulator, as a table by area and version. For developers; the test is conformance.test.ts.
import { parseArgs } from 'node:util';
import {
  allPrograms,
  expectedFailures,
  recordedTasks,
  runCorpus,
  versions,
  writeExpectedFailures,
} from './harness.mjs';

const usage = `usage: node test/conformance/check.mjs [--python 3.12[,3.11] | --python all] [--only 'area/*'] [--verbose]
                                        [--jobs N] [--audit end|lines] [--gc-stress] [--update-failures]

  --python           versions to run as (3.12)
  --only             programs: globs over area/name, separated by commas
  --verbose          show what differs for the known differences too, and the slowest programs
  --audit            check every count and every block when a program ends, or before each of its lines as well
  --gc-stress        try the collector's algorithm at allocations; nothing may change, nothing may be found
  --update-failures  write what differs now to expected-failures.json`;

let options;
try {
  options = parseArgs({
    options: {
      python: { type: 'string', default: '3.12' },
      only: { type: 'string' },
      jobs: { type: 'string' },
      audit: { type: 'string' },
      malloc: { type: 'string' },
      'gc-stress': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      'update-failures': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
} catch (error) {
  console.error(`${error.message}\n\n${usage}`);
  process.exit(2);
}
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const globToRegExp = (glob) =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

const wantedVersions = options.python === 'all' ? versions : options.python.split(',');
const unknown = wantedVersions.filter((version) => !versions.includes(version));
if (unknown.length > 0) {
  console.error(`nothing is recorded for ${unknown.join(', ')}; there are ${versions.join(', ')}`);
  process.exit(2);
}
const globs = options.only?.split(',').map(globToRegExp);
const programs = allPrograms().filter((program) => !globs || globs.some((glob) => glob.test(program)));
const tasks = recordedTasks(wantedVersions, programs).map((task) => ({
  ...task,
  audit: options.audit,
  malloc: options.malloc,
  gcStress: options['gc-stress'],
}));
if (tasks.length === 0) {
  console.error('no program matches');
  process.exit(2);
}

const begin = Date.now();
const limits = {
  ...(options.jobs ? { jobs: Number(options.jobs) } : {}),
  // The audit of each line takes its time.
  ...(options.audit || options['gc-stress'] ? { timeLimit: 120_000 } : {}),
};
const results = await runCorpus(tasks, limits).catch((error) => {
  if (!error.errors) throw error;
  process.exit(2); // the simulator does not build, and esbuild has said why
});
const known = expectedFailures();
const isKnown = ({ version, program }) => Boolean(known[version]?.[program]);

const different = results.filter((result) => result.difference);
for (const result of different) {
  if (isKnown(result) && !options.verbose && !options.only) continue;
  console.log(`${result.version} ${result.program}${isKnown(result) ? ' (known)' : ''}`);
  for (const line of result.difference.lines) console.log(`    ${line}`);
}
const surprises = results.filter((result) => !result.difference && isKnown(result));
for (const { version, program } of surprises) console.log(`${version} ${program} is listed as different and is not`);

const audited = results.filter((result) => result.findings.length > 0);
for (const { version, program, findings } of audited) {
  console.log(`${version} ${program}: the audit found ${findings.length}`);
  for (const finding of findings.slice(0, 3)) console.log(`    ${finding}`);
}

if (options.verbose) {
  const slowest = [...results].sort((a, b) => b.ms - a.ms).slice(0, 8);
  console.log(
    `\nslowest: ${slowest.map(({ version, program, ms }) => `${version} ${program} ${ms.toFixed(0)} ms`).join(', ')}`,
  );
}

const areas = [...new Set(programs.map((program) => program.split('/')[0]))];
const identical = (subset) => `${subset.filter((result) => !result.difference).length}/${subset.length}`;
const width = Math.max(...areas.map((area) => area.length), 'all'.length);
console.log(`\n${'identical'.padEnd(width)} ${wantedVersions.map((version) => version.padStart(8)).join('')}`);
for (const area of [...areas, 'all']) {
  const cells = wantedVersions.map((version) =>
    identical(results.filter((r) => r.version === version && (area === 'all' || r.program.startsWith(`${area}/`)))),
  );
  console.log(`${area.padEnd(width)} ${cells.map((cell) => cell.padStart(8)).join('')}`);
}

if (options['update-failures']) writeExpectedFailures(results);
const news = different.filter((result) => !isKnown(result)).length;
console.log(
  `\n${results.length} runs in ${((Date.now() - begin) / 1000).toFixed(1)} s: ${results.length - different.length} identical, ` +
    `${different.length} different (${news} not listed), ${surprises.length} listed but identical`,
);
if (options.audit) console.log(`audit: ${audited.length} of ${results.length} runs with findings`);
const bad = news > 0 || surprises.length > 0 || audited.length > 0;
process.exitCode = !options['update-failures'] && bad ? 1 : 0;
