/** Beside every view: what is known of the selected object or pool, and the way back through what was selected. */
import { arenaDetailView, type DetailView, objectDetailView, poolDetailView } from '../present/panel/detail.js';
import type { PanelSelection } from '../protocol/panel.js';
import { h } from './dom.js';
import { iconButton, lineButton } from './parts.js';
import type { Context, Scene } from './views/view.js';

export class DetailsPane {
  readonly element: HTMLElement;
  private readonly history: PanelSelection[] = [];
  private shown: PanelSelection | undefined;
  private turn = 0;

  constructor(private readonly context: Context) {
    this.element = h('aside', { class: 'details', 'aria-label': context.labels.details, hidden: true });
  }

  /** Shows a selection; `focus` moves the keyboard to it. */
  async show(selection: PanelSelection | undefined, scene: Scene | null, focus: boolean): Promise<void> {
    const turn = ++this.turn;
    if (!selection || !scene) {
      this.shown = selection;
      this.history.length = 0;
      this.element.hidden = true;
      return;
    }
    if (this.shown && !same(this.shown, selection)) this.history.push(this.shown);
    this.shown = selection;
    let content: HTMLElement;
    try {
      const view = await this.detail(selection, scene);
      content = view ? this.body(view) : this.message(this.context.labels.nothingThere, 'quiet');
    } catch (error) {
      content = this.message(error instanceof Error ? error.message : String(error), 'warning');
    }
    if (turn !== this.turn) return;
    this.element.replaceChildren(content);
    this.element.hidden = false;
    if (focus) document.getElementById('detail-title')?.focus({ preventScroll: true });
  }

  private async detail(selection: PanelSelection, { subject }: Scene): Promise<DetailView | null> {
    const { say } = this.context;
    const { address } = selection;
    if (selection.kind === 'object') {
      const detail = await this.context.ask('object', { selector: { kind: 'address', address } });
      return detail && objectDetailView(detail, subject.result, say);
    }
    if (selection.kind === 'arena') {
      const detail = await this.context.ask('arena', { address });
      return detail && arenaDetailView(detail, subject.result, say);
    }
    const detail = await this.context.ask('pool', { address });
    return detail && poolDetailView(detail, subject.result, say);
  }

  private close(): void {
    this.context.select(undefined);
  }

  private previous(): void {
    const last = this.history.pop();
    if (!last) return;
    this.shown = undefined; // so that going back is not itself a step of the history
    this.context.select(last);
  }

  private message(text: string, tone: 'quiet' | 'warning'): HTMLElement {
    return h(
      'div',
      { class: 'details-body' },
      this.header(''),
      h('p', tone === 'warning' ? { class: tone, role: 'alert' } : { class: tone }, text),
    );
  }

  private header(title: string): HTMLElement {
    const { labels } = this.context;
    return h(
      'header',
      {},
      this.history.length > 0 && iconButton('detail-back', 'previous', labels.previous, () => this.previous()),
      h('h2', { id: 'detail-title', tabindex: '-1' }, title || labels.details),
      iconButton('detail-close', 'close', labels.close, () => this.close()),
    );
  }

  private body(view: DetailView): HTMLElement {
    const { context } = this;
    return h(
      'div',
      { class: 'details-body' },
      this.header(view.title),
      view.subtitle !== view.title && h('p', { class: 'preview' }, view.subtitle),
      h('dl', {}, ...view.facts.flatMap((f) => [h('dt', {}, f.name), h('dd', {}, f.value)])),
      ...view.lists
        .filter((list) => list.rows.length > 0)
        .map((list, n) =>
          h(
            'section',
            {},
            h('h3', {}, list.title),
            h(
              'ul',
              { class: 'rows' },
              ...list.rows.map((row, i) => {
                const { object } = row;
                return h(
                  'li',
                  {},
                  object === undefined
                    ? row.text
                    : h(
                        'button',
                        {
                          type: 'button',
                          id: `row-${n}-${i}`,
                          class: 'link',
                          click: () => context.selectObject(object),
                        },
                        row.text,
                      ),
                  row.line !== undefined && ' · ',
                  row.line !== undefined && lineButton(row.line, context, `row-line-${n}-${i}`),
                );
              }),
            ),
            list.more !== '' && h('p', { class: 'note' }, list.more),
          ),
        ),
    );
  }
}

export function same(a: PanelSelection | undefined, b: PanelSelection | undefined): boolean {
  return a?.kind === b?.kind && a?.address === b?.address;
}
