import type { Located } from './ast.js';

/** The kinds of blocks. Comprehensions and lambdas are functions, as in CPython; `comprehension` tells them apart. */
export type BlockType =
  | 'module'
  | 'function'
  | 'class'
  /** An annotation under `from __future__ import annotations` (3.10 to 3.13): never run. */
  | 'annotation'
  /** The value of a `type` statement (3.12). */
  | 'type alias'
  /** The scope that holds the type parameters of a generic (3.12). */
  | 'type parameters'
  /** The bound or the default of a type parameter (3.12). */
  | 'type variable';

export type SymbolScope = 'LOCAL' | 'GLOBAL_EXPLICIT' | 'GLOBAL_IMPLICIT' | 'FREE' | 'CELL';

export type ComprehensionKind = 'list' | 'set' | 'dict' | 'generator';

/** The bits of `SymtableSymbol.flags`, named as in CPython's symtable.h. */
export const SymbolFlag = {
  DEF_GLOBAL: 1,
  DEF_LOCAL: 2,
  DEF_PARAM: 4,
  DEF_NONLOCAL: 8,
  USE: 16,
  /** Free in a class's children although the class binds it too. */
  DEF_FREE_CLASS: 64,
  DEF_IMPORT: 128,
  DEF_ANNOT: 256,
  DEF_COMP_ITER: 512,
  DEF_TYPE_PARAM: 1024,
  /** A cell of an inlined comprehension. */
  DEF_COMP_CELL: 2048,
} as const;

/** Bound in its block: a parameter, an assignment, an import or a type parameter. */
export const DEF_BOUND =
  SymbolFlag.DEF_LOCAL | SymbolFlag.DEF_PARAM | SymbolFlag.DEF_IMPORT | SymbolFlag.DEF_TYPE_PARAM;

export interface SymtableSymbol {
  /** Mangled. */
  name: string;
  flags: number;
  /** Final once `buildSymtable` has returned. */
  scope: SymbolScope;
}

/** One block of a program: a module, a function, a class ... with the names it uses. */
export interface SymtableEntry extends Located {
  type: BlockType;
  /** 'top', the function's or class's name, 'lambda', 'genexpr', 'listcomp', 'setcomp', 'dictcomp' ... */
  name: string;
  /** The node this block was made for. */
  node: object;
  /** By mangled name, in the order of first mention. */
  symbols: Map<string, SymtableSymbol>;
  /** The parameters in CPython's order: positional-only, positional, keyword-only, `*args`, `**kwargs`. */
  varnames: string[];
  /** Inlined comprehensions are replaced by their own children here; `Symtable.blocks` still has them. */
  children: SymtableEntry[];
  /** The class whose name mangles `__names` here, or null. */
  privateName: string | null;
  comprehension: ComprehensionKind | null;
  /** Some enclosing block is a function. */
  nested: boolean;
  /** Has free variables, or globals that might be. CPython's `ste_free`. */
  hasFreeVars: boolean;
  childHasFreeVars: boolean;
  /** Contains `yield`. */
  isGenerator: boolean;
  /** Is `async def`, or contains `await`. */
  isCoroutine: boolean;
  /** An async function that contains `yield`. */
  isAsyncGenerator: boolean;
  hasVarargs: boolean;
  hasVarkeywords: boolean;
  returnsValue: boolean;
  /** A class some method of which uses `__class__` or `super()`: its body makes a cell for it. */
  needsClassClosure: boolean;
  /** A class with annotation scopes that look into its namespace (3.12). */
  needsClassDict: boolean;
  /** A comprehension that runs in the frame of its parent (3.12, PEP 709). */
  inlined: boolean;
  /** An annotation scope directly inside a class. */
  canSeeClassScope: boolean;
}

/** Name mangling. Follows symtable.c: _Py_Mangle. */
export function mangle(privateName: string | null, name: string): string {
  if (privateName === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = privateName.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

/** The names of one scope, sorted as CPython sorts cell and free variables (by code points). */
export function namesOfScope(entry: SymtableEntry, scope: SymbolScope, orFlag = 0): string[] {
  const names: string[] = [];
  for (const symbol of entry.symbols.values()) {
    if (symbol.scope === scope || (symbol.flags & orFlag) !== 0) names.push(symbol.name);
  }
  return names.sort(compareByCodePoints);
}

function compareByCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i].codePointAt(0) as number) - (right[i].codePointAt(0) as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
