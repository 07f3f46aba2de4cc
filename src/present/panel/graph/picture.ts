/** A graph as it is painted: boxes with rows of text, arrows with labels, and the same in sentences. */
import type { Address } from '../../../protocol/address.js';
import { shorten } from '../../format.js';
import { layoutGraph, type Placed, type PlacedArrow, type Point } from './layout.js';

/** What a box or an arrow looks like; each is a class of the style sheet. */
export type Tone =
  | 'frame'
  | 'holder'
  | 'cycle'
  | 'garbage'
  | 'path'
  | 'weak'
  | 'closing'
  | 'active'
  | 'counted'
  | 'candidate'
  | 'reachable'
  | 'putOff'
  | 'finalized'
  | 'freed'
  | 'leaf';

export interface DraftRow {
  /** `name`, `[0]`: what comes before the value. */
  readonly label: string;
  readonly text: string;
  /** An arrow may leave from this row: its id. */
  readonly port?: string;
}

export interface DraftNode {
  readonly id: string;
  readonly address?: Address;
  readonly title: string;
  /** Beside the title, quieter. */
  readonly subtitle: string;
  /** A number in the corner, and what it is. */
  readonly badge: string;
  readonly badgeTitle: string;
  readonly rows: readonly DraftRow[];
  /** A row that shows more of a container: how many references the container has then. */
  readonly more?: { readonly text: string; readonly references: number };
  readonly tones: readonly Tone[];
  /** For a screen reader. */
  readonly aria: string;
}

export interface DraftEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The row of `from` that it leaves from. */
  readonly port?: string;
  readonly label: string;
  readonly tones: readonly Tone[];
  /** The whole of it as a sentence. */
  readonly sentence: string;
}

export interface Draft {
  readonly nodes: readonly DraftNode[];
  readonly edges: readonly DraftEdge[];
}

export interface PictureNode extends DraftNode, Placed {
  readonly titleY: number;
  readonly rowY: readonly number[];
  readonly moreY: number;
  readonly badgeWidth: number;
}

export interface PictureEdge extends DraftEdge, PlacedArrow {}

export interface GraphPicture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** What all of it covers. */
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const CHARACTER = 7.25;
const SMALL_CHARACTER = 6.7;
const PADDING = 10;
const HEADER = 28;
const ROW = 17;
const MARGIN = 24;
const LONGEST_TITLE = 34;
const LONGEST_ROW = 44;
const LONGEST_LABEL = 22;

/** The width of a text that is painted in the fixed-width font; wide characters count twice. */
function textWidth(text: string, character: number): number {
  let n = 0;
  for (const c of text) n += c.codePointAt(0)! > 0x10ff ? 2 : 1;
  return n * character;
}

function rowText({ label, text }: DraftRow): string {
  return text === '' ? label : `${label} = ${text}`;
}

function sized(node: DraftNode): DraftNode & { width: number; height: number; badgeWidth: number } {
  const title = shorten(node.title, LONGEST_TITLE);
  const badgeWidth = node.badge === '' ? 0 : Math.max(18, textWidth(node.badge, CHARACTER) + 10);
  const header =
    textWidth(title, CHARACTER) +
    (node.subtitle === '' ? 0 : 8 + textWidth(node.subtitle, SMALL_CHARACTER)) +
    (badgeWidth === 0 ? 0 : badgeWidth + 10);
  const rows = node.rows.map((row) => {
    const label = shorten(row.label, LONGEST_ROW);
    return { ...row, label, text: row.text === '' ? '' : shorten(row.text, Math.max(6, LONGEST_ROW - label.length)) };
  });
  const widest = Math.max(
    header,
    ...rows.map((row) => textWidth(rowText(row), SMALL_CHARACTER)),
    node.more ? textWidth(node.more.text, SMALL_CHARACTER) : 0,
  );
  const lines = rows.length + (node.more ? 1 : 0);
  return {
    ...node,
    title,
    rows,
    badgeWidth,
    width: Math.round(Math.max(56, widest + 2 * PADDING)),
    height: HEADER + (lines > 0 ? lines * ROW + 8 : 2),
  };
}

