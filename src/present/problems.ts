/** Diagnostics as the problems list words them. */
import type { SourceRange } from '../protocol/position.js';
import type { Diagnostic, ExploreResult } from '../protocol/run.js';
import { budgetWords, cycleWords } from './describe.js';
import { english, type Say } from './say.js';

export interface Problem {
  readonly code: Diagnostic['code'];
  readonly severity: 'error' | 'warning' | 'information';
  readonly range: SourceRange;
  readonly message: string;
  readonly related: readonly { readonly range: SourceRange; readonly message: string }[];
}

function message(d: Diagnostic, result: Pick<ExploreResult, 'cycles'>, say: Say): string {
  switch (d.code) {
    case 'syntaxError':
      return d.detail;
    case 'notSimulated':
      return d.reached
        ? say('Not simulated: {0}. The run ended here; what is shown is what came before.', d.detail)
        : say('Not simulated: {0}.', d.detail);
    case 'uncaughtException':
      return say('Uncaught: {0}', d.detail);
    case 'budget':
      return say('{0}. What is shown is what came before.', capital(budgetWords(d.detail, say)));
    case 'cycle': {
      const cycle = result.cycles.find((c) => String(c.id) === d.detail);
      return cycle
        ? say('This closes a reference cycle that outlives its last name: {0}.', cycleWords(cycle, say))
        : say('This closes a reference cycle that outlives its last name.');
    }
    case 'simulatorFault':
      return say('The simulator made a mistake here, not your program: {0}', d.detail);
  }
}

const SEVERITY: Record<Diagnostic['code'], Problem['severity']> = {
  syntaxError: 'error',
  notSimulated: 'warning',
  uncaughtException: 'warning',
  budget: 'information',
  cycle: 'information',
  simulatorFault: 'error',
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function problems(
  result: Pick<ExploreResult, 'cycles' | 'diagnostics'>,
  say: Say = english,
): readonly Problem[] {
  return result.diagnostics.map((d) => ({
    code: d.code,
    severity: SEVERITY[d.code],
    range: d.range,
    message: message(d, result, say),
    related: (d.related ?? []).map((r) => ({ range: r.range, message: r.detail })),
  }));
}
