/** The panel in the page that `arenascope report` writes. */
import './panel.css';
import './report.css';
import { panelLabels } from '../present/panel/labels.js';
import { english } from '../present/say.js';
import { REPORT_DATA_ID, type ReportData } from '../protocol/panel.js';
import { Panel } from './panel.js';
import { reportPort } from './reportPort.js';

const data = JSON.parse(document.getElementById(REPORT_DATA_ID)?.textContent ?? 'null') as ReportData;
new Panel(reportPort(data, panelLabels(english)), english);

// The panel paints again when the body's class changes, as VS Code does with its themes.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const setTheme = (): void => {
  document.body.className = dark.matches ? 'vscode-dark' : 'vscode-light';
};
dark.addEventListener('change', setTheme);
setTheme();
