import type { Located } from './ast.js';
import { DEF_BOUND, SymbolFlag as F, type SymbolScope, type SymtableEntry } from './symtableEntry.js';

/** A `global` or `nonlocal` that turned out wrong. */
export class SymtableError extends Error {
  constructor(
    message: string,
    readonly where: Located,
  ) {
    super(message);
  }
}

/** What the analysis needs beside the entries. */
export interface AnalysisInput {
  minor: number;
  /** The first `global` or `nonlocal` of each name in a block. */
  directives: Map<SymtableEntry, Map<string, Located>>;
}

/** The sets that go down the tree of blocks (`bound`, `global`, `typeParams`) and up again (`free`). */
interface Names {
  /** Names bound in enclosing functions; null for the module, where `nonlocal` is an error of its own. */
  bound: Set<string> | null;
  free: Set<string>;
  global: Set<string>;
  typeParams: Set<string>;
}

export function isFunctionLike(entry: SymtableEntry): boolean {
  return entry.type !== 'module' && entry.type !== 'class';
}

/** Settles the scope of every name in every block. Follows symtable.c: symtable_analyze. */
export function analyze(top: SymtableEntry, input: AnalysisInput): void {
  analyzeBlock(top, input, { bound: null, free: new Set(), global: new Set(), typeParams: new Set() }, null);
}

function addAll(target: Set<string>, source: Iterable<string>): void {
  for (const name of source) target.add(name);
}

/** Follows symtable.c: analyze_block. */
function analyzeBlock(
  entry: SymtableEntry,
  input: AnalysisInput,
  names: Names,
  classEntry: SymtableEntry | null,
): void {
  const local = new Set<string>();
  const scopes = new Map<string, SymbolScope>();
  const newBound = new Set<string>();
  const newGlobal = new Set<string>();
  const newFree = new Set<string>();
  const inlinedCells = new Set<string>();

  // A class passes on what it got: its own names are not visible in its functions.
  if (entry.type === 'class') {
    addAll(newGlobal, names.global);
    if (names.bound) addAll(newBound, names.bound);
  }
  for (const symbol of entry.symbols.values()) {
    analyzeName(entry, input, scopes, symbol.name, symbol.flags, local, names, classEntry);
  }
  if (entry.type !== 'class') {
    if (isFunctionLike(entry)) addAll(newBound, local);
    if (names.bound) addAll(newBound, names.bound);
    addAll(newGlobal, names.global);
  } else {
    newBound.add('__class__');
    if (input.minor >= 12) newBound.add('__classdict__');
  }

  for (const child of entry.children) {
    let childClass: SymtableEntry | null = null;
    if (child.canSeeClassScope) childClass = entry.type === 'class' ? entry : classEntry;
    const inline =
      input.minor >= 12 &&
      child.comprehension !== null &&
      child.comprehension !== 'generator' &&
      !entry.canSeeClassScope;
    const childNames: Names = {
      bound: new Set(newBound),
      free: new Set(),
      global: new Set(newGlobal),
      typeParams: new Set(names.typeParams),
    };
    analyzeBlock(child, input, childNames, childClass);
    if (inline) {
      inlineComprehension(entry, child, input.minor, scopes, childNames.free, inlinedCells);
      child.inlined = true;
    }
    addAll(newFree, childNames.free);
    if (child.hasFreeVars || child.childHasFreeVars) entry.childHasFreeVars = true;
  }
  entry.children = entry.children.flatMap((child) => (child.inlined ? child.children : [child]));

  if (isFunctionLike(entry)) analyzeCells(scopes, newFree, inlinedCells);
  else if (entry.type === 'class') dropClassFree(entry, newFree);
  updateSymbols(entry, input, scopes, names.bound, newFree, inlinedCells);
  addAll(names.free, newFree);
}

