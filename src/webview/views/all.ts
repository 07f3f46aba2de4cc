/** The panel's views in the order of their tabs. */
import { cyclesView } from './cycles.js';
import { generationsView } from './generations.js';
import { memoryView } from './memory.js';
import { overview } from './overview.js';
import { sourcesView } from './sources.js';
import type { ViewKind } from './view.js';

export const VIEWS: readonly ViewKind[] = [overview, memoryView, generationsView, cyclesView, sourcesView];
