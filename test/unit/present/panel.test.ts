import { describe, expect, test } from 'vitest';
import { cycleGraph } from '../../../src/present/panel/cycleGraph.js';
import { objectDetailView } from '../../../src/present/panel/detail.js';
import { panelView } from '../../../src/present/panel/view.js';
import type { Cycle } from '../../../src/protocol/run.js';
import { ADDRESS_BASE, cycle, cycleRun, left, leftDetail } from './cycleRun.js';

describe('the graph of a cycle', () => {
  test('draws each object once and marks the reference that closed it', () => {
    const graph = cycleGraph(cycle);
    expect(graph.nodes.map((n) => [n.title, n.subtitle])).toEqual([
      ['Node', 'left'],
      ['Node', 'right'],
    ]);
    expect(graph.edges.map((e) => [e.label, e.closing])).toEqual([
      ['.partner', false],
      ['.partner', true],
    ]);
  });

  test('keeps all boxes inside and apart', () => {
    for (const n of [1, 2, 3, 5, 8, 12]) {
      const members = Array.from({ length: n }, (_, i) => ({ ...left, address: i }));
      const edges = members.map((_, i) => ({ from: i, to: (i + 1) % n, kind: 'attribute' as const, label: 'next' }));
      const graph = cycleGraph({ ...cycle, members, membersTotal: n, edges } as Cycle);
      expect(graph.nodes).toHaveLength(n);
      expect(graph.edges).toHaveLength(n);
      for (const a of graph.nodes) {
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width / 2).toBeLessThanOrEqual(graph.width);
        expect(a.y - a.height / 2).toBeGreaterThanOrEqual(0);
        expect(a.y + a.height / 2).toBeLessThanOrEqual(graph.height);
        for (const b of graph.nodes) {
          if (a === b) continue;
          expect(Math.abs(a.x - b.x) >= a.width || Math.abs(a.y - b.y) >= a.height).toBe(true);
        }
      }
    }
  });

  test('a large one shows its first objects and says how many are left out', () => {
    const members = Array.from({ length: 40 }, (_, i) => ({ ...left, address: i }));
    expect(cycleGraph({ ...cycle, members, membersTotal: 40, edges: [] })).toMatchObject({ hidden: 28 });
  });
});

describe('the panel', () => {
  const view = panelView({ title: 'cycle.py', result: cycleRun(), state: 'fresh' })!;

  test('says which moment it shows', () => {
    expect(view.moment).toBe('after line 26');
    expect(view.about).toBe('Python 3.12 · 16 lines executed');
  });
  test('tells a cycle in sentences', () => {
    expect(view.cycles[0]).toMatchObject({ waiting: true, freed: false, closed: 'closed on line 25' });
    expect(view.cycles[0]!.sentences).toEqual([
      'Node refers by .partner to Node (line 24)',
      'Node refers by .partner to Node (line 25)',
    ]);
  });
  test('warns of a stale picture', () =>
    expect(panelView({ title: '', result: cycleRun(), state: 'stale' })!.warning).toBe('The file has changed since'));
  test('of a run without a picture is none', () => {
    const { picture: _, ...result } = cycleRun();
    expect(panelView({ title: '', result, state: 'fresh' })).toBeNull();
  });
});

test('the details of an object list holders and referents', () => {
  const view = objectDetailView(leftDetail, { addressBase: ADDRESS_BASE });
  expect(view.facts[0]).toEqual({ name: 'Count', value: '2 references' });
  expect(view.lists.map((l) => l.rows.map((r) => r.text))).toEqual([
    ['name left in the module', 'attribute partner of Node'],
    ['.partner → Node', "type → <class '__main__.Node'>"],
  ]);
});
