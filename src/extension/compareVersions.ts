/** The same program as two versions of Python: two listings side by side in the editor for differences. */
import * as vscode from 'vscode';
import { versionListing } from '../present/versionListing.js';
import { PYTHON_VERSIONS, type PythonVersion } from '../protocol/run.js';
import type { Explorer } from './explorer.js';
import { say } from './say.js';
import type { Texts } from './texts.js';

async function otherVersion(than: PythonVersion): Promise<PythonVersion | undefined> {
  const items = PYTHON_VERSIONS.filter((version) => version !== than)
    .reverse()
    .map((version) => ({ label: `Python ${version}`, version }));
  const placeHolder = say('Compare Python {0} with which version?', than);
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.version;
}

/** `given`: the version to compare with; asked for if left out. */
export async function compareVersions(
  explorer: Explorer,
  texts: Texts,
  document: vscode.TextDocument,
  given?: PythonVersion,
): Promise<void> {
  const { options, files } = await explorer.requestFor(document);
  const other = PYTHON_VERSIONS.find((version) => version === given) ?? (await otherVersion(options.python));
  if (!other) return;
  const name = files[0]!.path;
  const versions = [options.python, other].sort((a, b) => PYTHON_VERSIONS.indexOf(a) - PYTHON_VERSIONS.indexOf(b));
  const location = vscode.ProgressLocation.Window;
  const uris = await vscode.window.withProgress({ location, title: say('Comparing Python versions') }, async () => {
    const made: vscode.Uri[] = [];
    for (const python of versions) {
      const result = await explorer.runs.exploreOnce({ files, options: { ...options, python } });
      made.push(
        texts.put(`${python}/${name}`, versionListing(result, explorer.programs.programOf(document).text, say)),
      );
    }
    return made;
  });
  const title = say('{0}: Python {1} and {2}', name, versions[0]!, versions[1]!);
  await vscode.commands.executeCommand('vscode.diff', uris[0], uris[1], title, { preview: true });
}
