/**
 * An address as a byte offset from the run's address base, below 2**32.
 *
 * What `id()` returns is `addressBase + offset`: below 2**47, so a JavaScript number holds it exactly.
 * An address names an object only at one moment: CPython uses a freed address again, and so do we.
 */
export type Address = number;

/** Prints an address as CPython's `hex(id(x))` does: `0x7f2e001040a0`. The only place where one is printed. */
export function formatAddress(addressBase: number, address: Address): string {
  return `0x${(addressBase + address).toString(16)}`;
}
