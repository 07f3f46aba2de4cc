// `arenascope diff FILE --at A --at B`: what changed between two moments.
import { english } from '../present/say.js';
import { diffJson, diffText } from '../present/terminal/diff.js';
import { END } from '../protocol/position.js';
import { openRun } from '../trace/explore.js';
import { endStatus, momentProblem, prepare, type Subject, wrongUsage } from './exploration.js';
import type { LineMoment } from './options.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

export async function diff(subject: Subject, moments: readonly LineMoment[], terminal: Terminal): Promise<number> {
  if (moments.length > 2) return wrongUsage(english('--at may be given twice at most'), terminal);
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const run = openRun(ready.request, ready.ports);
  const { result } = run;
  for (const at of moments) {
    const problem = momentProblem(at, result);
    if (problem !== undefined) return wrongUsage(problem, terminal);
  }
  const [from, to = END] = moments;
  const found = from === undefined ? null : run.diff(from, to, ready.ports);
  if (found !== null) {
    const voice = { say: english, style: terminal.style };
    terminal.stdout(subject.options.json ? diffJson(result, found) : diffText(result, found, voice));
  } else if (result.outcome.kind === 'finished') {
    terminal.stderr(`arenascope: ${english('the run does not reach these moments again in time')}\n`);
    return ExitStatus.budget;
  }
  return endStatus(result, subject.file, terminal);
}
