// Takes pictures of the interface with the hand-made run: `node test/vscode/fake/preview.mjs [OUT]`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../src/build/bundle.mjs';
import { launchChromium } from '../harness/chromium.mjs';
import { startVSCode } from '../harness/server.mjs';
import * as ui from '../harness/ui.mjs';
import { stageWithFakeWorker } from './stage.mjs';

const out = path.resolve(process.argv[2] ?? path.join(root, 'test/vscode/screenshots/fake'));
fs.mkdirSync(out, { recursive: true });
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'arenascope-preview-'));
fs.cpSync(path.join(root, 'examples'), path.join(work, 'ws'), { recursive: true });
const vsix = await stageWithFakeWorker(path.join(work, 'ext'));
const server = await startVSCode({ vsix: [vsix] });
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
const shot = (name) => page.screenshot({ path: path.join(out, `${name}.png`) });
try {
  await ui.open(page, server.url(path.join(work, 'ws'), [['openFile', server.uri(path.join(work, 'ws/cycle.py'))]]));
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.view-lines span')].some((e) =>
      getComputedStyle(e, '::after').content.includes('left'),
    ),
  );
  console.log((await ui.decorations(page)).map((d) => `${d.line.padEnd(40)} ${d.text} ${d.color}`).join('\n'));
  await shot('1-decorations');
  console.log(await ui.hover(page, page.locator('.editor-instance .view-line', { hasText: /^left\s=\sNode/ }).first()));
  await shot('2-hover');
  await page.mouse.move(3, 3);
  await page.locator('.activitybar [aria-label^="Arenascope"]').first().click();
  await page.locator('.part.sidebar .monaco-list-row', { hasText: 'weakref' }).first().waitFor();
  console.log((await ui.tree(page)).map((r) => `${'  '.repeat(r.level)}${r.text}`).join('\n'));
  await shot('3-tree');
  await page.locator('.editor-instance .view-line').nth(25).click();
  await ui.runCommand(page, 'Arenascope: Show Memory After This Line');
  const frame = await ui.webview(page, '.tiles');
  await page.waitForTimeout(500);
  await shot('4-panel-dark');
  for (const [label, cls, name] of [
    ['Light Modern', 'vs', 'light'],
    ['Dark High Contrast', 'hc-black', 'hc'],
    ['Dark Modern', 'vs-dark', 'dark'],
  ]) {
    await ui.setTheme(page, label, cls);
    await page.waitForTimeout(300);
    await shot(`5-panel-${name}`);
    await ui.panelTab(frame, 'memory');
    await shot(`6-map-${name}`);
    await ui.panelTab(frame, 'overview');
  }
  await ui.panelTab(frame, 'memory');
  await frame.locator('#memory-map').click();
  await frame.locator('#detail-title').waitFor();
  await page.waitForTimeout(300);
  await shot('7-details');
} catch (error) {
  await shot('failed');
  throw error;
} finally {
  await browser.close();
  await server.stop();
  fs.rmSync(work, { recursive: true, force: true });
}
process.exit(0);
