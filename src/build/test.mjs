// `npm test`: every check and every test runner, one after another, and their sums in the last line.
// What this machine lacks is left out and named; with CI=true that is a failure.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from '../../test/vscode/harness/chromium.mjs';
import { root } from './bundle.mjs';

const binaries = path.join(root, 'node_modules/.bin');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-test-'));
const sums = [];
const leftOut = [];

/** Runs a command, shows what it prints and resolves to its status and its stdout. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      process.stdout.write(chunk);
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout }));
  });
}

async function step(name, work) {
  console.log(`\n--- ${name}`);
  const begin = Date.now();
  const { passed, failed } = await work();
  sums.push({ name, passed, failed, seconds: (Date.now() - begin) / 1000 });
  return failed === 0;
}

const check = (command, args) => async () => {
  const { status } = await run(command, args);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

async function vitest() {
  const report = path.join(work, 'vitest.json');
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = await run(path.join(binaries, 'vitest'), ['run', ...reporters]);
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(fs.readFileSync(report, 'utf8'));
  // A file that cannot be loaded fails without a failed test.
  return { passed: numPassedTests, failed: status === 0 ? numFailedTests : Math.max(1, numFailedTests) };
}

// test/vscode/run.mjs ends with a line "N passed, N failed", as this script does.
async function vscode() {
  const { status, stdout } = await run(process.execPath, [path.join(root, 'test/vscode/run.mjs')]);
  const [passed, failed] = [...stdout.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)?.slice(1).map(Number) ?? [
    0, 1,
  ];
  return { passed, failed: status === 0 ? failed : Math.max(1, failed) };
}

await step('biome', check(path.join(binaries, 'biome'), ['check', '--error-on-warnings', '.']));
await step('tsc', check(path.join(binaries, 'tsc'), ['--noEmit']));
const built = await step('build', check(process.execPath, [path.join(root, 'src/build/bundle.mjs')]));
await step('vitest', vitest);
if (!fs.existsSync(path.join(root, 'test/vscode/run.mjs')))
  leftOut.push('test/vscode: there is no test/vscode/run.mjs yet');
else if (!findChromium()) leftOut.push('test/vscode: no Chromium on this machine (apt-get install chromium)');
else if (!built) leftOut.push('test/vscode: there is no build to test');
else await step('vscode', vscode);
fs.rmSync(work, { recursive: true, force: true });

console.log('');
for (const { name, passed, failed, seconds } of sums) {
  console.log(
    `${name.padEnd(8)} ${String(passed).padStart(6)} passed ${String(failed).padStart(5)} failed ${seconds.toFixed(1).padStart(7)} s`,
  );
}
for (const what of leftOut) console.log(`left out: ${what}`);
const total = (key) => sums.reduce((sum, part) => sum + part[key], 0);
const failed = total('failed') + (process.env.CI === 'true' ? leftOut.length : 0);
console.log(`${total('passed')} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
