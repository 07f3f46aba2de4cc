// Runs the corpus in the simulator and compares with what CPython printed. Used by the test and by check.mjs.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { commonOptions, root } from '../../src/build/bundle.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const programsDir = path.join(here, 'programs');
const examplesDir = path.join(root, 'examples');
const expectedDir = path.join(here, 'expected');
const failuresFile = path.join(here, 'expected-failures.json');

const byVersion = (a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]);

/** The versions with recorded outputs, oldest first. */
export const versions = fs.readdirSync(expectedDir).sort(byVersion);

/** The folder of an area's programs: the user's examples are an area of their own, kept where the user finds them. */
const folderOf = (area) => (area === 'examples' ? examplesDir : path.join(programsDir, area));

function programFile(program) {
  const [area, name] = program.split('/');
  return path.join(folderOf(area), `${name}.py`);
}

/** Names of all programs, `area/name`, sorted. */
export function allPrograms() {
  const areas = [...fs.readdirSync(programsDir), 'examples'].sort();
  return areas.flatMap((area) =>
    fs
      .readdirSync(folderOf(area))
      .filter((file) => file.endsWith('.py'))
      .sort()
      .map((file) => `${area}/${file.slice(0, -3)}`),
  );
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

/** What CPython showed: `{stdout, status, lastErrorLine}`; undefined where the program needs a newer version. */
export function recorded(version, program) {
  const base = path.join(expectedDir, version, program);
  const stdout = readIfThere(`${base}.txt`);
  if (stdout === undefined) return undefined;
  const error = readIfThere(`${base}.err`);
  const status = Number(readIfThere(`${base}.rc`) ?? (error === undefined ? 0 : 1));
  return { stdout, status, lastErrorLine: error?.replace(/\n+$/, '') ?? '' };
}

/** Known differences: `{version: {program: reason}}`. */
export function expectedFailures() {
  return JSON.parse(readIfThere(failuresFile) ?? '{}');
}

/** Replaces the known differences of the results' versions, keeping those of programs that did not run. */
export function writeExpectedFailures(results) {
  const failures = expectedFailures();
  for (const { version, program, difference } of results) {
    failures[version] ??= {};
    if (difference) failures[version][program] = difference.reason;
    else delete failures[version][program];
  }
  const sorted = {};
  for (const version of Object.keys(failures).sort(byVersion)) {
    const entries = Object.entries(failures[version]).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length > 0) sorted[version] = Object.fromEntries(entries);
  }
  fs.writeFileSync(failuresFile, `${JSON.stringify(sorted, null, 2)}\n`);
}

const shorten = (text, limit = 160) => (text.length > limit ? `${text.slice(0, limit)}...` : text);

/**
 * Compares a reply of the worker with the record. Undefined when they are the same; otherwise `reason`, one line that
 * stays the same from run to run, and `lines`, what a developer wants to see first.
 */
function compare(want, got) {
  const lines = [];
  const wanted = want.stdout.split('\n');
  const printed = got.stdout.split('\n');
  const at = wanted.findIndex((line, index) => line !== printed[index]);
  const place = at >= 0 ? at : printed.length > wanted.length ? wanted.length : -1;
  if (place >= 0) {
    for (let i = place; i < Math.min(place + 3, Math.max(wanted.length, printed.length)); i++) {
      if (wanted[i] === printed[i]) continue;
      lines.push(`line ${i + 1}  CPython: ${shorten(wanted[i] ?? '(end)')}`);
      lines.push(`line ${i + 1}  here:    ${shorten(printed[i] ?? '(end)')}`);
    }
  }
  const lastErrorLine = got.stderr.replace(/\n+$/, '').split('\n').at(-1);
  const sameError = want.status === 0 || want.lastErrorLine === lastErrorLine;
  if (got.status !== want.status) lines.push(`exit status  CPython: ${want.status}  here: ${got.status}`);
  if (!sameError) lines.push(`stderr  CPython: ${shorten(want.lastErrorLine)}`);
  if (!sameError || (got.status !== want.status && lastErrorLine))
    lines.push(`stderr  here:    ${shorten(lastErrorLine)}`);
  if (got.trouble) lines.unshift(...got.trouble.split('\n'));
  if (lines.length === 0) return undefined;
  let reason;
  if (got.trouble) reason = shorten(got.trouble.split('\n')[0], 120).replace(/ \(line \d+\)$/, '');
  else if (got.status !== want.status && lastErrorLine) reason = `ends with ${shorten(lastErrorLine, 100)}`;
  else if (place >= 0) reason = `prints another line ${place + 1}`;
  else if (got.status !== want.status) reason = `ends with status ${got.status}`;
  else reason = 'prints another last line on stderr';
  return { reason, lines };
}

