/** The object graph in boxes, arrows and words. */
import type { Address } from '../../../protocol/address.js';
import {
  GRAPH_LIMITS,
  type GraphEdge,
  type GraphFrame,
  type GraphNode,
  type ObjectGraph,
} from '../../../protocol/graph.js';
import { countWords, edgeWords, isPlainRepr, scopeWords } from '../../describe.js';
import { formatInteger, listWords, plural } from '../../format.js';
import type { Say } from '../../say.js';
import { labelsOf } from './names.js';
import type { Draft, DraftEdge, DraftNode, DraftRow, Tone } from './picture.js';

/** Values that a box lists before it counts the rest. */
const ROWS = 5;

export interface ObjectGraphView {
  readonly draft: Draft;
  /** `12 of 340 objects drawn`. */
  readonly summary: string;
  /** The text twin: a sentence for each name, object and reference. */
  readonly sentences: readonly string[];
  /** Why there is nothing to see; empty where there is. */
  readonly empty: string;
}

const objectId = (address: Address): string => `o${address}`;

export function objectGraphView(graph: ObjectGraph, say: Say): ObjectGraphView {
  const labels = labelsOf(graph.nodes);
  const name = (address: Address): string => labels.get(address) ?? '?';
  const sentences: string[] = [];
  const nodes: DraftNode[] = [];
  const edges: DraftEdge[] = [];
  graph.frames.forEach((frame, i) => {
    if (frame.names.length === 0) return;
    const { node, own } = frameDraft(frame, i, name, say);
    nodes.push(node);
    edges.push(...own);
    sentences.push(node.aria, ...own.map((e) => e.sentence));
  });
  const out = new Map<Address, DraftEdge[]>();
  const used = new Map<string, number>();
  const components = new Map(graph.nodes.map((n) => [n.address, n.component]));
  for (const edge of graph.edges) {
    const key = `e${edge.from}-${edge.to}-${edge.kind}-${edge.label}`;
    const times = (used.get(key) ?? 0) + 1;
    used.set(key, times);
    const draft = edgeDraft(edge, times === 1 ? key : `${key}-${times}`, components, name, say);
    edges.push(draft);
    out.set(edge.from, [...(out.get(edge.from) ?? []), draft]);
  }
  for (const node of graph.nodes) {
    const draft = nodeDraft(node, name(node.address), say);
    nodes.push(draft);
    sentences.push(draft.aria, ...(out.get(node.address) ?? []).map((e) => e.sentence));
  }
  const drawn = formatInteger(graph.nodes.length);
  return {
    draft: { nodes, edges },
    summary: [
      plural(say, graph.nodesTotal, '{1} of {0} object drawn', '{1} of {0} objects drawn', drawn),
      ...(graph.unreachableTotal > 0
        ? [plural(say, graph.unreachableTotal, '{0} unreachable', '{0} unreachable')]
        : []),
    ].join(' · '),
    sentences,
    empty: graph.nodes.length > 0 || nodes.length > 0 ? '' : say('No object of the program fits.'),
  };
}

function frameDraft(
  frame: GraphFrame,
  index: number,
  name: (address: Address) => string,
  say: Say,
): { node: DraftNode; own: DraftEdge[] } {
  const id = `f${index}`;
  const title = frame.scope === '' ? say('module') : `${frame.scope}()`;
  const rows: DraftRow[] = [];
  const own: DraftEdge[] = [];
  frame.names.forEach((bound, i) => {
    const label = bound.name || (bound.kind === 'argument' ? say('argument') : say('temporary'));
    const port = `${id}-${i}`;
    rows.push({ label, text: bound.text ?? '', ...(bound.to === undefined ? {} : { port }) });
    if (bound.to === undefined) return;
    own.push({
      id: port,
      from: id,
      to: objectId(bound.to),
      port,
      label: '',
      tones: bound.onPath ? ['frame', 'path'] : ['frame'],
      sentence: say('{0} in {1} refers to {2}', label, scopeWords(frame.scope, say), name(bound.to)),
    });
  });
  const rest = frame.namesTotal - frame.names.length;
  if (rest > 0) rows.push({ label: plural(say, rest, '{0} more', '{0} more'), text: '' });
  return {
    node: {
      id,
      title,
      subtitle: '',
      badge: '',
      badgeTitle: '',
      rows,
      tones: ['frame'],
      aria: plural(say, frame.namesTotal, '{1}: {0} name', '{1}: {0} names', title),
    },
    own,
  };
}

