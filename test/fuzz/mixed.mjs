#!/usr/bin/env node
// Random programs that mix everything that holds references, in the simulator and in real interpreters.
import { main } from './compare.mjs';
import { mixedProgram } from './mixedPrograms.mjs';

await main('mixed', mixedProgram);
