/** The canvas of the memory map: the camera, how it is moved by pointer and keyboard, and one frame after the other. */
import type { MapLayout, Place, Rect } from '../../../present/panel/map/layout.js';
import { h } from '../../dom.js';
import type { Picture } from '../../picture.js';
import type { Context } from '../view.js';
import type { MapData } from './data.js';
import { ArenaImages } from './images.js';
import { type Camera, Painter } from './paint.js';
import { type MapPalette, readMapPalette } from './palette.js';
import { CanvasSurface, SvgSurface } from './surface.js';

/** Pixels of one byte at the nearest. */
const NEAREST = 16;
/** Milliseconds of a frame that pictures of arenas may take; more where nothing is shown yet. */
const BUDGET = 5;
/** Milliseconds of a flight to another place. */
const FLIGHT = 260;

export interface CanvasEvents {
  /** The camera has moved, or more is known of what it sees. */
  moved(): void;
  /** What the pointer or the middle of the keyboard's picture is at. */
  at(place: Place | null): void;
  chosen(place: Place): void;
}

export class MapCanvas {
  readonly element: HTMLCanvasElement;
  readonly camera: Camera = { x: 0, y: 0, scale: 0 };
  highlighted = -1;
  freeOrder = false;
  selected: Place | null = null;
  private readonly context2d: CanvasRenderingContext2D;
  private data: MapData | undefined;
  private images: ArenaImages | undefined;
  private palette: MapPalette;
  private colouredFor = '';
  private width = 0;
  private height = 0;
  private frame = 0;
  private flight: { readonly from: Camera; readonly to: Camera; readonly begin: number } | undefined;
  private drag: { x: number; y: number; moved: boolean } | undefined;
  /** The picture is moved by keyboard: the middle is marked. */
  private byKeyboard = false;

  constructor(
    private readonly context: Context,
    private readonly events: CanvasEvents,
  ) {
    this.element = h('canvas', {
      id: 'memory-map',
      class: 'memory-map',
      tabindex: 0,
      role: 'application',
      'aria-label': context.labels.map,
      'aria-describedby': 'map-help',
    });
    this.context2d = this.element.getContext('2d', { alpha: false })!;
    this.palette = readMapPalette();
    this.listen();
  }

  /** Shows another heap; the camera stays where the same place is still there. */
  show(data: MapData): void {
    const before = this.data?.layout;
    this.data = data;
    this.images = new ArenaImages(data, this.palette);
    this.colouredFor = '';
    this.measure();
    const { layout } = data;
    if (this.camera.scale === 0 || !before || before.width !== layout.width || before.height !== layout.height)
      if (this.camera.scale === 0 || before) this.keepInside(layout, before === undefined || this.seesAll(before));
    this.redraw();
  }

  private seesAll(layout: MapLayout): boolean {
    const { x, y, scale } = this.camera;
    return x <= 0 && y <= 0 && x + this.width / scale >= layout.width && y + this.height / scale >= layout.height;
  }

  private keepInside(layout: MapLayout, whole: boolean): void {
    if (whole || this.camera.scale === 0) Object.assign(this.camera, this.whole());
    else this.clamp(layout);
  }

  /** The theme's colours have changed. */
  recolour(): void {
    this.palette = readMapPalette();
    this.colouredFor = '';
    this.redraw();
  }

