/**
 * Tier 1: the interpreter. A switch over the instructions of a frame; frames and value stacks are in linear memory,
 * Python functions that call Python functions do not nest the host's stack. Follows ceval.c and bytecodes.c.
 *
 * Everything hot is here; the rest is in rareOps.ts. The function must stay below V8's limit for optimised code.
 */
import {
  CellLayout,
  DictLayout,
  Frame,
  KeysLayout,
  ListLayout,
  Ob,
  TupleLayout,
  TypeLayout,
} from '../memory/layout.js';
import { binaryOp, contains } from '../objects/abstract.js';
import type { CodeInfo } from '../objects/code.js';
import { dictContains, dictSet, dictSetTake, maybeTrackDict } from '../objects/dictCore.js';
import { dictSubscript } from '../objects/dictType.js';
import { newFloatObject } from '../objects/floatCore.js';
import { intFloorDiv, intMod } from '../objects/intArithmetic.js';
import { newCompactInt, newInt } from '../objects/intCore.js';
import { listAppendSteal, listNew } from '../objects/list.js';
import { listIterNext } from '../objects/listType.js';
import { compare, getItem, getIter, isTrue, setItem } from '../objects/object.js';
import { rangeIterNext } from '../objects/rangeIterator.js';
import { setContains } from '../objects/setType.js';
import { sameText } from '../objects/strCore.js';
import { newTuple } from '../objects/tupleCore.js';
import { E, S, T } from '../objects/typeIds.js';
import { Op } from '../python/instructions.js';
import {
  fillValue,
  instanceValuesAt,
  loadAttrCached,
  loadMethod,
  loadModuleAttr,
  methodCacheHolds,
  storeAttrCached,
} from './attributeCache.js';
import { makeCallOps, Outcome } from './callOps.js';
import { concatStrings } from './concat.js';
import { FrameKind } from './frames.js';
import { canResumeInline, enterGenerator } from './generatorFrames.js';
import { loadGlobal, raiseUnboundDeref, storeNameCached } from './globals.js';
import { ENTERED, executeRare } from './rareOps.js';
import type { Runtime } from './runtime.js';
import { enterAttribute, enterGetItem, storesInDict } from './specialize.js';
import { unwind } from './unwind.js';

/** The code that a frame runs. */
function codeOf(rt: Runtime, fp: number): CodeInfo {
  return rt.codes[rt.M[fp + Frame.CODE_INDEX]!]!;
}

/** The name of that number in the code that a frame runs. */
function nameAt(rt: Runtime, fp: number, index: number): number {
  return codeOf(rt, fp).names[index]!;
}

/** One-digit ints are smaller than this. */
const COMPACT_LIMIT = 0x4000_0000;

/** For each comparison three bits: whether it holds for less, equal, greater. */
const COMPARE_HOLDS = 0b110_100_101_010_011_001;

/** Arithmetic of one-digit ints that is rarer than + and -; 0 where it is not done here. */
function smallIntArithmetic(rt: Runtime, kind: number, a: number, b: number): number {
  switch (kind) {
    case 1:
      return newCompactInt(rt, a & b);
    case 2:
      return b > 0 ? newCompactInt(rt, Math.floor(a / b) | 0) : 0;
    case 5: {
      const product = a * b;
      return product < 9007199254740992 && product > -9007199254740992 ? newInt(rt, product + 0) : 0;
    }
    case 6: {
      if (b <= 0) return 0;
      const r = (a % b) | 0;
      return newCompactInt(rt, r < 0 ? r + b : r);
    }
    case 7:
      return newCompactInt(rt, a | b);
    case 12:
      return newCompactInt(rt, a ^ b);
    default:
      return 0;
  }
}

/** What {@link makeEvalSlice}'s function returns where its frame goes on in another slice. */
const SLICE_OVER = -1;

/**
 * Runs from a frame until it is left: its result (a new reference), or 0 with the current exception. A generator
 * that yields leaves its frame too; its state says so. With `raising` the current exception is raised at once where
 * the frame stands (a generator's `throw`). `running`: the frame that runs, where a machine goes on that stood still.
 */
export function evalFrame(rt: Runtime, entry: number, raising: boolean, running: number = entry): number {
  rt.frame = running;
  if (raising) {
    // A generator stands behind its yield; what is thrown into it is raised there.
    const M = rt.M;
    if (M[entry + Frame.PC]! > rt.codes[M[entry + Frame.CODE_INDEX]!]!.base) M[entry + Frame.PC]! -= 8;
    if (unwind(rt, entry, entry) === 0) return 0;
  }
  for (;;) {
    const result = rt.evalSlice(entry);
    if (result !== SLICE_OVER) return result;
  }
}

/**
 * Makes the loop of one machine, which runs a few turns at a time. V8 compiles it for the machine that it closes over:
 * where the memory lies and how long it is stand in the code, and nothing is left of an access but the access. That
 * holds for calls alone, not where V8 replaces a running loop by optimised code: so the loop is left and called again
 * every few turns. All arithmetic that goes round it ends in `| 0`; one value that may be no int32 makes the loop three
 * times slower. What goes round is as little as can be, three numbers: each further variable is saved and loaded again
 * for every instruction.
 */
