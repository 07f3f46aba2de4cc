// `arenascope explain FILE`: the program's listing with what each line did to its objects.
import { english } from '../present/say.js';
import { explainJson, explainText } from '../present/terminal/explain.js';
import { explore } from '../trace/explore.js';
import { endStatus, prepare, type Subject } from './exploration.js';
import type { Terminal } from './terminal.js';

export async function explain(subject: Subject, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const result = explore(ready.request, ready.ports);
  const voice = { say: english, style: terminal.style };
  terminal.stdout(subject.options.json ? explainJson(result) : explainText(result, ready.source, voice));
  return endStatus(result, subject.file, terminal);
}
