/**
 * The graph of names, frames and objects at a moment: from the names on, the nearest first, until a picture is full.
 * What a picture has no use for is folded: the dict of an instance into the instance, plain values into what holds
 * them, long containers into their first elements.
 */

import { DictLayout, FunctionLayout, Ob, TypeLayout } from '../memory/layout.js';
import { isStatic } from '../memory/regions.js';
import { instanceDict } from '../objects/attributes.js';
import { type DictEntry, dictLength, dictNext } from '../objects/dictCore.js';
import { edgesOf } from '../objects/edges.js';
import { isAnySet, setLength } from '../objects/setTable.js';
import { T } from '../objects/typeIds.js';
import { TypeFlag, type Visit } from '../objects/typeInfo.js';
import { isWeakref, weakrefObject } from '../objects/weakref.js';
import {
  GRAPH_LIMITS,
  type GraphEdge,
  type GraphField,
  type GraphFrame,
  type GraphName,
  type GraphNode,
  type GraphQuery,
  type ObjectGraph,
} from '../protocol/graph.js';
import type { ObjectSummary } from '../protocol/objects.js';
import type { Cycle } from '../protocol/run.js';
import { unreachableObjects } from './cycleBook.js';
import { components, graphOf } from './cycles.js';
import { type Edge, firstEdges, labelledEdges } from './edges.js';
import { heldBy, rootEdges } from './holders.js';
import { isDefinition, isValue } from './kinds.js';
import { ObjectNumbers } from './objectMap.js';
import { preview, typeName } from './preview.js';
import type { Retention } from './retention.js';
import { addressOf, type Still } from './still.js';
import { Words } from './words.js';

/** A reference of an object as it is drawn. */
interface Drawn extends Edge {
  readonly weak?: boolean;
  /** The folded dict that has it. */
  readonly via?: number;
}

/** Names of one frame that are told at most. */
const NAMES = 60;
/** Most characters of a value that stands in what holds it. */
const VALUE_LENGTH = 28;
/** References of one object that are looked at. */
const MOST_REFERENCES = 4000;

/** The graph that a query asks for. `retention` is asked for where an object is in focus; `garbage`: what is unreachable. */
export function objectGraph(
  still: Still,
  query: GraphQuery,
  cycles: readonly Cycle[],
  retention: () => Retention,
  garbage: ReadonlySet<number> = unreachableObjects(still),
): ObjectGraph {
  return new GraphMaker(still, query, garbage).make(cycles, retention);
}

class GraphMaker {
  private readonly chosen = new Set<number>();
  private readonly order: number[] = [];
  private readonly room: ReadonlyMap<number, number>;
  /** By `owner to label`: references on a way to the object in focus. */
  private readonly pathEdges = new Set<string>();
  private readonly pathObjects = new Set<number>();
  private readonly types: ReadonlySet<string>;

  constructor(
    private readonly still: Still,
    private readonly query: GraphQuery,
    private readonly garbage: ReadonlySet<number>,
  ) {
    this.room = new Map(query.expanded.map(({ address, references }) => [address / 4, references]));
    this.types = new Set(query.types);
  }

  make(cycles: readonly Cycle[], retention: () => Retention): ObjectGraph {
    const { still, query } = this;
    const frames = this.frames();
    const roots = frames.flatMap(({ names }) => names.map(({ object }) => object));
    const focus = query.focus === undefined ? undefined : query.focus / 4;
    if (focus !== undefined && still.isObject(focus)) this.chooseAround(focus, retention());
    else this.chooseFrom(roots);
    const { nodes, edges } = this.draw(cycles);
    const counted = this.count(roots);
    return {
      frames: frames.map(({ scope, line, names }): GraphFrame => {
        const shown = names.filter((n) => focus === undefined || this.chosen.has(n.object));
        return {
          scope,
          line,
          names: shown.slice(0, NAMES).map((n) => this.name(n.name, n.kind, n.object)),
          namesTotal: shown.length,
        };
      }),
      nodes,
      edges,
      ...counted,
    };
  }

