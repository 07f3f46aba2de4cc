/** Paints a graph that `present` placed: boxes and arrows that can be zoomed, moved and walked through by keyboard. */
import './graph.css';
import type { GraphLabels } from '../present/panel/graph/labels.js';
import {
  type Direction,
  type GraphPicture,
  moveFrom,
  type PictureEdge,
  type PictureNode,
} from '../present/panel/graph/picture.js';
import { h, svg } from './dom.js';
import { iconButton } from './parts.js';
import { type Picture, standalone } from './picture.js';

export interface CanvasEvents {
  /** Enter, or a click on a box. */
  chosen(node: PictureNode): void;
  /** The row that shows more of a container. */
  more?(node: PictureNode): void;
}

/** What changes from step to step on the same picture. */
export interface Marks {
  /** Classes beside the picture's own, by id of node or edge. */
  readonly classes: ReadonlyMap<string, string>;
  /** Numbers in the corners, by id of node; others keep theirs. */
  readonly badges: ReadonlyMap<string, string>;
  /** Names for screen readers, by id of node. */
  readonly aria: ReadonlyMap<string, string>;
}

interface Look {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const LARGEST = 1.3;
const SMALLEST = 0.08;

export class GraphCanvas {
  readonly element: HTMLElement;
  private readonly surface: SVGSVGElement;
  private readonly world: SVGElement;
  private readonly edgeLayer = svg('g', { class: 'g-edges' });
  private readonly nodeLayer = svg('g', { class: 'g-nodes' });
  private readonly labelLayer = svg('g', { class: 'g-labels', 'aria-hidden': 'true' });
  private readonly spoken = h('p', { class: 'unseen', 'aria-live': 'polite' });
  private readonly nodes = new Map<string, SVGElement>();
  private readonly edges = new Map<string, { path: SVGElement; label: SVGElement | null }>();
  private shown: GraphPicture | null = null;
  private current: string | undefined;
  private height = 0;
  private look: Look = { x: 0, y: 0, scale: 1 };
  /** The user has chosen where to look. */
  private isMoved = false;

  constructor(
    private readonly id: string,
    title: string,
    labels: GraphLabels,
    private readonly events: CanvasEvents,
  ) {
    this.world = svg('g', { class: 'g-world' }, this.edgeLayer, this.labelLayer, this.nodeLayer);
    this.surface = svg(
      'svg',
      { class: 'g-surface', role: 'group', 'aria-label': title, 'aria-describedby': `${id}-help` },
      svg('defs', {}, ...['plain', 'cycle', 'closing', 'path', 'active', 'holder'].map((kind) => this.head(kind))),
      this.world,
    ) as SVGSVGElement;
    const zoom = (factor: number) => () => this.zoom(factor);
    this.element = h(
      'div',
      { class: 'g-canvas', id },
      this.surface as unknown as Node,
      h(
        'div',
        { class: 'g-zoom' },
        iconButton(`${id}-in`, 'plus', labels.zoomIn, zoom(1.25)),
        iconButton(`${id}-out`, 'minus', labels.zoomOut, zoom(0.8)),
        iconButton(`${id}-fit`, 'fit', labels.fit, () => this.fit()),
      ),
      h('p', { class: 'unseen', id: `${id}-help` }, labels.graphHelp),
      this.spoken,
    );
    this.listen();
    new ResizeObserver(() => {
      if (!this.isMoved) this.fit();
    }).observe(this.element);
  }

  private head(kind: string): SVGElement {
    return svg(
      'marker',
      {
        id: `${this.id}-head-${kind}`,
        class: `g-head ${kind}`,
        viewBox: '0 0 10 10',
        refX: 8.5,
        refY: 5,
        markerWidth: 7,
        markerHeight: 7,
        orient: 'auto-start-reverse',
      },
      svg('path', { d: 'M 0 1 L 9 5 L 0 9 z' }),
    );
  }

  // -- painting

