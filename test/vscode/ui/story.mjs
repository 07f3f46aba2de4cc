// What a new user does to understand examples/cycle.py, in a real VS Code, without reading documentation: which objects
// form the cycle, which line closed it, why their counts are not zero, what the collector does to free them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { launchChromium } from '../harness/chromium.mjs';
import { startVSCode } from '../harness/server.mjs';
import * as ui from '../harness/ui.mjs';
import { stepper } from './steps.mjs';

/** `report({title, ok, ms, error})` is called for each step; pictures go to the folder `shots`. */
export async function runStory({ vsix, folder, shots, report }) {
  fs.mkdirSync(shots, { recursive: true });
  const server = await startVSCode({ vsix: [vsix] });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1700, height: 1000 } });
  const shot = (name) => page.screenshot({ path: path.join(shots, `story-${name}.png`) });
  const step = stepper({ who: 'newcomer', report, shot, failure: 'failed' });
  const editorLine = (text) => page.locator('.editor-instance .view-line', { hasText: text }).first();
  const text = (selector) => frame.locator(selector).first().innerText();
  const focused = () => frame.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  let frame;

  try {
    await step('opens cycle.py and shows its memory where the names go', async () => {
      await ui.open(page, server.url(folder, [['openFile', server.uri(path.join(folder, 'cycle.py'))]]));
      await editorLine(/^del\sleft/).click({ position: { x: 5, y: 8 } });
      await ui.runCommand(page, 'Arenascope: Show Memory After This Line');
      frame = await ui.webview(page, '.moment');
      await frame.locator('.moment', { hasText: 'after line 26' }).waitFor();
    });

    await step('sees which objects form the cycle and which line closed it', async () => {
      await ui.panelTab(frame, 'cycles');
      const card = frame.locator('.cycle.garbage').first();
      await card.waitFor();
      assert.match(await card.innerText(), /Node → Node → Node/);
      assert.match(await card.innerText(), /closed on line 25/);
      await shot('1-cycle');
    });

    await step('asks why their counts are not zero', async () => {
      await frame.locator('button', { hasText: 'Why are its counts not zero?' }).first().click();
      await frame.locator('.g-nodes .g-node.garbage').first().waitFor();
      const names = await frame
        .locator('.g-nodes .g-node.garbage .g-box')
        .evaluateAll((all) => all.map((e) => e.ariaLabel));
      assert.deepEqual(
        names.map((n) => n.split(':')[0]),
        ['left, a Node', 'right, a Node'],
      );
      for (const name of names) assert.match(name, /1 reference, unreachable/);
      await frame.locator('.g-nodes .g-node.garbage').first().click();
      assert.match(await text('.g-inspector'), /right\.partner → left \(closed on line 25\)/);
      await page.waitForTimeout(400);
      await shot('2-holders');
    });

    await step('reads the graph as text, and walks through it by keyboard', async () => {
      await frame.locator('.g-nodes .g-box').first().focus();
      assert.match(await focused(), /^left/);
      await page.keyboard.press('ArrowRight');
      assert.match(await focused(), /^right/);
      await page.keyboard.press('ArrowRight');
      assert.match(await focused(), /^left/);
      await frame.locator('#objects-text-summary').focus();
      await page.keyboard.press('Enter');
      await frame.locator('#objects-text li').first().waitFor();
      const twin = await text('#objects-text');
      assert.match(twin, /right refers by \.partner to left \(closed on line 25\)/);
      await frame.locator('#objects-text-summary').focus();
      await page.keyboard.press('Enter');
    });

    await step('watches what the collector does, step by step, by keyboard', async () => {
      await ui.panelTab(frame, 'cycles');
      await frame.locator('button', { hasText: 'What does the collector do?' }).first().click();
      await frame.locator('#story-forward').waitFor();
      await frame.locator('#story-forward').focus();
      const sentences = [];
      for (let i = 0; i < 60; i++) {
        sentences.push(await text('#story-sentence'));
        if (await frame.locator('#story-forward').isDisabled()) break;
        await page.keyboard.press('Enter');
        if (/gc_refs of left falls to 0/.test(await text('#story-sentence'))) {
          await page.waitForTimeout(300);
          await shot('3-subtract');
        }
      }
      const told = sentences.join('\n');
      for (const expected of [
        /left \(Node\): gc_refs = 1/,
        /right\.partner refers to left: gc_refs of left falls to 0/,
        /left: gc_refs is 0, put off: perhaps unreachable/,
        /left\.__del__\(\) runs/,
        /left is freed/,
      ])
        assert.match(told, expected);
      assert.match(
        await frame.locator('.g-nodes .g-node.freed .g-box').first().getAttribute('aria-label'),
        /gc_refs = 0, freed/,
      );
      await shot('4-freed');
      await frame.locator('#story-back').focus();
      await page.keyboard.press('Enter');
      assert.equal(await text('#story-sentence'), sentences.at(-2));
    });

    await step('tries a weak reference: both die at once', async () => {
      await ui.panelTab(frame, 'whatif');
      await frame.locator('#trial-weak-0').click();
      await frame.locator('.comparison').waitFor({ timeout: 30_000 });
      await frame.locator('.comparison tr', { hasText: 'deaths by the collector' }).waitFor();
      const row = frame.locator('.comparison tr', { hasText: 'deaths by the collector' }).locator('td');
      assert.deepEqual(await row.allInnerTexts(), ['2', '0']);
      assert.match(await frame.locator('.outputs').innerText(), /freed: left\n\s*freed: right\n\s*no name is left/);
      await shot('5-weak');
    });

    await step('moves through the run; the editor follows, and leads when asked to', async () => {
      await ui.panelTab(frame, 'time');
      await frame.locator('.curve.bytes').waitFor();
      await frame.locator('#time-pin').click();
      await frame.locator('#time-collection-next').click();
      await frame.locator('.moment', { hasText: 'after line 2' }).waitFor();
      await frame.locator('.differences h3').waitFor();
      await shot('6-time');
      await frame.locator('#time-follow').check();
      await editorLine(/^left\.partner\s=\sright/).click();
      await frame.locator('.moment', { hasText: /after line (24|33)/ }).waitFor();
    });

    await step('asks what keeps what alive', async () => {
      await ui.panelTab(frame, 'objects');
      await frame.locator('#objects-dominators').click();
      await frame.locator('.dominators tbody tr').first().waitFor();
      await shot('7-dominators');
      await frame.locator('#objects-graph').click();
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}
