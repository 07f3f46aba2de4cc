/** What the functions and classes of a file have to do with memory. */

/** A function or class of the main file at a moment of a run. Objects are those of the program that are alive. */
export interface DefinitionNote {
  readonly kind: 'function' | 'class';
  /** As `__qualname__` has it. */
  readonly name: string;
  /** From 1; that of the first decorator, where there is one. */
  readonly line: number;
  /** Times that its body was begun, up to the end of the run. */
  readonly calls: number;
  /** Function: what its lines made. Class: its instances, without those of subclasses. */
  readonly objects: number;
  readonly bytes: number;
}
