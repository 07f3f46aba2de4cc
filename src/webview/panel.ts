/** The panel in the browser: paints what `present` computed from the subject that the host sends. */
import { type DetailView, objectDetailView, poolDetailView } from '../present/panel/detail.js';
import { type PanelLabels, panelLabels } from '../present/panel/labels.js';
import { panelView } from '../present/panel/view.js';
import type { Say } from '../present/say.js';
import type { PanelReveal, PanelSubject } from '../protocol/panel.js';
import { arenas, type Painters } from './arenas.js';
import type { Context } from './context.js';
import { cycles } from './cycles.js';
import { h, section } from './dom.js';
import { Host, type HostPort, type Selection } from './host.js';
import { readPalette } from './paint.js';
import { details, generations, heading, names, table, tiles } from './sections.js';

export class Panel {
  private readonly root = document.getElementById('panel') as HTMLElement;
  private readonly host: Host;
  private readonly labels: PanelLabels;
  private readonly painters: Painters = new Map();
  private readonly toggled: Set<string>;
  private readonly history: Selection[] = [];
  private readonly aside: HTMLElement;
  private readonly context: Context & { closeDetails(): void; previous(): void };
  private subject: PanelSubject | null = null;
  private selection: Selection | undefined;
  private shownSelection = 0;
  private firstPaint = true;

