/** Where in the run we look: a slider over its executed lines, steps, and a collection on request. */
import type { Moment } from '../protocol/position.js';
import { h } from './dom.js';
import { iconButton } from './parts.js';
import type { Context, Scene } from './views/view.js';

/** Made anew for each scene. */
export function timeBar({ subject, view }: Scene, context: Context): HTMLElement {
  const { labels } = context;
  const { steps } = subject.result;
  const step = subject.result.picture?.step ?? 0;
  const to = (value: number): Moment => (value >= steps ? { kind: 'end' } : { kind: 'step', step: Math.max(0, value) });
  const button = (id: string, symbol: Parameters<typeof iconButton>[1], label: string, value: number, off: boolean) => {
    const element = iconButton(id, symbol, label, () => context.setMoment(to(value)));
    element.disabled = off;
    return element;
  };
  const readout = h('output', { id: 'step', for: 'moment' }, labels.afterStep(step, steps));
  const slider: HTMLInputElement = h('input', {
    type: 'range',
    id: 'moment',
    min: 0,
    max: steps,
    value: step,
    'aria-label': labels.moment,
    input: () => {
      readout.textContent = labels.afterStep(Number(slider.value), steps);
    },
    change: () => context.setMoment(to(Number(slider.value))),
  });
  return h(
    'div',
    { class: 'time' },
    button('to-start', 'start', labels.toStart, 0, step === 0),
    button('step-back', 'back', labels.back, step - 1, step === 0),
    slider,
    button('step-forward', 'forward', labels.forward, step + 1, step >= steps),
    button('to-end', 'end', labels.toEnd, steps, step >= steps),
    readout,
    view.line > 0 &&
      h(
        'button',
        { type: 'button', id: 'collect', class: 'action', click: () => context.collectAt(view.line) },
        labels.collectHere,
      ),
  );
}
