#!/usr/bin/env node
// Random programs about memory, in the simulator and in real interpreters.
import { main } from './compare.mjs';
import { memoryProgram } from './memoryPrograms.mjs';

await main('memory', memoryProgram);
