/** What became of a program's objects between two moments, in tables. */
import type { DiffGroup, DiffMoment, DiffTotal, MomentDiff } from '../../protocol/diff.js';
import { formatBytes, formatInteger, formatSigned, plural } from '../format.js';
import type { Say } from '../say.js';

export interface DiffSection {
  readonly id: 'born' | 'died' | 'grown' | 'moved';
  readonly title: string;
  readonly sum: string;
  readonly headings: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly line?: number; readonly object?: number }[];
}

export interface DiffView {
  /** `after line 5` and `after line 8`. */
  readonly from: string;
  readonly to: string;
  readonly sections: readonly DiffSection[];
}

/** Rows of one table; totals count all. */
const ROWS = 40;

export function momentWords({ step, line }: DiffMoment, say: Say): string {
  return line > 0 ? say('after line {0} ({1} executed)', line, formatInteger(step)) : say('at the start');
}

export function diffView(diff: MomentDiff, say: Say): DiffView {
  const sum = ({ objects, bytes }: DiffTotal): string =>
    plural(say, objects, '{0} object, {1}', '{0} objects, {1}', formatBytes(bytes, say));
  const groups = (list: readonly DiffGroup[]): DiffSection['rows'] =>
    list.slice(0, ROWS).map((group) => ({
      cells: [
        group.file === 0 && group.line > 0 ? String(group.line) : '–',
        group.type,
        formatInteger(group.objects),
        formatBytes(group.bytes, say),
      ],
      ...(group.file === 0 && group.line > 0 ? { line: group.line } : {}),
    }));
  const heads = [say('Made by line'), say('Type'), say('Objects'), say('Bytes')];
  const generation = (g: number | null): string =>
    g === null ? say('not tracked') : g > 2 ? say('permanent generation') : String(g);
  const sections: DiffSection[] = [
    {
      id: 'born',
      title: say('Born since, and alive'),
      sum: sum(diff.bornTotal),
      headings: heads,
      rows: groups(diff.born),
    },
    { id: 'died', title: say('Died since'), sum: sum(diff.diedTotal), headings: heads, rows: groups(diff.died) },
    {
      id: 'grown',
      title: say('Of another size'),
      sum: plural(
        say,
        diff.grownTotal.objects,
        '{0} object, {1} bytes',
        '{0} objects, {1} bytes',
        formatSigned(diff.grownTotal.bytes),
      ),
      headings: [say('Made by line'), say('Type'), say('Before'), say('After'), say('Object')],
      rows: diff.grown.slice(0, ROWS).map(({ object, bornLine, bytesBefore, bytesAfter }) => ({
        cells: [
          bornLine === undefined ? '–' : String(bornLine),
          object.type,
          formatBytes(bytesBefore, say),
          formatBytes(bytesAfter, say),
          object.names?.[0] ?? object.repr,
        ],
        ...(bornLine === undefined ? {} : { line: bornLine }),
        object: object.address,
      })),
    },
    {
      id: 'moved',
      title: say('In another generation'),
      sum: '',
      headings: [say('Type'), say('Objects'), say('From'), say('To')],
      rows: diff.moved.slice(0, ROWS).map(({ from, to, type, objects }) => ({
        cells: [type, formatInteger(objects), generation(from), generation(to)],
      })),
    },
  ];
  return {
    from: momentWords(diff.from, say),
    to: momentWords(diff.to, say),
    sections: sections.filter(({ rows }) => rows.length > 0),
  };
}
