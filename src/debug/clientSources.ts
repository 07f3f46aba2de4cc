/** What a client has open, and where it lies in the program: a file, or a cell as a part of its notebook's text. */

export interface ClientSource {
  /** By which the client knows it. */
  readonly path: string;
  readonly name: string;
  readonly text: string;
  /** Index of the program's file that it is, or is a part of. */
  readonly file: number;
  /** Lines of that file before its first. */
  readonly before: number;
}

/** A line (from 1) of something that the client has open. */
export interface ClientLine {
  readonly source: ClientSource;
  readonly line: number;
}

export class ClientSources {
  /** Parts of one file in their order. */
  constructor(readonly all: readonly ClientSource[]) {}

  byPath(path: string | undefined): ClientSource | undefined {
    return this.all.find((source) => source.path === path);
  }

  /** Where a client sees a line of a file. */
  at(file: number, line: number): ClientLine | undefined {
    const parts = this.all.filter((source) => source.file === file);
    const source = parts.filter(({ before }) => before < line).at(-1) ?? parts[0];
    return source && { source, line: line - source.before };
  }

  /** Those of a file's lines that are the source's, counted as the client counts them. */
  linesOf(source: ClientSource, lines: readonly number[]): readonly number[] {
    const ours = lines.filter((line) => this.at(source.file, line)?.source === source);
    return ours.map((line) => line - source.before);
  }
}
