// What a user does and sees in the workbench, in the words of a test. Every function takes playwright's Page first.

const quickInput = (page) => page.locator('.quick-input-widget input.input').first();
const quickRows = (page) => page.locator('.quick-input-widget .monaco-list-row');

/** Loads the workbench at `url` and waits until the explorer shows files. */
export async function open(page, url) {
  await page.goto(url);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
}

/** Opens a quick input with `key` (F1, Control+P) and types `text`. */
export async function quick(page, key, text) {
  for (let attempt = 0; attempt < 4; attempt++) {
    await page.keyboard.press(key);
    try {
      await quickInput(page).waitFor({ timeout: 5000 });
      break;
    } catch {
      // The key went astray while the workbench was busy.
    }
  }
  await quickInput(page).fill(text);
}

/** Runs a command by its title. The palette's list is computed when it opens: it is reopened until the title is there. */
export async function runCommand(page, title) {
  for (let attempt = 0; ; attempt++) {
    await quick(page, 'F1', `>${title}`);
    const row = quickRows(page).filter({ hasText: title }).first();
    try {
      await row.waitFor({ timeout: 3000 });
      await row.click();
      return;
    } catch (error) {
      if (attempt === 8) throw error;
      await page.keyboard.press('Escape');
      await quickInput(page).waitFor({ state: 'hidden' });
    }
  }
}

/** Opens a file of the folder by its base name and waits for its text. */
export async function openFile(page, name) {
  await quick(page, 'Control+P', name);
  const row = quickRows(page).filter({ hasText: name }).first();
  await row.waitFor();
  await row.click();
  await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.editor-instance .view-line').first().waitFor();
}

/** The first token of the editor whose text contains `text`. Only rendered lines exist in the page. */
export function token(page, text) {
  return page.locator('.editor-instance .view-lines span:not(:has(*))', { hasText: text }).first();
}

/** Hovers over a locator and returns the hover's text. A button's tooltip is a `.workbench-hover` and not meant. */
export async function hover(page, where) {
  const shown = '.monaco-hover:not(.workbench-hover):visible .hover-contents, .debug-hover-widget:visible';
  for (let attempt = 0; attempt < 4; attempt++) {
    await page.mouse.move(3, 3);
    await where.hover({ position: { x: 4, y: 6 } });
    try {
      await page.locator(shown).first().waitFor({ timeout: 3000 });
      // A first hover of a run may take a moment: VS Code says so meanwhile.
      for (let i = 0; i < 100; i++) {
        const text = (await page.locator(shown).allInnerTexts()).join('\n').trim();
        if (text !== '' && !/^Loading\.\.\.$/.test(text)) return text;
        await page.waitForTimeout(100);
      }
    } catch {
      // Hovers are dropped while the editor lays out: move away and try again.
    }
  }
  throw new Error('no hover');
}

/**
 * The texts that decorations put before and after the rendered lines: `{text, color, line}`, where `text` is the CSS
 * value (quotes included, spaces may be non-breaking) and `line` the text of the editor line.
 */
export function decorations(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.view-lines span')]
      .flatMap((element) =>
        ['::before', '::after'].map((pseudo) => {
          const style = getComputedStyle(element, pseudo);
          return { text: style.content, color: style.color, line: element.closest('.view-line').innerText.trim() };
        }),
      )
      .filter((found) => !['none', 'normal', '""'].includes(found.text)),
  );
}

/** The visible rows of a tree: `{text, aria, level, expanded}`. */
export function tree(page, scope = '.part.sidebar') {
  return page.locator(`${scope} .monaco-list-row[role=treeitem]`).evaluateAll((rows) =>
    rows.map((row) => ({
      text: row.innerText.replace(/\s+/g, ' ').trim(),
      aria: row.getAttribute('aria-label'),
      level: Number(row.getAttribute('aria-level')),
      expanded: row.getAttribute('aria-expanded'),
    })),
  );
}

/** The frame of a webview that contains the selector `has`: the document is two frames deep and its name varies. */
export async function webview(page, has, timeout = 15_000) {
  for (const begin = Date.now(); Date.now() - begin < timeout; await page.waitForTimeout(100)) {
    for (const frame of page.frames()) {
      if (!frame.parentFrame()?.parentFrame()) continue;
      try {
        if ((await frame.locator(has).count()) > 0) return frame;
      } catch {
        // The frame is being replaced.
      }
    }
  }
  throw new Error(`no webview with ${has}`);
}

/** Chooses a colour theme by its label and waits for the workbench class (`vs-dark`, `vs`, `hc-black`, `hc-light`). */
export async function setTheme(page, label, workbenchClass) {
  await runCommand(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget input[placeholder*="heme"]').waitFor();
  await quickInput(page).fill(label);
  await quickRows(page).filter({ hasText: label }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
}

/** The line (from 1) where the debugger stands, 0 when it stands nowhere visible. */
export function currentLine(page) {
  return page.evaluate(() => {
    const top = document.querySelector('.codicon-debug-stackframe')?.getBoundingClientRect().top;
    const numbers = [...document.querySelectorAll('.margin-view-overlays .line-numbers')];
    const number = numbers.find((line) => Math.abs(line.getBoundingClientRect().top - top) < 4);
    return Number(number?.textContent ?? 0);
  });
}

/** The ids of the panel's views, in the order of their tabs. */
export function panelTabs(frame) {
  return frame.locator('vscode-tab-header').evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-tab')));
}

/** Shows a view of the panel by its tab (`memory`, `cycles` ...). */
export async function panelTab(frame, id) {
  await frame.locator(`vscode-tab-header[data-tab=${id}]`).click();
  await frame.locator(`vscode-tab-panel[data-view=${id}]:not([hidden])`).waitFor();
}

/** The messages of the notification toasts that are shown (never with `driver: true`). */
export function toasts(page) {
  return page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
}
