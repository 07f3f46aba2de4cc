/** The panel in the browser: heading, tabs, the shown view, the details; and the one selection that all follow. */
import { type PanelLabels, panelLabels } from '../present/panel/labels.js';
import { panelView } from '../present/panel/view.js';
import type { Say } from '../present/say.js';
import type {
  PanelReveal,
  PanelSelection,
  PanelSubject,
  PanelViewId,
  PictureFormat,
  ToPanel,
} from '../protocol/panel.js';
import { DetailsPane, same } from './detailsPane.js';
import { h } from './dom.js';
import { heading } from './heading.js';
import { Host, type HostPort } from './host.js';
import { pngOf } from './picture.js';
import { type Tabs, tabRow } from './tabs.js';
import { VIEWS } from './views/all.js';
import type { Context, Scene, View, ViewKind } from './views/view.js';

export class Panel {
  private readonly root = document.getElementById('panel') as HTMLElement;
  private readonly host: Host;
  private readonly kinds: readonly ViewKind[];
  private readonly labels: PanelLabels;
  private readonly context: Context;
  private readonly pane: DetailsPane;
  private readonly tabs: Tabs;
  private readonly top = h('div', { class: 'top-place' });
  private readonly body: HTMLElement;
  private readonly tools: HTMLElement;
  private readonly views = new Map<PanelViewId, View>();
  /** What views said of where they look; of those that are not mounted, what they said last time. */
  private readonly kept: Record<string, unknown>;
  private readonly openTexts: Set<string>;
  private scene: Scene | null = null;
  private selection: PanelSelection | undefined;
  private shown: PanelViewId;
  private readonly say: Say;

  constructor(port: HostPort, say: Say) {
    this.say = say;
    this.labels = panelLabels(say);
    this.kinds = VIEWS.filter(({ needs }) => needs === undefined || (port.methods?.includes(needs) ?? true));
    this.host = new Host(port, (message) => this.receive(message));
    const { state } = this.host;
    this.selection = state.selection;
    this.kept = { ...state.views };
    this.openTexts = new Set(state.texts);
    this.shown = this.kinds.some((kind) => kind.id === state.view) ? state.view! : this.kinds[0]!.id;
    this.context = {
      say,
      labels: this.labels,
      calm: () =>
        document.body.classList.contains('vscode-reduce-motion') ||
        window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      isStill: port.isStill === true,
      answers: (method, params) => port.answers?.(method, params) ?? true,
      ask: (method, params) => this.host.ask(method, params),
      select: (selection) => this.select(selection, true),
      selectObject: (address) => this.select({ kind: 'object', address }, true),
      showView: (id) => this.showView(id),
      hand: (id, what) => {
        this.showView(id);
        this.views.get(id)?.take?.(what);
        this.tabs.focus(id);
      },
      goToLine: (line) => this.host.post({ kind: 'goToLine', line }),
      collectAt: (line) => this.host.post({ kind: 'collectAt', line }),
      forgetCollection: () => this.host.post({ kind: 'forgetCollection' }),
      follow: (on) => this.host.post({ kind: 'follow', on }),
      setMoment: (moment) => this.host.post({ kind: 'setMoment', moment }),
      save: () => this.save(),
      textChanged: () => this.drawText(this.shown),
    };
    this.pane = new DetailsPane(this.context);
    this.tools = h('div', { class: 'tools' }, ...(['svg', 'png'] as const).map((format) => this.saveButton(format)));
    this.tabs = tabRow(
      this.kinds.map((kind) => ({ id: kind.id, title: kind.title(this.labels) })),
      this.tools,
      (id) => this.showView(id as PanelViewId),
    );
    this.body = h('div', { class: 'body' }, this.tabs.element);
    this.follow();
    this.host.post({ kind: 'ready' });
  }

