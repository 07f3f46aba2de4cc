/**
 * Where LINE instructions stand: where CPython would raise a 'line' event, that is where the line differs from that of
 * the instruction executed before, and after every jump back.
 */
import { Pseudo } from './codegenUnit.js';
import { type Block, isSetup, type Stream } from './flowgraph.js';
import { Op } from './instructions.js';

/** The line before is not known yet. */
const UNKNOWN = -3;
/** Several ways lead here, from several lines, or by a jump back or an exception. */
const MIXED = -2;

export interface LinePlaces {
  /** For each instruction of the stream whether a LINE stands before it. */
  readonly places: Uint8Array;
  /** Whether a way from block to block comes from the line on which the block begins: it goes round the LINE there. */
  skips(from: number, to: number): boolean;
}

export function placeLines(stream: Stream, blocks: readonly Block[], blockOf: Int32Array): LinePlaces {
  const { ops, locations } = stream;
  const lineOf = (i: number): number => {
    const op = ops[i];
    if (op === Op.RESUME || op === Op.RETURN_GENERATOR) return -1;
    const line = locations[i]!.lineno;
    return line > 0 ? line : -1;
  };
  const count = blocks.length;
  const firstLine = new Int32Array(count).fill(-1);
  const lastLine = new Int32Array(count).fill(-1);
  /** The first instruction that has a line is the first one that is emitted. */
  const leads = new Uint8Array(count);
  const entered = new Int32Array(count).fill(UNKNOWN);
  const back = new Uint8Array(count);
  blocks.forEach((block, index) => {
    if (!block.reachable) return;
    let emitted = false;
    for (let i = block.start; i < block.end; i++) {
      const line = lineOf(i);
      if (line >= 0) {
        if (firstLine[index]! < 0) {
          firstLine[index] = line;
          leads[index] = emitted ? 0 : 1;
        }
        lastLine[index] = line;
      }
      const op = ops[i]!;
      if (op !== Op.NOP && op !== Pseudo.POP_BLOCK && !isSetup(op)) emitted = true;
      const handler = block.handlers[i - block.start];
      if (handler) entered[blockOf[handler.target]!] = MIXED;
    }
    const waits = ops[block.end - 1] === Pseudo.JUMP_NO_INTERRUPT;
    for (const target of block.jumps) if (target <= index && !waits) back[target] = 1;
  });
  entered[0] = MIXED;
  const leaving = (index: number): number => (lastLine[index]! >= 0 ? lastLine[index]! : entered[index]!);

  // The lines flow along the edges until nothing changes.
  for (let changed = true; changed; ) {
    changed = false;
    const meet = (target: number, line: number) => {
      const before = entered[target]!;
      if (before === MIXED || line === UNKNOWN || before === line) return;
      entered[target] = before === UNKNOWN ? line : MIXED;
      changed = true;
    };
    blocks.forEach((block, index) => {
      if (!block.reachable) return;
      const line = leaving(index);
      for (const target of block.jumps) if (target > index || !back[target]) meet(target, line);
      if (block.fallsThrough) meet(blockOf[block.end]!, line);
    });
  }

  const places = new Uint8Array(ops.length);
  const placed = new Uint8Array(count);
  blocks.forEach((block, index) => {
    if (!block.reachable) return;
    let line = back[index] ? MIXED : entered[index]!;
    let isFirst = true;
    for (let i = block.start; i < block.end; i++) {
      const own = lineOf(i);
      if (own < 0) continue;
      if (own !== line) {
        places[i] = 1;
        if (isFirst && leads[index]) placed[index] = 1;
      }
      line = own;
      isFirst = false;
    }
  });
  const skips = (from: number, to: number): boolean => {
    if (!placed[to] || leaving(from) !== firstLine[to]) return false;
    const waits = ops[blocks[from]!.end - 1] === Pseudo.JUMP_NO_INTERRUPT;
    return to > from || waits;
  };
  return { places, skips };
}
