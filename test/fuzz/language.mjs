#!/usr/bin/env node
// Random programs about the language, in the simulator and in real interpreters.
import { main } from './compare.mjs';
import { languageProgram } from './languagePrograms.mjs';

await main('language', languageProgram);
