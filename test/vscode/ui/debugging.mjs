// What a user of the debugger does and sees, in a real VS Code with the packaged extension.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { launchChromium } from '../harness/chromium.mjs';
import { startVSCode } from '../harness/server.mjs';
import * as ui from '../harness/ui.mjs';
import { eventually, stepper } from './steps.mjs';

const PROGRAM = `\
class Node:
    def __init__(self, label):
        self.label = label
        self.next = None

def link(first, second):
    first.next = second
    return first

a = Node("a")
b = Node("b")
chain = link(a, b)
names = ["x", "y"]
del b
a.next = None
print(chain.label)
`;

/** `report` and `shots` as in session.mjs. */
export async function runDebugging({ vsix, folder, shots, report }) {
  fs.mkdirSync(shots, { recursive: true });
  const file = path.join(folder, 'debugged.py');
  fs.writeFileSync(file, PROGRAM);
  fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const configuration = { type: 'arenascope', request: 'launch', name: 'Arenascope', program: file };
  fs.writeFileSync(
    path.join(folder, '.vscode/launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [{ ...configuration, stopOnEntry: true }] }),
  );
  const server = await startVSCode({ vsix: [vsix], settings: { 'debug.inlineValues': 'off' } });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const step = stepper({ who: 'debugging', report, shot, failure: 'debug-failed' });
  const at = (line) => eventually(async () => assert.equal(await ui.currentLine(page), line));
  const toolbar = (label) => page.locator(`.debug-toolbar [aria-label^="${label}"]`).first().click();
  const variable = (name) =>
    page
      .locator('.debug-variables .monaco-list-row')
      .filter({ hasText: new RegExp(`^${name}\\s*[:=]`) })
      .first();
  const expand = async (row) => {
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
  };

  try {
    await step('starts at the first line', async () => {
      await ui.open(page, server.url(folder, [['openFile', server.uri(file)]]));
      await page.locator('.editor-instance .view-line').first().waitFor();
      await page.locator('.editor-instance .view-line').first().click();
      for (let i = 0; i < 5; i++) {
        await page.keyboard.press('F5');
        try {
          await page.locator('.debug-toolbar').waitFor({ timeout: 8000 });
          break;
        } catch {
          // The extension has not been activated yet.
        }
      }
      await at(1);
    });

    await step('steps over, and sees counts in the variables', async () => {
      for (const line of [6, 10, 11, 12]) {
        await page.keyboard.press('F10');
        await at(line);
      }
      await expand(page.locator('.debug-variables .monaco-list-row', { hasText: 'Globals' }).first());
      await variable('a').waitFor();
      await eventually(async () => assert.match(await variable('a').innerText(), /Node · 1 reference/));
    });

    await step('steps into a function and back out of it', async () => {
      await page.keyboard.press('F11');
      await at(7);
      await expand(page.locator('.debug-variables .monaco-list-row', { hasText: 'Locals' }).first());
      await variable('first').waitFor();
      await shot('debug-function');
      await toolbar('Step Back');
      await at(12);
      await page.keyboard.press('F10');
      await at(13);
    });

    await step('looks into the memory of an object', async () => {
      await page.locator('.pane-header[aria-label^="Watch"]').click();
      await expand(variable('chain'));
      const memory = variable('memory');
      await memory.waitFor();
      await memory.click();
      await variable('place').waitFor();
      const texts = async () => (await ui.tree(page, '.debug-variables')).map((row) => row.text).join('\n');
      await eventually(async () => assert.match(await texts(), /size = \d+ bytes\nplace = size class \d+/));
      await variable('references').click();
      await page.locator('.debug-variables .monaco-list-row', { hasText: 'name a in the module' }).waitFor();
      assert.match(await texts(), /name chain in the module/);
      await shot('debug-memory');
    });

    await step('stops when an object is freed, going forward and back', async () => {
      const node = variable('b');
      await node.scrollIntoViewIfNeeded();
      await node.click({ button: 'right' });
      // A menu takes no click in the first moments after it has opened.
      const choice = page.locator('.monaco-menu .action-label', { hasText: 'Break on Value Change' });
      await choice.waitFor();
      for (let i = 0; i < 10 && (await choice.isVisible()); i++) {
        await page.waitForTimeout(300);
        await choice.click({ timeout: 2000 }).catch(() => {});
      }
      await page.locator('.debug-breakpoints .monaco-list-row', { hasText: 'count of Node' }).waitFor();
      await page.keyboard.press('F5');
      await at(15);
      await page.keyboard.press('F5');
      await at(16);
      await page
        .locator('.debug-callstack', { hasText: /freed by line 15/ })
        .waitFor({ timeout: 5000 })
        .catch(() => {});
      await shot('debug-freed');
      await toolbar('Reverse');
      await at(15);
    });

    await step('evaluates in the console', async () => {
      await ui.runCommand(page, 'Debug Console: Focus on Debug Console View');
      const input = page.locator('.repl-input-wrapper .view-lines').first();
      await input.click();
      await page.keyboard.type('[n for n in names if n > "x"]');
      await page.keyboard.press('Enter');
      await page.locator('.repl .monaco-list-row', { hasText: "['y'] · 0 references" }).waitFor();
      await shot('debug-console');
    });

    await step('ends', async () => {
      await toolbar('Stop');
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    });
  } finally {
    await browser.close();
    await server.stop();
    fs.rmSync(path.join(folder, '.vscode'), { recursive: true, force: true });
    fs.rmSync(file, { force: true });
  }
}
