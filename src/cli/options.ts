// Options that several commands share, and how their values are read.
import { InvalidArgumentError, Option } from 'commander';
import { ALLOCATORS, type AllocatorName } from '../protocol/allocators.js';
import type { Moment } from '../protocol/position.js';
import { COLLECTOR_KINDS, type CollectorKind, type CollectorOptions } from '../protocol/run.js';
import { DEFAULT_VERSION, PYTHON_VERSIONS, type PythonVersion } from '../spec/version.js';

/** Where the user wants to look: an execution of a line of the program. Negative hits count from the last. */
export type LineMoment = Extract<Moment, { kind: 'line' }>;

/** What commander makes of the options; each command has some of them. */
export interface Options {
  python: PythonVersion;
  maxSteps?: number;
  maxSeconds: number;
  at?: LineMoment;
  gcThreshold?: readonly number[];
  gcDisable?: boolean;
  collector?: CollectorKind;
  gcStress?: boolean;
  malloc?: AllocatorName;
  json?: boolean;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value === 0) {
    throw new InvalidArgumentError('It must be a positive whole number.');
  }
  return value;
}

function lineMoment(text: string): LineMoment {
  const match = /^(\d+)(?::(-?\d+))?$/.exec(text);
  const line = Number(match?.[1]);
  const hit = Number(match?.[2] ?? -1);
  if (!match || line === 0 || hit === 0) {
    throw new InvalidArgumentError('It must be LINE or LINE:EXECUTION, like 25 or 25:3 (25:-1 is the last).');
  }
  return { kind: 'line', file: 0, line, hit };
}

/** As `gc.set_threshold()` takes them. */
function thresholds(text: string): readonly number[] {
  const values = text.split(',');
  if (values.length > 3 || !values.every((value) => /^\d{1,9}$/.test(value.trim()))) {
    throw new InvalidArgumentError('It must be one to three whole numbers, like 700,10,10.');
  }
  return values.map(Number);
}

/** `default,none`. */
function collectors(text: string): readonly CollectorKind[] {
  return text.split(',').map((part) => {
    const kind = COLLECTOR_KINDS.find((known) => known === part.trim());
    if (kind === undefined) throw new InvalidArgumentError(`Allowed are ${COLLECTOR_KINDS.join(', ')}.`);
    return kind;
  });
}

/** `3.8,3.12`. */
function versions(text: string): readonly PythonVersion[] {
  return text.split(',').map((part) => {
    const version = PYTHON_VERSIONS.find((known) => known === part.trim());
    if (version === undefined) throw new InvalidArgumentError(`Allowed are ${PYTHON_VERSIONS.join(', ')}.`);
    return version;
  });
}

/** `pymalloc,malloc`. */
function allocators(text: string): readonly AllocatorName[] {
  return text.split(',').map((part) => {
    const name = ALLOCATORS.find((known) => known === part.trim());
    if (name === undefined) throw new InvalidArgumentError(`Allowed are ${ALLOCATORS.join(', ')}.`);
    return name;
  });
}

export const OPTIONS = {
  python: () =>
    new Option('--python <version>', 'the Python to simulate').choices(PYTHON_VERSIONS).default(DEFAULT_VERSION),
  pythons: () =>
    new Option('--python <versions>', 'the Pythons to simulate, like 3.8,3.12')
      .argParser(versions)
      .default([DEFAULT_VERSION], DEFAULT_VERSION),
  gcThresholds: () =>
    new Option('--gc-threshold <a,b,c>', 'what if: thresholds to compare with; may be given several times').argParser(
      (text, before: readonly (readonly number[])[] | undefined) => [...(before ?? []), thresholds(text)],
    ),
  maxSteps: () =>
    new Option('--max-steps <number>', 'end the run after so many executed lines').argParser(positiveInteger),
  maxSeconds: () =>
    new Option('--max-seconds <number>', 'end the run after so much time').argParser(positiveInteger).default(120),
  at: (what: string) => new Option('--at <line[:execution]>', what).argParser(lineMoment),
  moments: () =>
    new Option(
      '--at <line[:execution]>',
      'a moment: just after this line; given once, it is compared with the end',
    ).argParser((text, before: readonly LineMoment[] | undefined) => [...(before ?? []), lineMoment(text)]),
  gcThreshold: () =>
    new Option('--gc-threshold <a,b,c>', 'what if: as gc.set_threshold(a, b, c) before the first line').argParser(
      thresholds,
    ),
  gcDisable: () => new Option('--gc-disable', 'what if: as gc.disable() before the first line'),
  collector: () =>
    new Option('--collector <kind>', 'what if: another collector over the same heap')
      .choices(COLLECTOR_KINDS)
      .default('default'),
  collectors: () =>
    new Option('--collector <kinds>', `what if: collectors to compare, of ${COLLECTOR_KINDS.join(',')}`)
      .argParser(collectors)
      .default(['default'], 'default'),
  gcStress: () =>
    new Option(
      '--gc-stress',
      "check the simulator: try the collector's algorithm at allocations, without a change to what is printed",
    ),
  malloc: () =>
    new Option('--malloc <name>', 'the allocator, as PYTHONMALLOC names it (bump is an example of ours)').choices(
      ALLOCATORS,
    ),
  mallocs: () =>
    new Option('--malloc <names>', 'what if: allocators to compare, like pymalloc,malloc,bump').argParser(allocators),
  json: () => new Option('--json', 'print JSON; its field "schema" names the shape'),
};

/** What is to be set of the collector; undefined where it stays as Python has it. */
export function collectorOptions(options: Options): CollectorOptions | undefined {
  const { gcDisable: disabled, gcStress: stress, gcThreshold, collector } = options;
  const kind = collector === undefined || collector === 'default' ? undefined : collector;
  if (!disabled && !stress && gcThreshold === undefined && kind === undefined) return undefined;
  return {
    ...(kind ? { kind } : {}),
    ...(disabled ? { disabled } : {}),
    ...(stress ? { stress } : {}),
    ...(gcThreshold ? { thresholds: gcThreshold } : {}),
  };
}
