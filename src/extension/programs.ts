/** What is one program: a Python document, or all cells of a notebook. Lines of a document and lines of its program. */
import * as vscode from 'vscode';
import { type NotebookProgram, notebookProgram, type OwnLine } from '../session/notebook.js';

const CELL_SCHEME = 'vscode-notebook-cell';

export function isCell(document: vscode.TextDocument): boolean {
  return document.uri.scheme === CELL_SCHEME;
}

/** A document as part of a program. */
export interface Part {
  readonly document: vscode.TextDocument;
  /** Lines of the program before the document's first. */
  readonly before: number;
}

/** The program that a document is, or is a part of. */
export interface ProgramText {
  /** Of the file or the notebook. */
  readonly uri: vscode.Uri;
  /** Another one after each change. */
  readonly version: number;
  readonly text: string;
  readonly isUntitled: boolean;
}

interface Joined {
  readonly version: number;
  readonly program: NotebookProgram;
  readonly cells: readonly vscode.TextDocument[];
}

export class Programs implements vscode.Disposable {
  /** Versions of notebooks: of their cells together. */
  private readonly versions = new Map<string, number>();
  private readonly joined = new Map<string, Joined>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  /** Cells of a notebook came, went or were moved; one of its documents. */
  readonly onDidChangeCells = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor() {
    const { workspace } = vscode;
    this.disposables = [
      this.changed,
      workspace.onDidChangeTextDocument(({ document }) => {
        if (isCell(document)) this.touch(notebookOf(document));
      }),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length === 0) return;
        this.touch(notebook);
        const [cell] = pythonCells(notebook);
        if (cell) this.changed.fire(cell);
      }),
      workspace.onDidCloseNotebookDocument(({ uri }) => {
        this.versions.delete(uri.toString());
        this.joined.delete(uri.toString());
      }),
    ];
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  /** The URI of the file or notebook. */
  uriOf(document: vscode.TextDocument): vscode.Uri {
    return (isCell(document) ? notebookOf(document)?.uri : undefined) ?? document.uri;
  }

  keyOf(document: vscode.TextDocument): string {
    return this.uriOf(document).toString();
  }

  versionOf(document: vscode.TextDocument): number {
    return isCell(document) ? (this.versions.get(this.keyOf(document)) ?? 0) : document.version;
  }

  programOf(document: vscode.TextDocument): ProgramText {
    const { isUntitled, version } = document;
    const notebook = isCell(document) ? notebookOf(document) : undefined;
    if (!notebook) return { uri: document.uri, version, text: document.getText(), isUntitled };
    const joined = this.join(notebook);
    const { text } = joined.program;
    return { uri: notebook.uri, version: joined.version, text, isUntitled: notebook.isUntitled };
  }

  /** Lines of the program before the document's first. */
  linesBefore(document: vscode.TextDocument): number {
    const notebook = isCell(document) ? notebookOf(document) : undefined;
    if (!notebook) return 0;
    const { cells, program } = this.join(notebook);
    return program.offsets[cells.indexOf(document)] ?? 0;
  }

  /** The open documents of a program, in order. */
  partsOf(key: string): readonly Part[] {
    const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === key);
    if (notebook) {
      const { cells, program } = this.join(notebook);
      return cells.map((document, i) => ({ document, before: program.offsets[i]! }));
    }
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    return document ? [{ document, before: 0 }] : [];
  }

  /** The document that has a line (from 1) of a program. */
  partAt(key: string, line: number): Part | undefined {
    const parts = this.partsOf(key);
    return [...parts].reverse().find(({ before }) => before < line) ?? parts[0];
  }

  /** What only IPython understands of a program; its lines are left out. */
  ownLinesOf(key: string): readonly OwnLine[] {
    const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === key);
    return notebook ? this.join(notebook).program.ownLines : [];
  }

  private touch(notebook: vscode.NotebookDocument | undefined): void {
    const key = notebook?.uri.toString();
    if (key !== undefined) this.versions.set(key, (this.versions.get(key) ?? 0) + 1);
  }

  private join(notebook: vscode.NotebookDocument): Joined {
    const key = notebook.uri.toString();
    const version = this.versions.get(key) ?? 0;
    const known = this.joined.get(key);
    const cells = pythonCells(notebook);
    if (known?.version === version && known.cells.length === cells.length) return known;
    const program = notebookProgram(cells.map((cell) => cell.getText()));
    const joined = { version, cells, program };
    this.joined.set(key, joined);
    return joined;
  }
}

function notebookOf(cell: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some(({ document }) => document === cell),
  );
}

function pythonCells(notebook: vscode.NotebookDocument): readonly vscode.TextDocument[] {
  return notebook
    .getCells()
    .filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === 'python')
    .map(({ document }) => document);
}
