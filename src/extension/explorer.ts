/** Python documents and their runs: when to run, what is current, and who is told. */
import * as vscode from 'vscode';
import type { ExploreRequest, RunOptions } from '../protocol/run.js';
import { Debounce } from '../session/debounce.js';
import { type DocumentRun, DocumentRuns, type Viewpoint } from '../session/documentRuns.js';
import type { StartWorker } from '../session/link.js';
import { SECTION } from './ids.js';
import { ModuleFiles } from './modules.js';
import { isCell, Programs } from './programs.js';
import { readSettings } from './settings.js';
import { WorkspacePython } from './workspacePython.js';

export function isExplorable(document: vscode.TextDocument | undefined): document is vscode.TextDocument {
  return document?.languageId === 'python';
}

export function keyOf(uri: vscode.Uri): string {
  return uri.toString();
}

/** The part of the wait after which a run begins. */
const AHEAD = 1 / 3;

/** Owns the runs of all Python documents of the window. */
export class Explorer implements vscode.Disposable {
  readonly runs: DocumentRuns;
  readonly programs = new Programs();
  readonly modules = new ModuleFiles();
  readonly python = new WorkspacePython();
  private readonly debounce: Debounce<string>;
  /** Within the wait: the run begins, so that its counts are there when the wait is over. */
  private readonly ahead: Debounce<string>;
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
    this.runs = new DocumentRuns(start, () => performance.now());
    this.debounce = new Debounce(() => readSettings().debounce);
    this.ahead = new Debounce(() => readSettings().debounce * AHEAD);
    const { workspace, window } = vscode;
    this.disposables.push(
      { dispose: this.runs.onDidChange((run) => this.changed.fire(run)) },
      workspace.onDidChangeTextDocument((e) => {
        if (e.contentChanges.length > 0) this.edited(e.document);
      }),
      workspace.onDidCloseTextDocument((document) => {
        // A cell goes with its notebook, or its notebook goes on without it.
        if (!isCell(document)) this.closed(document.uri);
      }),
      workspace.onDidCloseNotebookDocument(({ uri }) => this.closed(uri)),
      this.programs.onDidChangeCells((document) => this.edited(document)),
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

  /** A document of the program that the views follow. */
  async currentDocument(): Promise<vscode.TextDocument | undefined> {
    if (!this.currentUri) return undefined;
    const [part] = this.programs.partsOf(keyOf(this.currentUri));
    return part?.document ?? vscode.workspace.openTextDocument(this.currentUri);
  }

  /** The run of a document's program, unless the text has changed since; `before`: lines of it before the document's first. */
  freshRun(document: vscode.TextDocument): { readonly run: DocumentRun; readonly before: number } | undefined {
    const run = this.runs.get(this.programs.keyOf(document));
    if (run?.state.kind !== 'done' || !run.result || run.version !== this.programs.versionOf(document))
      return undefined;
    return { run, before: this.programs.linesBefore(document) };
  }

  get currentRun(): DocumentRun | undefined {
    return this.currentUri && this.runs.get(keyOf(this.currentUri));
  }

  /** Explores now. Without a viewpoint the one of the last run stays. */
  async explore(document: vscode.TextDocument, viewpoint?: Viewpoint): Promise<DocumentRun> {
    const key = this.programs.keyOf(document);
    this.debounce.cancel(key);
    this.ahead.cancel(key);
    const program = this.programs.programOf(document);
    const { uri, version } = program;
    // In the order in which they were asked for, however long the modules of each took to read.
    const reading = Promise.all([this.modules.sourceFiles(program), this.reading.get(key), this.python.ready]);
    this.reading.set(key, reading);
    const [files] = await reading;
    if (document.isClosed) return { key, version, state: { kind: 'idle' }, viewpoint: {} };
    const from = viewpoint ?? this.runs.get(key)?.viewpoint ?? {};
    return this.runs.explore({ key, version, files }, this.optionsFor(uri), from);
  }

  /** What a run of the file depends on beside its text. */
  optionsFor(uri: vscode.Uri): RunOptions {
    return readSettings(uri, this.python.versionFor(uri)).run;
  }

  /** The document's program at its end, to be run beside the document's own run. */
  async requestFor(document: vscode.TextDocument): Promise<ExploreRequest> {
    const program = this.programs.programOf(document);
    const [files] = await Promise.all([this.modules.sourceFiles(program), this.python.ready]);
    return { files, options: this.optionsFor(program.uri) };
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
    this.ahead.dispose();
    this.programs.dispose();
    this.modules.dispose();
    this.python.dispose();
    this.runs.dispose();
    this.changed.dispose();
    this.currentChanged.dispose();
  }

  private edited(document: vscode.TextDocument): void {
    if (!isExplorable(document)) return;
    const key = this.programs.keyOf(document);
    this.runs.markStale(key);
    const { mode } = readSettings(document.uri);
    // A moment belongs to the text that it was chosen in: after an edit we look at the end again.
    if (mode !== 'allLines' && mode !== 'activeLine') return;
    this.ahead.call(key, () => void this.prepare(document));
    this.debounce.call(key, () => {
      this.waited.set(key, performance.now());
      void this.explore(document, {});
    });
  }

  private async prepare(document: vscode.TextDocument): Promise<void> {
    const program = this.programs.programOf(document);
    const { uri, version } = program;
    const key = this.programs.keyOf(document);
    const [files] = await Promise.all([this.modules.sourceFiles(program), this.python.ready]);
    if (document.isClosed || this.programs.versionOf(document) !== version) return;
    this.runs.prepare({ key, version, files }, this.optionsFor(uri), readSettings().debounce * (1 - AHEAD));
  }

  private closed(uri: vscode.Uri): void {
    const key = keyOf(uri);
    this.debounce.cancel(key);
    this.ahead.cancel(key);
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
    const uri = this.programs.uriOf(editor!.document);
    if (this.currentUri && keyOf(this.currentUri) === keyOf(uri)) return;
    this.currentUri = uri;
    this.currentChanged.fire(this.currentUri);
  }

  private exploreVisible(): void {
    // After a reload the panel may be what is active: then the first Python file beside it is what it shows.
    if (!this.currentUri) this.follow(vscode.window.visibleTextEditors.find((e) => isExplorable(e.document)));
    for (const { document } of vscode.window.visibleTextEditors) {
      if (!isExplorable(document)) continue;
      const { mode } = readSettings(document.uri);
      const known = this.runs.get(this.programs.keyOf(document));
      if (mode === 'off' || (mode === 'onDemand' && !known)) continue;
      void this.explore(document);
    }
  }
}
