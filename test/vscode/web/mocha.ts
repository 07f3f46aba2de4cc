/** Mocha, in the build for browsers. */
// By its path: the name is an alias of this file here.
import '../../../node_modules/mocha/mocha.js';
import type Mocha from 'mocha';

// biome-ignore lint/style/noDefaultExport: what it stands in for has one.
export default (globalThis as unknown as { Mocha: typeof Mocha }).Mocha;
