// The sentences that are translated: `node src/build/l10n.mjs` lists those that a language lacks, and those that no
// longer occur. test/invariants/l10n.test.ts fails while there are any.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { root } from './bundle.mjs';
import { manifestSentences } from './manifest.mjs';

/** The languages beside English, as VS Code names them. */
export const LANGUAGES = ['zh-cn'];

/** What the editor shows. The command line speaks English; what a real Python says is shown in the editor, too. */
export const FOLDERS = ['src/present', 'src/extension', 'src/webview', 'src/debug'];
const SKIPPED = /^src\/present\/terminal\/(?!verify\.)/;

/** Functions whose string arguments, from this position on, are sentences. */
const SPEAKERS = new Map([
  ['say', [0]],
  ['plural', [2, 3]],
]);

/** The TypeScript files below a folder of the project whose sentences are translated. */
export function files(folder) {
  const full = path.join(root, folder);
  if (!fs.existsSync(full)) return [];
  return fs
    .readdirSync(full, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => name.endsWith('.ts') && !SKIPPED.test(name));
}

/** The English sentences of the code, sorted. */
export function codeSentences() {
  const found = new Set();
  for (const file of FOLDERS.flatMap(files)) {
    const source = ts.createSourceFile(
      file,
      fs.readFileSync(path.join(root, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node) => {
      if (ts.isCallExpression(node)) {
        const name = node.expression.getText(source).split('.').pop();
        for (const position of SPEAKERS.get(name) ?? []) {
          const argument = node.arguments[position];
          if (argument) literals(argument, source, found);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found].sort();
}

/** The string literals that an argument may be: itself, or the ends of a condition. */
function literals(node, source, found) {
  if (ts.isStringLiteralLike(node)) found.add(node.text);
  else if (ts.isConditionalExpression(node)) {
    literals(node.whenTrue, source, found);
    literals(node.whenFalse, source, found);
  } else if (ts.isParenthesizedExpression(node)) literals(node.expression, source, found);
}

const read = (file) => {
  const full = path.join(root, file);
  return fs.existsSync(full) ? JSON.parse(fs.readFileSync(full, 'utf8')) : {};
};

const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort().join();

/** What is wrong with a language's translations, a line each. */
export async function faults(language) {
  const lines = [];
  const compare = (file, wanted) => {
    const given = read(file);
    for (const [key, english] of wanted) {
      const text = given[key];
      if (text === undefined) lines.push(`${file} lacks ${JSON.stringify(key)}: ${JSON.stringify(english)}`);
      else if (placeholders(text) !== placeholders(english))
        lines.push(`${file} has other placeholders in ${JSON.stringify(key)}`);
    }
    for (const key of Object.keys(given))
      if (!wanted.has(key)) lines.push(`${file} has ${JSON.stringify(key)}, which is no longer there`);
  };
  compare(`l10n/bundle.l10n.${language}.json`, new Map(codeSentences().map((text) => [text, text])));
  compare(`package.nls.${language}.json`, new Map(Object.entries(await manifestSentences())));
  return lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const language of LANGUAGES) for (const line of await faults(language)) console.log(line);
}