async function bundleWorker() {
  const outfile = path.join(root, `node_modules/.cache/arenascope/conformance-${process.pid}.mjs`);
  await esbuild.build({
    ...(await commonOptions()),
    sourcemap: 'inline',
    entryPoints: [path.join(here, 'worker.ts')],
    outfile,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return outfile;
}

/**
 * Runs `tasks` (`{version, program, audit}`) in a few processes and resolves to them with `ms`, with what the `audit`
 * ('end', 'lines' or none) found as `findings` and, where the simulator does not do as CPython did, `difference`. A program that takes longer than `timeLimit` milliseconds is ended and counts as
 * different.
 */
export async function runCorpus(tasks, { jobs = Math.min(2, os.cpus().length), timeLimit = 10_000 } = {}) {
  const bundle = await bundleWorker();
  const results = [];
  let next = 0;

  const startWorker = () =>
    fork(bundle, {
      execArgv: ['--enable-source-maps', '--stack-size=7000'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });

  const runOne = (worker, task, id) =>
    new Promise((resolve) => {
      let errors = '';
      const onErrors = (chunk) => {
        errors = (errors + chunk).slice(-4000);
      };
      const end = (reply) => {
        clearTimeout(timer);
        worker.stderr.off('data', onErrors);
        worker.off('message', end);
        worker.off('exit', onExit);
        resolve(reply);
      };
      const onExit = (code, signal) => {
        const trouble = `crash: the process ended (${signal ?? code})\n${errors.split('\n').slice(0, 6).join('\n')}`;
        end({ id, status: -1, stdout: '', stderr: '', trouble: trouble.trimEnd(), gone: true });
      };
      const timer = setTimeout(() => {
        worker.off('exit', onExit);
        worker.kill('SIGKILL');
        const trouble = `takes longer than ${timeLimit / 1000} s`;
        end({ id, status: -1, stdout: '', stderr: '', trouble, gone: true });
      }, timeLimit);
      worker.stderr.on('data', onErrors);
      worker.on('message', end);
      worker.on('exit', onExit);
      const { version, audit, malloc, gcStress } = task;
      worker.send({ id, file: programFile(task.program), version, audit, malloc, gcStress });
    });

  const lane = async () => {
    let worker = startWorker();
    while (next < tasks.length) {
      const id = next++;
      const task = tasks[id];
      const begin = performance.now();
      const reply = await runOne(worker, task, id);
      const result = {
        ...task,
        ms: performance.now() - begin,
        difference: compare(recorded(task.version, task.program), reply),
        findings: reply.findings ?? [],
      };
      results[id] = result;
      if (reply.gone) worker = startWorker();
    }
    worker.kill();
  };

  try {
    await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, lane));
  } finally {
    fs.rmSync(bundle, { force: true });
  }
  return results;
}

/** All `{version, program}` pairs that are recorded, for the given versions and programs. */
export function recordedTasks(wantedVersions = versions, programs = allPrograms()) {
  return wantedVersions.flatMap((version) =>
    programs.filter((program) => recorded(version, program)).map((program) => ({ version, program })),
  );
}
