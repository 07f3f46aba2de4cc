/** The references of one object of the graph, as rows with what they can be asked. */
import type { Address } from '../../../protocol/address.js';
import type { GraphEdge, ObjectGraph } from '../../../protocol/graph.js';
import { countWords, edgeWords } from '../../describe.js';
import type { Say } from '../../say.js';
import { labelsOf } from './names.js';

export interface ReferenceRow {
  readonly sentence: string;
  /** A reference that could be cut or weakened. */
  readonly edge?: Pick<GraphEdge, 'from' | 'to' | 'kind' | 'label'>;
}

/** Kinds of references in whose place something else can stand. */
const CHANGEABLE: readonly string[] = ['attribute', 'element', 'value', 'cell'];

export function referenceRows(
  graph: ObjectGraph,
  address: Address,
  say: Say,
): { readonly title: string; readonly rows: readonly ReferenceRow[] } {
  const labels = labelsOf(graph.nodes);
  const name = (of: Address): string => labels.get(of) ?? '?';
  const node = graph.nodes.find((n) => n.address === address);
  const names = graph.frames.flatMap((frame) =>
    frame.names
      .filter((bound) => bound.to === address)
      .map((bound): ReferenceRow => ({ sentence: say('name {0}', bound.name || say('temporary')) })),
  );
  const rows = graph.edges
    .filter((edge) => edge.from === address || edge.to === address)
    .sort((a, b) => Number(b.to === address) - Number(a.to === address))
    .map((edge): ReferenceRow => {
      const { from, to, kind, label } = edge;
      const path = `${name(from)}${kind === 'type' ? '.__class__' : edgeWords(edge) || '?'}`;
      const closed = edge.closingLine === undefined ? '' : ` (${say('closed on line {0}', edge.closingLine)})`;
      return {
        sentence: `${path} → ${name(to)}${closed}`,
        ...(edge.weak || !CHANGEABLE.includes(kind) ? {} : { edge: { from, to, kind, label } }),
      };
    });
  const title = node ? `${name(address)} · ${countWords(node, say)}` : name(address);
  return { title, rows: [...names, ...rows] };
}
