/** The tree "Heap" of the side panel: names and objects, cycles, generations, arenas and pools, free lists, collections. */
import { type Address, formatAddress } from '../protocol/address.js';
import type { Pool } from '../protocol/heap.js';
import type { ObjectDetail, ObjectSummary } from '../protocol/objects.js';
import type { Collection, Cycle, ExploreResult, MomentPicture } from '../protocol/run.js';
import {
  collectionWords,
  countWords,
  cycleStateWords,
  cycleWords,
  edgeWords,
  generationWords,
  markWords,
  objectWords,
  reasonWords,
  scopeWords,
} from './describe.js';
import { formatBytes, formatInteger, plural, shorten } from './format.js';
import { english, type Say } from './say.js';

export interface TreeNode {
  /** Unique in the tree and stable between runs where the thing is the same. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** A codicon's name. */
  readonly icon: string;
  readonly tone: 'plain' | 'cycle' | 'garbage';
  /** What a host may offer: the object's or pool's address, the line to go to. */
  readonly object?: Address;
  readonly pool?: Address;
  readonly line?: number;
  readonly expanded: boolean;
  /** Absent for a leaf; `'object'` asks the host to fetch the object's detail and to call `referentNodes`. */
  readonly children?: (() => readonly TreeNode[]) | 'object';
}

interface Context {
  readonly result: ExploreResult;
  readonly picture: MomentPicture;
  readonly say: Say;
  readonly inCycle: ReadonlySet<Address>;
  readonly garbage: ReadonlySet<Address>;
}

function leaf(id: string, label: string, description: string, icon: string, more: Partial<TreeNode> = {}): TreeNode {
  return {
    id,
    label,
    description,
    tooltip: `${label} ${description}`.trim(),
    icon,
    tone: 'plain',
    expanded: false,
    ...more,
  };
}

function branch(node: TreeNode, children: () => readonly TreeNode[], expanded = false): TreeNode {
  return { ...node, children, expanded };
}

const ICONS: ReadonlyMap<string, string> = new Map([
  ['int', 'symbol-number'],
  ['float', 'symbol-number'],
  ['bool', 'symbol-boolean'],
  ['str', 'symbol-string'],
  ['bytes', 'symbol-string'],
  ['list', 'symbol-array'],
  ['tuple', 'symbol-array'],
  ['set', 'symbol-array'],
  ['dict', 'symbol-namespace'],
  ['function', 'symbol-function'],
  ['builtin_function_or_method', 'symbol-function'],
  ['method', 'symbol-method'],
  ['type', 'symbol-class'],
  ['module', 'symbol-module'],
  ['NoneType', 'symbol-null'],
]);

function objectTooltip(object: ObjectSummary, result: ExploreResult, say: Say): string {
  return [
    objectWords(object, 60),
    countWords(object, say),
    `${formatAddress(result.addressBase, object.address)} · ${formatBytes(object.sizeBytes, say)}`,
    generationWords(object, say),
    ...object.marks.filter((m) => m !== 'immortal').map((m) => markWords(m, say)),
  ].join('\n');
}

function objectNode(id: string, label: string, object: ObjectSummary, context: Context): TreeNode {
  const garbage = context.garbage.has(object.address);
  const words = label === object.type ? shorten(object.repr, 40) : objectWords(object);
  return {
    id: `${id}/${label}@${object.address}`,
    label,
    description: `${countWords(object, context.say)} · ${words}`,
    tooltip: objectTooltip(object, context.result, context.say),
    icon: garbage
      ? 'trash'
      : context.inCycle.has(object.address)
        ? 'sync'
        : (ICONS.get(object.type) ?? 'symbol-variable'),
    tone: garbage ? 'garbage' : context.inCycle.has(object.address) ? 'cycle' : 'plain',
    object: object.address,
    expanded: false,
    children: 'object',
  };
}

function frames(context: Context): TreeNode {
  const { picture, say } = context;
  return branch(
    leaf('names', say('Names and objects'), say('after line {0}', picture.line), 'symbol-variable'),
    () =>
      picture.frames.map((frame, depth) => {
        const id = `names/${depth}`;
        const node = leaf(
          id,
          frame.scope === '' ? say('module') : scopeWords(frame.scope, say),
          plural(say, frame.names.length, '{0} name', '{0} names'),
          frame.scope === '' ? 'symbol-module' : 'symbol-function',
          frame.line > 0 ? { line: frame.line } : {},
        );
        return branch(node, () => frame.names.map((n) => objectNode(id, n.name, n.object, context)), true);
      }),
    true,
  );
}

function cycles(context: Context): TreeNode {
  const { picture, result, say } = context;
  const here = plural(say, picture.cyclesTotal, '{0} now', '{0} now');
  const past = result.cycles.filter((c) => c.collectedBy !== undefined);
  const node = leaf(
    'cycles',
    say('Reference cycles'),
    past.length > 0 ? `${here}, ${say('{0} freed', past.length)}` : here,
    'sync',
  );
  const one = (cycle: Cycle): TreeNode => {
    const id = `cycles/${cycle.id}`;
    const state = cycleStateWords(cycle, result.collections, say);
    const closed = cycle.closedBy ? say('closed on line {0}', cycle.closedBy.line) : '';
    const waiting = cycle.unreachable && cycle.collectedBy === undefined;
    return branch(
      leaf(id, cycleWords(cycle, say), [closed, state].filter(Boolean).join(' · '), waiting ? 'trash' : 'sync', {
        tone: waiting ? 'garbage' : 'cycle',
        ...(cycle.closedBy ? { line: cycle.closedBy.line } : {}),
      }),
      () => cycle.members.map((m) => objectNode(id, m.type, m, context)),
    );
  };
  if (picture.cyclesTotal + past.length === 0) return node;
  return branch(
    node,
    () => [...picture.cycles, ...past.filter((c) => !picture.cycles.some((p) => p.id === c.id))].map(one),
    true,
  );
}

