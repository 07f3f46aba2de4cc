/** The panel in a webview of VS Code. */
import './panel.css';
import { extensionPort } from './host.js';
import { Panel } from './panel.js';

new Panel(extensionPort());
