/**
 * Follows one collection step by step. The collector itself tells only when each of its phases is done; what happens
 * inside a phase is replayed here from what stands in memory then. Follows gcmodule.c: subtract_refs, move_unreachable.
 */
import { listMembers } from '../memory/collector/lists.js';
import type { CollectionPhase } from '../memory/collector/port.js';
import { Gc, GcFlag, Ob, WeakrefLayout } from '../memory/layout.js';
import { gcListHead } from '../memory/regions.js';
import { edgesOf } from '../objects/edges.js';
import { weaklistAddress } from '../objects/instance.js';
import type { Visit } from '../objects/typeInfo.js';
import { isWeakref, weakrefObject } from '../objects/weakref.js';
import type { CollectionStep, CollectionSteps } from '../protocol/collection.js';
import type { Holder, ObjectSummary } from '../protocol/objects.js';
import { type Collection, LIMITS } from '../protocol/run.js';
import type { Runtime } from '../vm/runtime.js';
import { UNREACHABLE_LIST } from './cycleBook.js';
import { labelledEdges } from './edges.js';
import { type Held, heldIn, holderData, rootEdges, rootHeld } from './holders.js';
import { isDefinition } from './kinds.js';
import { addressOf, type Still } from './still.js';

export class CollectionFollower {
  private steps: CollectionStep[] = [];
  private objects: ObjectSummary[] = [];
  private candidates: number[] = [];
  private shown = new Set<number>();
  private ownTotal = 0;
  private garbage: number[] = [];
  private births = new Map<number, number>();
  private finalized = new Set<number>();
  private toClear: Set<number> | undefined;
  private old = 0;
  private outside: CollectionSteps['outside'] = [];

  /** A phase is done; `still` is the machine at this point. */
  phase(phase: CollectionPhase, _generation: number, still: () => Still): void {
    switch (phase) {
      case 'start':
        this.steps = [];
        this.toClear = undefined;
        return;
      case 'copied':
        this.old = still().rt.collector.survivors;
        this.candidates = listMembers(still().rt.M, still().rt.collector.candidatesHead);
        return;
      case 'divided':
        this.replay(still());
        return;
      case 'weakrefs':
        for (const p of this.garbage) if ((still().rt.M[p + Gc.FLAGS]! & GcFlag.FINALIZED) !== 0) this.finalized.add(p);
        return;
      case 'finalized':
        for (const p of this.garbage)
          if (
            !this.finalized.has(p) &&
            this.isThere(still(), p) &&
            (still().rt.M[p + Gc.FLAGS]! & GcFlag.FINALIZED) !== 0
          )
            this.tell({ kind: 'finalizer', object: addressOf(p) }, p);
        return;
      case 'resurrected':
        this.toClear = new Set(listMembers(still().rt.M, gcListHead(still().rt.collector.doomedList)));
        return;
      case 'cleared':
        this.tellFates(still());
        return;
      case 'merged':
      case 'subtracted':
      case 'end':
    }
  }

  result(collection: Collection): CollectionSteps {
    return { collection, objects: this.objects, ownTotal: this.ownTotal, outside: this.outside, steps: this.steps };
  }

  private tell(step: CollectionStep, ...about: readonly number[]): void {
    if (about.every((p) => this.shown.has(p))) this.steps.push(step);
  }

  private isThere(still: Still, p: number): boolean {
    return still.rt.M[p + Ob.BORN] === this.births.get(p);
  }

  /** What copying, subtracting and moving did. Counts and references have not changed since. */
  private replay(still: Still): void {
    const { rt } = still;
    const { M } = rt;
    this.garbage = listMembers(rt.M, gcListHead(UNREACHABLE_LIST));
    this.choose(still);
    this.outside = holdersFromOutside(still, this.shown);
    this.births = new Map(this.candidates.map((p) => [p, M[p + Ob.BORN]!]));
    const refs = new Map(this.candidates.map((p) => [p, M[p]!]));
    for (const p of this.candidates) this.tell({ kind: 'copy', object: addressOf(p), refs: M[p]! }, p);
    this.subtract(still, refs);
    this.move(still, refs);
    for (const p of this.garbage) this.tell({ kind: 'unreachable', object: addressOf(p) }, p);
    this.weakReferences(still);
  }

  /** The unreachable objects, and what refers to them or they refer to. */
  private choose(still: Still): void {
    const { rt } = still;
    const own = this.candidates.filter((p) => still.isOwn(p));
    this.ownTotal = own.length;
    const isCandidate = new Set(own);
    this.shown = new Set(this.garbage.filter((p) => isCandidate.has(p)).slice(0, LIMITS.stepObjects));
    const near = new Set<number>();
    // Each instance refers to its class, which nobody wonders about; a class has a dict, a tuple of its bases.
    const parts = new Set<number>();
    for (const p of own) {
      if (isDefinition(rt, p)) traverse(rt, p, (_rt, to) => parts.add(to));
      else if (isWeakref(rt, p)) {
        const to = weakrefObject(rt, p);
        if (to !== 0 && isDefinition(rt, to)) parts.add(p);
      }
    }
    const isNews = (p: number): boolean => isCandidate.has(p) && !isDefinition(rt, p) && !parts.has(p);
    for (const p of own) {
      traverse(rt, p, (_rt, to) => {
        if (this.shown.has(p) && isNews(to)) near.add(to);
        if (this.shown.has(to) && isNews(p)) near.add(p);
      });
    }
    // Where nothing is garbage, all are equally worth showing.
    for (const p of this.garbage.length > 0 ? near : own.filter(isNews))
      if (this.shown.size < LIMITS.stepObjects) this.shown.add(p);
    this.objects = this.candidates.filter((p) => this.shown.has(p)).map((p) => still.summary(p, true));
  }