function generations(context: Context): TreeNode {
  const { picture, say } = context;
  const { collector } = picture;
  return branch(
    leaf('generations', say('Generations'), collector.enabled ? '' : say('automatic collection is off'), 'layers'),
    () =>
      collector.generations.map((g) => {
        const id = `generations/${g.index}`;
        const node = leaf(
          id,
          g.index > 2 ? say('Permanent generation') : say('Generation {0}', g.index),
          `${plural(say, g.membersTotal, '{0} object', '{0} objects')}${g.index > 2 ? '' : ` · ${say('count {0} of {1}', g.count, g.threshold)}`}`,
          'layers',
        );
        if (g.members.length === 0) return node;
        return branch(node, () => g.members.map((m) => objectNode(id, m.type, m, context)));
      }),
  );
}

/** `12 of 340 blocks in use`. */
export function poolUseWords(pool: Pick<Pool, 'state' | 'usedBlocks' | 'capacity'>, say: Say): string {
  if (pool.state === 'empty') return say('empty');
  const use = say('{0} of {1} blocks in use', formatInteger(pool.usedBlocks), formatInteger(pool.capacity));
  return pool.state === 'full' ? `${use} · ${say('full')}` : use;
}

function allocator(context: Context): TreeNode {
  const { picture, result, say } = context;
  const { heap } = picture;
  const address = (a: Address) => formatAddress(result.addressBase, a);
  return branch(leaf('arenas', say('Arenas and pools'), formatBytes(heap.totals.arenaBytes, say), 'server'), () => [
    ...heap.arenas.map((arena) =>
      branch(
        leaf(
          `arenas/${arena.address}`,
          say('Arena {0}', address(arena.address)),
          say('{0} of {1} pools used', arena.poolsTotal - arena.freePools, arena.poolsTotal),
          'server',
        ),
        () =>
          arena.pools.map((pool) =>
            leaf(
              `pools/${pool.address}`,
              say('Pool of {0}-byte blocks', pool.blockBytes),
              `${poolUseWords(pool, say)} · ${address(pool.address)}`,
              'database',
              { pool: pool.address },
            ),
          ),
      ),
    ),
    branch(
      leaf('large', say('System heap'), plural(say, heap.totals.largeBlocks, '{0} block', '{0} blocks'), 'archive'),
      () =>
        heap.largeBlocks.map((b) =>
          leaf(
            `large/${b.address}`,
            b.owner?.type ?? say('block'),
            `${formatBytes(b.sizeBytes, say)} · ${address(b.address)}`,
            'archive',
            {
              ...(b.owner ? { object: b.owner.address } : {}),
            },
          ),
        ),
    ),
    branch(
      leaf(
        'freelists',
        say('Object free lists'),
        plural(say, heap.freeLists.length, '{0} list', '{0} lists'),
        'list-unordered',
      ),
      () =>
        heap.freeLists.map((f) =>
          leaf(`freelists/${f.name}`, f.name, say('{0} of at most {1} kept', f.length, f.capacity), 'list-unordered'),
        ),
    ),
  ]);
}

function collections(context: Context): TreeNode {
  const { result, say } = context;
  const node = leaf('collections', say('Collections'), formatInteger(result.collectionsTotal), 'history');
  const one = (c: Collection) =>
    leaf(
      `collections/${c.index}`,
      c.line > 0 ? say('line {0}', c.line) : say('outside any line'),
      `${collectionWords(c, say)} · ${reasonWords(c, say)}`,
      'history',
      c.line > 0 ? { line: c.line } : {},
    );
  return result.collections.length === 0 ? node : branch(node, () => result.collections.map(one));
}

function contextOf(result: ExploreResult, picture: MomentPicture, say: Say): Context {
  const inCycle = new Set<Address>();
  const garbage = new Set<Address>();
  for (const cycle of picture.cycles)
    for (const m of cycle.members) (cycle.unreachable ? garbage : inCycle).add(m.address);
  return { result, picture, say, inCycle, garbage };
}

/** The roots; empty where the run has no picture. */
export function heapTree(result: ExploreResult, say: Say = english): readonly TreeNode[] {
  if (!result.picture) return [];
  const context = contextOf(result, result.picture, say);
  return [frames(context), cycles(context), generations(context), allocator(context), collections(context)];
}

/** The children of an object's node: what it refers to. */
export function referentNodes(
  parent: TreeNode,
  detail: ObjectDetail,
  result: ExploreResult,
  say: Say = english,
): readonly TreeNode[] {
  if (!result.picture) return [];
  const context = contextOf(result, result.picture, say);
  const nodes = detail.referents.map((r) => objectNode(parent.id, edgeWords(r.edge), r.object, context));
  const rest = detail.referentsTotal - nodes.length;
  return rest > 0
    ? [...nodes, leaf(`${parent.id}/more`, plural(say, rest, '{0} more', '{0} more'), '', 'ellipsis')]
    : nodes;
}
