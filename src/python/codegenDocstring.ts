/** Docstrings as 3.13 stores them: without the margin of their lines. Follows compile.c: _PyCompile_CleanDoc. */
export function cleanDocstring(docstring: string): string {
  const [first = '', ...others] = expandTabs(docstring).split('\n');
  let margin = Number.POSITIVE_INFINITY;
  for (const line of others) {
    const indent = leadingSpaces(line);
    if (indent < line.length) margin = Math.min(margin, indent);
  }
  if (margin === Number.POSITIVE_INFINITY) margin = 0;
  const stripped = others.map((line) => line.slice(Math.min(margin, leadingSpaces(line))));
  return [first.slice(leadingSpaces(first)), ...stripped].join('\n');
}

function leadingSpaces(line: string): number {
  let count = 0;
  while (line[count] === ' ') count++;
  return count;
}

/** `str.expandtabs()` with its default of 8 columns. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let out = '';
  let column = 0;
  for (const character of text) {
    if (character === '\t') {
      const spaces = 8 - (column % 8);
      out += ' '.repeat(spaces);
      column += spaces;
    } else {
      out += character;
      column = character === '\n' || character === '\r' ? 0 : column + 1;
    }
  }
  return out;
}
