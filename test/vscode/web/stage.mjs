// A copy of the extension that only a browser's extension host can run: VS Code prefers `main` where there is one.
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../../src/build/bundle.mjs';

/** What belongs to the extension, beside the manifest. */
const PARTS = ['dist', 'examples', 'l10n', 'media', 'package.nls.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/** Makes the copy in `folder`, from a finished build. */
export function stageForBrowser(folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of [...PARTS, '.vscodeignore'])
    fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  const { main: _, ...manifest } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
}
