/** The page of `arenascope report`: the listing, the panel and the whole explanation as text, in one file. */
import { REPORT_ANSWERS_ID, REPORT_DATA_ID, REPORT_LINE_ID, type ReportData } from '../protocol/panel.js';
import type { ExploreResult } from '../protocol/run.js';
import { oneLine } from './format.js';
import { escapeHtml, scriptJson } from './html.js';
import { lineNotes } from './lineNotes.js';
import { english, type Say } from './say.js';
import { explainText } from './terminal/explain.js';

/** The page's own script and styles, each with its hash as a content policy names it (`sha256-...`). */
export interface ReportAssets {
  readonly script: string;
  readonly scriptHash: string;
  readonly style: string;
  readonly styleHash: string;
}

function listing(result: ExploreResult, source: string, say: Say): string {
  const notes = new Map(lineNotes(result, 0, say).map((note) => [note.line, note]));
  const lines = source.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines[lines.length - 1] === '') lines.pop();
  return lines
    .map((line, i) => {
      const note = notes.get(i + 1);
      const words = note ? `<span class="tone-${note.tone}">${escapeHtml(note.text)}</span>` : '';
      const text = escapeHtml(oneLine(line.replaceAll('\t', '        ')));
      return `<li id="${REPORT_LINE_ID}${i + 1}"><span class="number">${i + 1}</span><span class="source">${text}</span>${words}</li>`;
    })
    .join('\n');
}

/** No network: nothing but the two parts that are named by their hashes may run or style, nothing may be loaded or sent. */
function policy({ scriptHash, styleHash }: ReportAssets): string {
  return `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
}

/** `answers`: what the panel may ask, deflated, in base64. */
export function reportHtml(
  data: ReportData,
  answers: string,
  source: string,
  assets: ReportAssets,
  say: Say = english,
): string {
  const { result, title } = data.subject;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy(assets))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="arenascope report/1">
<title>${escapeHtml(say('Memory of {0}', title))}</title>
<style>${assets.style}</style>
</head>
<body>
<section class="listing" tabindex="0" aria-label="${escapeHtml(say('Program'))}">
<h2>${escapeHtml(say('Program'))}</h2>
<ol>
${listing(result, source, say)}
</ol>
</section>
<main id="panel"></main>
<details class="as-text">
<summary>${escapeHtml(say('As text'))}</summary>
<pre tabindex="0">${escapeHtml(explainText(result, source))}</pre>
</details>
<script type="application/json" id="${REPORT_DATA_ID}">${scriptJson(data)}</script>
<script type="text/plain" id="${REPORT_ANSWERS_ID}">${answers}</script>
<script>${assets.script}</script>
</body>
</html>
`;
}
