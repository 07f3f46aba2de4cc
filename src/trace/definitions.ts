/** Functions and classes of the main file: how often they ran, and what is alive of what they made. */
import { Ob } from '../memory/layout.js';
import { TypeFlag } from '../objects/typeInfo.js';
import type { DefinitionNote } from '../protocol/definitions.js';
import { CodeFlag } from '../python/code.js';
import type { Recorder } from './recorder.js';
import type { Still } from './still.js';

interface Found {
  readonly kind: DefinitionNote['kind'];
  readonly name: string;
  readonly line: number;
  calls: number;
  objects: number;
  bytes: number;
}

/** What belongs to a function without being one of its own: comprehensions, generator expressions, lambdas. */
const INNER = /\.<locals>\.<[^>]*>$/;

/** Those that the run has met, by line. `history`: of the whole run; `files`: numbers of files by name. */
export function definitionsOf(still: Still, history: Recorder, files: ReadonlyMap<string, number>): DefinitionNote[] {
  const { rt } = still;
  const found = new Map<string, Found>();
  for (const code of rt.codes) {
    const { filename, qualname, firstlineno, flags } = code.spec;
    if (code.address === 0 || files.get(filename) !== 0 || qualname === '<module>' || /<[^>]*>$/.test(qualname))
      continue;
    const kind = (flags & CodeFlag.OPTIMIZED) !== 0 ? 'function' : 'class';
    found.set(`${firstlineno} ${qualname}`, {
      kind,
      name: qualname,
      line: firstlineno,
      calls: 0,
      objects: 0,
      bytes: 0,
    });
  }
  for (const { scope, line, calls } of history.enteredCodes(0)) {
    const definition = found.get(`${line} ${scope}`);
    if (definition) definition.calls += calls;
  }
  countObjects(still, [...found.values()]);
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function countObjects(still: Still, definitions: readonly Found[]): void {
  const { rt } = still;
  const { M } = rt;
  const functions = new Map<string, Found>();
  // Of two functions of one name the last one is meant.
  for (const definition of definitions) if (definition.kind === 'function') functions.set(definition.name, definition);
  const count = (definition: Found | undefined, p: number): void => {
    if (definition === undefined) return;
    definition.objects++;
    definition.bytes += still.size(p);
  };
  const classes = new Map<number, Found | undefined>();
  const classOf = (type: number): Found | undefined => {
    if (!classes.has(type)) {
      const made = still.isOwn(type) ? still.recorder.bornAt(M[type + Ob.BORN]!) : null;
      const { name } = rt.infoOf(type);
      const isIt = (d: Found): boolean =>
        d.kind === 'class' && d.line === made?.line && (d.name === name || d.name.endsWith(`.${name}`));
      classes.set(type, made?.file === 0 ? definitions.find(isIt) : undefined);
    }
    return classes.get(type);
  };
  for (const p of still.objects()) {
    if (!still.isOwn(p)) continue;
    const made = still.recorder.bornAt(M[p + Ob.BORN]!);
    if (made?.file === 0) count(functions.get(made.scope.replace(INNER, '')), p);
    const type = M[p + Ob.TYPE]!;
    if ((rt.infoOf(type).flags & TypeFlag.HEAPTYPE) !== 0) count(classOf(type), p);
  }
}
