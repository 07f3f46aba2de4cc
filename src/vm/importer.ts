/** Modules: native ones, those of the standard library written in Python, and the program's own files. Follows import.c and importlib. */

import { builtinsModule } from '../modules/builtins.js';
import type { ModuleDef } from '../modules/moduleDef.js';
import { PYTHON_SOURCES } from '../modules/pythonSources.generated.js';
import { NATIVE_MODULES } from '../modules/registry.js';
import { fillArguments, fillSys, sysFunctions } from '../modules/sys.js';
import { asCalled, newBuiltin } from '../objects/builtinFunction.js';
import { call } from '../objects/call.js';
import { ConstantPool, makeCode } from '../objects/code.js';
import { put } from '../objects/defineType.js';
import { dictDel, dictGetStr, dictSet, newDict } from '../objects/dictCore.js';
import { exceptionExtra } from '../objects/exceptionBase.js';
import { asIndex } from '../objects/intCore.js';
import { listOf } from '../objects/list.js';
import { moduleDict, moduleName, newModule } from '../objects/module.js';
import { lookupAttr, setAttr } from '../objects/object.js';
import { internStr, newStr } from '../objects/strCore.js';
import { dictEntries } from '../objects/support.js';
import { E, S, T } from '../objects/typeIds.js';
import type { CodeSpec } from '../python/code.js';
import { isLibraryMember, isLibraryModule } from '../spec/libraryNames.js';
import { loadedWith } from '../spec/startCounts.js';
import { isReadByImport } from '../spec/startFreeLists.js';
import { leftByCompiler } from './compilerObjects.js';
import { raiseSyntaxError } from './compileSource.js';
import { fromListTexts } from './importOps.js';
import { ImportReplay } from './importReplay.js';
import type { Runtime } from './runtime.js';
import { type Compiled, compileText } from './source.js';
import { keepBytesOfTokens, startOfCharacters } from './startCharacters.js';
import { countsAfterImport, countsBeforeImport, keepSharedLiterals, startOfCounts } from './startCounts.js';
import { fillAfterImport, fillFloats, fillFreeLists } from './startFreeLists.js';

/** Where the program's own modules come from. */
export interface ModuleSources {
  /** Folder of the main file as `sys.path[0]` shows it. */
  readonly folder: string;
  /** Text of a file beside the main file by its relative path (`a/b.py`), or null. */
  load(path: string): string | null;
}

/** Where sources of the library stand, as `__file__` shows them. */
const LIBRARY_FOLDER = '/usr/local/lib/python3.';

/** Whether a file is one of the library's. */
export function isLibraryFile(file: string): boolean {
  return file.startsWith(LIBRARY_FOLDER);
}

const NATIVE: ReadonlyMap<string, ModuleDef> = new Map(NATIVE_MODULES.map((def) => [def.name, def]));

/** Finds, makes and runs modules. */
export class Importer {
  private readonly rt: Runtime;
  private sources: ModuleSources;
  /** Texts by file name as tracebacks show it. */
  private readonly texts = new Map<string, string>();
  private readonly lines = new Map<string, readonly string[]>();
  sys = 0;
  modules = 0;
  /** The module builtins, borrowed, and the names it started with. */
  builtinsModule = 0;
  /** Dicts of what core modules began with: new references. */
  readonly copies: number[] = [];
  readonly builtinNames = new Set<string>(['_']);
  /** Whether a module of the library is being imported, and whatever it imports. */
  private inLibrary = false;
  /** CPython's modules that imports have loaded, those that are not simulated as modules of their own included. */
  private readonly loaded = new Set<string>();
  private readonly replay: ImportReplay;
  private streams = { stdin: 0, stdout: 0, stderr: 0 };

  constructor(rt: Runtime, sources: ModuleSources) {
    this.rt = rt;
    this.sources = sources;
    this.replay = new ImportReplay(rt);
  }

