// `arenascope explain FILE`: the program's listing with what each line did to its objects.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { explainJson, explainText } from '../present/explain.js';
import { problems } from '../present/problems.js';
import type { SourceFile } from '../protocol/position.js';
import type { Budgets, ExploreResult } from '../protocol/run.js';
import type { PythonVersion } from '../spec/version.js';
import { explore } from '../trace/explore.js';
import { readModule, readProgram } from './source.js';
import { ExitStatus } from './status.js';
import type { Terminal } from './terminal.js';

export interface ExplainCommand {
  /** As the user wrote it. */
  file: string;
  /** `sys.argv[1:]`. */
  args: readonly string[];
  version: PythonVersion;
  budgets: Budgets;
  json: boolean;
}

/** Prints the explanation and returns the exit status. */
export function explain(command: ExplainCommand, terminal: Terminal): number {
  const { file, args, version, budgets } = command;
  const source = readProgram(file, resolve(file), version);
  if (!source.ok) {
    terminal.stderr(source.stderr);
    return source.status;
  }
  const main: SourceFile = { path: file, text: source.text };
  const end = Date.now() + budgets.milliseconds;
  const result = explore(
    { files: [main, ...modulesBeside(main, version)], options: { python: version, budgets, argv: [...args] } },
    { shouldStop: () => (Date.now() > end ? 'milliseconds' : undefined) },
  );
  terminal.stdout(command.json ? explainJson(result) : explainText(result, source.text));
  terminal.flush();
  return endStatus(result, file, terminal);
}

const IMPORT = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import|import[ \t]+([\w., \t]+))/gm;

/** The files beside the program that it, or what it imports, may import. */
function modulesBeside(main: SourceFile, version: PythonVersion): SourceFile[] {
  const folder = dirname(main.path);
  const found = new Map<string, SourceFile>();
  const visit = (text: string): void => {
    for (const [, from, imported] of text.matchAll(IMPORT)) {
      const names =
        from !== undefined ? [from] : (imported ?? '').split(',').map((name) => name.trim().split(/\s/)[0] ?? '');
      for (const name of names) {
        const stem = join(folder, ...name.split('.').filter(Boolean));
        for (const path of [`${stem}.py`, join(stem, '__init__.py')]) {
          if (found.has(path) || path === main.path || !existsSync(path)) continue;
          const module = readModule(path, version);
          if (module === null) continue;
          found.set(path, { path, text: module });
          visit(module);
        }
      }
    }
  };
  visit(main.text);
  return [...found.values()];
}

function endStatus(result: ExploreResult, file: string, terminal: Terminal): number {
  const { outcome } = result;
  const ended = result.diagnostics.find(
    ({ code, reached }) => code === 'simulatorFault' || code === 'budget' || (code === 'notSimulated' && reached),
  );
  switch (outcome.kind) {
    case 'finished':
    case 'exception':
      if (ended?.code !== 'simulatorFault') return outcome.exitStatus;
      terminal.stderr(`arenascope: ${file}: ${ended.detail}\n`);
      return ExitStatus.fault;
    case 'syntaxError':
      for (const problem of problems(result)) terminal.stderr(`${file}:${problem.range.line}: ${problem.message}\n`);
      return 1;
    case 'notSimulated': {
      const { line, column } = ended?.range ?? { line: 1, column: 0 };
      terminal.stderr(`arenascope: ${file}:${line}:${column + 1}: not simulated: ${ended?.detail ?? ''}\n`);
      return ExitStatus.notSimulated;
    }
    case 'budget':
    case 'cancelled': {
      const words = problems(result).find((problem) => problem.range.line === ended?.range.line)?.message;
      terminal.stderr(`arenascope: ${file}: ${words ?? 'the run was ended early'}\n`);
      return ExitStatus.budget;
    }
  }
}
