/** The commands of the palette, the menus and the views. */
import * as vscode from 'vscode';
import { jsonText } from '../present/terminal/json.js';
import type { TreeNode } from '../present/tree.js';
import type { Moment } from '../protocol/position.js';
import { PYTHON_VERSIONS, type PythonVersion } from '../protocol/run.js';
import { annotationOf } from '../session/packedResult.js';
import type { Verifier } from '../session/verify/program.js';
import { DEFAULT_VERSION } from '../spec/version.js';
import { compareVersions } from './compareVersions.js';
import type { Decorations } from './decorations.js';
import { openExample } from './examples.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND, type Mode, SECTION, SETTING, VIEW, WALKTHROUGH } from './ids.js';
import { toggleLenses } from './lenses.js';
import { showMenu } from './menu.js';
import { MOVES, type Move } from './moments.js';
import { goToLine, type PanelHost } from './panelHost.js';
import { reportPage } from './reportExport.js';
import { say } from './say.js';
import { setMode } from './setMode.js';
import type { Status } from './status.js';
import type { Texts } from './texts.js';
import { verifyProgram } from './verifyProgram.js';

export interface Parts {
  readonly extension: vscode.Uri;
  readonly explorer: Explorer;
  readonly decorations: Decorations;
  readonly panel: PanelHost;
  readonly status: Status;
  readonly texts: Texts;
  /** Absent in a browser. */
  readonly verifier: Verifier | undefined;
  /** Shows an object as selected, in all views and in the editor. */
  readonly select: (address: number) => void;
}

async function currentDocument({ explorer }: Parts): Promise<vscode.TextDocument | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (isExplorable(active)) return active;
  const current = await explorer.currentDocument();
  if (current) return current;
  void vscode.window.showInformationMessage(say('Open a Python file first.'));
  return undefined;
}

/** The moment after the last execution of the cursor's line. */
function cursorMoment({ explorer }: Parts, document: vscode.TextDocument): Moment {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find((e) => e?.document === document);
  const before = explorer.programs.linesBefore(document);
  return {
    kind: 'line',
    file: 0,
    line: before + (editor?.selection.active.line ?? document.lineCount - 1) + 1,
    hit: -1,
  };
}

async function choosePython({ explorer }: Parts): Promise<void> {
  const scope = explorer.current;
  const now = vscode.workspace.getConfiguration(SECTION, scope ?? null).get<string>(SETTING.pythonVersion, 'auto');
  const named = explorer.python.versionFor(scope) ?? DEFAULT_VERSION;
  const items: { label: string; description: string; version: string }[] = [...PYTHON_VERSIONS]
    .reverse()
    .map((version) => ({
      label: `Python ${version}`,
      description: version === now ? say('current') : '',
      version,
    }));
  const automatic = say('as the workspace says: Python {0}', named);
  items.unshift({
    label: say('Automatic'),
    description: now === 'auto' ? `${automatic} · ${say('current')}` : automatic,
    version: 'auto',
  });
  const chosen = await vscode.window.showQuickPick(items, {
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
  const at = cursorMoment(parts, document);
  const { explorer, panel } = parts;
  const run = await explorer.explore(document, { at });
  const touched = annotationOf(run.result?.files[0], at.kind === 'line' ? at.line : 0)?.names;
  const scope = touched?.find((touch) => touch.name === name)?.scope;
  const selector = { kind: 'name', name, ...(scope === undefined ? {} : { scope }) } as const;
  const detail = await explorer.runs.object(run.key, selector, at);
  if (detail) panel.open({ kind: 'object', address: detail.address });
  else void vscode.window.showInformationMessage(say('No name under the cursor has an object after this line.'));
}

/** Moves to the next event of a kind behind the moment that is shown; from the end on, to the first of the run. */
async function goToNext(parts: Parts, move: 'nextAllocation' | 'nextFree' | 'runToCursor'): Promise<void> {
  const { explorer } = parts;
  const document = await currentDocument(parts);
  if (!document) return;
  const run = await explorer.explore(document);
  if (!run.result) return;
  const now = run.result.picture?.step ?? run.result.steps;
  const from = now >= run.result.steps ? -1 : now;
  const at = cursorMoment(parts, document);
  const kind = { nextAllocation: 'allocation', nextFree: 'free', runToCursor: 'line' } as const;
  const query = { kind: kind[move], from, ...(at.kind === 'line' ? { line: at.line } : {}) };
  const step = await explorer.runs.nextEvent(run.key, query);
  if (step !== null) await explorer.explore(document, { at: { kind: 'step', step } });
  else if (move === 'runToCursor') void vscode.window.showInformationMessage(say('The line does not run after this.'));
  else void vscode.window.showInformationMessage(say('There is none after this.'));
}

/** Writes what is known of the run as JSON, for other tools: the shape that `arenascope explain --json` has. */
async function exportTrace(parts: Parts, given?: vscode.Uri): Promise<void> {
  const document = await currentDocument(parts);
  if (!document) return;
  const { result } = await parts.explorer.explore(document);
  if (!result) return;
  const name = (document.uri.path.split('/').pop() || 'untitled.py').replace(/(\.py)?$/, '.json');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(document.uri, '..');
  const defaultUri = vscode.Uri.joinPath(folder, name);
  const target = given ?? (await vscode.window.showSaveDialog({ defaultUri, filters: { JSON: ['json'] } }));
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(jsonText('explain', result)));
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
    const subject = { title, source: parts.explorer.programs.programOf(document).text, extension: parts.extension };
    const page = await reportPage(parts.explorer.runs, run, subject, abort.signal);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(page));
  });
}