  /** Makes builtins and sys. */
  start(): void {
    const rt = this.rt;
    this.modules = newDict(rt);
    const builtins = this.makeNative(builtinsModule, true);
    this.builtinsModule = builtins;
    for (const [key] of dictEntries(rt, moduleDict(rt, builtins))) this.builtinNames.add(rt.text(key));
    rt.builtinImport = dictGetStr(rt, rt.builtins, rt.ids.__import__);
    const sys = this.makeNative({ name: 'sys', doc: '', methods: sysFunctions(rt.profile.minor) }, false);
    this.sys = sys;
    this.streams = fillSys(rt, sys, this.modules);
    // To 3.11 the dict of builtins is copied twice: for the module's definition and, before anybody changes it, for good.
    for (let i = 0; i < (rt.profile.minor <= 11 ? 2 : 1); i++) this.keepFunctions(builtins);
    this.keepFunctions(sys);
    rt.decref(builtins);
    rt.decref(sys);
  }

  /** Copies what a core module has of functions, as its definition keeps them. Follows import.c: _PyImport_FixupExtensionObject. */
  private keepFunctions(module: number): void {
    const { rt } = this;
    const copy = newDict(rt);
    for (const [key, value] of dictEntries(rt, moduleDict(rt, module))) {
      if (rt.is(value, T.BUILTIN_FUNCTION)) dictSet(rt, copy, key, value);
    }
    this.copies.push(copy);
  }

  /** Tells sys of the program that is to be run. */
  begin(sources: ModuleSources, argv: readonly string[]): void {
    this.sources = sources;
    fillArguments(this.rt, this.sys, argv, [sources.folder, '/usr/local/lib/python3']);
  }

  standardStream(o: number): 0 | 1 | 2 {
    if (o === this.streams.stdout) return 1;
    return o === this.streams.stderr ? 2 : 0;
  }

  /** Standard output and error. */
  outputs(): readonly number[] {
    return [this.streams.stdout, this.streams.stderr];
  }

  /** A module that was imported, borrowed; 0 otherwise. */
  imported(name: string): number {
    const key = internStr(this.rt, name);
    return dictGetStr(this.rt, this.modules, key);
  }

  register(name: string, module: number): void {
    dictSet(this.rt, this.modules, internStr(this.rt, name), module);
  }

  /** Remembers the text of a file, for tracebacks. */
  keepText(file: string, text: string): void {
    this.texts.set(file, text);
  }

  /** The text of a source file that was loaded; null where it is not known. */
  textOf(file: string): string | null {
    return this.texts.get(file) ?? null;
  }

  sourceLine(file: string, line: number): string | null {
    let lines = this.lines.get(file);
    if (lines === undefined) {
      const text = this.texts.get(file);
      if (text === undefined) return null;
      lines = text.split(/\r\n|\r|\n/);
      this.lines.set(file, lines);
    }
    return lines[line - 1] ?? null;
  }

  private makeNative(def: ModuleDef, isBuiltins: boolean): number {
    const rt = this.rt;
    const module = newModule(rt, def.name, def.doc ?? null);
    const dict = moduleDict(rt, module);
    if (isBuiltins) rt.builtins = dict;
    const name = rt.newRef(internStr(rt, def.name));
    for (const method of def.methods) {
      put(rt, dict, method.name, newBuiltin(rt, asCalled(rt, def.name.replace(/^_/, ''), method), module, name));
    }
    rt.decref(name);
    this.register(def.name, module);
    if (def.setup !== undefined && def.setup(rt, module) < 0) {
      rt.decref(module);
      return 0;
    }
    return module;
  }

