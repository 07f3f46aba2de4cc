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

/** Index of the first byte that is not UTF-8, -1 when all are. */
function firstInvalidByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    decoder.decode(bytes);
    return -1;
  } catch {
    // Binary search for the longest valid prefix; `stream` forgives a character cut at the end.
    let low = 0;
    let high = bytes.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      try {
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, middle), { stream: true });
        low = middle;
      } catch {
        high = middle - 1;
      }
    }
    // Back to the start of the character that the bad byte spoils.
    let start = low;
    while (start > 0 && low - start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
    return (bytes[start] ?? 0) >= 0x80 ? start : low;
  }
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
    const text = new TextDecoder(encoding).decode(body.subarray(0, nul)).split('\n')[line - 1] ?? '';
    return failure(
      `  File "${file}", line ${line}\n    ${text.trim()}\nSyntaxError: source code cannot contain null bytes`,
      1,
    );
  }
  return { ok: true, text: new TextDecoder(encoding).decode(nul >= 0 ? body.subarray(0, nul) : body) };
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
