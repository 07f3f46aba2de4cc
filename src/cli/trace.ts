// `arenascope trace FILE -o OUT.json`: the run line by line, for other programs.
import { closeSync, openSync, writeSync } from 'node:fs';
import { english } from '../present/say.js';
import { jsonText } from '../present/terminal/json.js';
import { explore } from '../trace/explore.js';
import { traceLines } from '../trace/traceLines.js';
import { endStatus, prepare, type Subject } from './exploration.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

/** Executed lines at most, unless the user says otherwise: each is some hundred bytes of the file. */
const MOST_LINES = 200_000;
/** Lines that are written at once. */
const BATCH = 1000;

export async function trace(given: Subject, output: string, terminal: Terminal): Promise<number> {
  const options = { ...given.options, maxSteps: given.options.maxSteps ?? MOST_LINES };
  const ready = await prepare({ ...given, options }, terminal);
  if (typeof ready === 'number') return ready;
  const { request, ports } = ready;
  const { picture: _, files, ...result } = explore(request, ports);
  const about = jsonText('trace', { ...result, files: files.map((file) => file.path), lines: [] });
  let file: number;
  try {
    file = openSync(output, 'w');
  } catch (error) {
    terminal.stderr(`arenascope: ${english('{0} cannot be written: {1}', output, (error as Error).message)}\n`);
    return ExitStatus.usage;
  }
  // The lines go out as they come: a file may be longer than a text can be.
  writeSync(file, about.replace(/\]\n\}\n$/, ''));
  let batch: string[] = [];
  let separator = '\n    ';
  const flush = (): void => {
    if (batch.length > 0) writeSync(file, separator + batch.join(',\n    '));
    if (batch.length > 0) separator = ',\n    ';
    batch = [];
  };
  traceLines(request, ports, (line) => {
    batch.push(JSON.stringify(line));
    if (batch.length >= BATCH) flush();
  });
  flush();
  writeSync(file, '\n  ]\n}\n');
  closeSync(file);
  return endStatus({ ...result, files }, given.file, terminal);
}
