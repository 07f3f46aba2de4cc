/**
 * What CPython writes about a damaged block before it gives up. The words are not ours to translate.
 * Follows obmalloc.c: _PyObject_DebugDumpAddress.
 */
import { HOOK_HEAD } from '../../protocol/allocators.js';
import { shownAddress } from '../regions.js';
import { type DamagedBlock, FORBIDDEN_BYTE } from './debugHooks.js';

/** Bytes of the content that are shown from either end. */
const SHOWN = 8;
/** Bytes of each of the two pads that is checked. */
const LEAD = 7;
const TAIL = 8;

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function padLines(name: string, address: string, pad: Uint8Array, label: (i: number) => string): readonly string[] {
  const begin = `    The ${pad.length} pad bytes at ${name}${address} are `;
  if (pad.every((byte) => byte === FORBIDDEN_BYTE)) return [`${begin}FORBIDDENBYTE, as expected.`];
  const bytes = [...pad].map(
    (byte, i) => `        at ${label(i)}: 0x${hex(byte)}${byte === FORBIDDEN_BYTE ? '' : ' *** OUCH'}`,
  );
  return [`${begin}not all FORBIDDENBYTE (0x${hex(FORBIDDEN_BYTE)}):`, ...bytes];
}

function contentLine(content: Uint8Array): string {
  const words = [...content].map(hex);
  const long = words.length > 2 * SHOWN;
  const shown = long ? [...words.slice(0, SHOWN), '...', ...words.slice(-SHOWN)] : words;
  return `    Data at p: ${shown.join(' ')}`;
}

/** The description of the block, with a line end. `allocatedAt`: the lines of tracemalloc's traceback, if it runs. */
export function damageReport(damage: DamagedBlock, allocatedAt?: readonly string[]): string {
  const { block, bytes } = damage;
  const requested = bytes.length - HOOK_HEAD - TAIL;
  const lead = bytes.subarray(HOOK_HEAD - LEAD, HOOK_HEAD);
  const tail = bytes.subarray(HOOK_HEAD + requested);
  const start = shownAddress(block);
  const leadLines = padLines('p-', String(LEAD), lead, (i) => `p-${LEAD - i}`);
  const lines = [
    `Debug memory block at address p=0x${start.toString(16)}: API '${String.fromCharCode(bytes[8]!)}'`,
    `    ${requested} bytes originally requested`,
    ...leadLines,
    ...(leadLines.length > 1
      ? [
          '    Because memory is corrupted at the start, the count of bytes requested',
          '       may be bogus, and checking the trailing pad bytes may segfault.',
        ]
      : []),
    ...padLines('tail=', `0x${(start + requested).toString(16)}`, tail, (i) => `tail+${i}`),
    ...(requested > 0 ? [contentLine(bytes.subarray(HOOK_HEAD, HOOK_HEAD + requested))] : []),
    '',
    ...(allocatedAt
      ? ['Memory block allocated at (most recent call first):', ...allocatedAt]
      : ['Enable tracemalloc to get the memory block allocation traceback']),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** The sentence of Py_FatalError. Up to 3.8 it does not name the function. */
export function fatalSentence(damage: DamagedBlock, minor: number): string {
  const where = minor >= 9 ? `${damage.finder}: ` : '';
  return `Fatal Python error: ${where}${damage.message}\nPython runtime state: initialized\n`;
}
