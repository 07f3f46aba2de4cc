// Packages the extension as a VSIX: `npm run package [-- FILE]`. Expects a finished build in dist/.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { root } from './bundle.mjs';

/** Writes the VSIX of the extension in the folder `cwd` to `packagePath`; what goes in is said by .vscodeignore. */
export async function packageExtension(packagePath, cwd = root) {
  await createVSIX({
    cwd,
    packagePath,
    dependencies: false, // everything is in the bundles
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    useYarn: false,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.resolve(process.argv[2] ?? path.join(root, 'arenascope.vsix'));
  await packageExtension(file);
  console.log(file);
}
