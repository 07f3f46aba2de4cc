/** The native modules by name. Modules written in Python stand in pythonSources.generated.ts. */
import { abcNativeModule } from './abcNative.js';
import { arrayNativeModule } from './arrayNative.js';
import { atexitModule } from './atexit.js';
import { binasciiModule } from './binascii.js';
import { bisectNativeModule } from './bisectNative.js';
import { cmathModule } from './cmath.js';
import { collectionsNativeModule } from './collectionsNative.js';
import { decimalNativeModule } from './decimalNative.js';
import { functoolsNativeModule } from './functoolsNative.js';
import { gcModule } from './gc.js';
import { hashNativeModule } from './hashNative.js';
import { heapqNativeModule } from './heapqNative.js';
import { ioModule } from './io.js';
import { itertoolsModule } from './itertools.js';
import { mathModule } from './math.js';
import type { ModuleDef } from './moduleDef.js';
import { operatorNativeModule } from './operatorNative.js';
import { randomNativeModule } from './randomNative.js';
import { regexModule } from './regex.js';
import { structModule } from './struct.js';
import { timeNativeModule } from './timeNative.js';
import { tracebackNativeModule } from './tracebackNative.js';
import { tracemallocNativeModule } from './tracemallocNative.js';
import { unicodedataModule } from './unicodedata.js';
import { weakrefNativeModule } from './weakref.js';

/** Native modules besides `builtins` and `sys`, which are always there. */
export const NATIVE_MODULES: readonly ModuleDef[] = [
  abcNativeModule,
  arrayNativeModule,
  binasciiModule,
  bisectNativeModule,
  cmathModule,
  decimalNativeModule,
  collectionsNativeModule,
  functoolsNativeModule,
  hashNativeModule,
  heapqNativeModule,
  ioModule,
  itertoolsModule,
  mathModule,
  operatorNativeModule,
  randomNativeModule,
  regexModule,
  structModule,
  timeNativeModule,
  tracebackNativeModule,
  tracemallocNativeModule,
  atexitModule,
  gcModule,
  unicodedataModule,
  weakrefNativeModule,
];
