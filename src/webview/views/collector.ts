/** One collection on the program's own objects, step by step, forwards and backwards. */

import { collectionChoices } from '../../present/panel/graph/collections.js';
import { graphLabels } from '../../present/panel/graph/labels.js';
import { drawGraph } from '../../present/panel/graph/picture.js';
import { fateWords, nodeOf, type StoryView, storyState, storyView } from '../../present/panel/graph/storyView.js';
import type { CollectionSteps } from '../../protocol/collection.js';
import type { ExploreResult } from '../../protocol/run.js';
import { h } from '../dom.js';
import { GraphCanvas } from '../graphCanvas.js';
import { legend } from '../legend.js';
import { iconButton, lineButton } from '../parts.js';
import type { Scene, ViewKind } from './view.js';

/** Milliseconds of one step while it plays. */
const BEAT = 1100;

interface Kept {
  readonly collection?: number;
  readonly at?: number;
}

export const collectorView: ViewKind = {
  id: 'collector',
  needs: 'collectionSteps',
  title: (labels) => labels.collector,
  mount(root, context, kept) {
    const { say } = context;
    const labels = graphLabels(say);
    const state = (kept ?? {}) as Kept;
    let chosen = state.collection;
    let at = state.at ?? 0;
    let told: CollectionSteps | null = null;
    let view: StoryView | null = null;
    let scene: Scene | null = null;
    let asked: { readonly result: ExploreResult; readonly index: number } | undefined;
    let playing = 0;

    const canvas = new GraphCanvas('story-graph', labels.storyGraph, labels, {
      chosen: (node) => {
        if (node.address !== undefined) context.selectObject(node.address);
      },
    });
    const choice: HTMLSelectElement = h('select', {
      id: 'story-collection',
      'aria-label': labels.collection,
      change: () => {
        chosen = Number(choice.value);
        at = 0;
        void load();
      },
    });
    const where = h('span', { class: 'story-where' });
    const sentence = h('p', { class: 'story-sentence', id: 'story-sentence', 'aria-live': 'polite' });
    const about = h('p', { class: 'story-about note' });
    const counter = h('output', { id: 'story-step', for: 'story-slider' });
    const slider: HTMLInputElement = h('input', {
      type: 'range',
      id: 'story-slider',
      min: 0,
      'aria-label': labels.stepSlider,
      input: () => go(Number(slider.value)),
    });
    const buttons = {
      first: iconButton('story-first', 'start', labels.first, () => go(0)),
      back: iconButton('story-back', 'back', labels.back, () => go(at - 1)),
      play: iconButton('story-play', 'play', labels.play, () => (playing === 0 ? play() : stop())),
      forward: iconButton('story-forward', 'forward', labels.forward, () => go(at + 1)),
      last: iconButton('story-last', 'end', labels.last, () => go(Number.MAX_SAFE_INTEGER)),
    };
    const phases = h('ol', { class: 'story-phases', 'aria-label': labels.phases });
    const stage = h(
      'div',
      { class: 'story' },
      phases,
      h(
        'div',
        { class: 'story-main' },
        h('div', { class: 'story-words' }, sentence, about),
        canvas.element,
        h(
          'div',
          { class: 'story-controls', role: 'group', 'aria-label': labels.stepSlider },
          ...Object.values(buttons),
          slider,
          counter,
        ),
        legend(
          [
            ['node candidate', labels.legendRefs],
            ['edge counted', labels.legendCounted],
            ['node reachable', fateWords('reachable', say)],
            ['node putOff', fateWords('putOff', say)],
            ['node garbage', fateWords('garbage', say)],
            ['node freed', fateWords('freed', say)],
            ['node holder', labels.legendOutside],
          ],
          labels.legend,
        ),
      ),
    );
    const top = h('div', { class: 'view-bar' }, h('label', { class: 'field' }, labels.collection, choice), where);
    stage.addEventListener('keydown', (event) => {
      // Boxes and the slider have uses of their own for the arrows.
      if ((event.target as Element).closest('svg, input, select')) return;
      if (event.key === 'ArrowRight') go(at + 1);
      else if (event.key === 'ArrowLeft') go(at - 1);
    });

    function stop(): void {
      window.clearInterval(playing);
      playing = 0;
      paintControls();
    }

    function play(): void {
      if (view === null) return;
      if (at >= view.frames.length - 1) go(0);
      playing = window.setInterval(() => {
        if (view === null || at >= view.frames.length - 1 || !stage.isConnected) stop();
        else show(at + 1);
      }, BEAT);
      paintControls();
    }

    /** To a step that the user asked for. */
    function go(to: number): void {
      if (playing !== 0) stop();
      show(to);
    }

    function show(to: number): void {
      if (view === null || told === null) return;
      at = Math.max(0, Math.min(view.frames.length - 1, to));
      const frame = view.frames[at]!;
      const now = storyState(told, view, at);
      const counts = new Map(told.objects.map((object) => [nodeOf(object.address), object.count]));
      const classes = new Map<string, string>();
      const badges = new Map<string, string>();
      const aria = new Map<string, string>();
      for (const node of view.draft.nodes) {
        const object = now.objects.get(node.id);
        const active = now.activeNodes.has(node.id) ? ' active' : '';
        classes.set(node.id, `${object?.fate ?? ''}${active}`);
        if (object === undefined) continue;
        badges.set(
          node.id,
          object.refs === undefined ? labels.count(counts.get(node.id) ?? 0) : labels.gcRefs(String(object.refs)),
        );
        const refs = object.refs === undefined ? '' : `, gc_refs = ${object.refs}`;
        aria.set(node.id, `${node.aria}${refs}, ${fateWords(object.fate, say)}`);
      }
      for (const edge of view.draft.edges) {
        if (edge.id === now.activeEdge) classes.set(edge.id, 'active');
        else if (now.counted.has(edge.id)) classes.set(edge.id, 'counted');
      }
      canvas.mark({ classes, badges, aria });
      sentence.textContent = frame.index < 0 ? view.phases[frame.phase]!.title : frame.words;
      about.textContent = view.phases[frame.phase]!.about;
      for (const [i, item] of [...phases.children].entries()) {
        item.classList.toggle('now', i === frame.phase);
        item.classList.toggle('past', i < frame.phase);
        item.querySelector('button')?.setAttribute('aria-current', i === frame.phase ? 'step' : 'false');
      }
      paintControls();
      context.textChanged();
      context.save();
    }

    function paintControls(): void {
      const last = (view?.frames.length ?? 1) - 1;
      slider.max = String(last);
      slider.value = String(at);
      slider.setAttribute('aria-valuetext', sentence.textContent ?? '');
      counter.textContent = labels.step(at + 1, last + 1);
      buttons.first.disabled = buttons.back.disabled = at === 0;
      buttons.last.disabled = buttons.forward.disabled = at === last;
      const label = playing === 0 ? labels.play : labels.pause;
      buttons.play.replaceChildren(
        iconButton('', playing === 0 ? 'play' : 'pause', label, () => undefined).firstChild!,
      );
      buttons.play.setAttribute('aria-label', label);
      buttons.play.title = label;
    }

    async function load(): Promise<void> {
      if (scene === null || chosen === undefined) return;
      const { result } = scene.subject;
      if (asked?.index === chosen && isSameRun(asked.result, result)) return;
      const mine = { result, index: chosen };
      asked = mine;
      const collection = result.collections.find((c) => c.index === chosen);
      where.replaceChildren(
        ...(collection && collection.line > 0 ? [lineButton(collection.line, context, 'story-line')] : []),
      );
      let answer: CollectionSteps | null = null;
      try {
        answer = await context.ask('collectionSteps', { index: chosen });
      } catch (error) {
        if (asked === mine) root.replaceChildren(top, message(error instanceof Error ? error.message : String(error)));
        asked = undefined;
        return;
      }
      if (asked !== mine) return;
      told = answer;
      view = told && told.objects.length > 0 ? storyView(told, say) : null;
      if (view === null || told === null) {
        root.replaceChildren(top, message(labels.noSteps));
        return;
      }
      phases.replaceChildren(
        ...view.phases.map((phase, i) =>
          h(
            'li',
            {},
            h(
              'button',
              {
                type: 'button',
                id: `story-phase-${i}`,
                click: () => go(view!.frames.findIndex((f) => f.phase === i)),
              },
              h('span', { class: 'story-number', 'aria-hidden': 'true' }, String(i + 1)),
              phase.title,
            ),
          ),
        ),
      );
      if (!stage.isConnected) root.replaceChildren(top, stage);
      canvas.draw(drawGraph(view.draft));
      show(at);
    }

    function message(text: string): HTMLElement {
      const line = scene?.view.line ?? 0;
      return h(
        'div',
        { class: 'blank' },
        h('p', {}, text),
        line > 0 && h('p', { class: 'note' }, labels.collectHelp),
        line > 0 &&
          h(
            'button',
            { type: 'button', id: 'story-collect', class: 'action', click: () => context.collectAt(line) },
            labels.collectHere,
          ),
      );
    }

    return {
      show(next) {
        scene = next;
        const choices = collectionChoices(next.subject.result, say);
        if (choices.rows.length === 0) {
          asked = undefined;
          root.replaceChildren(message(labels.noCollection));
          return;
        }
        // A collection that was just asked for is what the user wants to see.
        const fresh = next.subject.collectLine !== undefined && !isSameRun(asked?.result, next.subject.result);
        if (fresh || !choices.rows.some((row) => row.index === chosen)) {
          chosen = choices.best;
          if (fresh || state.collection === undefined) at = 0;
        }
        choice.replaceChildren(
          ...choices.rows.map((row) => h('option', { value: row.index, selected: row.index === chosen }, row.words)),
        );
        if (!top.isConnected) root.replaceChildren(top);
        void load();
      },
      take(what) {
        if (typeof what === 'number') {
          chosen = what;
          at = 0;
          choice.value = String(what);
          void load();
        } else if (scene && scene.view.line > 0) context.collectAt(scene.view.line);
      },
      select: (selection) => canvas.select(selection?.kind === 'object' ? selection.address : undefined),
      text() {
        if (view === null) return null;
        const now = view.frames[at]!;
        return h(
          'ol',
          { class: 'story-text' },
          ...view.phases.map((phase, i) =>
            h(
              'li',
              {},
              h('strong', {}, phase.title),
              h('p', { class: 'note' }, phase.about),
              h(
                'ol',
                {},
                ...phase.steps.map(({ words }, index) =>
                  h('li', { 'aria-current': now.phase === i && now.index === index ? 'step' : undefined }, words),
                ),
              ),
            ),
          ),
        );
      },
      state: (): Kept => ({ ...(chosen === undefined ? {} : { collection: chosen }), at }),
      picture: () => canvas.picture(),
    };
  },
};

/** Two results of one run, at whatever moments, have the same collections. */
function isSameRun(a: ExploreResult | undefined, b: ExploreResult): boolean {
  return (
    a !== undefined &&
    a.steps === b.steps &&
    a.python === b.python &&
    JSON.stringify(a.collections) === JSON.stringify(b.collections)
  );
}
