/** Which files beside a program it may import: told from its text, without running it. */

/** Dotted names after `import` and `from`; approximate on purpose, what is not a file is left out by who reads them. */
export function importedNames(text: string): readonly string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import|import[ \t]+([^#\r\n;]+))/gm)) {
    const list = match[1] ? [match[1]] : (match[2] ?? '').split(',').map((part) => part.trim().split(/\s+/)[0] ?? '');
    for (const name of list) if (/^\w+(\.\w+)*$/.test(name)) names.add(name);
  }
  return [...names];
}

/** Where a module may be, relative to the program's folder, in the order in which CPython looks. */
export function modulePaths(name: string): readonly string[] {
  const stem = name.replaceAll('.', '/');
  return [`${stem}/__init__.py`, `${stem}.py`];
}
