// Writes src/modules/pythonSources.generated.ts: the text of all modules in src/modules/python.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(root, 'src/modules/python');

/** Paths of all sources below a folder, relative to it. */
function sourcesIn(directory, prefix = '') {
  const found = [];
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) found.push(...sourcesIn(path.join(directory, entry.name), `${prefix}${entry.name}/`));
    else if (entry.name.endsWith('.py')) found.push(prefix + entry.name);
  }
  return found;
}

/** The generated file's text. */
export function pythonSourcesText() {
  const rows = sourcesIn(folder)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((file) => `  [${JSON.stringify(file)}, ${JSON.stringify(fs.readFileSync(path.join(folder, file), 'utf8'))}],`);
  return [
    '// Made by src/build/pythonModules.mjs from src/modules/python. Do not edit.',
    '',
    '/** Source texts of the modules that are written in Python, by path: `collections/__init__.py`. */',
    'export const PYTHON_SOURCES: ReadonlyMap<string, string> = new Map([',
    ...rows,
    ']);',
    '',
  ].join('\n');
}

/** Where the generated file stands. */
export const pythonSourcesFile = path.join(root, 'src/modules/pythonSources.generated.ts');

if (process.argv[1] === fileURLToPath(import.meta.url)) fs.writeFileSync(pythonSourcesFile, pythonSourcesText());
