/** A native module: its functions, and what is set up in its dict. */
import type { Machine } from '../objects/machine.js';
import type { MethodDef } from '../objects/typeInfo.js';

export interface ModuleDef {
  /** Full name, as it is imported. */
  readonly name: string;
  readonly doc?: string;
  readonly methods: readonly MethodDef[];
  /** Adds what is not a function. `module` is the module object (borrowed); 0, or -1 with an exception. */
  setup?(rt: Machine, module: number): number;
}
