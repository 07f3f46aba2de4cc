/**
 * A reference cycle through attributes of the program's classes: the attribute that leads back becomes a property over
 * a weak reference, so that every line that reads or binds it stays as it is.
 */
import type { QuickFix } from '../../protocol/run.js';
import type { ClassDef, Stmt } from '../../python/ast.js';
import type { KnownCycle } from '../cycleBook.js';
import { components, graphOf } from '../cycles.js';
import { importOf } from './imports.js';
import type { Source } from './source.js';

/** An attribute by which one object of a cycle refers to another. */
interface Link {
  readonly from: number;
  readonly to: number;
  readonly attribute: string;
}

/** Names of attributes that lead back, where the reference that closed the cycle is no attribute. */
const BACKWARDS: ReadonlySet<string> = new Set(
  'parent owner prev previous back root container manager master host up outer observer subject'.split(' '),
);

export function weakAttribute(source: Source, cycle: KnownCycle): QuickFix | null {
  const types = new Map(cycle.summaries.map(({ address, type }) => [address, type]));
  if (cycle.summaries.length < cycle.members.length) return null;
  const links = linksOf(cycle);
  const closing = cycle.closedBy?.edge;
  const closes = links.find((l) => l.attribute === closing?.label && l.from === closing.from && l.to === closing.to);
  const byDict = links.find(
    (l) => closing !== undefined && closing.label === `'${l.attribute}'` && l.to === closing.to,
  );
  const backwards = links.filter(({ attribute }) => BACKWARDS.has(attribute.replace(/^_+/, '')));
  for (const link of [closes, byDict, ...backwards]) {
    if (link === undefined) continue;
    const holder = types.get(link.from)!;
    const isWeak = ({ from, attribute }: Link): boolean =>
      attribute === link.attribute && types.get(from) === types.get(link.from);
    if (!leavesOneRoot(cycle, links.filter(isWeak))) continue;
    const targets = new Set(links.filter(isWeak).map(({ to }) => types.get(to)!));
    const fix = propertyFix(source, holder, link.attribute, targets);
    if (fix !== null) return fix;
  }
  return null;
}

/** References from instance to instance by attribute; up to 3.10 the dict of the instance stands between them. */
function linksOf({ edges }: KnownCycle): Link[] {
  const owners = new Map(
    edges.flatMap((e) => (e.kind === 'attribute' && e.label === '__dict__' ? [[e.to, e.from]] : [])),
  );
  return edges.flatMap(({ from, to, kind, label }): Link[] => {
    if (kind === 'attribute' && label !== '__dict__') return [{ from, to, attribute: label }];
    const owner = owners.get(from);
    return kind === 'value' && owner !== undefined && /^'.*'$/.test(label)
      ? [{ from: owner, to, attribute: label.slice(1, -1) }]
      : [];
  });
}

/** Whether, without some references, the objects hang together in no cycle, from the one on that the program held. */
function leavesOneRoot({ edges, members, lastHeld }: KnownCycle, cut: readonly Link[]): boolean {
  const addresses = members.map((p) => p * 4);
  const index = new Map(addresses.map((address, i) => [address, i]));
  const dicts = new Map(edges.flatMap((e) => (e.label === '__dict__' ? [[e.to, e.from]] : [])));
  const isCut = (from: number, to: number, label: string): boolean =>
    cut.some(
      (l) =>
        l.to === to &&
        ((l.from === from && l.attribute === label) || (l.from === dicts.get(from) && label === `'${l.attribute}'`)),
    );
  const successors = addresses.map((): number[] => []);
  const held = new Set<number>();
  for (const { from, to, label } of edges) {
    if (isCut(from, to, label)) continue;
    successors[index.get(from)!]!.push(index.get(to)!);
    held.add(to);
  }
  const isCycle = components(graphOf(successors)).length > 0;
  const roots = members.filter((p) => !held.has(p * 4));
  return !isCycle && roots.length === 1 && lastHeld.includes(roots[0]!);
}

/** The class of instances, where the file has one of this name and nothing about it is unusual. */
function plainClass(source: Source, name: string): ClassDef | null {
  const fits = source.classes().filter((found) => found.name === name);
  if (fits.length !== 1 || fits[0]!.decorator_list.length > 0 || fits[0]!.keywords.length > 0) return null;
  return boundNames(fits[0]!.body).has('__slots__') ? null : fits[0]!;
}

function boundNames(body: readonly Stmt[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of body) {
    if (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef' || statement.kind === 'ClassDef')
      names.add(statement.name);
    const targets =
      statement.kind === 'Assign' ? statement.targets : statement.kind === 'AnnAssign' ? [statement.target] : [];
    for (const target of targets) if (target.kind === 'Name') names.add(target.id);
  }
  return names;
}

/** Attributes that the program mentions, and whether it deletes one or looks into `__dict__`. */
function attributesOf(source: Source, attribute: string): { names: ReadonlySet<string>; isUnusual: boolean } {
  const names = new Set<string>();
  let isUnusual = false;
  source.visit((node) => {
    const { kind, attr, ctx, id } = node as unknown as { kind: string; attr?: string; ctx?: string; id?: string };
    if (kind === 'Name' && (id === 'vars' || id === 'setattr' || id === 'delattr')) isUnusual = true;
    if (kind !== 'Attribute') return;
    names.add(attr!);
    if (attr === '__dict__' || (attr === attribute && ctx === 'Del')) isUnusual = true;
  });
  return { names, isUnusual };
}

function propertyFix(source: Source, holder: string, attribute: string, targets: ReadonlySet<string>): QuickFix | null {
  const place = plainClass(source, holder);
  if (place === null || [...targets].some((type) => plainClass(source, type) === null)) return null;
  const { names, isUnusual } = attributesOf(source, attribute);
  // Names that begin with two underscores are another name outside of their class.
  if (isUnusual || attribute.startsWith('__') || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(attribute)) return null;
  if (source.classes().some(({ body }) => boundNames(body).has(attribute))) return null;
  const store = [`_${attribute}`, `_${attribute}_ref`, `_weak_${attribute}`]
    .map((name) => name.replace(/^_+/, '_'))
    .find((name) => name !== attribute && !names.has(name));
  const weakref = importOf(source, 'weakref');
  const last = place.body.at(-1)!;
  if (store === undefined || weakref === null || last.lineno === place.lineno) return null;
  const indent = source.indentOf(place.body[0]!.lineno);
  const step = indent.slice(source.indentOf(place.lineno).length) || '    ';
  const inner = indent + step;
  const lines = [
    '',
    `${indent}@property`,
    `${indent}def ${attribute}(self):`,
    `${inner}return None if self.${store} is None else self.${store}()`,
    '',
    `${indent}@${attribute}.setter`,
    `${indent}def ${attribute}(self, value):`,
    `${inner}self.${store} = None if value is None else ${weakref.name}.ref(value)`,
  ];
  return {
    kind: 'weakAttribute',
    detail: attribute,
    values: [holder],
    edits: [...weakref.edits, source.insertLines(last.end_lineno + 1, lines)],
  };
}
