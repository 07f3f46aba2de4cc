// Writes src/modules/README.md: which modules of the standard library are simulated.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..'), 'src/modules');

/** Names of the modules written in TypeScript. */
function nativeNames() {
  const names = ['sys'];
  for (const file of fs.readdirSync(folder)) {
    if (!file.endsWith('.ts') || file.endsWith('.generated.ts')) continue;
    const found = /: ModuleDef = \{\s*name: '([^']+)'/.exec(fs.readFileSync(path.join(folder, file), 'utf8'));
    if (found !== null) names.push(found[1]);
  }
  return names;
}

/** Names of the modules written in Python. */
function pythonNames() {
  return fs
    .readdirSync(path.join(folder, 'python'))
    .map((name) => name.replace(/\.py$/, ''))
    .filter((name) => name !== '__pycache__');
}

/** The text of the file. */
export function modulesTableText() {
  const rows = new Map();
  for (const name of nativeNames()) rows.set(name, 'TypeScript');
  for (const name of pythonNames()) rows.set(name, 'Python');
  const shown = [...rows].filter(([name]) => !name.startsWith('_')).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return [
    '<!-- Made by src/build/modulesTable.mjs. Do not edit. -->',
    '',
    '# Modules of the standard library that are simulated',
    '',
    'Importing any other ends the run with status 3 and a message that says where.',
    '',
    '| module | written in |',
    '|---|---|',
    ...shown.map(([name, language]) => `| \`${name}\` | ${language} |`),
    '',
  ].join('\n');
}

/** Where the table stands. */
export const modulesTableFile = path.join(folder, 'README.md');

if (process.argv[1] === fileURLToPath(import.meta.url)) fs.writeFileSync(modulesTableFile, modulesTableText());
