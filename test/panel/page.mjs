// The panel in a page of its own, with the real simulator behind it and no VS Code around: for benchmarks and pictures.
// Expects a finished build in dist/.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../../src/build/bundle.mjs';

const dist = (name) => path.join(root, 'dist', name);
const BUDGETS = { lines: 50_000_000, memoryBytes: 1024 * 1024 * 1024, milliseconds: 300_000 };

/** The simulator's worker as a function of method and parameters. */
export function startSimulator() {
  const worker = new Worker(dist('worker.cjs'), { stdout: false, resourceLimits: { stackSizeMb: 64 } });
  const waiting = new Map();
  let next = 1;
  worker.on('message', (message) => {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'value') resolve(message.value);
    else reject(new Error(`${message.error.code}: ${message.error.message}`));
  });
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ kind: 'request', request: { id, method, params } });
      }),
    stop: () => worker.terminate(),
  };
}

/** The request for a program's text. */
export function requestOf(text, { python = '3.12', at, name = 'program.py' } = {}) {
  return { files: [{ path: name, text }], options: { python, budgets: BUDGETS }, ...(at ? { at } : {}) };
}

function html(variables, bodyClass) {
  return `<!DOCTYPE html>
<html lang="en" style="${variables.replaceAll('"', "'")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-test'; style-src 'self' 'unsafe-inline'; img-src data:">
<link rel="stylesheet" href="/webview.css">
<title>Panel</title>
</head>
<body class="${bodyClass}">
<main id="panel" aria-busy="true"></main>
<script type="application/json" id="l10n">{}</script>
<script nonce="test">
let state;
window.posted = [];
window.acquireVsCodeApi = () => ({
  getState: () => state,
  setState: (next) => { state = next; },
  postMessage: (message) => {
    window.posted.push(message);
    if (message.kind === 'ask' && window.hostAsk)
      window.hostAsk(message.method, message.params).then(
        (value) => window.postMessage({ kind: 'answer', id: message.id, value: window.revive(value) }),
        (error) => window.postMessage({ kind: 'failure', id: message.id, message: String(error) }));
    if (message.kind === 'setMoment' && window.hostMoment) window.hostMoment(message.moment);
  },
});
// Binary data crosses to the page as base64.
window.revive = (value) => {
  if (Array.isArray(value)) return value.map(window.revive);
  if (value === null || typeof value !== 'object') return value;
  if (value.$bytes !== undefined) {
    const bytes = Uint8Array.from(atob(value.$bytes), (c) => c.charCodeAt(0));
    return new window[value.$type](bytes.buffer);
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, window.revive(v)]));
};
</script>
<script nonce="test" src="/webview.js"></script>
</body>
</html>`;
}

/** Plain data for playwright's border, typed arrays as base64. */
export function plain(value) {
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $bytes: bytes.toString('base64'), $type: value.constructor.name };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

/** Serves the panel on a free port; `variables` is the root element's style, as VS Code writes it. */
export async function servePanel({ variables = '', bodyClass = 'vscode-dark' } = {}) {
  const server = http.createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1);
    const types = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
    const body =
      name === 'index.html' ? html(variables, bodyClass) : fs.existsSync(dist(name)) && fs.readFileSync(dist(name));
    response.writeHead(body ? 200 : 404, {
      'content-type': `${types[path.extname(name).slice(1)] ?? 'text/plain'}; charset=utf-8`,
    });
    response.end(body || '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/**
 * Shows a program's run in a page: sends the subject, answers questions, follows moments. Returns `show(at)`.
 * The page must have been loaded from `servePanel`'s address after this.
 */
export async function connect(page, simulator, text, { python, title = 'program.py' } = {}) {
  let request = requestOf(text, { python, name: title });
  const show = async (at) => {
    request = requestOf(text, { python, at, name: title });
    const result = await simulator.ask('explore', request);
    await page.evaluate((message) => window.postMessage(message), {
      kind: 'subject',
      subject: { title, result, state: 'fresh' },
    });
    return result;
  };
  await page.exposeFunction('hostAsk', async (method, params) =>
    plain(await simulator.ask(method, { run: request, ...params })),
  );
  await page.exposeFunction('hostMoment', show);
  return show;
}
