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
