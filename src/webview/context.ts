/** What the drawing functions are handed. */
import type { PanelLabels } from '../present/panel/labels.js';
import type { Say } from '../present/say.js';
import type { Moment } from '../protocol/position.js';
import type { Painters } from './arenas.js';

export interface Context {
  readonly say: Say;
  readonly labels: PanelLabels;
  readonly painters: Painters;
  selectObject(address: number): void;
  /** `block` from 0, or -1 for the pool as a whole. */
  selectPool(address: number, block: number): void;
  goToLine(line: number): void;
  collectAt(line: number): void;
  forgetCollection(): void;
  setMoment(moment: Moment): void;
}
