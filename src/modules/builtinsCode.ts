/** compile, eval, exec and __import__. Follows bltinmodule.c. */
import { checkArgs, parseKeywords } from '../objects/args.js';
import { dictGetStr, dictSet } from '../objects/dictCore.js';
import { intNumber } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { isTrue } from '../objects/object.js';
import { internStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { ports } from './builtinsPorts.js';

/** The text of a source argument (str or bytes), or null with TypeError. */
function sourceText(rt: Machine, source: number, where: string, also: string): string | null {
  if (rt.isStr(source)) {
    const text = rt.text(source);
    if (text.includes('\0')) {
      const late = rt.profile.minor >= 12;
      rt.raise(late ? E.SyntaxError : E.ValueError, `source code string cannot contain null bytes`);
      return null;
    }
    return text;
  }
  const buffer = rt.typeOf(source).bf_getbuffer;
  if (buffer !== null) {
    const bytes = buffer(rt, source);
    if (bytes === null) return null;
    let text = '';
    for (const byte of bytes) text += `%${byte.toString(16).padStart(2, '0')}`;
    try {
      return decodeURIComponent(text);
    } catch {
      rt.raise(E.SyntaxError, '(unicode error) invalid utf-8 in source');
      return null;
    }
  }
  rt.raise(E.TypeError, `${where}() arg 1 must be a string, bytes or ${also} object`);
  return null;
}

/** Globals and locals of eval and exec, both new references, or null with an exception. */
function scopes(rt: Machine, where: 'eval' | 'exec', globals: number, locals: number): [number, number] | null {
  const host = ports(rt);
  const mapping = locals !== 0 && locals !== S.NONE ? locals : 0;
  const global = globals !== 0 && globals !== S.NONE ? globals : 0;
  if (global !== 0 && !rt.hasFlag(global, TypeFlag.DICT_SUBCLASS)) {
    if (where === 'exec') rt.raise(E.TypeError, `exec() globals must be a dict, not ${rt.typeOf(global).name}`);
    else {
      const real = rt.typeOf(global).mp_subscript !== null;
      rt.raise(
        E.TypeError,
        real ? 'globals must be a real dict; try eval(code, {}, mapping)' : 'globals must be a dict',
      );
    }
    return null;
  }
  if (mapping !== 0 && rt.typeOf(mapping).mp_subscript === null) {
    const name = rt.typeOf(mapping).name;
    rt.raise(
      E.TypeError,
      where === 'exec' ? `locals must be a mapping or None, not ${name}` : 'locals must be a mapping',
    );
    return null;
  }
  let g = 0;
  let l = 0;
  if (global === 0) {
    const own = host.currentGlobals();
    if (own === 0) {
      rt.raise(E.SystemError, `globals and locals cannot be NULL`);
      return null;
    }
    g = rt.newRef(own);
    l = mapping !== 0 ? rt.newRef(mapping) : host.currentLocals();
    if (l === 0) {
      rt.decref(g);
      return null;
    }
  } else {
    g = rt.newRef(global);
    l = rt.newRef(mapping !== 0 ? mapping : global);
  }
  const name = internStr(rt, '__builtins__');
  if (dictGetStr(rt, g, name) === 0) dictSet(rt, g, name, rt.builtins);
  return [g, l];
}

const EVAL = { name: 'eval', names: ['globals', 'locals'] };

function evaluate(where: 'eval' | 'exec') {
  return (rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number => {
    const late = rt.profile.minor >= 13;
    const names = late ? EVAL.names : ['', ''];
    const withClosure = where === 'exec' && rt.profile.minor >= 11 ? ['closure'] : [];
    let values: number[] | null;
    if (kwnames === 0) {
      if (!checkArgs(rt, where, nargs, 1, 3)) return 0;
      values = [0, 1, 2].map((i) => (i < nargs ? rt.M[args + 2 * i]! : 0));
    } else {
      values = parseKeywords(
        rt,
        { name: where, names: ['', ...names, ...withClosure], required: 1, positional: 3 },
        args,
        nargs,
        kwnames,
      );
    }
    if (values === null) return 0;
    const [source, globals, locals] = values as [number, number, number];
    const scope = scopes(rt, where, globals, locals);
    if (scope === null) return 0;
    const [g, l] = scope;
    let code = 0;
    if (rt.is(source, T.CODE)) code = rt.newRef(source);
    else {
      const text = sourceText(rt, source, where, 'code');
      if (text !== null) {
        const stripped = where === 'eval' ? text.replace(/^[ \t]+/, '') : text;
        code = ports(rt).compileSource(stripped, '<string>', where, 0);
      }
    }
    let result = 0;
    if (code !== 0) {
      result = ports(rt).evalCode(code, g, l);
      rt.decref(code);
    }
    rt.decref(l);
    rt.decref(g);
    if (result === 0 || where === 'eval') return result;
    rt.decref(result);
    return rt.none();
  };
}

const COMPILE = {
  name: 'compile',
  names: ['source', 'filename', 'mode', 'flags', 'dont_inherit', 'optimize', '_feature_version'],
  required: 3,
  positional: 6,
};

function compile(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, COMPILE, args, nargs, kwnames);
  if (values === null) return 0;
  const [source, filename, mode, flags] = values as [number, number, number, number];
  if (!rt.isStr(filename) && !rt.hasFlag(filename, TypeFlag.BYTES_SUBCLASS)) {
    return rt.raise(E.TypeError, `expected str, bytes or os.PathLike object, not ${rt.typeOf(filename).name}`);
  }
  if (!rt.isStr(mode))
    return rt.raise(E.TypeError, `compile() argument 'mode' must be str, not ${rt.typeOf(mode).name}`);
  const name = rt.text(mode);
  if (name !== 'exec' && name !== 'eval' && name !== 'single') {
    return rt.raise(E.ValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  }
  if (rt.is(source, T.CODE)) return rt.newRef(source);
  const text = sourceText(rt, source, 'compile', 'AST');
  if (text === null) return 0;
  const flagBits = flags !== 0 && rt.isInt(flags) ? intNumber(rt, flags) : 0;
  return ports(rt).compileSource(text, rt.isStr(filename) ? rt.text(filename) : '<bytes>', name, flagBits);
}

const IMPORT = {
  name: '__import__',
  names: ['name', 'globals', 'locals', 'fromlist', 'level'],
  required: 1,
  positional: 5,
  parserSince: 13,
};

function importBuiltin(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, IMPORT, args, nargs, kwnames);
  if (values === null) return 0;
  const [name, globals, locals, fromlist, levelObject] = values as [number, number, number, number, number];
  if (!rt.isStr(name)) {
    const late = rt.profile.minor >= 11;
    return rt.raise(
      E.TypeError,
      late ? 'module name must be a string' : `__import__() argument 1 must be str, not ${rt.typeOf(name).name}`,
    );
  }
  const level = levelObject === 0 ? 0 : intNumber(rt, levelObject);
  if (rt.text(name) === '' && level === 0) return rt.raise(E.ValueError, 'Empty module name');
  const from = fromlist === S.NONE ? 0 : fromlist;
  if (from !== 0 && isTrue(rt, from) < 0) return 0;
  return ports(rt).importByName(name, globals, locals, from, level);
}

export const CODE_FUNCTIONS: readonly MethodDef[] = [
  { name: '__import__', kind: MethodKind.FASTKW, fn: importBuiltin },
  { name: 'compile', kind: MethodKind.FASTKW, fn: compile },
  { name: 'eval', kind: MethodKind.FASTKW, fn: evaluate('eval') },
  { name: 'exec', kind: MethodKind.FASTKW, fn: evaluate('exec') },
];
