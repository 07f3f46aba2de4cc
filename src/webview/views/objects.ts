/** Names, frames and objects as a graph; or what keeps what alive, as a tree. */
import { graphLabels } from '../../present/panel/graph/labels.js';
import { type ObjectGraphView, objectGraphView } from '../../present/panel/graph/objectGraphView.js';
import { drawGraph, type GraphPicture, placesOf } from '../../present/panel/graph/picture.js';
import { referenceRows } from '../../present/panel/graph/references.js';
import type { Address } from '../../protocol/address.js';
import { type GraphQuery, type ObjectGraph, WHOLE_GRAPH } from '../../protocol/graph.js';
import { h } from '../dom.js';
import { dominatorTree } from '../dominatorTree.js';
import { GraphCanvas } from '../graphCanvas.js';
import { legend } from '../legend.js';
import type { Scene, ViewKind } from './view.js';

interface Kept {
  readonly query?: GraphQuery;
  readonly mode?: 'graph' | 'dominators';
  readonly look?: GraphCanvas['state'];
}

export const objectsView: ViewKind = {
  id: 'objects',
  needs: 'graph',
  title: (labels) => labels.objects,
  mount(root, context, kept) {
    const { say } = context;
    const labels = graphLabels(say);
    const state = (kept ?? {}) as Kept;
    let query: GraphQuery = { ...WHOLE_GRAPH, ...state.query };
    let mode = state.mode ?? 'graph';
    let scene: Scene | null = null;
    let graph: ObjectGraph | null = null;
    let view: ObjectGraphView | null = null;
    let picture: GraphPicture | null = null;
    let selected: Address | undefined;
    let turn = 0;

    const canvas = new GraphCanvas('object-graph', labels.graph, labels, {
      chosen: (node) => {
        if (node.address !== undefined) context.selectObject(node.address);
      },
      more: (node) => {
        const expanded = query.expanded.filter(({ address }) => address !== node.address);
        change({ expanded: [...expanded, { address: node.address!, references: node.more!.references }] });
      },
    });
    canvas.restore(state.look);
    const summary = h('p', { class: 'note g-summary', role: 'status' });
    const found = h('datalist', { id: 'object-found' });
    const search: HTMLInputElement = h('input', {
      type: 'search',
      id: 'object-search',
      list: 'object-found',
      placeholder: labels.search,
      'aria-label': labels.search,
      input: () => void find(search.value, false),
      keydown: (event) => {
        if ((event as KeyboardEvent).key === 'Enter') void find(search.value, true);
      },
    });
    const hits = h('div', { class: 'g-hits', id: 'object-hits' });
    const option = (value: string, text: string): HTMLOptionElement => h('option', { value }, text);
    const reach: HTMLSelectElement = h(
      'select',
      {
        id: 'object-reach',
        'aria-label': labels.reach,
        change: () => change({ reach: reach.value as GraphQuery['reach'] }),
      },
      option('all', labels.everything),
      option('reachable', labels.onlyReachable),
      option('unreachable', labels.onlyUnreachable),
    );
    const types: HTMLSelectElement = h('select', {
      id: 'object-types',
      'aria-label': labels.type,
      change: () => change({ types: types.value === '' ? [] : [types.value] }),
    });
    const check = (id: string, text: string, get: () => boolean, set: (on: boolean) => void): HTMLElement => {
      const box: HTMLInputElement = h('input', { type: 'checkbox', id, change: () => set(box.checked) });
      box.checked = get();
      return h('label', { class: 'check' }, box, text);
    };
    const modes = (['graph', 'dominators'] as const).map((one) =>
      h(
        'button',
        { type: 'button', id: `objects-${one}`, class: 'segment', click: () => setMode(one) },
        one === 'graph' ? labels.asGraph : labels.asDominators,
      ),
    );
    const filters = h(
      'div',
      { class: 'view-filters' },
      search,
      reach,
      types,
      check(
        'object-definitions',
        labels.definitions,
        () => query.definitions,
        (definitions) => change({ definitions }),
      ),
      check(
        'object-values',
        labels.values,
        () => query.values,
        (values) => change({ values }),
      ),
      h('button', { type: 'button', id: 'object-tidy', class: 'action quiet', click: () => tidy() }, labels.tidy),
    );
    const focusBar = h('p', { class: 'g-focus', hidden: true });
    const inspector = h('section', { class: 'g-inspector', 'aria-label': labels.references, hidden: true });
    const blank = h('div', { class: 'blank', hidden: true });
    const place = h('div', { class: 'objects-place' });
    root.append(
      h('div', { class: 'view-bar' }, h('div', { class: 'segments', role: 'group' }, ...modes), summary),
      found,
      place,
    );
    const graphPlace = h(
      'div',
      { class: 'graph-place' },
      filters,
      hits,
      focusBar,
      canvas.element,
      blank,
      inspector,
      legend(
        [
          ['node frame', labels.legendFrame],
          ['node', labels.legendObject],
          ['node cycle', labels.legendCycle],
          ['node garbage', labels.legendGarbage],
          ['edge closing', labels.legendClosing],
          ['edge weak', labels.legendWeak],
          ['node path', labels.legendPath],
        ],
        labels.legend,
      ),
    );
    const dominators = dominatorTree(labels, context);

    function setMode(next: 'graph' | 'dominators'): void {
      mode = next;
      context.save();
      void load();
    }

    function change(part: Partial<GraphQuery>): void {
      query = { ...query, ...part };
      context.save();
      void load();
    }

    function tidy(): void {
      picture = null;
      canvas.fit();
      paint();
    }

    async function find(text: string, choose: boolean): Promise<void> {
      if (text.trim() === '') {
        hits.replaceChildren();
        return;
      }
      const objects = await context.ask('find', { text });
      if (search.value !== text) return;
      hits.replaceChildren(
        h('span', { class: 'note', role: 'status' }, labels.found(objects.length)),
        ...objects
          .slice(0, 12)
          .map((object) =>
            h(
              'button',
              { type: 'button', id: `hit-${object.address}`, class: 'chip', click: () => focusOn(object.address) },
              object.type,
              h('span', { class: 'chip-name' }, ` ${object.names?.[0] ?? object.repr.slice(0, 24)}`),
            ),
          ),
      );
      if (choose && objects[0]) focusOn(objects[0].address);
    }

    function focusOn(address: Address): void {
      hits.replaceChildren();
      search.value = '';
      change({ focus: address });
      context.selectObject(address);
    }

    async function load(): Promise<void> {
      if (scene === null) return;
      for (const button of modes) button.setAttribute('aria-pressed', String(button.id === `objects-${mode}`));
      const mine = ++turn;
      try {
        if (mode === 'dominators') {
          place.replaceChildren(dominators.element);
          summary.textContent = labels.dominatorsHelp;
          await dominators.load();
          return;
        }
        if (!graphPlace.isConnected) place.replaceChildren(graphPlace);
        const answer = await context.ask('graph', { query });
        if (mine !== turn) return;
        graph = answer;
        paint();
      } catch (error) {
        if (mine !== turn) return;
        // What is drawn stays, and with it the way back.
        summary.textContent = error instanceof Error ? error.message : String(error);
      }
    }

    function paint(): void {
      if (graph === null) return;
      view = objectGraphView(graph, say);
      summary.textContent = view.summary;
      blank.hidden = view.empty === '';
      blank.textContent = view.empty;
      canvas.element.hidden = view.empty !== '';
      types.replaceChildren(
        option('', labels.allTypes),
        ...graph.types.slice(0, 60).map(({ type, objects }) => option(type, `${type} (${objects})`)),
      );
      types.value = query.types[0] ?? '';
      reach.value = query.reach;
      const focus = query.focus;
      const node = graph.nodes.find((n) => n.address === focus);
      focusBar.hidden = focus === undefined;
      focusBar.replaceChildren(
        labels.inFocus(node?.names?.[0] ?? node?.type ?? '?'),
        ' · ',
        h(
          'button',
          {
            type: 'button',
            id: 'object-whole',
            class: 'link',
            click: () => {
              const { focus: _, ...rest } = query;
              query = rest;
              context.save();
              void load();
            },
          },
          labels.wholeGraph,
        ),
      );
      picture = drawGraph(view.draft, picture ? placesOf(picture) : undefined);
      canvas.draw(picture);
      canvas.select(selected);
      inspect();
      context.textChanged();
    }

    /** What can be done with the selected object and its references. */
    function inspect(): void {
      const node = graph?.nodes.find((n) => n.address === selected);
      inspector.hidden = node === undefined || graph === null;
      if (node === undefined || graph === null) return;
      const rows = referenceRows(graph, node.address, say);
      inspector.replaceChildren(
        h(
          'header',
          {},
          h('h3', {}, rows.title),
          h(
            'button',
            {
              type: 'button',
              id: 'object-focus',
              class: 'action quiet',
              click: () => change({ focus: node.address }),
            },
            labels.focus,
          ),
        ),
        h(
          'ul',
          { class: 'rows' },
          ...rows.rows.map((row, i) =>
            h(
              'li',
              {},
              h('span', {}, row.sentence),
              row.edge !== undefined &&
                !context.isStill &&
                h(
                  'span',
                  { class: 'row-actions' },
                  ...(['cut', 'weak'] as const).map((how) =>
                    h(
                      'button',
                      {
                        type: 'button',
                        id: `ref-${i}-${how}`,
                        class: 'link',
                        click: () => {
                          const picture = scene?.subject.result.picture;
                          if (!picture) return;
                          const at = { kind: 'step', step: picture.step } as const;
                          context.hand('whatif', { how, at, edge: row.edge, words: row.sentence });
                        },
                      },
                      how === 'cut' ? labels.cut : labels.weaken,
                    ),
                  ),
                ),
            ),
          ),
        ),
      );
    }

    return {
      show(next) {
        scene = next;
        void load();
      },
      select(selection) {
        selected = selection?.kind === 'object' ? selection.address : undefined;
        canvas.select(selected);
        inspect();
      },
      take(what) {
        mode = 'graph';
        query = { ...query, focus: Number(what) };
        void load();
      },
      text() {
        if (mode === 'dominators' || view === null) return null;
        return h('ul', {}, ...view.sentences.map((sentence) => h('li', {}, sentence)));
      },
      state: (): Kept => ({ query, mode, look: canvas.state }),
      picture: () => (mode === 'graph' ? canvas.picture() : null),
    };
  },
};
