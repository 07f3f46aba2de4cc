/** The module `sys`. Follows sysmodule.c. */

import { ExcLayout, ExcRecord, Frame, Ob, StrLayout } from '../memory/layout.js';
import { arenaMapOf, heapStats } from '../memory/mallocStats.js';
import { checkArgs } from '../objects/args.js';
import { call0, call1 } from '../objects/call.js';
import { put } from '../objects/defineType.js';
import { dictGetStr, newDict } from '../objects/dictCore.js';
import { handlingRecord, makeException, raiseObject, topmostHandled } from '../objects/exceptionCore.js';
import { newFloat } from '../objects/floatCore.js';
import { freeListCounts } from '../objects/freeLists.js';
import { asIndex, intNumber, newBigInt, newCompactInt, newInt } from '../objects/intCore.js';
import { listOf } from '../objects/list.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { newNamespace } from '../objects/namespace.js';
import { lookupAttr, preHeader, repr, setAttr } from '../objects/object.js';
import { makeFrozenset, setNew } from '../objects/set.js';
import { setAdd } from '../objects/setTable.js';
import { STDLIB_NAMES } from '../objects/stdlibNames.js';
import { internInPlace, internStr, newStr } from '../objects/strCore.js';
import { formatException } from '../objects/tracebackSnapshot.js';
import { packTuple, stealTuple, tupleFromVector } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { typeLookup } from '../objects/typeLookup.js';
import { usesPools } from '../protocol/allocators.js';
import { CodeFlag } from '../python/code.js';
import { freeListStatsText, poolStatsText } from '../spec/mallocStats.js';
import { MICRO } from '../spec/version.js';
import { defineStandardStream, newStandardStream } from './standardStreams.js';
import { defineStructSequence, newStructSequence } from './structSequence.js';
import { printUnraisable } from './sysHooks.js';

/** Code whose frames stand in objects of their own. */
const SUSPENDABLE = CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;

/** The number that getrefcount shows for an object; immortal ones have CPython's constant. */
export function shownCount(rt: Machine, p: number): number {
  const count = rt.M[p]!;
  if (count >= 0) return count;
  return rt.profile.minor >= 14 ? 3221225472 : 4294967295;
}

/**
 * What running frames hold of their code, and no count has here. Frames of generators hold theirs, and what runs the
 * body of a class, or a module up to 3.10, is counted with what made it.
 */
function framesOf(rt: Machine, code: number): number {
  const M = rt.M;
  let n = 0;
  for (let frame = rt.frame; frame !== 0; frame = M[frame + Frame.PREVIOUS]!) {
    if (M[frame + Frame.CODE] !== code) continue;
    const { flags } = rt.codes[M[frame + Frame.CODE_INDEX]!]!;
    const isModule = M[frame + Frame.LOCALS] === M[frame + Frame.GLOBALS];
    const isOwn = (flags & CodeFlag.OPTIMIZED) !== 0 ? (flags & SUSPENDABLE) === 0 : isModule && rt.profile.minor >= 11;
    if (isOwn) n++;
  }
  return n;
}

/** `sys.getsizeof(o)`: `__sizeof__` and the header. NaN with an exception. */
export function sizeOf(rt: Machine, o: number): number {
  const info = rt.typeOf(o);
  const method = typeLookup(rt, info, rt.ids.__sizeof__);
  if (method === 0) {
    rt.raise(E.TypeError, `Type ${info.name} doesn't define __sizeof__`);
    return Number.NaN;
  }
  // Looked up on the type alone, as special methods are.
  let result: number;
  const get = rt.typeOf(method).tp_descr_get;
  if (get === null) result = call1(rt, method, o);
  else {
    const bound = get(rt, method, o, info.address);
    result = bound === 0 ? 0 : call0(rt, bound);
    rt.xdecref(bound);
  }
  if (result === 0) return Number.NaN;
  if (!rt.isInt(result)) {
    rt.decref(result);
    rt.raise(E.TypeError, `'${rt.typeOf(result).name}' object cannot be interpreted as an integer`);
    return Number.NaN;
  }
  const size = intNumber(rt, result);
  rt.decref(result);
  if (size < 0) {
    rt.raise(E.ValueError, '__sizeof__() should return >= 0');
    return Number.NaN;
  }
  if (!info.hasGc || ((info.flags & TypeFlag.TYPE_SUBCLASS) !== 0 && !rt.infoOf(o).isHeapType)) return size;
  return size + 16 + preHeader(info);
}

