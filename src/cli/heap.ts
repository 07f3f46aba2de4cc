// `arenascope heap FILE`: the memory manager at a moment.
import { english } from '../present/say.js';
import { heapJson, heapText } from '../present/terminal/heap.js';
import { explore } from '../trace/explore.js';
import { endStatus, momentProblem, prepare, type Subject, wrongUsage } from './exploration.js';
import type { Terminal } from './terminal.js';

export async function heap(subject: Subject, blocks: boolean, terminal: Terminal): Promise<number> {
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const result = explore(ready.request, ready.ports);
  const problem = momentProblem(subject.options.at, result);
  if (problem !== undefined) return wrongUsage(problem, terminal);
  const { picture } = result;
  if (picture !== undefined) {
    const shown = { ...result, picture };
    const voice = { say: english, style: terminal.style };
    terminal.stdout(subject.options.json ? heapJson(shown) : heapText(shown, { blocks }, voice));
  }
  return endStatus(result, subject.file, terminal);
}
