/** The words of the debugger: values with their counts, what a stop is about, what is watched. */
import { formatAddress } from '../protocol/address.js';
import type {
  DataChange,
  DebugObject,
  DebugScopeKind,
  DebugStop,
  DebugStopReason,
  DebugValue,
} from '../protocol/debug.js';
import type { Holder, ObjectDetail } from '../protocol/objects.js';
import {
  budgetWords,
  countWords,
  generationWords,
  holderWords,
  isPlainRepr,
  markWords,
  objectWords,
  placeWords,
} from './describe.js';
import { formatBytes, oneLine } from './format.js';
import { english, type Say } from './say.js';

/** `[1, 2] · 3 references`, `Node · 1 reference`: in a narrow list an address would hide the count. */
export function valueWords(object: DebugObject, say: Say = english): string {
  const text = isPlainRepr(object) ? object.type : object.repr.replace(/ at 0x[0-9a-f]+>$/, '>');
  return `${oneLine(text)} · ${countWords(object, say)}`;
}

/** The value that a person asked for by itself: its text may have several lines. */
export function answerWords(object: DebugObject, say: Say = english): string {
  return `${object.repr} · ${countWords(object, say)}`;
}

/** `list at 0x7f2e001040a0`. */
export function typeWords(object: DebugObject, addressBase: number, say: Say = english): string {
  return say('{0} at {1}', object.type, formatAddress(addressBase, object.address));
}

export function scopeName(kind: DebugScopeKind, say: Say = english): string {
  switch (kind) {
    case 'locals':
      return say('Locals');
    case 'globals':
      return say('Globals');
    case 'cells':
      return say('Closure Cells');
    case 'stack':
      return say('Value Stack');
  }
}

/** A slot of the value stack that holds nothing. */
export function emptySlotWords(say: Say = english): string {
  return say('empty');
}

/** One line of what memory says of an object. `role`: what the line is about, for whoever acts on it. */
export interface MemoryLine {
  readonly role: 'count' | 'holder' | 'freed' | 'address' | 'fact';
  readonly name: string;
  readonly value: string;
}

/** The name of the group in which an object's memory is told of. */
export function memoryName(say: Say = english): string {
  return say('memory');
}

export function memoryLines(detail: ObjectDetail, addressBase: number, say: Say = english): readonly MemoryLine[] {
  const fact = (name: string, value: string): MemoryLine => ({ role: 'fact', name, value });
  const isStatic = detail.marks.includes('static');
  return [
    { role: 'count', name: say('references'), value: countWords(detail, say) },
    ...(isStatic ? [] : [{ role: 'freed', name: say('freed'), value: say('no') } as const]),
    { role: 'address', name: say('address'), value: formatAddress(addressBase, detail.address) },
    fact(say('size'), formatBytes(detail.sizeBytes, say)),
    fact(say('place'), placeWords(detail.place, addressBase, say)),
    fact(say('collector'), generationWords(detail, say)),
    ...detail.marks.filter((mark) => mark !== 'static').map((mark) => fact(say('mark'), markWords(mark, say))),
  ];
}

/** The entries of the ledger. */
export function holderLines(detail: ObjectDetail, say: Say = english): readonly MemoryLine[] {
  return detail.holders.map((holder: Holder) => ({
    role: 'holder',
    name: holder.times > 1 ? `×${holder.times}` : '1',
    value: holderWords(holder, say),
  }));
}

/** What a data breakpoint watches: `count of list [1, 2]`. */
export function watchWords(
  what: 'count' | 'freed',
  object: Pick<DebugObject, 'type' | 'repr'>,
  say: Say = english,
): string {
  const words = oneLine(objectWords(object));
  return what === 'count' ? say('count of {0}', words) : say('death of {0}', words);
}

/** The same where several objects look alike: `count of Node at 0x7f2e001040a0`. */
export function watchWordsInFull(
  what: 'count' | 'freed',
  object: Pick<DebugObject, 'type' | 'repr' | 'address'>,
  addressBase: number,
  say: Say = english,
): string {
  return say('{0} at {1}', watchWords(what, object, say), formatAddress(addressBase, object.address));
}

/** Why an object cannot be watched. */
export function unwatchableWords(object: Pick<DebugObject, 'count' | 'marks'> | undefined, say: Say = english): string {
  return object === undefined
    ? say('There is no object to watch.')
    : say('Its count tells nothing: {0}.', countWords(object, say));
}

/** What happened to a watched object: `count of list [1, 2]: 2 → 3 by line 7`. */
export function changeWords(change: DataChange, watched: string, say: Say = english): string {
  const by = change.line > 0 ? ` ${say('by line {0}', change.line)}` : '';
  if (change.after === 0) return `${say('{0}: freed', watched)}${by}`;
  if (change.before === 0) return `${say('{0}: created', watched)}${by}`;
  return `${watched}: ${change.before} → ${change.after}${by}`;
}

/** What VS Code shows beside "Paused": empty where its own word for the reason says it all. */
export function stopWords(stop: Pick<DebugStop, 'reason' | 'detail'>, say: Say = english): string {
  switch (stop.reason) {
    case 'start':
      return say('the first line: nothing ran before');
    case 'end':
      return say('the end of the program: its names are still there');
    case 'budget':
      return budgetWords(stop.detail ?? '', say);
    case 'notSimulated':
      return say('not simulated: {0}', stop.detail ?? '');
    case 'fault':
      return say('The simulator made a mistake, not your program: {0}', stop.detail?.split('\n')[0] ?? '');
    default:
      return '';
  }
}

/** The protocol's name of a stop's reason. */
export function stopReason(reason: DebugStopReason): string {
  switch (reason) {
    case 'breakpoint':
    case 'exception':
    case 'entry':
    case 'step':
    case 'pause':
      return reason;
    case 'function':
      return 'function breakpoint';
    case 'data':
      return 'data breakpoint';
    case 'goal':
      return 'goto';
    case 'start':
      return 'entry';
    default:
      return 'pause';
  }
}

/** Why an expression has no value. */
export function evaluationErrorWords(
  value: Extract<DebugValue, { readonly error: string }>,
  say: Say = english,
): string {
  switch (value.why) {
    case 'python':
      return value.error;
    case 'notSimulated':
      return say('not simulated: {0}', value.error);
    case 'budget':
      return say('The expression takes too long or too much memory.');
  }
}
