/** What the status bar offers when it is clicked. */
import * as vscode from 'vscode';
import { COMMAND, SECTION } from './ids.js';
import { say } from './say.js';

interface Choice extends vscode.QuickPickItem {
  readonly command?: string;
  readonly argument?: string;
}

const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });

export async function showMenu(visible: boolean, description: string): Promise<void> {
  const choices: Choice[] = [
    { label: `$(circuit-board) ${say('Explore memory of this file')}`, command: COMMAND.explore },
    { label: `$(eye) ${visible ? say('Hide counts') : say('Show counts')}`, command: COMMAND.toggleCounts },
    separator(say('Moment')),
    { label: `$(history) ${say('Show memory after this line')}`, command: COMMAND.showMemoryHere },
    { label: `$(debug-restart) ${say('Show memory at the end')}`, command: COMMAND.showMemoryAtEnd },
    { label: `$(trash) ${say('Run the garbage collector here')}`, command: COMMAND.collectHere },
    { label: `$(sync) ${say('Show reference cycles')}`, command: COMMAND.showCycles },
    separator('Arenascope'),
    { label: `$(versions) ${say('Choose the Python version')}`, command: COMMAND.choosePython },
    { label: `$(export) ${say('Export a report')}`, command: COMMAND.exportReport },
    { label: `$(book) ${say('Open an example')}`, command: COMMAND.openExample },
    { label: `$(gear) ${say('Settings')}`, command: 'workbench.action.openSettings', argument: SECTION },
  ];
  const chosen = await vscode.window.showQuickPick(choices, { title: 'Arenascope', placeHolder: description });
  if (!chosen?.command) return;
  await vscode.commands.executeCommand(chosen.command, ...(chosen.argument ? [chosen.argument] : []));
}
