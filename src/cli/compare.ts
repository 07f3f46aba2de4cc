// `arenascope compare FILE`: one program as several Pythons, and with other settings of the collector.
import { english } from '../present/say.js';
import { compareJson, compareText, type Variant } from '../present/terminal/compare.js';
import type { CollectorKind, CollectorOptions } from '../protocol/run.js';
import type { PythonVersion } from '../spec/version.js';
import { explore } from '../trace/explore.js';
import { endStatus, portsFor, prepare, type Subject } from './exploration.js';
import type { Options } from './options.js';
import type { Terminal } from './terminal.js';

/** Options of `compare`: lists where the other commands take one. */
export interface CompareOptions {
  readonly versions: readonly PythonVersion[];
  readonly kinds: readonly CollectorKind[];
  readonly thresholds: readonly (readonly number[])[];
  readonly disable: boolean;
}

/** Each version with each collector, then with each other setting. */
function settings({ kinds, thresholds, disable }: CompareOptions): readonly (CollectorOptions | undefined)[] {
  return [
    ...kinds.map((kind): CollectorOptions | undefined => (kind === 'default' ? undefined : { kind })),
    ...thresholds.map((values): CollectorOptions => ({ thresholds: values })),
    ...(disable ? [{ disabled: true }] : []),
  ];
}

export async function compare(given: Subject, what: CompareOptions, terminal: Terminal): Promise<number> {
  const variants: Variant[] = [];
  let status = 0;
  for (const python of what.versions) {
    const options: Options = { ...given.options, python };
    const ready = await prepare({ ...given, options }, terminal);
    if (typeof ready === 'number') return ready;
    for (const collector of settings(what)) {
      const { request } = ready;
      const result = explore(
        { ...request, options: { ...request.options, ...(collector ? { collector } : {}) } },
        portsFor(options.maxSeconds, terminal),
      );
      variants.push({ python, result, ...(collector ? { collector } : {}) });
      status ||= endStatus(result, given.file, terminal);
    }
  }
  const voice = { say: english, style: terminal.style };
  terminal.stdout(given.options.json ? compareJson(given.file, variants) : compareText(given.file, variants, voice));
  return status;
}
