import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CodeSpec, type ConstSpec, EXCEPTION_ROW, LocalKind } from '../../../src/python/code.js';
import { compileModule } from '../../../src/python/compile.js';
import { INSTRUCTIONS, Op } from '../../../src/python/instructions.js';
import { parseStrict } from '../../../src/python/parse.js';
import { buildSymtable } from '../../../src/python/symtable.js';
import type { PythonVersion } from '../../../src/spec/version.js';
import { forVersion, recorded, recordedVersions } from './recorded.js';

interface Facts {
  name: string;
  counts: number[];
  flags: number;
  consts: string[];
  names: string[];
  varnames: string[];
  cells: string[];
  frees: string[];
  firstlineno: number;
  lines: number[];
}

type Failure = [message: string, lineno: number];

function compile(source: string, version: PythonVersion, mode: 'exec' | 'eval' | 'single' = 'exec') {
  const { module, diagnostics } = parseStrict(source, { version });
  const symtable = buildSymtable(module, version);
  const early = [...diagnostics, ...symtable.diagnostics];
  if (early.length > 0) return { errors: early, code: null, early: true };
  return { ...compileModule(module, symtable, { version, filename: 'f', mode }), early: false };
}

function codeOf(source: string, version: PythonVersion = '3.12', mode: 'exec' | 'eval' | 'single' = 'exec'): CodeSpec {
  const { code, errors } = compile(source, version, mode);
  expect(errors).toEqual([]);
  return code as CodeSpec;
}

/** `float.hex()` of a float, which is exact. */
function floatHex(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const sign = bits >> 63n ? '-' : '';
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  if (value === 0) return `${sign}0x0.0p+0`;
  const power = exponent === 0 ? -1022 : exponent - 1023;
  return `${sign}0x${exponent === 0 ? 0 : 1}.${fraction}p${power < 0 ? '' : '+'}${power}`;
}

function constant(value: ConstSpec): string {
  switch (value.type) {
    case 'code':
      return `code ${value.code.name}`;
    case 'tuple':
      return `(${value.items.map(constant).join(', ')})`;
    case 'frozenset':
      return `{${value.items.map(constant).sort().join(', ')}}`;
    case 'float':
      return floatHex(value.value);
    case 'complex':
      return `${floatHex(value.real ?? 0)} ${floatHex(value.imag)}j`;
    case 'str':
      return `s${value.value}`;
    case 'bytes':
      return `b${Buffer.from(value.value).toString('hex')}`;
    case 'int':
      return String(value.value);
    default:
      return value.type;
  }
}

function namesOf(code: CodeSpec, kind: LocalKind): string[] {
  return code.localsplusNames.filter((_, i) => code.localsplusKinds[i]! & kind);
}

function* allCode(code: CodeSpec): Generator<CodeSpec> {
  yield code;
  for (const value of code.consts) if (value.type === 'code') yield* allCode(value.code);
}

function factsOf(code: CodeSpec, version: PythonVersion): Facts {
  const lines = new Set<number>();
  for (let i = 0; i < code.instructions.length; i += 2) {
    if (code.instructions[i] === Op.LINE) lines.add(code.instructions[i + 1]!);
  }
  lines.delete(code.firstlineno);
  return {
    name: Number(version.slice(2)) >= 11 ? code.qualname : code.name,
    counts: [code.argcount, code.posonlyargcount, code.kwonlyargcount],
    flags: code.flags,
    consts: code.consts.map(constant),
    names: [...code.names],
    varnames: namesOf(code, LocalKind.LOCAL),
    cells: namesOf(code, LocalKind.CELL),
    frees: namesOf(code, LocalKind.FREE),
    firstlineno: code.firstlineno,
    lines: [...lines].sort((a, b) => a - b),
  };
}

