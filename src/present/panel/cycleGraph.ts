/** Where a cycle's objects and references are drawn: on an ellipse, in the order in which the references lead round. */
import type { Address } from '../../protocol/address.js';
import type { ObjectSummary } from '../../protocol/objects.js';
import type { Cycle } from '../../protocol/run.js';
import { cyclePath, edgeWords, isPlainRepr } from '../describe.js';
import { shorten } from '../format.js';

export interface GraphNode {
  readonly address: Address;
  /** Centre, in SVG units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly subtitle: string;
}

export interface GraphEdge {
  /** SVG path data; ends at the border of the target's box. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly label: string;
  /** The reference that closed the cycle. */
  readonly closing: boolean;
}

export interface CycleGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Members that are not drawn. */
  readonly hidden: number;
}

const MAX_NODES = 12;
const NODE_HEIGHT = 40;
const CHARACTER = 7.2;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the line from the centre of `node` towards `to` leaves the box. */
function border(node: GraphNode, to: Point, gap: number): Point {
  const dx = to.x - node.x;
  const dy = to.y - node.y;
  if (dx === 0 && dy === 0) return node;
  const scale = Math.min((node.width / 2 + gap) / Math.abs(dx || 1e-9), (node.height / 2 + gap) / Math.abs(dy || 1e-9));
  return { x: node.x + dx * scale, y: node.y + dy * scale };
}

function placeNodes(members: readonly ObjectSummary[]): { nodes: GraphNode[]; width: number; height: number } {
  const texts = members.map((m) => {
    const preview = isPlainRepr(m) || m.repr === m.type ? '' : m.repr;
    return { title: shorten(m.type, 18), subtitle: shorten(m.names?.join(', ') || preview, 18) };
  });
  const widest = Math.max(...texts.map((t) => Math.max(t.title.length, t.subtitle.length, 5)));
  const nodeWidth = Math.ceil(widest * CHARACTER + 28);
  const n = members.length;
  const radiusX =
    n <= 1 ? 0 : n === 2 ? nodeWidth / 2 + 62 : Math.max(nodeWidth * 0.95 + 20, (n * (nodeWidth + 24)) / 6.2);
  const radiusY = n <= 2 ? 0 : Math.max(78, n * 17);
  const margin = { x: nodeWidth / 2 + 16, y: NODE_HEIGHT / 2 + (n <= 2 ? 46 : 26) };
  const width = 2 * (radiusX + margin.x);
  const height = 2 * (radiusY + margin.y);
  const nodes = members.map((member, i) => {
    // Two objects stand side by side, more begin at the top.
    const angle = n === 2 ? Math.PI * (1 - i) : -Math.PI / 2 + (2 * Math.PI * i) / n;
    return {
      address: member.address,
      x: Math.round(width / 2 + radiusX * Math.cos(angle)),
      y: Math.round(height / 2 + radiusY * Math.sin(angle)),
      width: nodeWidth,
      height: NODE_HEIGHT,
      title: texts[i]!.title,
      subtitle: texts[i]!.subtitle,
    };
  });
  return { nodes, width: Math.ceil(width), height: Math.ceil(height) };
}

function loop(node: GraphNode): { path: string; label: Point } {
  const top = node.y - node.height / 2;
  const path = `M ${node.x - 18} ${top} C ${node.x - 34} ${top - 38}, ${node.x + 34} ${top - 38}, ${node.x + 18} ${top - 3}`;
  return { path, label: { x: node.x, y: top - 33 } };
}

/** A quadratic curve that bends to the left of its direction, so that references both ways do not cover each other. */
function arc(from: GraphNode, to: GraphNode, bend: number): { path: string; label: Point } {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const middle = { x: (from.x + to.x) / 2 + (dy / length) * bend, y: (from.y + to.y) / 2 - (dx / length) * bend };
  const start = border(from, middle, 1);
  const end = border(to, middle, 4);
  const r = (v: number) => Math.round(v * 10) / 10;
  return {
    path: `M ${r(start.x)} ${r(start.y)} Q ${r(middle.x)} ${r(middle.y)} ${r(end.x)} ${r(end.y)}`,
    // The curve passes half-way between its chord and its control point.
    label: { x: r((start.x + end.x) / 4 + middle.x / 2), y: r((start.y + end.y) / 4 + middle.y / 2) },
  };
}

export function cycleGraph(cycle: Cycle): CycleGraph {
  const path = cyclePath(cycle);
  const inPath = new Set(path.map((m) => m.address));
  const ordered = [...path, ...cycle.members.filter((m) => !inPath.has(m.address))].slice(0, MAX_NODES);
  if (ordered.length === 0) return { width: 0, height: 0, nodes: [], edges: [], hidden: 0 };
  const { nodes, width, height } = placeNodes(ordered);
  const byAddress = new Map<Address, GraphNode>(nodes.map((n) => [n.address, n]));
  const closing = cycle.closedBy?.edge;
  const edges: GraphEdge[] = [];
  const drawn = new Map<string, number>();
  for (const edge of cycle.edges) {
    const from = byAddress.get(edge.from);
    const to = byAddress.get(edge.to);
    if (!from || !to) continue;
    const key = `${edge.from} ${edge.to}`;
    const parallel = drawn.get(key) ?? 0;
    drawn.set(key, parallel + 1);
    if (parallel > 2) continue;
    const shape = from === to ? loop(from) : arc(from, to, (nodes.length === 2 ? 46 : 22) + parallel * 26);
    edges.push({
      path: shape.path,
      labelX: shape.label.x,
      labelY: shape.label.y,
      label: shorten(edgeWords(edge), 20),
      closing:
        closing !== undefined && closing.from === edge.from && closing.to === edge.to && closing.label === edge.label,
    });
  }
  return { width, height, nodes, edges, hidden: cycle.membersTotal - nodes.length };
}
