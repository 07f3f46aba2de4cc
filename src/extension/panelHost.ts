/** The panel's side in the extension: hands the view what to draw and answers what it asks. */
import * as vscode from 'vscode';
import {
  type FromPanel,
  PANEL_METHODS,
  type PanelReveal,
  type PanelSelection,
  type PictureFormat,
  type ToPanel,
} from '../protocol/panel.js';
import type { Moment } from '../protocol/position.js';
import type { Viewpoint } from '../session/documentRuns.js';
import { type Explorer, keyOf } from './explorer.js';
import { VIEW } from './ids.js';
import { panelHtml } from './panelHtml.js';
import { savePicture } from './pictures.js';
import { isCell } from './programs.js';
import { say } from './say.js';

export class PanelHost implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private ready = false;
  /** The moment is to follow the cursor in the editor. */
  follows = false;
  private pending: PanelReveal | undefined;
  /** Where the next picture goes, if not where the user says. */
  private target: vscode.Uri | undefined;
  private wanted: PictureFormat | undefined;
  private readonly selected = new vscode.EventEmitter<PanelSelection | null>();
  /** Something was selected in the panel, or nothing any more. */
  readonly onDidSelect = this.selected.event;
  private readonly disposables: vscode.Disposable[];
  private readonly explorer: Explorer;
  private readonly extensionUri: vscode.Uri;

  constructor(explorer: Explorer, extensionUri: vscode.Uri) {
    this.explorer = explorer;
    this.extensionUri = extensionUri;
    this.disposables = [
      this.selected,
      vscode.window.registerWebviewPanelSerializer(VIEW.panel, this),
      explorer.onDidChangeCurrent(() => this.send()),
      explorer.onDidChangeRun((run) => {
        if (explorer.current && keyOf(explorer.current) === run.key) this.send();
      }),
    ];
  }

  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** Opens the panel beside the editor, or brings it to the front, and draws attention to something in it. */
  open(reveal?: PanelReveal): void {
    this.pending = reveal;
    if (this.panel) {
      // It must not hide the file that it tells of, where that was opened over it.
      const { activeTextEditor } = vscode.window;
      const isBehind = !this.panel.visible && activeTextEditor?.viewColumn === this.panel.viewColumn;
      this.panel.reveal(isBehind ? vscode.ViewColumn.Beside : undefined, true);
    } else {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(VIEW.panel, 'Arenascope', column, this.options()));
    }
    this.sendReveal();
  }

  /** Saves the shown view's picture in a file that the user chooses, unless one is given. */
  savePicture(format: PictureFormat, target?: vscode.Uri): void {
    this.target = target;
    // A panel that is only opening draws first.
    if (this.ready) this.post({ kind: 'savePicture', format });
    else this.wanted = format;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = this.options();
    this.adopt(panel);
  }

  dispose(): void {
    this.panel?.dispose();
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.extensionUri, 'dist')] };
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.ready = false;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.svg');
    panel.onDidChangeViewState(() => {
      // A page that is hidden is thrown away: what is told it before it has come again would be lost.
      if (!panel.visible && this.panel === panel) this.ready = false;
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.selected.fire(null);
    });
    panel.webview.onDidReceiveMessage((message: FromPanel) => void this.receive(message));
    panel.webview.html = panelHtml(panel.webview, this.extensionUri);
  }

  private post(message: ToPanel): void {
    void this.panel?.webview.postMessage(message);
  }

  private send(): void {
    if (!this.ready || !this.panel) return;
    const run = this.explorer.currentRun;
    const title = this.explorer.current?.path.split('/').pop() ?? '';
    this.panel.title = title ? say('Memory of {0}', title) : 'Arenascope';
    if (!run?.result) {
      this.post({ kind: 'subject', subject: null });
      return;
    }
    const { state } = run;
    const shown = state.kind === 'running' ? 'running' : state.kind === 'done' && state.stale ? 'stale' : 'fresh';
    const { collectAt } = run.viewpoint;
    const collectLine = collectAt?.kind === 'line' ? { collectLine: collectAt.line } : {};
    this.post({ kind: 'subject', subject: { title, result: run.result, state: shown, ...collectLine } });
    this.sendReveal();
  }

  private sendReveal(): void {
    if (!this.ready || !this.pending) return;
    this.post({ kind: 'reveal', what: this.pending });
    this.pending = undefined;
  }

  private async receive(message: FromPanel): Promise<void> {
    const uri = this.explorer.current;
    switch (message.kind) {
      case 'ready':
        this.ready = true;
        this.send();
        this.sendReveal();
        if (this.wanted) this.post({ kind: 'savePicture', format: this.wanted });
        this.wanted = undefined;
        return;
      case 'goToLine':
        if (uri) await goToLine(this.explorer, uri, message.line);
        return;
      case 'collectAt': {
        const at: Moment = { kind: 'line', file: 0, line: message.line, hit: -1 };
        if (uri) await this.exploreAt(uri, { at, collectAt: at });
        return;
      }
      case 'setMoment': {
        // A collection that was asked for stays in the run while the user moves through it.
        const collectAt = this.explorer.currentRun?.viewpoint.collectAt;
        if (uri) await this.exploreAt(uri, { at: message.moment, ...(collectAt ? { collectAt } : {}) });
        return;
      }
      case 'forgetCollection': {
        const at = this.explorer.currentRun?.viewpoint.at;
        if (uri) await this.exploreAt(uri, at ? { at } : {});
        return;
      }
      case 'follow':
        this.follows = message.on;
        return;
      case 'selected':
        this.selected.fire(message.selection);
        return;
      case 'picture':
        await savePicture(message, uri, this.target);
        this.target = undefined;
        return;
      case 'noPicture':
        this.target = undefined;
        void vscode.window.showInformationMessage(say('This view has no picture to save.'));
        return;
      case 'ask':
        try {
          if (!uri) throw new Error(say('No Python file is open.'));
          this.post({ kind: 'answer', id: message.id, value: await this.answer(keyOf(uri), message) });
        } catch (error) {
          this.post({
            kind: 'failure',
            id: message.id,
            message: error instanceof Error ? error.message : String(error),
          });
        }
    }
  }

  private answer(key: string, { method, params }: Extract<FromPanel, { kind: 'ask' }>): Promise<unknown> {
    // The webview is ours, but what it may ask is said here, not there.
    if (!PANEL_METHODS.includes(method)) throw new Error(`The panel may not ask for ${method}.`);
    return this.explorer.runs.ask(key, method, params);
  }

  private async exploreAt(uri: vscode.Uri, viewpoint: Viewpoint): Promise<void> {
    const [part] = this.explorer.programs.partsOf(keyOf(uri));
    await this.explorer.explore(part?.document ?? (await vscode.workspace.openTextDocument(uri)), viewpoint);
  }
}

