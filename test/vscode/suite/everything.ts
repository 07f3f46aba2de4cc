/** The commands, views and settings that no story in the other files needs. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMAND, SECTION, SETTING, VIEW } from '../../../src/extension/ids.js';
import { api, EXTENSION, ended, eventually, hoverText, openExample, openText } from './tools.js';

const { executeCommand } = vscode.commands;
const { Global } = vscode.ConfigurationTarget;

const inBrowser = () => vscode.extensions.getExtension(EXTENSION)!.packageJSON.main === undefined;
const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const panelIsOpen = () =>
  tabs().some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(VIEW.panel));
const cursorLine = () => (vscode.window.activeTextEditor?.selection.active.line ?? -1) + 1;

/** Chooses, in each list that the extension shows, the first entry that fits. */
async function choosing(choice: RegExp, work: () => Thenable<unknown>): Promise<readonly string[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const { showQuickPick } = vscode.window;
  const offered: string[] = [];
  window.showQuickPick = async (items: readonly vscode.QuickPickItem[]) => {
    offered.push(...items.map(({ label }) => label));
    return items.find(({ label }) => choice.test(label));
  };
  try {
    await work();
  } finally {
    window.showQuickPick = showQuickPick;
  }
  return offered;
}

async function withSetting(name: string, value: unknown, work: () => Promise<void>): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  await section.update(name, value, Global);
  try {
    await work();
  } finally {
    await section.update(name, undefined, Global);
  }
}

