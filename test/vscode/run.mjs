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
import { runAgreement } from './ui/agreement.mjs';
import { runChinese } from './ui/chinese.mjs';
import { runDebugging } from './ui/debugging.mjs';
import { runUi } from './ui/session.mjs';
import { runStory } from './ui/story.mjs';
import { stageForBrowser } from './web/stage.mjs';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-vscode-test-'));
/** A folder with the examples as they are: what one session leaves in its files, the next does not find. */
function freshExamples(name) {
  const folder = path.join(work, name, 'examples');
  fs.cpSync(path.join(root, 'examples'), folder, { recursive: true });
  return folder;
}
/** Stands for an interpreter: tells a version, counts and a line of output, and leaves a mark beside it that it was run. */
function putFakePython(folder) {
  const script = `#!/bin/sh
touch "$0-ran"
case "$1" in
  -c) echo 3.12.1 ;;
  *lineCounts.py) echo '[[1, "a", 1]]' ;;
  *) echo hello ;;
esac
`;
  fs.writeFileSync(path.join(folder, 'fake-python'), script, { mode: 0o755 });
}

const fake = process.argv.includes('--fake');
const only = process.argv.find((a) => a.startsWith('--only='))?.slice('--only='.length);
const grep = process.argv.find((a) => a.startsWith('--grep='))?.slice('--grep='.length);
const sums = { passed: 0, failed: 0 };

function report({ title, ok, ms, error }) {
  sums[ok ? 'passed' : 'failed']++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${title}${ms === undefined ? '' : ` (${Math.round(ms)} ms)`}`);
  if (error) console.log(`       ${error.replaceAll('\n', '\n       ')}`);
}

/** The suite in the extension host of Node, or in that of a browser. */
async function apiSuite(flavour) {
  const browser = flavour === 'browser';
  const staged = path.join(work, fake ? 'fake' : flavour);
  if (fake) await stageWithFakeWorker(staged);
  else if (browser) stageForBrowser(staged);
  // For Node beside node_modules, because mocha stays outside of the bundle; in a browser nothing can.
  const suite = browser ? path.join(staged, 'suite.cjs') : path.join(root, '.vscode-test/suite/index.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/suite/index.ts'],
    bundle: true,
    outfile: suite,
    logLevel: 'warning',
    ...(browser
      ? {
          platform: 'browser',
          // Mocha's build would export itself in the suite's place, if it saw a module's names.
          format: 'iife',
          globalName: 'suite',
          define: { module: 'undefined', exports: 'undefined' },
          footer: { js: 'module.exports = suite;' },
          external: ['vscode'],
          alias: {
            'node:assert/strict': path.join(root, 'test/vscode/web/assert.ts'),
            mocha: path.join(root, 'test/vscode/web/mocha.ts'),
            // As in the extension's own bundle for browsers.
            events: path.join(root, 'src/build/nodeStubs.mjs'),
            url: path.join(root, 'src/build/nodeStubs.mjs'),
          },
        }
      : { platform: 'node', format: 'cjs', external: ['vscode', 'mocha'] }),
  });
  const folder = freshExamples(`${flavour}-suite`);
  const beside = path.dirname(folder);
  putFakePython(beside);
  const code = await runInVSCode({
    folder,
    extension: browser || fake ? staged : root,
    suite,
    // The endless programs of the suite end by this budget.
    settings: { 'arenascope.budget.time': 2000, 'arenascope.debounce': 100 },
    log: process.env.CODE_LOG ? console.log : undefined,
    timeout: 600_000,
    env: grep ? { ARENASCOPE_TESTS: grep } : {},
  });
  const file = path.join(beside, 'report.json');
  const lines = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  for (const line of lines) report({ ...line, title: `${flavour}: ${line.title}` });
  if (code !== 0 && lines.every((l) => l.ok))
    report({ title: `${flavour}: the API suite ends`, ok: false, error: `the run of VS Code ended with ${code}` });
}

/** The package as a browser's extension host takes it. */
async function browserVsix() {
  const staged = path.join(work, 'web-package');
  stageForBrowser(staged);
  const vsix = path.join(work, 'arenascope-web.vsix');
  await packageExtension(vsix, staged);
  return vsix;
}

async function userSessions() {
  const vsix = path.join(work, 'arenascope.vsix');
  if (!fake) await packageExtension(vsix);
  const shots = path.join(root, 'test/vscode/screenshots');
  const ui = !only || only === 'ui';
  const session = (name) => ({ vsix, folder: freshExamples(name), shots, report });
  if (ui)
    await runUi({ ...session('user'), ...(fake ? { vsix: await stageWithFakeWorker(path.join(work, 'fake')) } : {}) });
  if (fake) return;
  if (ui || only === 'web')
    await runUi({
      ...session('web'),
      shots: path.join(shots, 'web'),
      vsix: await browserVsix(),
      who: 'user in a browser',
    });
  if (ui || only === 'story') await runStory(session('story'));
  if (ui || only === 'agreement') await runAgreement(session('agreement'));
  if (ui || only === 'chinese') await runChinese(session('chinese'));
  if (ui || only === 'debugging') await runDebugging(session('debugging'));
}

try {
  await setupVSCode();
  if (!only || only === 'api') await apiSuite('node');
  if (!fake && (!only || only === 'browser')) await apiSuite('browser');
  if (!only || ['ui', 'web', 'story', 'agreement', 'chinese', 'debugging'].includes(only)) await userSessions();
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
console.log(`${sums.passed} passed, ${sums.failed} failed`);
process.exit(sums.failed === 0 ? 0 : 1);
