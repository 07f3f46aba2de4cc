/** Puts the parts together, whatever flavour of extension host we are in. */
import * as vscode from 'vscode';
import type { DocumentRun } from '../session/documentRuns.js';
import type { StartWorker } from '../session/link.js';
import type { Verifier } from '../session/verify/program.js';
import { registerCommands } from './commands.js';
import { registerDebugger } from './debugger.js';
import { Decorations, type Shown } from './decorations.js';
import { Explorer, keyOf } from './explorer.js';
import { ObjectHovers } from './hovers.js';
import { CONTEXT } from './ids.js';
import { DefinitionLenses } from './lenses.js';
import { MomentFollow } from './momentFollow.js';
import { PanelHost } from './panelHost.js';
import { Problems } from './problems.js';
import { QuickFixes } from './quickFixes.js';
import { SelectionMarks } from './selectionMarks.js';
import { SideTrees } from './sideTrees.js';
import { Status } from './status.js';
import { Texts } from './texts.js';

/** What other extensions, and our own tests, may ask. */
export interface ArenascopeApi {
  /** The last known run of a document. */
  run(uri: vscode.Uri): DocumentRun | undefined;
  /** Explores a document and resolves when its run has ended. */
  explore(document: vscode.TextDocument): Promise<DocumentRun>;
  /** Counts were drawn. */
  readonly onDidShowCounts: vscode.Event<Shown>;
}

/** `verifier`: where real interpreters can be run. */
export function startApp(
  context: vscode.ExtensionContext,
  startWorker: StartWorker,
  verifier?: Verifier,
): ArenascopeApi {
  const explorer = new Explorer(startWorker);
  const decorations = new Decorations(explorer, context.workspaceState);
  const texts = new Texts();
  const status = new Status(explorer, decorations);
  const panel = new PanelHost(explorer, context.extensionUri);
  const marks = new SelectionMarks(explorer);
  const trees = new SideTrees(explorer);
  const select = (address: number | undefined) => {
    marks.show(address);
    if (address !== undefined) trees.select(address);
  };
  context.subscriptions.push(
    explorer,
    marks,
    panel.onDidSelect((selection) => select(selection?.kind === 'object' ? selection.address : undefined)),
    decorations,
    status,
    panel,
    trees,
    new MomentFollow(explorer, panel),
    new Problems(explorer),
    new DefinitionLenses(explorer),
    vscode.languages.registerHoverProvider({ language: 'python' }, new ObjectHovers(explorer)),
    vscode.languages.registerCodeActionsProvider({ language: 'python' }, new QuickFixes(explorer), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    ...registerCommands({
      extension: context.extensionUri,
      texts,
      verifier,
      explorer,
      decorations,
      panel,
      status,
      select,
    }),
    ...registerDebugger(startWorker, explorer),
  );
  void vscode.commands.executeCommand('setContext', CONTEXT.canVerify, verifier !== undefined);
  return {
    run: (uri) => explorer.runs.get(keyOf(uri)),
    explore: (document) => explorer.explore(document),
    onDidShowCounts: decorations.onDidShow,
  };
}