  /** Listens to the theme, the window and the keyboard. */
  private follow(): void {
    // VS Code sets the theme's variables on the root element and its kind on the body.
    const theme = new MutationObserver(() => this.repaint());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
    theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    new ResizeObserver(() => this.repaint()).observe(this.body);
    window.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.selection) this.select(undefined, true);
    });
  }

  private receive(message: Exclude<ToPanel, { kind: 'answer' | 'failure' }>): void {
    switch (message.kind) {
      case 'subject':
        this.setSubject(message.subject);
        return;
      case 'reveal':
        this.reveal(message.what);
        return;
      case 'savePicture':
        void this.savePicture(message.format);
        return;
    }
  }

  private setSubject(subject: PanelSubject | null): void {
    const focus = document.activeElement?.id;
    const view = subject && panelView(subject, this.say);
    this.scene = subject && view ? { subject, view } : null;
    this.root.setAttribute('aria-busy', String(subject?.state === 'running'));
    if (!this.scene) {
      this.root.replaceChildren(h('p', { class: 'empty' }, subject ? this.labels.noPicture : this.labels.empty));
      return;
    }
    this.root.className = this.scene.subject.state;
    this.top.replaceChildren(heading(this.scene, this.context));
    if (!this.body.isConnected) {
      this.root.replaceChildren(this.top, h('div', { class: 'columns' }, this.body, this.pane.element));
    }
    this.showView(this.shown);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    void this.pane.show(this.selection, this.scene, false);
  }

  private kind(id: PanelViewId): ViewKind | undefined {
    return this.kinds.find((kind) => kind.id === id);
  }

  /** The view of a tab, mounted when it is needed first. */
  private mounted(kind: ViewKind): View {
    const known = this.views.get(kind.id);
    if (known) return known;
    const place = h('div', { class: `view-body view-${kind.id}` });
    const title = h('h2', { class: 'unseen' }, kind.title(this.labels));
    this.tabs.panel(kind.id).append(title, place);
    const view = kind.mount(place, this.context, this.kept[kind.id]);
    this.views.set(kind.id, view);
    if (view.text) this.tabs.panel(kind.id).append(this.textTwin(kind.id));
    return view;
  }

  private textTwin(id: PanelViewId): HTMLElement {
    const twin: HTMLDetailsElement = h(
      'details',
      {
        class: 'twin',
        id: `${id}-text`,
        open: this.openTexts.has(id),
        toggle: () => {
          if (twin.open === this.openTexts.has(id)) return;
          if (twin.open) this.openTexts.add(id);
          else this.openTexts.delete(id);
          this.drawText(id);
          this.save();
        },
      },
      h('summary', { id: `${id}-text-summary` }, this.labels.asText),
      h('div', { class: 'twin-body' }),
    );
    return twin;
  }

  private drawText(id: PanelViewId): void {
    const body = document.querySelector(`#${id}-text > .twin-body`);
    if (!body) return;
    const text = this.openTexts.has(id) && this.scene ? this.views.get(id)?.text?.() : null;
    body.replaceChildren(...(text ? [text] : []));
  }

  private showView(id: PanelViewId): void {
    const kind = this.kind(id);
    if (!kind) return;
    const changed = this.shown !== id;
    this.shown = id;
    this.tabs.show(id);
    if (changed) this.save();
    if (!this.scene) return;
    const view = this.mounted(kind);
    view.show(this.scene);
    view.select?.(this.selection);
    this.drawText(id);
    for (const button of this.tools.querySelectorAll('button')) button.disabled = view.picture === undefined;
  }

  private repaint(): void {
    if (this.scene) this.views.get(this.shown)?.repaint?.();
  }

  private save(): void {
    for (const [id, view] of this.views) if (view.state) this.kept[id] = view.state();
    this.host.state = {
      view: this.shown,
      views: this.kept,
      texts: [...this.openTexts],
      ...(this.selection ? { selection: this.selection } : {}),
    };
  }

  private select(selection: PanelSelection | undefined, focus: boolean): void {
    const opener = !selection && this.pane.element.contains(document.activeElement);
    if (!same(this.selection, selection)) {
      this.selection = selection;
      this.save();
      this.host.post({ kind: 'selected', selection: selection ?? null });
      this.views.get(this.shown)?.select?.(selection);
    }
    void this.pane.show(selection, this.scene, focus);
    if (opener) this.tabs.focus(this.shown);
  }

  private reveal(what: PanelReveal): void {
    if (what.kind !== 'view') {
      this.select(what, true);
      if (what.kind === 'pool') this.showView('memory');
      return;
    }
    this.showView(what.view);
    this.tabs.focus(what.view);
  }

  private saveButton(format: PictureFormat): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        id: `save-${format}`,
        class: 'icon text',
        title: this.labels.savePicture(format.toUpperCase()),
        'aria-label': this.labels.savePicture(format.toUpperCase()),
        click: () => void this.savePicture(format),
      },
      format.toUpperCase(),
    );
  }

  private async savePicture(format: PictureFormat): Promise<void> {
    const drawn = () => this.scene && this.views.get(this.shown)?.picture?.();
    let picture = drawn();
    // What was just opened is still on its way, and so may be the run that it tells of.
    for (let tries = 0; tries < 20 && !picture; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      picture = drawn();
    }
    if (!this.scene || !picture) {
      this.host.post({ kind: 'noPicture' });
      return;
    }
    const name = `${this.scene.subject.title.replace(/\.py$/, '')}-${this.shown}`;
    const data = format === 'svg' ? picture.svg : await pngOf(picture);
    this.host.post({ kind: 'picture', format, name, data });
  }
}
