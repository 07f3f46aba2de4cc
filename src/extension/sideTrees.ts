/** The views of the side panel, for the document that they follow. What is selected in one is shown in the others. */
import * as vscode from 'vscode';
import { SIDE_VIEWS, type SideView, sideView } from '../present/sideViews.js';
import { referentNodes, type TreeNode } from '../present/tree.js';
import type { ExploreResult } from '../protocol/run.js';
import { type Explorer, keyOf } from './explorer.js';
import { COLOR, COMMAND, CONTEXT, ITEM, VIEW } from './ids.js';
import { say } from './say.js';

const TONE_COLOR = { plain: undefined, cycle: COLOR.cycle, garbage: COLOR.blockGarbage };
/** Nodes that are looked at for a selected object. */
const SEARCHED = 2000;

class SideTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly tree: vscode.TreeView<TreeNode>;
  private readonly parents = new Map<string, TreeNode>();
  private readonly view: SideView;
  private readonly explorer: Explorer;
  private shown: ExploreResult | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(view: SideView, explorer: Explorer) {
    this.view = view;
    this.explorer = explorer;
    this.tree = vscode.window.createTreeView(VIEW[view], { treeDataProvider: this, showCollapseAll: view !== 'heap' });
  }

  show(result: ExploreResult | undefined, description: string): void {
    if (this.view === 'heap' && this.tree.description !== description) this.tree.description = description;
    if (result === this.shown) return;
    this.shown = result;
    this.parents.clear();
    this.changed.fire(undefined);
  }

  /** Selects the node of an object, where the tree has one and can be seen. */
  async select(address: number): Promise<void> {
    if (!this.tree.visible || !this.shown || this.tree.selection[0]?.object === address) return;
    const queue = [...(await this.getChildren())];
    for (let i = 0; i < queue.length && i < SEARCHED; i++) {
      const node = queue[i]!;
      if (node.object === address) {
        await this.tree.reveal(node, { select: true, focus: false });
        return;
      }
      if (typeof node.children === 'function') queue.push(...(await this.getChildren(node)));
    }
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, !node.children ? None : node.expanded ? Expanded : Collapsed);
    const color = TONE_COLOR[node.tone];
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip;
    // What stands there comes first; a tooltip alone would take its place.
    const label = [node.label, node.description, node.tooltip].filter(Boolean).join(', ');
    item.accessibilityInformation = { label };
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

  getParent(node: TreeNode): TreeNode | undefined {
    return this.parents.get(node.id);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = await this.childrenOf(node);
    if (node) for (const child of children) this.parents.set(child.id, node);
    return children;
  }

  dispose(): void {
    this.tree.dispose();
    this.changed.dispose();
  }

  private async childrenOf(node?: TreeNode): Promise<TreeNode[]> {
    const result = this.shown;
    if (!result) return [];
    if (!node) return [...sideView(this.view, result, say)];
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
}

export class SideTrees implements vscode.Disposable {
  private readonly trees: readonly SideTree[];
  private readonly disposables: vscode.Disposable[];
  private readonly explorer: Explorer;
  private readonly contexts = new Map<string, boolean>();

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.trees = SIDE_VIEWS.map((view) => new SideTree(view, explorer));
    this.disposables = [
      ...this.trees,
      explorer.onDidChangeCurrent(() => this.update()),
      explorer.onDidChangeRun((run) => {
        if (explorer.current && keyOf(explorer.current) === run.key) this.update();
      }),
    ];
    this.update();
  }

  /** Selects an object in each tree that can be seen. */
  select(address: number): void {
    for (const tree of this.trees) void tree.select(address);
  }

  dispose(): void {
    for (const d of this.disposables.splice(0)) d.dispose();
  }

  private update(): void {
    const run = this.explorer.currentRun;
    const result = run?.result?.picture ? run.result : undefined;
    const name = this.explorer.current?.path.split('/').pop() ?? '';
    for (const tree of this.trees) tree.show(result, name);
    this.setContext(CONTEXT.hasRun, result !== undefined);
    this.setContext(CONTEXT.hasCycles, (result?.cycles.length ?? 0) + (result?.picture?.cyclesTotal ?? 0) > 0);
  }

  private setContext(key: string, value: boolean): void {
    if (this.contexts.get(key) === value) return;
    this.contexts.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