  draw(picture: GraphPicture): void {
    const isFirst = this.shown === null;
    this.shown = picture;
    const hadFocus = this.nodeLayer.contains(document.activeElement);
    const order: SVGElement[] = [];
    const known = new Map(this.nodes);
    this.nodes.clear();
    for (const node of picture.nodes) {
      const element = this.node(node, known.get(node.id));
      known.delete(node.id);
      this.nodes.set(node.id, element);
      order.push(element);
    }
    this.nodeLayer.replaceChildren(...order);
    this.edges.clear();
    this.edgeLayer.replaceChildren();
    this.labelLayer.replaceChildren();
    for (const edge of picture.edges) this.edge(edge);
    if (this.current === undefined || !this.nodes.has(this.current)) this.current = picture.nodes[0]?.id;
    this.rove();
    if (hadFocus && this.current !== undefined) this.box(this.current)?.focus();
    // As high as it needs, and never lower than before: what stands below does not jump.
    const wanted = Math.min(window.innerHeight * 0.56, Math.max(190, picture.bounds.height * 1.15));
    this.height = Math.max(this.height, wanted);
    this.element.style.height = `${Math.round(this.height)}px`;
    if (isFirst || !this.isMoved) this.fit();
  }

  private node(node: PictureNode, known: SVGElement | undefined): SVGElement {
    const element = known ?? svg('g', { class: 'g-node' });
    element.setAttribute('class', `g-node ${node.tones.join(' ')}`);
    element.setAttribute('data-node', node.id);
    if (node.address !== undefined) element.setAttribute('data-object', String(node.address));
    element.style.transform = `translate(${node.x}px, ${node.y}px)`;
    const badgeX = node.width - node.badgeWidth - 5;
    element.replaceChildren(
      // The box is what a keyboard and a screen reader meet; the texts are in its name.
      svg('rect', {
        class: 'g-box',
        role: 'button',
        tabindex: '-1',
        'aria-label': node.aria,
        width: node.width,
        height: node.height,
        rx: 6,
      }),
      svg(
        'text',
        { class: 'g-title', 'aria-hidden': 'true', x: 10, y: node.titleY, 'dominant-baseline': 'central' },
        svg('tspan', {}, node.title),
        node.subtitle !== '' && svg('tspan', { class: 'g-subtitle', dx: 8 }, node.subtitle),
      ),
      ...(node.badge === ''
        ? []
        : [
            svg(
              'g',
              { class: 'g-badge', 'aria-hidden': 'true', transform: `translate(${badgeX} 5)` },
              svg('title', {}, node.badgeTitle),
              svg('rect', { width: node.badgeWidth, height: 18, rx: 9 }),
              svg(
                'text',
                { x: node.badgeWidth / 2, y: 9.5, 'text-anchor': 'middle', 'dominant-baseline': 'central' },
                node.badge,
              ),
            ),
          ]),
      ...node.rows.map((row, i) =>
        svg(
          'text',
          { class: 'g-row', 'aria-hidden': 'true', x: 10, y: node.rowY[i]!, 'dominant-baseline': 'central' },
          svg('tspan', { class: row.text === '' && node.address !== undefined ? 'g-value' : 'g-key' }, row.label),
          row.text !== '' && svg('tspan', { class: 'g-equals' }, ' = '),
          row.text !== '' && svg('tspan', { class: 'g-value' }, row.text),
        ),
      ),
      ...(node.more
        ? [
            svg(
              'text',
              {
                class: 'g-more',
                'aria-hidden': 'true',
                x: 10,
                y: node.moreY,
                'dominant-baseline': 'central',
                click: (event) => {
                  event.stopPropagation();
                  this.events.more?.(node);
                },
              },
              node.more.text,
            ),
          ]
        : []),
    );
    return element;
  }

  /** What of a box takes the focus. */
  private box(id: string): SVGElement | null {
    return this.nodes.get(id)?.querySelector<SVGElement>('.g-box') ?? null;
  }

