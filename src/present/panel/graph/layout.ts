/**
 * Where boxes and arrows of a graph are drawn. What stays from one picture to the next stays where it was: only new
 * boxes look for a place. Units are those of SVG.
 */
import { layout as dagreLayout, graphlib } from '@dagrejs/dagre';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box to be placed; sizes in units. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** A box in its place: `x` and `y` are its upper left corner. */
export interface Placed extends Box, Point {}

export interface Arrow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Where it leaves the right side of its box, from the top of the box; the middle if left out. */
  readonly fromY?: number;
  readonly labelWidth: number;
}

export interface PlacedArrow {
  readonly id: string;
  /** SVG path data; ends at the border of the target's box. */
  readonly path: string;
  /** Centre of the label. */
  readonly labelX: number;
  readonly labelY: number;
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, Placed>;
  readonly arrows: ReadonlyMap<string, PlacedArrow>;
}

/** Boxes and arrows together above which a simpler layout is taken, to be done within a moment. */
const MOST_FOR_DAGRE = 420;
const RANK_GAP = 54;
const NODE_GAP = 22;
const LABEL_HEIGHT = 14;
/** A layout of its own is made when less of it stays. */
const ENOUGH_STAYS = 0.4;

/** `previous`: where boxes stood in the last picture. */
export function layoutGraph(
  boxes: readonly Box[],
  arrows: readonly Arrow[],
  previous: ReadonlyMap<string, Point> = new Map(),
): Layout {
  const fresh = boxes.length + arrows.length > MOST_FOR_DAGRE ? columns(boxes, arrows) : withDagre(boxes, arrows);
  const staying = boxes.filter(({ id }) => previous.has(id));
  if (staying.length === 0 || staying.length < boxes.length * ENOUGH_STAYS) return fresh;
  const placed = keepPlaces(boxes, fresh.boxes, previous);
  const routed = new Map<string, PlacedArrow>();
  for (const arrow of arrows) {
    const before = [arrow.from, arrow.to].map((id) => fresh.boxes.get(id)!);
    const now = [arrow.from, arrow.to].map((id) => placed.get(id)!);
    const dx = now[0]!.x - before[0]!.x;
    const dy = now[0]!.y - before[0]!.y;
    // Where both ends moved alike, the way between them still fits.
    const alike = now[1]!.x - before[1]!.x === dx && now[1]!.y - before[1]!.y === dy && dx === 0 && dy === 0;
    routed.set(arrow.id, alike ? fresh.arrows.get(arrow.id)! : curve(arrow, now[0]!, now[1]!));
  }
  return { boxes: placed, arrows: routed };
}

function withDagre(boxes: readonly Box[], arrows: readonly Arrow[]): Layout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: NODE_GAP, ranksep: RANK_GAP, edgesep: 14, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { id, from, to, labelWidth } of arrows) {
    // An arrow back to its own box is drawn by hand.
    if (from !== to) graph.setEdge(from, to, { width: labelWidth, height: LABEL_HEIGHT, labelpos: 'c' }, id);
  }
  dagreLayout(graph);
  const placed = new Map<string, Placed>();
  for (const box of boxes) {
    const { x, y } = graph.node(box.id) as Point;
    placed.set(box.id, { ...box, x: x - box.width / 2, y: y - box.height / 2 });
  }
  const routed = new Map<string, PlacedArrow>();
  for (const arrow of arrows) {
    const from = placed.get(arrow.from)!;
    if (arrow.from === arrow.to) {
      routed.set(arrow.id, loop(arrow, from));
      continue;
    }
    const edge = graph.edge(arrow.from, arrow.to, arrow.id) as { points: Point[]; x?: number; y?: number };
    const { points } = edge;
    const start = arrow.fromY === undefined ? points[0]! : { x: from.x + from.width, y: from.y + arrow.fromY };
    const centre = points[points.length >> 1]!;
    routed.set(arrow.id, {
      id: arrow.id,
      path: smooth([start, ...points.slice(1)]),
      // An arrow without a label has no place for one.
      labelX: edge.x ?? centre.x,
      labelY: edge.y ?? centre.y,
    });
  }
  return { boxes: placed, arrows: routed };
}

