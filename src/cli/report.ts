// `arenascope report FILE -o OUT.html`: the panel's views in one page.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { scriptText } from '../present/html.js';
import { type ReportAssets, reportHtml } from '../present/report.js';
import { reportAnswers } from '../present/reportAnswers.js';
import { english } from '../present/say.js';
import type { ReportData } from '../protocol/panel.js';
import type { ExploreRequest } from '../protocol/run.js';
import type { ExplorePorts, FromWorker, OpenRun, WorkerMethod, WorkerRequest } from '../protocol/worker.js';
import { deflated } from '../session/deflate.js';
import { serve } from '../session/serve.js';
import { newWorkshop, openRun, type Workshop } from '../trace/explore.js';
import { endStatus, momentProblem, prepare, type Subject, wrongUsage } from './exploration.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

/** A content policy names a script or style by the hash of its text. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The two files that the build puts beside this program. */
function readAssets(): ReportAssets {
  const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  const script = scriptText(read('./report.js'));
  const style = read('./report.css');
  return { script, scriptHash: hashOf(script), style, styleHash: hashOf(style) };
}

/** The worker's side of the border, in this very process. */
function simulator(
  request: ExploreRequest,
  workshop: Workshop,
): <M extends WorkerMethod>(method: M, params: object) => unknown {
  let last: FromWorker | undefined;
  const open = (asked: ExploreRequest, ports: ExplorePorts): OpenRun => openRun(asked, ports, workshop);
  const handle = serve({
    simulator: { openRun: open },
    post: (message) => (last = message),
    now: () => performance.now(),
  });
  let id = 0;
  return (method, params) => {
    handle({ kind: 'request', request: { id: ++id, method, params: { ...params, run: request } } as WorkerRequest });
    if (last?.kind === 'value') return last.value;
    throw new Error(last?.kind === 'error' ? last.error.message : `no answer to ${method}`);
  };
}

export async function report(subject: Subject, output: string, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  // Machines that stand booted serve all the runs that a report is made from.
  const workshop = newWorkshop();
  const ask = simulator(ready.request, workshop);
  const run = openRun(ready.request, ready.ports, workshop);
  const { result } = run;
  run.close();
  const problem = momentProblem(subject.options.at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  const answers = await reportAnswers(result, async (method, params) => ask(method, params) as never);
  const data: ReportData = { subject: { title: basename(subject.file), result, state: 'fresh' } };
  try {
    writeFileSync(output, reportHtml(data, await deflated(JSON.stringify(answers)), ready.source, readAssets()));
  } catch (error) {
    terminal.stderr(`arenascope: ${english('{0} cannot be written: {1}', output, (error as Error).message)}\n`);
    return ExitStatus.usage;
  }
  return endStatus(result, subject.file, terminal);
}
