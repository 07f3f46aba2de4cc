/** Traps on all instructions of a program, by which single ones can be looked at while the evaluation loop knows nothing of it. */
import { Ob } from '../../memory/layout.js';
import { type CodeInfo, INSTRUCTION_WORDS } from '../../objects/code.js';
import { T } from '../../objects/typeIds.js';
import { Op, TRAP } from '../../python/instructions.js';
import type { Runtime } from '../../vm/runtime.js';

interface Trapped {
  readonly code: CodeInfo;
  readonly index: number;
  /** The operations that stood there: some do the work of two instructions. */
  readonly operations: Int32Array;
}

export class Traps {
  private trapped: Trapped[] = [];
  /** The instruction whose trap was taken away for it to be executed; 0: none. */
  private open = 0;

  get areSet(): boolean {
    return this.trapped.length > 0;
  }

  /**
   * Puts a trap on each instruction of the files' code objects. Not on those where a line begins: lines are told of
   * anyway. Code that is made later has none.
   */
  set(rt: Runtime, files: ReadonlyMap<string, number>): void {
    if (this.areSet) return;
    const { M } = rt;
    rt.codes.forEach((code, index) => {
      if (!files.has(code.spec.filename) || !isAlive(rt, code, index)) return;
      const words = code.spec.instructions;
      const n = words.length >> 1;
      const operations = new Int32Array(n);
      for (let i = 0, at = code.base; i < n; i++, at += INSTRUCTION_WORDS) {
        operations[i] = M[at]!;
        if (words[2 * i] !== Op.LINE) M[at] = words[2 * i]! | TRAP;
      }
      this.trapped.push({ code, index, operations });
    });
  }

  /** The trap at a position was met; the one before goes back to its place. */
  passed(rt: Runtime, position: number): void {
    if (this.open !== 0 && this.open !== position) rt.M[this.open]! |= TRAP;
    this.open = position;
  }

  remove(rt: Runtime): void {
    for (const { code, index, operations } of this.trapped) {
      if (!isAlive(rt, code, index)) continue;
      for (let i = 0; i < operations.length; i++) rt.M[code.base + i * INSTRUCTION_WORDS] = operations[i]!;
    }
    this.trapped = [];
    this.open = 0;
  }
}

/** Whether the code object is there still: the place of a dead one's instructions may be another's. */
function isAlive(rt: Runtime, code: CodeInfo, index: number): boolean {
  const { M } = rt;
  const { address } = code;
  return M[address + Ob.TYPE] === T.CODE && M[address + Ob.AUX] === index && M[address + Ob.BORN] !== 0;
}
