/**
 * The result of a run on its way to the host: as JSON, the annotations in parts of some hundred lines, and read where
 * it is looked at. A host that took a long result as objects would do nothing else for the time of many frames, and
 * objects of a short one take the worker and the host three times as long as their text.
 */
import type { ExploreResult, FileAnnotations, LineAnnotation } from '../protocol/run.js';
import type { PackedFile, PackedPart, PackedResult, PackedText } from '../protocol/worker.js';

const PART_LINES = 500;
/** Characters from which on a text is handed over as bytes. */
const LONG = 1 << 14;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function pack(value: unknown): PackedText {
  const text = JSON.stringify(value);
  return text.length < LONG ? text : encoder.encode(text);
}

function read(packed: PackedText): unknown {
  return JSON.parse(typeof packed === 'string' ? packed : decoder.decode(packed));
}

function packFile({ path, lines }: FileAnnotations): PackedFile {
  const parts: PackedPart[] = [];
  for (let from = 0; from < lines.length; from += PART_LINES) {
    const some = lines.slice(from, from + PART_LINES);
    parts.push({ first: some[0]!.line, last: some.at(-1)!.line, lines: pack(some) });
  }
  return { path, parts };
}

/** A result as JSON, and the buffers to hand over. */
export function packResult(result: ExploreResult): { packed: PackedResult; transfer: ArrayBuffer[] } {
  const { files, cycles, picture, ...rest } = result;
  const packed: PackedResult = {
    rest: pack(rest),
    files: files.map(packFile),
    cycles: pack(cycles),
    ...(picture ? { picture: Object.entries(picture).map(([key, value]) => ({ key, value: pack(value) })) } : {}),
  };
  const texts = [packed.rest, packed.cycles, ...(packed.picture ?? []).map(({ value }) => value)];
  for (const { parts } of packed.files) for (const { lines } of parts) texts.push(lines);
  return { packed, transfer: texts.flatMap((text) => (typeof text === 'string' ? [] : [text.buffer])) };
}

/** Gives an object a property that is made when it is first asked for. An own one, so that copies and JSON have it, too. */
function later(object: object, key: string, make: () => unknown): void {
  const get = () => {
    const value = make();
    Object.defineProperty(object, key, { enumerable: true, value });
    return value;
  };
  Object.defineProperty(object, key, { configurable: true, enumerable: true, get });
}

/** The result as it was before it was packed; its parts are read when somebody asks for them. */
export function unpackResult({ rest, files, cycles, picture }: PackedResult): ExploreResult {
  const result = { ...(read(rest) as object), files: files.map((file) => new PackedLines(file)) };
  later(result, 'cycles', () => read(cycles));
  if (picture) {
    const moment = {};
    for (const { key, value } of picture) later(moment, key, () => read(value));
    later(result, 'picture', () => moment);
  }
  return result as unknown as ExploreResult;
}

class PackedLines implements FileAnnotations {
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
    const lines = this.#read.get(part) ?? (read(part.lines) as readonly LineAnnotation[]);
    this.#read.set(part, lines);
    return lines;
  }
}

/** The annotations of lines `from` to `to`, both from 1 and included, without reading more than is needed. */
export function linesBetween(file: FileAnnotations | undefined, from: number, to: number): readonly LineAnnotation[] {
  if (file instanceof PackedLines) return file.between(from, to);
  return file?.lines.filter(({ line }) => line >= from && line <= to) ?? [];
}

/** The annotation of a line (from 1). */
export function annotationOf(file: FileAnnotations | undefined, line: number): LineAnnotation | undefined {
  return linesBetween(file, line, line)[0];
}
