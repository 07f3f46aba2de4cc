// Debian's Chromium under playwright-core.
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

/** The path of a Chromium or Chrome on this machine (environment variable CHROMIUM first), or undefined. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // Try the next name.
    }
  }
  return undefined;
}

/** Launches it without a window. */
export function launchChromium() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('There is no Chromium here (apt-get install chromium, or set CHROMIUM).');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