  // -- what is drawn

  private frames(): {
    scope: string;
    line: number;
    names: { name: string; kind: GraphName['kind']; object: number }[];
  }[] {
    const { still } = this;
    const found = still.frames();
    const shown = found.length > 0 ? found : [{ scope: '', line: 0, names: still.mainNames() }];
    const frames = shown.map(({ scope, line, names }) => ({
      scope,
      line,
      names: names.flatMap(({ name, object }) =>
        this.query.definitions || !this.isDefinition(object)
          ? [{ name, kind: 'name' as GraphName['kind'], object }]
          : this.ofDefinition(name, object),
      ),
    }));
    rootEdges(still.rt, (to, kind, label, scope) => {
      if ((kind !== 'temporary' && kind !== 'argument') || !this.isShown(to)) return;
      [...frames]
        .reverse()
        .find((f) => f.scope === scope)
        ?.names.push({ name: label, kind, object: to });
    });
    return frames;
  }

  /** What a class or a function that is not drawn holds: `Node.cache`, a default value. */
  private ofDefinition(name: string, p: number): { name: string; kind: GraphName['kind']; object: number }[] {
    const { rt } = this.still;
    const isClass = rt.hasFlag(p, TypeFlag.TYPE_SUBCLASS);
    if (!this.still.isOwn(p) || (!isClass && !rt.is(p, T.FUNCTION))) return [];
    const from = rt.M[p + (isClass ? TypeLayout.DICT : FunctionLayout.DEFAULTS)]!;
    if (from === 0) return [];
    return labelledEdges(rt, from)
      .filter(
        ({ to, kind, label }) => kind !== 'key' && !label.startsWith("'__") && !this.isValue(to) && this.isShown(to),
      )
      .map(({ to, label }) => ({
        name: isClass ? `${name}.${label.replace(/^'(.*)'$/, '$1')}` : `${name}.__defaults__[${label}]`,
        kind: 'attribute' as GraphName['kind'],
        object: to,
      }));
  }

  private name(name: string, kind: GraphName['kind'], p: number): GraphName {
    const onPath = this.pathEdges.has(`0 ${p} ${name}`) ? { onPath: true } : {};
    if (this.chosen.has(p)) return { name, kind, to: addressOf(p), ...onPath };
    return { name, kind, text: preview(this.still.rt, p, VALUE_LENGTH), ...onPath };
  }

  private isDefinition(p: number): boolean {
    return isDefinition(this.still.rt, p);
  }

  private isValue(p: number): boolean {
    return isValue(this.still.rt, p);
  }

  /** Whether the object is drawn as one, room permitting. */
  private isShown(p: number): boolean {
    const { still, query } = this;
    if (p === 0 || isStatic(p)) return false;
    if (this.isValue(p)) return query.values && still.isOwn(p);
    // Definitions are older than the first line only where the interpreter made them.
    if (this.isDefinition(p)) return query.definitions && still.isOwn(p);
    if (!still.isOwn(p)) return false;
    if (query.reach !== 'all' && this.garbage.has(p) !== (query.reach === 'unreachable')) return false;
    return this.types.size === 0 || this.types.has(typeName(still.rt, still.rt.M[p + Ob.TYPE]!));
  }

  private choose(p: number): boolean {
    if (this.chosen.has(p) || this.chosen.size >= GRAPH_LIMITS.nodes) return false;
    this.chosen.add(p);
    this.order.push(p);
    return true;
  }

