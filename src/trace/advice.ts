/** What a finished run tells of the program's use of memory: cycles, what is kept alive, what only grows, and what to do. */
import type { Diagnostic, ExploreRequest, QuickFix, RelatedPlace } from '../protocol/run.js';
import type { ParseOptions } from '../python/parse.js';
import type { ParseMemory } from '../python/parseMemory.js';
import type { PythonVersion } from '../spec/version.js';
import type { KnownCycle } from './cycleBook.js';
import { boundedCache } from './fixes/boundedCache.js';
import { noneDefault } from './fixes/noneDefault.js';
import { Source } from './fixes/source.js';
import { weakAttribute } from './fixes/weakAttribute.js';
import { withoutTraceback } from './fixes/withoutTraceback.js';
import type { GrowingCache } from './growingCaches.js';
import type { GrowingDefault, KeptTraceback } from './keptAlive.js';

/** What was found in a run. */
export interface Findings {
  readonly cycles: readonly KnownCycle[];
  readonly tracebacks: readonly KeptTraceback[];
  readonly defaults: readonly GrowingDefault[];
  /** Only those that do nothing but grow. */
  readonly caches: readonly GrowingCache[];
}

/** A line without its indent, of a text. */
export function lineRange(text: string, file: number, line: number): Diagnostic['range'] {
  const found = text.split(/\r\n|\r|\n/)[line - 1] ?? '';
  const column = found.length - found.trimStart().length;
  return { file, line, column, endLine: line, endColumn: Math.max(column, found.trimEnd().length) };
}

/** The diagnostics of findings in the main file. `memory` may know it. */
export function advice(request: ExploreRequest, findings: Findings, memory?: ParseMemory): Diagnostic[] {
  return new Advice(request, memory).all(findings);
}

class Advice {
  private readonly text: string;
  private readonly options: ParseOptions;
  private parsed: Source | undefined;

  constructor({ files: [main], options }: ExploreRequest, memory: ParseMemory | undefined) {
    this.text = main?.text ?? '';
    const version = options.python as PythonVersion;
    this.options = { version, ...(main && memory ? { memory: { of: memory, file: main.path } } : {}) };
  }

  all({ cycles, tracebacks, defaults, caches }: Findings): Diagnostic[] {
    return [
      ...this.ofCycles(cycles),
      ...tracebacks.map((kept) => this.ofTraceback(kept)),
      ...defaults
        .filter(({ firstSize, sizeAtEnd }) => firstSize !== undefined && sizeAtEnd > firstSize)
        .map((growing) => this.ofDefault(growing)),
      ...caches.map((cache) => this.ofCache(cache)),
    ];
  }

  /** Parsed when a fix is looked for. */
  private get source(): Source {
    this.parsed ??= new Source(this.text, this.options);
    return this.parsed;
  }

  private range(line: number): Diagnostic['range'] {
    return lineRange(this.text, 0, line);
  }

  private place(role: RelatedPlace['role'], line: number, detail: string): RelatedPlace[] {
    return line > 0 ? [{ range: this.range(line), role, detail }] : [];
  }

  /** Cycles that wait for the collector when the program has ended, or had to wait for it. */
  private ofCycles(cycles: readonly KnownCycle[]): Diagnostic[] {
    const found: Diagnostic[] = [];
    const seen = new Set<number>();
    for (const cycle of cycles) {
      const { closedBy, orphanedBy } = cycle;
      if (!cycle.unreachable || orphanedBy === undefined || orphanedBy.file !== 0 || seen.has(orphanedBy.line))
        continue;
      seen.add(orphanedBy.line);
      const range = this.range(orphanedBy.line);
      const closed = this.place('closed', closedBy?.file === 0 ? closedBy.line : 0, String(cycle.id));
      const fixes = fixesOf(weakAttribute(this.source, cycle));
      found.push({ code: 'cycle', range, detail: String(cycle.id), related: closed, ...fixes });
      for (const finalizer of cycle.finalizers) {
        const related = [...this.place('finalizer', this.finalizerLine(finalizer), finalizer), ...closed];
        found.push({ code: 'finalizerInCycle', range, detail: finalizer, related, ...fixes });
      }
    }
    return found;
  }

  /** The line of a class's `__del__`; 0 where it is not in the file. */
  private finalizerLine(type: string): number {
    const fits = this.source.functions().filter(({ qualname }) => `.${qualname}`.endsWith(`.${type}.__del__`));
    return fits.length === 1 ? fits[0]!.node.lineno : 0;
  }

  private ofTraceback({ name, type, line, raisedLine, variables, objects, bytes }: KeptTraceback): Diagnostic {
    return {
      code: 'tracebackHolds',
      range: this.range(line),
      detail: type,
      values: [name, variables.join(', '), objects, bytes],
      related: this.place('raised', raisedLine, type),
      ...fixesOf(withoutTraceback(this.source, name, line)),
    };
  }

  private ofDefault({ scope, parameter, type, line, grewLine, firstSize, sizeAtEnd }: GrowingDefault): Diagnostic {
    return {
      code: 'growingDefault',
      range: this.range(line),
      detail: scope,
      values: [parameter, type, firstSize!, sizeAtEnd],
      related: this.place('grew', grewLine, parameter),
      ...fixesOf(noneDefault(this.source, scope, parameter)),
    };
  }

  private ofCache({ name, type, line, madeBy, sizeAtEnd, additions, bytes }: GrowingCache): Diagnostic {
    return {
      code: 'growingCache',
      range: this.range(line),
      detail: name,
      values: [type, sizeAtEnd, additions, bytes],
      related: this.place('made', madeBy, name),
      ...fixesOf(boundedCache(this.source, name)),
    };
  }
}

function fixesOf(fix: QuickFix | null): { fixes?: readonly QuickFix[] } {
  return fix === null ? {} : { fixes: [fix] };
}
