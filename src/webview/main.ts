/** The panel in a webview of VS Code. */
import './panel.css';
import { translated } from '../present/say.js';
import { extensionPort } from './host.js';
import { Panel } from './panel.js';

// The host wrote its translations into the page.
const translations: Record<string, string> = JSON.parse(document.getElementById('l10n')?.textContent ?? '{}');
new Panel(extensionPort(), translated(new Map(Object.entries(translations))));