export function makeEvalSlice(machine: Runtime): (entry: number) => number {
  const { callInstruction, returnInstruction, yieldInstruction, generatorInstruction } = makeCallOps(machine);
  const memory = machine.M;
  return function evalSlice(entry: number): number {
    const rt = machine;
    const M = memory;
    const F64 = rt.F64;
    let fp = rt.frame | 0;
    let pc = M[fp + Frame.PC]! | 0;
    let sp = M[fp + Frame.SP]! | 0;
    run: for (;;) {
      const op = M[pc]! | 0;
      const arg = M[pc + 1]! | 0;
      switch (op) {
        case Op.LINE:
          M[fp + Frame.LINE] = arg;
          if (--rt.lineCountdown < 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            if (rt.lineReached(fp, arg)) {
              M[fp + Frame.PC] = pc + 8;
              return SLICE_OVER;
            }
          }
          pc = (pc + 8) | 0;
          continue;
        case Op.NOP:
          pc = (pc + 8) | 0;
          continue;
        case Op.RESUME: {
          const warmup = M[pc + 2]!;
          if (warmup !== 0 && M[warmup]! < 0) M[warmup]!++;
          if (arg === 0 && --rt.turns < 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            if (rt.turnsOver() < 0) break run;
            M[fp + Frame.PC] = pc + 8;
            return SLICE_OVER;
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.POP_TOP: {
          sp = (sp - 2) | 0;
          const o = M[sp]!;
          const count = M[o]!;
          if (count > 1) M[o] = count - 1;
          else if (count >= 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            rt.dealloc(o);
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.PUSH_NULL:
          M[sp] = 0;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        case Op.COPY: {
          const o = M[sp - 2 * arg]!;
          M[sp] = o;
          if (M[o]! >= 0) M[o]!++;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.SWAP: {
          const top = M[sp - 2]!;
          M[sp - 2] = M[sp - 2 * arg]!;
          M[sp - 2 * arg] = top;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_CONST: {
          const o = arg;
          M[sp] = o;
          if (M[o]! >= 0) M[o]!++;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_FAST: {
          const o = M[(fp + arg) | 0]!;
          M[sp] = o;
          if (M[o]! >= 0) M[o]!++;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_FAST_LOAD_FAST: {
          const first = M[(fp + arg) | 0]!;
          const second = M[(fp + M[pc + 9]!) | 0]!;
          M[sp] = first;
          if (M[first]! >= 0) M[first]!++;
          M[sp + 2] = second;
          if (M[second]! >= 0) M[second]!++;
          sp = (sp + 4) | 0;
          pc = (pc + 16) | 0;
          continue;
        }
        case Op.LOAD_FAST_LOAD_CONST: {
          const first = M[(fp + arg) | 0]!;
          const second = M[pc + 9]!;
          M[sp] = first;
          if (M[first]! >= 0) M[first]!++;
          M[sp + 2] = second;
          if (M[second]! >= 0) M[second]!++;
          sp = (sp + 4) | 0;
          pc = (pc + 16) | 0;
          continue;
        }
        case Op.STORE_FAST_LOAD_FAST: {
          const slot = (fp + arg) | 0;
          const old = M[slot]!;
          const value = M[sp - 2]!;
          M[slot] = value;
          if (old !== 0) {
            const count = M[old]!;
            if (count > 1) M[old] = count - 1;
            else if (count >= 0) {
              M[fp + Frame.PC] = pc;
              M[fp + Frame.SP] = sp - 2;
              rt.dealloc(old);
            }
          }
          const loaded = M[(fp + M[pc + 9]!) | 0]!;
          M[sp - 2] = loaded;
          if (M[loaded]! >= 0) M[loaded]!++;
          pc = (pc + 16) | 0;
          continue;
        }
        case Op.STORE_FAST: {
          const slot = (fp + arg) | 0;
          const old = M[slot]!;
          sp = (sp - 2) | 0;
          M[slot] = M[sp]!;
          if (old !== 0) {
            const count = M[old]!;
            if (count > 1) M[old] = count - 1;
            else if (count >= 0) {
              M[fp + Frame.PC] = pc;
              M[fp + Frame.SP] = sp;
              rt.dealloc(old);
            }
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_GLOBAL:
        case Op.LOAD_GLOBAL_CALL: {
          const at = pc + 2;
          let value = 0;
          const keys = M[M[fp + Frame.GLOBALS]! + DictLayout.KEYS]!;
          if (M[at] === M[keys + KeysLayout.VERSION] && M[at] !== 0) {
            if (M[at + 2] === 0) value = M[M[at + 1]!]!;
            else if (M[at + 1] === M[keys + KeysLayout.NENTRIES]) {
              const builtinKeys = M[M[fp + Frame.BUILTINS]! + DictLayout.KEYS]!;
              if (M[at + 2] === M[builtinKeys + KeysLayout.VERSION]) value = M[M[at + 3]!]!;
            }
          }
          if (value === 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            value = loadGlobal(rt, fp, nameAt(rt, fp, arg), M, at);
            if (value === 0) break run;
          } else if (M[value]! >= 0) M[value]!++;
          M[sp] = value;
          sp = (sp + 2) | 0;
          if (op === Op.LOAD_GLOBAL_CALL) {
            M[sp] = 0;
            sp = (sp + 2) | 0;
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_NAME: {
          if (M[fp + Frame.LOCALS] === M[fp + Frame.GLOBALS]) {
            // A module's own namespace: as for a global.
            const at = pc + 2;
            let value = 0;
            const keys = M[M[fp + Frame.GLOBALS]! + DictLayout.KEYS]!;
            if (M[at] === M[keys + KeysLayout.VERSION] && M[at] !== 0) {
              if (M[at + 2] === 0) value = M[M[at + 1]!]!;
              else if (M[at + 1] === M[keys + KeysLayout.NENTRIES]) {
                const builtinKeys = M[M[fp + Frame.BUILTINS]! + DictLayout.KEYS]!;
                if (M[at + 2] === M[builtinKeys + KeysLayout.VERSION]) value = M[M[at + 3]!]!;
              }
            }
            if (value === 0) {
              M[fp + Frame.PC] = pc;
              M[fp + Frame.SP] = sp;
              value = loadGlobal(rt, fp, nameAt(rt, fp, arg), M, at);
              if (value === 0) break run;
            } else if (M[value]! >= 0) M[value]!++;
            M[sp] = value;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          sp = executeRare(rt, fp, codeOf(rt, fp), op, arg, sp, pc) | 0;
          if (sp === 0) {
            sp = rt.stackTop | 0;
            break run;
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.STORE_NAME: {
          const namespace = M[fp + Frame.LOCALS]!;
          if (M[namespace + Ob.TYPE] !== T.DICT) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            sp = executeRare(rt, fp, codeOf(rt, fp), op, arg, sp, pc) | 0;
            if (sp === 0) {
              sp = rt.stackTop | 0;
              break run;
            }
            pc = (pc + 8) | 0;
            continue;
          }
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          const at = pc + 2;
          const value = M[sp - 2]!;
          if (
            M[at] === M[M[namespace + DictLayout.KEYS]! + KeysLayout.VERSION] &&
            M[at] !== 0 &&
            M[namespace - 4] !== 0
          ) {
            // The name is there: its value gives way.
            const old = M[M[at + 1]!]!;
            if (old !== 0) {
              M[M[at + 1]!] = value;
              sp = (sp - 2) | 0;
              const count = M[old]!;
              if (count > 1) M[old] = count - 1;
              else if (count >= 0) {
                M[fp + Frame.SP] = sp;
                rt.dealloc(old);
              }
              pc = (pc + 8) | 0;
              continue;
            }
          }
          const status = storeNameCached(rt, namespace, nameAt(rt, fp, arg), value, M, at);
          sp = (sp - 2) | 0;
          rt.decref(value);
          if (status < 0) break run;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.STORE_GLOBAL: {
          const value = M[sp - 2]!;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          const status = dictSet(rt, M[fp + Frame.GLOBALS]!, nameAt(rt, fp, arg), value);
          sp = (sp - 2) | 0;
          rt.decref(value);
          if (status < 0) break run;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_DEREF: {
          const value = M[M[fp + Frame.LOCALSPLUS + 2 * arg]! + CellLayout.CONTENTS]!;
          if (value === 0) {
            M[fp + Frame.PC] = pc;
            raiseUnboundDeref(rt, codeOf(rt, fp), arg);
            break run;
          }
          M[sp] = value;
          if (M[value]! >= 0) M[value]!++;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.STORE_DEREF: {
          const cell = M[fp + Frame.LOCALSPLUS + 2 * arg]!;
          const old = M[cell + CellLayout.CONTENTS]!;
          sp = (sp - 2) | 0;
          M[cell + CellLayout.CONTENTS] = M[sp]!;
          if (old !== 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            rt.decref(old);
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.FAST_LOAD_ATTR: {
          const owner = M[(fp + arg) | 0]!;
          const at = (pc + 10) | 0;
          let value = 0;
          if (M[at] === M[M[owner + Ob.TYPE]! + TypeLayout.VERSION]) {
            const kind = M[at + 1]!;
            if (kind === 1) {
              const values = instanceValuesAt(rt, owner, M, at);
              if (values !== 0) value = M[values + 2 * M[at + 2]!]!;
            } else if (kind === 2) value = M[owner + M[at + 2]!]!;
          }
          if (value !== 0) {
            if (M[value]! >= 0) M[value]!++;
            M[sp] = value;
            pc = (pc + 16) | 0;
          } else {
            M[sp] = owner;
            if (M[owner]! >= 0) M[owner]!++;
            pc = (pc + 8) | 0;
          }
          sp = (sp + 2) | 0;
          continue;
        }
        case Op.LOAD_ATTR: {
          const owner = M[sp - 2]!;
          const at = pc + 2;
          let value = 0;
          const type = M[owner + Ob.TYPE]!;
          // Cached: version of the type, 1 value slot / 2 slot word / 3 plain class attribute, index.
          if (M[at] === M[type + TypeLayout.VERSION]) {
            const kind = M[at + 1]!;
            if (kind === 1) {
              const values = instanceValuesAt(rt, owner, M, at);
              if (values !== 0) value = M[values + 2 * M[at + 2]!]!;
            } else if (kind === 2) value = M[owner + M[at + 2]!]!;
            else if (kind === 4) value = loadModuleAttr(rt, owner, M, at);
          }
          if (value !== 0) {
            if (M[value]! >= 0) M[value]!++;
          } else {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            if (enterAttribute(rt, fp, pc, sp, nameAt(rt, fp, arg))) {
              fp = rt.frame | 0;
              pc = M[fp + Frame.PC]! | 0;
              sp = M[fp + Frame.SP]! | 0;
              continue;
            }
            value = loadAttrCached(rt, owner, nameAt(rt, fp, arg), M, at);
            if (value === 0) break run;
          }
          M[sp - 2] = value;
          const count = M[owner]!;
          if (count > 1) M[owner] = count - 1;
          else if (count >= 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            rt.dealloc(owner);
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LOAD_METHOD: {
          const owner = M[sp - 2]!;
          const at = pc + 2;
          const type = M[owner + Ob.TYPE]!;
          // Cached: version of the type, method, kind (1: no instance dict to look at, 2: values of shared keys), keys' entries.
          if (M[at] === M[type + TypeLayout.VERSION] && methodCacheHolds(rt, owner, M, at)) {
            const method = M[at + 1]!;
            if (M[method]! >= 0) M[method]!++;
            M[sp - 2] = method;
            M[sp] = owner;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          if (loadMethod(rt, sp, owner, nameAt(rt, fp, arg), M, at) < 0) break run;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.STORE_ATTR: {
          const owner = M[sp - 2]!;
          const value = M[sp - 4]!;
          const at = pc + 2;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          let status = 0;
          if (M[at] === M[M[owner + Ob.TYPE]! + TypeLayout.VERSION] && M[at + 1] === 1) {
            const values = instanceValuesAt(rt, owner, M, at);
            if (values !== 0 && M[values + 2 * M[at + 2]!] === 0 && M[at + 3]! >= 0) {
              // A new attribute whose name the class's shared keys have.
              if (fillValue(rt, values, M[at + 2]!, value)) {
                sp = (sp - 4) | 0;
                M[fp + Frame.SP] = sp;
                rt.decref(owner);
                pc = (pc + 8) | 0;
                continue;
              }
            }
            const old = values === 0 ? 0 : M[values + 2 * M[at + 2]!]!;
            if (old !== 0) {
              // An attribute that is there: the reference moves from the stack.
              M[values + 2 * M[at + 2]!] = value;
              // To 3.10 the values are those of a dict, which the collector has to see from its first container on.
              if (rt.profile.minor <= 10) maybeTrackDict(rt, M[owner - M[at + 3]!]!, nameAt(rt, fp, arg), value);
              sp = (sp - 4) | 0;
              M[fp + Frame.SP] = sp;
              rt.decref(old);
              rt.decref(owner);
              pc = (pc + 8) | 0;
              continue;
            }
          }
          status = storeAttrCached(rt, owner, nameAt(rt, fp, arg), value, M, at);
          sp = (sp - 4) | 0;
          M[fp + Frame.SP] = sp;
          rt.decref(value);
          rt.decref(owner);
          if (status < 0) break run;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.FAST_FAST_BINARY_OP:
        case Op.FAST_CONST_BINARY_OP:
        case Op.FAST_BINARY_OP:
        case Op.CONST_BINARY_OP:
        case Op.BINARY_OP: {
          // Operands that are loaded by the same operation are borrowed: numbers see nothing of a reference more.
          let left: number;
          let right: number;
          let at = pc;
          if (op === Op.BINARY_OP) {
            right = M[sp - 2]!;
            left = M[sp - 4]!;
          } else if (op === Op.FAST_FAST_BINARY_OP) {
            left = M[(fp + arg) | 0]!;
            right = M[(fp + M[pc + 9]!) | 0]!;
            at = (pc + 16) | 0;
          } else if (op === Op.FAST_CONST_BINARY_OP) {
            left = M[(fp + arg) | 0]!;
            right = M[pc + 9]!;
            at = (pc + 16) | 0;
          } else {
            left = M[sp - 2]!;
            right = op === Op.CONST_BINARY_OP ? arg : M[(fp + arg) | 0]!;
            at = (pc + 8) | 0;
          }
          M[fp + Frame.PC] = at;
          const kind = M[at + 2]!;
          const type = M[left + Ob.TYPE]!;
          let result = 0;
          if (type === T.INT && M[right + Ob.TYPE] === T.INT) {
            if ((M[left + Ob.SIZE]! + 1) >>> 0 <= 2 && (M[right + Ob.SIZE]! + 1) >>> 0 <= 2) {
              const a = M[left + Ob.AUX]!;
              const b = M[right + Ob.AUX]!;
              if (kind === 0) {
                const sum = a + b;
                result = sum < COMPACT_LIMIT && sum > -COMPACT_LIMIT ? newCompactInt(rt, sum | 0) : newInt(rt, sum);
              } else if (kind === 10) {
                const difference = a - b;
                result =
                  difference < COMPACT_LIMIT && difference > -COMPACT_LIMIT
                    ? newCompactInt(rt, difference | 0)
                    : newInt(rt, difference);
              } else result = smallIntArithmetic(rt, kind, a, b);
            } else if ((kind === 6 || kind === 2) && M[right + Ob.SIZE] !== 0) {
              result = kind === 6 ? intMod(rt, left, right) : intFloorDiv(rt, left, right);
            }
          } else if (type === T.FLOAT && M[right + Ob.TYPE] === T.FLOAT) {
            const a = F64[(left >> 1) + 2]!;
            const b = F64[(right >> 1) + 2]!;
            // The float is there before its value: a double that is handed to a function is boxed.
            if (kind === 0 || kind === 5 || kind === 10 || (kind === 11 && b !== 0)) {
              result = newFloatObject(rt);
              F64[(result >> 1) + 2] = kind === 0 ? a + b : kind === 5 ? a * b : kind === 10 ? a - b : a / b;
            }
          } else if (op === Op.BINARY_OP && kind === 0 && type === T.STR && M[right + Ob.TYPE] === T.STR) {
            M[fp + Frame.SP] = sp;
            sp = (sp - 4) | 0;
            result = concatStrings(rt, fp, codeOf(rt, fp), pc, left, right);
            if (result === 0) break run;
            M[sp] = result;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          if (at !== pc) {
            if (result !== 0) {
              if (at === pc + 16) sp = (sp + 2) | 0;
              else {
                const count = M[left]!;
                if (count > 1) M[left] = count - 1;
                else if (count >= 0) rt.dealloc(left);
              }
              M[sp - 2] = result;
              pc = (at + 8) | 0;
              continue;
            }
            // Not numbers: on as if nothing were joined.
            if (at === pc + 16) {
              M[sp] = left;
              if (M[left]! >= 0) M[left]!++;
              sp = (sp + 2) | 0;
            }
            M[sp] = right;
            if (M[right]! >= 0) M[right]!++;
            sp = (sp + 2) | 0;
            pc = at;
            continue;
          }
          if (result === 0) {
            M[fp + Frame.SP] = sp;
            result = binaryOp(rt, arg, left, right);
            sp = (sp - 4) | 0;
            M[fp + Frame.SP] = sp;
            rt.decref(left);
            rt.decref(right);
            if (result === 0) break run;
            M[sp] = result;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          const countLeft = M[left]!;
          if (countLeft > 1) M[left] = countLeft - 1;
          else if (countLeft >= 0) rt.dealloc(left);
          const countRight = M[right]!;
          if (countRight > 1) M[right] = countRight - 1;
          else if (countRight >= 0) rt.dealloc(right);
          sp = (sp - 2) | 0;
          M[sp - 2] = result;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.FAST_FAST_COMPARE_OP:
        case Op.FAST_CONST_COMPARE_OP:
        case Op.FAST_COMPARE_OP:
        case Op.CONST_COMPARE_OP:
        case Op.COMPARE_OP: {
          let left: number;
          let right: number;
          let at = pc;
          if (op === Op.COMPARE_OP) {
            right = M[sp - 2]!;
            left = M[sp - 4]!;
          } else if (op === Op.FAST_FAST_COMPARE_OP) {
            left = M[(fp + arg) | 0]!;
            right = M[(fp + M[pc + 9]!) | 0]!;
            at = (pc + 16) | 0;
          } else if (op === Op.FAST_CONST_COMPARE_OP) {
            left = M[(fp + arg) | 0]!;
            right = M[pc + 9]!;
            at = (pc + 16) | 0;
          } else {
            left = M[sp - 2]!;
            right = op === Op.CONST_COMPARE_OP ? arg : M[(fp + arg) | 0]!;
            at = (pc + 8) | 0;
          }
          const kind = M[at + 1]!;
          const type = M[left + Ob.TYPE]!;
          let result = 0;
          if (type === T.INT && M[right + Ob.TYPE] === T.INT) {
            if ((M[left + Ob.SIZE]! + 1) >>> 0 <= 2 && (M[right + Ob.SIZE]! + 1) >>> 0 <= 2) {
              const a = M[left + Ob.AUX]!;
              const b = M[right + Ob.AUX]!;
              // The order of the kinds is CPython's: <, <=, ==, !=, >, >=.
              const sign = a < b ? 1 : a === b ? 2 : 4;
              result = ((COMPARE_HOLDS >> (3 * kind)) & sign) !== 0 ? S.TRUE : S.FALSE;
            }
          } else if (type === T.FLOAT && M[right + Ob.TYPE] === T.FLOAT) {
            const a = F64[(left >> 1) + 2]!;
            const b = F64[(right >> 1) + 2]!;
            const truth =
              kind === 0
                ? a < b
                : kind === 4
                  ? a > b
                  : kind === 2
                    ? a === b
                    : kind === 1
                      ? a <= b
                      : kind === 5
                        ? a >= b
                        : a !== b;
            result = truth ? S.TRUE : S.FALSE;
          } else if ((kind === 2 || kind === 3) && type === T.STR && M[right + Ob.TYPE] === T.STR) {
            result = sameText(rt, left, right) === (kind === 2) ? S.TRUE : S.FALSE;
          }
          if (result === 0) {
            if (at !== pc) {
              if (at === pc + 16) {
                M[sp] = left;
                if (M[left]! >= 0) M[left]!++;
                sp = (sp + 2) | 0;
              }
              M[sp] = right;
              if (M[right]! >= 0) M[right]!++;
              sp = (sp + 2) | 0;
              pc = at;
              continue;
            }
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            result = compare(rt, left, right, arg);
            sp = (sp - 4) | 0;
            M[fp + Frame.SP] = sp;
            rt.decref(left);
            rt.decref(right);
            if (result === 0) break run;
            M[sp] = result;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          if (at !== pc + 16) {
            const countLeft = M[left]!;
            if (countLeft > 1) M[left] = countLeft - 1;
            else if (countLeft >= 0) rt.dealloc(left);
            sp = (sp - 2) | 0;
            if (at === pc) {
              const countRight = M[right]!;
              if (countRight > 1) M[right] = countRight - 1;
              else if (countRight >= 0) rt.dealloc(right);
              sp = (sp - 2) | 0;
            }
          }
          const next = M[at + 8]!;
          if (next === Op.POP_JUMP_IF_FALSE || next === Op.POP_JUMP_IF_TRUE) {
            // The branch that follows takes the answer at once.
            if ((result === S.TRUE) === (next === Op.POP_JUMP_IF_TRUE)) pc = M[at + 9]! | 0;
            else pc = (at + 16) | 0;
            continue;
          }
          if (M[result]! >= 0) M[result]!++;
          M[sp] = result;
          sp = (sp + 2) | 0;
          pc = (at + 8) | 0;
          continue;
        }
        case Op.IS_OP: {
          const right = M[sp - 2]!;
          const left = M[sp - 4]!;
          sp = (sp - 2) | 0;
          M[sp - 2] = rt.newRef((left === right) !== (arg === 1) ? S.TRUE : S.FALSE);
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          rt.decref(left);
          rt.decref(right);
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.CONTAINS_OP: {
          const right = M[sp - 2]!;
          const left = M[sp - 4]!;
          const type = M[right + Ob.TYPE]!;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          const found =
            type === T.DICT
              ? dictContains(rt, right, left)
              : type === T.SET
                ? setContains(rt, right, left)
                : contains(rt, right, left);
          sp = (sp - 4) | 0;
          M[fp + Frame.SP] = sp;
          const countLeft = M[left]!;
          if (countLeft > 1) M[left] = countLeft - 1;
          else if (countLeft >= 0) rt.dealloc(left);
          const countRight = M[right]!;
          if (countRight > 1) M[right] = countRight - 1;
          else if (countRight >= 0) rt.dealloc(right);
          if (found < 0) break run;
          const truth = found === 1 ? arg !== 1 : arg === 1;
          const next = M[pc + 8]!;
          if (next === Op.POP_JUMP_IF_FALSE || next === Op.POP_JUMP_IF_TRUE) {
            // The branch that follows takes the answer at once.
            if (truth === (next === Op.POP_JUMP_IF_TRUE)) pc = M[pc + 9]! | 0;
            else pc = (pc + 16) | 0;
            continue;
          }
          M[sp] = rt.newRef(truth ? S.TRUE : S.FALSE);
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.JUMP:
          pc = arg;
          continue;
        case Op.JUMP_BACKWARD: {
          const warmup = M[pc + 2]!;
          if (warmup !== 0 && M[warmup]! < 0) M[warmup]!++;
          if (--rt.turns < 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            if (rt.turnsOver() < 0) break run;
            M[fp + Frame.PC] = arg;
            return SLICE_OVER;
          }
          pc = arg;
          continue;
        }
        case Op.POP_JUMP_IF_FALSE:
        case Op.POP_JUMP_IF_TRUE: {
          const o = M[sp - 2]!;
          let truth: number;
          if (o === S.TRUE) truth = 1;
          else if (o === S.FALSE) truth = 0;
          else {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            truth = isTrue(rt, o);
            if (truth < 0) {
              sp = (sp - 2) | 0;
              rt.decref(o);
              break run;
            }
          }
          sp = (sp - 2) | 0;
          const count = M[o]!;
          if (count > 1) M[o] = count - 1;
          else if (count >= 0) {
            M[fp + Frame.SP] = sp;
            rt.dealloc(o);
          }
          if ((truth === 1) === (op === Op.POP_JUMP_IF_TRUE)) pc = arg;
          else pc = (pc + 8) | 0;
          continue;
        }
        case Op.POP_JUMP_IF_NONE:
        case Op.POP_JUMP_IF_NOT_NONE: {
          sp = (sp - 2) | 0;
          const o = M[sp]!;
          const count = M[o]!;
          if (count > 1) M[o] = count - 1;
          else if (count >= 0) {
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            rt.dealloc(o);
          }
          if ((o === S.NONE) === (op === Op.POP_JUMP_IF_NONE)) pc = arg;
          else pc = (pc + 8) | 0;
          continue;
        }
        case Op.JUMP_IF_FALSE_OR_POP:
        case Op.JUMP_IF_TRUE_OR_POP: {
          const o = M[sp - 2]!;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          const truth = isTrue(rt, o);
          if (truth < 0) break run;
          if ((truth === 1) === (op === Op.JUMP_IF_TRUE_OR_POP)) pc = arg;
          else {
            sp = (sp - 2) | 0;
            M[fp + Frame.SP] = sp;
            rt.decref(o);
            pc = (pc + 8) | 0;
          }
          continue;
        }
        case Op.GET_ITER: {
          const o = M[sp - 2]!;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          const it = getIter(rt, o);
          if (it === 0) {
            sp = (sp - 2) | 0;
            rt.decref(o);
            break run;
          }
          M[sp - 2] = it;
          rt.decref(o);
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.FOR_ITER: {
          const it = M[sp - 2]!;
          const type = M[it + Ob.TYPE]!;
          let value: number;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          if (type === T.LIST_ITERATOR) value = listIterNext(rt, it);
          else if (type === T.RANGE_ITERATOR) value = rangeIterNext(rt, it);
          else if (type === T.GENERATOR && canResumeInline(rt, it)) {
            // The generator's frame runs on top of this one; what it yields arrives where the value goes.
            const frame = enterGenerator(rt, it, fp, FrameKind.FOR_ITER);
            if (frame === 0) break run;
            fp = frame | 0;
            pc = M[fp + Frame.PC]! | 0;
            sp = M[fp + Frame.SP]! | 0;
            M[sp] = rt.newRef(S.NONE);
            sp = (sp + 2) | 0;
            continue;
          } else {
            value = rt.types[M[type + TypeLayout.INFO]!]!.tp_iternext!(rt, it);
          }
          if (value !== 0) {
            if (M[pc + 8] === Op.STORE_FAST) {
              // The loop's variable takes it at once.
              const slot = (fp + M[pc + 9]!) | 0;
              const old = M[slot]!;
              M[slot] = value;
              if (old !== 0) {
                const count = M[old]!;
                if (count > 1) M[old] = count - 1;
                else if (count >= 0) {
                  M[fp + Frame.PC] = pc + 8;
                  rt.dealloc(old);
                }
              }
              pc = (pc + 16) | 0;
              continue;
            }
            M[sp] = value;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          if (rt.currentException !== 0) {
            if (!rt.errorIs(E.StopIteration)) break run;
            rt.clearError();
          }
          sp = (sp - 2) | 0;
          M[fp + Frame.SP] = sp;
          rt.decref(it);
          pc = arg;
          continue;
        }
        case Op.FAST_FAST_BINARY_SUBSCR:
        case Op.FAST_CONST_BINARY_SUBSCR: {
          const container = M[(fp + arg) | 0]!;
          const key = op === Op.FAST_CONST_BINARY_SUBSCR ? M[pc + 9]! : M[(fp + M[pc + 9]!) | 0]!;
          const type = M[container + Ob.TYPE]!;
          if ((type === T.LIST || type === T.TUPLE) && M[key + Ob.TYPE] === T.INT) {
            if ((M[key + Ob.SIZE]! + 1) >>> 0 <= 2) {
              let i = M[key + Ob.AUX]!;
              if (i < 0) i = (i + M[container + Ob.SIZE]!) | 0;
              if (i >= 0 && i < M[container + Ob.SIZE]!) {
                const items = type === T.LIST ? M[container + ListLayout.ITEMS]! : container + TupleLayout.ITEM;
                const value = M[(items + 2 * i) | 0]!;
                if (M[value]! >= 0) M[value]!++;
                M[sp] = value;
                sp = (sp + 2) | 0;
                pc = (pc + 24) | 0;
                continue;
              }
            }
          }
          M[sp] = container;
          if (M[container]! >= 0) M[container]!++;
          M[sp + 2] = key;
          if (M[key]! >= 0) M[key]!++;
          sp = (sp + 4) | 0;
          pc = (pc + 16) | 0;
          continue;
        }
        case Op.BINARY_SUBSCR: {
          const key = M[sp - 2]!;
          const container = M[sp - 4]!;
          const type = M[container + Ob.TYPE]!;
          let value = 0;
          if ((type === T.LIST || type === T.TUPLE) && M[key + Ob.TYPE] === T.INT) {
            const size = M[key + Ob.SIZE]!;
            if (size >= -1 && size <= 1) {
              let i = M[key + Ob.AUX]!;
              if (i < 0) i = (i + M[container + Ob.SIZE]!) | 0;
              if (i >= 0 && i < M[container + Ob.SIZE]!) {
                value = M[(type === T.LIST ? M[container + ListLayout.ITEMS]! : container + TupleLayout.ITEM) + 2 * i]!;
                if (M[value]! >= 0) M[value]!++;
              }
            }
          }
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          if (value === 0) {
            if (type === T.DICT) value = dictSubscript(rt, container, key);
            else if (enterGetItem(rt, fp, pc, sp)) {
              fp = rt.frame | 0;
              pc = M[fp + Frame.PC]! | 0;
              sp = M[fp + Frame.SP]! | 0;
              continue;
            } else value = getItem(rt, container, key);
          }
          sp = (sp - 4) | 0;
          M[fp + Frame.SP] = sp;
          const containerCount = M[container]!;
          if (containerCount > 1) M[container] = containerCount - 1;
          else if (containerCount >= 0) rt.dealloc(container);
          const keyCount = M[key]!;
          if (keyCount > 1) M[key] = keyCount - 1;
          else if (keyCount >= 0) rt.dealloc(key);
          if (value === 0) break run;
          M[sp] = value;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.STORE_SUBSCR: {
          const key = M[sp - 2]!;
          const container = M[sp - 4]!;
          const value = M[sp - 6]!;
          const type = M[container + Ob.TYPE]!;
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          let status = 1;
          if (type === T.LIST && M[key + Ob.TYPE] === T.INT) {
            const size = M[key + Ob.SIZE]!;
            const i = M[key + Ob.AUX]!;
            if (size >= 0 && size <= 1 && i < M[container + Ob.SIZE]!) {
              const at = M[container + ListLayout.ITEMS]! + 2 * i;
              const old = M[at]!;
              M[at] = value;
              if (M[value]! >= 0) M[value]!++;
              const count = M[old]!;
              if (count > 1) M[old] = count - 1;
              else if (count >= 0) rt.dealloc(old);
              status = 0;
            }
          } else if (type === T.DICT) {
            if (storesInDict(rt, fp, pc)) {
              status = dictSetTake(rt, container, key, value);
              sp = (sp - 6) | 0;
              M[fp + Frame.SP] = sp;
              rt.decref(container);
              if (status < 0) break run;
              pc = (pc + 8) | 0;
              continue;
            }
            status = dictSet(rt, container, key, value);
          }
          if (status > 0) status = setItem(rt, container, key, value);
          sp = (sp - 6) | 0;
          M[fp + Frame.SP] = sp;
          rt.decref(value);
          rt.decref(container);
          rt.decref(key);
          if (status < 0) break run;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.BUILD_TUPLE: {
          M[fp + Frame.PC] = pc;
          const tuple = newTuple(rt, arg);
          sp = (sp - 2 * arg) | 0;
          for (let i = 0; i < arg; i++) M[tuple + 6 + 2 * i] = M[sp + 2 * i]!;
          if (arg > 0) rt.gcTrack(tuple);
          M[sp] = tuple;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.BUILD_LIST: {
          M[fp + Frame.PC] = pc;
          const list = listNew(rt, arg);
          sp = (sp - 2 * arg) | 0;
          const items = M[list + 6]!;
          for (let i = 0; i < arg; i++) M[items + 2 * i] = M[sp + 2 * i]!;
          M[sp] = list;
          sp = (sp + 2) | 0;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.LIST_APPEND:
          M[fp + Frame.PC] = pc;
          sp = (sp - 2) | 0;
          listAppendSteal(rt, M[sp - 2 * arg]!, M[sp]!);
          pc = (pc + 8) | 0;
          continue;
        case Op.UNPACK_SEQUENCE: {
          const sequence = M[sp - 2]!;
          const type = M[sequence + Ob.TYPE]!;
          if ((type === T.TUPLE || type === T.LIST) && M[sequence + Ob.SIZE] === arg) {
            const items = type === T.TUPLE ? sequence + 6 : M[sequence + 6]!;
            sp = (sp - 2) | 0;
            for (let i = arg - 1; i >= 0; i--) {
              M[sp] = rt.newRef(M[items + 2 * i]!);
              sp = (sp + 2) | 0;
            }
            M[fp + Frame.PC] = pc;
            M[fp + Frame.SP] = sp;
            rt.decref(sequence);
            pc = (pc + 8) | 0;
            continue;
          }
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          sp = executeRare(rt, fp, codeOf(rt, fp), op, arg, sp, pc) | 0;
          if (sp === 0) {
            sp = rt.stackTop | 0;
            break run;
          }
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.CALL: {
          M[fp + Frame.PC] = pc;
          const outcome = callInstruction(fp, sp, arg, pc);
          if (outcome === Outcome.SWITCHED) {
            fp = rt.frame | 0;
            pc = M[fp + Frame.PC]! | 0;
            sp = M[fp + Frame.SP]! | 0;
            continue;
          }
          sp = rt.stackTop | 0;
          if (outcome === Outcome.FAILED) break run;
          pc = (pc + 8) | 0;
          continue;
        }
        case Op.RETURN_VALUE:
        case Op.YIELD_VALUE:
        case Op.RETURN_GENERATOR: {
          M[fp + Frame.PC] = pc;
          const outcome =
            op === Op.RETURN_VALUE
              ? returnInstruction(fp, sp)
              : op === Op.YIELD_VALUE
                ? yieldInstruction(fp, sp, pc)
                : generatorInstruction(fp, sp, pc, codeOf(rt, fp));
          if (outcome === Outcome.LEFT) return rt.leaving;
          fp = rt.frame | 0;
          pc = M[fp + Frame.PC]! | 0;
          sp = M[fp + Frame.SP]! | 0;
          if (outcome === Outcome.FAILED) break run;
          continue;
        }
        default: {
          M[fp + Frame.PC] = pc;
          M[fp + Frame.SP] = sp;
          sp = executeRare(rt, fp, codeOf(rt, fp), op, arg, sp, pc) | 0;
          if (sp === 0) {
            sp = rt.stackTop | 0;
            break run;
          }
          if (rt.jumpTo === -1) {
            pc = (pc + 8) | 0;
            continue;
          }
          if (rt.jumpTo === ENTERED) {
            // A call with keywords or spread arguments: on in the function's frame.
            fp = rt.enteredFrame | 0;
            rt.frame = fp;
            pc = M[fp + Frame.PC]! | 0;
            sp = M[fp + Frame.SP]! | 0;
          } else {
            // SEND says where to go on.
            pc = rt.jumpTo | 0;
          }
          rt.jumpTo = -1;
        }
      }
    }

    // An exception is being raised in `fp`.
    M[fp + Frame.PC] = pc;
    M[fp + Frame.SP] = sp;
    return unwind(rt, fp, entry) === 0 ? 0 : SLICE_OVER;
  };
}