  /** From the names on, then from what is unreachable. */
  private chooseFrom(roots: readonly number[]): void {
    const { still } = this;
    const seen = new Set<number>();
    const reach = (p: number): void => {
      if (seen.has(p) || !this.isGoneThrough(p)) return;
      seen.add(p);
      if (this.isShown(p)) this.choose(p);
    };
    for (const p of this.starts(roots)) {
      if (this.chosen.size >= GRAPH_LIMITS.nodes) return;
      reach(p);
    }
    // Nearest first: a set visits what is added while it is gone through.
    for (const p of seen) {
      if (this.chosen.size >= GRAPH_LIMITS.nodes || seen.size > GRAPH_LIMITS.searched) return;
      if (isValue(still.rt, p)) continue;
      for (const { to } of this.references(p).slice(0, this.roomOf(p))) reach(to);
    }
  }

  private starts(roots: readonly number[]): readonly number[] {
    return [...roots, ...[...this.garbage].filter((p) => this.still.isOwn(p) && !this.isFoldedDict(p))];
  }

  /** Whether a walk goes through an object: what filters leave out may lead to what they do not. */
  private isGoneThrough(p: number): boolean {
    if (p === 0 || isStatic(p) || !this.still.isOwn(p)) return false;
    return this.isValue(p) ? this.query.values : this.query.definitions || !this.isDefinition(p);
  }

  /** What keeps an object alive, what holds it, and what it leads to. */
  private chooseAround(focus: number, retention: Retention): void {
    const { still } = this;
    this.choose(focus);
    for (const path of retention.paths(focus).slice(0, 3)) {
      let from = 0;
      for (const { held, object } of path) {
        const isName = held.kind === 'name' || held.owner === 0 || !still.isOwn(held.from);
        this.pathEdges.add(isName ? `0 ${object} ${held.label}` : `${held.from} ${object} ${held.label}`);
        if (!this.isFoldedDict(object) && still.isOwn(object)) {
          this.choose(object);
          this.pathObjects.add(object);
        }
        from = object;
      }
      if (from !== focus) this.choose(focus);
    }
    this.pathObjects.add(focus);
    for (const { from } of heldBy(still, focus).slice(0, 12))
      if (from !== 0 && still.isOwn(from) && !this.isDefinition(from)) this.choose(from);
    const waiting = [focus];
    for (let i = 0; i < waiting.length && this.chosen.size < GRAPH_LIMITS.nodes / 2; i++)
      for (const { to } of this.references(waiting[i]!).slice(0, this.roomOf(waiting[i]!)))
        if (this.isShown(to) && !waiting.includes(to)) {
          this.choose(to);
          waiting.push(to);
        }
  }

  // -- references

  /** A dict that holds the attributes of one instance and that nobody else refers to. */
  private isFoldedDict(p: number): boolean {
    const { rt } = this.still;
    return rt.is(p, T.DICT) && rt.M[p] === 1 && this.still.ownerOfDict(p)?.kind === 'instance';
  }

  /** The dict of an instance that is folded into it; 0 for none. */
  private foldedDict(p: number): number {
    const { rt } = this.still;
    const info = rt.typeOf(p);
    const dict = info.isHeapType && info.dictoffset !== 0 ? instanceDict(rt, p, info) : 0;
    return dict !== 0 && rt.M[dict] === 1 && rt.M[dict + DictLayout.KEYS] !== 0 ? dict : 0;
  }

  private roomOf(p: number): number {
    return this.room.get(p) ?? GRAPH_LIMITS.slice;
  }

  /** All references; of containers with more than anybody looks at, the first. */
  private edgesOf(p: number): readonly Edge[] {
    return this.beyond(p) > 0 ? firstEdges(this.still.rt, p, MOST_REFERENCES) : labelledEdges(this.still.rt, p);
  }

  /** How many references of a container are behind those that are looked at. */
  private beyond(p: number): number {
    const { rt } = this.still;
    const isCounted = rt.is(p, T.LIST) || rt.is(p, T.TUPLE);
    const length = isCounted
      ? rt.M[p + Ob.SIZE]!
      : rt.is(p, T.DICT)
        ? 2 * dictLength(rt, p)
        : isAnySet(rt, p)
          ? setLength(rt, p)
          : 0;
    return length <= MOST_REFERENCES
      ? 0
      : rt.is(p, T.DICT)
        ? (length - MOST_REFERENCES) >> 1
        : length - MOST_REFERENCES;
  }

