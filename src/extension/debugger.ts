/** The debugger in VS Code: launch configurations, the adapter inside the extension, the commands that start it. */
import * as vscode from 'vscode';
import type { DebugHost, OpenedProgram } from '../debug/host.js';
import { ArenascopeDebugSession } from '../debug/session.js';
import type { StartWorker } from '../session/link.js';
import { type Explorer, isExplorable } from './explorer.js';
import { COMMAND, CURRENT_FILE, DEBUG_TYPE } from './ids.js';
import { say } from './say.js';

/** A path of a launch configuration, or the text of a URI. */
function uriOf(program: string): vscode.Uri {
  return /^[a-z][\w+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);
}

/** How the protocol names a file: its path, or its URI where it is not on a disk. */
function protocolPath(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

async function open(path: string, { programs, modules }: Explorer): Promise<OpenedProgram> {
  const uri = uriOf(path);
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new Error(say('{0} cannot be read.', path));
  }
  const files = await modules.sourceFiles(programs.programOf(document));
  const [program] = files;
  const parts = programs.partsOf(programs.keyOf(document)).map(({ document: part, before }) => ({
    path: protocolPath(part.uri),
    name: program!.path,
    text: part.getText(),
    file: 0,
    before,
  }));
  const beside = files.slice(1).map(({ path, text }, i) => ({
    path: protocolPath(vscode.Uri.joinPath(document.uri, '..', path)),
    name: path,
    text,
    file: i + 1,
    before: 0,
  }));
  return { files, sources: [...parts, ...beside] };
}

function hostOf(startWorker: StartWorker, explorer: Explorer): DebugHost {
  return {
    startWorker,
    say,
    open: (program) => open(program, explorer),
    defaults: (program) => explorer.optionsFor(uriOf(program)),
  };
}

function configurationFor(uri: vscode.Uri, more: object = {}): vscode.DebugConfiguration {
  const program = protocolPath(uri);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return { type: DEBUG_TYPE, request: 'launch', name: say('{0} in Arenascope', name), program, ...more };
}

class Configurations implements vscode.DebugConfigurationProvider {
  /** F5 without a launch.json: the file in the editor. */
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration | undefined {
    if (configuration.type && configuration.program) return configuration;
    const document = vscode.window.activeTextEditor?.document;
    if (isExplorable(document)) return { ...configurationFor(document.uri), ...configuration };
    void vscode.window.showInformationMessage(say('Open a Python file first.'));
    return undefined;
  }

  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    const base = { type: DEBUG_TYPE, request: 'launch', program: CURRENT_FILE };
    return [
      { ...base, name: say('Python in Arenascope'), stopOnEntry: true },
      { ...base, name: say('Python in Arenascope: stop at the end'), stopAtEnd: true },
    ];
  }
}

/** Starts a session for a file; `uri` comes from a menu of an editor. */
async function start(uri: vscode.Uri | undefined, noDebug: boolean): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  const chosen = uri ?? (isExplorable(active) ? active.uri : undefined);
  if (chosen === undefined) {
    void vscode.window.showInformationMessage(say('Open a Python file first.'));
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(chosen);
  // The text is the editor's, saved or not.
  const options = { noDebug, suppressSaveBeforeStart: true };
  await vscode.debug.startDebugging(folder, configurationFor(chosen, noDebug ? {} : { stopOnEntry: true }), options);
}

export function registerDebugger(startWorker: StartWorker, explorer: Explorer): vscode.Disposable[] {
  const configurations = new Configurations();
  const { Dynamic, Initial } = vscode.DebugConfigurationProviderTriggerKind;
  return [
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterInlineImplementation(new ArenascopeDebugSession(hostOf(startWorker, explorer))),
    }),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, configurations, Initial),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, configurations, Dynamic),
    vscode.commands.registerCommand(COMMAND.debugFile, (uri?: vscode.Uri) => start(uri, false)),
    vscode.commands.registerCommand(COMMAND.runFile, (uri?: vscode.Uri) => start(uri, true)),
  ];
}
