// A user's session as steps, each with a line in the report and, where it fails, a picture.

/** Returns `step(title, work)`: `who` begins each title; after a step that failed the others are left out. */
export function stepper({ who, report, shot, failure }) {
  let broken = false;
  return async (title, work) => {
    if (broken) return;
    const begin = Date.now();
    try {
      await work();
      report({ title: `${who}: ${title}`, ok: true, ms: Date.now() - begin });
    } catch (error) {
      broken = true; // Each step begins where the last one ended.
      await shot(failure);
      report({ title: `${who}: ${title}`, ok: false, error: error.stack });
    }
  };
}

/** Tries `check` until it no longer throws, for `seconds` at most; then what it threw is the failure. */
export async function eventually(check, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; ; await new Promise((resolve) => setTimeout(resolve, 50)))
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
}
