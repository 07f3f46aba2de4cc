/** The collector's generations: counters filling up to their thresholds, members, and the run's collections in time. */
import { listWords } from '../../present/format.js';
import { type CollectorLanes, collectorLanes } from '../../present/panel/generationsView.js';
import type { GenerationView } from '../../present/panel/view.js';
import { chart, pictureOf } from '../chart.js';
import { h } from '../dom.js';
import { block, chip, markSelected, table } from '../parts.js';
import type { Context, Scene, ViewKind } from './view.js';

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
              class: `meter${g.filled >= 1 ? ' full' : ''}`,
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

/** The lanes below each other; a mark jumps to the moment of its collection. */
function timeLine(view: CollectorLanes, steps: number, context: Context): HTMLElement {
  const { labels } = context;
  const told = h(
    'p',
    { class: 'lane-words note', 'aria-live': 'polite' },
    context.isStill ? labels.laneLegend : labels.laneHelp,
  );
  const lanes = view.lanes.map((lane) => {
    const now = h('span', { class: 'lane-now', 'aria-hidden': 'true' });
    now.style.left = `${view.now * 100}%`;
    const marks = lane.marks.map((mark) => {
      const tell = (): void => {
        told.textContent = mark.words;
      };
      const button = h('button', {
        type: 'button',
        id: `lane-mark-${mark.index}`,
        class: `mark${mark.found ? ' found' : ''}${mark.later ? ' later' : ''}`,
        title: mark.words,
        'aria-label': mark.words,
        focus: tell,
        pointerenter: tell,
        click: () => context.setMoment(mark.step >= steps ? { kind: 'end' } : { kind: 'step', step: mark.step }),
      });
      button.style.left = `${mark.at * 100}%`;
      button.style.setProperty('--size', `${Math.round(7 + mark.cost * 9)}px`);
      return button;
    });
    return h(
      'div',
      { class: 'lane', role: 'group', 'aria-label': `${lane.title}: ${lane.sum}` },
      h('div', { class: 'lane-name' }, h('span', {}, lane.title), h('span', { class: 'note' }, lane.sum)),
      h('div', { class: 'mark-row' }, now, ...marks),
    );
  });
  return h('div', { class: 'lanes' }, ...lanes, told, view.more !== '' && h('p', { class: 'note' }, view.more));
}

export const generationsView: ViewKind = {
  id: 'generations',
  title: (labels) => labels.generations,
  mount(root, context) {
    const { labels } = context;
    let scene: Scene | null = null;
    const lanesOf = ({ subject: { result } }: Scene): CollectorLanes | null =>
      result.picture ? collectorLanes(result, result.picture, context.say) : null;
    return {
      picture() {
        const lanes = scene && lanesOf(scene);
        if (!scene || !lanes) return null;
        const bars = scene.view.generations.map((g) => ({
          label: g.title,
          note: listWords(
            [g.meter, g.members].filter((words) => words !== ''),
            context.say,
          ),
          share: g.filled,
        }));
        const times = lanes.lanes.map((lane) => ({
          label: lane.title,
          note: lane.sum,
          now: lanes.now,
          marks: lane.marks.map(({ at, found, cost }) => ({ at, found, size: 7 + cost * 9 })),
        }));
        return pictureOf(chart(labels.generations, bars, times), root);
      },
      show(next) {
        scene = next;
        const { view, subject } = next;
        const lanes = lanesOf(next);
        const any = view.collections.rows.length > 0;
        root.replaceChildren(
          h('p', { class: 'note' }, view.collectorNote),
          generations(view.generations, context),
          block(
            'collections',
            labels.collections,
            '',
            any && lanes !== null && timeLine(lanes, subject.result.steps, context),
            any
              ? table(view.collections, 'collection-table', context)
              : h('p', { class: 'quiet' }, labels.noCollections),
          ),
        );
      },
      select: (selection) => markSelected(root, selection?.kind === 'object' ? selection.address : undefined),
      text() {
        const lanes = scene && lanesOf(scene);
        if (!lanes) return null;
        return h(
          'div',
          {},
          table(lanes.generations, 'generations-table', context),
          ...lanes.lanes
            .filter(({ marks }) => marks.length > 0)
            .map((lane) =>
              h(
                'section',
                {},
                h('h4', {}, `${lane.title}: ${lane.sum}`),
                h('ul', {}, ...lane.marks.map((mark) => h('li', {}, mark.words))),
              ),
            ),
        );
      },
    };
  },
};