/** Follows symtable.c: analyze_name. */
function analyzeName(
  entry: SymtableEntry,
  input: AnalysisInput,
  scopes: Map<string, SymbolScope>,
  name: string,
  flags: number,
  local: Set<string>,
  names: Names,
  classEntry: SymtableEntry | null,
): void {
  const directive = () => input.directives.get(entry)?.get(name) ?? entry;
  if (flags & F.DEF_GLOBAL) {
    if (flags & F.DEF_NONLOCAL) throw new SymtableError(`name '${name}' is nonlocal and global`, directive());
    scopes.set(name, 'GLOBAL_EXPLICIT');
    names.global.add(name);
    names.bound?.delete(name);
    return;
  }
  if (flags & F.DEF_NONLOCAL) {
    if (!names.bound) throw new SymtableError('nonlocal declaration not allowed at module level', directive());
    if (!names.bound.has(name)) throw new SymtableError(`no binding for nonlocal '${name}' found`, directive());
    if (names.typeParams.has(name)) {
      throw new SymtableError(`nonlocal binding not allowed for type parameter '${name}'`, directive());
    }
    scopes.set(name, 'FREE');
    entry.hasFreeVars = true;
    names.free.add(name);
    return;
  }
  if (flags & DEF_BOUND) {
    scopes.set(name, 'LOCAL');
    local.add(name);
    names.global.delete(name);
    if (flags & F.DEF_TYPE_PARAM) names.typeParams.add(name);
    else names.typeParams.delete(name);
    return;
  }
  // A name that the enclosing class binds is looked up there at run time, and after that globally only.
  if (classEntry) {
    const classFlags = classEntry.symbols.get(name)?.flags ?? 0;
    if (classFlags & F.DEF_GLOBAL) {
      scopes.set(name, 'GLOBAL_EXPLICIT');
      return;
    }
    if (classFlags & DEF_BOUND && !(classFlags & F.DEF_NONLOCAL)) {
      scopes.set(name, 'GLOBAL_IMPLICIT');
      return;
    }
  }
  if (names.bound?.has(name)) {
    scopes.set(name, 'FREE');
    entry.hasFreeVars = true;
    names.free.add(name);
    return;
  }
  if (!names.global.has(name) && entry.nested) entry.hasFreeVars = true;
  scopes.set(name, 'GLOBAL_IMPLICIT');
}

/** Moves the names of an inlined comprehension to its parent. Follows symtable.c: inline_comprehension. */
function inlineComprehension(
  entry: SymtableEntry,
  comprehension: SymtableEntry,
  minor: number,
  scopes: Map<string, SymbolScope>,
  comprehensionFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  let removeDunderClass = false;
  for (const symbol of comprehension.symbols.values()) {
    const { name } = symbol;
    // The parameter `.0` vanishes: the iterator stays on the stack.
    if (symbol.flags & F.DEF_PARAM) continue;
    let scope = symbol.scope;
    if (scope === 'CELL' || symbol.flags & F.DEF_COMP_CELL) inlinedCells.add(name);
    const existing = entry.symbols.get(name);
    if (!existing) {
      // Since 3.12.4: the cell `__class__` is made after the class's body has run, so the body itself cannot reach it.
      if (minor >= 13 && scope === 'FREE' && entry.type === 'class' && name === '__class__') {
        scope = 'GLOBAL_IMPLICIT';
        comprehensionFree.delete(name);
        removeDunderClass = true;
      }
      entry.symbols.set(name, { name, flags: symbol.flags, scope });
      scopes.set(name, scope);
    } else if (existing.flags & DEF_BOUND && entry.type !== 'class') {
      const freeInChild = comprehension.children.some((child) => child.symbols.get(name)?.scope === 'FREE');
      if (!freeInChild) comprehensionFree.delete(name);
    }
  }
  comprehension.hasFreeVars = comprehensionFree.size > 0;
  if (removeDunderClass) comprehension.symbols.delete('__class__');
}

/** A local that an inner function uses lives in a cell. Follows symtable.c: analyze_cells. */
function analyzeCells(scopes: Map<string, SymbolScope>, free: Set<string>, inlinedCells: Set<string>): void {
  for (const [name, scope] of scopes) {
    if (scope !== 'LOCAL' || (!free.has(name) && !inlinedCells.has(name))) continue;
    scopes.set(name, 'CELL');
    free.delete(name);
  }
}

/** Follows symtable.c: drop_class_free. */
function dropClassFree(entry: SymtableEntry, free: Set<string>): void {
  if (free.delete('__class__')) entry.needsClassClosure = true;
  if (free.delete('__classdict__')) entry.needsClassDict = true;
}

/** Follows symtable.c: update_symbols. */
function updateSymbols(
  entry: SymtableEntry,
  input: AnalysisInput,
  scopes: Map<string, SymbolScope>,
  bound: Set<string> | null,
  free: Set<string>,
  inlinedCells: Set<string>,
): void {
  for (const symbol of entry.symbols.values()) {
    if (inlinedCells.has(symbol.name)) symbol.flags |= F.DEF_COMP_CELL;
    symbol.scope = scopes.get(symbol.name) ?? symbol.scope;
  }
  const classLike = entry.type === 'class' || entry.canSeeClassScope;
  const boundOrGlobal = input.minor >= 12 ? DEF_BOUND : DEF_BOUND | F.DEF_GLOBAL;
  for (const name of [...free].sort()) {
    const symbol = entry.symbols.get(name);
    if (symbol) {
      if (classLike && symbol.flags & boundOrGlobal) symbol.flags |= F.DEF_FREE_CLASS;
      continue;
    }
    if (bound && !bound.has(name)) continue;
    // Neither bound nor used here, but handed through to a function further inside.
    entry.symbols.set(name, { name, flags: 0, scope: 'FREE' });
  }
}
