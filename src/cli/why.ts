// `arenascope why FILE --at LINE NAME`: why an object is alive.
import { english } from '../present/say.js';
import { whyJson, whyText } from '../present/terminal/why.js';
import { openRun } from '../trace/explore.js';
import { endStatus, momentProblem, nameSelector, notBound, prepare, type Subject, wrongUsage } from './exploration.js';
import type { Terminal } from './terminal.js';

export async function why(subject: Subject, name: string, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const run = openRun(ready.request, ready.ports);
  const { result } = run;
  const { picture } = result;
  const problem = momentProblem(subject.options.at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  if (picture === undefined) return endStatus(result, subject.file, terminal);
  const wanted = nameSelector(name);
  const found = run.why(wanted);
  if (found === null) return notBound(wanted.name, picture, terminal);
  const history = run.countHistory(wanted, ready.ports);
  const shown = { ...result, picture };
  const voice = { say: english, style: terminal.style };
  terminal.stdout(
    subject.options.json
      ? whyJson(found, history, wanted.name, shown)
      : whyText(found, history, wanted.name, shown, voice),
  );
  return endStatus(result, subject.file, terminal);
}
