// Writes src/modules/pythonSources.generated.ts: the modules of the standard library that are written in Python.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const from = path.join(root, 'src/modules/python');
const to = path.join(root, 'src/modules/pythonSources.generated.ts');

function* sources(folder, prefix = '') {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* sources(path.join(folder, entry.name), `${prefix}${entry.name}/`);
    else if (entry.name.endsWith('.py'))
      yield [`${prefix}${entry.name}`, fs.readFileSync(path.join(folder, entry.name), 'utf8')];
  }
}

const rows = [...sources(from)].map(([name, text]) => `  [${JSON.stringify(name)}, ${JSON.stringify(text)}],`);
const text = `// Made by src/build/pythonSources.mjs from src/modules/python. Do not edit.\n
/** Text of each module by its path: \`enum.py\`, \`collections/__init__.py\`. */
export const PYTHON_SOURCES: ReadonlyMap<string, string> = new Map([\n${rows.join('\n')}\n]);\n`;
if (!fs.existsSync(to) || fs.readFileSync(to, 'utf8') !== text) fs.writeFileSync(to, text);
