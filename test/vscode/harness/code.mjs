// Runs an extension test suite (a CommonJS file that exports `run(): Promise<void>`) in the Node extension host.
import { launchChromium } from './chromium.mjs';
import { startVSCode } from './server.mjs';

/**
 * Opens `folder` with the extension under development and runs the suite. Resolves to the exit code of the run:
 * 0 when `run()` resolved, 1 when it rejected, 124 after `timeout` ms. Console text is mixed with the workbench's own:
 * let the suite write a report to a file named in `env`.
 */
export async function runInVSCode({ folder, extension, suite, env = {}, settings = {}, timeout = 180_000, log }) {
  const server = await startVSCode({ driver: true, env, settings });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise((resolve) => {
      page.exposeFunction('codeAutomationExit', (code) => resolve(code));
    });
    await page.exposeFunction('codeAutomationLog', (_type, args) => log?.(...args));
    const payload = [
      ['extensionDevelopmentPath', server.uri(extension)],
      ['extensionTestsPath', server.uri(suite)],
    ];
    await page.goto(server.url(folder, payload));
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve(124), timeout);
    });
    const code = await Promise.race([ended, late]);
    clearTimeout(timer);
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}
