// `arenascope growth FILE`: how containers and buffers grew over the run.
import { english } from '../present/say.js';
import { growthJson, growthText } from '../present/terminal/growth.js';
import { openRun } from '../trace/explore.js';
import { endStatus, momentProblem, nameSelector, notBound, prepare, type Subject, wrongUsage } from './exploration.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

/** `name`: only this object, as it is called at the moment. */
export async function growth(subject: Subject, name: string | undefined, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const run = openRun(ready.request, ready.ports);
  const { result } = run;
  const problem = momentProblem(subject.options.at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  const selector = name === undefined ? null : nameSelector(name);
  if (selector !== null && result.picture !== undefined && run.object(selector) === null)
    return notBound(selector.name, result.picture, terminal);
  const found = run.growth(selector, ready.ports);
  if (found !== null) {
    const voice = { say: english, style: terminal.style };
    terminal.stdout(subject.options.json ? growthJson(result, found) : growthText(result, found, voice));
  } else if (selector !== null && result.outcome.kind === 'finished')
    return wrongUsage(english('{0} is no object of the program', name ?? ''), terminal);
  return endStatus(result, subject.file, terminal) || (found?.complete === false ? ExitStatus.budget : 0);
}
