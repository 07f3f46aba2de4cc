/** A report's page as the host of its own panel: what may be asked was asked before, and the answers stand in the page. */
import type { PanelLabels } from '../present/panel/labels.js';
import { keyOf, unpacked } from '../present/plainData.js';
import type { RecordedAnswer } from '../present/reportAnswers.js';
import type { BlockColumns, MemoryMap } from '../protocol/memoryMap.js';
import type { ObjectSummary } from '../protocol/objects.js';
import { type FromPanel, type PanelMethod, REPORT_LINE_ID, type ReportData, type ToPanel } from '../protocol/panel.js';
import type { HostPort } from './host.js';

type Ask = Extract<FromPanel, { kind: 'ask' }>;

/** The page's answers by question. */
class Answers {
  private readonly known = new Map<string, unknown>();
  private readonly objects: ObjectSummary[] = [];
  readonly methods = new Set<PanelMethod>();

  constructor(recorded: readonly RecordedAnswer[]) {
    for (const [method, params, value] of recorded) {
      this.known.set(keyOf([method, params]), value);
      this.methods.add(method);
      if (method === 'object') this.objects.push(value as ObjectSummary);
    }
    if (this.objects.length > 0) this.methods.add('find');
  }

  has(method: PanelMethod, params: unknown): boolean {
    return this.known.has(keyOf([method, params]));
  }

  private get(method: PanelMethod, params: unknown): unknown {
    return unpacked(this.known.get(keyOf([method, params])));
  }

  of({ method, params }: Ask): unknown {
    if (this.has(method, params)) return this.get(method, params);
    if (method === 'find') return this.found(params.text);
    if (method === 'mapBlocks') return this.blocks(params.from, params.to);
    return undefined;
  }

  private found(text: string): readonly ObjectSummary[] {
    const wanted = text.trim().toLowerCase();
    return this.objects.filter(({ type, repr, names }) =>
      [type, repr, ...(names ?? [])].some((words) => words.toLowerCase().includes(wanted)),
    );
  }

  /** A range of pools, out of all. */
  private blocks(from: number, to: number): BlockColumns | undefined {
    const map = this.get('memoryMap', {}) as MemoryMap | undefined;
    const all = map && (this.get('mapBlocks', { from: 0, to: map.poolAddress.length }) as BlockColumns | undefined);
    if (!map || !all) return undefined;
    const first = (pool: number): number => map.poolCapacity.subarray(0, pool).reduce((n, capacity) => n + capacity, 0);
    const begin = first(from);
    const end = first(to);
    return {
      types: all.types,
      state: all.state.slice(begin, end),
      type: all.type.slice(begin, end),
      generation: all.generation.slice(begin, end),
      born: all.born.slice(begin, end),
      line: all.line.slice(begin, end),
      owner: all.owner.slice(begin, end),
      asked: all.asked.slice(begin, end),
      freeOrder: all.freeOrder.slice(begin, end),
    };
  }
}

export function reportPort(data: ReportData, recorded: readonly RecordedAnswer[], labels: PanelLabels): HostPort {
  const answers = new Answers(recorded);
  const send = (message: ToPanel): void => {
    // As from a real host: later, never inside of the question.
    queueMicrotask(() => window.dispatchEvent(new MessageEvent('message', { data: message })));
  };
  let state: unknown;
  return {
    isStill: true,
    methods: [...answers.methods],
    answers: (method, params) => answers.has(method, params),
    getState: () => state,
    setState: (next) => {
      state = next;
    },
    postMessage: (message) => {
      switch (message.kind) {
        case 'ready':
          send({ kind: 'subject', subject: data.subject });
          return;
        case 'goToLine':
          showLine(message.line);
          return;
        case 'ask': {
          const value = answers.of(message);
          if (value === undefined) send({ kind: 'failure', id: message.id, message: labels.notInReport });
          else send({ kind: 'answer', id: message.id, value });
          return;
        }
        // A page runs nothing: it shows one moment of one run.
        case 'collectAt':
        case 'forgetCollection':
        case 'setMoment':
        case 'selected':
        case 'follow':
        case 'noPicture':
          return;
        case 'picture':
          download(message);
      }
    },
  };
}

/** A page of its own saves as pages do. */
function download({ format, name, data }: Extract<FromPanel, { kind: 'picture' }>): void {
  const link = document.createElement('a');
  const type = format === 'svg' ? 'image/svg+xml;charset=utf-8' : 'image/png;base64';
  link.href = `data:${type},${format === 'svg' ? encodeURIComponent(data) : data}`;
  link.download = `${name}.${format}`;
  link.click();
}

function showLine(line: number): void {
  for (const shown of document.querySelectorAll('.listing .here')) shown.classList.remove('here');
  const element = document.getElementById(`${REPORT_LINE_ID}${line}`);
  element?.classList.add('here');
  element?.scrollIntoView({ block: 'center' });
}