  private edge(edge: PictureEdge): void {
    const kind = (['path', 'closing', 'cycle', 'holder'] as const).find((tone) => edge.tones.includes(tone)) ?? 'plain';
    const path = svg(
      'path',
      { class: `g-edge ${edge.tones.join(' ')}`, d: edge.path, 'marker-end': `url(#${this.id}-head-${kind})` },
      svg('title', {}, edge.sentence),
    );
    this.edgeLayer.append(path);
    let label: SVGElement | null = null;
    if (edge.label !== '') {
      label = svg(
        'text',
        {
          class: `g-edge-label ${edge.tones.join(' ')}`,
          x: edge.labelX,
          y: edge.labelY,
          'text-anchor': 'middle',
          'dominant-baseline': 'central',
        },
        edge.label,
      );
      this.labelLayer.append(label);
    }
    this.edges.set(edge.id, { path, label });
  }

  /** Changes what differs from step to step. */
  mark({ classes, badges, aria }: Marks): void {
    for (const node of this.shown?.nodes ?? []) {
      const element = this.nodes.get(node.id)!;
      element.setAttribute('class', `g-node ${node.tones.join(' ')} ${classes.get(node.id) ?? ''}`);
      const badge = badges.get(node.id);
      const text = element.querySelector('.g-badge text');
      if (text && badge !== undefined) text.textContent = badge;
      const name = aria.get(node.id);
      if (name !== undefined) this.box(node.id)?.setAttribute('aria-label', name);
    }
    for (const edge of this.shown?.edges ?? []) {
      const { path, label } = this.edges.get(edge.id)!;
      const extra = classes.get(edge.id) ?? '';
      const all = `${edge.tones.join(' ')} ${extra}`;
      path.setAttribute('class', `g-edge ${all}`);
      const kind = extra.includes('active') ? 'active' : edge.tones.includes('holder') ? 'holder' : 'plain';
      path.setAttribute('marker-end', `url(#${this.id}-head-${kind})`);
      label?.setAttribute('class', `g-edge-label ${all}`);
    }
  }

  select(address: number | undefined): void {
    for (const node of this.shown?.nodes ?? []) {
      const isSelected = address !== undefined && node.address === address;
      const element = this.nodes.get(node.id)!;
      element.classList.toggle('selected', isSelected);
      if (!isSelected) continue;
      this.current = node.id;
      this.rove();
    }
    for (const edge of this.shown?.edges ?? []) {
      const ends = [edge.from, edge.to].map((id) => this.shown?.nodes.find((n) => n.id === id)?.address);
      this.edges.get(edge.id)!.path.classList.toggle('touched', address !== undefined && ends.includes(address));
    }
  }

  /** The whole graph, wherever the user looks. */
  picture(): Picture | null {
    const { shown } = this;
    if (shown === null) return null;
    const { x, y, width, height } = shown.bounds;
    const before = this.world.getAttribute('transform') ?? '';
    this.surface.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    this.world.setAttribute('transform', '');
    // A file has no style sheet that could say where boxes stand.
    for (const node of shown.nodes)
      this.nodes.get(node.id)!.setAttribute('transform', `translate(${node.x} ${node.y})`);
    const picture = standalone(this.surface);
    this.surface.removeAttribute('viewBox');
    this.world.setAttribute('transform', before);
    for (const element of this.nodes.values()) element.removeAttribute('transform');
    return picture;
  }

  // -- looking

  get state(): Look | undefined {
    return this.isMoved ? this.look : undefined;
  }

  restore(look: Look | undefined): void {
    if (!look || ![look.x, look.y, look.scale].every(Number.isFinite)) return;
    this.isMoved = true;
    this.lookAt(look);
  }

  private lookAt(look: Look): void {
    this.look = look;
    this.world.setAttribute('transform', `translate(${look.x} ${look.y}) scale(${look.scale})`);
  }

  fit(): void {
    const { shown } = this;
    const { clientWidth, clientHeight } = this.element;
    this.isMoved = false;
    if (shown === null || clientWidth === 0) return;
    const { x, y, width, height } = shown.bounds;
    const scale = Math.max(SMALLEST, Math.min(LARGEST, clientWidth / width, clientHeight / height));
    this.lookAt({
      scale,
      x: (clientWidth - width * scale) / 2 - x * scale,
      y: (clientHeight - height * scale) / 2 - y * scale,
    });
  }

