/** The extension in an extension host that is a browser's worker. */
import * as vscode from 'vscode';
import { browserWorker } from '../session/browserWorker.js';
import { type ArenascopeApi, startApp } from './app.js';

export function activate(context: vscode.ExtensionContext): ArenascopeApi {
  const file = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.cjs');
  return startApp(
    context,
    browserWorker(async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(file))),
  );
}
