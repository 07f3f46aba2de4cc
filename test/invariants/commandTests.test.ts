/** Nothing that the extension contributes is without a test in a real VS Code. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../../src/build/bundle.mjs';
import { COMMAND, MODES, SETTING, VIEW } from '../../src/extension/ids.js';

const read = (folder: string) =>
  readdirSync(`${root}/test/vscode/${folder}`)
    .map((name) => readFileSync(`${root}/test/vscode/${folder}/${name}`, 'utf8'))
    .join('\n');
const suite = read('suite');
const all = `${suite}\n${read('ui')}`;

test('the suite in the extension host, which runs in Node and in a browser, calls every command', () => {
  const called = (name: string) => new RegExp(`\\bCOMMAND\\.${name}\\b`).test(suite);
  expect(Object.keys(COMMAND).filter((name) => !called(name))).toEqual([]);
});

test('every view is looked at', () => {
  const seen = (name: string) => new RegExp(`\\bVIEW\\.${name}\\b`).test(suite);
  expect(Object.keys(VIEW).filter((name) => !seen(name))).toEqual([]);
});

test('every mode of the counts is tried', () => {
  expect(MODES.filter((mode) => !all.includes(`'${mode}'`))).toEqual([]);
});

test('every setting is changed', () => {
  const changed = (name: string) =>
    suite.includes(`SETTING.${name}`) ||
    suite.includes(`COMMAND.toggle${name[0]!.toUpperCase()}${name.slice(1)}`) ||
    all.includes(`'${SETTING[name as keyof typeof SETTING]}'`);
  expect(Object.keys(SETTING).filter((name) => !changed(name))).toEqual([]);
});