function nodeDraft(node: GraphNode, label: string, say: Say): DraftNode {
  const tones: Tone[] = [];
  if (node.unreachable) tones.push('garbage');
  else if (node.component !== undefined) tones.push('cycle');
  if (node.onPath) tones.push('path');
  const isNamed = label !== node.type && !label.startsWith(`${node.type} `);
  const preview = isPlainRepr(node) || node.fields.some((f) => f.kind === 'attribute') ? '' : node.repr;
  const fields = node.fields.filter((field) => field.kind === 'attribute' || preview === '');
  const rows: DraftRow[] = preview === '' ? [] : [{ label: preview, text: '' }];
  for (const field of fields.slice(0, ROWS)) rows.push({ label: fieldLabel(field), text: field.text });
  if (fields.length > ROWS) rows.push({ label: plural(say, fields.length - ROWS, '{0} more', '{0} more'), text: '' });
  const state = [
    countWords(node, say),
    ...(node.unreachable ? [say('unreachable')] : node.component === undefined ? [] : [say('in a cycle')]),
    ...fields.map((field) => `${fieldLabel(field)} = ${field.text}`),
  ];
  const isExpandable = node.hidden > 0 && node.shown >= GRAPH_LIMITS.slice;
  return {
    id: objectId(node.address),
    address: node.address,
    title: isNamed ? label : node.type,
    subtitle: isNamed ? node.type : label.slice(node.type.length + 1),
    badge: node.marks.includes('immortal') ? '∞' : String(node.count),
    badgeTitle: countWords(node, say),
    rows,
    ...(isExpandable
      ? {
          more: {
            text: plural(say, node.hidden, 'show {0} more', 'show more of {0}'),
            references: node.shown + GRAPH_LIMITS.more,
          },
        }
      : {}),
    tones,
    aria: `${isNamed ? say('{0}, a {1}', label, node.type) : label}: ${listWords(state, say)}`,
  };
}

function fieldLabel({ kind, label }: { readonly kind: GraphEdge['kind']; readonly label: string }): string {
  return kind === 'attribute' || label === '' ? label : `[${label}]`;
}

function edgeDraft(
  edge: GraphEdge,
  id: string,
  components: ReadonlyMap<Address, number | undefined>,
  name: (address: Address) => string,
  say: Say,
): DraftEdge {
  const tones: Tone[] = [];
  const inside = components.get(edge.from);
  if (edge.weak) tones.push('weak');
  else if (inside !== undefined && inside === components.get(edge.to)) tones.push('cycle');
  if (edge.closingLine !== undefined) tones.push('closing');
  if (edge.onPath) tones.push('path');
  const words = edge.weak ? say('weak') : edge.kind === 'type' ? '.__class__' : edgeWords(edge);
  const closing = edge.closingLine === undefined ? '' : say('closed on line {0}', edge.closingLine);
  const sentence = edge.weak
    ? say('{0} refers weakly to {1}: it does not count', name(edge.from), name(edge.to))
    : say('{0} refers by {1} to {2}', name(edge.from), words || '?', name(edge.to));
  return {
    id,
    from: objectId(edge.from),
    to: objectId(edge.to),
    label: words,
    tones,
    sentence: closing === '' ? sentence : `${sentence} (${closing})`,
  };
}
