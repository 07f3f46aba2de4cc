/** The words for one fact each: an object's marks, a holder, a place, a death, a collection, a cycle. */
import { type Address, formatAddress } from '../protocol/address.js';
import { HOOK_BYTES } from '../protocol/allocators.js';
import type { BlockHooks, BlockPlace, Holder, ObjectEdge, ObjectMark, ObjectSummary } from '../protocol/objects.js';
import type { Collection, Cycle, FreedNote, Outcome, Teardown } from '../protocol/run.js';
import type { WorkerError } from '../protocol/worker.js';
import { formatBytes, formatInteger, listWords, plural, shorten } from './format.js';
import type { Say } from './say.js';

/** `the module` or `Node.__init__()`. */
export function scopeWords(scope: string, say: Say): string {
  return scope === '' ? say('the module') : `${scope}()`;
}

export function markWords(mark: ObjectMark, say: Say): string {
  switch (mark) {
    case 'immortal':
      return say('immortal: its count never changes');
    case 'smallInt':
      return say('a cached small integer, shared by the whole interpreter');
    case 'interned':
      return say('an interned string: equal identifiers share it');
    case 'constant':
      return say('a constant, held by its code object');
    case 'static':
      return say('static: part of the interpreter, not of the heap');
  }
}

/** `2 references`, or `immortal`. */
export function countWords(object: Pick<ObjectSummary, 'count' | 'marks'>, say: Say): string {
  if (object.marks.includes('immortal')) return say('immortal');
  // Up to 3.11 its count is what the whole interpreter makes of it: no number that a program explains.
  if (object.marks.includes('static')) return say('shared by the whole interpreter');
  return plural(say, object.count, '1 reference', '{0} references');
}

/** Whether the preview says no more than type and address, as `object.__repr__` does. */
export function isPlainRepr(object: { readonly type: string; readonly repr: string }): boolean {
  return /^<[\w.<>]+ object at 0x[0-9a-f]+>$/.test(object.repr);
}

/** `list [1, 2]`, or only the type where the preview says no more. */
export function objectWords(object: { readonly type: string; readonly repr: string }, length = 40): string {
  const preview = shorten(object.repr, length);
  if (preview === '' || preview === object.type || isPlainRepr(object)) return object.type;
  if (object.type === 'type' || preview.startsWith(`<${object.type} `)) return preview;
  return `${object.type} ${preview}`;
}

/** Who holds a reference: `name a in the module`, `element 0 of list [...]`. */
export function holderWords(holder: Holder, say: Say): string {
  const from = holder.from ? objectWords(holder.from, 30) : '';
  const scope = scopeWords(holder.scope ?? '', say);
  switch (holder.kind) {
    case 'name':
      return say('name {0} in {1}', holder.label, scope);
    case 'element':
      return say('element {0} of {1}', holder.label, from);
    case 'key':
      return say('key {0} of {1}', holder.label, from);
    case 'value':
      return say('value of {0} in {1}', holder.label, from);
    case 'attribute':
      return say('attribute {0} of {1}', holder.label, from);
    case 'cell':
      return say('closure variable {0} of {1}', holder.label, from || scope);
    case 'constant':
      return say('constant of {0}', from || scope);
    case 'argument':
      return say('argument {0} of a call in {1}', holder.label, scope);
    case 'temporary':
      return say('a temporary of {0}', scope);
    case 'iterator':
      return from ? say('an iterator: {0}', from) : say('an iterator');
    case 'type':
      return say('type of {0}', from);
    case 'frame':
      return say('the frame of {0}', scope);
    case 'interpreter':
      return holder.label ? say('the interpreter: {0}', holder.label) : say('the interpreter');
    case 'other':
      return holder.label || from || say('another holder');
  }
}

/** A reference as Python would write it after the holding object: `[0]`, `.left`. */
export function edgeWords(edge: Pick<ObjectEdge, 'kind' | 'label'>): string {
  switch (edge.kind) {
    case 'element':
    case 'value':
      return `[${edge.label}]`;
    case 'attribute':
      return `.${edge.label}`;
    default:
      return edge.label;
  }
}

