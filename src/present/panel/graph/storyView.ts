/** A collection on the program's own objects, step by step: what each object's gc_refs reads, and what is decided of it. */
import type { Address } from '../../../protocol/address.js';
import type { CollectionStep, CollectionSteps } from '../../../protocol/collection.js';
import type { Holder } from '../../../protocol/objects.js';
import { collectionStory, type StoryPhase } from '../../collectionStory.js';
import { edgeWords, holderWords, isPlainRepr, objectWords } from '../../describe.js';
import type { Say } from '../../say.js';
import { labelsOf } from './names.js';
import type { Draft, DraftEdge, DraftNode, Tone } from './picture.js';

/** What is known of an object at a step. */
export type Fate = 'candidate' | 'reachable' | 'putOff' | 'garbage' | 'finalized' | 'freed';

/** One step of the story. Step 0 is before the first. */
export interface StoryFrame {
  /** Index into the phases. */
  readonly phase: number;
  /** From 0 within its phase; -1: the phase is about to begin. */
  readonly index: number;
  readonly words: string;
  readonly step?: CollectionStep;
}

export interface StoryView {
  readonly phases: readonly StoryPhase[];
  readonly frames: readonly StoryFrame[];
  /** Same boxes and arrows in all steps: they are placed once. */
  readonly draft: Draft;
}

/** How the picture looks at one step. */
export interface StoryState {
  /** By node: the number beside it and what was decided; gc_refs is absent before it was copied. */
  readonly objects: ReadonlyMap<string, { readonly refs?: number; readonly fate: Fate }>;
  /** Arrows that were subtracted. */
  readonly counted: ReadonlySet<string>;
  /** What this step is about. */
  readonly activeNodes: ReadonlySet<string>;
  readonly activeEdge?: string;
}

export const nodeOf = (address: Address): string => `o${address}`;

export function storyView(told: CollectionSteps, say: Say): StoryView {
  const phases = collectionStory(told, say);
  const frames: StoryFrame[] = [];
  phases.forEach((phase, i) => {
    frames.push({ phase: i, index: -1, words: phase.about });
    phase.steps.forEach(({ step, words }, index) => {
      frames.push({ phase: i, index, words, step });
    });
  });
  return { phases, frames, draft: draftOf(told, say) };
}

function draftOf(told: CollectionSteps, say: Say): Draft {
  const labels = labelsOf(told.objects);
  const name = (address: Address): string => labels.get(address) ?? '?';
  const nodes: DraftNode[] = [];
  const edges: DraftEdge[] = [];
  const holders = new Map<string, string>();
  for (const { object, holder } of told.outside) {
    const text = holderTitle(holder, say);
    let id = holders.get(text);
    if (id === undefined) {
      id = `h${holders.size}`;
      holders.set(text, id);
      nodes.push({
        id,
        title: text,
        subtitle: '',
        badge: '',
        badgeTitle: '',
        rows: [],
        tones: ['holder'],
        aria: say('outside: {0}', holderWords(holder, say)),
      });
    }
    edges.push({
      id: `${id}-${object}-${edges.length}`,
      from: id,
      to: nodeOf(object),
      label: '',
      tones: ['holder'],
      sentence: say('{0} refers to {1}', holderWords(holder, say), name(object)),
    });
  }
  for (const object of told.objects) {
    const label = name(object.address);
    const isNamed = label !== object.type && !label.startsWith(`${object.type} `);
    const preview = isPlainRepr(object) ? '' : object.repr;
    nodes.push({
      id: nodeOf(object.address),
      address: object.address,
      title: isNamed ? label : object.type,
      subtitle: isNamed ? object.type : label.slice(object.type.length + 1),
      badge: say('gc_refs {0}', '00'),
      badgeTitle: 'gc_refs',
      rows: preview === '' ? [] : [{ label: preview, text: '' }],
      tones: [],
      aria: objectWords({ type: label, repr: object.repr }),
    });
  }
  told.steps.forEach((step, i) => {
    if (step.kind !== 'subtract') return;
    const label = step.edge === 'type' ? '.__class__' : edgeWords({ kind: step.edge, label: step.label });
    edges.push({
      id: `s${i}`,
      from: nodeOf(step.from),
      to: nodeOf(step.object),
      label,
      tones: [],
      sentence: say('{0} refers by {1} to {2}', name(step.from), label || '?', name(step.object)),
    });
  });
  return { nodes, edges };
}