  /** Imports a module by its full name, with its parents: new reference, or 0. */
  importModule(name: string): number {
    const rt = this.rt;
    const known = this.imported(name);
    if (known !== 0) {
      if (known === S.NONE) return rt.raise(E.ModuleNotFoundError, `import of ${name} halted; None in sys.modules`);
      // The first modules have a spec without `_initializing`; since 3.10 the error has an instance at once.
      if (rt.profile.minor === 10 && (name === 'sys' || name === 'builtins')) {
        rt.raise(E.AttributeError, '_initializing');
        rt.clearError();
      }
      return rt.newRef(known);
    }
    const dot = name.lastIndexOf('.');
    let parent = 0;
    if (dot > 0) {
      parent = this.importModule(name.slice(0, dot));
      if (parent === 0) return 0;
      const again = this.imported(name);
      if (again !== 0) {
        rt.decref(parent);
        return rt.newRef(again);
      }
    }
    const module = this.load(name);
    if (module !== 0 && isReadByImport(name)) fillAfterImport(rt);
    if (module !== 0 && parent !== 0) setAttr(rt, parent, internStr(rt, name.slice(dot + 1)), module);
    rt.xdecref(parent);
    return module;
  }

  private load(name: string): number {
    const rt = this.rt;
    const path = name.replaceAll('.', '/');
    for (const [file, isPackage] of [
      [`${path}/__init__.py`, true],
      [`${path}.py`, false],
    ] as const) {
      const text = this.sources.load(file);
      if (text !== null) return this.run(name, `${this.sources.folder}/${file}`, text, isPackage);
    }
    const def = NATIVE.get(name);
    if (def !== undefined) return this.asLibrary(name, () => this.makeNative(def, false));
    for (const [file, isPackage] of [
      [`${path}/__init__.py`, true],
      [`${path}.py`, false],
    ] as const) {
      const text = PYTHON_SOURCES.get(file);
      if (text !== undefined) {
        const shown = `${LIBRARY_FOLDER}${rt.profile.minor}/${file}`;
        const module = this.asLibrary(name, () => this.run(name, shown, text, isPackage, rt.options.libraryCode));
        rt.observer?.libraryLoaded?.();
        return module;
      }
    }
    const dot = name.lastIndexOf('.');
    const known = dot < 0 ? isLibraryModule(name, rt.profile.minor) : this.isLibrarySubmodule(name, dot);
    if (known) rt.notSimulated(`module ${name}`, rt.frame);
    const suffix =
      dot > 0 && this.imported(name.slice(0, dot)) !== 0 && !this.isPackage(name.slice(0, dot))
        ? `; '${name.slice(0, dot)}' is not a package`
        : '';
    rt.raise(E.ModuleNotFoundError, `No module named '${name}'${suffix}`);
    const text = newStr(rt, name);
    const at = rt.currentException + exceptionExtra(rt) + 2;
    if (rt.M[at] === 0) rt.M[at] = rt.newRef(text);
    rt.decref(text);
    return 0;
  }

  /**
   * What a module of the library makes while it is imported is not the program's: its births are negative, and the
   * collector does not come by on account of it. What CPython's source is to the collector takes the place of ours.
   */
  private asLibrary(name: string, load: () => number): number {
    const { rt } = this;
    const { stamp, gcCount0 } = rt;
    if (this.inLibrary) return load();
    rt.stamp = -Math.abs(stamp);
    this.inLibrary = true;
    const counts = countsBeforeImport(rt);
    let module = 0;
    rt.collector.apart(() => {
      module = load();
    });
    this.inLibrary = false;
    if (module !== 0) {
      const loads = [...loadedWith(rt.profile.minor, name)].filter((other) => !this.loaded.has(other));
      for (const other of loads) this.loaded.add(other);
      if (counts !== null) countsAfterImport(rt, counts, loads);
      this.replay.replay(name, gcCount0);
    }
    rt.stamp = stamp;
    return module;
  }

  /** CPython imports modules here that the program does not see. */
  loadUnseen(modules: readonly string[]): void {
    const { rt } = this;
    const { stamp } = rt;
    rt.stamp = -Math.abs(stamp);
    for (const name of modules) this.replay.replay(name, rt.gcCount0);
    rt.stamp = stamp;
  }

  private isPackage(name: string): boolean {
    const module = this.imported(name);
    if (module === 0) return false;
    const path = lookupAttr(this.rt, module, internStr(this.rt, '__path__'));
    if (path === 0) {
      this.rt.clearError();
      return false;
    }
    this.rt.decref(path);
    return true;
  }