/** Shows a line (from 1) of a program in the editor that has the document, or in a new one beside the panel. */
export async function goToLine({ programs }: Explorer, uri: vscode.Uri, line: number): Promise<void> {
  const part = programs.partAt(keyOf(uri), line);
  const document = part?.document ?? (await vscode.workspace.openTextDocument(uri));
  const open = vscode.window.visibleTextEditors.find((e) => e.document === document);
  const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
  if (isCell(document)) await showCell(document);
  const shown = vscode.window.visibleTextEditors.find((e) => e.document === document);
  const last = document.lineCount;
  const at = document.lineAt(Math.min(Math.max(1, line - (part?.before ?? 0)), last) - 1).range;
  const selection = new vscode.Selection(at.start, at.start);
  // The window puts the cursor there: what is set here of an editor that it is about to replace would be lost.
  const isShownCell = isCell(document) && shown !== undefined;
  const editor = isShownCell ? shown : await vscode.window.showTextDocument(document, { viewColumn, selection });
  if (isShownCell) editor.selection = selection;
  editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Shows the notebook of a cell, with the cell chosen. */
async function showCell(document: vscode.TextDocument): Promise<void> {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const index = notebook.getCells().findIndex((cell) => cell.document === document);
    if (index < 0) continue;
    const chosen = new vscode.NotebookRange(index, index + 1);
    const open = vscode.window.visibleNotebookEditors.find((e) => e.notebook === notebook);
    const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
    const editor = await vscode.window.showNotebookDocument(notebook, { viewColumn, selections: [chosen] });
    editor.revealRange(chosen, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  }
}
