/** The panel in the page that `arenascope report` writes. */
import './panel.css';
import './report.css';
import { panelLabels } from '../present/panel/labels.js';
import type { RecordedAnswer } from '../present/reportAnswers.js';
import { english } from '../present/say.js';
import { REPORT_ANSWERS_ID, REPORT_DATA_ID, type ReportData } from '../protocol/panel.js';
import { Panel } from './panel.js';
import { reportPort } from './reportPort.js';

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? '';

/** Without answers, where the browser cannot read them, the panel shows what needs none. */
async function readAnswers(): Promise<readonly RecordedAnswer[]> {
  try {
    const bytes = Uint8Array.from(atob(textOf(REPORT_ANSWERS_ID)), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return JSON.parse(await new Response(stream).text()) as readonly RecordedAnswer[];
  } catch {
    return [];
  }
}

const data = JSON.parse(textOf(REPORT_DATA_ID)) as ReportData;
void readAnswers().then((answers) => new Panel(reportPort(data, answers, panelLabels(english)), english));

// The panel paints again when the body's class changes, as VS Code does with its themes.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const setTheme = (): void => {
  document.body.className = dark.matches ? 'vscode-dark' : 'vscode-light';
};
dark.addEventListener('change', setTheme);
setTheme();
