/** The status bar item. */
import * as vscode from 'vscode';
import { type RunState, type StatusView, statusView } from '../present/status.js';
import type { Decorations } from './decorations.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND } from './ids.js';
import { say } from './say.js';
import { readSettings } from './settings.js';

/** Milliseconds before a run under way, or an old result, is told. */
const PATIENCE = 250;

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('arenascope.status', vscode.StatusBarAlignment.Right, 90);
  private readonly disposables: vscode.Disposable[];
  /** What the last run came to, in a line. */
  description = '';
  private shown: StatusView | undefined;
  private off = false;
  private later: ReturnType<typeof setTimeout> | undefined;
  private readonly explorer: Explorer;
  private readonly decorations: Decorations;

  constructor(explorer: Explorer, decorations: Decorations) {
    this.explorer = explorer;
    this.decorations = decorations;
    this.item.name = 'Arenascope';
    this.disposables = [
      this.item,
      explorer.onDidChangeRun(() => this.update()),
      explorer.onDidChangeCurrent(() => this.update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
      vscode.workspace.onDidChangeConfiguration(() => this.update()),
    ];
    this.update();
  }

  update(now = false): void {
    const { current, currentRun } = this.explorer;
    const python = isExplorable(vscode.window.activeTextEditor?.document);
    if (!current || (!python && vscode.window.activeTextEditor)) {
      this.item.hide();
      this.shown = undefined;
      return;
    }
    const off = !this.decorations.visible || readSettings(current).mode === 'off';
    const state: RunState = off ? { kind: 'off' } : (currentRun?.state ?? { kind: 'idle' });
    const passing = state.kind === 'running' || (state.kind === 'done' && state.stale);
    clearTimeout(this.later);
    // Most runs are over before anybody could read that they are under way.
    if (passing && this.shown && !now) {
      this.later = setTimeout(() => this.update(true), PATIENCE);
      return;
    }
    const view = statusView(state, say);
    if (this.shown && this.shown.text === view.text && this.shown.tooltip === view.tooltip && this.off === off) return;
    this.shown = view;
    this.off = off;
    this.item.text = view.text;
    this.item.tooltip = view.tooltip;
    this.item.command = off ? COMMAND.toggleCounts : COMMAND.showMenu;
    this.description = view.tooltip.split('\n').slice(0, 2).join(' · ');
    this.item.backgroundColor = view.warn ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }

  dispose(): void {
    clearTimeout(this.later);
    for (const d of this.disposables.splice(0)) d.dispose();
  }
}