  constructor(port: HostPort, say: Say) {
    this.labels = panelLabels(say);
    this.aside = h('aside', { class: 'details', 'aria-label': this.labels.details, hidden: true });
    this.context = {
      say,
      labels: this.labels,
      painters: this.painters,
      selectObject: (address) => this.select({ kind: 'object', address }),
      selectPool: (address, block) => void this.selectPool(address, block),
      goToLine: (line) => this.host.post({ kind: 'goToLine', line }),
      collectAt: (line) => this.host.post({ kind: 'collectAt', line }),
      forgetCollection: () => this.host.post({ kind: 'forgetCollection' }),
      setMoment: (moment) => this.host.post({ kind: 'setMoment', moment }),
      closeDetails: () => this.closeDetails(),
      previous: () => this.previous(),
    };
    this.host = new Host(port, (message) => {
      if (message.kind === 'subject') this.setSubject(message.subject);
      else this.reveal(message.what);
    });
    const { state } = this.host;
    this.toggled = new Set(state.toggled);
    this.selection = state.selection;
    // VS Code sets the theme's variables on the root element and its kind on the body.
    const theme = new MutationObserver(() => this.repaint());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
    theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    let saving = 0;
    window.addEventListener('scroll', () => {
      window.clearTimeout(saving);
      saving = window.setTimeout(() => this.save(), 200);
    });
    window.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.aside.hidden) this.closeDetails();
    });
    this.host.post({ kind: 'ready' });
  }

  private setSubject(subject: PanelSubject | null): void {
    this.subject = subject;
    const focus = document.activeElement?.id;
    const { scrollY } = window;
    this.draw();
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    window.scrollTo(0, this.firstPaint ? this.host.state.scroll : scrollY);
    this.firstPaint = false;
    if (this.selection) void this.showSelection(false);
  }

  private draw(): void {
    const { labels, context, subject } = this;
    this.painters.clear();
    this.root.setAttribute('aria-busy', String(subject?.state === 'running'));
    const view = subject && panelView(subject);
    if (!subject || !view) {
      this.root.replaceChildren(h('p', { class: 'empty' }, subject ? labels.noPicture : labels.empty));
      return;
    }
    const picture = subject.result.picture!;
    // Sections are open unless the user folded them; long ones start folded and the set means the opposite.
    const part = (
      id: string,
      title: string,
      note: string,
      folded: boolean,
      ...children: Parameters<typeof section>[5][]
    ) =>
      section(
        id,
        title,
        note,
        this.toggled.has(id) === folded,
        (_, open) => this.toggle(id, open === folded),
        ...children,
      );
    const body = h(
      'div',
      { class: 'body' },
      tiles(view.tiles, context),
      part('names', labels.names, '', false, ...names(view.frames, context)),
      part('cycles', labels.cycles, '', false, ...cycles(view.cycles, context)),
      part('generations', labels.generations, view.collectorNote, false, generations(view.generations, context)),
      part('arenas', labels.memory, '', false, ...arenas(view.arenas, context)),
      part(
        'collections',
        labels.collections,
        '',
        false,
        view.collections.rows.length > 0
          ? table(view.collections, 'collections', context)
          : h('p', { class: 'quiet' }, labels.noCollections),
      ),
      view.freeLists.rows.length > 0 &&
        part('freelists', labels.freeLists, '', true, table(view.freeLists, 'freelists', context)),
      view.largeBlocks.rows.length > 0 &&
        part('large', labels.systemHeap, '', true, table(view.largeBlocks, 'large', context)),
      view.output !== '' && part('output', labels.output, '', true, h('pre', { tabindex: '0' }, view.output)),
    );
    this.root.className = subject.state;
    this.root.replaceChildren(
      heading(view, picture.step, subject.result.steps, context),
      h('div', { class: 'columns' }, body, this.aside),
    );
    this.repaint();
  }

  private repaint(): void {
    const palette = readPalette();
    for (const paint of this.painters.values()) paint(palette);
  }

  private toggle(id: string, set: boolean): void {
    if (set) this.toggled.add(id);
    else this.toggled.delete(id);
    this.save();
  }

  private save(): void {
    this.host.state = {
      toggled: [...this.toggled],
      scroll: window.scrollY,
      ...(this.selection ? { selection: this.selection } : {}),
    };
  }

  private select(selection: Selection): void {
    if (this.selection) this.history.push(this.selection);
    this.selection = selection;
    this.save();
    void this.showSelection(true);
  }

  private previous(): void {
    const last = this.history.pop();
    if (!last) return;
    this.selection = last;
    this.save();
    void this.showSelection(true);
  }

  private async selectPool(address: number, block: number): Promise<void> {
    if (block >= 0) {
      try {
        const detail = await this.host.ask('pool', { address });
        const object = detail?.blocks[block]?.object;
        if (object) {
          this.select({ kind: 'object', address: object.address });
          return;
        }
      } catch {
        // The pool's own details will say what is wrong.
      }
    }
    this.select({ kind: 'pool', address });
  }

  private closeDetails(): void {
    const opener = this.selection?.kind === 'pool' ? document.getElementById(`pool-${this.selection.address}`) : null;
    this.selection = undefined;
    this.history.length = 0;
    this.aside.hidden = true;
    this.save();
    opener?.focus();
  }

  private async detail(selection: Selection): Promise<DetailView | null> {
    const result = this.subject!.result;
    const { address } = selection;
    if (selection.kind === 'object') {
      const detail = await this.host.ask('object', { selector: { kind: 'address', address } });
      return detail && objectDetailView(detail, result);
    }
    const detail = await this.host.ask('pool', { address });
    return detail && poolDetailView(detail, result);
  }

  private async showSelection(focus: boolean): Promise<void> {
    const { selection } = this;
    if (!selection || !this.subject) return;
    const turn = ++this.shownSelection;
    let content: HTMLElement;
    try {
      const view = await this.detail(selection);
      content = view
        ? details(view, this.history.length > 0, this.context)
        : h('p', { class: 'quiet' }, this.labels.nothingThere);
    } catch (error) {
      content = h('p', { class: 'warning', role: 'alert' }, error instanceof Error ? error.message : String(error));
    }
    if (turn !== this.shownSelection || this.selection !== selection) return;
    this.aside.replaceChildren(content);
    this.aside.hidden = false;
    for (const marked of document.querySelectorAll('.selected')) marked.classList.remove('selected');
    if (selection.kind === 'pool') document.getElementById(`pool-${selection.address}`)?.classList.add('selected');
    if (focus) document.getElementById('detail-title')?.focus({ preventScroll: true });
  }

  private reveal(what: PanelReveal): void {
    if (what.kind === 'object' || what.kind === 'pool') {
      this.select(what);
      if (what.kind === 'pool') this.scrollTo(`pool-${what.address}`);
      return;
    }
    const part = document.getElementById(what.kind);
    if (part instanceof HTMLDetailsElement) part.open = true;
    this.scrollTo(what.kind);
    document.getElementById(`${what.kind}-summary`)?.focus({ preventScroll: true });
  }

  private scrollTo(id: string): void {
    const calm = document.body.classList.contains('vscode-reduce-motion');
    document.getElementById(id)?.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
  }
}
