import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ended, eventually, longestBlock, openText } from './tools.js';

/** Longest time in milliseconds that the host's thread may be kept from other work. */
const MOST_BLOCKED = 50;

async function problemsOf(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
  await ended(document);
  return vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === 'Arenascope');
}

export function badInputTests(): void {
  describe('bad input', () => {
    it('a syntax error is a problem at its place, the rest still runs', async () => {
      const editor = await openText('a = []\nb = = 2\nc = a\n');
      const [problem] = await eventually('a problem', async () => {
        const list = await problemsOf(editor.document);
        return list.length > 0 && list;
      });
      assert.equal(problem!.severity, vscode.DiagnosticSeverity.Error);
      assert.equal(problem!.range.start.line, 1);
    });

    it('an endless loop ends at a budget, and what came before is there', async () => {
      const editor = await openText('a = []\nwhile True:\n    pass\n');
      const run = await ended(editor.document);
      assert.equal(run.result?.outcome.kind, 'budget');
      assert.equal(run.result!.files[0]!.lines[0]!.line, 1);
      const problems = await problemsOf(editor.document);
      assert.match(problems[0]!.message, /budget/);
    });

    it('an endless recursion is a RecursionError at its line', async () => {
      const editor = await openText('def f():\n    f()\nf()\n');
      const run = await ended(editor.document);
      assert.deepEqual(run.result?.outcome.kind, 'exception');
      assert.match((await problemsOf(editor.document))[0]!.message, /RecursionError/);
    });

    it('a huge allocation is a message, not a dead editor', async () => {
      const editor = await openText('a = [0] * 10**10\nb = 1\n');
      const run = await ended(editor.document);
      assert.ok(run.state.kind === 'done', JSON.stringify(run.state));
      assert.notEqual(run.result!.outcome.kind, 'finished');
      assert.ok((await problemsOf(editor.document)).length > 0);
    });

    it('binary garbage is a syntax error', async () => {
      const editor = await openText('\u0000\u0001PK\u0003\ufffd\ufffd\n'.repeat(50));
      const run = await ended(editor.document);
      assert.equal(run.state.kind, 'done');
      assert.ok((await problemsOf(editor.document)).length > 0);
    });

    it('an empty file is nothing to complain of', async () => {
      const editor = await openText('');
      assert.equal((await ended(editor.document)).result?.outcome.kind, 'finished');
      assert.deepEqual(await problemsOf(editor.document), []);
    });

    it('never keeps the host thread from its work', async () => {
      const body = Array.from({ length: 200 }, (_, i) => `v${i} = [${i}]\nfor x in range(50): v${i}.append(x)`).join(
        '\n',
      );
      let best = Number.POSITIVE_INFINITY;
      // The machine itself may stall this thread: the best of five attempts is what we are to blame for.
      for (let attempt = 0; attempt < 5 && best > MOST_BLOCKED; attempt++) {
        const editor = await openText(`${body}\nwhile True: pass  # ${attempt}\n`);
        best = Math.min(best, await longestBlock(() => ended(editor.document)));
      }
      assert.ok(best <= MOST_BLOCKED, `blocked for ${best.toFixed(0)} ms`);
    });
  });
}
