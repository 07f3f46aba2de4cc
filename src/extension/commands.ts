/** The commands of the palette, the menus and the views. */
import * as vscode from 'vscode';
import type { TreeNode } from '../present/tree.js';
import type { Moment } from '../protocol/position.js';
import { PYTHON_VERSIONS } from '../protocol/run.js';
import { annotationOf } from '../session/packedResult.js';
import type { Decorations } from './decorations.js';
import { openExample } from './examples.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND, SECTION, SETTING, VIEW, WALKTHROUGH } from './ids.js';
import { showMenu } from './menu.js';
import { MOVES, type Move } from './moments.js';
import { goToLine, type PanelHost } from './panelHost.js';
import { reportPage } from './reportExport.js';
import { say } from './say.js';
import { readSettings } from './settings.js';
import type { Status } from './status.js';

export interface Parts {
  readonly extension: vscode.Uri;
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

/** Shows the object of the name under the cursor, as it is after the cursor's line, with all that holds it. */
async function whyAlive(parts: Parts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isExplorable(editor.document)) return;
  const { document, selection } = editor;
  const range = document.getWordRangeAtPosition(selection.active);
  const name = range ? document.getText(range) : '';
  const at = cursorMoment(document);
  const { explorer, panel } = parts;
  const run = await explorer.explore(document, { at });
  const touched = annotationOf(run.result?.files[0], selection.active.line + 1)?.names;
  const scope = touched?.find((touch) => touch.name === name)?.scope;
  const selector = { kind: 'name', name, ...(scope === undefined ? {} : { scope }) } as const;
  const detail = await explorer.runs.object(run.key, selector, at);
  if (detail) panel.open({ kind: 'object', address: detail.address });
  else void vscode.window.showInformationMessage(say('No name under the cursor has an object after this line.'));
}

/** Writes the report to the file that the user chooses, unless one is given. */
async function exportReport(parts: Parts, given?: vscode.Uri): Promise<void> {
  const document = await currentDocument(parts);
  if (!document) return;
  const title = document.uri.path.split('/').pop() || 'untitled.py';
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(document.uri, '..');
  const defaultUri = vscode.Uri.joinPath(folder, title.replace(/(\.py)?$/, '.html'));
  const target = given ?? (await vscode.window.showSaveDialog({ defaultUri, filters: { HTML: ['html'] } }));
  if (!target) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: say('Writing the report'),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const run = await parts.explorer.explore(document);
    const subject = { title, source: document.getText(), extension: parts.extension };
    const page = await reportPage(parts.explorer.runs, run, subject, abort.signal);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(page));
  });
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
      panel.open({ kind: 'view', view: 'generations' });
      if (!asked) void vscode.window.showInformationMessage(say('The line did not run: no collection was made.'));
    }),
    registerCommand(COMMAND.showCycles, async () => {
      const document = await currentDocument(parts);
      if (!document) return;
      panel.open({ kind: 'view', view: 'cycles' });
      await explorer.explore(document);
    }),
    registerCommand(COMMAND.showMemoryHere, async () => {
      if (await exploreAt((document) => ({ at: cursorMoment(document) }))) panel.open();
    }),
    registerCommand(COMMAND.showMemoryAtEnd, async () => {
      await exploreAt(() => ({}));
    }),
    registerCommand(COMMAND.choosePython, choosePython),
    ...(Object.keys(MOVES) as Move[]).map((move) =>
      registerCommand(COMMAND[move], async () => {
        const result = explorer.currentRun?.result;
        const at = result && MOVES[move](result);
        if (at) await exploreAt(() => ({ at }));
      }),
    ),
    registerCommand(COMMAND.whyAlive, () => whyAlive(parts)),
    registerCommand(COMMAND.exportReport, (target?: vscode.Uri) => exportReport(parts, target)),
    registerCommand(COMMAND.openExample, (name?: string) => openExample(parts.extension, name)),
    registerCommand(COMMAND.openWalkthrough, () =>
      executeCommand('workbench.action.openWalkthrough', `arenascope.arenascope#${WALKTHROUGH}`, false),
    ),
    registerCommand(COMMAND.showMenu, () => showMenu(decorations.visible, status.description)),
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
