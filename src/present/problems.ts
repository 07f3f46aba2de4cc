/** Diagnostics as the problems list words them. */
import type { SourceRange } from '../protocol/position.js';
import type { Diagnostic, ExploreResult, QuickFix, RelatedPlace, TextEdit } from '../protocol/run.js';
import { budgetWords, cycleWords } from './describe.js';
import { formatBytes, formatInteger, plural } from './format.js';
import { english, type Say } from './say.js';

export interface Problem {
  readonly code: Diagnostic['code'];
  readonly severity: 'error' | 'warning' | 'information';
  readonly range: SourceRange;
  readonly message: string;
  readonly related: readonly { readonly range: SourceRange; readonly message: string }[];
  /** What can be done about it with one click, the best first. */
  readonly fixes: readonly { readonly title: string; readonly edits: readonly TextEdit[] }[];
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

function relatedWords({ role, detail }: RelatedPlace, say: Say): string {
  switch (role) {
    case 'closed':
      return say('The reference that closed it was stored here.');
    case 'finalizer':
      return say('{0}.__del__() is here.', detail);
    case 'made':
      return say('{0} was made here.', detail);
    case 'grew':
      return say('It grew here last.');
    case 'raised':
      return say('{0} was raised here: its traceback keeps the variables of this call.', detail);
  }
}

function fixTitle({ kind, detail, values = [] }: QuickFix, say: Say): string {
  switch (kind) {
    case 'noneDefault':
      return say('Make None the default of {0}, and a new object in each call', detail);
    case 'weakAttribute':
      return say('Make {0}.{1} a weak reference (weakref.ref behind a property)', values[0] ?? '', detail);
    case 'boundedCache':
      return say('Give the cache of {0}() a limit', detail);
    case 'withoutTraceback':
      return say('Keep {0} without its traceback', detail);
  }
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
    related: (d.related ?? []).map((r) => ({ range: r.range, message: relatedWords(r, say) })),
    fixes: (d.fixes ?? []).map((fix) => ({ title: fixTitle(fix, say), edits: fix.edits })),
  }));
}
