/** A hover on a name: its object just after the line it stands on. */
import * as vscode from 'vscode';
import { objectHover } from '../present/hover.js';
import type { Moment } from '../protocol/position.js';
import type { FileAnnotations } from '../protocol/run.js';
import { annotationOf, linesBetween } from '../session/packedResult.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND } from './ids.js';
import { say } from './say.js';

/** Lines to each side that are searched for what touches an object. */
const AROUND = 1000;

function historyOf(file: FileAnnotations | undefined, line: number, address: number) {
  return linesBetween(file, line - AROUND, line + AROUND).flatMap((annotation) => {
    const touch = annotation.names.find((n) => n.address === address && !n.immortal);
    return touch ? [{ line: annotation.line, count: touch.after }] : [];
  });
}

export class ObjectHovers implements vscode.HoverProvider {
  private readonly explorer: Explorer;

  constructor(explorer: Explorer) {
    this.explorer = explorer;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    if (!isExplorable(document)) return undefined;
    const fresh = this.explorer.freshRun(document);
    if (!fresh) return undefined;
    const { key, result } = fresh.run;
    const range = document.getWordRangeAtPosition(position, /[\p{L}_][\p{L}\p{N}_]*/u);
    if (!range) return undefined;
    const name = document.getText(range);
    const line = fresh.before + position.line + 1;
    const annotation = annotationOf(result!.files[0], line);
    const touch = annotation?.names.find((n) => n.name === name);
    const at: Moment | undefined = annotation ? { kind: 'line', file: 0, line, hit: -1 } : undefined;
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      const selector = { kind: 'name', name, ...(touch ? { scope: touch.scope } : {}) } as const;
      const detail = await this.explorer.runs.object(key, selector, at, abort.signal);
      if (!detail) return undefined;
      const target = this.explorer.programs.uriOf(document).toString();
      const lineTarget = (to: number) => {
        const given = encodeURIComponent(JSON.stringify([{ line: to }, target]));
        return `command:${COMMAND.goToLine}?${given}`;
      };
      const history = historyOf(result!.files[0], line, detail.address);
      const more = { history, lineTarget, ...(annotation ? { annotation } : {}) };
      const markdown = new vscode.MarkdownString(objectHover({ name, detail, result: result!, ...more }, say), true);
      markdown.isTrusted = { enabledCommands: [COMMAND.goToLine] };
      return new vscode.Hover(markdown, range);
    } catch {
      return undefined; // Cancelled, or the worker is gone: the status bar tells.
    } finally {
      listener.dispose();
    }
  }
}
