/** The whole run as curves to move through, and two of its moments side by side. */
import { diffView } from '../../present/panel/diffView.js';
import { graphLabels } from '../../present/panel/graph/labels.js';
import { CURVE, sampleAt, type TimelineView, timelineView } from '../../present/panel/timelineView.js';
import type { MomentDiff } from '../../protocol/diff.js';
import type { Moment } from '../../protocol/position.js';
import type { ExploreResult } from '../../protocol/run.js';
import { h, svg } from '../dom.js';
import { iconButton, table } from '../parts.js';
import { type Picture, standalone } from '../picture.js';
import type { Scene, ViewKind } from './view.js';

interface Kept {
  readonly follow?: boolean;
  readonly pin?: number;
}

/** Milliseconds between two steps while the run plays. */
const BEAT = 700;
/** A long run is played in at most so many steps. */
const BEATS = 80;

export const timeView: ViewKind = {
  id: 'time',
  needs: 'timeline',
  title: (labels) => labels.time,
  mount(root, context, kept) {
    const { say } = context;
    const labels = graphLabels(say);
    const before = (kept ?? {}) as Kept;
    let { pin } = before;
    let scene: Scene | null = null;
    let view: TimelineView | null = null;
    let drawn: ExploreResult | null = null;
    let turn = 0;
    let playing = 0;

    const curves = h('div', { class: 'curves', role: 'group', 'aria-label': labels.curves });
    const readout = h('p', { class: 'curve-readout note', 'aria-live': 'polite' });
    const pinLine = h('div', { class: 'pin-line', hidden: true });
    const nowLine = h('div', { class: 'now-line' });
    const differences = h('div', { class: 'differences' });
    const to = (step: number): void => {
      if (context.isStill) return;
      const steps = scene?.subject.result.steps ?? 0;
      const at: Moment = step >= steps ? { kind: 'end' } : { kind: 'step', step: Math.max(0, step) };
      context.setMoment(at);
    };
    const now = (): number => scene?.subject.result.picture?.step ?? 0;
    const play = iconButton('time-play', 'play', labels.playRun, () => (playing === 0 ? start() : stop()));
    const jump = (
      id: string,
      symbol: 'start' | 'end' | 'back' | 'forward',
      label: string,
      find: () => number | undefined,
    ) =>
      iconButton(id, symbol, label, () => {
        const step = find();
        if (step !== undefined) to(step);
      });
    const freedSteps = (): number[] => (view === null ? [] : view.steps.filter((_, i) => view!.freed[i]! > 0));
    const pinButton = h('button', { type: 'button', id: 'time-pin', class: 'action quiet', click: () => togglePin() });
    const followBox: HTMLInputElement = h('input', {
      type: 'checkbox',
      id: 'time-follow',
      change: () => {
        context.follow(followBox.checked);
        context.save();
      },
    });
    followBox.checked = before.follow ?? false;
    if (followBox.checked) context.follow(true);
    const bar = h('div', { class: 'view-bar' }, ...(context.isStill ? [] : hands()), readout);
    root.append(bar, curves, differences);

    /** What moves through the run. */
    function hands(): HTMLElement[] {
      return [
        play,
        jump(
          'time-collection-back',
          'start',
          labels.previousCollection,
          () => [...(view?.marks ?? [])].reverse().find((m) => m.step < now())?.step,
        ),
        jump('time-freed-back', 'back', labels.previousChange, () =>
          freedSteps()
            .reverse()
            .find((s) => s < now()),
        ),
        jump('time-freed-next', 'forward', labels.nextChange, () => freedSteps().find((s) => s > now())),
        jump('time-collection-next', 'end', labels.nextCollection, () => view?.marks.find((m) => m.step > now())?.step),
        pinButton,
        h('label', { class: 'check' }, followBox, labels.follow),
      ];
    }

    function start(): void {
      const steps = scene?.subject.result.steps ?? 0;
      const stride = Math.max(1, Math.ceil(steps / BEATS));
      if (now() >= steps) to(0);
      playing = window.setInterval(() => {
        if (!root.isConnected || now() >= steps) stop();
        else if (scene?.subject.state !== 'running') to(now() + stride);
      }, BEAT);
      paintPlay();
    }

    function stop(): void {
      window.clearInterval(playing);
      playing = 0;
      paintPlay();
    }

    function paintPlay(): void {
      const label = playing === 0 ? labels.playRun : labels.pause;
      play.replaceChildren(iconButton('', playing === 0 ? 'play' : 'pause', label, () => undefined).firstChild!);
      play.setAttribute('aria-label', label);
      play.title = label;
    }

    function togglePin(): void {
      pin = pin === undefined ? now() : undefined;
      context.save();
      paintCursor();
      void compare();
    }

    async function load(): Promise<void> {
      if (scene === null) return;
      const { result } = scene.subject;
      if (isSameRun(drawn, result) && view !== null) {
        paintCursor();
        return;
      }
      const mine = ++turn;
      try {
        const timeline = await context.ask('timeline', {});
        if (mine !== turn) return;
        if (timeline === null) {
          curves.replaceChildren(h('p', { class: 'blank' }, labels.noTimeline));
          return;
        }
        drawn = result;
        view = timelineView(timeline, result.steps, result.collections, say);
        paint();
        context.textChanged();
      } catch (error) {
        if (mine === turn)
          curves.replaceChildren(h('p', { class: 'warning' }, error instanceof Error ? error.message : String(error)));
      }
    }

    function paint(): void {
      if (view === null) return;
      const rows = view.curves.map((curve) =>
        h(
          'div',
          { class: `curve ${curve.id}` },
          h('div', { class: 'curve-name' }, h('span', {}, curve.title), h('span', { class: 'note' }, curve.range)),
          svg(
            'svg',
            {
              viewBox: `0 0 ${CURVE.width} ${CURVE.height}`,
              preserveAspectRatio: 'none',
              role: 'img',
              'aria-label': `${curve.title}: ${curve.range}`,
            },
            svg('path', { class: 'curve-area', d: curve.area }),
            svg('path', { class: 'curve-line', d: curve.line, 'vector-effect': 'non-scaling-stroke' }),
          ) as unknown as Node,
        ),
      );
      const marks = h(
        'div',
        { class: 'curve marks' },
        h('div', { class: 'curve-name' }, h('span', {}, context.labels.collections)),
        h(
          'div',
          { class: 'mark-row' },
          ...view.marks.slice(0, 400).map((mark) => {
            const button = h('button', {
              type: 'button',
              id: `mark-${mark.index}`,
              class: `mark generation-${mark.generation}${mark.found ? ' found' : ''}`,
              title: mark.words,
              'aria-label': mark.words,
              click: () => to(mark.step),
            });
            button.style.left = `${(mark.x / CURVE.width) * 100}%`;
            return button;
          }),
        ),
      );
      const track = h('div', { class: 'curve-track', 'aria-hidden': 'true' }, pinLine, nowLine);
      curves.replaceChildren(...rows, marks, track);
      paintCursor();
    }

    const stepAt = (event: PointerEvent): number => {
      const box = curves.querySelector('.curve-track')!.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (event.clientX - box.left) / Math.max(1, box.width)));
      return Math.round(share * (scene?.subject.result.steps ?? 0));
    };
    let isSeeking = false;
    curves.addEventListener('pointerdown', (event) => {
      if ((event.target as Element).closest('button, .curve-name')) return;
      isSeeking = true;
      to(stepAt(event));
    });
    curves.addEventListener('pointermove', (event) => {
      if (curves.querySelector('.curve-track')) read(stepAt(event));
      if (isSeeking && event.buttons === 1 && scene?.subject.state !== 'running') to(stepAt(event));
    });
    window.addEventListener('pointerup', () => {
      isSeeking = false;
    });
    curves.addEventListener('pointerleave', () => read(now()));

    function read(step: number): void {
      if (view === null || view.steps.length === 0) return;
      const i = sampleAt(view, step);
      readout.textContent = [
        context.labels.afterStep(step, scene?.subject.result.steps ?? 0),
        ...view.curves.map((curve) => `${curve.title}: ${curve.values[i]}`),
      ].join(' · ');
    }

    function paintCursor(): void {
      const steps = Math.max(1, scene?.subject.result.steps ?? 1);
      nowLine.style.left = `${(now() / steps) * 100}%`;
      pinLine.hidden = pin === undefined;
      if (pin !== undefined) pinLine.style.left = `${(pin / steps) * 100}%`;
      pinButton.textContent = pin === undefined ? labels.pin : labels.unpin;
      pinButton.setAttribute('aria-pressed', String(pin !== undefined));
      read(now());
    }

    async function compare(): Promise<void> {
      if (pin === undefined || scene === null) {
        differences.replaceChildren();
        return;
      }
      const step = now();
      if (step === pin) {
        differences.replaceChildren(h('p', { class: 'quiet' }, labels.sameMoment));
        return;
      }
      let diff: MomentDiff | null = null;
      try {
        diff = await context.ask('diff', { from: { kind: 'step', step: pin }, to: { kind: 'step', step } });
      } catch {
        diff = null;
      }
      if (diff === null || pin === undefined || now() !== step) return;
      const found = diffView(diff, say);
      differences.replaceChildren(
        h('h3', {}, labels.differences),
        h(
          'div',
          { class: 'sides' },
          h('p', { class: 'side from' }, found.from),
          h('span', { 'aria-hidden': 'true' }, '→'),
          h('p', { class: 'side to' }, found.to),
        ),
        ...(found.sections.length === 0 ? [h('p', { class: 'quiet' }, labels.noChange)] : []),
        h(
          'div',
          { class: 'diff-sections' },
          ...found.sections.map((section) =>
            h(
              'section',
              { class: `diff-section ${section.id}` },
              h('h4', {}, section.title, section.sum !== '' && h('span', { class: 'note' }, ` ${section.sum}`)),
              table({ headings: section.headings, rows: section.rows }, `diff-${section.id}`, context),
            ),
          ),
        ),
      );
    }

    return {
      show(next) {
        scene = next;
        void load();
        paintCursor();
        void compare();
      },
      text() {
        if (view === null) return null;
        return h(
          'div',
          {},
          table({ headings: view.headings, rows: view.rows.map((cells) => ({ cells })) }, 'time-values', context),
          h('ul', {}, ...view.marks.map((mark) => h('li', {}, mark.words))),
        );
      },
      state: (): Kept => ({ ...(pin === undefined ? {} : { pin }), follow: followBox.checked }),
      picture: () => curvesPicture(curves),
    };
  },
};

/** All curves below each other as one picture. */
function curvesPicture(root: HTMLElement): Picture | null {
  const all = [...root.querySelectorAll<SVGElement>('.curve svg')];
  if (all.length === 0) return null;
  const height = CURVE.height + 16;
  const whole = svg('svg', { viewBox: `0 0 ${CURVE.width} ${height * all.length}`, class: 'curves-picture' });
  all.forEach((one, i) => {
    const copy = svg('g', { class: one.parentElement!.className, transform: `translate(0 ${i * height + 14})` });
    copy.append(svg('text', { class: 'curve-title', x: 0, y: -4 }, one.getAttribute('aria-label') ?? ''));
    for (const path of one.children) copy.append(path.cloneNode(true));
    whole.append(copy);
  });
  // Styles are read from what is in the page.
  root.append(whole as unknown as Node);
  const picture = standalone(whole);
  whole.remove();
  return picture;
}

function isSameRun(a: ExploreResult | null, b: ExploreResult): boolean {
  return (
    a !== null && a.steps === b.steps && a.python === b.python && JSON.stringify(a.sums) === JSON.stringify(b.sums)
  );
}
