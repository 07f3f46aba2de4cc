import fs from 'node:fs';
import { expect, test } from 'vitest';
import { objectGraphView } from '../../../../src/present/panel/graph/objectGraphView.js';
import { drawGraph, moveFrom } from '../../../../src/present/panel/graph/picture.js';
import { nodeOf, storyState, storyView } from '../../../../src/present/panel/graph/storyView.js';
import { english } from '../../../../src/present/say.js';
import { WHOLE_GRAPH } from '../../../../src/protocol/graph.js';
import type { Moment } from '../../../../src/protocol/position.js';
import { open } from '../../trace/run.js';

const text = fs.readFileSync(new URL('../../../../examples/cycle.py', import.meta.url), 'utf8');
const after = (line: number): Moment => ({ kind: 'line', file: 0, line, hit: 1 });

test('the object graph in sentences', () => {
  const graph = open(text, { at: after(25) }).graph(WHOLE_GRAPH)!;
  const view = objectGraphView(graph, english);
  expect(view.summary).toBe('2 of 2 objects drawn');
  expect(view.sentences).toEqual([
    'module: 2 names',
    'left in the module refers to left',
    'right in the module refers to right',
    "left, a Node: 2 references, in a cycle, name = 'left'",
    'left refers by .partner to right',
    "right, a Node: 2 references, in a cycle, name = 'right'",
    'right refers by .partner to left (closed on line 25)',
  ]);
});

test('arrow keys go along the references', () => {
  const graph = open(text, { at: after(25) }).graph(WHOLE_GRAPH)!;
  const picture = drawGraph(objectGraphView(graph, english).draft);
  const [frame, left, right] = picture.nodes.map((n) => n.id);
  expect([left, right]).toContain(moveFrom(picture, frame!, 'right')!.to);
  expect(moveFrom(picture, left!, 'right')!.to).toBe(right);
  expect(moveFrom(picture, frame!, 'left')).toBeUndefined();
});

test('the collector on the cycle, forwards', () => {
  const run = open(text);
  const index = run.result.collections.find((c) => c.reason === 'explicit')!.index;
  const told = run.collectionSteps(index)!;
  const view = storyView(told, english);
  const last = storyState(told, view, view.frames.length - 1);
  const [left, right] = told.objects.filter((o) => o.type === 'Node').map((o) => nodeOf(o.address));
  expect(last.objects.get(left!)).toEqual({ refs: 0, fate: 'freed' });
  expect(last.objects.get(right!)).toEqual({ refs: 0, fate: 'freed' });
  expect(view.frames.map((f) => f.words)).toContain('right.partner refers to left: gc_refs of left falls to 0');
  const first = storyState(told, view, 0);
  expect(first.objects.get(left!)).toEqual({ fate: 'candidate' });
  const subtracting = view.frames.findIndex((f) => f.step?.kind === 'subtract');
  const state = storyState(told, view, subtracting);
  expect(state.activeEdge).toBeDefined();
  expect(view.draft.edges.map((e) => e.id)).toContain(state.activeEdge);
});

test('who refers from outside is drawn, too', () => {
  const run = open(
    'import gc\nclass A: pass\na = A()\nb = A()\na.b = b\nb.a = a\nheld = [a]\ndel a, b\ngc.collect()\n',
  );
  const told = run.collectionSteps(run.result.collections.find((c) => c.reason === 'explicit')!.index)!;
  const view = storyView(told, english);
  expect(view.draft.nodes.filter((n) => n.tones.includes('holder')).map((n) => n.title)).toContain('held');
});
