/** Diagnostics as the problems list words them. */
import type { SourceRange } from '../protocol/position.js';
import type { Diagnostic, ExploreResult } from '../protocol/run.js';
import { budgetWords, cycleWords } from './describe.js';
import { formatBytes, formatInteger, plural } from './format.js';
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
        ? say(
            'A reference cycle outlives its last name here: {0}. Only the collector can free it.',
            cycleWords(cycle, say),
          )
        : say('A reference cycle outlives its last name here. Only the collector can free it.');
    }
    case 'finalizerInCycle':
      return say(
        '{0}.__del__() waits for the collector: an instance is in a reference cycle, so its count does not fall to zero.',
        d.detail,
      );
    case 'tracebackHolds': {
      const [name = '', variables = '', objects = 0, bytes = 0] = d.values ?? [];
      const what = name === '' ? d.detail : String(name);
      return say(
        '{0} keeps its traceback, and with it {1}: {2}, {3}.',
        what,
        variables,
        plural(say, Number(objects), '{0} object', '{0} objects'),
        formatBytes(Number(bytes), say),
      );
    }
    case 'growingDefault': {
      const [parameter = '', type = '', first = 0, last = 0] = d.values ?? [];
      return say(
        'The default of {0} is one {1} for all calls of {2}(): it has grown from {3} to {4} elements.',
        parameter,
        type,
        d.detail,
        first,
        last,
      );
    }
    case 'growingCache': {
      const [type = '', size = 0, additions = 0, bytes = 0] = d.values ?? [];
      return say(
        '{0} only grows: functions added to this {1} {2} times and nothing was ever taken out. At the end it holds {3} entries and takes {4} itself.',
        d.detail,
        type,
        formatInteger(Number(additions)),
        formatInteger(Number(size)),
        formatBytes(Number(bytes), say),
      );
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
  finalizerInCycle: 'information',
  tracebackHolds: 'information',
  growingDefault: 'warning',
  growingCache: 'information',
  simulatorFault: 'error',
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function relatedWords({ code }: Diagnostic, detail: string, say: Say): string {
  if (code === 'cycle') return say('The reference that closed it was stored here.');
  return code === 'growingCache' ? say('{0} was made here.', detail) : detail;
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
    related: (d.related ?? []).map((r) => ({
      range: r.range,
      message: relatedWords(d, r.detail, say),
    })),
  }));
}
