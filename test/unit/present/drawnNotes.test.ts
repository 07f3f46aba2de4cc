import { describe, expect, it } from 'vitest';
import { type DrawnNote, DrawnNotes, movedLines } from '../../../src/present/drawnNotes.js';

const note = (line: number, text = 'a 1'): DrawnNote => ({ line, column: 4, text, color: 'c', stale: false });

describe('lines that an edit moves', () => {
  const byLine = new Map([
    [1, 'one'],
    [3, 'three'],
    [5, 'five'],
  ]);

  it('go down when lines are put before them, and up when lines go', () => {
    expect([...movedLines(byLine, { startLine: 2, endLine: 2, text: 'x\ny\n' })]).toEqual([
      [1, 'one'],
      [5, 'three'],
      [7, 'five'],
    ]);
    expect([...movedLines(byLine, { startLine: 2, endLine: 4, text: '' })]).toEqual([
      [1, 'one'],
      [3, 'five'],
    ]);
  });

  it('keep what they had when something is written in them', () => {
    expect(movedLines(byLine, { startLine: 3, endLine: 3, text: 'x' })).toEqual(byLine);
  });
});

describe('notes that stand there', () => {
  it('are not drawn again', () => {
    const drawn = new DrawnNotes();
    expect(drawn.replace([note(1)])).toBe(true);
    expect(drawn.replace([note(1)])).toBe(false);
    expect(drawn.replace([note(1, 'a 2')])).toBe(true);
    expect(drawn.replace([{ ...note(1, 'a 2'), stale: true }])).toBe(true);
    expect(drawn.replace([])).toBe(true);
    expect(drawn.replace([])).toBe(false);
  });

  it('nor where an edit has moved them', () => {
    const drawn = new DrawnNotes();
    drawn.replace([note(1), note(4)]);
    drawn.edited({ startLine: 2, endLine: 2, text: '\n' });
    expect(drawn.replace([note(1), note(5)])).toBe(false);
  });

  it('but where it has touched one', () => {
    const drawn = new DrawnNotes();
    drawn.replace([note(1), note(4)]);
    drawn.edited({ startLine: 4, endLine: 4, text: 'x' });
    expect(drawn.replace([note(1), note(4)])).toBe(true);
  });
});
