/** Puts the parts together, whatever flavour of extension host we are in. */
import * as vscode from 'vscode';
import type { DocumentRun } from '../session/documentRuns.js';
import type { StartWorker } from '../session/link.js';
import { registerCommands } from './commands.js';
import { registerDebugger } from './debugger.js';
import { Decorations, type Shown } from './decorations.js';
import { Explorer, keyOf } from './explorer.js';
import { HeapTree } from './heapTree.js';
import { ObjectHovers } from './hovers.js';
import { PanelHost } from './panelHost.js';
import { Problems } from './problems.js';
import { QuickFixes } from './quickFixes.js';
import { SelectionMarks } from './selectionMarks.js';
import { Status } from './status.js';

/** What other extensions, and our own tests, may ask. */
export interface ArenascopeApi {
  /** The last known run of a document. */
  run(uri: vscode.Uri): DocumentRun | undefined;
  /** Explores a document and resolves when its run has ended. */
  explore(document: vscode.TextDocument): Promise<DocumentRun>;
  /** Counts were drawn. */
  readonly onDidShowCounts: vscode.Event<Shown>;
}

export function startApp(context: vscode.ExtensionContext, startWorker: StartWorker): ArenascopeApi {
  const explorer = new Explorer(startWorker);
  const decorations = new Decorations(explorer, context.workspaceState);
  const status = new Status(explorer, decorations);
  const panel = new PanelHost(explorer, context.extensionUri);
  const marks = new SelectionMarks(explorer);
  context.subscriptions.push(
    explorer,
    marks,
    panel.onDidSelect((selection) => marks.show(selection?.kind === 'object' ? selection.address : undefined)),
    decorations,
    status,
    panel,
    new HeapTree(explorer),
    new Problems(explorer),
    vscode.languages.registerHoverProvider({ language: 'python' }, new ObjectHovers(explorer)),
    vscode.languages.registerCodeActionsProvider({ language: 'python' }, new QuickFixes(explorer), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    ...registerCommands({ extension: context.extensionUri, explorer, decorations, panel, status }),
    ...registerDebugger(startWorker, explorer.modules),
  );
  return {
    run: (uri) => explorer.runs.get(keyOf(uri)),
    explore: (document) => explorer.explore(document),
    onDidShowCounts: decorations.onDidShow,
  };
}
