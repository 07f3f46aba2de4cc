#!/usr/bin/env node
// `npm run bench:editor`: how fast the editor stays, measured in the extension host of a real VS Code. Expects a
// finished build. Exit status 1 where a figure is above what it may be. `--parts edits,longFile` measures some.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { root } from '../../src/build/bundle.mjs';
import { runInVSCode } from '../vscode/harness/code.mjs';
import { setupVSCode } from '../vscode/harness/setup.mjs';

const { values } = parseArgs({ options: { parts: { type: 'string' } } });
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-bench-'));
const folder = path.join(work, 'examples');
const file = path.join(work, 'figures.json');
let figures = [];
try {
  await setupVSCode();
  fs.cpSync(path.join(root, 'examples'), folder, { recursive: true });
  const suite = path.join(work, 'suite.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/bench/editor/suite.ts'],
    bundle: true,
    outfile: suite,
    logLevel: 'warning',
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  await runInVSCode({
    folder,
    extension: root,
    suite,
    settings: { 'arenascope.debounce': 10, 'arenascope.budget.time': 20_000 },
    env: { ARENASCOPE_FIGURES: file, ...(values.parts ? { ARENASCOPE_PARTS: values.parts } : {}) },
    timeout: 600_000,
  });
  if (fs.existsSync(file)) figures = JSON.parse(fs.readFileSync(file, 'utf8'));
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

// JSON has no NaN: null stands for a part that failed.
const missed = ({ value, most }) => value === null || (most !== undefined && value > most);
for (const figure of figures) {
  const { what, value, unit, most } = figure;
  const number = value === null ? 'failed' : `${value.toFixed(1)} ${unit}`;
  console.log(
    `${missed(figure) ? 'FAIL' : 'ok  '} ${what.padEnd(78)} ${number.padStart(12)}${most === undefined ? '' : `  (at most ${most})`}`,
  );
}
process.exit(figures.length === 0 || figures.some(missed) ? 1 : 0);