/** Boxes by their distance from the first ones, in columns: fast, whatever the graph is like. */
function columns(boxes: readonly Box[], arrows: readonly Arrow[]): Layout {
  const rank = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const waiting: string[] = [];
  for (const { id } of boxes) {
    if (rank.has(id)) continue;
    rank.set(id, 0);
    waiting.push(id);
    while (waiting.length > 0) {
      const at = waiting.shift()!;
      for (const to of next.get(at) ?? [])
        if (!rank.has(to)) {
          rank.set(to, rank.get(at)! + 1);
          waiting.push(to);
        }
    }
  }
  const byRank: Box[][] = [];
  for (const box of boxes) {
    const at = rank.get(box.id)!;
    byRank[at] ??= [];
    byRank[at].push(box);
  }
  const placed = new Map<string, Placed>();
  let x = 0;
  for (const column of byRank) {
    let y = 0;
    for (const box of column ?? []) {
      placed.set(box.id, { ...box, x, y });
      y += box.height + NODE_GAP;
    }
    x += Math.max(0, ...(column ?? []).map(({ width }) => width)) + 2 * RANK_GAP;
  }
  return {
    boxes: placed,
    arrows: new Map(arrows.map((a) => [a.id, curve(a, placed.get(a.from)!, placed.get(a.to)!)])),
  };
}

/** Boxes that were there before stand where they stood; a new one stands beside its neighbours of the fresh layout. */
function keepPlaces(
  boxes: readonly Box[],
  fresh: ReadonlyMap<string, Placed>,
  previous: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const box of boxes) {
    const was = previous.get(box.id);
    if (was !== undefined) placed.set(box.id, { ...box, x: was.x, y: was.y });
  }
  const kept = [...placed.values()];
  for (const box of boxes) {
    if (placed.has(box.id)) continue;
    const wanted = fresh.get(box.id)!;
    let nearest = kept[0]!;
    let least = Number.POSITIVE_INFINITY;
    for (const other of kept) {
      const at = fresh.get(other.id)!;
      const distance = (at.x - wanted.x) ** 2 + (at.y - wanted.y) ** 2;
      if (distance < least) {
        least = distance;
        nearest = other;
      }
    }
    const at = fresh.get(nearest.id)!;
    let spot: Placed = { ...box, x: nearest.x + wanted.x - at.x, y: nearest.y + wanted.y - at.y };
    for (let tries = 0; tries < 200; tries++) {
      const hit = [...placed.values()].find((other) => overlap(spot, other));
      if (hit === undefined) break;
      spot = { ...spot, y: hit.y + hit.height + NODE_GAP };
    }
    placed.set(box.id, spot);
  }
  return placed;
}

function overlap(a: Placed, b: Placed): boolean {
  const gap = NODE_GAP / 2;
  return (
    a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap
  );
}

const round = (n: number): number => Math.round(n * 10) / 10;
const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

/** A line through points whose corners are rounded. */
function smooth(points: readonly Point[]): string {
  const first = points[0]!;
  const last = points[points.length - 1]!;
  if (points.length < 3) return `M ${at(first)} L ${at(last)}`;
  const parts = [`M ${at(first)}`];
  for (let i = 1; i < points.length - 1; i++) {
    const here = points[i]!;
    const end = i === points.length - 2 ? last : middle(here, points[i + 1]!);
    parts.push(`Q ${at(here)} ${at(end)}`);
  }
  return parts.join(' ');
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** From the right side of a box to the left side of one further right; else round below. */
function curve(arrow: Arrow, from: Placed, to: Placed): PlacedArrow {
  if (from.id === to.id) return loop(arrow, from);
  const y = from.y + (arrow.fromY ?? from.height / 2);
  if (to.x > from.x + from.width) {
    const start = { x: from.x + from.width, y };
    const end = { x: to.x, y: to.y + to.height / 2 };
    const bend = Math.max(24, (end.x - start.x) / 2);
    return {
      id: arrow.id,
      path: `M ${at(start)} C ${at({ x: start.x + bend, y: start.y })} ${at({ x: end.x - bend, y: end.y })} ${at(end)}`,
      labelX: (start.x + end.x) / 2,
      labelY: (start.y + end.y) / 2,
    };
  }
  const start = { x: from.x + from.width / 2, y: from.y + from.height };
  const end = { x: to.x + to.width * 0.6, y: to.y + to.height };
  const depth = Math.max(start.y, end.y) + 40 + Math.abs(start.x - end.x) * 0.12;
  return {
    id: arrow.id,
    path: `M ${at(start)} C ${at({ x: start.x, y: depth })} ${at({ x: end.x, y: depth })} ${at(end)}`,
    labelX: (start.x + end.x) / 2,
    labelY: (start.y + end.y) / 8 + depth * 0.75,
  };
}

/** Out of the box and back into it, on its right. */
function loop(arrow: Arrow, box: Placed): PlacedArrow {
  const x = box.x + box.width;
  const y = box.y + box.height / 2;
  const out = 46;
  return {
    id: arrow.id,
    path: `M ${at({ x, y: y - 9 })} C ${at({ x: x + out, y: y - 30 })} ${at({ x: x + out, y: y + 30 })} ${at({ x, y: y + 9 })}`,
    labelX: x + out,
    labelY: y,
  };
}