const FUNCTIONS: readonly MethodDef[] = [
  {
    name: 'getrefcount',
    kind: MethodKind.O,
    fn: (rt, _m, o) => newInt(rt, shownCount(rt, o) + (rt.is(o, T.CODE) ? framesOf(rt, o) : 0)),
  },
  {
    name: 'getsizeof',
    kind: MethodKind.FASTKW,
    fn: (rt, _m, args, nargs, kwnames) => {
      const total = nargs + (kwnames === 0 ? 0 : rt.M[kwnames + Ob.SIZE]!);
      if (total < 1 || total > 2) return checkArgs(rt, 'getsizeof', nargs, 1, 2) ? 0 : 0;
      // It takes its arguments as a tuple, which stays on a free list.
      const tuple = tupleFromVector(rt, args, nargs);
      const size = sizeOf(rt, rt.M[args]!);
      rt.decref(tuple);
      if (!Number.isNaN(size)) return newInt(rt, size);
      if (total === 2 && rt.errorIs(E.TypeError)) {
        rt.clearError();
        return rt.newRef(rt.M[args + 2]!);
      }
      return 0;
    },
  },
  { name: 'getallocatedblocks', kind: MethodKind.NOARGS, fn: (rt) => newInt(rt, rt.countedBlocks()) },
  {
    name: '_debugmallocstats',
    kind: MethodKind.NOARGS,
    fn: (rt) => {
      const { minor } = rt.profile;
      if (usesPools(rt.allocator)) rt.write(2, `${poolStatsText(heapStats(rt), arenaMapOf(rt), minor)}\n`);
      rt.write(2, freeListStatsText(freeListCounts(rt), minor));
      return rt.none();
    },
  },
  {
    name: 'getunicodeinternedsize',
    kind: MethodKind.FASTKW,
    fn: (rt) => newInt(rt, rt.interned.size),
  },
  {
    name: 'intern',
    kind: MethodKind.O,
    fn: (rt, _m, s) => {
      if (!rt.isStr(s)) return rt.raise(E.TypeError, `intern() argument must be str, not ${rt.typeOf(s).name}`);
      if (!rt.is(s, T.STR)) return rt.raise(E.TypeError, `can't intern ${rt.typeOf(s).name}`);
      return internInPlace(rt, rt.newRef(s), false);
    },
  },
  { name: '_is_interned', kind: MethodKind.O, fn: (rt, _m, s) => rt.bool((rt.M[s + StrLayout.STATE]! & 16) !== 0) },
  {
    name: 'exit',
    kind: MethodKind.FAST,
    fn: (rt, _m, args, nargs) => {
      if (!checkArgs(rt, 'exit', nargs, 0, 1)) return 0;
      const tuple = tupleFromVector(rt, args, nargs);
      const exception = makeException(rt, E.SystemExit, tuple);
      rt.decref(tuple);
      if (exception !== 0) raiseObject(rt, exception);
      return 0;
    },
  },
  { name: 'getrecursionlimit', kind: MethodKind.NOARGS, fn: (rt) => newCompactInt(rt, rt.recursionLimit) },
  {
    name: 'setrecursionlimit',
    kind: MethodKind.O,
    fn: (rt, _m, limit) => {
      const n = asIndex(rt, limit, E.OverflowError);
      if (Number.isNaN(n)) return 0;
      if (n < 1) return rt.raise(E.ValueError, 'recursion limit must be greater or equal than 1');
      if (rt.recursionDepth >= n) {
        return rt.raise(
          E.RecursionError,
          `cannot set the recursion limit to ${n} at the recursion depth ${rt.recursionDepth}: the limit is too low`,
        );
      }
      rt.recursionLimit = n;
      return rt.none();
    },
  },
  {
    name: 'exc_info',
    kind: MethodKind.NOARGS,
    fn: (rt) => {
      const e = topmostHandled(rt);
      if (e === 0) return packTuple(rt, S.NONE, S.NONE, S.NONE);
      const record = handlingRecord(rt);
      if (rt.profile.heapFrames)
        return packTuple(rt, rt.M[record + ExcRecord.TYPE]!, e, rt.M[record + ExcRecord.TRACEBACK]!);
      const traceback = rt.M[e + ExcLayout.TRACEBACK]!;
      return packTuple(rt, rt.M[e + Ob.TYPE]!, e, traceback === 0 ? S.NONE : traceback);
    },
  },
  {
    name: 'exception',
    kind: MethodKind.NOARGS,
    fn: (rt) => {
      const e = topmostHandled(rt);
      return e === 0 ? rt.none() : rt.newRef(e);
    },
  },
  {
    name: '_getframe',
    kind: MethodKind.FAST,
    fn: (rt, _m, args, nargs) => {
      if (!checkArgs(rt, '_getframe', nargs, 0, 1)) return 0;
      let depth = 0;
      if (nargs === 1) depth = asIndex(rt, rt.M[args]!, E.OverflowError);
      if (Number.isNaN(depth)) return 0;
      let frame = rt.frame;
      while (depth > 0 && frame !== 0) {
        frame = rt.M[frame + Frame.PREVIOUS]!;
        depth--;
      }
      if (frame === 0) return rt.raise(E.ValueError, 'call stack is not deep enough');
      return rt.frameObject(frame);
    },
  },
  { name: 'getdefaultencoding', kind: MethodKind.NOARGS, fn: (rt) => newStr(rt, 'utf-8') },
  { name: 'getfilesystemencoding', kind: MethodKind.NOARGS, fn: (rt) => newStr(rt, 'utf-8') },
  { name: 'is_finalizing', kind: MethodKind.NOARGS, fn: (rt) => rt.bool(rt.finalizing) },
  { name: '_clear_type_cache', kind: MethodKind.NOARGS, fn: (rt) => rt.none() },
  { name: 'gettrace', kind: MethodKind.NOARGS, fn: (rt) => rt.none() },
  { name: 'getprofile', kind: MethodKind.NOARGS, fn: (rt) => rt.none() },
  { name: 'getswitchinterval', kind: MethodKind.NOARGS, fn: (rt) => newFloat(rt, 0.005) },
  { name: 'setswitchinterval', kind: MethodKind.O, fn: (rt) => rt.none() },
  { name: 'get_int_max_str_digits', kind: MethodKind.NOARGS, fn: (rt) => newCompactInt(rt, rt.intMaxStrDigits) },
  {
    name: 'set_int_max_str_digits',
    kind: MethodKind.O,
    fn: (rt, _m, o) => {
      const n = asIndex(rt, o, E.OverflowError);
      if (Number.isNaN(n)) return 0;
      if (n !== 0 && n < 640) return rt.raise(E.ValueError, 'maxdigits must be 0 or larger than 640');
      rt.intMaxStrDigits = n;
      return rt.none();
    },
  },
  { name: 'audit', kind: MethodKind.FAST, fn: (rt) => rt.none() },
  {
    name: 'displayhook',
    kind: MethodKind.O,
    fn: (rt, _m, value) => {
      if (value === S.NONE) return rt.none();
      const text = repr(rt, value);
      if (text === 0) return 0;
      rt.write(1, `${rt.text(text)}\n`);
      rt.decref(text);
      const builtins = rt.importModule('builtins');
      if (builtins === 0) return 0;
      const status = setAttr(rt, builtins, rt.ids._, value);
      rt.decref(builtins);
      return status < 0 ? 0 : rt.none();
    },
  },
  {
    name: 'excepthook',
    kind: MethodKind.FAST,
    fn: (rt, _m, args, nargs) => {
      if (!checkArgs(rt, 'excepthook', nargs, 3, 3)) return 0;
      rt.write(
        2,
        formatException(rt, rt.M[args + 2]!, (file, line) => rt.sourceLine(file, line)),
      );
      return rt.none();
    },
  },
  {
    name: 'unraisablehook',
    kind: MethodKind.O,
    fn: (rt, _m, details) => {
      const get = (name: string): number => lookupAttr(rt, details, internStr(rt, name));
      const value = get('exc_value');
      const object = get('object');
      if (value === 0) return rt.none();
      rt.restoreError(value);
      printUnraisable(rt, '', object);
      rt.xdecref(object);
      return rt.none();
    },
  },
];

