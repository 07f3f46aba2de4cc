// A text whose beginning is known must be parsed to what it is parsed to alone: after edits of all kinds.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type ParseOptions, parseStrict } from '../../../src/python/parse.js';
import { ParseMemory } from '../../../src/python/parseMemory.js';
import { createRandom } from '../../fuzz/random.mjs';

const folder = path.resolve(__dirname, '../../conformance/programs');
const version = '3.12' as const;

function plain(value: unknown): string {
  return JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));
}

/** Parses texts of a file one after the other; each must be what it is to somebody who sees it alone. */
function expectAlike(texts: readonly string[]): void {
  const of = new ParseMemory();
  for (const text of texts) {
    const options: ParseOptions = { version, memory: { of, file: 'a.py' } };
    expect(plain(parseStrict(text, options)), text).toBe(plain(parseStrict(text, { version })));
  }
}

test('an edit of each kind', () => {
  const text =
    'import os\n\nif os:\n    a = 1\nb = 2; c = 3\n\n@d\ndef f():\n    return "\\d"\n\nx = (1,\n2)\ny = 3\nz = 4\n';
  expectAlike([
    text,
    `${text}# more\n`,
    text.replace('z = 4', 'z = 5'),
    text.replace('y = 3', 'else:\n    y = 3'),
    text.replace('b = 2; c = 3', 'else:\n    b = 2'),
    text.replace('y = 3', '    y = 3'),
    text.replace('2)', '2'),
    text.replace('z = 4', '"""'),
    text.replace('@d', '@d(1)'),
    text.replace('import os', 'import sys as os'),
    text.replace('z = 4', 'z = \u0000'),
    text.replaceAll('\n', '\r\n'),
    `\ufeff${text}`,
    '',
    text,
  ]);
});

test('random edits of real programs', () => {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.py'));
  const chance = createRandom(20261122);
  for (let n = 0; n < 40; n++) {
    const text = fs.readFileSync(path.join(folder, files[chance.below(files.length)]!), 'utf8');
    const lines = text.split('\n');
    const texts = [text];
    for (let k = 0; k < 8; k++) {
      const at = chance.below(text.length + 1);
      const piece = chance.pick([
        '\n',
        ' ',
        '    ',
        ')',
        '"""',
        '#',
        ':',
        'else:\n',
        'x = 1\n',
        `${chance.pick(lines)}\n`,
      ]);
      const from = chance.chance(0.5) ? text.lastIndexOf('\n', at) + 1 : at;
      texts.push(text.slice(0, from) + piece + text.slice(from + chance.below(3)));
    }
    expectAlike(texts);
  }
});
