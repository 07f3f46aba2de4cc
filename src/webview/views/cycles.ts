/** Cards of reference cycles: a graph, its text twin, and where to go from there. */
import type { CycleGraph } from '../../present/panel/cycleGraph.js';
import type { CycleView } from '../../present/panel/view.js';
import { h, svg } from '../dom.js';
import { chip, lineButton, markSelected } from '../parts.js';
import { standalone } from '../picture.js';
import type { Context, ViewKind } from './view.js';

function arrowHead(id: string, kind: string): SVGElement {
  return svg(
    'marker',
    {
      id,
      class: `head ${kind}`,
      viewBox: '0 0 10 10',
      refX: 8,
      refY: 5,
      markerWidth: 7,
      markerHeight: 7,
      orient: 'auto-start-reverse',
    },
    svg('path', { d: 'M 0 1 L 9 5 L 0 9 z' }),
  );
}

function graphPicture(graph: CycleGraph, view: CycleView, context: Context): SVGElement {
  const id = `cycle-${view.id}`;
  const edges = graph.edges.map((edge) =>
    svg('path', {
      class: edge.closing ? 'edge closing' : 'edge',
      d: edge.path,
      'marker-end': `url(#${id}-${edge.closing ? 'closing' : 'plain'})`,
    }),
  );
  const labels = graph.edges.map((edge) =>
    svg(
      'text',
      {
        class: edge.closing ? 'edge-label closing' : 'edge-label',
        x: edge.labelX,
        y: edge.labelY,
        'text-anchor': 'middle',
        'dominant-baseline': 'central',
      },
      edge.label,
    ),
  );
  const nodes = graph.nodes.map((node) =>
    svg(
      'g',
      { class: 'node', 'data-object': node.address, click: () => context.selectObject(node.address) },
      svg('rect', {
        x: node.x - node.width / 2,
        y: node.y - node.height / 2,
        width: node.width,
        height: node.height,
        rx: 7,
      }),
      svg(
        'text',
        {
          class: 'node-title',
          x: node.x,
          y: node.subtitle ? node.y - 7 : node.y,
          'text-anchor': 'middle',
          'dominant-baseline': 'central',
        },
        node.title,
      ),
      node.subtitle !== '' &&
        svg(
          'text',
          { class: 'node-subtitle', x: node.x, y: node.y + 9, 'text-anchor': 'middle', 'dominant-baseline': 'central' },
          node.subtitle,
        ),
    ),
  );
  return svg(
    'svg',
    {
      class: 'graph',
      viewBox: `0 0 ${graph.width} ${graph.height}`,
      width: graph.width,
      height: graph.height,
      role: 'img',
      'aria-label': view.title,
    },
    svg('defs', {}, arrowHead(`${id}-plain`, 'plain'), arrowHead(`${id}-closing`, 'closing')),
    ...edges,
    ...nodes,
    ...labels,
  );
}

function cycleCard(view: CycleView, context: Context): HTMLElement {
  const { labels } = context;
  const badge = view.freed ? labels.freed : view.waiting ? labels.waiting : labels.alive;
  const kind = view.freed ? 'freed' : view.waiting ? 'garbage' : 'alive';
  return h(
    'article',
    { class: `cycle ${kind}`, 'aria-label': view.title },
    h('header', {}, h('h3', {}, view.title), h('span', { class: `badge ${kind}` }, badge)),
    graphPicture(view.graph, view, context) as unknown as Node,
    h(
      'p',
      { class: 'cycle-state' },
      view.state,
      view.closedLine !== undefined && ' · ',
      view.closedLine !== undefined && lineButton(view.closedLine, context, `cycle-${view.id}-line`, view.closed),
    ),
    h(
      'div',
      { class: 'chips', 'aria-label': labels.members, role: 'group' },
      ...view.members.map((m) => chip(m, context, `cycle-${view.id}-${m.address}`)),
    ),
    h(
      'p',
      { class: 'cycle-actions' },
      ...view.actions.map(({ id, words, hand, to }) =>
        h(
          'button',
          { type: 'button', id: `cycle-${view.id}-${id}`, class: 'action quiet', click: () => context.hand(to, hand) },
          words,
        ),
      ),
    ),
    h(
      'details',
      { class: 'twin' },
      h('summary', {}, labels.asText),
      h('ul', {}, ...view.sentences.map((s) => h('li', {}, s))),
    ),
  );
}

export const cyclesView: ViewKind = {
  id: 'cycles',
  title: (labels) => labels.cycles,
  mount(root, context) {
    return {
      show({ view: { cycles } }) {
        root.replaceChildren(
          cycles.length === 0
            ? h('p', { class: 'quiet' }, context.labels.noCycles)
            : h('div', { class: 'cycles' }, ...cycles.map((cycle) => cycleCard(cycle, context))),
        );
      },
      select: (selection) => markSelected(root, selection?.kind === 'object' ? selection.address : undefined),
      picture() {
        const graph = root.querySelector<SVGElement>('.cycle:has(.selected) svg.graph, .cycle svg.graph');
        return graph && standalone(graph);
      },
    };
  },
};