/** Saves the picture of the panel's shown view: as what the given file is called, or as the user says. */
async function exportPicture(panel: PanelHost, target?: vscode.Uri): Promise<void> {
  if (!panel.visible) panel.open();
  if (target) return panel.savePicture(target.path.endsWith('.png') ? 'png' : 'svg', target);
  const chosen = await vscode.window.showQuickPick(
    [
      { label: 'SVG', description: say('stays sharp at any size'), format: 'svg' as const },
      { label: 'PNG', description: say('for where no SVG can go'), format: 'png' as const },
    ],
    { placeHolder: say('Save the picture of the shown view as') },
  );
  if (chosen) panel.savePicture(chosen.format);
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
        const at = cursorMoment(parts, document);
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
      if (await exploreAt((document) => ({ at: cursorMoment(parts, document) }))) panel.open();
    }),
    registerCommand(COMMAND.showMemoryAtEnd, async () => {
      await exploreAt(() => ({}));
    }),
    ...(['nextAllocation', 'nextFree', 'runToCursor'] as const).map((kind) =>
      registerCommand(COMMAND[kind], () => goToNext(parts, kind)),
    ),
    registerCommand(COMMAND.collectNow, async () => {
      const at: Moment = explorer.currentRun?.viewpoint.at ?? { kind: 'end' };
      const run = await exploreAt(() => ({ at, collectAt: at }));
      if (run) panel.open({ kind: 'view', view: 'collector' });
    }),
    registerCommand(COMMAND.whatIf, async (node?: TreeNode) => {
      if (node?.object !== undefined) panel.open({ kind: 'object', address: node.object });
      if (node || (await exploreAt(() => explorer.currentRun?.viewpoint ?? {})))
        panel.open({ kind: 'view', view: 'whatif' });
    }),
    registerCommand(COMMAND.compareVersions, async (version?: PythonVersion) => {
      const document = await currentDocument(parts);
      if (document) await compareVersions(explorer, parts.texts, document, version);
    }),
    registerCommand(COMMAND.verifyWithPython, async (interpreter?: string) => {
      const document = await currentDocument(parts);
      if (document) await verifyProgram(explorer, parts.texts, parts.verifier, document, interpreter);
    }),
    registerCommand(COMMAND.exportTrace, (target?: vscode.Uri) => exportTrace(parts, target)),
    registerCommand(COMMAND.exportPicture, (target?: vscode.Uri) => exportPicture(panel, target)),
    registerCommand(COMMAND.setMode, (mode?: Mode) => setMode(mode)),
    registerCommand(COMMAND.toggleCodeLens, () => toggleLenses()),
    registerCommand(COMMAND.choosePython, () => choosePython(parts)),
    ...(Object.keys(MOVES) as Move[]).map((move) =>
      registerCommand(COMMAND[move], async () => {
        const result = explorer.currentRun?.result;
        const at = result && MOVES[move](result);
        if (at) await exploreAt(() => ({ at }));
      }),
    ),
    registerCommand(COMMAND.whyAlive, async (node?: TreeNode) => {
      if (node?.object === undefined) return whyAlive(parts);
      parts.select(node.object);
      panel.open({ kind: 'object', address: node.object });
    }),
    registerCommand(COMMAND.exportReport, (target?: vscode.Uri) => exportReport(parts, target)),
    registerCommand(COMMAND.openExample, (name?: string) => openExample(parts.extension, name)),
    registerCommand(COMMAND.openWalkthrough, () =>
      executeCommand('workbench.action.openWalkthrough', `arenascope.arenascope#${WALKTHROUGH}`, false),
    ),
    registerCommand(COMMAND.showMenu, () => showMenu(decorations.visible, status.description)),
    registerCommand(COMMAND.revealInPanel, async (node?: TreeNode, onlyIfOpen = false) => {
      if (!node) return;
      if (node.object !== undefined) parts.select(node.object);
      if (onlyIfOpen && !panel.visible) return;
      if (node.object !== undefined) panel.open({ kind: 'object', address: node.object });
      else if (node.pool !== undefined) panel.open({ kind: 'pool', address: node.pool });
    }),
    registerCommand(COMMAND.goToLine, async (node?: Partial<TreeNode>, program?: string) => {
      const uri = program === undefined ? explorer.current : vscode.Uri.parse(program, true);
      if (uri && node?.line) await goToLine(explorer, uri, node.line);
      else await executeCommand(`${VIEW.heap}.focus`);
    }),
  ];
}
