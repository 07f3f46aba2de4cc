/**
 * What the functions of `builtins` need of the virtual machine beyond `Machine`; the Runtime implements it.
 * References: "borrowed" is the caller's to leave alone, "new" is the caller's to give up.
 */
import type { Machine } from '../objects/machine.js';

export interface BuiltinsPorts {
  /** Runs a class body (a function object) with the namespace as its locals: its result (the class cell or None), new; 0 on error. */
  evalClassBody(func: number, namespace: number): number;
  /** Globals of the running frame, borrowed; 0 when nothing runs. */
  currentGlobals(): number;
  /** What locals() returns in the running frame, new; 0 on error. */
  currentLocals(): number;
  /** A code object of a source text, new; 0 with SyntaxError. Mode 'exec', 'eval' or 'single'. */
  compileSource(source: string, filename: string, mode: string, flags: number): number;
  /** Runs a code object: result new, or 0. */
  evalCode(code: number, globals: number, locals: number): number;
  /** The next line of standard input with its end, or null at the end. */
  readLine(): string | null;
  /** An attribute of `sys`, borrowed, or 0 when there is none. */
  sysAttribute(name: string): number;
  /** 1 or 2 when the object is the stream that stands for standard output or error, else 0. */
  standardStream(o: number): 0 | 1 | 2;
  /** `__import__` with all arguments (borrowed, 0: none): new module or 0. */
  importByName(name: number, globals: number, locals: number, fromlist: number, level: number): number;
}

/** The machine as builtins see it. */
export function ports(rt: Machine): Machine & BuiltinsPorts {
  return rt as Machine & BuiltinsPorts;
}
