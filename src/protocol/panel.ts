/** What crosses the border between the extension and its webview panel, both ways. */
import type { Address } from './address.js';
import type { Moment } from './position.js';
import type { ExploreResult } from './run.js';
import type { WorkerMethods } from './worker.js';

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
  /** Draw attention to an object or pool (select it), or to a view. */
  | { readonly kind: 'reveal'; readonly what: PanelReveal }
  /** Send the shown view's picture, to be saved. */
  | { readonly kind: 'savePicture'; readonly format: PictureFormat }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

/** The panel's views, each a tab, in their order. */
export const PANEL_VIEWS = [
  'overview',
  'objects',
  'cycles',
  'collector',
  'memory',
  'generations',
  'time',
  'whatif',
  'growth',
  'sources',
] as const;
export type PanelViewId = (typeof PANEL_VIEWS)[number];

/** What is selected: one thing in all views, in the details and in the editor. */
export type PanelSelection =
  | { readonly kind: 'object'; readonly address: Address }
  | { readonly kind: 'pool'; readonly address: Address }
  | { readonly kind: 'arena'; readonly address: Address };

export type PanelReveal = PanelSelection | { readonly kind: 'view'; readonly view: PanelViewId };

/** The worker's methods about the shown run that the view may ask for; the host adds which run it is. */
export const PANEL_METHODS = [
  'object',
  'why',
  'pool',
  'members',
  'collectionSteps',
  'diff',
  'growth',
  'memoryMap',
  'mapBlocks',
  'heat',
  'owners',
  'arena',
  'bytes',
  'graph',
  'dominated',
  'find',
  'timeline',
  'whatIf',
  'rerun',
] as const;
export type PanelMethod = (typeof PANEL_METHODS)[number];

/** Questions that the view asks and the host answers, each by `answer` or `failure`. */
export type PanelMethods = {
  [M in PanelMethod]: { params: Omit<WorkerMethods[M]['params'], 'run'>; result: WorkerMethods[M]['result'] };
};

/** A picture in a file; the data of a PNG in base64. */
export type PictureFormat = 'svg' | 'png';

/** What a report's panel draws. The answers to what it may ask stand in an element of their own, deflated, in base64. */
export interface ReportData {
  readonly subject: PanelSubject;
}

/** The `id` of the element that holds the data as JSON. */
export const REPORT_DATA_ID = 'report-data';
/** The `id` of the element with the answers: a list of method, parameters and value as JSON, raw deflate, base64. */
export const REPORT_ANSWERS_ID = 'report-answers';
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
  | { readonly kind: 'setMoment'; readonly moment: Moment }
  /** Whether the moment is to follow the cursor in the editor. */
  | { readonly kind: 'follow'; readonly on: boolean }
  /** Something was selected, or nothing any more: the editor marks it. */
  | { readonly kind: 'selected'; readonly selection: PanelSelection | null }
  /** A picture was asked for, and the shown view has none. */
  | { readonly kind: 'noPicture' }
  /** A picture for the user's file; `name` without extension. */
  | { readonly kind: 'picture'; readonly format: PictureFormat; readonly name: string; readonly data: string };
