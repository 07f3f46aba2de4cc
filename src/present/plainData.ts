/** Values that cross a border where only JSON goes: typed arrays are lists with their kind. */

const KINDS = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array } as const;
type Kind = keyof typeof KINDS;

interface Packed {
  readonly $kind: Kind;
  /** Each number and how often it follows itself, or all numbers where that is shorter. */
  readonly runs?: readonly number[];
  readonly all?: readonly number[];
}

function kindOf(value: object): Kind | undefined {
  return (Object.keys(KINDS) as Kind[]).find((kind) => value instanceof KINDS[kind]);
}

function runsOf(numbers: ArrayLike<number>): number[] {
  const runs: number[] = [];
  for (let i = 0; i < numbers.length; ) {
    const begin = i;
    while (i < numbers.length && numbers[i] === numbers[begin]) i++;
    runs.push(numbers[begin]!, i - begin);
  }
  return runs;
}

/** What `JSON.stringify` keeps; read by {@link unpacked}. */
export function packed(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(packed);
  const kind = kindOf(value);
  if (kind !== undefined) {
    const numbers = value as Uint8Array;
    const runs = runsOf(numbers);
    return (
      runs.length < numbers.length ? { $kind: kind, runs } : { $kind: kind, all: Array.from(numbers) }
    ) satisfies Packed;
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, packed(part)]));
}

export function unpacked(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(unpacked);
  const { $kind, runs, all } = value as Partial<Packed>;
  if ($kind === undefined) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpacked(part)]));
  if (runs === undefined) return KINDS[$kind].from(all ?? []);
  let length = 0;
  for (let i = 1; i < runs.length; i += 2) length += runs[i]!;
  const numbers = new KINDS[$kind](length);
  for (let i = 0, at = 0; i < runs.length; i += 2) {
    numbers.fill(runs[i]!, at, at + runs[i + 1]!);
    at += runs[i + 1]!;
  }
  return numbers;
}

/** Equal for equal plain values, whatever the order of their properties. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
