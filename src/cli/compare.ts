// `arenascope compare FILE`: one program as several Pythons, and with other settings of the collector.
import { english } from '../present/say.js';
import { compareJson, compareText, type Variant } from '../present/terminal/compare.js';
import type { AllocatorName } from '../protocol/allocators.js';
import type { CollectorKind } from '../protocol/run.js';
import type { PythonVersion } from '../spec/version.js';
import { explore } from '../trace/explore.js';
import { endStatus, portsFor, prepare, type Subject } from './exploration.js';
import type { Options } from './options.js';
import type { Terminal } from './terminal.js';

/** What one run differs in from the next. */
type Setting = Pick<Variant, 'collector' | 'allocator'>;

/** Options of `compare`: lists where the other commands take one. */
export interface CompareOptions {
  readonly versions: readonly PythonVersion[];
  readonly kinds: readonly CollectorKind[];
  /** None: the allocator that Python has. */
  readonly allocators: readonly AllocatorName[];
  readonly thresholds: readonly (readonly number[])[];
  readonly disable: boolean;
}

/** Each version with each collector, then with each allocator, then with each other setting of the collector. */
export function settings({ allocators, kinds, thresholds, disable }: CompareOptions): readonly Setting[] {
  // Who compares allocators wants none beside them that was not named.
  const collectors = kinds.map((kind): Setting => (kind === 'default' ? {} : { collector: { kind } }));
  const plain = allocators.length > 0 && kinds.every((kind) => kind === 'default');
  return [
    ...(plain ? [] : collectors),
    ...allocators.map((allocator) => ({ allocator })),
    ...thresholds.map((values) => ({ collector: { thresholds: values } })),
    ...(disable ? [{ collector: { disabled: true } }] : []),
  ];
}

export async function compare(given: Subject, what: CompareOptions, terminal: Terminal): Promise<number> {
  const variants: Variant[] = [];
  let status = 0;
  for (const python of what.versions) {
    const options: Options = { ...given.options, python };
    const ready = await prepare({ ...given, options }, terminal);
    if (typeof ready === 'number') return ready;
    for (const setting of settings(what)) {
      const { request } = ready;
      const result = explore(
        { ...request, options: { ...request.options, ...setting } },
        portsFor(options.maxSeconds, terminal),
      );
      variants.push({ python, result, ...setting });
      status ||= endStatus(result, given.file, terminal);
    }
  }
  const voice = { say: english, style: terminal.style };
  terminal.stdout(given.options.json ? compareJson(given.file, variants) : compareText(given.file, variants, voice));
  return status;
}
