/** The views of the side panel: which there are, and the roots of each one's tree. */
import type { ExploreResult, FreedNote } from '../protocol/run.js';
import { deathWords, freedWords } from './describe.js';
import { formatBytes, formatInteger, plural } from './format.js';
import type { Say } from './say.js';
import { heapTree, type TreeNode } from './tree.js';

/** In their order. */
export const SIDE_VIEWS = ['heap', 'names', 'cycles', 'allocator', 'generations', 'events'] as const;
export type SideView = (typeof SIDE_VIEWS)[number];

/** Lines that freed something, at most. */
const FREED_LINES = 200;

function leaf(id: string, label: string, description: string, icon: string, more: Partial<TreeNode> = {}): TreeNode {
  const tooltip = `${label} ${description}`.trim();
  return { id, label, description, tooltip, icon, tone: 'plain', expanded: false, ...more };
}

/** What all of the heap comes to. */
function totals(result: ExploreResult, say: Say): readonly TreeNode[] {
  const { picture } = result;
  if (!picture) return [];
  const { heap } = picture;
  const { objects, trackedObjects, garbage = 0, usedBlocks, usedBytes, roundingBytes, arenaBytes } = heap.totals;
  const { largeBlocks, largeBytes, peakBytes = 0 } = heap.totals;
  const row = (id: string, label: string, value: string, icon: string, more: Partial<TreeNode> = {}) =>
    leaf(`heap/${id}`, label, value, icon, more);
  return [
    row(
      'moment',
      say('Moment'),
      picture.line > 0 ? say('after line {0}', picture.line) : say('before the first line'),
      'history',
      picture.line > 0 && picture.file === 0 ? { line: picture.line } : {},
    ),
    row(
      'objects',
      say('Objects'),
      say('{0}, {1} tracked', formatInteger(objects), formatInteger(trackedObjects)),
      'symbol-object',
    ),
    ...(garbage > 0
      ? [
          row('garbage', say('Unreachable'), plural(say, garbage, '{0} object', '{0} objects'), 'trash', {
            tone: 'garbage',
          }),
        ]
      : []),
    row('blocks', say('Blocks in use'), `${formatInteger(usedBlocks)} · ${formatBytes(usedBytes, say)}`, 'database'),
    row('rounding', say('Lost to rounding'), formatBytes(roundingBytes, say), 'fold'),
    row('arenas', say('Arenas'), `${formatInteger(heap.arenas.length)} · ${formatBytes(arenaBytes, say)}`, 'server'),
    row('large', say('System heap'), `${formatInteger(largeBlocks)} · ${formatBytes(largeBytes, say)}`, 'archive'),
    ...(peakBytes > 0 ? [row('peak', say('Highest so far'), formatBytes(peakBytes, say), 'graph')] : []),
  ];
}

function deathOf(note: FreedNote, id: string, say: Say): TreeNode {
  const line = note.bornLine ? { line: note.bornLine } : {};
  return leaf(id, note.name ?? note.type, deathWords(note, say), 'flame', line);
}

/** Lines that freed objects, and what died after the last one. */
function deaths(result: ExploreResult, say: Say): readonly TreeNode[] {
  const lines = (): readonly TreeNode[] =>
    (result.files[0]?.lines ?? [])
      .filter(({ freed }) => freed.length > 0)
      .slice(0, FREED_LINES)
      .map(({ line, freed }) =>
        leaf(`freed/${line}`, say('line {0}', line), freed.map((note) => freedWords(note, say)).join(', '), 'flame', {
          line,
          // One death leads to the next: each is told with what held the object.
          children: () => freed.map((note, i) => deathOf(note, `freed/${line}/${i}`, say)),
        }),
      );
  const { count, collector } = result.sums.deaths;
  const died = count + collector;
  const atExit = result.freedAtExit.map((note, i) => deathOf(note, `exit/${i}`, say));
  const group = (id: string, label: string, value: string, children: () => readonly TreeNode[], any: boolean) => ({
    ...leaf(id, label, value, 'flame'),
    ...(any ? { children } : {}),
  });
  return [
    group('freed', say('Freed by lines'), plural(say, died, '{0} object', '{0} objects'), lines, died > 0),
    group('exit', say('Freed at exit'), formatInteger(atExit.length), () => atExit, atExit.length > 0),
  ];
}

/** The children of the part of the whole tree with this id. */
function part(result: ExploreResult, id: string, say: Say): readonly TreeNode[] {
  const root = heapTree(result, say).find((node) => node.id === id);
  return typeof root?.children === 'function' ? root.children() : [];
}

/** The roots of a view; empty where the run has nothing for it. */
export function sideView(view: SideView, result: ExploreResult, say: Say): readonly TreeNode[] {
  switch (view) {
    case 'heap':
      return totals(result, say);
    case 'allocator':
      return part(result, 'arenas', say);
    case 'events':
      return [
        ...heapTree(result, say).filter(({ id }) => id === 'collections'),
        ...(result.picture ? deaths(result, say) : []),
      ];
    default:
      return part(result, view, say);
  }
}
