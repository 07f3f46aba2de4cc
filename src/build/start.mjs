// `npm start`: builds, then opens VS Code with the extension on examples/. A desktop VS Code (`code` on PATH) is used
// where there is one; otherwise (or with --server) the real VS Code server, at a loopback address for your browser.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startVSCode } from '../../test/vscode/harness/server.mjs';
import { root } from './bundle.mjs';
import { packageExtension } from './package.mjs';

const examples = path.join(root, 'examples');
const firstFile = path.join(examples, 'cycle.py');

function hasDesktopCode() {
  const probe = spawnSync('code', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  return probe.status === 0 && /^\d+\.\d+\.\d+/.test(probe.stdout);
}

async function openServer() {
  const vsix = path.join(root, '.vscode-test/arenascope.vsix');
  fs.mkdirSync(path.dirname(vsix), { recursive: true });
  await packageExtension(vsix);
  const server = await startVSCode({
    vsix: [vsix],
    settings: { 'workbench.reduceMotion': 'auto', 'editor.hover.delay': 300 },
    port: process.env.PORT ? Number(process.env.PORT) : undefined,
  });
  console.log(`\nVS Code with Arenascope is at\n\n  ${server.url(examples, [['openFile', server.uri(firstFile)]])}\n`);
  console.log('Open it in a browser on this machine. Ctrl+C ends it.');
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  setInterval(() => {}, 1 << 30); // the server is a process group of its own: wait here until the user ends it
}

execFileSync(process.execPath, [path.join(root, 'src/build/bundle.mjs')], { stdio: 'inherit' });
if (!process.argv.includes('--server') && hasDesktopCode()) {
  console.log('Opening VS Code on examples/ ...');
  const args = [`--extensionDevelopmentPath=${root}`, examples, '--goto', firstFile];
  const { status } = spawnSync('code', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = status ?? 1;
} else {
  await openServer();
}
