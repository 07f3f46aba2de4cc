import { expect, test } from 'vitest';
import { formatAddress } from '../../../src/protocol/address.js';

test('an address is printed as hex(id(x)) would be', () => {
  expect(formatAddress(0x7f2e00000000, 0x1040b0)).toBe('0x7f2e001040b0');
});

test('a base below 2**47 and an offset below 2**32 lose no bit', () => {
  expect(formatAddress(0x7fff00000000, 0xfffffff0)).toBe('0x7ffffffffff0');
});
