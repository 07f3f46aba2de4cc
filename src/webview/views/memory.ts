/** The memory map: arenas, pools, blocks and fields at their addresses, from the whole heap to the bytes of one object. */
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import './memoryMap/memory.css';
import { type Category, COLOURINGS, type Colouring, legendOf } from '../../present/panel/map/colouring.js';
import type { Place } from '../../present/panel/map/layout.js';
import { type MapFacts, mapSummary, placeText } from '../../present/panel/map/words.js';
import { type AllocationHeat, HEAT_SIZE } from '../../protocol/memoryMap.js';
import type { PanelSelection } from '../../protocol/panel.js';
import { h } from '../dom.js';
import { block, iconButton } from '../parts.js';
import { MapData } from './memoryMap/data.js';
import { heatPicture } from './memoryMap/heat.js';
import { MapCanvas } from './memoryMap/mapCanvas.js';
import { mapText } from './memoryMap/mapText.js';
import { css, readMapPalette } from './memoryMap/palette.js';
import type { Context, Scene, View, ViewKind } from './view.js';

/** What is kept over hiding and reload. */
interface MapState {
  readonly colouring: Colouring;
  readonly freeOrder: boolean;
  readonly camera?: { readonly x: number; readonly y: number; readonly scale: number };
}

function stateOf(kept: unknown): MapState {
  const state = (kept ?? {}) as Partial<MapState>;
  return {
    colouring: COLOURINGS.includes(state.colouring as Colouring) ? state.colouring! : 'state',
    freeOrder: state.freeOrder === true,
    ...(state.camera && Number.isFinite(state.camera.scale) ? { camera: state.camera } : {}),
  };
}

class MemoryView implements View {
  private readonly canvas: MapCanvas;
  private readonly status: HTMLOutputElement;
  private readonly legend: HTMLElement;
  private readonly heatPlace: HTMLElement;
  private readonly body: HTMLElement;
  private data: MapData | undefined;
  /** Of the whole run, asked for once it comes into sight: `heatRun` says of which. */
  private heat: AllocationHeat | null = null;
  private heatRun = '';
  private heatSeen = false;
  private readonly note = h('p', { class: 'note map-note', hidden: true });
  private scene: Scene | undefined;
  private colouring: Colouring;
  private freeOrder: boolean;
  private legendFor = '';
  private textTimer = 0;
  private turn = 0;
  private selection: PanelSelection | undefined;
  /** The selection was made on the map itself: then it is in sight. */
  private fromHere = false;
  private flownTo = '';

