// Starts the real VS Code server on a loopback address, with a user profile of its own that is thrown away at the end.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { serverMain, serverNode, setupVSCode } from './setup.mjs';

/** User settings that make a run quiet and repeatable. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.hover.delay': 100,
  'terminal.integrated.gpuAcceleration': 'off',
  'debug.openDebug': 'openOnSessionStart',
  'debug.internalConsoleOptions': 'neverOpen',
};

// Each costs time at every start and none is under test. `vscode.theme-defaults` must stay.
const skippedExtensions = [
  'GitHub.copilot-chat',
  'vscode.github',
  'vscode.github-authentication',
  'vscode.microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'vscode.tunnel-forwarding',
];

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts a server and waits until it answers.
 *
 * - `driver`: honour `extensionDevelopmentPath` and `extensionTestsPath` in the URL. It also suppresses notification
 *   toasts, so leave it off where an installed VSIX is looked at.
 * - `vsix`: extension packages to install first.
 * - `settings`: user settings beside `quietSettings`. They are read when the page loads; later writes are unreliable.
 * - `env`: for the server's process, and so for the extension host.
 *
 * Returns `dir` (the profile), `userData`, `uri(file)` (as the workbench names a file), `url(folder, payload)`
 * (the page to open) and `stop()`. A closed page keeps its extension host for hours: use one server for each run.
 */
export async function startVSCode({ driver = false, vsix = [], settings = {}, env = {}, port } = {}) {
  await setupVSCode();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-vscode-'));
  const userData = path.join(dir, 'user-data');
  fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
  const settingsFile = path.join(userData, 'User/settings.json');
  fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));

  const extensions = path.join(dir, 'extensions');
  const profile = ['--server-data-dir', dir, '--user-data-dir', userData, '--extensions-dir', extensions];
  const common = [serverMain, '--accept-server-license-terms', ...profile];
  for (const file of vsix) {
    execFileSync(serverNode, [...common, '--install-extension', path.resolve(file)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  const usedPort = port ?? (await freePort());
  const args = [...common, '--host', '127.0.0.1', '--port', String(usedPort)];
  args.push('--without-connection-token', '--disable-workspace-trust', '--disable-telemetry');
  if (driver) args.push('--enable-smoke-test-driver');
  const log = path.join(dir, 'server.log');
  const logFile = fs.openSync(log, 'w');
  const child = spawn(serverNode, args, {
    detached: true, // its own process group, so that stop() reaches the extension hosts too
    stdio: ['ignore', logFile, logFile],
    env: {
      ...process.env,
      EXTENSIONS_GALLERY: '{}', // no request leaves the machine
      VSCODE_SKIP_BUILTIN_EXTENSIONS: skippedExtensions.join(),
      ...env,
    },
  });
  fs.closeSync(logFile);
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // It has ended already.
    }
  };
  const killAtExit = () => signal('SIGKILL');
  process.once('exit', killAtExit);

  const base = `http://127.0.0.1:${usedPort}`;
  for (let attempt = 0; ; attempt++) {
    try {
      if ((await fetch(`${base}/version`)).ok) break;
    } catch {
      // Not listening yet.
    }
    if (attempt > 300 || child.exitCode !== null) {
      signal('SIGKILL');
      throw new Error(`The VS Code server did not start; its log:\n${fs.readFileSync(log, 'utf8').slice(-2000)}`);
    }
    await sleep(100);
  }

  return {
    dir,
    userData,
    base,
    uri: (file) => `vscode-remote://127.0.0.1:${usedPort}${path.resolve(file)}`,
    url: (folder, payload = []) => {
      const query = new URLSearchParams({ folder: path.resolve(folder) });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `${base}/?${query}`;
    },
    async stop() {
      signal('SIGTERM');
      await Promise.race([new Promise((resolve) => child.once('exit', resolve)), sleep(3000)]);
      signal('SIGKILL');
      process.off('exit', killAtExit);
      fs.rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
