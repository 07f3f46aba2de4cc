// Makes the pictures of the walkthrough, from the packaged extension in a real VS Code: `node test/vscode/pictures.mjs`.
// Expects a finished build in dist/.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../src/build/bundle.mjs';
import { packageExtension } from '../../src/build/package.mjs';
import { launchChromium } from './harness/chromium.mjs';
import { startVSCode } from './harness/server.mjs';
import * as ui from './harness/ui.mjs';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-pictures-'));
const folder = path.join(work, 'examples');
fs.cpSync(path.join(root, 'examples'), folder, { recursive: true });
const out = path.join(root, 'media/walkthrough');
fs.mkdirSync(out, { recursive: true });
const vsix = path.join(work, 'arenascope.vsix');
await packageExtension(vsix);
const server = await startVSCode({ vsix: [vsix], settings: { 'editor.fontSize': 15, 'breadcrumbs.enabled': false } });
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
  const clip = (name, x, y, width, height) =>
    page.screenshot({ path: path.join(out, `${name}.png`), clip: { x, y, width, height } });
  const counted = () =>
    page.waitForFunction(() =>
      [...document.querySelectorAll('.view-lines span')].some((e) =>
        getComputedStyle(e, '::after').content.includes('('),
      ),
    );
  await ui.open(page, server.url(folder, [['openFile', server.uri(path.join(folder, 'aliasing.py'))]]));
  await counted();
  await ui.runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  await page.waitForTimeout(500);
  const editor = await page.locator('.editor-instance .monaco-editor').first().boundingBox();
  await clip('counts', editor.x, editor.y, 760, 520);

  await ui.openFile(page, 'function_calls.py');
  await counted();
  const line = page.locator('.editor-instance .view-line', { hasText: /^values\s=|^\w+\s=\s/ }).first();
  await ui.hover(page, line);
  await page.waitForTimeout(400);
  const box = await page.locator('.monaco-hover:visible').first().boundingBox();
  const top = Math.max(editor.y, box.y - 60);
  await clip('hover', editor.x, top, 860, Math.min(box.height + 100, 770 - top));
  await page.keyboard.press('Escape');

  await ui.openFile(page, 'cycle.py');
  await counted();
  await page
    .locator('.editor-instance .view-line', { hasText: /^del\sleft/ })
    .first()
    .click();
  await ui.runCommand(page, 'Arenascope: Show Memory After This Line');
  const frame = await ui.webview(page, '.moment');
  await page.waitForTimeout(500);
  const away = () => page.mouse.move(400, 700);
  await away();
  await ui.panelTab(frame, 'cycles');
  await page.waitForTimeout(800);
  const panel = await page.locator('.editor-group-container').last().boundingBox();
  await clip('cycle', panel.x, panel.y, panel.width, Math.min(620, panel.height));

  await ui.panelTab(frame, 'memory');
  await page.waitForTimeout(400);
  await clip('pools', panel.x, panel.y, panel.width, Math.min(620, panel.height));
} finally {
  await browser.close();
  await server.stop();
  fs.rmSync(work, { recursive: true, force: true });
}
