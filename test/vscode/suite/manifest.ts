import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXAMPLES } from '../../../src/extension/examples.js';
import { COMMAND } from '../../../src/extension/ids.js';
import { api, EXTENSION, openText } from './tools.js';

export function manifestTests(): void {
  describe('the extension', () => {
    it('activates on a Python file', async () => {
      await openText('a = 1\n');
      await api();
      assert.equal(vscode.extensions.getExtension(EXTENSION)?.isActive, true);
    });

    it('registers every command that it contributes', async () => {
      const known = await vscode.commands.getCommands(true);
      assert.deepEqual(
        Object.values(COMMAND).filter((id) => !known.includes(id)),
        [],
      );
    });

    it('knows its examples by name', async () => {
      const folder = vscode.Uri.joinPath(vscode.extensions.getExtension(EXTENSION)!.extensionUri, 'examples');
      const entries = await vscode.workspace.fs.readDirectory(folder);
      const names = entries.map(([name]) => name).filter((name) => name.endsWith('.py'));
      assert.deepEqual(names.sort(), [...EXAMPLES]);
    });

    it('declares that it works in untrusted and virtual workspaces', () => {
      const { capabilities } = vscode.extensions.getExtension(EXTENSION)!.packageJSON;
      assert.equal(capabilities.virtualWorkspaces, true);
      assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
      assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, ['arenascope.interpreter']);
    });

    it('gives each command a title, a category and an icon', () => {
      const { contributes } = vscode.extensions.getExtension(EXTENSION)!.packageJSON;
      const commands: { command: string; title: string; category: string; icon?: string }[] = contributes.commands;
      assert.deepEqual(commands.map(({ command }) => command).sort(), Object.values(COMMAND).sort());
      for (const { command, title, category, icon } of commands) {
        assert.match(title, /^[A-Z]/, command);
        assert.equal(category, 'Arenascope');
        assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
      }
    });
  });
}