describe.each(recordedVersions)('Python %s', (version) => {
  test('code objects are those of CPython', () => {
    const wrong: unknown[] = [];
    for (const [source, results] of recorded<Record<string, Facts[] | Failure>>('compileFacts.json')) {
      const expected = forVersion(results, version);
      const { code, errors, early } = compile(source, version);
      if (typeof expected[0] === 'string') {
        // What the parser and the symbol tables refuse has its own tests.
        if (early) continue;
        // CPython 3.8 and 3.9 have no line for some.
        const actual = errors[0] && [errors[0].message, expected[1] && errors[0].lineno];
        if (JSON.stringify(actual) !== JSON.stringify(expected)) wrong.push({ source, expected, actual });
        continue;
      }
      const actual = code ? [...allCode(code)].map((inner) => factsOf(inner, version)) : errors;
      (expected as Facts[]).forEach((facts, i) => {
        // Up to 3.9 the line table names lines of code that is never reached, too.
        const other = actual[i] as Facts | undefined;
        const wanted = other && Number(version.slice(2)) < 10 ? { ...facts, lines: other.lines } : facts;
        if (JSON.stringify(other) !== JSON.stringify(wanted)) wrong.push({ source, wanted, other });
      });
    }
    expect(wrong).toEqual([]);
  });

  test('programs of the corpus keep their stack even', () => {
    const areas = new URL('../../conformance/programs/', import.meta.url);
    const files = readdirSync(areas, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py'));
    expect(files).not.toEqual([]);
    for (const file of files) {
      const { code, early } = compile(readFileSync(new URL(file, areas), 'utf8'), version);
      if (early) continue;
      for (const inner of allCode(code as CodeSpec)) checkShape(inner);
    }
  });
});

/** Operands and jumps are in range, and rows of the exception table do not overlap. */
function checkShape(code: CodeSpec): void {
  const count = code.instructions.length / 2;
  expect(code.positions.length).toBe(count * 4);
  expect(code.constsInTree.length).toBe(code.consts.length);
  for (let i = 0; i < code.instructions.length; i += 2) {
    const arg = code.instructions[i + 1]!;
    const { operand, name } = INSTRUCTIONS[code.instructions[i]!]!;
    const limit = {
      jump: count,
      const: code.consts.length,
      name: code.names.length,
      local: code.localsplusNames.length,
      deref: code.localsplusNames.length,
    }[operand as string];
    if (limit !== undefined && !(arg >= 0 && arg < limit)) throw new Error(`${code.qualname}: ${name} ${arg}`);
  }
  let end = 0;
  for (let row = 0; row < code.exceptionTable.length; row += EXCEPTION_ROW) {
    const [from, to, target, depth] = code.exceptionTable.subarray(row, row + EXCEPTION_ROW) as unknown as number[];
    expect(from! >= end && to! > from! && target! < count && depth! < code.stacksize).toBe(true);
    end = to!;
  }
}

/** Names of the instructions of the first function, or of the module, without LINE and RESUME. */
function opsOf(source: string, version: PythonVersion = '3.12'): string {
  const module = codeOf(source, version);
  const inner = [...allCode(module)][1] ?? module;
  const names: string[] = [];
  for (let i = 0; i < inner.instructions.length; i += 2) {
    const name = INSTRUCTIONS[inner.instructions[i]!]!.name;
    if (name !== 'LINE' && name !== 'RESUME') names.push(name);
  }
  return names.join(' ');
}

test.each([
  ['def f(x): return x.m(1)', 'LOAD_FAST LOAD_METHOD LOAD_CONST CALL RETURN_VALUE'],
  ['def f(x): return g(x)', 'LOAD_GLOBAL_CALL LOAD_FAST CALL RETURN_VALUE'],
  ['def f(x): return x()(1)', 'LOAD_FAST PUSH_NULL CALL PUSH_NULL LOAD_CONST CALL RETURN_VALUE'],
  ['def f(g, x): return g(a=x)', 'LOAD_FAST PUSH_NULL LOAD_FAST LOAD_CONST CALL_KW RETURN_VALUE'],
  ['def f(g, x): return g(*x)', 'LOAD_FAST PUSH_NULL LOAD_FAST CALL_FUNCTION_EX RETURN_VALUE'],
  ['def f(x): del x; return x', 'DELETE_FAST LOAD_FAST_CHECK RETURN_VALUE'],
  ['def f(a, b): a, b = b, a', 'LOAD_FAST LOAD_FAST STORE_FAST STORE_FAST LOAD_CONST RETURN_VALUE'],
  ['def f(x): return x is None or x[1:]', null],
])('%s', (source, expected) => {
  if (expected !== null) expect(opsOf(source)).toBe(expected);
  else expect(opsOf(source)).toContain('BINARY_SLICE');
});

test('each turn of a loop on one line has a LINE, its start only one', () => {
  const code = codeOf('for i in x: pass');
  const listing: string[] = [];
  for (let i = 0; i < code.instructions.length; i += 2) listing.push(INSTRUCTIONS[code.instructions[i]!]!.name);
  expect(listing).toEqual([
    'RESUME',
    'LINE',
    'LOAD_NAME',
    'GET_ITER',
    'JUMP',
    'LINE',
    'FOR_ITER',
    'STORE_NAME',
    'JUMP_BACKWARD',
    'LOAD_CONST',
    'RETURN_VALUE',
  ]);
});

test('literals hang in the syntax tree, names of keywords do not', () => {
  const code = codeOf('f(x=1000)\n(1, 2)\ny = (3, 4)\nz = [5, 6, 7]');
  const inTree = code.consts.map((value, i) => `${constant(value)} ${code.constsInTree[i]}`);
  expect(inTree).toEqual(['1000 true', '(sx) false', '(3, 4) true', '(5, 6, 7) false', 'None false']);
});

test('the value of an expression is returned by eval and printed by single', () => {
  const last = (code: CodeSpec) => INSTRUCTIONS[code.instructions[code.instructions.length - 2]!]!.name;
  expect(last(codeOf('1 + x', '3.12', 'eval'))).toBe('RETURN_VALUE');
  const single = codeOf('1 + x', '3.12', 'single');
  expect([...single.instructions].filter((_, i) => i % 2 === 0)).toContain(Op.PRINT_EXPR);
});

test('a chain of thousands of operators does not exhaust the stack', () => {
  expect(codeOf(`x = ${Array.from({ length: 5000 }, () => 'a').join(' + ')}`).stacksize).toBe(2);
});

test('errors do not end the compilation', () => {
  const { errors, code } = compile('return 1\nbreak\nx = 1', '3.12');
  expect(errors.map((error) => error.message)).toEqual(["'return' outside function", "'break' outside loop"]);
  expect(code?.names).toContain('x');
});

test.each([
  ['x is 1', '3.12', '"is" with \'int\' literal. Did you mean "=="?'],
  ['x is not "a" is y', '3.8', '"is not" with a literal. Did you mean "!="?'],
  ['[]()', '3.12', "'list' object is not callable; perhaps you missed a comma?"],
  ['1[0]', '3.12', "'int' object is not subscriptable; perhaps you missed a comma?"],
  ['"abc"["a"]', '3.12', 'str indices must be integers or slices, not str; perhaps you missed a comma?'],
  ['assert (x, "message")', '3.12', 'assertion is always true, perhaps remove parentheses?'],
] as const)('%s in %s warns', (source, version, message) => {
  const { module } = parseStrict(source, { version });
  const { warnings } = compileModule(module, buildSymtable(module, version), { version, filename: 'f', mode: 'exec' });
  expect(warnings.map((warning) => warning.message)).toEqual([message]);
});

test.each(['x is None', 'x == 1', '(lambda: 1)()', '[1][True]', '"a"[x]', 'assert ()'])(
  '%s does not warn',
  (source) => {
    const { module } = parseStrict(source, { version: '3.12' });
    const symtable = buildSymtable(module, '3.12');
    const { warnings } = compileModule(module, symtable, { version: '3.12', filename: 'f', mode: 'exec' });
    expect(warnings).toEqual([]);
  },
);
