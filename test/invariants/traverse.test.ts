// A type that forgets one of its references is found: for each type that the collector sees there is an object whose
// traversal, with any single visit left out, makes the audit complain.

import { expect, test } from 'vitest';
import { Ob } from '../../src/memory/layout.js';
import { isStatic } from '../../src/memory/regions.js';
import { auditHeap } from '../../src/objects/audit.js';
import { edgesOf } from '../../src/objects/edges.js';
import { T } from '../../src/objects/typeIds.js';
import { type Traverse, TypeFlag, type TypeInfo } from '../../src/objects/typeInfo.js';
import type { PythonVersion } from '../../src/spec/version.js';
import { rootsOf } from '../../src/vm/roots.js';
import { runProgram } from '../../src/vm/run.js';
import type { Runtime } from '../../src/vm/runtime.js';
import { EVERY_TYPE } from './everyType.js';

/** Types whose objects cannot be there when a program has ended, or refer to nothing that can die. */
const NO_OBJECT: ReadonlySet<string> = new Set([
  // They refer to a static type.
  'method_descriptor',
  'classmethod_descriptor',
  'wrapper_descriptor',
  // It refers to a text.
  '_tuplegetter',
  // They live as long as one step of an asynchronous loop.
  'anext_awaitable',
  'async_generator_wrapped_value',
  // They need a buffer that is being looked at, or are bases only.
  '_BytesIOBuffer',
  'buffer',
  '_IOBase',
  '_RawIOBase',
  '_BufferedIOBase',
  '_TextIOBase',
  'TextIOWrapper',
]);

/** A type, one of its objects and the position of a visit whose target can die. */
interface Mutation {
  readonly info: TypeInfo;
  readonly object: number;
  readonly position: number;
}

/** Runs a program and looks at what is left. */
function afterwards(source: string, version: PythonVersion, look: (rt: Runtime) => void): void {
  let looked = false;
  const outcome = runProgram({
    files: new Map([['main.py', source]]),
    main: 'main.py',
    version,
    argv: ['main.py'],
    maxMemory: 1 << 28,
    stdin: () => null,
    stdout: () => {},
    stderr: (text) => {
      // What is left of coroutines at the end is told there.
      if (!looked) throw new Error(text);
    },
    ended: (rt) => {
      looked = true;
      look(rt);
    },
  });
  expect([outcome.fault, outcome.notSimulated, looked]).toEqual([undefined, undefined, true]);
}

/** All objects that can be reached. */
function objectsOf(rt: Runtime): Set<number> {
  const seen = new Set<number>();
  const waiting: number[] = [];
  const reach = (p: number): void => {
    if (p === 0 || seen.has(p)) return;
    seen.add(p);
    waiting.push(p);
  };
  for (const info of rt.types) if (!info.isHeapType) reach(info.address);
  rt.visitRoots(reach);
  for (let p = waiting.pop(); p !== undefined; p = waiting.pop()) edgesOf(rt, p, (_rt, to) => reach(to));
  return seen;
}

/** One object for each position of each traversal of types that are written in native code. */
function mutationsOf(rt: Runtime): Mutation[] {
  const found = new Map<string, Mutation>();
  for (const object of objectsOf(rt)) {
    const info = rt.typeOf(object);
    const traverse = info.tp_traverse;
    if (traverse === null || info.isHeapType || isStatic(object) || (info.flags & TypeFlag.TYPE_SUBCLASS) !== 0)
      continue;
    let position = -1;
    traverse(rt, object, (_rt, to) => {
      position++;
      const name = `${info.address}:${position}`;
      // Of many items of one container a few will do. The simulator itself holds on to some names to 3.11.
      if (rt.is(to, T.STR)) return;
      if (position > 3 || found.has(name) || rt.M[to + Ob.REFCNT]! < 0 || isStatic(to)) return;
      found.set(name, { info, object, position });
    });
  }
  return [...found.values()];
}

/** The traversal of a type that leaves one visit of one object out. */
function forgetful(traverse: Traverse, object: number, position: number): Traverse {
  return (rt, p, visit) => {
    let at = -1;
    traverse(rt, p, (machine, to) => {
      if (p === object && ++at === position) return;
      visit(machine, to);
    });
  };
}

test.each<PythonVersion>(['3.8', '3.13'])(
  'Python %s',
  (version) => {
    let problems: string[] = [];
    const missed: string[] = [];
    let without: string[] = [];
    afterwards(EVERY_TYPE, version, (rt) => {
      const audit = (): string[] => auditHeap(rt, rootsOf(rt));
      problems = audit();
      const mutations = mutationsOf(rt);
      for (const { info, object, position } of mutations) {
        const traverse = info.tp_traverse!;
        info.tp_traverse = forgetful(traverse, object, position);
        if (audit().length === 0) missed.push(`${info.name}, visit ${position}`);
        info.tp_traverse = traverse;
      }
      const seen = new Set(mutations.map(({ info }) => info.tp_traverse));
      without = rt.types
        .filter((info) => !info.isHeapType && info.tp_traverse !== null && !seen.has(info.tp_traverse))
        .filter((info) => info.address !== T.TYPE && !NO_OBJECT.has(info.name))
        .map((info) => info.name);
    });
    expect(problems.slice(0, 5)).toEqual([]);
    expect(missed).toEqual([]);
    expect(without).toEqual([]);
  },
  300_000,
);
