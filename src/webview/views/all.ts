/** The panel's views in the order of their tabs. */
import { collectorView } from './collector.js';
import { cyclesView } from './cycles.js';
import { generationsView } from './generations.js';
import { growthTab } from './growth.js';
import { memoryView } from './memory.js';
import { objectsView } from './objects.js';
import { overview } from './overview.js';
import { sourcesView } from './sources.js';
import { timeView } from './time.js';
import type { ViewKind } from './view.js';
import { whatIfView } from './whatif.js';

export const VIEWS: readonly ViewKind[] = [
  overview,
  objectsView,
  cyclesView,
  collectorView,
  memoryView,
  generationsView,
  timeView,
  whatIfView,
  growthTab,
  sourcesView,
];
