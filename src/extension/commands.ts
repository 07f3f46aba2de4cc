/** The commands of the palette, the menus and the views. */
import * as vscode from 'vscode';
import type { TreeNode } from '../present/tree.js';
import type { Moment } from '../protocol/position.js';
import { PYTHON_VERSIONS } from '../protocol/run.js';
import type { Decorations } from './decorations.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND, SECTION, SETTING, VIEW } from './ids.js';
import { goToLine, type PanelHost } from './panelHost.js';
import { say } from './say.js';
import { readSettings } from './settings.js';
import type { Status } from './status.js';

export interface Parts {
  readonly explorer: Explorer;
  readonly decorations: Decorations;
  readonly panel: PanelHost;
  readonly status: Status;
}

async function currentDocument({ explorer }: Parts): Promise<vscode.TextDocument | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (isExplorable(active)) return active;
  if (explorer.current) return vscode.workspace.openTextDocument(explorer.current);
  void vscode.window.showInformationMessage(say('Open a Python file first.'));
  return undefined;
}

/** The moment after the last execution of the cursor's line. */
function cursorMoment(document: vscode.TextDocument): Moment {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find((e) => e?.document === document);
  return { kind: 'line', file: 0, line: (editor?.selection.active.line ?? document.lineCount - 1) + 1, hit: -1 };
}

async function choosePython(): Promise<void> {
  const now = readSettings().run.python;
  const items = PYTHON_VERSIONS.map((version) => ({
    label: `Python ${version}`,
    description: version === now ? say('current') : '',
    version,
  }));
  const chosen = await vscode.window.showQuickPick(items.reverse(), {
    placeHolder: say('Simulate which version of CPython?'),
  });
  if (!chosen) return;
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(SECTION).update(SETTING.pythonVersion, chosen.version, target);
}

export function registerCommands(parts: Parts): vscode.Disposable[] {
  const { explorer, decorations, panel, status } = parts;
  const { registerCommand, executeCommand } = vscode.commands;

  async function exploreAt(viewpoint: (document: vscode.TextDocument) => { at?: Moment; collectAt?: Moment }) {
    const document = await currentDocument(parts);
    return document && explorer.explore(document, viewpoint(document));
  }

  return [
    registerCommand(COMMAND.explore, async () => {
      const document = await currentDocument(parts);
      if (!document) return;
      if (!decorations.visible) await decorations.setVisible(true);
      panel.open();
      await explorer.explore(document, {});
    }),
    registerCommand(COMMAND.toggleCounts, async () => {
      const visible = !decorations.visible;
      await decorations.setVisible(visible);
      status.update();
      const { activeTextEditor } = vscode.window;
      if (visible && isExplorable(activeTextEditor?.document)) await explorer.explore(activeTextEditor!.document);
    }),
    registerCommand(COMMAND.collectHere, async () => {
      const run = await exploreAt((document) => {
        const at = cursorMoment(document);
        return { at, collectAt: at };
      });
      const asked = run?.result?.collections.find((c) => c.reason === 'asked');
      if (!run) return;
      panel.open({ kind: 'collections' });
      if (!asked) void vscode.window.showInformationMessage(say('The line did not run: no collection was made.'));
    }),
    registerCommand(COMMAND.showCycles, async () => {
      const document = await currentDocument(parts);
      if (!document) return;
      panel.open({ kind: 'cycles' });
      await explorer.explore(document);
    }),
    registerCommand(COMMAND.showMemoryHere, async () => {
      if (await exploreAt((document) => ({ at: cursorMoment(document) }))) panel.open();
    }),
    registerCommand(COMMAND.showMemoryAtEnd, async () => {
      await exploreAt(() => ({}));
    }),
    registerCommand(COMMAND.choosePython, choosePython),
    registerCommand(COMMAND.revealInPanel, async (node?: TreeNode, onlyIfOpen = false) => {
      if (!node || (onlyIfOpen && !panel.visible)) return;
      if (node.object !== undefined) panel.open({ kind: 'object', address: node.object });
      else if (node.pool !== undefined) panel.open({ kind: 'pool', address: node.pool });
    }),
    registerCommand(COMMAND.goToLine, async (node?: TreeNode) => {
      if (explorer.current && node?.line) await goToLine(explorer.current, node.line);
      else await executeCommand(`${VIEW.heap}.focus`);
    }),
  ];
}
