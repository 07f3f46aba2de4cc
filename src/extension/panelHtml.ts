import * as vscode from 'vscode';
import { escapeHtml, scriptJson } from '../present/html.js';
import { say } from './say.js';

function nonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}

/** The panel's document: nothing but our own script and style may load, and nothing may be sent anywhere. */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  const once = nonce();
  const csp = `default-src 'none'; script-src 'nonce-${once}'; style-src ${webview.cspSource}; font-src ${webview.cspSource}; img-src ${webview.cspSource} data:`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(file('webview.css'))}">
<title>${escapeHtml(say('Memory'))}</title>
</head>
<body>
<main id="panel" aria-busy="true"></main>
<script type="application/json" id="l10n">${scriptJson(vscode.l10n.bundle ?? {})}</script>
<script nonce="${once}" src="${escapeHtml(file('webview.js'))}"></script>
</body>
</html>`;
}
