/** Runs in the extension host of a real VS Code: mocha over the tests below, results into the file named by the environment. */
import fs from 'node:fs';
import Mocha from 'mocha';
import { badInputTests } from './badInput.js';
import { editorTests } from './editor.js';
import { manifestTests } from './manifest.js';

interface Line {
  readonly title: string;
  readonly ok: boolean;
  readonly ms?: number;
  readonly error?: string;
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false });
  // The suites are bundled functions, not files: they are called between the hooks that a file would get.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'suite', mocha);
  manifestTests();
  editorTests();
  badInputTests();
  const lines: Line[] = [];
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => lines.push({ title: test.fullTitle(), ok: true, ms: test.duration ?? 0 }))
      .on('fail', (test, error: Error) =>
        lines.push({ title: test.fullTitle(), ok: false, error: error.stack ?? error.message }),
      );
  });
  const report = process.env.ARENASCOPE_REPORT;
  if (report) fs.writeFileSync(report, JSON.stringify(lines));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
