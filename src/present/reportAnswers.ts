/**
 * What a report's panel may be asked: the questions are put beforehand, and the page keeps the answers. Bounded in number
 * and in size; what is left out the page says it does not hold.
 */
import { GRAPH_LIMITS, type GraphQuery, type ObjectGraph, WHOLE_GRAPH } from '../protocol/graph.js';
import { HEAT_SIZE, type MemoryMap } from '../protocol/memoryMap.js';
import type { PanelMethod, PanelMethods } from '../protocol/panel.js';
import type { ExploreResult, MomentPicture } from '../protocol/run.js';
import { closingReferences, disabledTrial, otherTrials } from './panel/graph/trials.js';
import { keyOf, packed } from './plainData.js';
import { english } from './say.js';

/** One question with its answer, typed arrays packed. */
export type RecordedAnswer = readonly [method: PanelMethod, params: unknown, value: unknown];

export type Ask = <M extends PanelMethod>(
  method: M,
  params: PanelMethods[M]['params'],
) => Promise<PanelMethods[M]['result'] | null>;

export const REPORT_LIMITS = {
  /** Objects whose details a page holds: each costs a look at the whole heap. */
  objects: 400,
  /** Pools with objects of the program whose bytes a page holds, and those whose blocks it tells one by one. */
  poolBytes: 24,
  pools: 12,
  /** Pools of a heap whose blocks are drawn. */
  drawnPools: 2000,
  arenas: 16,
  collections: 12,
  /** Objects in whose surroundings a user may look. */
  focus: 24,
  expanded: 8,
  dominated: 40,
  references: 3,
  /** Executed lines of a run that is repeated with something changed. */
  rerunLines: 50_000,
  /** Characters of all answers before they are packed. */
  characters: 8_000_000,
} as const;

class Recording {
  readonly answers: RecordedAnswer[] = [];
  private readonly keys = new Set<string>();
  private characters = 0;

  constructor(private readonly ask: Ask) {}

  /** Asks and keeps the answer, unless the page is full. */
  async keep<M extends PanelMethod>(
    method: M,
    params: PanelMethods[M]['params'],
  ): Promise<PanelMethods[M]['result'] | null> {
    const key = keyOf([method, params]);
    if (this.keys.has(key) || this.characters > REPORT_LIMITS.characters) return null;
    this.keys.add(key);
    const value = await this.ask(method, params);
    if (value === null || value === undefined) return null;
    const plain = packed(value);
    this.characters += JSON.stringify(plain).length;
    if (this.characters <= REPORT_LIMITS.characters) this.answers.push([method, params, plain]);
    return value;
  }
}

/** Addresses of the objects that the panel shows, in its order. */
function shownObjects(picture: MomentPicture): readonly number[] {
  const shown = [
    ...picture.frames.flatMap((frame) => frame.names.map((name) => name.object)),
    ...picture.cycles.flatMap((cycle) => cycle.members),
    ...picture.collector.generations.flatMap((generation) => generation.members),
  ];
  return shown.map((object) => object.address);
}

export async function reportAnswers(result: ExploreResult, ask: Ask): Promise<readonly RecordedAnswer[]> {
  const { picture } = result;
  if (!picture) return [];
  const kept = new Recording(ask);
  const graph = await kept.keep('graph', { query: WHOLE_GRAPH });
  // What the machine answers where it stands, then what runs the program again.
  const objects = [...new Set([...shownObjects(picture), ...(graph?.nodes.map((node) => node.address) ?? [])])];
  for (const address of objects.slice(0, REPORT_LIMITS.objects))
    await kept.keep('object', { selector: { kind: 'address', address } });
  await dominators(kept);
  const map = await kept.keep('memoryMap', {});
  if (map) await memory(kept, map);
  if (graph) await graphs(kept, graph, picture);
  for (const { id } of picture.cycles.slice(0, REPORT_LIMITS.focus))
    await kept.keep('whatIf', { selector: { kind: 'cycle', id } });
  await kept.keep('timeline', {});
  await kept.keep('heat', HEAT_SIZE);
  await kept.keep('growth', { selector: null });
  for (let index = 0; index < Math.min(result.collections.length, REPORT_LIMITS.collections); index++)
    await kept.keep('collectionSteps', { index });
  if (result.steps <= REPORT_LIMITS.rerunLines) await trials(kept, result);
  return kept.answers;
}

async function dominators(kept: Recording): Promise<void> {
  const parents: (number | undefined)[] = [undefined];
  for (let i = 0; i < parents.length && i < REPORT_LIMITS.dominated; i++) {
    const parent = parents[i];
    const list = await kept.keep('dominated', parent === undefined ? {} : { parent });
    for (const { object, children } of list?.rows ?? []) if (children > 0) parents.push(object.address);
  }
}

async function memory(kept: Recording, map: MemoryMap): Promise<void> {
  const pools = map.poolAddress.length;
  if (pools > REPORT_LIMITS.drawnPools) return;
  const blocks = await kept.keep('mapBlocks', { from: 0, to: pools });
  if (map.systemBytes.length > 0) await kept.keep('mapBlocks', { from: -1, to: -1 });
  await kept.keep('owners', {});
  for (const { address } of map.arenas.slice(0, REPORT_LIMITS.arenas)) await kept.keep('arena', { address });
  const own: number[] = [];
  let at = 0;
  for (let pool = 0; pool < pools; pool++) {
    const end = at + map.poolCapacity[pool]!;
    if (blocks?.born.subarray(at, end).some((step) => step > 0)) own.push(map.poolAddress[pool]!);
    at = end;
  }
  for (const address of own.slice(-REPORT_LIMITS.poolBytes))
    await kept.keep('bytes', { address, length: map.poolBytes });
  for (const address of own.slice(-REPORT_LIMITS.pools)) await kept.keep('pool', { address });
}

/** What a user may filter, unfold and focus on. */
async function graphs(kept: Recording, graph: ObjectGraph, picture: MomentPicture): Promise<void> {
  const keep = (query: Partial<GraphQuery>) => kept.keep('graph', { query: { ...WHOLE_GRAPH, ...query } });
  await keep({ definitions: true });
  await keep({ values: true });
  await keep({ definitions: true, values: true });
  await keep({ reach: 'reachable' });
  await keep({ reach: 'unreachable' });
  const members = picture.cycles.flatMap((cycle) => cycle.members.map((member) => member.address));
  const drawn = graph.nodes.map((node) => node.address);
  for (const focus of [...new Set([...members, ...drawn])].slice(0, REPORT_LIMITS.focus)) await keep({ focus });
  for (const { type } of graph.types.slice(0, 6)) await keep({ types: [type] });
  for (const { address, shown } of graph.nodes.filter((node) => node.hidden > 0).slice(0, REPORT_LIMITS.expanded))
    await keep({ expanded: [{ address, references: shown + GRAPH_LIMITS.more }] });
}

async function trials(kept: Recording, result: ExploreResult): Promise<void> {
  const { versions, collectors } = otherTrials(result, english);
  const references = closingReferences(result, english).slice(0, REPORT_LIMITS.references);
  const all = [
    ...references.flatMap(({ cut, weak }) => [cut, weak]),
    disabledTrial(english),
    ...collectors,
    ...versions,
  ];
  await kept.keep('rerun', { change: {} });
  for (const { change } of all) await kept.keep('rerun', { change });
}
