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

const sentencesFile = path.join(root, 'package.nls.json');

/** Keys of package.json whose text a user reads. */
const WORDS = new Set([
  'title',
  'name',
  'label',
  'description',
  'markdownDescription',
  'enumDescriptions',
  'contents',
  'altText',
]);

/** The same with `%key%` in place of each sentence, which goes into `sentences`. */
function withoutSentences(value, key, sentences) {
  if (Array.isArray(value)) {
    return value.map((item, i) =>
      withoutSentences(item, `${key}.${item?.command ?? item?.id ?? item?.view ?? item?.type ?? i}`, sentences),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const at = `${key}.${name}`;
    const say = (text, place) => {
      if (text === 'Arenascope') return text;
      sentences[place] = text;
      return `%${place}%`;
    };
    if (!WORDS.has(name)) return [name, withoutSentences(inner, at, sentences)];
    if (typeof inner === 'string') return [name, say(inner, at)];
    if (Array.isArray(inner)) return [name, inner.map((text, i) => say(text, `${at}.${i}`))];
    return [name, withoutSentences(inner, at, sentences)];
  });
  return Object.fromEntries(entries);
}

/** The sentences of package.json by key: what package.nls.json holds. */
export async function manifestSentences() {
  const sentences = {};
  const { contributes, capabilities } = await contributed();
  withoutSentences(contributes, 'arenascope', sentences);
  withoutSentences(capabilities, 'arenascope.capabilities', sentences);
  return sentences;
}

/** The generated keys of package.json (`contributes`, `activationEvents`, `capabilities`), as contributions.ts makes them. */
export async function generatedManifest() {
  const manifest = await contributed();
  return {
    ...manifest,
    contributes: withoutSentences(manifest.contributes, 'arenascope', {}),
    capabilities: withoutSentences(manifest.capabilities, 'arenascope.capabilities', {}),
  };
}

async function contributed() {
  if (!source) return { contributes: {}, capabilities: {} };
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
  fs.writeFileSync(sentencesFile, `${JSON.stringify(await manifestSentences(), null, 2)}\n`);
  if (!source) console.log('left out: contributions (src/build/contributions.ts does not exist yet)');
  fs.writeFileSync(manifestFile, `${JSON.stringify(await wholeManifest(), null, 2)}\n`);
  execFileSync(path.join(root, 'node_modules/.bin/biome'), ['format', '--write', manifestFile], { stdio: 'inherit' });
}
