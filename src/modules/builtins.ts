/** The module `builtins`: its functions, types and constants, in CPython's order. Follows bltinmodule.c. */
import { newBuiltin } from '../objects/builtinFunction.js';
import { dictDel, dictSet } from '../objects/dictCore.js';
import { exceptionGroupType } from '../objects/exceptionGroup.js';
import { defineExceptionGroup, exceptionNames } from '../objects/exceptions.js';
import type { Machine } from '../objects/machine.js';
import { internStr } from '../objects/strCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { type MethodDef, MethodKind } from '../objects/typeInfo.js';
import { buildClass } from './builtinsClass.js';
import { CODE_FUNCTIONS } from './builtinsCode.js';
import { ITERATION_FUNCTIONS } from './builtinsIteration.js';
import { NUMBER_FUNCTIONS } from './builtinsNumbers.js';
import { OBJECT_FUNCTIONS } from './builtinsObjects.js';
import { LATE_FUNCTIONS, OUTPUT_FUNCTIONS } from './builtinsOutput.js';
import type { ModuleDef } from './moduleDef.js';

/** CPython's order of the functions: it is the order of the module's dict. */
const ORDER = [
  '__build_class__',
  '__import__',
  'abs',
  'all',
  'any',
  'ascii',
  'bin',
  'breakpoint',
  'callable',
  'chr',
  'compile',
  'delattr',
  'dir',
  'divmod',
  'eval',
  'exec',
  'format',
  'getattr',
  'globals',
  'hasattr',
  'hash',
  'hex',
  'id',
  'input',
  'isinstance',
  'issubclass',
  'iter',
  'aiter',
  'len',
  'locals',
  'max',
  'min',
  'next',
  'anext',
  'oct',
  'ord',
  'pow',
  'print',
  'repr',
  'round',
  'setattr',
  'sorted',
  'sum',
  'vars',
];

const FUNCTIONS: readonly MethodDef[] = [
  { name: '__build_class__', kind: MethodKind.FASTKW, fn: buildClass },
  ...CODE_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...ITERATION_FUNCTIONS,
  ...OBJECT_FUNCTIONS,
  ...OUTPUT_FUNCTIONS,
];

/** Types and singletons by the names under which programs find them. */
const VALUES: readonly (readonly [string, number])[] = [
  ['None', S.NONE],
  ['Ellipsis', S.ELLIPSIS],
  ['NotImplemented', S.NOT_IMPLEMENTED],
  ['False', S.FALSE],
  ['True', S.TRUE],
  ['bool', T.BOOL],
  ['memoryview', T.MEMORYVIEW],
  ['bytearray', T.BYTEARRAY],
  ['bytes', T.BYTES],
  ['classmethod', T.CLASSMETHOD],
  ['complex', T.COMPLEX],
  ['dict', T.DICT],
  ['enumerate', T.ENUMERATE],
  ['filter', T.FILTER],
  ['float', T.FLOAT],
  ['frozenset', T.FROZENSET],
  ['property', T.PROPERTY],
  ['int', T.INT],
  ['list', T.LIST],
  ['map', T.MAP],
  ['object', T.OBJECT],
  ['range', T.RANGE],
  ['reversed', T.REVERSED],
  ['set', T.SET],
  ['slice', T.SLICE],
  ['staticmethod', T.STATICMETHOD],
  ['str', T.STR],
  ['super', T.SUPER],
  ['tuple', T.TUPLE],
  ['type', T.TYPE],
  ['zip', T.ZIP],
  ['__debug__', S.TRUE],
];

const byName = new Map(FUNCTIONS.map((def) => [def.name, def]));

export const builtinsModule: ModuleDef = {
  name: 'builtins',
  doc: 'Built-in functions, types, exceptions, and other objects.',
  methods: ORDER.map((name) => byName.get(name)!),
  setup(rt: Machine, _module: number): number {
    const dict = rt.builtins;
    const put = (name: string, value: number): void => {
      dictSet(rt, dict, internStr(rt, name), value);
    };
    if (rt.profile.minor < 10) for (const name of ['aiter', 'anext']) dictDel(rt, dict, internStr(rt, name));
    for (const [name, value] of VALUES) put(name, value);
    for (const [name, address] of exceptionNames(rt)) put(name, address);
    put('EnvironmentError', E.OSError);
    put('IOError', E.OSError);
    if (exceptionGroupType(rt) === 0 && defineExceptionGroup(rt) < 0) return -1;
    if (exceptionGroupType(rt) !== 0) put('ExceptionGroup', exceptionGroupType(rt));
    for (const def of LATE_FUNCTIONS) {
      const p = newBuiltin(rt, def, 0, 0);
      put(def.name, p);
      rt.decref(p);
    }
    return 0;
  },
};
