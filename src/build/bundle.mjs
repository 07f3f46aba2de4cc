// Makes dist/ with esbuild: one bundle for each place where code runs.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** The repository's root. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

// CommonJS packages inside an ES module bundle call `require` for Node's own modules.
const requireBanner = "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

const bundles = [
  {
    name: 'the extension in the Node extension host',
    entry: 'src/extension/main.ts',
    options: {
      outfile: 'dist/extension.cjs',
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['vscode'],
      loader: { '.py': 'text' },
    },
  },
  {
    name: 'the extension in a browser',
    entry: 'src/extension/web.ts',
    options: {
      outfile: 'dist/web.cjs',
      platform: 'browser',
      format: 'cjs',
      target: 'chrome122',
      external: ['vscode'],
      alias: { events: './src/build/nodeStubs.mjs', url: './src/build/nodeStubs.mjs' },
    },
  },
  {
    name: 'the simulator in a worker',
    entry: 'src/session/worker.ts',
    // One file for Node's workers and a browser's: nothing but node:worker_threads is left outside, and asked for in Node.
    options: { outfile: 'dist/worker.cjs', platform: 'node', format: 'cjs', target: ['node20', 'chrome122'] },
  },
  {
    name: 'the command line',
    entry: 'src/cli/main.ts',
    options: {
      outfile: 'dist/cli.js',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: '#!/usr/bin/env node' },
    },
  },
  {
    name: "the command line's thread",
    entry: 'src/cli/commands.ts',
    options: {
      outfile: 'dist/commands.js',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: requireBanner },
      loader: { '.py': 'text' },
    },
  },
  {
    name: "the panel's script and styles",
    entry: 'src/webview/main.ts',
    options: {
      outfile: 'dist/webview.js',
      platform: 'browser',
      format: 'iife',
      target: 'chrome122', // Electron of the oldest VS Code we name in package.json
      loader: { '.svg': 'text', '.ttf': 'file' },
    },
  },
  {
    name: "the script and styles of a report's page",
    entry: 'src/webview/report.ts',
    options: {
      outfile: 'dist/report.js',
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      minify: true,
      sourcemap: false,
    },
  },
];

/** The plug-ins that every bundle containing the Python front needs. */
export async function frontPlugins() {
  const file = path.join(root, 'src/build/pyrightStubs.mjs');
  if (!fs.existsSync(file)) return [];
  const { pyrightStubs } = await import(pathToFileURL(file).href);
  return [typeof pyrightStubs === 'function' ? pyrightStubs() : pyrightStubs];
}

/** esbuild's options for one bundle, without those that differ by bundle. */
export async function commonOptions({ minify = false } = {}) {
  return {
    absWorkingDir: root,
    bundle: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    minify,
    // Half the text is read in half the time, at each start. Names stay, for reports of our mistakes.
    ...(minify ? {} : { minifySyntax: true, minifyWhitespace: true }),
    // Source maps are for developers; a package leaves them out.
    sourcemap: minify ? false : 'linked',
    plugins: await frontPlugins(),
  };
}

/** Makes the command line, `cli.js` and what belongs to it, in a folder of a test that must not depend on dist/. */
export async function buildCommandLine(folder) {
  for (const { entry, options } of bundles.filter(({ entry }) => /^src\/(cli\/|webview\/report)/.test(entry))) {
    const outfile = path.join(folder, path.basename(options.outfile));
    await esbuild.build({ ...(await commonOptions()), ...options, entryPoints: [entry], outfile });
  }
}

/** Files are replaced in place, so that what runs from dist/ meanwhile goes on; what no bundle makes any more goes now. */
function removeStale(made) {
  const dist = path.join(root, 'dist');
  if (!fs.existsSync(dist)) return;
  for (const file of fs.readdirSync(dist)) {
    const bundle = [file, file.replace(/\.map$/, ''), file.replace(/\.css(\.map)?$/, '.js')];
    if (!bundle.some((name) => made.has(name))) fs.rmSync(path.join(dist, file), { recursive: true });
  }
}

async function main() {
  const minify = process.argv.includes('--production');
  const watch = process.argv.includes('--watch');
  const begin = Date.now();
  const common = await commonOptions({ minify });
  const made = new Set();
  for (const { name, entry, options } of bundles) {
    if (!fs.existsSync(path.join(root, entry))) {
      console.log(`left out: ${name} (${entry} does not exist yet)`);
      continue;
    }
    const all = { ...common, ...options, entryPoints: [entry] };
    try {
      if (watch) await (await esbuild.context(all)).watch();
      else await esbuild.build(all);
    } catch {
      console.error(`failed: ${name}`); // esbuild has said why; the other bundles are still worth having
      process.exitCode = 1;
      continue;
    }
    if (options.outfile === 'dist/cli.js' && !watch) fs.chmodSync(path.join(root, options.outfile), 0o755);
    made.add(path.basename(options.outfile));
  }
  if (!watch) removeStale(made);
  console.log(`${watch ? 'watching' : 'built'} ${made.size} of ${bundles.length} bundles in ${Date.now() - begin} ms`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
