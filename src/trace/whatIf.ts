/** Finds a reference that is named as the program would write it, and tells what would be without it. */
import type { ReferenceSelector, WhatIf } from '../protocol/whatIf.js';
import type { KnownCycle } from './cycleBook.js';
import { components, graphOf } from './cycles.js';
import { type Edge, labelledEdges } from './edges.js';
import { type Held, heldIn, holderData, rootHeld } from './holders.js';
import { fateData, Retention } from './retention.js';
import { addressOf, type Still } from './still.js';

/** Things that could have been meant and are named. */
const KNOWN = 40;

interface Reference {
  /** The object whose slot it is; 0: the machine's (a name). */
  readonly owner: number;
  readonly to: number;
  readonly held: Held;
}

type Found = Reference | { readonly found: string; readonly missing: string; readonly known: readonly string[] };

/** `cycles`: those at the moment. `lineOf` tells the line that took a reference. */
export function whatIf(
  still: Still,
  selector: ReferenceSelector,
  cycles: readonly KnownCycle[],
  lineOf: (held: Held, to: number) => number | undefined,
): WhatIf {
  const reference = selector.kind === 'path' ? byPath(still, selector.path) : ofCycle(still, selector.id, cycles);
  if (!('held' in reference)) {
    const { known, ...rest } = reference;
    return { kind: 'none', is: { ...rest, known: known.slice(0, KNOWN) } };
  }
  const { owner, to, held } = reference;
  const retention = new Retention(still);
  const { dies, waits, isReached } = retention.without(owner, to);
  const through = cycles.filter(({ members }) => members.includes(to) && members.includes(owner));
  const opened = through.filter(({ members }) => !isCycle(still, members, owner, to));
  return {
    kind: 'without',
    is: {
      holder: holderData(still, { ...held, times: 1 }, held.line ?? lineOf(held, to)),
      object: still.summary(to, true),
      left: Math.max(0, still.rt.M[to]! - 1),
      unreachable: !isReached,
      dies: fateData(still, dies),
      waits: fateData(still, waits),
      cycles: through.map(({ id }) => id),
      opened: opened.map(({ id }) => id),
    },
  };
}

/** Whether objects hang together in one cycle without one reference from `owner` to `to`. */
function isCycle(still: Still, members: readonly number[], owner: number, to: number): boolean {
  const index = new Map(members.map((p, i) => [p, i]));
  const successors = members.map((p) => {
    const targets = labelledEdges(still.rt, p).map((edge) => edge.to);
    if (p === owner) targets.splice(targets.indexOf(to), 1);
    return targets.flatMap((q) => index.get(q) ?? []);
  });
  return components(graphOf(successors)).length > 0;
}

/** References that an object's user can name: attributes in its dict are its own. */
function namedEdges(still: Still, p: number): readonly (Edge & { readonly owner: number; readonly text: string })[] {
  return labelledEdges(still.rt, p).flatMap((edge) => {
    const { kind, label, to } = edge;
    if (kind === 'attribute' && label === '__dict__')
      return labelledEdges(still.rt, to).flatMap((inner) =>
        inner.kind === 'value' && /^'.*'$/.test(inner.label)
          ? [{ ...inner, owner: to, text: `.${inner.label.slice(1, -1)}` }]
          : [],
      );
    if (kind === 'attribute') return [{ ...edge, owner: p, text: `.${label}` }];
    return kind === 'element' || kind === 'value' ? [{ ...edge, owner: p, text: `[${label}]` }] : [];
  });
}

function byPath(still: Still, path: string): Found {
  const [, scope, name = '', rest = ''] = /^(?:([^[\]]*):)?([\p{L}_][\p{L}\p{N}_]*)?(.*)$/su.exec(path)!;
  const bound = [...still.boundNames()].reverse();
  const start = bound.find((n) => n.name === name && (scope === undefined || n.scope === scope));
  if (start === undefined) return { found: '', missing: path, known: [...new Set(bound.map((n) => n.name))].reverse() };
  const nameHeld = rootHeld(still, start.object, 'name', name, start.scope);
  let reference: Reference = { owner: 0, to: start.object, held: nameHeld };
  let found = name;
  let left = rest;
  while (left !== '') {
    const edges = namedEdges(still, reference.to);
    // The longest that fits: a key may have a bracket in it.
    const fits = edges.filter(({ text }) => left.replaceAll('"', "'").startsWith(text)).sort(longestFirst)[0];
    if (fits === undefined) return { found, missing: left, known: edges.map(({ text }) => text) };
    const from = reference.to;
    reference = { owner: fits.owner, to: fits.to, held: { ...heldIn(still, fits.owner, fits), from } };
    found += fits.text;
    left = left.slice(fits.text.length);
  }
  return reference;
}

function longestFirst(a: { readonly text: string }, b: { readonly text: string }): number {
  return b.text.length - a.text.length;
}

function ofCycle(still: Still, id: number, cycles: readonly KnownCycle[]): Found {
  const cycle = cycles.find((one) => one.id === id);
  const known = cycles.map((one) => String(one.id));
  if (cycle === undefined) return { found: '', missing: String(id), known };
  const closing = cycle.closedBy?.edge ?? cycle.edges.find(({ kind }) => kind !== 'type');
  if (closing === undefined) return { found: String(id), missing: '', known };
  const owner = closing.from / 4;
  const edge = labelledEdges(still.rt, owner).find(
    (e) => addressOf(e.to) === closing.to && e.kind === closing.kind && e.label === closing.label,
  );
  if (edge === undefined) return { found: String(id), missing: '', known };
  return { owner, to: edge.to, held: { ...heldIn(still, owner, edge), line: cycle.closedBy?.line } };
}
