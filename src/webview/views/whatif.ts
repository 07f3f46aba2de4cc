/** What if: the program run once more with something changed, beside the run as it is. */
import { graphLabels } from '../../present/panel/graph/labels.js';
import {
  closingReferences,
  disabledTrial,
  type HandedReference,
  interventionTrial,
  otherTrials,
  type Trial,
  thresholdsTrial,
  trialTable,
} from '../../present/panel/graph/trials.js';
import { withoutLines } from '../../present/withoutReference.js';
import type { RunFigures } from '../../protocol/runChange.js';
import { h } from '../dom.js';
import { iconButton } from '../parts.js';
import type { Scene, ViewKind } from './view.js';

interface Kept {
  readonly trials?: readonly Trial[];
  readonly onlyDifferences?: boolean;
}

/** Columns beside the run as it is. */
const MOST = 4;

export const whatIfView: ViewKind = {
  id: 'whatif',
  needs: 'rerun',
  title: (labels) => labels.whatIf,
  mount(root, context, kept) {
    const { say } = context;
    const labels = graphLabels(say);
    const state = (kept ?? {}) as Kept;
    let trials = [...(state.trials ?? [])];
    let onlyDifferences = state.onlyDifferences ?? true;
    let scene: Scene | null = null;
    let runKey = '';
    const figures = new Map<string, RunFigures | 'failed'>();
    let failure = '';

    const choices = h('div', { class: 'trial-choices' });
    const results = h('div', { class: 'trial-results', 'aria-live': 'polite' });
    root.append(h('div', { class: 'trials' }, choices, results));

    function add(trial: Trial): void {
      if (!trials.some(({ words }) => words === trial.words)) trials = [...trials, trial].slice(-MOST);
      context.save();
      void compare();
    }

    function remove(trial: Trial): void {
      trials = trials.filter((other) => other !== trial);
      context.save();
      paint();
    }

    async function compare(): Promise<void> {
      const key = runKey;
      paint();
      for (const trial of [undefined, ...trials]) {
        const name = trial?.words ?? '';
        if (figures.has(name)) continue;
        try {
          const found = await context.ask('rerun', { change: trial?.change ?? {} });
          if (key !== runKey) return;
          figures.set(name, found ?? 'failed');
        } catch (error) {
          if (key !== runKey) return;
          failure = error instanceof Error ? error.message : String(error);
          figures.set(name, 'failed');
        }
        paint();
      }
    }

    function paintChoices(): void {
      if (scene === null) return;
      const { result } = scene.subject;
      const others = otherTrials(result, say);
      const isKnown = (trial: Trial): boolean => context.answers('rerun', { change: trial.change });
      const menu = (id: string, title: string, all: readonly Trial[]): HTMLElement | false => {
        const list = all.filter(isKnown);
        if (list.length === 0) return false;
        const select: HTMLSelectElement = h(
          'select',
          {
            id,
            change: () => {
              const trial = list[Number(select.value)];
              select.value = '';
              if (trial) add(trial);
            },
          },
          h('option', { value: '' }, '…'),
          ...list.map((trial, i) => h('option', { value: i }, trial.words)),
        );
        return h('label', { class: 'field' }, h('span', {}, title), select);
      };
      const thresholds: HTMLInputElement = h('input', {
        type: 'text',
        id: 'trial-thresholds',
        placeholder: labels.thresholdsHint,
        keydown: (event) => {
          if ((event as KeyboardEvent).key === 'Enter') tryThresholds();
        },
      });
      const tryThresholds = (): void => {
        const trial = thresholdsTrial(thresholds.value, say);
        thresholds.setAttribute('aria-invalid', String(!trial));
        if (trial) add(trial);
      };
      const references = closingReferences(result, say).filter(({ cut, weak }) => isKnown(cut) && isKnown(weak));
      choices.replaceChildren(
        h('h3', {}, labels.change),
        h('p', { class: 'note trial-help' }, labels.changeHelp),
        h(
          'section',
          { class: 'trial-block' },
          h('h4', {}, labels.reference),
          h('p', { class: 'note' }, references.length > 0 ? labels.referenceHelp : labels.noReferences),
          h(
            'ul',
            { class: 'rows' },
            ...references.slice(0, 12).map((reference, i) =>
              h(
                'li',
                {},
                h(
                  'span',
                  {},
                  reference.words,
                  h('span', { class: 'note trial-now', id: `trial-now-${i}`, 'data-cycle': reference.cycle }),
                ),
                h(
                  'span',
                  { class: 'row-actions' },
                  h(
                    'button',
                    { type: 'button', id: `trial-cut-${i}`, class: 'action quiet', click: () => add(reference.cut) },
                    labels.cut,
                  ),
                  h(
                    'button',
                    {
                      type: 'button',
                      id: `trial-weak-${i}`,
                      class: 'action quiet',
                      click: () => add(reference.weak),
                    },
                    labels.weaken,
                  ),
                ),
              ),
            ),
          ),
        ),
        h(
          'section',
          { class: 'trial-block fields' },
          menu('trial-version', labels.version, others.versions),
          menu('trial-collector', labels.collector, others.collectors),
          menu('trial-allocator', labels.allocator, others.allocators),
          !context.isStill &&
            h(
              'label',
              { class: 'field' },
              h('span', {}, labels.thresholds),
              h(
                'span',
                { class: 'together' },
                thresholds,
                h(
                  'button',
                  { type: 'button', id: 'trial-thresholds-go', class: 'action quiet', click: tryThresholds },
                  labels.tryIt,
                ),
              ),
            ),
          isKnown(disabledTrial(say)) &&
            h(
              'button',
              { type: 'button', id: 'trial-disabled', class: 'action quiet', click: () => add(disabledTrial(say)) },
              labels.disabled,
            ),
        ),
      );
    }

    /** What would become of the objects at the shown moment; of cycles that are there. */
    async function tellNow(): Promise<void> {
      const { result } = scene!.subject;
      const { picture } = result;
      for (const place of choices.querySelectorAll<HTMLElement>('.trial-now')) {
        const id = Number(place.dataset.cycle);
        place.textContent = '';
        const params = { selector: { kind: 'cycle', id } } as const;
        if (!picture?.cycles.some((cycle) => cycle.id === id) || !context.answers('whatIf', params)) continue;
        const answer = await context.ask('whatIf', params).catch(() => null);
        if (scene?.subject.result !== result || answer?.kind !== 'without') continue;
        const lines = withoutLines(answer.is, 'cut', picture, say);
        place.textContent = `${labels.atThisMoment} ${lines.join(say('; '))}`;
      }
    }

    function paint(): void {
      context.textChanged();
      const base = figures.get('');
      if (trials.length === 0) {
        results.replaceChildren();
        return;
      }
      const isReady = (trial: Trial): boolean => {
        const found = figures.get(trial.words);
        return found !== undefined && found !== 'failed';
      };
      const waiting = base === undefined || trials.some(({ words }) => !figures.has(words));
      if (base === undefined || base === 'failed') {
        results.replaceChildren(
          h(
            'p',
            { class: base === 'failed' ? 'warning' : 'note working' },
            base === 'failed' ? failure : labels.working,
          ),
        );
        return;
      }
      const made = trials.filter(isReady).map((trial) => ({ trial, figures: figures.get(trial.words) as RunFigures }));
      const view = trialTable(base, made, onlyDifferences, say);
      const box: HTMLInputElement = h('input', {
        type: 'checkbox',
        id: 'trial-differences',
        change: () => {
          onlyDifferences = box.checked;
          context.save();
          paint();
        },
      });
      box.checked = onlyDifferences;
      const notes = made.filter(({ figures: found }) => found.intervened === false);
      results.replaceChildren(
        h('label', { class: 'check' }, box, labels.changedRows),
        ...notes.map(({ trial }) => h('p', { class: 'warning' }, `${trial.words}: ${labels.cannotChange}`)),
        ...trials
          .filter(({ words }) => figures.get(words) === 'failed')
          .map((trial) => h('p', { class: 'warning' }, `${trial.words}: ${failure}`)),
        h(
          'table',
          { class: 'comparison' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('td', {}),
              ...view.headings.map((heading, i) =>
                h(
                  'th',
                  { scope: 'col' },
                  heading,
                  i > 0 &&
                    iconButton(`trial-remove-${i}`, 'close', `${labels.remove}: ${heading}`, () =>
                      remove(made[i - 1]!.trial),
                    ),
                ),
              ),
            ),
          ),
          h(
            'tbody',
            {},
            ...view.rows.map((row) =>
              h(
                'tr',
                { class: row.differs ? 'differs' : '' },
                h('th', { scope: 'row' }, row.name),
                ...row.cells.map((cell, i) =>
                  h('td', { class: cell === row.cells[0] || i === 0 ? '' : 'other' }, cell),
                ),
              ),
            ),
          ),
        ),
        ...(view.rows.length === 0 && !waiting ? [h('p', { class: 'quiet' }, labels.noChange)] : []),
        ...(waiting ? [h('p', { class: 'note working' }, labels.working)] : []),
        h(
          'div',
          { class: 'outputs' },
          ...view.outputs.map(({ heading, text }, i) =>
            h(
              'figure',
              {},
              h('figcaption', {}, i === 0 ? labels.outputBefore : `${labels.outputAfter}: ${heading}`),
              h('pre', { tabindex: '0' }, text),
            ),
          ),
        ),
      );
    }

    return {
      show(next) {
        scene = next;
        const { result, title } = next.subject;
        // The same program under the same options runs the same, whatever moment is looked at.
        const key = JSON.stringify([title, result.python, result.steps, result.sums, result.output.length]);
        if (key !== runKey) {
          if (runKey !== '') trials = trials.filter(({ change }) => change.intervene === undefined);
          runKey = key;
          figures.clear();
          paintChoices();
          if (trials.length > 0) void compare();
        }
        void tellNow();
        paint();
      },
      take(what) {
        add(interventionTrial(what as HandedReference, say));
      },
      state: (): Kept => ({ trials, onlyDifferences }),
    };
  },
};
