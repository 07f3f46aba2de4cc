// What a user does with examples/cycle.py, in a real VS Code with the packaged extension.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { launchChromium } from '../harness/chromium.mjs';
import { startVSCode } from '../harness/server.mjs';
import * as ui from '../harness/ui.mjs';
import { eventually, stepper } from './steps.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const THEMES = [
  ['Light Modern', 'vs', 'light'],
  ['Dark High Contrast', 'hc-black', 'hc-dark'],
  ['Light High Contrast', 'hc-light', 'hc-light'],
  ['Dark Modern', 'vs-dark', 'dark'],
];

const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/^"|"$/g, '');

/** `report({title, ok, ms, error})` is called for each step, `who` in its title; pictures go to the folder `shots`. */
export async function runUi({ vsix, folder, shots, report, who = 'user' }) {
  fs.mkdirSync(shots, { recursive: true });
  const server = await startVSCode({ vsix: [vsix] });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const step = stepper({ who, report, shot, failure: 'failed' });
  const editorLine = (text) => page.locator('.editor-instance .view-line', { hasText: text }).first();
  const noteOf = async (start) =>
    (await ui.decorations(page))
      .filter((d) => d.line.replaceAll('\u00a0', ' ').startsWith(start))
      .map((d) => plain(d.text))
      .join('  ');
  let frame;

  try {
    await step('opens cycle.py and sees counts after the lines', async () => {
      const file = server.uri(path.join(folder, 'cycle.py'));
      await ui.open(page, server.url(folder, [['openFile', file]]));
      await page.waitForFunction(() =>
        [...document.querySelectorAll('.view-lines span')].some((e) =>
          getComputedStyle(e, '::after').content.includes('(new)'),
        ),
      );
      await eventually(async () => {
        assert.match(await noteOf('left = Node'), /left 1 \(new\)/);
        assert.match(await noteOf('right.partner = left'), /closes a cycle/);
        assert.match(await noteOf('del left, right'), /left gone, count 1 \(-1\)/);
      });
      await shot('dark-decorations');
    });

    await step('hovers over a name and reads about its object', async () => {
      const text = await ui.hover(page, editorLine(/^left\s=\sNode/));
      assert.match(text, /left → Node — \d+ references?/);
      assert.match(text, /name left in the module/);
      assert.match(text, /0x[0-9a-f]+ · \d+ bytes/);
      assert.match(text, /generation \d/);
      assert.match(text, /size class \d+ \(blocks of \d+ bytes.* in pool 0x[0-9a-f]+/);
      await shot('dark-hover');
      await page.mouse.move(3, 3);
      await page.keyboard.press('Escape');
    });

    await step('asks for the memory after the line where the names go', async () => {
      await editorLine(/^del\sleft/).click({ position: { x: 5, y: 8 } });
      await ui.runCommand(page, 'Arenascope: Show Memory After This Line');
      frame = await ui.webview(page, '.tiles');
      await ui.panelTab(frame, 'cycles');
      await frame.locator('.cycle.garbage').first().waitFor();
      assert.match(await frame.locator('.moment').innerText(), /after line \d+ · Python 3\.\d+ · \d+ lines executed/);
      assert.match(await frame.locator('.cycle.garbage').first().innerText(), /waits for the collector/);
    });

    await step('reads the views of the side panel', async () => {
      await page.locator('.activitybar [aria-label^="Arenascope"]').first().click();
      const pane = (name) => page.locator('.part.sidebar .pane-header', { hasText: name });
      for (const name of ['Heap', 'Names and Objects', 'Reference Cycles', 'Allocator', 'Generations', 'Events'])
        await pane(name).first().waitFor();
      await page.locator('.part.sidebar .monaco-list-row', { hasText: 'Blocks in use' }).waitFor();
      await page.locator('.part.sidebar .monaco-list-row', { hasText: /^\s*Node\d.* references? · / }).waitFor();
      await eventually(async () => {
        const rows = (await ui.tree(page)).map((r) => r.text).join('\n');
        assert.match(rows, /^Node\d.*references? · /m);
        assert.match(rows, /^Node → .*closed on line/m);
      });
      await shot('dark-views');
      await pane('Names and Objects').click();
      await pane('Generations').click();
      await page.locator('.part.sidebar .monaco-list-row', { hasText: 'Generation 0' }).waitFor();
      await pane('Events').click();
      await page.locator('.part.sidebar .monaco-list-row', { hasText: 'Freed by lines' }).waitFor();
      await shot('dark-events');
      await pane('Events').click();
      await pane('Generations').click();
      await pane('Names and Objects').click();
    });

    await step('looks at an object from its row', async () => {
      const row = page.locator('.part.sidebar .monaco-list-row', { hasText: /^Node\d/ }).first();
      await row.hover();
      for (const name of ['Why Is This Object Alive?', 'What If This Reference Were Weak?', 'Reveal in Panel'])
        await row.locator(`.actions [aria-label^="${name}"]`).waitFor();
      await row.locator('.actions [aria-label^="Reveal in Panel"]').click();
      await frame.locator('#detail-title').waitFor();
      await page.keyboard.press('Escape');
    });

    await step('looks at an object of the cycle by keyboard', async () => {
      const chip = frame.locator('.cycle.garbage .chip').first();
      await chip.focus();
      await page.keyboard.press('Enter');
      await frame.locator('#detail-title').waitFor();
      const text = await frame.locator('.details').innerText();
      assert.match(text, /Held by/);
      assert.match(text, /Refers to/);
      await shot('dark-details');
      await page.keyboard.press('Escape');
      await frame.locator('.details').waitFor({ state: 'hidden' });
    });

    await step('moves over the memory map by keyboard, reads it as text, opens what is in its middle', async () => {
      await ui.panelTab(frame, 'memory');
      const map = frame.locator('#memory-map');
      await frame.locator('#memory-map[aria-label*="1 arena"]').waitFor();
      assert.match(await map.getAttribute('aria-label'), /1 arena, \d+ pools, \d+ blocks of the system heap/);
      await frame.locator('#memory-text-summary').click();
      await frame.locator('#pools-table-0 tbody tr').first().waitFor();
      assert.match(
        await frame.locator('#pools-table-0 tbody tr').first().innerText(),
        /^0x[0-9a-f]+\s+\d+\s+\d+\s+\d+/,
      );
      await frame.locator('#memory-text-summary').click();
      await map.focus();
      for (const key of ['ArrowLeft', 'ArrowLeft', '+', '+', '+', '+']) await page.keyboard.press(key);
      await page.waitForTimeout(500); // The map has come to rest.
      await eventually(async () =>
        assert.match(await frame.locator('#map-status').innerText(), /^(Block \d+ of|Pool|Arena) /),
      );
      await shot('dark-map-near');
      await page.keyboard.press('Enter');
      await frame.locator('.details #detail-title').waitFor();
      await page.keyboard.press('Escape');
      await map.focus();
      await page.keyboard.press('Home');
    });

    await step('runs the collector here and sees it in the list', async () => {
      await ui.panelTab(frame, 'generations');
      await frame.locator('#collect').click();
      await frame.locator('#collections td', { hasText: 'asked for here' }).first().waitFor();
      await ui.panelTab(frame, 'cycles');
      await frame.locator('.cycle.garbage').first().waitFor({ state: 'detached' });
      await frame.locator('#to-end').click();
      await frame.locator('.moment', { hasText: 'at the end' }).waitFor();
    });

    for (const [label, kind, name] of THEMES)
      await step(`sees the panel in ${label} without a violation of accessibility`, async () => {
        await ui.setTheme(page, label, kind);
        await editorLine(/^del\sleft/).click({ position: { x: 5, y: 8 } });
        await ui.runCommand(page, 'Arenascope: Show Memory After This Line');
        frame = await ui.webview(page, '.moment');
        await frame.locator('.moment', { hasText: 'after line' }).waitFor();
        await frame.evaluate(axe);
        const found = [];
        for (const id of await ui.panelTabs(frame)) {
          await ui.panelTab(frame, id);
          await frame.evaluate(() => window.scrollTo(0, 0));
          await page.waitForTimeout(300);
          // Each view's text twin belongs to what is read.
          const twin = frame.locator(`#${id}-text`);
          if ((await twin.count()) > 0 && (await twin.getAttribute('open')) === null)
            await frame.locator(`#${id}-text-summary`).click();
          const { violations } = await frame.evaluate(() => window.axe.run(document));
          if ((await twin.count()) > 0) await frame.locator(`#${id}-text-summary`).click();
          found.push(...violations.map((v) => `${id}: ${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`));
          await shot(`${name}-${id}`);
        }
        assert.deepEqual(found, []);
      });

    await step('hides the counts and shows them again', async () => {
      const shown = async () => (await ui.decorations(page)).some((d) => d.text.includes('(new)'));
      await ui.runCommand(page, 'Arenascope: Toggle Reference Counts');
      await eventually(async () => assert.equal(await shown(), false));
      await ui.runCommand(page, 'Arenascope: Toggle Reference Counts');
      await eventually(async () => assert.equal(await shown(), true));
    });

    for (const [label, kind, name] of THEMES)
      await step(`sees the counts and the views of the side panel in ${label}, without a violation`, async () => {
        await ui.setTheme(page, label, kind);
        await page.locator('.part.sidebar .monaco-list-row', { hasText: 'Blocks in use' }).waitFor();
        await page.evaluate(axe);
        // VS Code draws a row's label and its description without a space between: no name can contain that.
        const rules = { 'label-content-name-mismatch': { enabled: false } };
        const { violations } = await page.evaluate((options) => window.axe.run('.part.sidebar .pane-body', options), {
          rules,
        });
        await shot(`${name}-editor`);
        assert.deepEqual(
          violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`),
          [],
        );
      });

    await step('sees that counts are old while a run goes on', async () => {
      const source = path.join(folder, 'cycle.py');
      const original = fs.readFileSync(source, 'utf8');
      const saved = () => fs.readFileSync(source, 'utf8');
      await editorLine(/^del\sleft/).click({ position: { x: 5, y: 8 } });
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nwhile True: sum(range(9999))');
      await eventually(async () => assert.match(await noteOf('left = Node'), /^~ left 1 \(new\)/));
      const status = page.locator('.statusbar-item[id*="arenascope"]');
      await status.locator('.codicon-loading').waitFor();
      await shot('dark-stale');
      await status.filter({ hasText: 'stopped at a budget' }).waitFor();
      assert.match(await noteOf('left = Node'), /^left 1 \(new\)/);
      await shot('dark-budget');
      // The window saves by itself, some time after an edit.
      await eventually(() => assert.match(saved(), /while True/));
      for (let i = 0; i < 20 && saved() !== original; i++) {
        await page.keyboard.press('Control+z');
        await page.waitForTimeout(500);
      }
      await eventually(() => assert.equal(saved(), original));
      await eventually(async () => assert.match(await noteOf('left = Node'), /^left 1 \(new\)/));
      await status.filter({ hasText: /\d objects/ }).waitFor();
      assert.equal(await status.filter({ hasText: 'stopped' }).count(), 0);
      await status.click();
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await shot('dark-menu');
      await page.keyboard.press('Escape');
    });

    await step('asks for notes above functions and classes', async () => {
      await ui.runCommand(page, 'Arenascope: Toggle Notes on Functions and Classes');
      const lens = page.locator('.editor-instance .codelens-decoration', { hasText: /instances? alive/ });
      await lens.first().waitFor();
      await shot('dark-lenses');
      await ui.runCommand(page, 'Arenascope: Toggle Notes on Functions and Classes');
      await lens.first().waitFor({ state: 'detached' });
    });

    await step('keeps the panel over a reload of the window', async () => {
      await page.goto(server.url(folder)); // without the file to open, which would make a new layout
      frame = await ui.webview(page, '.moment', 60_000);
      assert.match(await frame.locator('h1').innerText(), /cycle\.py/);
    });

    await step('opens a notebook and sees counts in its cells', async () => {
      const cells = ['import gc\n%timeit gc.collect()\na = []\na.append(a)', 'b = a\ndel a', 'del b\ngc.collect()'];
      const content = {
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { language_info: { name: 'python' } },
        cells: cells.map((source, i) => ({
          cell_type: 'code',
          id: `cell-${i}`,
          metadata: {},
          execution_count: null,
          outputs: [],
          source,
        })),
      };
      const file = path.join(folder, 'notebook.ipynb');
      fs.writeFileSync(file, JSON.stringify(content));
      await page.goto(server.url(folder, [['openFile', server.uri(file)]]));
      await page.locator('.notebookOverlay .cell .view-line', { hasText: /^b\s=\sa$/ }).waitFor({ timeout: 60_000 });
      await eventually(async () => {
        assert.match(await noteOf('a.append(a)'), /closes a cycle/);
        assert.match(await noteOf('b = a'), /b 3 \(\+1\)/);
      });
      await shot('dark-notebook');
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}
