/** The user's settings, read and checked. */
import * as vscode from 'vscode';
import { ALLOCATORS, DEFAULT_ALLOCATOR } from '../protocol/allocators.js';
import {
  COLLECTOR_KINDS,
  type CollectorKind,
  PYTHON_VERSIONS,
  type PythonVersion,
  type RunOptions,
} from '../protocol/run.js';
import { DEFAULT_VERSION } from '../spec/version.js';
import { MODES, type Mode, SECTION, SETTING } from './ids.js';

/** Used where a setting is missing or not valid. */
export const DEFAULTS = {
  collector: 'default' as CollectorKind,
  mode: 'allLines' as Mode,
  malloc: DEFAULT_ALLOCATOR,
  debounce: 300,
  budgetLines: 1_000_000,
  budgetMemory: 256,
  budgetTime: 5000,
};

export interface Settings {
  readonly run: RunOptions;
  readonly mode: Mode;
  /** Milliseconds. */
  readonly debounce: number;
}

function oneOf<T extends string>(value: unknown, values: readonly T[], fallback: T): T {
  return values.find((v) => v === value) ?? fallback;
}

function within(value: unknown, min: number, max: number, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
}

/** `named`: the version that the workspace names, where the setting leaves it to that. */
export function readSettings(scope?: vscode.Uri, named?: PythonVersion): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope ?? null);
  const kind = oneOf(section.get(SETTING.collector), COLLECTOR_KINDS, DEFAULTS.collector);
  return {
    run: {
      python: PYTHON_VERSIONS.find((v) => v === section.get(SETTING.pythonVersion)) ?? named ?? DEFAULT_VERSION,
      allocator: oneOf(section.get(SETTING.malloc), ALLOCATORS, DEFAULTS.malloc),
      budgets: {
        lines: within(section.get(SETTING.budgetLines), 1, 1e9, DEFAULTS.budgetLines),
        memoryBytes: within(section.get(SETTING.budgetMemory), 16, 1024, DEFAULTS.budgetMemory) * 2 ** 20,
        milliseconds: within(section.get(SETTING.budgetTime), 100, 600_000, DEFAULTS.budgetTime),
      },
      ...(kind === 'default' ? {} : { collector: { kind } }),
    },
    mode: oneOf(section.get(SETTING.mode), MODES, DEFAULTS.mode),
    debounce: within(section.get(SETTING.debounce), 0, 10_000, DEFAULTS.debounce),
  };
}

/** Whether something stands above functions and classes. */
export function showsLenses(scope?: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(SECTION, scope ?? null).get(SETTING.codeLens) === true;
}