  /** Draws in the next frame. */
  redraw(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.draw(now));
  }

  resized(): void {
    const { width, height } = this;
    this.measure();
    if (width !== this.width || height !== this.height) this.redraw();
  }

  private measure(): void {
    const rect = this.element.getBoundingClientRect();
    if (rect.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(rect.width * ratio), Math.round(rect.height * ratio)];
    if (this.element.width !== w || this.element.height !== h) {
      this.element.width = w;
      this.element.height = h;
    }
    this.width = rect.width;
    this.height = rect.height;
  }

  /** The camera from which everything is seen. */
  whole(): Camera {
    const { layout } = this.data!;
    return this.cameraOn({ x: 0, y: 0, width: layout.width, height: layout.height }, 1.04);
  }

  private cameraOn(rect: Rect, room: number): Camera {
    const most = Math.min(this.width / (rect.width * room), this.height / (rect.height * room));
    const scale = Math.min(NEAREST, most);
    return {
      x: rect.x + rect.width / 2 - this.width / 2 / scale,
      y: rect.y + rect.height / 2 - this.height / 2 / scale,
      scale,
    };
  }

  /** Moves to a place, so that it fills a good part of the picture. */
  flyTo(place: Place): void {
    if (!this.data) return;
    const { layout } = this.data;
    const rect = layout.around(place);
    // A block alone would hide where it is.
    this.fly(this.cameraOn(rect, place.kind === 'block' ? 1.5 : 1.15));
  }

  /** Moves to a place with what is around it: the pool of a block. */
  flyNear(place: Place): void {
    const layout = this.data?.layout;
    if (!layout) return;
    const rect = place.kind === 'block' ? layout.poolRect(place.pool) : layout.around(place);
    this.fly(this.cameraOn(rect, 1.2));
  }

  flyHome(): void {
    if (this.data) this.fly(this.whole());
  }

  zoom(factor: number): void {
    this.byKeyboard = true;
    const { x, y, scale } = this.flight?.to ?? this.camera;
    const next = this.limited(scale * factor);
    // Towards what is selected, where it is in sight; else towards the middle.
    const [px, py] = this.anchor({ x, y, scale });
    this.fly({ x: x + px / scale - px / next, y: y + py / scale - py / next, scale: next });
  }

  /** The pixel that stays where it is while the keyboard zooms. */
  private anchor(camera: Camera): readonly [number, number] {
    const middle = [this.width / 2, this.height / 2] as const;
    if (!this.selected || !this.data) return middle;
    const rect = this.data.layout.around(this.selected);
    const px = (rect.x + rect.width / 2 - camera.x) * camera.scale;
    const py = (rect.y + rect.height / 2 - camera.y) * camera.scale;
    return px > 0 && py > 0 && px < this.width && py < this.height ? [px, py] : middle;
  }

  private fly(to: Camera): void {
    if (this.context.calm()) {
      Object.assign(this.camera, to);
      this.moved();
      return;
    }
    this.flight = { from: { ...this.camera }, to, begin: performance.now() };
    this.redraw();
  }

  private limited(scale: number): number {
    return Math.min(NEAREST, Math.max(this.whole().scale * 0.7, scale));
  }

  /** Keeps some part of the heap in sight. */
  private clamp(layout: MapLayout): void {
    const { camera } = this;
    camera.scale = this.limited(camera.scale);
    const w = this.width / camera.scale;
    const h = this.height / camera.scale;
    camera.x = Math.min(layout.width - w * 0.3, Math.max(-w * 0.7, camera.x));
    camera.y = Math.min(layout.height - h * 0.3, Math.max(-h * 0.7, camera.y));
  }

  private moved(): void {
    if (this.data) this.clamp(this.data.layout);
    this.redraw();
  }

  private painter(ratio: number): Painter {
    const { data, palette, images, highlighted, selected, freeOrder } = this;
    const shown = { data: data!, palette, images: images!, say: this.context.say, highlighted, selected, freeOrder };
    return new Painter(shown, this.camera, this.width, this.height, ratio);
  }

  private draw(now: number): void {
    this.frame = 0;
    const { data, images } = this;
    if (!data || !images || !this.element.isConnected || this.width === 0) return;
    if (this.flight) this.flyOn(now);
    const colours = `${data.scheme.colouring} ${data.scheme.categories.length} ${data.version} ${this.highlighted}`;
    if (colours !== this.colouredFor) {
      images.recolour(this.palette, this.highlighted);
      this.colouredFor = colours;
    }
    const ratio = window.devicePixelRatio || 1;
    this.context2d.setTransform(ratio, 0, 0, ratio, 0, 0);
    const painter = this.painter(ratio);
    painter.paint(new CanvasSurface(this.context2d, this.palette), BUDGET);
    if (this.byKeyboard && document.activeElement === this.element) this.cross();
    this.want();
    this.events.moved();
    if (painter.unfinished || this.flight) this.redraw();
  }

  /** Asks for the blocks of the arenas in sight, unless they would be too small to be seen. */
  private want(): void {
    const data = this.data!;
    const { layout, map } = data;
    if (layout.side * this.camera.scale < 6 && map.poolAddress.length > 8192) return;
    const view = this.view();
    const cx = view.x + view.width / 2;
    const cy = view.y + view.height / 2;
    const far = (arena: number) => {
      const r = layout.arenaRect(arena);
      return Math.hypot(r.x + r.width / 2 - cx, r.y + r.height / 2 - cy);
    };
    data.want(layout.arenasIn(view).sort((a, b) => far(a) - far(b)));
  }

  view(): Rect {
    const { x, y, scale } = this.camera;
    return { x, y, width: this.width / scale, height: this.height / scale };
  }

  private cross(): void {
    const { context2d: c } = this;
    const x = Math.round(this.width / 2) + 0.5;
    const y = Math.round(this.height / 2) + 0.5;
    for (const [color, thickness] of [
      [this.palette.ground, 4],
      [this.palette.focus, 1.5],
    ] as const) {
      c.strokeStyle = `rgb(${color.join()})`;
      c.lineWidth = thickness;
      c.beginPath();
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        c.moveTo(x + dx * 4, y + dy * 4);
        c.lineTo(x + dx * 11, y + dy * 11);
      }
      c.stroke();
    }
  }

  private flyOn(now: number): void {
    const { from, to, begin } = this.flight!;
    const t = Math.min(1, Math.max(0, (now - begin) / FLIGHT));
    const eased = 1 - (1 - t) ** 3;
    // The scale grows by factors, so that the flight looks even.
    const scale = from.scale * (to.scale / from.scale) ** eased;
    const share = from.scale === to.scale ? eased : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
    const middle = (a: Camera) => ({ x: a.x + this.width / 2 / a.scale, y: a.y + this.height / 2 / a.scale });
    const a = middle(from);
    const b = middle(to);
    this.camera.scale = scale;
    this.camera.x = a.x + (b.x - a.x) * share - this.width / 2 / scale;
    this.camera.y = a.y + (b.y - a.y) * share - this.height / 2 / scale;
    if (t === 1) this.flight = undefined;
  }

  placeAt(x: number, y: number): Place | null {
    const { camera } = this;
    return this.data?.layout.at(camera.x + x / camera.scale, camera.y + y / camera.scale) ?? null;
  }

  /** What is in the middle. */
  middle(): Place | null {
    return this.placeAt(this.width / 2, this.height / 2);
  }

  /** The picture as it stands, as SVG. */
  picture(): Picture | null {
    if (!this.data) return null;
    const surface = new SvgSurface(this.palette);
    this.painter(2).paint(surface, Number.POSITIVE_INFINITY);
    return { svg: surface.document(this.width, this.height), width: this.width, height: this.height };
  }

  private listen(): void {
    const { element } = this;
    element.addEventListener('pointerdown', (event) => {
      this.byKeyboard = false;
      this.flight = undefined;
      this.drag = { x: event.offsetX, y: event.offsetY, moved: false };
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener('pointermove', (event) => this.pointerMoved(event));
    element.addEventListener('pointerup', (event) => {
      const { drag } = this;
      this.drag = undefined;
      element.classList.remove('dragged');
      const place = drag && !drag.moved ? this.placeAt(event.offsetX, event.offsetY) : null;
      if (place) this.events.chosen(place);
    });
    element.addEventListener('pointerleave', () => this.events.at(null));
    element.addEventListener('dblclick', (event) => {
      const place = this.placeAt(event.offsetX, event.offsetY);
      if (place) this.flyTo(place);
    });
    element.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    element.addEventListener('keydown', (event) => this.key(event));
    element.addEventListener('blur', () => this.redraw());
  }

  private pointerMoved(event: PointerEvent): void {
    const { drag, camera } = this;
    if (!drag) {
      this.events.at(this.placeAt(event.offsetX, event.offsetY));
      return;
    }
    const dx = event.offsetX - drag.x;
    const dy = event.offsetY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 4) return;
    drag.moved = true;
    this.element.classList.add('dragged');
    drag.x = event.offsetX;
    drag.y = event.offsetY;
    camera.x -= dx / camera.scale;
    camera.y -= dy / camera.scale;
    this.moved();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    if (!this.data) return;
    this.flight = undefined;
    const { camera } = this;
    const lines = event.deltaMode === 1 ? 16 : 1;
    const factor = Math.exp(-Math.max(-200, Math.min(200, event.deltaY * lines)) * 0.0022);
    const scale = this.limited(camera.scale * factor);
    // What is under the pointer stays there.
    camera.x += event.offsetX / camera.scale - event.offsetX / scale;
    camera.y += event.offsetY / camera.scale - event.offsetY / scale;
    camera.scale = scale;
    this.moved();
    this.events.at(this.placeAt(event.offsetX, event.offsetY));
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.data) return;
    const pan = (dx: number, dy: number) => {
      const part = event.shiftKey ? 0.5 : 0.1;
      const from = this.flight?.to ?? this.camera;
      const { scale } = from;
      const to = { scale, x: from.x + (dx * part * this.width) / scale, y: from.y + (dy * part * this.height) / scale };
      this.flight = undefined;
      Object.assign(this.camera, to);
      this.moved();
    };
    const middle = this.middle();
    const actions: Record<string, () => void> = {
      ArrowLeft: () => pan(-1, 0),
      ArrowRight: () => pan(1, 0),
      ArrowUp: () => pan(0, -1),
      ArrowDown: () => pan(0, 1),
      '+': () => this.zoom(1.5),
      '=': () => this.zoom(1.5),
      '-': () => this.zoom(1 / 1.5),
      Home: () => this.flyHome(),
      Enter: () => middle && this.events.chosen(middle),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    this.byKeyboard = true;
    action();
    this.events.at(this.middle());
  }
}