  constructor(
    root: HTMLElement,
    private readonly context: Context,
    kept: unknown,
  ) {
    const state = stateOf(kept);
    const { labels } = context;
    this.colouring = state.colouring;
    this.freeOrder = state.freeOrder;
    this.canvas = new MapCanvas(context, {
      moved: () => this.moved(),
      at: (place) => this.tell(place),
      chosen: (place) => this.choose(place),
    });
    this.canvas.freeOrder = this.freeOrder;
    if (state.camera) Object.assign(this.canvas.camera, state.camera);
    this.status = h('output', { id: 'map-status', class: 'map-status', 'aria-live': 'polite' });
    this.legend = h('div', { class: 'map-legend', role: 'group', 'aria-label': labels.legend });
    this.heatPlace = h('div', {});
    this.body = h(
      'div',
      {},
      this.tools(),
      h('p', { id: 'map-help', class: 'unseen' }, labels.mapHelp),
      this.note,
      this.canvas.element,
      this.status,
      this.legend,
      block('heat', labels.heat, labels.heatNote, this.heatPlace),
    );
    root.append(this.body);
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.heatSeen = true;
      void this.loadHeat();
    });
    sight.observe(this.heatPlace);
    this.explain();
  }

  /** What the colours mean, where their names do not say it. */
  private explain(): void {
    this.note.hidden = this.colouring !== 'owner';
    this.note.textContent = this.context.labels.ownerNote;
  }

  private tools(): HTMLElement {
    const { labels } = this.context;
    const select = h(
      'vscode-single-select' as 'select',
      { id: 'map-colouring', label: labels.colourBy },
      ...COLOURINGS.map((colouring) =>
        h(
          'vscode-option' as 'option',
          { value: colouring, selected: colouring === this.colouring },
          labels.colouring(colouring),
        ),
      ),
    );
    select.addEventListener('change', () => this.colour(select.value as Colouring));
    const order = h('vscode-checkbox' as 'input', { id: 'map-order', checked: this.freeOrder }, labels.freeOrder);
    order.addEventListener('change', () => {
      this.freeOrder = order.checked;
      this.canvas.freeOrder = this.freeOrder;
      this.canvas.redraw();
      this.context.save();
    });
    return h(
      'div',
      { class: 'map-tools' },
      h('label', {}, h('span', {}, labels.colourBy), select),
      order,
      h(
        'div',
        { class: 'map-zoom' },
        iconButton('map-out', 'minus', labels.zoomOut, () => this.canvas.zoom(1 / 1.8)),
        iconButton('map-in', 'plus', labels.zoomIn, () => this.canvas.zoom(1.8)),
        iconButton('map-home', 'whole', labels.zoomWhole, () => this.canvas.flyHome()),
      ),
    );
  }

  show(scene: Scene): void {
    if (scene.subject === this.scene?.subject) {
      this.canvas.resized();
      this.canvas.redraw();
      return;
    }
    this.scene = scene;
    void this.load(scene);
  }

  private async load({ subject }: Scene): Promise<void> {
    const turn = ++this.turn;
    const { context } = this;
    const map = await context.ask('memoryMap', {}).catch(() => null);
    if (turn !== this.turn || !map) return;
    this.data?.close();
    const minor = Number(subject.result.python.split('.')[1]);
    this.data = new MapData(map, subject.result.addressBase, minor, context, this.colouring, () =>
      this.canvas.redraw(),
    );
    this.canvas.element.setAttribute('aria-label', `${context.labels.map}: ${mapSummary(map, context.say)}`);
    this.canvas.show(this.data);
    this.select(this.selection);
    if (this.heatSeen) await this.loadHeat();
    context.textChanged();
  }

  /** The heat is of the whole run, at whatever moment we look; it is counted after all that belongs to the moment. */
  private async loadHeat(): Promise<void> {
    const { scene, data, context } = this;
    if (!scene || !data) return;
    const { result, title } = scene.subject;
    const run = JSON.stringify([title, result.python, result.steps, result.sums, result.output.length]);
    if (run !== this.heatRun) {
      this.heatRun = run;
      this.heat = null;
      this.heatPlace.replaceChildren(h('p', { class: 'quiet' }, context.labels.loading));
      await data.settled();
      const heat = await context.ask('heat', HEAT_SIZE).catch(() => null);
      if (run !== this.heatRun) return;
      this.heat = heat;
      context.textChanged();
    }
    this.heatPlace.replaceChildren(
      this.heat && this.scene
        ? (heatPicture(this.heat, this.scene, context) as unknown as Node)
        : h('p', { class: 'quiet' }, context.labels.noHeat),
    );
  }

  repaint(): void {
    this.canvas.resized();
    this.canvas.recolour();
    this.legendFor = '';
  }

  private colour(colouring: Colouring): void {
    this.colouring = colouring;
    this.explain();
    this.canvas.highlighted = -1;
    this.data?.colour(colouring);
    this.canvas.redraw();
    this.context.save();
  }

  /** After each frame. */
  private moved(): void {
    const { data } = this;
    if (!data) return;
    const now = `${data.scheme.colouring} ${data.version} ${this.canvas.highlighted}`;
    if (now !== this.legendFor) {
      this.legendFor = now;
      this.drawLegend(data);
    }
    window.clearTimeout(this.textTimer);
    this.textTimer = window.setTimeout(() => {
      this.context.save();
      this.context.textChanged();
    }, 250);
  }

  private drawLegend(data: MapData): void {
    const { scheme } = data;
    const shown = legendOf(scheme, data.occurring());
    const palette = readMapPalette();
    const focus = document.activeElement?.id;
    this.legend.replaceChildren(
      ...shown.map((i) => {
        const pressed = this.canvas.highlighted === i;
        return h(
          'button',
          {
            type: 'button',
            id: `legend-${i}`,
            'aria-pressed': String(pressed),
            title: this.context.labels.highlight,
            click: () => {
              this.canvas.highlighted = pressed ? -1 : i;
              this.canvas.redraw();
            },
          },
          swatch(scheme.categories[i]!, css(palette.of(scheme.categories[i]!)), css(palette.ground)),
          scheme.categories[i]!.name,
        );
      }),
    );
    if (focus?.startsWith('legend-')) document.getElementById(focus)?.focus({ preventScroll: true });
  }

  private facts(): MapFacts | undefined {
    const { data } = this;
    return (
      data && {
        layout: data.layout,
        addressBase: data.addressBase,
        blocksOf: (pool) => data.blocksOf(pool),
        system: data.system,
        owners: data.owners,
      }
    );
  }

  private tell(place: Place | null): void {
    const facts = this.facts();
    if (facts) this.status.textContent = place ? placeText(place, facts, this.context.say) : '';
  }

  private choose(place: Place): void {
    this.fromHere = true;
    this.chooseAt(place);
    this.fromHere = false;
  }

  private chooseAt(place: Place): void {
    const { data, context } = this;
    if (!data) return;
    const { map } = data;
    if (place.kind === 'arena') context.select({ kind: 'arena', address: map.arenas[place.arena]!.address });
    else if (place.kind === 'pool') context.select({ kind: 'pool', address: map.poolAddress[place.pool]! });
    else {
      const known =
        place.kind === 'block' ? data.blocksOf(place.pool) : data.system && { columns: data.system, first: 0 };
      const owner = known?.columns.owner[known.first + place.index] ?? 0;
      if (owner > 0) context.selectObject(owner);
      else if (place.kind === 'block') context.select({ kind: 'pool', address: map.poolAddress[place.pool]! });
    }
    this.tell(place);
  }

  select(selection: PanelSelection | undefined): void {
    this.selection = selection;
    const layout = this.data?.layout;
    if (!layout) return;
    let place: Place | null = null;
    if (selection?.kind === 'arena') {
      const arena = layout.map.arenas.findIndex((a) => a.address === selection.address);
      place = arena >= 0 ? { kind: 'arena', arena } : null;
    } else if (selection?.kind === 'pool') {
      const pool = layout.poolAt(selection.address);
      place = pool >= 0 ? { kind: 'pool', arena: layout.arenaOfPool(pool), pool } : null;
    } else if (selection) place = layout.placeOf(selection.address);
    this.canvas.selected = place;
    const known = `${selection?.kind} ${selection?.address}`;
    if (place && known !== this.flownTo && !this.fromHere) this.canvas.flyNear(place);
    this.flownTo = known;
    this.canvas.redraw();
  }

  text(): HTMLElement | null {
    const facts = this.facts();
    if (!facts || !this.data) return null;
    // Who reads wants all of it.
    if (!this.heatSeen) {
      this.heatSeen = true;
      void this.loadHeat();
    }
    return mapText(facts, this.data, this.canvas, this.heat, this.context);
  }

  state(): MapState {
    const { x, y, scale } = this.canvas.camera;
    return { colouring: this.colouring, freeOrder: this.freeOrder, ...(scale > 0 ? { camera: { x, y, scale } } : {}) };
  }

  picture() {
    return this.canvas.picture();
  }
}

/** A category's colour, and a state's shape: hollow, a line, striped, hatched. */
function swatch(category: Category, color: string, ground: string): HTMLElement {
  const canvas = h('canvas', { 'aria-hidden': 'true', width: 36, height: 20 });
  const c = canvas.getContext('2d')!;
  c.scale(2, 2);
  c.fillStyle = color;
  c.strokeStyle = color;
  const state = category.hue.kind === 'state' ? category.hue.state : 'tracked';
  if (state === 'freed') c.strokeRect(0.5, 0.5, 17, 9);
  else if (state === 'untouched') c.fillRect(0, 9, 18, 1);
  else c.fillRect(0, 0, 18, 10);
  c.fillStyle = ground;
  c.strokeStyle = ground;
  if (state === 'data') c.fillRect(0, 4.4, 18, 1.2);
  if (state === 'garbage')
    for (let x = 2; x < 28; x += 5) {
      c.beginPath();
      c.moveTo(x, 0);
      c.lineTo(x - 10, 10);
      c.stroke();
    }
  return canvas;
}

export const memoryView: ViewKind = {
  id: 'memory',
  title: (labels) => labels.memory,
  mount: (root, context, state) => new MemoryView(root, context, state),
};
