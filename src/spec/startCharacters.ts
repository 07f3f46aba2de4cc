/**
 * Which str objects of one character and bytes objects of one byte there are when a script begins: to 3.10 each is made
 * when it is first needed. Measured with test/oracle/record_start_characters.py.
 */

/** Characters of the names and constants that the start of the interpreter needs (3.8 to 3.10). */
const CHARACTERS = '\n\r#$)*-./8:=?BCDEFGLMNOPRSTWX\\]_abcdefghijklmnopqrstuvwx{}~';

/** Bytes: the digits stand in variables of a usual environment; the parser of 3.9 and 3.10 adds those of tokens. */
const BYTES = '\n01';

/** The texts of one character that exist as str and as bytes, or null where all always exist (3.11+). */
export function startCharacters(minor: number): { readonly characters: string; readonly bytes: string } | null {
  return minor <= 10 ? { characters: CHARACTERS, bytes: BYTES } : null;
}

/** Whether the parser makes a bytes object of each token. */
export const tokensAreBytes = (minor: number): boolean => minor === 9 || minor === 10;
