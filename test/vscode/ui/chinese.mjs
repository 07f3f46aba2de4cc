// The views in Simplified Chinese, in a real VS Code: what is ours speaks it everywhere.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { launchChromium } from '../harness/chromium.mjs';
import { startVSCode } from '../harness/server.mjs';
import * as ui from '../harness/ui.mjs';
import { eventually, stepper } from './steps.mjs';

/** Sentences that are no Chinese: three words of Latin letters in a row. Python's own come in ones and twos, or in <>. */
const foreign = (text) => text.replace(/<[^<>\n]*>/g, '').match(/[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}[^\n]*/g) ?? [];

/** `report({title, ok, ms, error})` is called for each step; pictures go to the folder `shots`. */
export async function runChinese({ vsix, folder, shots, report }) {
  fs.mkdirSync(shots, { recursive: true });
  const server = await startVSCode({ vsix: [vsix] });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  // The workbench's language, without its language pack: extensions are told it, and speak it.
  await page.addInitScript(() =>
    Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => 'zh-cn', set() {} }),
  );
  const shot = (name) => page.screenshot({ path: path.join(shots, `chinese-${name}.png`) });
  const step = stepper({ who: 'in Chinese', report, shot, failure: 'failed' });
  let frame;

  try {
    await step('reads counts, events and the side panel', async () => {
      await ui.open(page, server.url(folder, [['openFile', server.uri(path.join(folder, 'cycle.py'))]]));
      await eventually(async () => {
        const notes = (await ui.decorations(page)).map((d) => d.text).join('\n');
        assert.match(notes, /left 1（新）/);
        assert.match(notes, /形成引用环/);
        assert.deepEqual(foreign(notes.replaceAll('\u00a0', ' ')), []);
      });
      await page.locator('.activitybar [aria-label^="Arenascope"]').first().click();
      await page.locator('.part.sidebar .pane-header', { hasText: '引用环' }).first().waitFor();
      await eventually(async () => {
        const rows = (await ui.tree(page)).map((row) => `${row.text}\n${row.aria}`).join('\n');
        assert.match(rows, /在第 25 行闭合/);
        assert.deepEqual(foreign(rows), []);
      });
    });

    await step('reads a hover', async () => {
      const line = page.locator('.editor-instance .view-line', { hasText: /^left\s=\sNode/ }).first();
      assert.deepEqual(foreign(await ui.hover(page, line)), []);
      await shot('hover');
      await page.mouse.move(3, 3);
      await page.keyboard.press('Escape');
    });

    await step('reads every view of the panel', async () => {
      const del = page.locator('.editor-instance .view-line', { hasText: /^del\sleft/ }).first();
      await del.click({ position: { x: 5, y: 8 } });
      await ui.runCommand(page, '显示此行之后的内存');
      frame = await ui.webview(page, '.moment');
      const found = [];
      for (const id of await ui.panelTabs(frame)) {
        await ui.panelTab(frame, id);
        await page.waitForTimeout(500);
        if ((await frame.locator(`#${id}-text-summary`).count()) > 0)
          await frame.locator(`#${id}-text-summary`).click();
        // What the program printed is the program's.
        const texts = await frame.evaluate(() => {
          const printed = [...document.querySelectorAll('pre')].map((e) => e.innerText);
          const labels = [...document.querySelectorAll('[aria-label]')].map((e) => e.ariaLabel);
          return printed.reduce(
            (text, part) => text.replace(part, ''),
            [document.body.innerText, ...labels].join('\n'),
          );
        });
        found.push(...foreign(texts).map((text) => `${id}: ${text}`));
        await shot(id);
      }
      assert.deepEqual(found, []);
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}
