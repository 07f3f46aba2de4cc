/** Runs the last of a burst of calls for each key, `delay()` milliseconds after it. */
export class Debounce<K> {
  private readonly timers = new Map<K, ReturnType<typeof setTimeout>>();
  private readonly delay: () => number;

  constructor(delay: () => number) {
    this.delay = delay;
  }

  call(key: K, work: () => void): void {
    this.cancel(key);
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        work();
      }, this.delay()),
    );
  }

  cancel(key: K): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }

  dispose(): void {
    for (const key of [...this.timers.keys()]) this.cancel(key);
  }
}
