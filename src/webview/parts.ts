/** Small parts that several views share. */
import type { ChipView, TableView } from '../present/panel/view.js';
import { h } from './dom.js';
import { type IconName, icon } from './icons.js';
import type { Context } from './views/view.js';

/** A button that is a symbol; `label` is its name and its tooltip. */
export function iconButton(id: string, symbol: IconName, label: string, click: () => void): HTMLButtonElement {
  return h('button', { type: 'button', id, class: 'icon', title: label, 'aria-label': label, click }, icon(symbol));
}

/** An object as a small button that selects it. */
export function chip(view: ChipView, context: Context, id: string): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      id,
      class: `chip ${view.tone}`,
      title: view.title,
      'data-object': view.address,
      click: () => context.selectObject(view.address),
    },
    view.type,
    view.name !== '' && h('span', { class: 'chip-name' }, ` ${view.name}`),
  );
}

/** Goes to a line; `text` instead of "line N" where a sentence names it already. */
export function lineButton(line: number, context: Context, id: string, text?: string): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      id,
      class: text === undefined ? 'link to-line' : 'link',
      title: context.labels.goToLine(line),
      click: () => context.goToLine(line),
    },
    text ?? context.labels.line(line),
  );
}

/** A table whose first column goes to a line, or whose rows select an object, where the view says so. */
export function table(view: TableView, id: string, context: Context): HTMLElement {
  return h(
    'table',
    { id },
    h('thead', {}, h('tr', {}, ...view.headings.map((t) => h('th', { scope: 'col' }, t)))),
    h(
      'tbody',
      {},
      ...view.rows.map((row, index) =>
        h(
          'tr',
          {},
          ...row.cells.map((cell, column) => {
            const { line, object } = row;
            if (column === 0 && line !== undefined) return h('td', {}, lineButton(line, context, `${id}-${index}`));
            if (column === row.cells.length - 1 && object !== undefined)
              return h(
                'td',
                {},
                h(
                  'button',
                  {
                    type: 'button',
                    id: `${id}-object-${index}`,
                    class: 'link',
                    'data-object': object,
                    click: () => context.selectObject(object),
                  },
                  cell,
                ),
              );
            return h('td', {}, cell);
          }),
        ),
      ),
    ),
  );
}

/** A heading with what belongs to it. */
export function block(
  id: string,
  title: string,
  note: string,
  ...children: readonly (Node | string | false)[]
): HTMLElement {
  return h(
    'section',
    { id, class: 'block', 'aria-label': title },
    h('h3', {}, title, note !== '' && h('span', { class: 'note' }, note)),
    ...children,
  );
}

/** Marks every element that stands for the selected object. */
export function markSelected(root: HTMLElement, address: number | undefined): void {
  for (const element of root.querySelectorAll('[data-object]'))
    element.classList.toggle(
      'selected',
      address !== undefined && Number(element.getAttribute('data-object')) === address,
    );
}
