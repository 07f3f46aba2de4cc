/** Runs in the extension host of a real VS Code: what `npm run bench:editor` measures, figures into a file. */
import fs from 'node:fs';
import workers from 'node:worker_threads';
import * as vscode from 'vscode';
import {
  api,
  change,
  edit,
  ended,
  type Figure,
  heldBytes,
  longestStretch,
  openText,
  percentile,
  program,
  sleep,
} from './tools.js';

const MIB = 2 ** 20;
const figures: Figure[] = [];

function figure(what: string, value: number, unit: string, most?: number): void {
  figures.push({ what, value, unit, ...(most === undefined ? {} : { most }) });
}

/** The workers that the extension starts. */
const started: workers.Worker[] = [];

function watchWorkers(): void {
  const { Worker } = workers;
  workers.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      started.push(this);
    }
  };
}

const closeAll = () => vscode.commands.executeCommand('workbench.action.closeAllEditors');

async function closeUnsaved(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors) {
    if (!document.isUntitled) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await closeAll();
}

async function firstCounts(): Promise<void> {
  const begin = performance.now();
  await ended((await openText(program(60))).document);
  figure('60 lines: first counts after opening, worker and all', performance.now() - begin, 'ms');
  await closeUnsaved();
}

/** Runs `work` with the wait after an edit that users have; the other parts have a short one, to be done sooner. */
async function withUsersWait(work: () => Promise<void>): Promise<void> {
  const section = vscode.workspace.getConfiguration('arenascope');
  const short = section.get<number>('debounce');
  await section.update('debounce', undefined, vscode.ConfigurationTarget.Global);
  await sleep(500);
  await work();
  await section.update('debounce', short, vscode.ConfigurationTarget.Global);
  await sleep(500);
}

async function edits(): Promise<void> {
  const editor = await openText(program(60));
  await ended(editor.document);
  for (let i = 0; i < 30; i++) await edit(editor, i);
  const times: number[] = [];
  const blocks: number[] = [];
  await withUsersWait(async () => {
    for (let i = 0; i < 200; i++) times.push(await edit(editor, 100 + i));
    for (let i = 0; i < 100; i++) {
      const longest = await longestStretch(async () => {
        await edit(editor, 1000 + i);
        await sleep(20);
      });
      blocks.push(longest);
    }
  });
  figure('60 lines: counts after an edit, from the end of the wait, median', percentile(times, 50), 'ms', 16);
  figure('60 lines: counts after an edit, from the end of the wait, 99 of 100', percentile(times, 99), 'ms', 50);
  figure('60 lines: the host is kept by an edit, median', percentile(blocks, 50), 'ms', 4);
  figure('60 lines: the host is kept by an edit, 99 of 100', percentile(blocks, 99), 'ms', 4);
  const whole: number[] = [];
  for (let i = 0; i < 100; i++) whole.push(await edit(editor, 1500 + i));
  figure('60 lines: counts after an edit with a wait of 10 ms, the run and all, median', percentile(whole, 50), 'ms');
  const before = await heldBytes();
  for (let i = 0; i < 1000; i++) await edit(editor, 2000 + i);
  figure('1,000 edits in a row: the host holds more', ((await heldBytes()) - before) / MIB, 'MiB', 2);
  await closeUnsaved();
}

async function without(): Promise<void> {
  const section = vscode.workspace.getConfiguration('arenascope');
  const editor = await openText(program(60));
  await ended(editor.document);
  await section.update('mode', 'off', vscode.ConfigurationTarget.Global);
  await sleep(500);
  const blocks: number[] = [];
  for (let i = 0; i < 100; i++) {
    const longest = await longestStretch(async () => {
      await change(editor, i);
      // As long as an edit is watched with counts.
      await sleep(330);
    });
    blocks.push(longest);
  }
  await section.update('mode', undefined, vscode.ConfigurationTarget.Global);
  figure('60 lines, counts off: the host is kept by an edit, median', percentile(blocks, 50), 'ms');
  figure('60 lines, counts off: the host is kept by an edit, 99 of 100', percentile(blocks, 99), 'ms');
  await closeUnsaved();
}

async function longFile(): Promise<void> {
  const text = program(20_000);
  const begin = performance.now();
  const editor = await openText(text);
  const opening = await longestStretch(async () => {
    await ended(editor.document);
  });
  figure('20,000 lines: first counts after opening', performance.now() - begin, 'ms');
  figure('20,000 lines: the host is kept by opening', opening, 'ms');
  const times: number[] = [];
  const blocks: number[] = [];
  for (let i = 0; i < 10; i++) {
    const longest = await longestStretch(async () => {
      times.push(await edit(editor, i));
      await sleep(20);
    });
    blocks.push(longest);
  }
  figure('20,000 lines: counts after an edit, median', percentile(times, 50), 'ms');
  figure('20,000 lines: the host is kept by an edit, median', percentile(blocks, 50), 'ms');
  await closeUnsaved();
}

async function tenFiles(): Promise<void> {
  const { explore } = await api();
  const documents = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      vscode.workspace.openTextDocument({ language: 'python', content: `# ${i}\n${program(60)}` }),
    ),
  );
  const begin = performance.now();
  const longest = await longestStretch(() => Promise.all(documents.map((document) => explore(document))));
  figure('ten files at once: all have counts', performance.now() - begin, 'ms', 500);
  figure('ten files at once: the host is kept', longest, 'ms', 10);
}

async function killedWorker(): Promise<void> {
  const editor = await openText(program(60));
  await ended(editor.document);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    await started.at(-1)!.terminate();
    times.push(await edit(editor, i));
  }
  figure('the worker is killed: counts after the next edit, median', percentile(times, 50), 'ms', 1500);
  const run = (await api()).explore(
    await vscode.workspace.openTextDocument({ language: 'python', content: 'while True: sum(range(9999))\n' }),
  );
  await sleep(200);
  await started.at(-1)!.terminate();
  const { state } = await run;
  if (state.kind !== 'failed') throw new Error(`a killed run is ${state.kind}`);
  figure('the worker is killed in the middle of a run: counts after the next edit', await edit(editor, 10), 'ms', 1500);
  await closeUnsaved();
}

async function closedInTheMiddle(): Promise<void> {
  const editor = await openText(program(60));
  await ended(editor.document);
  const rounds = async (from: number) => {
    const times: number[] = [];
    for (let i = from; i < from + 20; i++) {
      await openText(`# ${i}\nkeep = []\nwhile True: keep.append([])\n`, vscode.ViewColumn.Two);
      await sleep(60);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      times.push(await edit(editor, i));
    }
    return times;
  };
  await rounds(0);
  const before = await heldBytes();
  const times = await rounds(100);
  figure(
    'closed in the middle of a run: counts of another file after an edit, median',
    percentile(times, 50),
    'ms',
    100,
  );
  figure('20 files closed in the middle of a run: the host holds more', ((await heldBytes()) - before) / MIB, 'MiB', 2);
  await closeUnsaved();
}

export async function run(): Promise<void> {
  watchWorkers();
  const file = process.env.ARENASCOPE_FIGURES!;
  const parts = { firstCounts, without, edits, longFile, tenFiles, killedWorker, closedInTheMiddle };
  const only = process.env.ARENASCOPE_PARTS?.split(',');
  for (const [name, part] of Object.entries(parts)) {
    if (only && !only.includes(name)) continue;
    try {
      await part();
    } catch (error) {
      figures.push({ what: `${name}: ${error instanceof Error ? error.message : error}`, value: Number.NaN, unit: '' });
    }
    fs.writeFileSync(file, JSON.stringify(figures));
  }
}