/** Names that appear with a version. */
const SINCE: ReadonlyMap<string, number> = new Map([
  ['exception', 11],
  ['getunicodeinternedsize', 12],
  ['_is_interned', 13],
  ['get_int_max_str_digits', 8],
]);

/** Functions of sys for a version. */
export function sysFunctions(minor: number): readonly MethodDef[] {
  return FUNCTIONS.filter((def) => (SINCE.get(def.name) ?? 0) <= minor);
}

/** What sys knows of the program to be run. */
export function fillArguments(rt: Machine, module: number, argv: readonly string[], path: readonly string[]): void {
  const dict = moduleDict(rt, module);
  const set = (name: string, texts: readonly string[]): void =>
    put(
      rt,
      dict,
      name,
      listOf(
        rt,
        texts.map((text) => newStr(rt, text)),
      ),
    );
  set('argv', argv);
  set('orig_argv', ['python3', ...argv]);
  set('path', path);
}

/** Fills the dict of sys with what is not a function. `argv` as the program sees it; `modules` is borrowed. */
export function fillSys(
  rt: Machine,
  module: number,
  modules: number,
): { stdin: number; stdout: number; stderr: number } {
  const dict = moduleDict(rt, module);
  const minor = rt.profile.minor;
  const micro = MICRO[rt.profile.version];
  const set = (name: string, value: number): void => put(rt, dict, name, value);
  const text = (value: string): number => newStr(rt, value);
  const sequence = (name: string, fields: readonly string[], values: readonly number[]): number => {
    const type = defineStructSequence(rt, name, fields);
    return newStructSequence(rt, type, values);
  };
  set('modules', rt.newRef(modules));
  // Their places; `fillArguments` puts lists there.
  for (const name of ['argv', 'orig_argv', 'path']) set(name, rt.none());
  set('version', text(`3.${minor}.${micro} (main, Jan  1 2024, 00:00:00) [GCC 12.2.0]`));
  set('hexversion', newInt(rt, (3 << 24) | (minor << 16) | (micro << 8) | 0xf0));
  set('api_version', newCompactInt(rt, 1013));
  set('copyright', text('Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.'));
  set(
    'version_info',
    sequence(
      'sys.version_info',
      ['major', 'minor', 'micro', 'releaselevel', 'serial'],
      [newCompactInt(rt, 3), newCompactInt(rt, minor), newCompactInt(rt, micro), text('final'), newCompactInt(rt, 0)],
    ),
  );
  set('maxsize', newBigInt(rt, 2n ** 63n - 1n));
  set('maxunicode', newInt(rt, 0x10ffff));
  set('byteorder', text('little'));
  set('platform', text('linux'));
  set('prefix', text('/usr/local'));
  set('exec_prefix', text('/usr/local'));
  set('base_prefix', text('/usr/local'));
  set('base_exec_prefix', text('/usr/local'));
  set('platlibdir', text('lib'));
  set('executable', text('/usr/local/bin/python3'));
  set('dont_write_bytecode', rt.bool(false));
  set('pycache_prefix', rt.none());
  set('warnoptions', listOf(rt, []));
  set('_xoptions', newDict(rt));
  set('float_repr_style', text('short'));
  const flagNames = [
    'debug',
    'inspect',
    'interactive',
    'optimize',
    'dont_write_bytecode',
    'no_user_site',
    'no_site',
    'ignore_environment',
    'verbose',
    'bytes_warning',
    'quiet',
    'hash_randomization',
    'isolated',
    'dev_mode',
    'utf8_mode',
    ...(minor >= 10 ? ['warn_default_encoding'] : []),
    ...(minor >= 11 ? ['safe_path', 'int_max_str_digits'] : []),
  ];
  set(
    'flags',
    sequence(
      'sys.flags',
      flagNames,
      flagNames.map((name) =>
        name === 'dev_mode' || name === 'safe_path'
          ? rt.bool(false)
          : newInt(rt, name === 'int_max_str_digits' ? 4300 : 0),
      ),
    ),
  );
  set(
    'float_info',
    sequence(
      'sys.float_info',
      ['max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds'],
      [
        newFloat(rt, Number.MAX_VALUE),
        newCompactInt(rt, 1024),
        newCompactInt(rt, 308),
        newFloat(rt, 2.2250738585072014e-308),
        newCompactInt(rt, -1021),
        newCompactInt(rt, -307),
        newCompactInt(rt, 15),
        newCompactInt(rt, 53),
        newFloat(rt, Number.EPSILON),
        newCompactInt(rt, 2),
        newCompactInt(rt, 1),
      ],
    ),
  );
  const intFields = [
    'bits_per_digit',
    'sizeof_digit',
    ...(minor >= 11 ? ['default_max_str_digits', 'str_digits_check_threshold'] : []),
  ];
  set(
    'int_info',
    sequence(
      'sys.int_info',
      intFields,
      [30, 4, 4300, 640].slice(0, intFields.length).map((n) => newCompactInt(rt, n)),
    ),
  );
  set(
    'hash_info',
    sequence(
      'sys.hash_info',
      ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
      [
        newCompactInt(rt, 64),
        newBigInt(rt, 2n ** 61n - 1n),
        newInt(rt, 314159),
        newCompactInt(rt, 0),
        newInt(rt, 1000003),
        text(minor >= 11 ? 'siphash13' : 'siphash24'),
        newCompactInt(rt, 64),
        newCompactInt(rt, 128),
        newCompactInt(rt, 0),
      ],
    ),
  );
  const implementation = newNamespace(rt, 0);
  const version = dictGetStr(rt, dict, internStr(rt, 'version_info'));
  const attribute = (name: string, value: number): void => {
    setAttr(rt, implementation, internStr(rt, name), value);
    rt.decref(value);
  };
  attribute('name', text('cpython'));
  attribute('cache_tag', text(`cpython-3${minor}`));
  attribute('version', rt.newRef(version));
  attribute('hexversion', newInt(rt, (3 << 24) | (minor << 16) | (micro << 8) | 0xf0));
  set('implementation', implementation);
  set('builtin_module_names', stealTuple(rt, ['_abc', 'builtins', 'gc', 'sys', 'itertools', 'math', 'time'].map(text)));
  if (minor >= 10) set('stdlib_module_names', stdlibNames(rt));
  set('meta_path', listOf(rt, []));
  set('path_hooks', listOf(rt, []));
  set('path_importer_cache', newDict(rt));
  const type = defineStandardStream(rt);
  const streams = {
    stdin: newStandardStream(rt, type, 0),
    stdout: newStandardStream(rt, type, 1),
    stderr: newStandardStream(rt, type, 2),
  };
  for (const name of ['stdin', 'stdout', 'stderr'] as const) {
    set(name, rt.newRef(streams[name]));
    set(`__${name}__`, streams[name]);
  }
  for (const name of ['displayhook', 'excepthook', 'unraisablehook']) {
    const hook = dictGetStr(rt, dict, internStr(rt, name));
    if (hook !== 0) set(`__${name}__`, rt.newRef(hook));
  }
  return streams;
}

/** `sys.stdlib_module_names` (3.10+). */
function stdlibNames(rt: Machine): number {
  const set = setNew(rt);
  for (const name of STDLIB_NAMES) {
    const item = newStr(rt, name);
    setAdd(rt, set, item);
    rt.decref(item);
  }
  const frozen = makeFrozenset(rt, T.FROZENSET, set);
  rt.decref(set);
  return frozen;
}