  private subtract(still: Still, refs: Map<number, number>): void {
    const { rt } = still;
    const others = new Map<number, number>();
    const take = (to: number): number => {
      const left = refs.get(to)! - 1;
      refs.set(to, left);
      return left;
    };
    for (const p of this.candidates) {
      const labels = this.shown.has(p) ? labelledEdges(rt, p) : [];
      traverse(rt, p, (_rt, to) => {
        if (!refs.has(to)) return;
        if (!this.shown.has(to) || !this.shown.has(p)) {
          if (this.shown.has(to)) others.set(to, (others.get(to) ?? 0) + 1);
          else take(to);
          return;
        }
        const at = labels.findIndex((edge) => edge.to === to);
        const edge = at < 0 ? undefined : labels.splice(at, 1)[0];
        this.steps.push({
          kind: 'subtract',
          from: addressOf(p),
          object: addressOf(to),
          edge: edge?.kind ?? 'other',
          label: edge?.label ?? '',
          refs: take(to),
        });
      });
    }
    for (const [to, times] of others) {
      refs.set(to, refs.get(to)! - times);
      this.steps.push({ kind: 'subtractOthers', object: addressOf(to), times, refs: refs.get(to)! });
    }
  }

  /** Goes through the list as the collector does: what is put off and reached later goes to its end. */
  private move(still: Still, refs: Map<number, number>): void {
    const { rt } = still;
    const waiting = [...this.candidates];
    const putOff = new Set<number>();
    const reached = new Set<number>();
    for (let i = 0; i < waiting.length; i++) {
      const p = waiting[i]!;
      if (refs.get(p) === 0 && !reached.has(p)) {
        putOff.add(p);
        this.tell({ kind: 'putOff', object: addressOf(p) }, p);
        continue;
      }
      if (!reached.has(p)) this.tell({ kind: 'reachable', object: addressOf(p), refs: refs.get(p)! }, p);
      traverse(rt, p, (_rt, to) => {
        if (refs.get(to) !== 0 || reached.has(to)) return;
        reached.add(to);
        if (putOff.delete(to)) waiting.push(to);
        const from = this.shown.has(p) ? { from: addressOf(p) } : {};
        this.tell({ kind: 'reached', object: addressOf(to), ...from }, to);
      });
    }
  }

  private weakReferences(still: Still): void {
    const { rt } = still;
    const { M } = rt;
    const dying = new Set(this.garbage);
    const called: CollectionStep[] = [];
    for (const p of this.garbage) {
      const list = weaklistAddress(rt, p);
      if (list === 0 || !this.shown.has(p)) continue;
      for (let reference = M[list]!; reference !== 0; reference = M[reference + WeakrefLayout.NEXT]!) {
        const hasCallback = M[reference + WeakrefLayout.CALLBACK] !== 0;
        this.steps.push({ kind: 'weakrefDies', object: addressOf(p), hasCallback });
        if (hasCallback && !dying.has(reference)) called.push({ kind: 'callback', object: addressOf(p) });
      }
    }
    this.steps.push(...called);
  }

  private tellFates(still: Still): void {
    const freed: CollectionStep[] = [];
    for (const p of this.garbage) {
      const object = addressOf(p);
      if (!this.isThere(still, p)) {
        if (this.shown.has(p)) freed.push({ kind: 'freed', object });
      } else if (this.toClear === undefined || !this.toClear.has(p)) this.tell({ kind: 'revived', object }, p);
    }
    this.steps.push(...freed);
    for (const p of this.candidates)
      if (this.isThere(still, p)) this.tell({ kind: 'survived', object: addressOf(p), generation: this.old }, p);
  }
}

/** What refers to some objects and is none of them. */
function holdersFromOutside(still: Still, objects: ReadonlySet<number>): CollectionSteps['outside'] {
  const { rt } = still;
  const found: { object: number; holder: Holder }[] = [];
  const add = (p: number, held: Held): void => {
    if (found.length < LIMITS.holders)
      found.push({ object: addressOf(p), holder: holderData(still, { ...held, times: 1 }) });
  };
  rootEdges(rt, (to, kind, label, scope) => {
    if (objects.has(to)) add(to, rootHeld(still, to, kind, label, scope));
  });
  for (const owner of still.objects()) {
    if (objects.has(owner)) continue;
    let holds = false;
    edgesOf(rt, owner, (_rt, to) => {
      if (objects.has(to)) holds = true;
    });
    if (!holds) continue;
    for (const edge of labelledEdges(rt, owner)) if (objects.has(edge.to)) add(edge.to, heldIn(still, owner, edge));
  }
  return found;
}

function traverse(rt: Runtime, p: number, visit: Visit): void {
  rt.typeOf(p).tp_traverse?.(rt, p, visit);
}
