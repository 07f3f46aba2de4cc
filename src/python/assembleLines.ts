/**
 * Where LINE instructions stand: where CPython would raise a 'line' event, that is where the line differs from that of
 * the instruction executed before, and after every jump back.
 */
import type { Located } from './ast.js';
import { Pseudo } from './codegenUnit.js';
import { type Block, isSetup, type Stream } from './flowgraph.js';
import { Op } from './instructions.js';

/** The line before is not known yet. */
const UNKNOWN = -3;
/** Several ways lead here, from several lines, or by a jump back; or an instruction without a line comes before. */
const MIXED = -2;

export interface LinePlaces {
  /** For each instruction of the stream whether a LINE stands before it. */
  readonly places: Uint8Array;
  /** Whether a way from block to block comes from the line on which the block begins: it goes round the LINE there. */
  skips(from: number, to: number): boolean;
}

/**
 * @param locations places of the instructions, inherited ones included
 * @param order the blocks that are in the finished code, as they stand there
 */
export function placeLines(
  stream: Stream,
  blocks: readonly Block[],
  blockOf: Int32Array,
  locations: readonly Located[],
  order: readonly number[],
  minor: number,
): LinePlaces {
  const { ops } = stream;
  /** Up to 3.9 instructions without a line count to the line before. */
  const passes = minor < 10;
  const isSilent = (op: number) => op === Op.NOP || op === Pseudo.POP_BLOCK || isSetup(op);
  const starts = (op: number) =>
    op === Op.RESUME || op === Op.RETURN_GENERATOR || op === Op.MAKE_CELL || op === Op.COPY_FREE_VARS;
  /** The line of an instruction; MIXED where it has none, UNKNOWN where it leaves no trace. */
  const lineOf = (i: number): number => {
    const op = ops[i]!;
    if (starts(op)) return UNKNOWN;
    const line = locations[i]!.lineno;
    if (line > 0) return line;
    return passes || isSilent(op) ? UNKNOWN : MIXED;
  };
  const count = blocks.length;
  const rank = new Int32Array(count).fill(-1);
  order.forEach((index, position) => {
    rank[index] = position;
  });
  const firstLine = new Int32Array(count).fill(UNKNOWN);
  const lastLine = new Int32Array(count).fill(UNKNOWN);
  /** The first instruction that has a line is the first one that is emitted. */
  const leads = new Uint8Array(count);
  const entered = new Int32Array(count).fill(UNKNOWN);
  const back = new Uint8Array(count);
  const hasHandlers = new Uint8Array(count);
  const nextOf = (block: Block): number => (block.fallsThrough ? blockOf[block.end]! : -1);
  blocks.forEach((block, index) => {
    if (!block.reachable) return;
    let emitted = false;
    for (let i = block.start; i < block.end; i++) {
      const line = lineOf(i);
      if (line >= 0 && firstLine[index]! < 0) {
        firstLine[index] = line;
        leads[index] = emitted ? 0 : 1;
      }
      if (line !== UNKNOWN) lastLine[index] = line;
      if (!isSilent(ops[i]!)) emitted = true;
      if (block.handlers[i - block.start]) hasHandlers[index] = 1;
    }
    const waits = ops[block.end - 1] === Pseudo.JUMP_NO_INTERRUPT;
    for (const target of block.jumps) if (rank[target]! <= rank[index]! && !waits) back[target] = 1;
    const next = nextOf(block);
    if (next >= 0 && rank[next]! <= rank[index]!) back[next] = 1;
  });
  entered[0] = MIXED;
  const leaving = (index: number): number => (lastLine[index]! !== UNKNOWN ? lastLine[index]! : entered[index]!);

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
      if (hasHandlers[index]) {
        let line = entered[index]!;
        for (let i = block.start; i < block.end; i++) {
          const own = lineOf(i);
          if (own !== UNKNOWN) line = own;
          const handler = block.handlers[i - block.start];
          if (handler && !isSilent(ops[i]!)) {
            const target = blockOf[handler.target]!;
            meet(target, line);
          }
        }
      }
      const line = leaving(index);
      for (const target of block.jumps) meet(target, line);
      const next = nextOf(block);
      if (next >= 0) meet(next, line);
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
      if (own === UNKNOWN) continue;
      if (own >= 0 && own !== line) {
        places[i] = 1;
        if (isFirst && leads[index]) placed[index] = 1;
      }
      line = own;
      isFirst = false;
    }
  });
  const skips = (from: number, to: number): boolean => {
    if (!placed[to] || leaving(from) !== firstLine[to]) return false;
    return rank[to]! > rank[from]! || ops[blocks[from]!.end - 1] === Pseudo.JUMP_NO_INTERRUPT;
  };
  return { places, skips };
}
