/** Chooses when counts stand in the editor. */
import * as vscode from 'vscode';
import { MODES, type Mode, SECTION, SETTING } from './ids.js';
import { say } from './say.js';

function modeNames(): Record<Mode, string> {
  return {
    allLines: say('After all lines'),
    activeLine: say('After the line of the cursor'),
    onDemand: say('When a command asks for it'),
    off: say('Off'),
  };
}

/** `given`: asked for if left out. */
export async function setMode(given?: Mode): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const now = section.get(SETTING.mode);
  const names = modeNames();
  const items = MODES.map((mode) => ({ label: names[mode], description: mode === now ? say('current') : '', mode }));
  const placeHolder = say('When shall reference counts stand in the editor?');
  const mode = MODES.find((m) => m === given) ?? (await vscode.window.showQuickPick(items, { placeHolder }))?.mode;
  if (!mode) return;
  const inWorkspace = section.inspect(SETTING.mode)?.workspaceValue !== undefined;
  await section.update(
    SETTING.mode,
    mode,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
