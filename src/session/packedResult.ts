/**
 * The result of a long run, or of one with many cycles, on its way to the host: as bytes, the annotations in parts of
 * some hundred lines, and read where it is looked at. A host that took them as objects would do nothing else for the
 * time of many frames.
 */
import type { ExploreResult, FileAnnotations, LineAnnotation } from '../protocol/run.js';
import type { PackedFile, PackedPart, PackedResult } from '../protocol/worker.js';

/** A result with fewer lines and fewer cycles than these goes as it is. */
const LONG = 2000;
const MANY_CYCLES = 50;
const PART_LINES = 500;

const encoder = new TextEncoder();
const bytesOf = (value: unknown) => encoder.encode(JSON.stringify(value));
const readBytes = (bytes: Uint8Array<ArrayBuffer>) => JSON.parse(new TextDecoder().decode(bytes));

function packFile({ path, lines }: FileAnnotations): PackedFile {
  const parts: PackedPart[] = [];
  for (let from = 0; from < lines.length; from += PART_LINES) {
    const some = lines.slice(from, from + PART_LINES);
    parts.push({ first: some[0]!.line, last: some.at(-1)!.line, bytes: bytesOf(some) });
  }
  return { path, parts };
}

/** A long result as bytes, and the buffers to hand over; undefined for a short one. */
export function packResult(result: ExploreResult): { packed: PackedResult; transfer: ArrayBuffer[] } | undefined {
  const lines = result.files.reduce((sum, file) => sum + file.lines.length, 0);
  if (lines < LONG && result.cycles.length < MANY_CYCLES) return undefined;
  const { files, cycles, picture, ...rest } = result;
  const packed: PackedResult = {
    rest,
    files: files.map(packFile),
    cycles: bytesOf(cycles),
    ...(picture ? { picture: Object.entries(picture).map(([key, value]) => ({ key, bytes: bytesOf(value) })) } : {}),
  };
  const all = [...packed.files.flatMap((file) => file.parts), ...(packed.picture ?? []), { bytes: packed.cycles }];
  return { packed, transfer: all.map(({ bytes }) => bytes.buffer) };
}

/** Gives an object a property that is read when it is first asked for. An own one, so that copies and JSON have it, too. */
function later(object: object, key: string, read: () => unknown): void {
  const get = () => {
    const value = read();
    Object.defineProperty(object, key, { enumerable: true, value });
    return value;
  };
  Object.defineProperty(object, key, { configurable: true, enumerable: true, get });
}

/** The result as it was before it was packed; its parts are read when somebody asks for them. */
export function unpackResult({ rest, files, cycles, picture }: PackedResult): ExploreResult {
  const result = { ...rest, files: files.map((file) => new LongFile(file)) };
  later(result, 'cycles', () => readBytes(cycles));
  if (picture) {
    const moment = {};
    for (const { key, bytes } of picture) later(moment, key, () => readBytes(bytes));
    later(result, 'picture', () => moment);
  }
  return result as unknown as ExploreResult;
}

class LongFile implements FileAnnotations {
  readonly path: string;
  declare readonly lines: readonly LineAnnotation[];
  readonly #parts: readonly PackedPart[];
  readonly #read = new Map<PackedPart, readonly LineAnnotation[]>();

  constructor({ path, parts }: PackedFile) {
    this.path = path;
    this.#parts = parts;
    later(this, 'lines', () => this.between(1, Number.POSITIVE_INFINITY));
  }

  between(from: number, to: number): readonly LineAnnotation[] {
    return this.#parts
      .filter((part) => part.first <= to && part.last >= from)
      .flatMap((part) => this.#lines(part))
      .filter(({ line }) => line >= from && line <= to);
  }

  #lines(part: PackedPart): readonly LineAnnotation[] {
    const lines = this.#read.get(part) ?? readBytes(part.bytes);
    this.#read.set(part, lines);
    return lines;
  }
}

/** The annotations of lines `from` to `to`, both from 1 and included, without reading more than is needed. */
export function linesBetween(file: FileAnnotations | undefined, from: number, to: number): readonly LineAnnotation[] {
  if (file instanceof LongFile) return file.between(from, to);
  return file?.lines.filter(({ line }) => line >= from && line <= to) ?? [];
}

/** The annotation of a line (from 1). */
export function annotationOf(file: FileAnnotations | undefined, line: number): LineAnnotation | undefined {
  return linesBetween(file, line, line)[0];
}
