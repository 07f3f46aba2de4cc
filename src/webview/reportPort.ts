/** A report's page as the host of its own panel: what may be asked stands in the page. */
import type { PanelLabels } from '../present/panel/labels.js';
import { type FromPanel, REPORT_LINE_ID, type ReportData, type ToPanel } from '../protocol/panel.js';
import type { HostPort } from './host.js';

export function reportPort(data: ReportData, labels: PanelLabels): HostPort {
  const objects = new Map(data.objects.map((detail) => [detail.address, detail]));
  const pools = new Map(data.pools.map((detail) => [detail.address, detail]));
  const send = (message: ToPanel): void => {
    // As from a real host: later, never inside of the question.
    queueMicrotask(() => window.dispatchEvent(new MessageEvent('message', { data: message })));
  };
  const answer = (ask: Extract<FromPanel, { kind: 'ask' }>): unknown => {
    switch (ask.method) {
      case 'pool':
        return pools.get(ask.params.address);
      case 'object': {
        const { selector } = ask.params;
        return selector.kind === 'address' ? objects.get(selector.address) : undefined;
      }
      case 'growth':
        return ask.params.selector === null ? data.growth : undefined;
      default:
        return undefined;
    }
  };
  let state: unknown;
  return {
    methods: ['object', 'pool', 'growth'],
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
          const value = answer(message);
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