/** Places all of a draft. `previous`: where boxes stood in the last picture. */
export function drawGraph(draft: Draft, previous?: ReadonlyMap<string, Point>): GraphPicture {
  const boxes = draft.nodes.map(sized);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const rowY = (i: number): number => HEADER + 4 + i * ROW + ROW / 2;
  const edges = draft.edges
    .filter(({ from, to }) => byId.has(from) && byId.has(to))
    .map((edge) => ({ ...edge, label: shorten(edge.label, LONGEST_LABEL) }));
  const layout = layoutGraph(
    boxes,
    edges.map(({ id, from, to, port, label }) => {
      const row = port === undefined ? -1 : byId.get(from)!.rows.findIndex((r) => r.port === port);
      const labelWidth = label === '' ? 0 : textWidth(label, SMALL_CHARACTER) + 8;
      return { id, from, to, labelWidth, ...(row < 0 ? {} : { fromY: rowY(row) }) };
    }),
    previous,
  );
  const nodes = boxes.map((box): PictureNode => {
    const { x, y } = layout.boxes.get(box.id)!;
    return {
      ...box,
      x,
      y,
      titleY: HEADER / 2 + 1,
      rowY: box.rows.map((_, i) => rowY(i)),
      moreY: rowY(box.rows.length),
    };
  });
  const left = Math.min(0, ...nodes.map((n) => n.x)) - MARGIN;
  const top = Math.min(0, ...nodes.map((n) => n.y)) - MARGIN;
  const drawn = edges.map((edge): PictureEdge => ({ ...edge, ...layout.arrows.get(edge.id)! }));
  const right = Math.max(0, ...nodes.map((n) => n.x + n.width), ...drawn.map((e) => e.labelX));
  const bottom = Math.max(0, ...nodes.map((n) => n.y + n.height), ...drawn.map((e) => e.labelY));
  return {
    nodes,
    edges: drawn,
    bounds: { x: left, y: top, width: right - left + MARGIN, height: bottom - top + MARGIN },
  };
}

/** Where the boxes of a picture stand, for the next one. */
export function placesOf({ nodes }: GraphPicture): ReadonlyMap<string, Point> {
  return new Map(nodes.map(({ id, x, y }) => [id, { x, y }]));
}

/** Where an arrow key leads from a box: along an arrow, or to the next box that the same one leads to. */
export type Direction = 'right' | 'left' | 'up' | 'down';

export interface Move {
  readonly to: string;
  /** The arrow that was followed, where there was one. */
  readonly along?: string;
}

/**
 * Right follows an arrow, left goes back along one; up and down go to the boxes above and below. Undefined where that
 * leads nowhere.
 */
export function moveFrom(picture: GraphPicture, id: string, direction: Direction): Move | undefined {
  const here = picture.nodes.find((node) => node.id === id);
  if (here === undefined) return undefined;
  const middle = (n: Placed): Point => ({ x: n.x + n.width / 2, y: n.y + n.height / 2 });
  const from = middle(here);
  const distance = (n: Placed): number => (middle(n).x - from.x) ** 2 + (middle(n).y - from.y) ** 2;
  const byId = new Map(picture.nodes.map((node) => [node.id, node]));
  if (direction === 'right' || direction === 'left') {
    const arrows = picture.edges.filter((e) => (direction === 'right' ? e.from : e.to) === id && e.from !== e.to);
    const ends = arrows.map((e) => ({ e, end: byId.get(direction === 'right' ? e.to : e.from)! }));
    ends.sort((a, b) => distance(a.end) - distance(b.end));
    const first = ends[0];
    return first && { to: first.end.id, along: first.e.id };
  }
  const sign = direction === 'down' ? 1 : -1;
  const others = picture.nodes.filter((n) => sign * (middle(n).y - from.y) > 1);
  others.sort(
    (a, b) =>
      4 * (Math.abs(middle(a).x - from.x) - Math.abs(middle(b).x - from.x)) +
      Math.abs(middle(a).y - from.y) -
      Math.abs(middle(b).y - from.y),
  );
  return others[0] && { to: others[0].id };
}
