// `arenascope report FILE -o OUT.html`: the panel's views in one page.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { scriptText } from '../present/html.js';
import { REPORT_LIMITS, type ReportAssets, reportHtml, reportObjects } from '../present/report.js';
import { english } from '../present/say.js';
import type { ReportData } from '../protocol/panel.js';
import type { MomentPicture } from '../protocol/run.js';
import type { ExplorePorts, OpenRun } from '../protocol/worker.js';
import { openRun } from '../trace/explore.js';
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

function detailsOf(run: OpenRun, picture: MomentPicture, ports: ExplorePorts): Omit<ReportData, 'subject'> {
  const pools = picture.heap.arenas.flatMap((arena) => arena.pools);
  return {
    objects: reportObjects(picture).flatMap((address) => run.object({ kind: 'address', address }) ?? []),
    pools: pools.slice(0, REPORT_LIMITS.pools).flatMap((pool) => run.pool(pool.address) ?? []),
    growth: run.growth(null, ports),
  };
}

export async function report(subject: Subject, output: string, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const run = openRun(ready.request, ready.ports);
  const { result } = run;
  const problem = momentProblem(subject.options.at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  const details = result.picture
    ? detailsOf(run, result.picture, ready.ports)
    : { objects: [], pools: [], growth: null };
  const data: ReportData = { subject: { title: basename(subject.file), result, state: 'fresh' }, ...details };
  try {
    writeFileSync(output, reportHtml(data, ready.source, readAssets()));
  } catch (error) {
    terminal.stderr(`arenascope: ${english('{0} cannot be written: {1}', output, (error as Error).message)}\n`);
    return ExitStatus.usage;
  }
  return endStatus(result, subject.file, terminal);
}
