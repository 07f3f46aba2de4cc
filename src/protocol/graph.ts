/** The graph of names, frames and objects at a moment, as far as a picture has room for it. */
import type { Address } from './address.js';
import type { HolderKind, ObjectSummary } from './objects.js';

/** How much of a graph is told at most. */
export const GRAPH_LIMITS = {
  /** Objects of one graph. */
  nodes: 160,
  /** References of one container, unless it was expanded. */
  slice: 8,
  /** By how many references a container grows when it is expanded. */
  more: 24,
  /** Objects that a search finds. */
  found: 40,
  /** Objects that a search looks at. */
  searched: 200_000,
  /** Dominated objects that are listed of one. */
  dominated: 100,
} as const;

/** What of the memory is drawn. */
export interface GraphQuery {
  /** Classes, functions and modules, too: what most programs only define. */
  readonly definitions: boolean;
  /** Numbers, strings and other plain values as objects of their own; else they stand in what holds them. */
  readonly values: boolean;
  readonly reach: 'all' | 'reachable' | 'unreachable';
  /** Only objects of these types; empty: of all. */
  readonly types: readonly string[];
  /** Only what has to do with this object: the ways that keep it alive, what holds it, what it leads to. */
  readonly focus?: Address;
  /** Containers of which more is shown: how many references. */
  readonly expanded: readonly { readonly address: Address; readonly references: number }[];
}

export const WHOLE_GRAPH: GraphQuery = { definitions: false, values: false, reach: 'all', types: [], expanded: [] };

/** A value that stands in what holds it. */
export interface GraphField {
  readonly kind: HolderKind;
  readonly label: string;
  /** The value's preview. */
  readonly text: string;
}

export interface GraphNode extends ObjectSummary {
  /** Only the collector can free it. */
  readonly unreachable: boolean;
  /** Number of the strongly connected component among the drawn objects that it is in, from 0. */
  readonly component?: number;
  readonly fields: readonly GraphField[];
  /** References that are not shown: of a container that was sliced, of objects that were filtered out. */
  readonly hidden: number;
  /** References shown, values among them. */
  readonly shown: number;
  /** The line that made it, of the program's file. */
  readonly bornLine?: number;
  /** On a way from a root to the object in focus. */
  readonly onPath?: boolean;
}

export interface GraphEdge {
  readonly from: Address;
  readonly to: Address;
  readonly kind: HolderKind;
  readonly label: string;
  /** It does not count: a weak reference to its object. */
  readonly weak?: boolean;
  /** The line that stored it closed a cycle. */
  readonly closingLine?: number;
  readonly onPath?: boolean;
}

/** A variable, or what a frame holds without a name. */
export interface GraphName {
  readonly name: string;
  readonly kind: HolderKind;
  /** Absent where the object is a value that stands in the frame itself, or is not drawn. */
  readonly to?: Address;
  /** The value's preview, where it stands in the frame. */
  readonly text?: string;
  readonly onPath?: boolean;
}

export interface GraphFrame {
  /** `''` for the module. */
  readonly scope: string;
  readonly line: number;
  readonly names: readonly GraphName[];
  readonly namesTotal: number;
}

export interface ObjectGraph {
  /** Outermost first. */
  readonly frames: readonly GraphFrame[];
  /** The nearest to the names first. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Objects of the program that the query asks for, drawn or not. */
  readonly nodesTotal: number;
  readonly unreachableTotal: number;
  /** Types of the program's objects, the most first. */
  readonly types: readonly { readonly type: string; readonly objects: number }[];
}

/** One object of the tree of dominators, with what only it keeps alive. Sizes are what `sys.getsizeof` says. */
export interface Dominated {
  readonly object: ObjectSummary;
  /** Itself included. */
  readonly retainedBytes: number;
  readonly retainedObjects: number;
  /** Objects that it dominates directly. */
  readonly children: number;
}

export interface DominatorList {
  /** What retains most first, at most `GRAPH_LIMITS.dominated`. */
  readonly rows: readonly Dominated[];
  readonly rowsTotal: number;
  /** Of all that is reachable, in bytes. */
  readonly totalBytes: number;
}
