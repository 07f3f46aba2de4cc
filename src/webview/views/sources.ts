/** Where objects come from besides new blocks: what types keep for reuse, and what is shared. */
import { h } from '../dom.js';
import { block, table } from '../parts.js';
import type { ViewKind } from './view.js';

export const sourcesView: ViewKind = {
  id: 'sources',
  title: (labels) => labels.sources,
  mount(root, context) {
    const { labels } = context;
    return {
      show({ view }) {
        root.replaceChildren(
          block(
            'freelists',
            labels.freeLists,
            '',
            view.freeLists.rows.length > 0
              ? table(view.freeLists, 'freelist-table', context)
              : h('p', { class: 'quiet' }, labels.noFreeLists),
          ),
          ...(view.shared.rows.length > 0
            ? [block('shared', labels.shared, labels.sharedNote, table(view.shared, 'shared-table', context))]
            : []),
        );
      },
    };
  },
};
