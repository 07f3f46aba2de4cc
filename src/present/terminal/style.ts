/** How parts of a text may be set off where it is read in a terminal. No fact is told by style alone. */
export interface Style {
  title(text: string): string;
  /** What can be skipped: line numbers, addresses. */
  quiet(text: string): string;
  /** What changed. */
  news(text: string): string;
  /** What the reader should look at: a cycle, garbage, a difference. */
  alert(text: string): string;
}

const same = (text: string): string => text;

/** Leaves everything as it is. */
export const plain: Style = { title: same, quiet: same, news: same, alert: same };

const sgr =
  (code: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${code}m${text}\u001b[0m`;

/** ANSI colours (SGR). */
export const ansi: Style = { title: sgr(1), quiet: sgr(2), news: sgr(36), alert: sgr(33) };