export function generationWords(object: Pick<ObjectSummary, 'tracked' | 'generation'>, say: Say): string {
  if (!object.tracked || object.generation === null) return say('not tracked by the collector');
  if (object.generation > 2) return say('permanent generation');
  return say('generation {0}', object.generation);
}

/** Where the object's block lies, in one line. */
export function placeWords(place: BlockPlace, addressBase: number, say: Say): string {
  switch (place.kind) {
    case 'pool': {
      const lost = place.blockBytes - place.requestedBytes - HOOK_BYTES * (place.hooks?.length ?? 0);
      const pool = formatAddress(addressBase, place.pool);
      return lost === 0
        ? say('size class {0} (blocks of {1} bytes) in pool {2}', place.sizeClass, place.blockBytes, pool)
        : plural(
            say,
            lost,
            'size class {1} (blocks of {2} bytes, {0} byte lost to rounding) in pool {3}',
            'size class {1} (blocks of {2} bytes, {0} bytes lost to rounding) in pool {3}',
            place.sizeClass,
            place.blockBytes,
            pool,
          );
    }
    case 'system':
      return place.requestedBytes > 512
        ? say('system heap: more than 512 bytes ({0} asked for)', formatBytes(place.requestedBytes, say))
        : say('outside of pools ({0} asked for)', formatBytes(place.requestedBytes, say));
    case 'static':
      return say('static: part of the interpreter, not of the heap');
  }
}

const hex = (bytes: readonly number[]): string => bytes.map((b) => b.toString(16).padStart(2, '0')).join(' ');

/** What a pair of debug hooks reads: `o, 56 bytes: 00 ... fd | fd ... fd`. The block itself stands where the bar is. */
export function hookWords({ api, requestedBytes, before, after }: BlockHooks, say: Say): string {
  return say('{0}, {1}: {2} | {3}', api, formatBytes(requestedBytes, say), hex(before), hex(after));
}

/** The debug hooks around an object's block, one line for each pair. */
export function hookLines(place: BlockPlace, say: Say): readonly string[] {
  if (place.kind === 'static' || !place.hooks) return [];
  return place.hooks.map((hooks) => say('debug hooks {0}', hookWords(hooks, say)));
}

/** `freed list`, `freed 3 Node by the collector`. */
export function freedWords(note: FreedNote, say: Say): string {
  const what = note.times === 1 ? note.type : `${note.type} ×${formatInteger(note.times)}`;
  return note.cause === 'collector' ? say('collector freed {0}', what) : say('freed {0}', what);
}

/** All that is told of a death: `freed Node ×3, last name head, created on line 10, held by ...`. */
export function deathWords(note: FreedNote, say: Say): string {
  const parts = [freedWords(note, say)];
  if (note.repr && note.times === 1 && note.repr !== note.type) parts.push(shorten(note.repr, 40));
  if (note.name) parts.push(say('last name {0}', note.name));
  if (note.bornLine) parts.push(say('created on line {0}', note.bornLine));
  const held = lostHolderWords(note, say);
  if (held) parts.push(held);
  if (note.exit) parts.push(teardownWords(note.exit, say));
  return listWords(parts, say);
}

/** Why something dies at the interpreter's end, or runs then: `when the name a of __main__ is set to None`. */
export function teardownWords(stage: Teardown, say: Say): string {
  switch (stage.kind) {
    case 'atexit':
      return say('while functions of atexit run');
    case 'firstCollection':
      return say('in the collection before the modules go');
    case 'modules':
      return say('when sys.modules lets go of the modules');
    case 'lastCollection':
      return say('in the collection after the modules have gone');
    case 'name':
      return say('when the name {0} of {1} is set to None', stage.name, stage.module);
  }
}

/** What led to a death: `held by node (Node of line 3) until that died`. Undefined where the line itself did. */
function lostHolderWords({ holder }: FreedNote, say: Say): string | undefined {
  if (!holder) return undefined;
  const who = holder.bornLine ? say('{0} of line {1}', holder.type, holder.bornLine) : holder.type;
  return say('held by {0}, which died', holder.name ? `${holder.name} (${who})` : who);
}

