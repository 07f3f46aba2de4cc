/** Where the program's text names an object. */
import type { Address } from '../protocol/address.js';
import type { ExploreResult } from '../protocol/run.js';

export interface NamePlace {
  /** From 1, in the program's own file. */
  readonly line: number;
  readonly name: string;
}

/** Names that referred to the object when their line ran last, by line. */
export function namesOfObject(result: Pick<ExploreResult, 'files'>, address: Address): readonly NamePlace[] {
  return (result.files[0]?.lines ?? []).flatMap(({ line, names }) => {
    const found = new Set(names.filter((touch) => touch.address === address).map((touch) => touch.name));
    return [...found].map((name) => ({ line, name }));
  });
}
