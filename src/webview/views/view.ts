/** What every view of the panel is: a tab's content that paints a scene and can be hidden, restored and saved. */
import type { PanelLabels } from '../../present/panel/labels.js';
import type { PanelView } from '../../present/panel/view.js';
import type { Say } from '../../present/say.js';
import type { PanelMethod, PanelMethods, PanelSelection, PanelSubject, PanelViewId } from '../../protocol/panel.js';
import type { Moment } from '../../protocol/position.js';
import type { Picture } from '../picture.js';

/** One moment of one run: what the host sent, and what `present` computed from it. */
export interface Scene {
  readonly subject: PanelSubject;
  readonly view: PanelView;
}

/** What a view may ask of the panel around it. */
export interface Context {
  readonly say: Say;
  readonly labels: PanelLabels;
  /** Reduced motion is asked for: no animation of its own accord. */
  readonly calm: () => boolean;
  /** There is one moment and no simulator: a report's page. */
  readonly isStill: boolean;
  /** Whether the host has an answer to a question. */
  answers<M extends PanelMethod>(method: M, params: PanelMethods[M]['params']): boolean;
  /** A question to the host about the run at the shown moment. */
  ask<M extends PanelMethod>(method: M, params: PanelMethods[M]['params']): Promise<PanelMethods[M]['result']>;
  /** The one selection that all views, the details and the editor follow. */
  select(selection: PanelSelection | undefined): void;
  selectObject(address: number): void;
  showView(id: PanelViewId): void;
  /** Shows a view and hands it something that it understands: see its `take`. */
  hand(id: PanelViewId, what: unknown): void;
  goToLine(line: number): void;
  collectAt(line: number): void;
  forgetCollection(): void;
  setMoment(moment: Moment): void;
  /** The moment is to follow the cursor in the editor, or no longer. */
  follow(on: boolean): void;
  /** The view's `state()` has changed and should be kept. */
  save(): void;
  /** What `text()` tells has changed; it is asked for again where it is shown. */
  textChanged(): void;
}

/** A mounted view. It is asked to paint only while its tab is the shown one. */
export interface View {
  show(scene: Scene): void;
  /** The selection changed; also called after each `show`. */
  select?(selection: PanelSelection | undefined): void;
  /** Another view handed something over. */
  take?(what: unknown): void;
  /** Colours or size have changed. */
  repaint?(): void;
  /** The text twin of what is painted, made when somebody opens it. */
  text?(): HTMLElement | null;
  /** Where the view looks, as plain data; handed to `mount` after hiding and reload. */
  state?(): unknown;
  /** What is painted now, to be saved in a file; null where there is nothing. */
  picture?(): Picture | null;
}

/** A kind of view: one tab. The list of all is in `all.ts`. */
export interface ViewKind {
  /** Also the tab's id in messages and in the kept state. */
  readonly id: PanelViewId;
  /** What it cannot do without; a page without a simulator answers only some questions. */
  readonly needs?: PanelMethod;
  title(labels: PanelLabels): string;
  /** Fills `root` once. `state`: what `state()` said last, unchecked. */
  mount(root: HTMLElement, context: Context, state: unknown): View;
}
