// `arenascope whatif FILE --cut REFERENCE`: what would be without a reference.
import { english } from '../present/say.js';
import { whatIfJson, whatIfText } from '../present/terminal/whatIf.js';
import type { Change } from '../present/withoutReference.js';
import type { NoSuchReference, ReferenceSelector } from '../protocol/whatIf.js';
import { openRun } from '../trace/explore.js';
import { endStatus, momentProblem, prepare, type Subject, wrongUsage } from './exploration.js';
import type { Terminal } from './terminal.js';

export interface WhatIfOptions {
  readonly cut: string | undefined;
  readonly weak: string | undefined;
}

function selectorOf(text: string): ReferenceSelector {
  const cycle = /^cycle:(\d+)$/.exec(text);
  return cycle === null ? { kind: 'path', path: text } : { kind: 'cycle', id: Number(cycle[1]) };
}

function problemOf({ found, missing, known }: NoSuchReference, selector: ReferenceSelector): string {
  const hint = known.length > 0 ? english('; there are: {0}', known.join(', ')) : '';
  if (selector.kind === 'cycle') return english('there is no cycle {0} at this moment', selector.id) + hint;
  return found === ''
    ? english('{0} begins with no name that is bound there', missing) + hint
    : english('{0} has no {1}', found, missing) + hint;
}

export async function whatif(subject: Subject, { cut, weak }: WhatIfOptions, terminal: Terminal): Promise<number> {
  const wanted = cut ?? weak;
  if (wanted === undefined || (cut !== undefined && weak !== undefined))
    return wrongUsage(english('say one of --cut and --weak'), terminal);
  const change: Change = cut === undefined ? 'weak' : 'cut';
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const run = openRun(ready.request, ready.ports);
  const { result } = run;
  const { picture } = result;
  const problem = momentProblem(subject.options.at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  const selector = selectorOf(wanted);
  const answer = run.whatIf(selector);
  if (answer?.kind === 'none') return wrongUsage(problemOf(answer.is, selector), terminal);
  if (answer !== null && picture !== undefined) {
    const shown = { ...result, picture };
    const voice = { say: english, style: terminal.style };
    terminal.stdout(
      subject.options.json
        ? whatIfJson(answer.is, change, selector, shown)
        : whatIfText(answer.is, change, selector, shown, voice),
    );
  }
  return endStatus(result, subject.file, terminal);
}
