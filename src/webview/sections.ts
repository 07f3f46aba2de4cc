/** The other parts of the panel: heading with the moment, tiles, names, generations, tables, details. */
import type { DetailView } from '../present/panel/detail.js';
import type { GenerationView, NameView, PanelView, TableView, Tile } from '../present/panel/view.js';
import type { Moment } from '../protocol/position.js';
import type { Context } from './context.js';
import { chip, lineButton } from './cycles.js';
import { h } from './dom.js';
import { type IconName, icon } from './icons.js';

const CHIPS_SHOWN = 80;

export function heading(view: PanelView, step: number, steps: number, context: Context): HTMLElement {
  const { labels } = context;
  const to = (value: number): Moment => (value >= steps ? { kind: 'end' } : { kind: 'step', step: Math.max(0, value) });
  const button = (id: string, symbol: IconName, label: string, value: number, off: boolean) =>
    h(
      'button',
      {
        type: 'button',
        id,
        class: 'icon',
        title: label,
        'aria-label': label,
        disabled: off,
        click: () => context.setMoment(to(value)),
      },
      icon(symbol),
    );
  const readout = h('output', { id: 'step', for: 'moment' }, labels.afterStep(step, steps));
  const slider: HTMLInputElement = h('input', {
    type: 'range',
    id: 'moment',
    min: 0,
    max: steps,
    value: step,
    'aria-label': labels.moment,
    input: () => {
      readout.textContent = labels.afterStep(Number(slider.value), steps);
    },
    change: () => context.setMoment(to(Number(slider.value))),
  });
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
    h(
      'div',
      { class: 'time' },
      button('to-start', 'start', labels.toStart, 0, step === 0),
      button('step-back', 'back', labels.back, step - 1, step === 0),
      slider,
      button('step-forward', 'forward', labels.forward, step + 1, step >= steps),
      button('to-end', 'end', labels.toEnd, steps, step >= steps),
      readout,
      view.line > 0 &&
        h(
          'button',
          { type: 'button', id: 'collect', class: 'action', click: () => context.collectAt(view.line) },
          labels.collectHere,
        ),
    ),
  );
}

export function tiles(views: readonly Tile[], context: Context): HTMLElement {
  return h(
    'ul',
    { class: 'tiles', 'aria-label': context.labels.summary },
    ...views.map((t) =>
      h(
        'li',
        { class: `tile ${t.tone}` },
        h('span', { class: 'tile-label' }, t.label),
        h('strong', {}, t.value),
        h('span', { class: 'note' }, t.note),
      ),
    ),
  );
}

export function names(
  frames: readonly { title: string; names: readonly NameView[] }[],
  context: Context,
): readonly HTMLElement[] {
  const { labels } = context;
  return frames.map((frame, depth) =>
    h(
      'div',
      { class: 'frame' },
      frames.length > 1 && h('h3', {}, frame.title),
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

export function generations(views: readonly GenerationView[], context: Context): HTMLElement {
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

export function table(view: TableView, id: string, context: Context): HTMLElement {
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...view.headings.map((t) => h('th', { scope: 'col' }, t)))),
    h(
      'tbody',
      {},
      ...view.rows.map((row, index) =>
        h(
          'tr',
          {},
          ...row.cells.map((cell, column) => {
            if (column === 0 && row.line !== undefined)
              return h('td', {}, lineButton(row.line, context, `${id}-${index}`));
            return h('td', {}, cell);
          }),
        ),
      ),
    ),
  );
}

export function details(
  view: DetailView,
  back: boolean,
  context: Context & { closeDetails(): void; previous(): void },
): HTMLElement {
  const { labels } = context;
  return h(
    'div',
    { class: 'details-body' },
    h(
      'header',
      {},
      back &&
        h(
          'button',
          {
            type: 'button',
            id: 'detail-back',
            class: 'icon',
            title: labels.previous,
            'aria-label': labels.previous,
            click: () => context.previous(),
          },
          icon('previous'),
        ),
      h('h2', { id: 'detail-title', tabindex: '-1' }, view.title),
      h(
        'button',
        {
          type: 'button',
          id: 'detail-close',
          class: 'icon',
          title: labels.close,
          'aria-label': labels.close,
          click: () => context.closeDetails(),
        },
        icon('close'),
      ),
    ),
    view.subtitle !== view.title && h('p', { class: 'preview' }, view.subtitle),
    h('dl', {}, ...view.facts.flatMap((f) => [h('dt', {}, f.name), h('dd', {}, f.value)])),
    ...view.lists
      .filter((list) => list.rows.length > 0)
      .map((list, n) =>
        h(
          'section',
          {},
          h('h3', {}, list.title),
          h(
            'ul',
            { class: 'rows' },
            ...list.rows.map((row, i) => {
              const { object } = row;
              return h(
                'li',
                {},
                object === undefined
                  ? row.text
                  : h(
                      'button',
                      { type: 'button', id: `row-${n}-${i}`, class: 'link', click: () => context.selectObject(object) },
                      row.text,
                    ),
                row.line !== undefined && ' · ',
                row.line !== undefined && lineButton(row.line, context, `row-line-${n}-${i}`),
              );
            }),
          ),
          list.more !== '' && h('p', { class: 'note' }, list.more),
        ),
      ),
  );
}
