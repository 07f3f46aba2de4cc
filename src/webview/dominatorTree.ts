/** What keeps what alive, as a tree table: each row is an object, below it what lives through it alone. */
import { dominatorRow } from '../present/panel/graph/dominators.js';
import type { GraphLabels } from '../present/panel/graph/labels.js';
import type { Address } from '../protocol/address.js';
import { h } from './dom.js';
import type { Context } from './views/view.js';

export interface DominatorTree {
  readonly element: HTMLElement;
  load(): Promise<void>;
}

export function dominatorTree(labels: GraphLabels, context: Context): DominatorTree {
  const { say } = context;
  const body = h('tbody', {});
  const open = new Set<Address>();
  const element = h(
    'table',
    { class: 'dominators', 'aria-label': labels.asDominators },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...[labels.object, labels.retained, labels.ownSize, labels.objects].map((t) => h('th', { scope: 'col' }, t)),
      ),
    ),
    body,
  );

  async function rows(parent: Address | undefined, depth: number, total: number): Promise<HTMLElement[]> {
    const list = await context.ask('dominated', parent === undefined ? {} : { parent });
    if (!list) return [];
    const all = parent === undefined ? list.totalBytes : total;
    const out: HTMLElement[] = [];
    for (const one of list.rows) {
      const view = dominatorRow(one, all, say);
      const { address } = one.object;
      const bar = h('span', { class: 'fill' });
      bar.style.width = `${Math.max(1, Math.round(view.share * 100))}%`;
      const indent = h('span', { class: 'indent' });
      indent.style.width = `${depth * 18}px`;
      const row = h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          indent,
          one.children > 0
            ? h(
                'button',
                {
                  type: 'button',
                  id: `dom-open-${address}`,
                  class: 'twisty',
                  'aria-expanded': String(open.has(address)),
                  'aria-label': view.name,
                  click: () => {
                    if (open.has(address)) open.delete(address);
                    else open.add(address);
                    void load();
                  },
                },
                open.has(address) ? '▾' : '▸',
              )
            : h('span', { class: 'twisty' }),
          h(
            'button',
            {
              type: 'button',
              id: `dom-${address}`,
              class: 'link value',
              'data-object': address,
              click: () => context.selectObject(address),
            },
            view.name,
          ),
        ),
        h('td', {}, h('span', { class: 'bar', 'aria-hidden': 'true' }, bar), view.retained),
        h('td', {}, view.own),
        h('td', {}, view.objects),
      );
      out.push(row);
      if (open.has(address)) out.push(...(await rows(address, depth + 1, all)));
    }
    return out;
  }

  async function load(): Promise<void> {
    const focus = document.activeElement?.id;
    const made = await rows(undefined, 0, 0);
    body.replaceChildren(
      ...(made.length > 0 ? made : [h('tr', {}, h('td', { colspan: 4, class: 'quiet' }, labels.noDominators))]),
    );
    if (focus?.startsWith('dom-')) document.getElementById(focus)?.focus({ preventScroll: true });
  }

  return { element, load };
}
