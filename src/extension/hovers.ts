/** A hover on a name: its object just after the line it stands on. */
import * as vscode from 'vscode';
import { objectHover } from '../present/hover.js';
import type { CountHistory } from '../protocol/countHistory.js';
import type { Why } from '../protocol/objects.js';
import type { Moment } from '../protocol/position.js';
import type { ObjectSelector } from '../protocol/worker.js';
import { annotationOf } from '../session/packedResult.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND } from './ids.js';
import { say } from './say.js';

/** Executed lines of a run up to which a hover waits for answers that run it again. */
const SHORT_RUN = 300_000;

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
      const [history, why] = await this.past(key, result!.steps, selector, at, abort.signal);
      const more = { history, why, lineTarget, ...(annotation ? { annotation } : {}) };
      const markdown = new vscode.MarkdownString(objectHover({ name, detail, result: result!, ...more }, say), true);
      // The program's own text is escaped: what leads anywhere is ours.
      markdown.isTrusted = { enabledCommands: [COMMAND.goToLine] };
      return new vscode.Hover(markdown, range);
    } catch {
      return undefined; // Cancelled, or the worker is gone: the status bar tells.
    } finally {
      listener.dispose();
    }
  }

  /** How the object's count went, and why it is alive; null for a long run, which would have to be run again for it. */
  private async past(
    key: string,
    steps: number,
    selector: ObjectSelector,
    at: Moment | undefined,
    signal: AbortSignal,
  ): Promise<[CountHistory | null, Why | null]> {
    if (steps > SHORT_RUN) return [null, null];
    const where = { at, signal };
    return Promise.all([
      this.explorer.runs.ask(key, 'countHistory', { selector }, where),
      this.explorer.runs.ask(key, 'why', { selector }, where),
    ]);
  }
}
