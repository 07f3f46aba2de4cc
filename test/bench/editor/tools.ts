/** What the benchmarks of the editor share: programs to edit, times, the memory of the extension host. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { ArenascopeApi } from '../../../src/extension/app.js';
import type { DocumentRun } from '../../../src/session/documentRuns.js';

/** One figure; `most` is what it may be, absent where it is only told. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly most?: number;
}

/** A program of so many lines with classes, calls, a loop and a cycle, as somebody writes it. */
export function program(lines: number): string {
  const head = ['import gc', 'import weakref', '', 'number = 1', 'kept = []', ''];
  const part = (n: number) => [
    `class Node${n}:`,
    '    def __init__(self, label):',
    '        self.label = label',
    '        self.partner = None',
    '',
    `def build${n}(count):`,
    `    nodes = [Node${n}(str(i)) for i in range(count)]`,
    '    for left, right in zip(nodes, nodes[1:]):',
    '        left.partner = right',
    '    nodes[-1].partner = nodes[0]',
    '    return nodes',
    '',
    `nodes${n} = build${n}(4)`,
    `first${n} = nodes${n}[0]`,
    `kept.append(first${n})`,
    `del nodes${n}`,
    `table${n} = {name: len(name) for name in ("a", "bb", "ccc")}`,
    '',
  ];
  const text = [...head];
  for (let n = 0; text.length < lines; n++) text.push(...part(n));
  return `${text.slice(0, lines).join('\n')}\n`;
}

export function api(): Thenable<ArenascopeApi> {
  return vscode.extensions.getExtension<ArenascopeApi>('arenascope.arenascope')!.activate();
}

export async function openText(content: string, column = vscode.ViewColumn.One): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  return vscode.window.showTextDocument(document, { viewColumn: column, preview: false });
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The run of the document's present text, once it has ended. */
export async function ended(document: vscode.TextDocument, ms = 60_000): Promise<DocumentRun> {
  const { run } = await api();
  for (const begin = Date.now(); Date.now() - begin < ms; await sleep(5)) {
    const now = run(document.uri);
    if (now?.version !== document.version) continue;
    if (now.state.kind === 'failed' || (now.state.kind === 'done' && !now.state.stale)) return now;
  }
  throw new Error(`no run of ${document.uri.path}`);
}

/** Changes the number in the line `number = ...`. */
export async function change(editor: vscode.TextEditor, value: number): Promise<void> {
  const { document } = editor;
  const line = document
    .getText()
    .split('\n')
    .findIndex((text) => text.startsWith('number = '));
  const undo = { undoStopBefore: false, undoStopAfter: false };
  await editor.edit((edit) => edit.replace(document.lineAt(line).range, `number = ${value}`), undo);
}

/** Changes that line, and gives the milliseconds from the end of the wait to new counts. */
export async function edit(editor: vscode.TextEditor, value: number): Promise<number> {
  const { onDidShowCounts } = await api();
  const { document } = editor;
  const shown = new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no counts after an edit')), 60_000);
    const listener = onDidShowCounts(({ uri, version, milliseconds }) => {
      if (uri.toString() !== document.uri.toString() || version !== document.version || milliseconds === undefined)
        return;
      clearTimeout(late);
      listener.dispose();
      resolve(milliseconds);
    });
  });
  await change(editor, value);
  return shown;
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that the extension host holds after a collection of its own: the heap and what lies outside of it. */
export async function heldBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await sleep(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The longest stretch of time, in milliseconds, in which nothing else could run on this thread while `work` did. */
export async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let going = true;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    if (now - last > longest) longest = now - last;
    last = now;
    if (going) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  going = false;
  return longest;
}
