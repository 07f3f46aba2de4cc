/** What the suite uses of `node:assert/strict`, for an extension host that is a browser's worker. */

function fail(message: string): never {
  throw new Error(message);
}

const shown = (value: unknown) => JSON.stringify(value) ?? String(value);

const assert = {
  ok(value: unknown, message = `${shown(value)} is not true`): asserts value {
    if (!value) fail(message);
  },
  equal(actual: unknown, expected: unknown, message = `${shown(actual)} is not ${shown(expected)}`): void {
    if (!Object.is(actual, expected)) fail(message);
  },
  notEqual(actual: unknown, expected: unknown, message = `${shown(actual)} is what it should not be`): void {
    if (Object.is(actual, expected)) fail(message);
  },
  deepEqual(actual: unknown, expected: unknown): void {
    if (shown(actual) !== shown(expected)) fail(`${shown(actual)} is not ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message = `${shown(text)} does not match ${pattern}`): void {
    if (!pattern.test(text)) fail(message);
  },
  async rejects(work: () => PromiseLike<unknown>, pattern: RegExp): Promise<void> {
    const failure: unknown = await work().then(
      () => undefined,
      (error: unknown) => error ?? 'nothing',
    );
    if (failure === undefined) fail('it does not fail');
    const text = failure instanceof Error ? failure.message : String(failure);
    if (!pattern.test(text)) fail(`${shown(text)} does not match ${pattern}`);
  },
  doesNotMatch(text: string, pattern: RegExp, message = `${shown(text)} matches ${pattern}`): void {
    if (pattern.test(text)) fail(message);
  },
};

// biome-ignore lint/style/noDefaultExport: what it stands in for has one.
export default assert;
