/**
 * Turns an English sentence with `{0}`, `{1}` ... into the reader's language. The English text is the key, as in
 * `vscode.l10n.t`, so a host can hand in its own. Every word that a user reads goes through one of these.
 */
export type Say = (english: string, ...args: readonly (string | number)[]) => string;

/** Fills the placeholders and leaves the language alone. */
export const english: Say = (text, ...args) =>
  text.replace(/\{(\d+)\}/g, (whole, index) => {
    const value = args[Number(index)];
    return value === undefined ? whole : String(value);
  });

/** Speaks the language of these translations, English where there is none. */
export function translated(translations: ReadonlyMap<string, string>): Say {
  return (text, ...args) => english(translations.get(text) ?? text, ...args);
}
