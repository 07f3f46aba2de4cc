/** The row of tabs, with one panel for each view below it. */
import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import '@vscode-elements/elements/dist/vscode-tab-panel/index.js';
import type { VscodeTabs } from '@vscode-elements/elements/dist/vscode-tabs/vscode-tabs.js';
import { h } from './dom.js';

export interface Tab {
  readonly id: string;
  readonly title: string;
}

export interface Tabs {
  readonly element: HTMLElement;
  /** Where the view of a tab lives. */
  panel(id: string): HTMLElement;
  /** Shows a tab without telling `chosen`. */
  show(id: string): void;
  focus(id: string): void;
}

/** The element's row stands at the panel's left edge, and wraps where it is narrow. */
function fitting(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.header.panel { padding: 0; align-items: start } .tablist { flex-wrap: wrap; margin: 0 -2px }');
  return sheet;
}

/** `tools` stand at the row's right end. */
export function tabRow(tabs: readonly Tab[], tools: HTMLElement, chosen: (id: string) => void): Tabs {
  const element = h('vscode-tabs' as 'div', { panel: true }) as unknown as VscodeTabs & HTMLElement;
  const headers: HTMLElement[] = tabs.map((tab) =>
    h('vscode-tab-header' as 'div', { slot: 'header', 'data-tab': tab.id }, tab.title),
  );
  const panels: HTMLElement[] = tabs.map((tab) =>
    h('vscode-tab-panel' as 'div', { 'data-view': tab.id, class: 'view', 'aria-label': tab.title }),
  );
  tools.slot = 'addons';
  void element.updateComplete.then(() => element.shadowRoot?.adoptedStyleSheets.push(fitting()));
  element.append(...headers, ...panels, tools);
  const at = (id: string) => tabs.findIndex((tab) => tab.id === id);
  element.addEventListener('vsc-tabs-select', () => chosen(tabs[element.selectedIndex]!.id));
  // The arrows are the element's own; these are what else a row of tabs should do.
  element.addEventListener('keydown', (event) => {
    const from = headers.indexOf(event.target as HTMLElement);
    if (from < 0 || !['Home', 'End', ' '].includes(event.key)) return;
    event.preventDefault();
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? headers.length - 1 : from;
    headers[to]!.click();
    headers[to]!.focus();
  });
  return {
    element,
    panel: (id) => panels[at(id)]!,
    show: (id) => {
      element.setAttribute('selected-index', String(Math.max(0, at(id))));
      headers[at(id)]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
    focus: (id) => headers[at(id)]?.focus(),
  };
}
