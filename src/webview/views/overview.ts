/** The first tab: the figures of the moment, the names in scope, what the program printed. */
import type { FrameNames, Tile } from '../../present/panel/view.js';
import type { PanelViewId } from '../../protocol/panel.js';
import { h } from '../dom.js';
import { block, markSelected } from '../parts.js';
import type { Context, ViewKind } from './view.js';

function tiles(views: readonly Tile[], context: Context): HTMLElement {
  return h(
    'ul',
    { class: 'tiles', 'aria-label': context.labels.summary },
    ...views.map((t) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            id: `tile-${t.id}`,
            class: `tile ${t.tone}`,
            title: context.labels.showTab(context.labels[t.view]),
            click: () => context.showView(t.view as PanelViewId),
          },
          h('span', { class: 'tile-label' }, t.label),
          h('strong', {}, t.value),
          h('span', { class: 'note' }, t.note),
        ),
      ),
    ),
  );
}

function names(frames: readonly FrameNames[], context: Context): readonly HTMLElement[] {
  const { labels } = context;
  return frames.map((frame, depth) =>
    h(
      'div',
      { class: 'frame' },
      frames.length > 1 && h('h4', {}, frame.title),
      h(
        'table',
        { class: 'names' },
        h(
          'thead',
          {},
          h('tr', {}, ...[labels.name, labels.object, labels.count].map((t) => h('th', { scope: 'col' }, t))),
        ),
        h(
          'tbody',
          {},
          ...frame.names.map((n) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, n.name),
              h(
                'td',
                {},
                h(
                  'button',
                  {
                    type: 'button',
                    id: `name-${depth}-${n.name}`,
                    class: `link value ${n.object.tone}`,
                    'data-object': n.object.address,
                    click: () => context.selectObject(n.object.address),
                  },
                  n.value,
                ),
              ),
              h('td', {}, n.count),
            ),
          ),
        ),
      ),
    ),
  );
}

export const overview: ViewKind = {
  id: 'overview',
  title: (labels) => labels.overview,
  mount(root, context) {
    const { labels } = context;
    return {
      show({ view }) {
        const bound = view.frames.filter((frame) => frame.names.length > 0);
        root.replaceChildren(
          tiles(view.tiles, context),
          block(
            'names',
            labels.names,
            '',
            ...(bound.length > 0 ? names(bound, context) : [h('p', { class: 'quiet' }, labels.noNames)]),
          ),
          ...(view.output === '' ? [] : [block('output', labels.output, '', h('pre', { tabindex: '0' }, view.output))]),
        );
      },
      select: (selection) => markSelected(root, selection?.kind === 'object' ? selection.address : undefined),
    };
  },
};
