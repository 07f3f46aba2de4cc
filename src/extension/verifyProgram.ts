/** Checks a simulated run against a real Python: the only thing here that runs an interpreter, and it asks first. */
import * as vscode from 'vscode';
import { plain } from '../present/terminal/style.js';
import { verifyText } from '../present/terminal/verify.js';
import { PYTHON_VERSIONS } from '../protocol/run.js';
import type { Verifier } from '../session/verify/program.js';
import type { Explorer } from './explorer.js';
import { SECTION, SETTING } from './ids.js';
import { say } from './say.js';
import type { Texts } from './texts.js';

/** Milliseconds that the program may run for real. */
const TIMEOUT = 60_000;

/** The interpreter of the settings, or one that the user chooses. */
async function chooseInterpreter(scope: vscode.Uri): Promise<string | undefined> {
  const { workspace, window } = vscode;
  const own = workspace.getConfiguration(SECTION, scope).get<string>(SETTING.interpreter, '').trim();
  if (own !== '') return own;
  const theirs = workspace.getConfiguration('python', scope).get<string>('defaultInterpreterPath', '').trim();
  const paths = [...new Set([theirs, 'python3', 'python'])].filter((path) => path !== '' && !path.includes('${'));
  const other = { label: say('Choose a file...'), path: undefined };
  const items = [...paths.map((path) => ({ label: path, path })), other];
  const chosen = await window.showQuickPick(items, { placeHolder: say('Compare with which Python?') });
  if (chosen !== other) return chosen?.path;
  return (await window.showOpenDialog({ canSelectMany: false, openLabel: say('Use this Python') }))?.[0]?.fsPath;
}

/** `given`: the interpreter's path; chosen by the user if left out. */
export async function verifyProgram(
  explorer: Explorer,
  texts: Texts,
  verifier: Verifier | undefined,
  document: vscode.TextDocument,
  given?: string,
): Promise<void> {
  const { window, workspace } = vscode;
  if (!verifier || !workspace.isTrusted) {
    void window.showInformationMessage(
      verifier
        ? say('A real Python is run in trusted workspaces only.')
        : say('No real Python can be run here: the extension runs in a browser.'),
    );
    return;
  }
  const interpreter = given ?? (await chooseInterpreter(document.uri));
  if (!interpreter) return;
  const { options, files } = await explorer.requestFor(document);
  const run = say('Run It');
  const answer = await window.showWarningMessage(
    say('Run {0} with {1}?', files[0]!.path, interpreter),
    {
      modal: true,
      detail: say(
        'The program is executed for real, three times, with all that it does: to files, to the network, to this machine. Everything else in Arenascope only simulates it.',
      ),
    },
    run,
  );
  if (answer !== run) return;
  const version = await verifier.version(interpreter);
  const python = PYTHON_VERSIONS.find((v) => version?.startsWith(`${v}.`));
  if (!version || !python) {
    void window.showErrorMessage(
      version ? say('Python {0} is not simulated.', version) : say('{0} is not a Python interpreter.', interpreter),
    );
    return;
  }
  const progress = { location: vscode.ProgressLocation.Notification, title: say('Running Python {0}', version) };
  const verification = await window.withProgress({ ...progress, cancellable: true }, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const result = await explorer.runs.exploreOnce({ files, options: { ...options, python } }, abort.signal);
    const { allocator } = options;
    const how = { timeout: TIMEOUT, signal: abort.signal, ...(allocator && allocator !== 'bump' ? { allocator } : {}) };
    return verifier.verify({ interpreter, version, files, result, options: how });
  });
  const uri = texts.put(`${files[0]!.path}.${version}.txt`, verifyText(verification, { say, style: plain }));
  await window.showTextDocument(uri, { preview: true, viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}