  /** Whether CPython has a submodule of a package of the library that is simulated in part. */
  private isLibrarySubmodule(name: string, dot: number): boolean {
    const parent = this.imported(name.slice(0, dot));
    if (parent === 0 || !this.isOfLibrary(parent)) return false;
    return isLibraryMember(`${name.slice(0, dot)}.`, name.slice(dot + 1), this.rt.profile.minor);
  }

  /** Whether a module came from the library: native, or from one of our sources. */
  isOfLibrary(module: number): boolean {
    const file = dictGetStr(this.rt, moduleDict(this.rt, module), this.rt.ids.__file__);
    if (file !== 0) return this.rt.isStr(file) && isLibraryFile(this.rt.text(file));
    return NATIVE.has(moduleName(this.rt, module)) || module === this.sys || module === this.builtinsModule;
  }

  /** Compiles and runs the body of a module written in Python. */
  private run(name: string, file: string, text: string, isPackage: boolean, compiled?: Map<string, Compiled>): number {
    const rt = this.rt;
    this.keepText(file, text);
    const known = compiled?.get(file) ?? compileText(text, file, rt.version, 'exec');
    compiled?.set(file, known);
    const { code, error } = known;
    if (code === null) {
      raiseSyntaxError(rt, error!, file, text);
      return 0;
    }
    const module = newModule(rt, name, null);
    const dict = moduleDict(rt, module);
    const package_ = isPackage ? name : name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    put(rt, dict, '__package__', newStr(rt, package_));
    put(rt, dict, '__file__', newStr(rt, file));
    if (isPackage) put(rt, dict, '__path__', listOf(rt, [newStr(rt, file.slice(0, file.lastIndexOf('/')))]));
    this.bindBuiltins(dict);
    this.register(name, module);
    const result = this.execute(code, dict, false);
    if (result === 0) {
      const exception = rt.takeError();
      if (this.imported(name) === module) dictDel(rt, this.modules, internStr(rt, name));
      rt.restoreError(exception);
      rt.decref(module);
      return 0;
    }
    rt.decref(result);
    // The body may have put something else in its place.
    const final = this.imported(name);
    if (final !== 0 && final !== module) {
      rt.incref(final);
      rt.decref(module);
      return final;
    }
    return module;
  }

  bindBuiltins(dict: number): void {
    const builtins = this.imported('builtins');
    put(this.rt, dict, '__builtins__', this.rt.newRef(builtins));
  }

  /** Runs a module's code in its dict. The main script keeps the parser's references to its constants until it ends. */
  execute(spec: CodeSpec, dict: number, isMain: boolean): number {
    const rt = this.rt;
    const pool = new ConstantPool();
    if (isMain) {
      startOfCounts(rt);
      startOfCharacters(rt);
      keepBytesOfTokens(rt, this.texts.get(spec.filename) ?? '');
      fillFloats(rt);
    }
    if (isMain) keepSharedLiterals(rt, pool, this.texts.get(spec.filename) ?? '');
    const code = makeCode(rt, spec, pool);
    if (!isMain) for (const p of pool.arena.splice(0)) rt.decref(p);
    else {
      rt.constantArena = pool.arena;
      fillFreeLists(rt, spec);
      rt.collector.scriptCompiled(leftByCompiler(spec));
    }
    const result = rt.runCode(code, 0, dict, dict);
    rt.decref(code);
    for (const p of pool.arena.splice(0)) rt.decref(p);
    return result;
  }

