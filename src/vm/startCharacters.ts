/** Which shared objects of one character exist before the first line of a script. */
import { oneByte } from '../objects/bytesCore.js';
import { startCharacters, tokensAreBytes } from '../spec/startCharacters.js';
import type { Runtime } from './runtime.js';

const STRINGS = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/u;
const WORDS = /#[^\n]*|\.?\d[\w.]*|[\p{L}_][\p{L}\p{N}_]*/u;
const OPERATORS = /\*\*=?|\/\/=?|>>=?|<<=?|!=|->|:=|\.\.\.|[-+*/%&|^@=<>]=/u;
/** Near enough: what matters are the tokens of one character. */
const TOKEN = new RegExp(`${STRINGS.source}|${WORDS.source}|${OPERATORS.source}|[^\\s]|\\n`, 'gu');

/** To be called before the script's constants and names are made. */
export function startOfCharacters(rt: Runtime): void {
  const start = startCharacters(rt.profile.minor);
  if (start === null) return;
  rt.madeOnes.fill(0);
  for (const character of start.characters) rt.madeOnes[character.charCodeAt(0)] = 1;
  for (const byte of start.bytes) rt.madeOnes[256 + byte.charCodeAt(0)] = 1;
}

/** The parser makes a bytes object of each token, and those of one byte stay. Follows pegen.c: _PyPegen_fill_token. */
export function keepBytesOfTokens(rt: Runtime, source: string): void {
  if (!tokensAreBytes(rt.profile.minor)) return;
  for (const [token] of source.matchAll(TOKEN)) {
    const code = token.charCodeAt(0);
    if (token.length === 1 && code < 128) rt.decref(oneByte(rt, code));
  }
}
