// Writes the parts of package.json that are made from typed ids: `node src/build/manifest.mjs` (`npm run manifest`).
// test/invariants/manifest.test.ts fails when they are stale.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { root } from './bundle.mjs';

const manifestFile = path.join(root, 'package.json');
const source = ['contributions.ts', 'contributions.mjs']
  .map((name) => path.join(root, 'src/build', name))
  .find((file) => fs.existsSync(file));

/** The generated keys of package.json (`contributes`, `activationEvents`, `capabilities`), as contributions.ts makes them. */
export async function generatedManifest() {
  if (!source) return {};
  const { outputFiles } = await esbuild.build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const made = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  return made.manifest;
}

/** package.json as it should be, parsed. */
export async function wholeManifest() {
  return { ...JSON.parse(fs.readFileSync(manifestFile, 'utf8')), ...(await generatedManifest()) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!source) console.log('left out: contributions (src/build/contributions.ts does not exist yet)');
  fs.writeFileSync(manifestFile, `${JSON.stringify(await wholeManifest(), null, 2)}\n`);
  execFileSync(path.join(root, 'node_modules/.bin/biome'), ['format', '--write', manifestFile], { stdio: 'inherit' });
}
