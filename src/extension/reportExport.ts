/** The report of a run as one page: the same that the command line writes. */
import * as vscode from 'vscode';
import { scriptText } from '../present/html.js';
import { reportHtml } from '../present/report.js';
import { reportAnswers } from '../present/reportAnswers.js';
import { deflated } from '../session/deflate.js';
import type { DocumentRun, DocumentRuns } from '../session/documentRuns.js';
import { say } from './say.js';

/** A content policy names a script or style by the hash of its text. */
async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

/** The page, as text. `source` is the program's. */
export async function reportPage(
  runs: DocumentRuns,
  run: DocumentRun,
  { title, source, extension }: { title: string; source: string; extension: vscode.Uri },
  signal: AbortSignal,
): Promise<string> {
  const { key, result } = run;
  if (!result) throw new Error(say('There is no run to tell of.'));
  const read = async (name: string) =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', name)));
  const script = scriptText(await read('report.js'));
  const style = await read('report.css');
  const answers = await reportAnswers(result, (method, params) => runs.ask(key, method, params, { signal }));
  const assets = { script, scriptHash: await hashOf(script), style, styleHash: await hashOf(style) };
  return reportHtml(
    { subject: { title, result, state: 'fresh' } },
    await deflated(JSON.stringify(answers)),
    source,
    assets,
  );
}
