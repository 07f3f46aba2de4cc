// Makes a copy of the extension whose worker answers with a hand-made run, packaged as a VSIX.
// For work on the interface only: nothing of it is shipped.
import fs from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import * as esbuild from 'esbuild';
import { commonOptions, root } from '../../../src/build/bundle.mjs';

/** Builds into `folder` and returns the VSIX's path. */
export async function stageWithFakeWorker(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, 'dist'), { recursive: true });
  const common = { ...(await commonOptions()), sourcemap: false };
  const node = { platform: 'node', target: 'node20' };
  await esbuild.build({
    ...common,
    ...node,
    entryPoints: ['src/extension/main.ts'],
    format: 'cjs',
    external: ['vscode'],
    outfile: path.join(folder, 'dist/extension.cjs'),
  });
  await esbuild.build({
    ...common,
    ...node,
    entryPoints: ['test/vscode/fake/worker.ts'],
    format: 'cjs',
    outfile: path.join(folder, 'dist/worker.cjs'),
  });
  await esbuild.build({
    ...common,
    platform: 'browser',
    entryPoints: ['src/webview/main.ts'],
    format: 'iife',
    outfile: path.join(folder, 'dist/webview.js'),
  });
  for (const name of [
    'package.json',
    '.vscodeignore',
    'media',
    'l10n',
    'examples',
    'package.nls.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
  ]) {
    const from = path.join(root, name);
    if (fs.existsSync(from)) fs.cpSync(from, path.join(folder, name), { recursive: true });
  }
  const packagePath = path.join(folder, 'fake.vsix');
  await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}
