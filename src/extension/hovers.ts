/** A hover on a name: its object just after the line it stands on. */
import * as vscode from 'vscode';
import { objectHover } from '../present/hover.js';
import type { Moment } from '../protocol/position.js';
import { annotationOf } from '../session/packedResult.js';
import { type Explorer, isExplorable } from './explorer.js';
import { say } from './say.js';

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
      const input = { name, detail, result: result!, ...(annotation ? { annotation } : {}) };
      const markdown = new vscode.MarkdownString(objectHover(input, say), true);
      return new vscode.Hover(markdown, range);
    } catch {
      return undefined; // Cancelled, or the worker is gone: the status bar tells.
    } finally {
      listener.dispose();
    }
  }
}