/** `left`, `cache[3]`, `the interpreter`. */
function holderTitle(holder: Holder, say: Say): string {
  if (holder.kind === 'name') return holder.label;
  return holderWords(holder, say);
}

/** What holds after the first `at` frames of the story and the one after them, from 0. */
export function storyState(told: CollectionSteps, view: StoryView, at: number): StoryState {
  const objects = new Map<string, { refs?: number; fate: Fate }>();
  for (const { address } of told.objects) objects.set(nodeOf(address), { fate: 'candidate' });
  const counted = new Set<string>();
  const number = new Map(told.steps.map((step, i) => [step, i]));
  for (const { step } of view.frames.slice(0, at + 1)) if (step) apply(step, `s${number.get(step)!}`, objects, counted);
  const now = view.frames[at]?.step;
  const activeNodes = new Set<string>();
  if (now) {
    activeNodes.add(nodeOf(now.object));
    if ('from' in now && now.from !== undefined) activeNodes.add(nodeOf(now.from));
  }
  const activeEdge = now && edgeOf(now, told, number);
  return { objects, counted, activeNodes, ...(activeEdge ? { activeEdge } : {}) };
}

function apply(
  step: CollectionStep,
  edge: string,
  objects: Map<string, { refs?: number; fate: Fate }>,
  counted: Set<string>,
): void {
  const id = nodeOf(step.object);
  const was = objects.get(id);
  if (was === undefined) return;
  switch (step.kind) {
    case 'copy':
      objects.set(id, { ...was, refs: step.refs });
      return;
    case 'subtract':
      counted.add(edge);
      objects.set(id, { ...was, refs: step.refs });
      return;
    case 'subtractOthers':
      objects.set(id, { ...was, refs: step.refs });
      return;
    case 'reachable':
    case 'reached':
    case 'revived':
    case 'survived':
      objects.set(id, { ...was, fate: 'reachable' });
      return;
    case 'putOff':
      objects.set(id, { ...was, fate: 'putOff' });
      return;
    case 'unreachable':
      objects.set(id, { ...was, fate: 'garbage' });
      return;
    case 'finalizer':
      objects.set(id, { ...was, fate: 'finalized' });
      return;
    case 'freed':
      objects.set(id, { ...was, fate: 'freed' });
      return;
    case 'weakrefDies':
    case 'callback':
      return;
  }
}

/** The arrow that a step is about. */
function edgeOf(
  step: CollectionStep,
  told: CollectionSteps,
  number: ReadonlyMap<CollectionStep, number>,
): string | undefined {
  if (step.kind === 'subtract') return `s${number.get(step)!}`;
  if (step.kind !== 'reached' || step.from === undefined) return undefined;
  const along = told.steps.findIndex((s) => s.kind === 'subtract' && s.from === step.from && s.object === step.object);
  return along < 0 ? undefined : `s${along}`;
}

/** A fate in a word or two, for the legend and for screen readers. */
export function fateWords(fate: Fate, say: Say): string {
  switch (fate) {
    case 'candidate':
      return say('candidate');
    case 'reachable':
      return say('reachable: stays');
    case 'putOff':
      return say('put off: perhaps unreachable');
    case 'garbage':
      return say('unreachable');
    case 'finalized':
      return say('finalizer has run');
    case 'freed':
      return say('freed');
  }
}

/** The tone of a fate. */
export function fateTone(fate: Fate): Tone {
  return fate;
}
