/** The panel's heading: which file, which moment, what to be wary of. */
import { h } from './dom.js';
import { lineButton } from './parts.js';
import { timeBar } from './timeBar.js';
import type { Context, Scene } from './views/view.js';

export function heading(scene: Scene, context: Context): HTMLElement {
  const { labels } = context;
  const { view } = scene;
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'title' },
      h('h1', {}, view.title),
      h(
        'p',
        { class: 'moment' },
        view.line > 0 ? lineButton(view.line, context, 'moment-line', view.moment) : view.moment,
        ' · ',
        view.about,
      ),
      h('p', { class: 'warning', role: 'status' }, view.warning),
      view.asked !== '' &&
        h(
          'p',
          { class: 'asked' },
          view.asked,
          ' · ',
          h(
            'button',
            { type: 'button', id: 'forget', class: 'link', click: () => context.forgetCollection() },
            labels.withoutCollection,
          ),
        ),
    ),
    timeBar(scene, context),
  );
}
