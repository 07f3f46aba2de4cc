/** Markdown that shows text of the user's program and never interprets it. */
import { oneLine } from './format.js';

/** Escapes everything that Markdown, or HTML in it, would act on. */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@"']/g, (c) =>
    c === '<' ? '&lt;' : c === '&' ? '&amp;' : `\\${c}`,
  );
}

/** An inline code span that holds any text: fenced by more backticks than the text has in a row. */
export function code(text: string): string {
  const safe = oneLine(text);
  if (safe === '') return '` `';
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}
