/** How containers and buffers grew: requested against used, over the run. */
import { graphLabels } from '../../present/panel/graph/labels.js';
import { type GrowthView, growthView } from '../../present/panel/growthView.js';
import { CURVE } from '../../present/panel/timelineView.js';
import type { ExploreResult } from '../../protocol/run.js';
import { pictureOf } from '../chart.js';
import { h, svg } from '../dom.js';
import { legend } from '../legend.js';
import { lineButton, table } from '../parts.js';
import type { ViewKind } from './view.js';

export const growthTab: ViewKind = {
  id: 'growth',
  needs: 'growth',
  title: (labels) => labels.growth,
  mount(root, context) {
    const labels = graphLabels(context.say);
    let view: GrowthView | null = null;
    let drawn: ExploreResult | undefined;

    function paint(now: GrowthView): void {
      if (now.curves.length === 0) {
        root.replaceChildren(h('p', { class: 'blank' }, labels.noGrowth));
        return;
      }
      root.replaceChildren(
        legend(
          [
            ['area used', labels.growthUsed],
            ['area allocated', labels.growthAllocated],
          ],
          labels.legend,
        ),
        h(
          'div',
          { class: 'growths' },
          ...now.curves.map((curve, i) =>
            h(
              'article',
              { class: 'growth', 'aria-label': curve.name },
              h(
                'header',
                {},
                h('h3', {}, curve.name),
                curve.line !== undefined && lineButton(curve.line, context, `growth-line-${i}`),
              ),
              svg(
                'svg',
                {
                  viewBox: `0 0 ${CURVE.width} ${CURVE.height}`,
                  preserveAspectRatio: 'none',
                  role: 'img',
                  'aria-label': `${curve.name}: ${curve.peak}`,
                },
                svg('path', { class: 'growth-allocated', d: curve.allocated, 'vector-effect': 'non-scaling-stroke' }),
                svg('path', { class: 'growth-used', d: curve.used }),
              ) as unknown as Node,
              h('p', {}, curve.peak),
              h('p', { class: 'note' }, curve.origin),
            ),
          ),
        ),
        ...(now.note === '' ? [] : [h('p', { class: 'note' }, now.note)]),
      );
    }

    return {
      show({ subject: { result } }) {
        if (view !== null && drawn !== undefined && drawn.steps === result.steps && drawn.python === result.python)
          return;
        drawn = result;
        void (async () => {
          try {
            const growth = await context.ask('growth', { selector: null });
            view = growth && growthView(growth, context.say);
            paint(view ?? { curves: [], headings: [], note: '' });
            context.textChanged();
          } catch (error) {
            drawn = undefined;
            root.replaceChildren(h('p', { class: 'warning' }, error instanceof Error ? error.message : String(error)));
          }
        })();
      },
      text() {
        const now = view;
        if (now === null) return null;
        return h(
          'div',
          {},
          ...now.curves.map((curve, i) =>
            h(
              'section',
              {},
              h('h3', {}, curve.name),
              h('p', {}, curve.peak),
              table({ headings: now.headings, rows: curve.steps.map((cells) => ({ cells })) }, `growth-${i}`, context),
            ),
          ),
        );
      },
      picture: () => (view && view.curves.length > 0 ? pictureOf(allCurves(view), root) : null),
    };
  },
};

/** All curves below each other. */
function allCurves(view: GrowthView): SVGElement {
  const height = CURVE.height + 34;
  return svg(
    'svg',
    { class: 'chart', viewBox: `0 0 ${CURVE.width} ${height * view.curves.length}` },
    ...view.curves.map((curve, i) =>
      svg(
        'g',
        { transform: `translate(0 ${i * height + 22})` },
        svg('text', { class: 'chart-label', x: 0, y: -8 }, `${curve.name} · ${curve.peak}`),
        svg('path', { class: 'growth-allocated', d: curve.allocated }),
        svg('path', { class: 'growth-used', d: curve.used }),
      ),
    ),
  );
}
