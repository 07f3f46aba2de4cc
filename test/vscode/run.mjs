// The tests in a real VS Code: the API suite in the extension host, then a user's session in the browser.
// Expects a finished build in dist/. `--fake` looks at the interface with a hand-made run instead of the simulator.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../../src/build/bundle.mjs';
import { packageExtension } from '../../src/build/package.mjs';
import { stageWithFakeWorker } from './fake/stage.mjs';
import { runInVSCode } from './harness/code.mjs';
import { setupVSCode } from './harness/setup.mjs';
import { runUi } from './ui/session.mjs';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-vscode-test-'));
const folder = path.join(work, 'examples');
fs.cpSync(path.join(root, 'examples'), folder, { recursive: true });
const fake = process.argv.includes('--fake');
const only = process.argv.find((a) => a.startsWith('--only='))?.slice('--only='.length);
const sums = { passed: 0, failed: 0 };

function report({ title, ok, ms, error }) {
  sums[ok ? 'passed' : 'failed']++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}${ms === undefined ? '' : ` (${Math.round(ms)} ms)`}`);
  if (error) console.log(`       ${error.replaceAll('\n', '\n       ')}`);
}

async function apiSuite() {
  // Beside node_modules, because mocha stays outside of the bundle.
  const suite = path.join(root, '.vscode-test/suite/index.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/suite/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    outfile: suite,
    logLevel: 'warning',
  });
  const file = path.join(work, 'report.json');
  const staged = path.join(work, 'fake');
  if (fake) await stageWithFakeWorker(staged);
  const code = await runInVSCode({
    folder,
    extension: fake ? staged : root,
    suite,
    env: { ARENASCOPE_REPORT: file },
    // The endless programs of the suite end by this budget.
    settings: { 'arenascope.budget.time': 2000, 'arenascope.debounce': 100 },
    log: process.env.CODE_LOG ? console.log : undefined,
  });
  const lines = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  for (const line of lines) report(line);
  if (code !== 0 && lines.every((l) => l.ok))
    report({ title: 'the API suite ends', ok: false, error: `the run of VS Code ended with ${code}` });
}

async function userSession() {
  const vsix = path.join(work, 'arenascope.vsix');
  if (!fake) await packageExtension(vsix);
  await runUi({
    vsix: fake ? await stageWithFakeWorker(path.join(work, 'fake')) : vsix,
    folder,
    shots: path.join(root, 'test/vscode/screenshots'),
    report,
  });
}

try {
  await setupVSCode();
  if (only !== 'ui') await apiSuite();
  if (only !== 'api') await userSession();
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
console.log(`${sums.passed} passed, ${sums.failed} failed`);
process.exit(sums.failed === 0 ? 0 : 1);