  /** What an object refers to, as people see it: attributes instead of the dict that has them. */
  private references(p: number): Drawn[] {
    const { still, query } = this;
    const { rt } = still;
    const out: Drawn[] = [];
    const dict = this.foldedDict(p);
    for (const edge of this.edgesOf(p)) {
      if (edge.kind === 'type' && !query.definitions) continue;
      if (dict !== 0 && edge.to === dict && edge.label === '__dict__') {
        for (const inner of labelledEdges(rt, dict))
          if (inner.kind === 'value')
            out.push({ to: inner.to, kind: 'attribute', label: inner.label.replace(/^'(.*)'$/, '$1'), via: dict });
        continue;
      }
      // The keys of a dict label its values.
      if (edge.kind === 'key' && this.isValue(edge.to)) continue;
      if (rt.is(p, T.FUNCTION) && edge.label !== '__closure__' && edge.label !== '__defaults__') continue;
      out.push(edge);
    }
    if (isWeakref(rt, p)) {
      const to = weakrefObject(rt, p);
      if (to !== 0) out.push({ to, kind: 'other', label: '', weak: true });
    }
    return out;
  }

  // -- drawing

  private draw(cycles: readonly Cycle[]): { nodes: GraphNode[]; edges: GraphEdge[] } {
    const { still } = this;
    const edges: GraphEdge[] = [];
    const inner = new Map<number, number[]>();
    const number = new Map(this.order.map((p, i) => [p, i]));
    const closing = closingLines(cycles);
    const drafts = this.order.map((p) => {
      const references = this.references(p);
      const fields: GraphField[] = [];
      const targets: number[] = [];
      let shown = 0;
      for (const edge of references) {
        if (shown >= this.roomOf(p)) break;
        shown++;
        const at = number.get(edge.to);
        if (at !== undefined) {
          if (!edge.weak) targets.push(at);
          edges.push(this.edge(p, edge, closing));
        } else if (this.isValue(edge.to) || isStatic(edge.to)) {
          const { kind, label } = edge;
          fields.push({ kind, label, text: preview(still.rt, edge.to, VALUE_LENGTH) });
        } else shown--;
      }
      inner.set(number.get(p)!, targets);
      return { p, fields, shown, hidden: references.length + this.beyond(p) - shown };
    });
    const component = new Map<number, number>();
    components(graphOf(this.order.map((_, i) => inner.get(i)!))).forEach((members, i) => {
      for (const member of members) component.set(member, i);
    });
    const nodes = drafts.map(({ p, ...draft }, i): GraphNode => {
      const born = still.recorder.bornAt(still.rt.M[p + Ob.BORN]!);
      const its = component.get(i);
      return {
        ...still.summary(p, true),
        unreachable: this.garbage.has(p),
        ...(its === undefined ? {} : { component: its }),
        ...draft,
        ...(born?.file === 0 ? { bornLine: born.line } : {}),
        ...(this.pathObjects.has(p) ? { onPath: true } : {}),
      };
    });
    return { nodes, edges };
  }

  private edge(from: number, { to, kind, label, weak, via }: Drawn, closing: ReadonlyMap<string, number>): GraphEdge {
    const line =
      closing.get(`${addressOf(from)} ${addressOf(to)} ${label}`) ??
      (via === undefined ? undefined : closing.get(`${addressOf(via)} ${addressOf(to)} '${label}'`));
    return {
      from: addressOf(from),
      to: addressOf(to),
      kind,
      label,
      ...(weak ? { weak } : {}),
      ...(line === undefined ? {} : { closingLine: line }),
      ...(this.pathEdges.has(`${from} ${to} ${label}`) ? { onPath: true } : {}),
    };
  }