  private zoom(factor: number, atX = this.element.clientWidth / 2, atY = this.element.clientHeight / 2): void {
    const { x, y, scale } = this.look;
    const next = Math.max(SMALLEST, Math.min(4, scale * factor));
    const ratio = next / scale;
    this.isMoved = true;
    this.lookAt({ scale: next, x: atX - (atX - x) * ratio, y: atY - (atY - y) * ratio });
  }

  /** Moves so that a box is inside of the picture. */
  private bringIn(id: string): void {
    const node = this.shown?.nodes.find((n) => n.id === id);
    if (!node) return;
    const { x, y, scale } = this.look;
    const { clientWidth, clientHeight } = this.element;
    const margin = 16;
    const left = node.x * scale + x;
    const top = node.y * scale + y;
    const right = left + node.width * scale;
    const bottom = top + node.height * scale;
    const dx = left < margin ? margin - left : right > clientWidth - margin ? clientWidth - margin - right : 0;
    const dy = top < margin ? margin - top : bottom > clientHeight - margin ? clientHeight - margin - bottom : 0;
    if (dx === 0 && dy === 0) return;
    this.isMoved = true;
    this.lookAt({ scale, x: x + dx, y: y + dy });
  }

  // -- hands

  private rove(): void {
    for (const id of this.nodes.keys()) this.box(id)?.setAttribute('tabindex', id === this.current ? '0' : '-1');
  }

  private listen(): void {
    const { surface } = this;
    this.nodeLayer.addEventListener('click', (event) => {
      const id = (event.target as Element).closest('[data-node]')?.getAttribute('data-node');
      const node = this.shown?.nodes.find((n) => n.id === id);
      if (!node) return;
      this.current = node.id;
      this.rove();
      this.events.chosen(node);
    });
    this.nodeLayer.addEventListener('keydown', (event) => this.key(event as KeyboardEvent));
    surface.addEventListener(
      'wheel',
      (event) => {
        // Without a modifier the page scrolls, as it does everywhere.
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
        event.preventDefault();
        const box = surface.getBoundingClientRect();
        const delta = event.deltaY || event.deltaX;
        this.zoom(Math.exp(-delta * 0.0015), event.clientX - box.left, event.clientY - box.top);
      },
      { passive: false },
    );
    let from: { x: number; y: number; look: Look } | undefined;
    surface.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || (event.target as Element).closest('[data-node]')) return;
      from = { x: event.clientX, y: event.clientY, look: this.look };
      surface.setPointerCapture(event.pointerId);
      surface.classList.add('dragging');
    });
    surface.addEventListener('pointermove', (event) => {
      if (!from) return;
      this.isMoved = true;
      const { x, y, scale } = from.look;
      this.lookAt({ scale, x: x + event.clientX - from.x, y: y + event.clientY - from.y });
    });
    const release = (): void => {
      from = undefined;
      surface.classList.remove('dragging');
    };
    surface.addEventListener('pointerup', release);
    surface.addEventListener('pointercancel', release);
  }

  private key(event: KeyboardEvent): void {
    const { shown, current } = this;
    const node = shown?.nodes.find((n) => n.id === current);
    if (!shown || !node || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined) {
      event.preventDefault();
      const move = moveFrom(shown, node.id, direction);
      if (!move) return;
      this.current = move.to;
      this.rove();
      this.bringIn(move.to);
      this.box(move.to)?.focus({ preventScroll: true });
      this.spoken.textContent = shown.edges.find((e) => e.id === move.along)?.sentence ?? '';
      return;
    }
    const acts: Readonly<Record<string, () => void>> = {
      Enter: () => this.events.chosen(node),
      ' ': () => (node.more && this.events.more ? this.events.more(node) : this.events.chosen(node)),
      '+': () => this.zoom(1.25),
      '=': () => this.zoom(1.25),
      '-': () => this.zoom(0.8),
      '0': () => this.fit(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Focuses the box that stands for what is looked at. */
  focus(): void {
    if (this.current !== undefined) this.box(this.current)?.focus();
  }
}
