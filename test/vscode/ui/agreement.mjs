// What the panel tells of memory, read as text in a real VS Code, is what `arenascope heap --json` tells of the same
// moment of the same program: ten moments of five programs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../src/build/bundle.mjs';
import { launchChromium } from '../harness/chromium.mjs';
import { startVSCode } from '../harness/server.mjs';
import * as ui from '../harness/ui.mjs';
import { stepper } from './steps.mjs';

const PROGRAMS = ['cycle.py', 'aliasing.py', 'pools.py', 'leak.py', 'generations.py'];
const MOMENTS = 10;

/** What a command tells as JSON. The file's name is the editor's: the program sees it, and it lies in memory. */
async function told(folder, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, 'dist/cli.js'), ...args, '--json'], {
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

/** The heap at moments spread over a program's run. */
async function heapsOf(folder, program) {
  const { files } = await told(folder, 'explain', program);
  const moments = files[0].lines.flatMap(({ line, hits }) =>
    hits > 1 ? [`${line}:1`, `${line}:${hits}`] : [`${line}`],
  );
  assert.ok(moments.length >= MOMENTS, `${program} executes only ${moments.length} lines`);
  const heaps = [];
  for (let i = 0; i < MOMENTS; i++) {
    const at = moments[Math.round((i * (moments.length - 1)) / (MOMENTS - 1))];
    heaps.push(await told(folder, 'heap', program, '--at', at));
  }
  return heaps;
}

const numbers = (text) => (text.match(/-?\d[\d,]*/g) ?? []).map((number) => Number(number.replaceAll(',', '')));

/** Views of the panel: what each should say of a heap, and what it says. */
const VIEWS = {
  overview: {
    expected: ({ step, heap: { totals, arenas } }) => ({
      step,
      objects: totals.objects,
      tracked: totals.trackedObjects,
      blocks: totals.usedBlocks,
      arenas: arenas.length,
      pools: totals.pools,
      largeBlocks: totals.largeBlocks,
    }),
    read: async (texts) => {
      const tile = async (id) => numbers((await texts(`#tile-${id} strong, #tile-${id} .note`)).join(' '));
      const [objects, tracked] = await tile('objects');
      const arenas = await tile('arenas');
      return {
        step: numbers((await texts('.moment'))[0]).at(-1),
        objects,
        tracked,
        blocks: (await tile('blocks'))[0],
        arenas: arenas[0],
        pools: arenas.at(-1),
        largeBlocks: (await tile('system')).at(-1),
      };
    },
  },
  generations: {
    expected: ({ collector }) =>
      collector.generations.map(({ index, count, threshold, membersTotal }) =>
        index > 2 ? `${membersTotal}` : `${membersTotal} ${count}/${threshold}`,
      ),
    read: async (texts) =>
      (await texts('.generation')).map((text) => {
        const [members] = numbers(text.replace(/^.*\n/, ''));
        const meter = /count (-?[\d,]+) of ([\d,]+)/.exec(text);
        return meter ? `${members} ${meter[1]}/${meter[2]}` : `${members}`;
      }),
  },
  memory: {
    expected: ({ addressBase, heap: { arenas, largeBlocks } }) => ({
      pools: arenas
        .flatMap((arena) => arena.pools)
        .map(({ address, blockBytes, usedBlocks, capacity, state }) =>
          [`0x${(addressBase + address).toString(16)}`, blockBytes, usedBlocks, capacity, state].join(' '),
        ),
      systemBlocks: largeBlocks.map(({ address }) => `0x${(addressBase + address).toString(16)}`).sort(),
    }),
    read: async (texts) => ({
      pools: (await texts('#memory-text table[id^=pools-table] tbody tr'))
        .map((row) => row.split(/\s+/).join(' '))
        .filter((row) => !row.includes('no size class')),
      systemBlocks: (await texts('#system-table tbody td:first-child')).sort(),
    }),
  },
};

/** Reads until a view says what it should: answers to what it asks come later than the moment itself. */
async function agrees(frame, id, heap, what) {
  const texts = async (selector) => (await frame.locator(selector).allInnerTexts()).map((text) => text.trim());
  const expected = VIEWS[id].expected(heap);
  await ui.panelTab(frame, id);
  let seen;
  for (const begin = Date.now(); Date.now() - begin < 10_000; ) {
    seen = await VIEWS[id].read(texts);
    if (JSON.stringify(seen) === JSON.stringify(expected)) return;
  }
  assert.deepEqual(seen, expected, `${id} of ${what}`);
}

/** `report` and `shots` as in session.mjs. */
export async function runAgreement({ vsix, folder, shots, report }) {
  // The terminal counts while VS Code starts and while earlier programs are read.
  const heaps = [];
  for (const program of PROGRAMS) {
    const earlier = heaps.at(-1);
    const counted = (async () => {
      await earlier;
      return heapsOf(folder, program);
    })();
    counted.catch(() => {});
    heaps.push(counted);
  }
  // Where arenas lie depends on how much memory a run may have: as much as on the command line.
  const server = await startVSCode({ vsix: [vsix], settings: { 'arenascope.budget.memory': 1024 } });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const step = stepper({ who: 'reader', report, shot, failure: 'agreement-failed' });
  const editor = page.locator('.editor-instance .view-line').first();
  let frame;

  try {
    await step('opens the panel and the map as text', async () => {
      await ui.open(page, server.url(folder, [['openFile', server.uri(path.join(folder, PROGRAMS[0]))]]));
      await editor.click();
      await ui.runCommand(page, 'Arenascope: Explore Memory');
      frame = await ui.webview(page, '.moment');
      await ui.panelTab(frame, 'memory');
      await frame.locator('#memory-text-summary').click();
      await frame.locator('#pools-table-0 tbody tr').first().waitFor();
    });

    for (const [i, program] of PROGRAMS.entries())
      await step(`reads of ${program} what the terminal tells, at ${MOMENTS} moments`, async () => {
        if (i > 0) {
          // Where the focus is, there a file is opened.
          await page.locator(`.tab[data-resource-name="${PROGRAMS[i - 1]}"]`).click();
          await ui.openFile(page, program);
        }
        await frame.locator('h1', { hasText: program }).waitFor();
        for (const heap of await heaps[i]) {
          await frame.locator('#moment').fill(String(heap.step));
          const what = `${program} after ${heap.step} lines (line ${heap.line})`;
          for (const id of Object.keys(VIEWS)) await agrees(frame, id, heap, what);
        }
      });
  } finally {
    await browser.close();
    await server.stop();
  }
}
