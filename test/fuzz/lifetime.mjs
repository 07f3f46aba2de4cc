#!/usr/bin/env node
// Random programs about how long objects live, in the simulator and in real interpreters.
import { main } from './compare.mjs';
import { lifetimeProgram } from './lifetimePrograms.mjs';

await main('lifetime', lifetimeProgram);
