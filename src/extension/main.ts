/** The extension in the Node extension host. */
import * as vscode from 'vscode';
import { nodeWorker } from '../session/nodeWorker.js';
import { nodeVerifier } from '../session/verify/program.js';
import { type ArenascopeApi, startApp } from './app.js';

export function activate(context: vscode.ExtensionContext): ArenascopeApi {
  const worker = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.cjs');
  return startApp(context, nodeWorker(worker.fsPath), nodeVerifier);
}