  /** `__import__(name, globals, locals, fromlist, level)`: new reference or 0. Follows import.c: PyImport_ImportModuleLevelObject. */
  importByName(name: number, globals: number, _locals: number, fromlist: number, level: number): number {
    const rt = this.rt;
    if (!rt.isStr(name)) return rt.raise(E.TypeError, 'module name must be a string');
    let depth = 0;
    if (level !== 0) {
      depth = asIndex(rt, level, E.OverflowError);
      if (Number.isNaN(depth)) return 0;
    }
    if (depth < 0) return rt.raise(E.ValueError, 'level must be >= 0');
    let full = rt.text(name);
    if (depth > 0) {
      const resolved = this.resolve(full, globals, depth);
      if (resolved === null) return 0;
      full = resolved;
    } else if (full === '') return rt.raise(E.ValueError, 'Empty module name');
    const module = this.importModule(full);
    if (module === 0) return 0;
    const names = fromListTexts(rt, fromlist);
    if (names.length > 0) {
      if (!this.isPackage(full)) return module;
      for (const item of names) {
        if (item === '*') continue;
        const attribute = lookupAttr(rt, module, internStr(rt, item));
        if (attribute !== 0) {
          rt.decref(attribute);
          continue;
        }
        rt.clearError();
        const submodule = this.importModule(`${full}.${item}`);
        if (submodule !== 0) rt.decref(submodule);
        else if (rt.errorIs(E.ModuleNotFoundError)) rt.clearError();
        else {
          rt.decref(module);
          return 0;
        }
      }
      return module;
    }
    const dot = rt.text(name).indexOf('.');
    if (depth > 0 || dot < 0) return module;
    rt.decref(module);
    return rt.newRef(this.imported(full.slice(0, dot)));
  }

  /** The full name of a relative import; null with ImportError. */
  private resolve(name: string, globals: number, level: number): string | null {
    const rt = this.rt;
    const given = globals === 0 ? 0 : dictGetStr(rt, globals, rt.ids.__package__);
    let base = given !== 0 && rt.isStr(given) ? rt.text(given) : '';
    if (base === '') {
      rt.raise(E.ImportError, 'attempted relative import with no known parent package');
      return null;
    }
    for (let i = 1; i < level; i++) {
      const dot = base.lastIndexOf('.');
      if (dot < 0) {
        rt.raise(E.ImportError, 'attempted relative import beyond top-level package');
        return null;
      }
      base = base.slice(0, dot);
    }
    return name === '' ? base : `${base}.${name}`;
  }

  /** TypeVar, ParamSpec, TypeVarTuple and type aliases are classes of the module `typing`. Returns the stack pointer, or 0. */
  typeParameterOp(kind: 'TYPE_PARAM' | 'TYPE_ALIAS' | 'SUBSCRIPT_GENERIC', arg: number, sp: number): number {
    const rt = this.rt;
    const M = rt.M;
    const typing = this.importModule('typing');
    const lazy = kind === 'TYPE_PARAM' ? ((arg & 4) >> 2) + ((arg & 8) >> 3) : 0;
    const operands = kind === 'TYPE_ALIAS' ? 3 : 1 + lazy;
    const at = sp - 2 * operands;
    let result = 0;
    if (typing !== 0) {
      const helper = lookupAttr(
        rt,
        typing,
        internStr(
          rt,
          kind === 'TYPE_PARAM' ? '_type_parameter' : kind === 'TYPE_ALIAS' ? '_type_alias' : '_generic_base',
        ),
      );
      if (helper !== 0) {
        const args = rt.pushArguments(4);
        for (let i = 0; i < operands; i++) M[args + 2 * i] = M[at + 2 * i]!;
        let n = operands;
        if (kind === 'TYPE_PARAM') {
          const marks = `${(arg & 4) !== 0 ? ' bound' : ''}${(arg & 8) !== 0 ? ' default' : ''}`;
          M[args + 2 * n] = internStr(rt, ['TypeVar', 'TypeVarTuple', 'ParamSpec'][arg & 3]! + marks);
          n++;
        }
        result = call(rt, helper, args, n, 0);
        rt.popArguments(args);
        rt.decref(helper);
      } else if (rt.currentException === 0) rt.raise(E.ImportError, 'type parameters need typing');
      rt.decref(typing);
    }
    for (let i = 0; i < operands; i++) rt.decref(M[at + 2 * i]!);
    if (result === 0) {
      rt.stackTop = at;
      return 0;
    }
    M[at] = result;
    return at + 2;
  }
}
