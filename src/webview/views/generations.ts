/** The collector's generations with their members, and the collections of the run. */
import type { GenerationView } from '../../present/panel/view.js';
import { h } from '../dom.js';
import { block, chip, markSelected, table } from '../parts.js';
import type { Context, ViewKind } from './view.js';

const CHIPS_SHOWN = 80;

function generations(views: readonly GenerationView[], context: Context): HTMLElement {
  const { labels } = context;
  return h(
    'div',
    { class: 'generations' },
    ...views.map((g, index) => {
      const bar = h('span', { class: 'fill' });
      bar.style.width = `${Math.round(g.filled * 100)}%`;
      const chips = g.chips.slice(0, CHIPS_SHOWN).map((c) => chip(c, context, `gen-${index}-${c.address}`));
      return h(
        'article',
        { class: 'generation' },
        h('header', {}, h('h3', {}, g.title), h('span', { class: 'note' }, g.members)),
        g.meter !== '' &&
          h(
            'div',
            {
              class: 'meter',
              role: 'meter',
              'aria-label': `${g.title}: ${g.meter}`,
              'aria-valuemin': 0,
              'aria-valuemax': Math.max(g.threshold, 1),
              'aria-valuenow': Math.min(Math.max(g.count, 0), Math.max(g.threshold, 1)),
              'aria-valuetext': g.meter,
            },
            bar,
          ),
        g.meter !== '' && h('p', { class: 'note' }, g.meter),
        chips.length > 0
          ? h('div', { class: 'chips' }, ...chips, g.more !== '' && h('span', { class: 'note' }, g.more))
          : h('p', { class: 'quiet' }, labels.noMembers),
      );
    }),
  );
}

export const generationsView: ViewKind = {
  id: 'generations',
  title: (labels) => labels.generations,
  mount(root, context) {
    const { labels } = context;
    return {
      show({ view }) {
        root.replaceChildren(
          h('p', { class: 'note' }, view.collectorNote),
          generations(view.generations, context),
          block(
            'collections',
            labels.collections,
            '',
            view.collections.rows.length > 0
              ? table(view.collections, 'collection-table', context)
              : h('p', { class: 'quiet' }, labels.noCollections),
          ),
        );
      },
      select: (selection) => markSelected(root, selection?.kind === 'object' ? selection.address : undefined),
    };
  },
};