export function everythingTests(): void {
  describe('each command', () => {
    it('the Python version is chosen from a list', async () => {
      const { document } = await openText('a = []\n');
      await ended(document);
      const section = () => vscode.workspace.getConfiguration(SECTION).inspect(SETTING.pythonVersion);
      try {
        const offered = await choosing(/3\.9/, () => executeCommand(COMMAND.choosePython));
        assert.ok(offered.includes('Python 3.13') && offered.includes('Python 3.8'));
        assert.equal(section()?.workspaceValue, '3.9');
        await eventually('a run of 3.9', async () => (await ended(document)).result?.python === '3.9');
      } finally {
        const { Workspace } = vscode.ConfigurationTarget;
        await vscode.workspace.getConfiguration(SECTION).update(SETTING.pythonVersion, undefined, Workspace);
      }
    });

    it('the menu of the status bar leads on', async () => {
      await executeCommand('workbench.action.closeAllEditors');
      await ended((await openExample('cycle.py')).document);
      const offered = await choosing(/cycles/, () => executeCommand(COMMAND.showMenu));
      assert.ok(offered.length >= 10);
      await eventually('the panel', panelIsOpen);
    });

    it('a line is gone to, from a row and from the link of a hover', async () => {
      const { document } = await openText('a = []\nbox = [a]\nprint(box)\n');
      await ended(document);
      await executeCommand(COMMAND.goToLine, { line: 2 });
      await eventually('the cursor in line 2', () => cursorLine() === 2);
      const text = await hoverText(document, 3, 'box');
      const [, link] = /\[line 2\]\(command:arenascope\.goToLine\?([^)]*)\)/.exec(text) ?? [];
      await executeCommand(COMMAND.goToLine, { line: 3 });
      await eventually('the cursor in line 3', () => cursorLine() === 3);
      await executeCommand(COMMAND.goToLine, ...JSON.parse(decodeURIComponent(link!)));
      await eventually('the cursor in line 2 again', () => cursorLine() === 2);
    });

    it('an object is revealed in the panel', async () => {
      await executeCommand('workbench.action.closeAllEditors');
      const { document } = await openText('a = []\n');
      const { result } = await ended(document);
      const { address } = result!.files[0]!.lines[0]!.names[0]!;
      await executeCommand(COMMAND.revealInPanel, { object: address }, true);
      assert.equal(panelIsOpen(), false);
      await executeCommand(COMMAND.revealInPanel, { object: address });
      await eventually('the panel', panelIsOpen);
    });

    it('a picture of the panel is saved', async () => {
      const { document } = await openExample('cycle.py');
      await ended(document);
      await executeCommand(COMMAND.showCycles);
      await eventually('the panel', panelIsOpen);
      const target = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, '..', 'picture.svg');
      const picture = await eventually('the picture', async () => {
        await executeCommand(COMMAND.exportPicture, target);
        await new Promise((resolve) => setTimeout(resolve, 500));
        try {
          return new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
        } catch {
          return undefined; // The panel is not there yet.
        }
      });
      assert.match(picture, /^<svg|^<\?xml/);
    });

    it('the walkthrough opens', async () => {
      await executeCommand('workbench.action.closeAllEditors');
      await executeCommand(COMMAND.openWalkthrough);
      await eventually('its tab', () => tabs().some(({ label }) => /Arenascope|Welcome|Walkthrough/i.test(label)));
      await executeCommand('workbench.action.closeAllEditors');
    });
  });

  describe('each view', () => {
    it('can be gone to', async () => {
      await ended((await openExample('cycle.py')).document);
      await executeCommand(`workbench.view.extension.${VIEW.container}`);
      for (const view of [VIEW.heap, VIEW.names, VIEW.cycles, VIEW.allocator, VIEW.generations, VIEW.events])
        await executeCommand(`${view}.focus`);
    });
  });

  describe('each setting', () => {
    const requested = async (document: vscode.TextDocument) => (await ended(document)).request!.options;
    const cases: readonly [string, unknown, (options: Awaited<ReturnType<typeof requested>>) => boolean][] = [
      [SETTING.pythonVersion, '3.10', ({ python }) => python === '3.10'],
      [SETTING.collector, 'refcounting', ({ collector }) => collector?.kind !== undefined],
      [SETTING.malloc, 'malloc', ({ allocator }) => allocator === 'malloc'],
      [SETTING.budgetLines, 1234, ({ budgets }) => budgets.lines === 1234],
      [SETTING.budgetMemory, 32, ({ budgets }) => budgets.memoryBytes === 32 * 2 ** 20],
      [SETTING.budgetTime, 1234, ({ budgets }) => budgets.milliseconds === 1234],
    ];
    for (const [name, value, isSo] of cases)
      it(`${name} changes the run`, async () => {
        const { document } = await openText(`a = [] # ${name}\n`);
        assert.equal(isSo(await requested(document)), false);
        await withSetting(name, kindOf(name, value), async () => {
          await eventually('the run', async () => isSo(await requested(document)));
        });
      });

    it(`${SETTING.debounce} is the wait after an edit`, async () => {
      const editor = await openText('a = []\n');
      await ended(editor.document);
      const wait = async () => {
        const begin = performance.now();
        const shown = new Promise<number>((resolve) => {
          void api().then(({ onDidShowCounts }) => {
            const listener = onDidShowCounts(({ uri, milliseconds }) => {
              if (uri.toString() !== editor.document.uri.toString() || milliseconds === undefined) return;
              listener.dispose();
              resolve(performance.now() - begin - milliseconds);
            });
          });
        });
        await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'b = 1\n'));
        return shown;
      };
      await withSetting(SETTING.debounce, 700, async () => assert.ok((await wait()) >= 690));
    });

    it(`${SETTING.interpreter} is what a program is verified with, after a question`, async () => {
      if (inBrowser()) return;
      const window = vscode.window as unknown as Record<string, unknown>;
      const { showWarningMessage } = vscode.window;
      const asked: string[] = [];
      window.showWarningMessage = async (message: string, options?: { detail?: string }) => {
        asked.push(`${message} ${options?.detail ?? ''}`);
        return undefined;
      };
      try {
        await ended((await openExample('cycle.py')).document);
        await withSetting(SETTING.interpreter, '/nowhere/python', async () => {
          await executeCommand(COMMAND.verifyWithPython);
        });
      } finally {
        window.showWarningMessage = showWarningMessage;
      }
      assert.match(asked.join('\n'), /\/nowhere\/python/);
    });
  });
}

/** The collectors are listed in the manifest: one that is not the default. */
function kindOf(name: string, value: unknown): unknown {
  if (name !== SETTING.collector) return value;
  const { contributes } = vscode.extensions.getExtension(EXTENSION)!.packageJSON;
  const kinds: readonly string[] = contributes.configuration.properties[`${SECTION}.${name}`].enum;
  return kinds.find((kind) => kind !== 'default');
}