  /** All objects that the names lead to, drawn or not; the types of those that other filters hide, too. */
  private count(roots: readonly number[]): Pick<ObjectGraph, 'nodesTotal' | 'unreachableTotal' | 'types'> {
    const { still, query, garbage } = this;
    const { rt } = still;
    const { M } = rt;
    const all = new GraphMaker(still, { ...query, reach: 'all', types: [] }, garbage);
    const seen = new ObjectNumbers(still.map());
    const waiting = new Words();
    const byType = new Map<number, number>();
    const hidesSome = query.reach !== 'all' || query.types.length > 0;
    let nodesTotal = 0;
    let unreachableTotal = 0;
    const reach = (p: number): void => {
      if (seen.of(p) !== 0) return;
      seen.give(p, 1);
      if (!all.isGoneThrough(p)) return;
      waiting.push(p);
      const type = M[p + Ob.TYPE]!;
      byType.set(type, (byType.get(type) ?? 0) + 1);
      if (garbage.size > 0 && garbage.has(p)) unreachableTotal++;
      if (!hidesSome || this.isShown(p)) nodesTotal++;
    };
    for (const p of all.starts(roots)) reach(p);
    let folded = 0;
    const entry: DictEntry = { key: 0, value: 0, low: 0, high: 0 };
    const visit: Visit = (_rt, to) => {
      if (to !== folded) return reach(to);
      ofDict(to);
    };
    // The keys of a dict label its values.
    const ofDict = (dict: number): void => {
      if (M[dict + DictLayout.KEYS] === 0) return;
      for (let at = dictNext(rt, dict, 0, entry); at >= 0; at = dictNext(rt, dict, at, entry)) {
        reach(entry.value);
        if (!isValue(rt, entry.key)) reach(entry.key);
      }
    };
    while (waiting.length > 0) {
      const p = waiting.pop();
      if (isValue(rt, p)) continue;
      const type = M[p + Ob.TYPE]!;
      if (type === T.DICT) ofDict(p);
      else if (type === T.FUNCTION)
        for (const field of [FunctionLayout.CLOSURE, FunctionLayout.DEFAULTS]) reach(M[p + field]!);
      else {
        folded = this.foldedDict(p);
        edgesOf(rt, p, visit);
        if (isWeakref(rt, p)) reach(weakrefObject(rt, p));
      }
    }
    const types = new Map<string, number>();
    for (const [type, objects] of byType) {
      const name = typeName(rt, type);
      types.set(name, (types.get(name) ?? 0) + objects);
    }
    return {
      nodesTotal,
      unreachableTotal,
      types: [...types]
        .map(([type, objects]) => ({ type, objects }))
        .sort((a, b) => b.objects - a.objects || (a.type < b.type ? -1 : 1)),
    };
  }
}

/** By `from to label`: the line whose reference closed a cycle. */
function closingLines(cycles: readonly Cycle[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { closedBy } of cycles)
    if (closedBy?.edge !== undefined && closedBy.file === 0)
      lines.set(`${closedBy.edge.from} ${closedBy.edge.to} ${closedBy.edge.label}`, closedBy.line);
  return lines;
}

/** Objects of the program whose names, type or preview contain a text, the oldest first. */
export function findObjects(still: Still, text: string): readonly ObjectSummary[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const { rt } = still;
  const named: number[] = [];
  const others: number[] = [];
  let looked = 0;
  for (const p of still.objects()) {
    if (isStatic(p) || !still.isOwn(p) || looked++ > GRAPH_LIMITS.searched) continue;
    if (named.length >= GRAPH_LIMITS.found) break;
    if (still.namesOf(p).some((name) => name.toLowerCase().includes(wanted))) named.push(p);
    else if (others.length >= GRAPH_LIMITS.found) continue;
    else if (
      typeName(rt, rt.M[p + Ob.TYPE]!)
        .toLowerCase()
        .includes(wanted) ||
      preview(rt, p).toLowerCase().includes(wanted)
    )
      others.push(p);
  }
  return [...named, ...others].slice(0, GRAPH_LIMITS.found).map((p) => still.summary(p, true));
}
