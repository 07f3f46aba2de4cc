import * as vscode from 'vscode';
import type { Say } from '../present/say.js';

/** Speaks the language of the editor's user. */
export const say: Say = (english, ...args) => vscode.l10n.t(english, ...args);