export function reasonWords(collection: Pick<Collection, 'reason'>, say: Say): string {
  switch (collection.reason) {
    case 'threshold':
      return say('threshold passed');
    case 'explicit':
      return say('gc.collect() called');
    case 'asked':
      return say('asked for here');
    case 'exit':
      return say('end of the interpreter');
  }
}

/** `generation 2: 4 of 37 unreachable`. */
export function collectionWords(collection: Collection, say: Say): string {
  const text = say(
    'generation {0}: {1} of {2} unreachable',
    collection.generation,
    formatInteger(collection.collected + collection.uncollectable),
    formatInteger(collection.examined),
  );
  return collection.uncollectable > 0 ? `${text}, ${say('{0} uncollectable', collection.uncollectable)}` : text;
}

/** The members in the order in which the references lead round: `Node → list → Node`; other members follow. */
export function cyclePath(cycle: Cycle): readonly ObjectSummary[] {
  const byAddress = new Map<Address, ObjectSummary>(cycle.members.map((m) => [m.address, m]));
  const first = cycle.members[0];
  if (!first) return [];
  const path: ObjectSummary[] = [];
  const seen = new Set<Address>();
  let at: ObjectSummary | undefined = first;
  while (at && !seen.has(at.address)) {
    seen.add(at.address);
    path.push(at);
    const here: Address = at.address;
    const next: ObjectEdge | undefined = cycle.edges.find((e) => e.from === here && !seen.has(e.to));
    at = next && byAddress.get(next.to);
  }
  return path;
}

/** `Node → list → Node`, cut after five. */
export function cycleWords(cycle: Cycle, say: Say): string {
  const path = cyclePath(cycle).map((m) => m.type);
  if (cycle.membersTotal === 1) return say('{0} refers to itself', path[0] ?? '');
  const shown = path.slice(0, 5);
  const rest = cycle.membersTotal - shown.length;
  const more = rest > 0 ? ` → ${plural(say, rest, '{0} more', '{0} more')}` : '';
  return `${shown.join(' → ')}${more} → ${shown[0]}`;
}

/** Why the cycle is there still, or how it went. */
export function cycleStateWords(cycle: Cycle, collections: readonly Collection[], say: Say): string {
  if (cycle.collectedBy !== undefined) {
    const collection = collections.find((c) => c.index === cycle.collectedBy);
    return collection && collection.line > 0
      ? say('freed by the collection on line {0}', collection.line)
      : say('freed by the collector');
  }
  if (cycle.unreachable) {
    return cycle.orphanedBy
      ? say('unreachable since line {0}: only the collector can free it', cycle.orphanedBy.line)
      : say('unreachable: only the collector can free it');
  }
  const held = listWords(cycle.heldBy.slice(0, 4), say);
  return held ? say('kept alive by {0}', held) : say('reachable');
}

/** How the run ended; empty where it simply finished. */
export function outcomeWords(outcome: Outcome, say: Say): string {
  switch (outcome.kind) {
    case 'finished':
      return outcome.exitStatus === 0 ? '' : say('the program ended with status {0}', outcome.exitStatus);
    case 'exception':
      return say('the program ended with {0}', outcome.type);
    case 'syntaxError':
      return say('syntax error');
    case 'notSimulated':
      return say('stopped at something that is not simulated');
    case 'budget':
      return budgetWords(outcome.which, say);
    case 'cancelled':
      return say('cancelled');
  }
}

export function budgetWords(which: 'lines' | 'memory' | 'milliseconds' | string, say: Say): string {
  switch (which) {
    case 'lines':
      return say('stopped: the budget of executed lines is used up');
    case 'memory':
      return say('stopped: the budget of simulated memory is used up');
    default:
      return say('stopped: the time budget is used up');
  }
}

/** Why there is no answer from the simulator, and what to do. */
export function faultWords(error: WorkerError, say: Say): string {
  switch (error.code) {
    case 'timeout':
      return say('The simulator took too long and was stopped. Change the file or explore it again.');
    case 'crashed':
      return say('The simulator ended unexpectedly ({0}). The next exploration starts a new one.', error.message);
    case 'fault':
      return say('The simulator made a mistake, not your program: {0}', error.message.split('\n')[0] ?? '');
    case 'cancelled':
      return say('Cancelled.');
  }
}
