/** The native modules by name. Modules written in Python stand in pythonSources.generated.ts. */
import { abcNativeModule } from './abcNative.js';
import { cmathModule } from './cmath.js';
import { ioModule } from './io.js';
import { itertoolsModule } from './itertools.js';
import { mathModule } from './math.js';
import type { ModuleDef } from './moduleDef.js';
import { randomNativeModule } from './randomNative.js';
import { structModule } from './struct.js';
import { tracebackNativeModule } from './tracebackNative.js';

/** Native modules besides `builtins` and `sys`, which are always there. */
export const NATIVE_MODULES: readonly ModuleDef[] = [
  abcNativeModule,
  cmathModule,
  ioModule,
  itertoolsModule,
  mathModule,
  randomNativeModule,
  structModule,
  tracebackNativeModule,
];
