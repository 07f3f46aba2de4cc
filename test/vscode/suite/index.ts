/** Runs in the extension host of a real VS Code: mocha over the tests below, results into a file beside the open folder. */
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { badInputTests } from './badInput.js';
import { commandTests } from './commands.js';
import { debugTests } from './debug.js';
import { editorTests } from './editor.js';
import { everythingTests } from './everything.js';
import { manifestTests } from './manifest.js';
import { notebookTests } from './notebooks.js';
import { quickFixTests } from './quickFixes.js';

interface Line {
  readonly title: string;
  readonly ok: boolean;
  readonly ms?: number;
  readonly error?: string;
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, reporter: Mocha.reporters.Base });
  // `node test/vscode/run.mjs --only=api --grep=notebook` runs some, in Node.
  const grep = typeof process === 'undefined' ? undefined : process.env?.ARENASCOPE_TESTS;
  if (grep) mocha.grep(grep);
  // The suites are bundled functions, not files: they are called between the hooks that a file would get.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'suite', mocha);
  manifestTests();
  editorTests();
  quickFixTests();
  commandTests();
  everythingTests();
  badInputTests();
  notebookTests();
  debugTests();
  const lines: Line[] = [];
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => lines.push({ title: test.fullTitle(), ok: true, ms: test.duration ?? 0 }))
      .on('fail', (test, error: Error) =>
        lines.push({ title: test.fullTitle(), ok: false, error: error.stack ?? error.message }),
      );
  });
  const folder = vscode.workspace.workspaceFolders![0]!.uri;
  const report = vscode.Uri.joinPath(folder, '..', 'report.json');
  await vscode.workspace.fs.writeFile(report, new TextEncoder().encode(JSON.stringify(lines)));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
