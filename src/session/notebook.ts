/** A notebook as one program: its cells in order, without what only IPython understands. */

/** A line of IPython's own: a magic, a shell command, a question. */
export interface OwnLine {
  /** In the program, from 1; of a cell magic its first line. */
  readonly line: number;
  /** Columns from 0, the second exclusive. */
  readonly from: number;
  readonly to: number;
  /** `%timeit`, `!ls`, `%%bash`, `list?` */
  readonly name: string;
}

export interface NotebookProgram {
  readonly text: string;
  /** Lines of the program before each cell. */
  readonly offsets: readonly number[];
  readonly ownLines: readonly OwnLine[];
}

/** At the beginning of a statement: `%magic`, `!command`, `?name`, `name = %magic`, `name = !command`; `name?`. */
const OWN = /^(\s*)(?:([%!?]{1,2}[\w./~-]*)|[\w.,\s]+=\s*([%!][\w./~-]+)|(\??[\w.*]+\?{1,2})\s*$)/;
const CELL_MAGIC = /^%%\w+/;

/** Joins the cells. A line of IPython's own becomes `pass`, so that all lines stay where they are. */
export function notebookProgram(cells: readonly string[]): NotebookProgram {
  const lines: string[] = [];
  const offsets: number[] = [];
  const ownLines: OwnLine[] = [];
  for (const cell of cells) {
    offsets.push(lines.length);
    const own = cell.split(/\r\n|\r|\n/);
    const magic = own.find((line) => line.trim() !== '');
    const name = magic === undefined ? undefined : CELL_MAGIC.exec(magic)?.[0];
    if (magic !== undefined && name !== undefined) {
      ownLines.push({ line: lines.length + own.indexOf(magic) + 1, from: 0, to: magic.length, name });
      lines.push(...own.map(() => ''));
    } else lines.push(...withoutOwnLines(own, lines.length, ownLines));
  }
  return { text: `${lines.join('\n')}\n`, offsets, ownLines };
}

function withoutOwnLines(lines: readonly string[], before: number, found: OwnLine[]): string[] {
  const state = new Reader();
  return lines.map((line, i) => {
    const match = state.isBetweenStatements ? OWN.exec(line) : null;
    const name = match?.[2] ?? match?.[3] ?? match?.[4];
    if (match === null || name === undefined || name === '%' || name === '!') {
      state.read(line);
      return line;
    }
    const indent = match[1]!;
    found.push({ line: before + i + 1, from: indent.length, to: line.trimEnd().length, name });
    return `${indent}pass`;
  });
}

/** Knows, line by line, whether a new statement begins. */
class Reader {
  private depth = 0;
  private quotes = '';
  private goesOn = false;

  get isBetweenStatements(): boolean {
    return this.depth === 0 && this.quotes === '' && !this.goesOn;
  }

  read(line: string): void {
    let i = 0;
    while (i < line.length) {
      if (this.quotes !== '') {
        if (line[i] === '\\') i += 2;
        else if (line.startsWith(this.quotes, i)) {
          i += this.quotes.length;
          this.quotes = '';
        } else i++;
        continue;
      }
      const c = line[i]!;
      if (c === '#') break;
      if (c === '"' || c === "'") {
        this.quotes = line.startsWith(c.repeat(3), i) ? c.repeat(3) : c;
        i += this.quotes.length;
        continue;
      }
      if ('([{'.includes(c)) this.depth++;
      else if (')]}'.includes(c)) this.depth = Math.max(0, this.depth - 1);
      i++;
    }
    this.goesOn = /\\\s*$/.test(line);
    // A text in single quotes ends with its line.
    if (this.quotes.length === 1 && !this.goesOn) this.quotes = '';
  }
}
