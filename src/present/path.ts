/** A way to an object as Python would write it. */
import type { Holder, PathStep } from '../protocol/objects.js';
import { holderWords } from './describe.js';
import type { Say } from './say.js';

function isName(holder: Holder): boolean {
  return holder.kind === 'name' || holder.kind === 'cell';
}

/** What follows the holding object: `.left`, `[0]`; words in brackets where Python has no way to write it. */
function further(holder: Holder, say: Say): string {
  switch (holder.kind) {
    case 'attribute':
      return `.${holder.label}`;
    case 'element':
      return holder.from?.type.endsWith('set') ? say(' (element {0})', holder.label) : `[${holder.label}]`;
    case 'value':
      return `[${holder.label}]`;
    case 'key':
      return say(' (key {0})', holder.label);
    case 'type':
      return '.__class__';
    case 'cell':
      return '.cell_contents';
    case 'name':
      return say(' (variable {0})', holder.label);
    default:
      return ` (${holderWords(holder, say)})`;
  }
}

/** `nodes[0].left`; the scope is named where it is not the module. */
export function pathWords(path: readonly PathStep[], say: Say): string {
  const [root, ...rest] = path.map((step) => step.holder);
  if (root === undefined) return '';
  const begin = isName(root) ? root.label : `<${holderWords(root, say)}>`;
  const text = begin + rest.map((holder) => further(holder, say)).join('');
  return isName(root) && root.scope ? say('{0} in {1}()', text, root.scope) : text;
}

/** Lines that took the references of a path, in its order, where all are known; neighbours that are equal once. */
export function pathLines(path: readonly PathStep[]): readonly number[] {
  const lines = path.map((step) => step.holder.line).filter((line) => line !== undefined);
  return lines.length === path.length ? lines.filter((line, i) => line !== lines[i - 1]) : [];
}
