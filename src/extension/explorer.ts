/** Python documents and their runs: when to run, what is current, and who is told. */
import * as vscode from 'vscode';
import type { ExploreRequest, RunOptions } from '../protocol/run.js';
import { Debounce } from '../session/debounce.js';
import { type DocumentRun, DocumentRuns, type Viewpoint } from '../session/documentRuns.js';
import type { StartWorker } from '../session/link.js';
import { SECTION } from './ids.js';
import { ModuleFiles } from './modules.js';
import { readSettings } from './settings.js';
import { WorkspacePython } from './workspacePython.js';

export function isExplorable(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return document?.languageId === 'python' && document.uri.scheme !== 'vscode-notebook-cell';
}

export function keyOf(uri: vscode.Uri): string {
  return uri.toString();
}

/** Owns the runs of all Python documents of the window. */
export class Explorer implements vscode.Disposable {
  readonly runs: DocumentRuns;
  readonly modules = new ModuleFiles();
  readonly python = new WorkspacePython();
  private readonly debounce: Debounce<string>;
  private readonly disposables: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<DocumentRun>();
  private readonly currentChanged = new vscode.EventEmitter<vscode.Uri | undefined>();
  private currentUri: vscode.Uri | undefined;
  /** When the wait after the last edit of a document was over (`performance.now()`), by key. */
  private readonly waited = new Map<string, number>();
  /** The modules of a document that were asked for last. */
  private readonly reading = new Map<string, Promise<unknown>>();

  /** A run of some document changed its state. */
  readonly onDidChangeRun = this.changed.event;
  /** Another document is the one that the tree, the panel and the status bar follow. */
  readonly onDidChangeCurrent = this.currentChanged.event;

  constructor(start: StartWorker) {
    this.runs = new DocumentRuns(start);
    this.debounce = new Debounce(() => readSettings().debounce);
    const { workspace, window } = vscode;
    this.disposables.push(
      { dispose: this.runs.onDidChange((run) => this.changed.fire(run)) },
      workspace.onDidChangeTextDocument((e) => {
        if (e.contentChanges.length > 0) this.edited(e.document);
      }),
      workspace.onDidCloseTextDocument((document) => this.closed(document)),
      window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      window.onDidChangeVisibleTextEditors(() => this.exploreVisible()),
      workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration(SECTION)) this.exploreVisible();
      }),
      this.python.onDidChange(() => this.exploreVisible()),
    );
    this.follow(window.activeTextEditor);
    this.exploreVisible();
  }

  /** The document that the views follow: the last Python editor that was active. */
  get current(): vscode.Uri | undefined {
    return this.currentUri;
  }

  get currentRun(): DocumentRun | undefined {
    return this.currentUri && this.runs.get(keyOf(this.currentUri));
  }

  /** Explores now. Without a viewpoint the one of the last run stays. */
  async explore(document: vscode.TextDocument, viewpoint?: Viewpoint): Promise<DocumentRun> {
    const key = keyOf(document.uri);
    this.debounce.cancel(key);
    const { version } = document;
    // In the order in which they were asked for, however long the modules of each took to read.
    const reading = Promise.all([this.modules.sourceFiles(document), this.reading.get(key), this.python.ready]);
    this.reading.set(key, reading);
    const [files] = await reading;
    if (document.isClosed) return { key, version, state: { kind: 'idle' }, viewpoint: {} };
    const from = viewpoint ?? this.runs.get(key)?.viewpoint ?? {};
    return this.runs.explore({ key, version, files }, this.optionsFor(document.uri), from);
  }

  /** What a run of the file depends on beside its text. */
  optionsFor(uri: vscode.Uri): RunOptions {
    return readSettings(uri, this.python.versionFor(uri)).run;
  }

  /** The document's program at its end, to be run beside the document's own run. */
  async requestFor(document: vscode.TextDocument): Promise<ExploreRequest> {
    const [files] = await Promise.all([this.modules.sourceFiles(document), this.python.ready]);
    return { files, options: this.optionsFor(document.uri) };
  }

  /** Milliseconds since a document's last wait for more edits was over; asked for once. */
  sinceWait(key: string): number | undefined {
    const over = this.waited.get(key);
    this.waited.delete(key);
    return over === undefined ? undefined : performance.now() - over;
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
    this.debounce.dispose();
    this.modules.dispose();
    this.python.dispose();
    this.runs.dispose();
    this.changed.dispose();
    this.currentChanged.dispose();
  }

  private edited(document: vscode.TextDocument): void {
    if (!isExplorable(document)) return;
    const key = keyOf(document.uri);
    this.runs.markStale(key);
    const { mode } = readSettings(document.uri);
    // A moment belongs to the text that it was chosen in: after an edit we look at the end again.
    if (mode === 'allLines' || mode === 'activeLine')
      this.debounce.call(key, () => {
        this.waited.set(key, performance.now());
        void this.explore(document, {});
      });
  }

  private closed(document: vscode.TextDocument): void {
    const key = keyOf(document.uri);
    this.debounce.cancel(key);
    this.waited.delete(key);
    this.reading.delete(key);
    this.runs.close(key);
    if (this.currentUri && keyOf(this.currentUri) === key) {
      this.currentUri = undefined;
      this.currentChanged.fire(undefined);
    }
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (!isExplorable(editor?.document)) return; // The panel or a terminal: stay with the file it shows.
    if (this.currentUri && keyOf(this.currentUri) === keyOf(editor!.document.uri)) return;
    this.currentUri = editor!.document.uri;
    this.currentChanged.fire(this.currentUri);
  }

  private exploreVisible(): void {
    // After a reload the panel may be what is active: then the first Python file beside it is what it shows.
    if (!this.currentUri) this.follow(vscode.window.visibleTextEditors.find((e) => isExplorable(e.document)));
    for (const { document } of vscode.window.visibleTextEditors) {
      if (!isExplorable(document)) continue;
      const { mode } = readSettings(document.uri);
      const known = this.runs.get(keyOf(document.uri));
      if (mode === 'off' || (mode === 'onDemand' && !known)) continue;
      void this.explore(document);
    }
  }
}
