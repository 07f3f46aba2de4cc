/** What crosses the border between the extension and its webview panel, both ways. */
import type { Address } from './address.js';
import type { PoolDetail } from './heap.js';
import type { ObjectDetail } from './objects.js';
import type { Moment } from './position.js';
import type { ExploreResult } from './run.js';
import type { ObjectSelector } from './worker.js';

/** What the panel is to draw. The host owns it; the view owns only where it looks. */
export interface PanelSubject {
  /** Shown as the heading: the file's base name. */
  readonly title: string;
  readonly result: ExploreResult;
  readonly state: 'fresh' | 'stale' | 'running';
  /** The line after which the user asked for a collection that the program does not make. */
  readonly collectLine?: number;
}

/** To the view. */
export type ToPanel =
  | { readonly kind: 'subject'; readonly subject: PanelSubject | null }
  /** Draw attention to an object (select it, scroll to it) or to the cycles. */
  | { readonly kind: 'reveal'; readonly what: PanelReveal }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

export type PanelReveal =
  | { readonly kind: 'object'; readonly address: Address }
  | { readonly kind: 'pool'; readonly address: Address }
  | { readonly kind: 'cycles' }
  | { readonly kind: 'collections' };

/** Questions that the view asks and the host answers, each by `answer` or `failure`. */
export interface PanelMethods {
  object: { params: { selector: ObjectSelector }; result: ObjectDetail | null };
  pool: { params: { address: Address }; result: PoolDetail | null };
}
export type PanelMethod = keyof PanelMethods;

/** All that a report's page is handed: what the panel draws, and the answers to what it may ask. */
export interface ReportData {
  readonly subject: PanelSubject;
  readonly objects: readonly ObjectDetail[];
  readonly pools: readonly PoolDetail[];
}

/** The `id` of the element that holds the data as JSON. */
export const REPORT_DATA_ID = 'report-data';
/** The `id` of a line's element is this and its number. */
export const REPORT_LINE_ID = 'line-';

/** From the view. */
export type FromPanel =
  | { readonly kind: 'ready' }
  | {
      [M in PanelMethod]: {
        readonly kind: 'ask';
        readonly id: number;
        readonly method: M;
        readonly params: PanelMethods[M]['params'];
      };
    }[PanelMethod]
  /** Show the line (from 1) in the editor. */
  | { readonly kind: 'goToLine'; readonly line: number }
  | { readonly kind: 'collectAt'; readonly line: number }
  /** Run without the collection that was asked for. */
  | { readonly kind: 'forgetCollection' }
  /** Show another moment of the run. */
  | { readonly kind: 'setMoment'; readonly moment: Moment };
