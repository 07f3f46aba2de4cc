/** The module itertools. Follows itertoolsmodule.c. */
import type { Machine } from '../objects/machine.js';
import type { MethodDef } from '../objects/typeInfo.js';
import { defineCombinatoricIterators } from './itertoolsCombine.js';
import { defineCountingIterators } from './itertoolsCount.js';
import { defineFilteringIterators } from './itertoolsFilter.js';
import { defineGroupingIterators } from './itertoolsGroup.js';
import { defineTee, TEE_METHOD } from './itertoolsTee.js';
import { defineZippingIterators } from './itertoolsZip.js';
import type { ModuleDef } from './moduleDef.js';

const METHODS: readonly MethodDef[] = [TEE_METHOD];

export const itertoolsModule: ModuleDef = {
  name: 'itertools',
  doc: 'Functional tools for creating and using iterators.',
  methods: METHODS,
  setup(rt: Machine, module: number): number {
    defineCountingIterators(rt, module);
    defineFilteringIterators(rt, module);
    defineGroupingIterators(rt, module);
    defineCombinatoricIterators(rt, module);
    defineZippingIterators(rt, module);
    defineTee(rt, module);
    return 0;
  },
};
