/** The view "Heap": the tree that `present` makes, for the document that the views follow. */
import * as vscode from 'vscode';
import { heapTree, referentNodes, type TreeNode } from '../present/tree.js';
import type { ExploreResult } from '../protocol/run.js';
import { type Explorer, keyOf } from './explorer.js';
import { COLOR, COMMAND, CONTEXT, ITEM, VIEW } from './ids.js';
import { say } from './say.js';

const TONE_COLOR = { plain: undefined, cycle: COLOR.cycle, garbage: COLOR.blockGarbage };

export class HeapTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<TreeNode>;
  private readonly disposables: vscode.Disposable[];
  private readonly explorer: Explorer;
  private shown: ExploreResult | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.view = vscode.window.createTreeView(VIEW.heap, { treeDataProvider: this, showCollapseAll: true });
    this.disposables = [
      this.view,
      this.changed,
      explorer.onDidChangeCurrent(() => this.update()),
      explorer.onDidChangeRun((run) => {
        if (explorer.current && keyOf(explorer.current) === run.key) this.update();
      }),
    ];
    this.update();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, !node.children ? None : node.expanded ? Expanded : Collapsed);
    const color = TONE_COLOR[node.tone];
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.iconPath = new vscode.ThemeIcon(node.icon, color ? new vscode.ThemeColor(color) : undefined);
    item.contextValue = [
      node.object !== undefined ? ITEM.object : '',
      node.pool !== undefined ? ITEM.pool : '',
      node.line !== undefined ? ITEM.line : '',
    ]
      .filter(Boolean)
      .join(' ');
    if (node.object !== undefined || node.pool !== undefined)
      item.command = { command: COMMAND.revealInPanel, title: say('Reveal in Panel'), arguments: [node, true] };
    else if (node.line !== undefined && !node.children)
      item.command = { command: COMMAND.goToLine, title: say('Go to Line'), arguments: [node] };
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const result = this.shown;
    if (!result) return [];
    if (!node) return [...heapTree(result, say)];
    if (node.children !== 'object') return node.children ? [...node.children()] : [];
    const { current } = this.explorer;
    if (!current || node.object === undefined) return [];
    try {
      const detail = await this.explorer.runs.object(keyOf(current), { kind: 'address', address: node.object });
      return detail ? [...referentNodes(node, detail, result, say)] : [];
    } catch {
      return [];
    }
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private update(): void {
    const run = this.explorer.currentRun;
    const result = run?.result?.picture ? run.result : undefined;
    const name = this.explorer.current?.path.split('/').pop() ?? '';
    if (this.view.description !== name) this.view.description = name;
    if (result === this.shown) return;
    if ((result === undefined) !== (this.shown === undefined))
      void vscode.commands.executeCommand('setContext', CONTEXT.hasRun, result !== undefined);
    this.shown = result;
    this.changed.fire(undefined);
  }
}
