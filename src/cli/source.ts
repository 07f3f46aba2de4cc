// Reads Python source from a file as CPython does: byte-order mark, coding cookie, and its messages for what it refuses.
import { readFileSync } from 'node:fs';
import { minorOf, type PythonVersion } from '../spec/version.js';

/** Decoded source; or what CPython prints on stderr before it ends, with the status that it ends with. */
export type SourceResult = { ok: true; text: string } | { ok: false; stderr: string; status: number };

const failure = (stderr: string, status: number): SourceResult => ({ ok: false, stderr: `${stderr}\n`, status });

const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const BLANK_OR_COMMENT = /^[ \t\f]*(?:#.*)?$/;

/** The encoding that a comment in the first two lines names (PEP 263), lower case with dashes. */
function cookieOf(bytes: Uint8Array): string | undefined {
  const lines = Buffer.from(bytes.subarray(0, 400))
    .toString('latin1')
    .split(/\r\n|\r|\n/, 2);
  for (const line of lines) {
    const match = COOKIE.exec(line);
    if (match) return match[1]?.toLowerCase().replaceAll('_', '-');
    if (!BLANK_OR_COMMENT.test(line)) return undefined;
  }
  return undefined;
}

/** What a decoder of the host takes for Python's name; undefined for an encoding that we do not know. */
function hostEncoding(name: string): string | undefined {
  if (/^utf-?8($|-)/.test(name)) return 'utf-8';
  if (/^(latin-?1|iso-?8859-1|l1|cp819)($|-)/.test(name)) return 'latin1';
  if (/^(us-)?ascii$/.test(name)) return 'utf-8';
  try {
    return new TextDecoder(name.replace(/^cp(125\d)$/, 'windows-$1')).encoding;
  } catch {
    return undefined;
  }
}

/** Range of the second byte after lead bytes that restrict it: overlong forms, surrogates, beyond U+10FFFF. */
const SECOND_BYTE: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/** Index of the first character that is not UTF-8, -1 when all are. */
function firstInvalidByte(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i] ?? 0;
    const following = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (following < 0) return i;
    for (let k = 1; k <= following; k++) {
      const [low, high] = (k === 1 && SECOND_BYTE.get(lead)) || [0x80, 0xbf];
      const byte = bytes[i + k] ?? 0;
      if (byte < low || byte > high) return i;
    }
    i += following + 1;
  }
  return -1;
}

/** TextDecoder takes `latin1` for cp1252, which differs from it in 0x80 to 0x9f. */
function decodeAs(encoding: string, bytes: Uint8Array): string {
  return encoding === 'latin1' ? Buffer.from(bytes).toString('latin1') : new TextDecoder(encoding).decode(bytes);
}

function lineOfByte(bytes: Uint8Array, index: number): number {
  let line = 1;
  for (let i = 0; i < index; i++) if (bytes[i] === 0x0a) line++;
  return line;
}

/** Decodes a program. `file` is the path as tracebacks show it. */
export function decodeSource(bytes: Uint8Array, file: string, version: PythonVersion): SourceResult {
  const minor = minorOf(version);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = hasMark ? bytes.subarray(3) : bytes;
  const cookie = cookieOf(body);
  const encoding = cookie === undefined ? 'utf-8' : hostEncoding(cookie);
  if (encoding === undefined) {
    const place = minor === 8 ? `  File "${file}", line 1\n` : '';
    return failure(`${place}SyntaxError: encoding problem: ${cookie}`, 1);
  }
  if (encoding === 'utf-8') {
    const bad = firstInvalidByte(body);
    if (bad >= 0) {
      const line = lineOfByte(body, bad);
      const byte = (body[bad] ?? 0).toString(16).padStart(2, '0');
      const address = minor >= 10 ? 'https://peps.python.org' : 'https://python.org/dev/peps';
      const place = minor === 8 ? `  File "${file}", line ${line}\n` : '';
      const end = `but no encoding declared; see ${address}/pep-0263/ for details`;
      return failure(
        `${place}SyntaxError: Non-UTF-8 code starting with '\\x${byte}' in file ${file} on line ${line}, ${end}`,
        1,
      );
    }
  }
  const nul = body.indexOf(0);
  if (nul >= 0 && minor >= 11) {
    const line = lineOfByte(body, nul);
    const text = decodeAs(encoding, body.subarray(0, nul)).split('\n')[line - 1] ?? '';
    return failure(
      `  File "${file}", line ${line}\n    ${text.trim()}\nSyntaxError: source code cannot contain null bytes`,
      1,
    );
  }
  return { ok: true, text: decodeAs(encoding, nul >= 0 ? body.subarray(0, nul) : body) };
}

/** Reads the main program. `typed` is the path as the user wrote it, `file` as tracebacks show it. */
export function readProgram(typed: string, file: string, version: PythonVersion): SourceResult {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(typed);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') return failure(`python3: can't find '__main__' module in '${file}'`, 1);
    const [errno, words] = ERRORS.get(code ?? '') ?? [5, 'Input/output error'];
    return failure(`python3: can't open file '${file}': [Errno ${errno}] ${words}`, 2);
  }
  return decodeSource(bytes, file, version);
}

/** Number and sentence, as Linux gives them. */
const ERRORS: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['ENOENT', [2, 'No such file or directory']],
  ['EACCES', [13, 'Permission denied']],
  ['ENOTDIR', [20, 'Not a directory']],
  ['ENAMETOOLONG', [36, 'File name too long']],
  ['ELOOP', [40, 'Too many levels of symbolic links']],
]);

/** The text of a module that the program imports; null where there is no such file. */
export function readModule(path: string, version: PythonVersion): string | null {
  try {
    const source = decodeSource(readFileSync(path), path, version);
    return source.ok ? source.text : null;
  } catch {
    return null;
  }
}
