/** Compares the program's objects at two moments of a run. An object is the same where address and birth are. */
import { Ob } from '../memory/layout.js';
import {
  DIFF_LIMITS,
  type DiffGroup,
  type DiffMoment,
  type DiffMove,
  type DiffSize,
  type DiffTotal,
  type MomentDiff,
} from '../protocol/diff.js';
import type { Moment } from '../protocol/position.js';
import { typeName } from './preview.js';
import type { Still } from './still.js';

/** What is kept of one object of a moment. */
interface Known {
  readonly born: number;
  readonly type: string;
  readonly bytes: number;
  readonly generation: number | null;
}

/** The program's objects at a moment, by address. */
export interface Census {
  readonly at: DiffMoment;
  readonly objects: ReadonlyMap<number, Known>;
}

/** Counts a machine's objects. The machine may go elsewhere afterwards. */
export function takeCensus(still: Still, moment: Moment): Census {
  const { rt, recorder } = still;
  const objects = new Map<number, Known>();
  for (const p of still.objects()) {
    if (!still.isOwn(p)) continue;
    const type = typeName(rt, rt.M[p + Ob.TYPE]!);
    objects.set(p, { born: rt.M[p + Ob.BORN]!, type, bytes: still.size(p), generation: still.generationOf(p) });
  }
  const { lastLine, steps } = recorder;
  return { at: { moment, step: steps, file: lastLine?.file ?? 0, line: lastLine?.line ?? 0 }, objects };
}

/** What changed since an earlier moment; the machine stands at the later one. */
export function diffSince(before: Census, still: Still, moment: Moment): MomentDiff {
  const after = takeCensus(still, moment);
  const born = new Groups(still);
  const died = new Groups(still);
  const moves = new Map<string, DiffMove>();
  const grown: { readonly p: number; readonly bytesBefore: number; readonly bytesAfter: number }[] = [];
  for (const [p, now] of after.objects) {
    const was = before.objects.get(p);
    if (was === undefined || was.born !== now.born) {
      born.add(now);
      continue;
    }
    if (was.bytes !== now.bytes) grown.push({ p, bytesBefore: was.bytes, bytesAfter: now.bytes });
    if (was.generation !== now.generation) addMove(moves, was.generation, now.generation, now.type);
  }
  for (const [p, was] of before.objects) if (after.objects.get(p)?.born !== was.born) died.add(was);
  grown.sort((a, b) => b.bytesAfter - b.bytesBefore - (a.bytesAfter - a.bytesBefore));
  return {
    from: before.at,
    to: after.at,
    born: born.list(),
    bornTotal: born.total(),
    died: died.list(),
    diedTotal: died.total(),
    grown: grown.slice(0, DIFF_LIMITS.objects).map(({ p, ...bytes }): DiffSize => {
      const line = still.recorder.bornAt(still.rt.M[p + Ob.BORN]!);
      return { object: still.summary(p, true), ...(line?.file === 0 ? { bornLine: line.line } : {}), ...bytes };
    }),
    grownTotal: {
      objects: grown.length,
      bytes: grown.reduce((sum, { bytesBefore, bytesAfter }) => sum + bytesAfter - bytesBefore, 0),
    },
    moved: [...moves.values()].sort((a, b) => b.objects - a.objects).slice(0, DIFF_LIMITS.groups),
  };
}

function addMove(moves: Map<string, DiffMove>, from: number | null, to: number | null, type: string): void {
  const key = `${from} ${to} ${type}`;
  const known = moves.get(key);
  moves.set(key, { from, to, type, objects: (known?.objects ?? 0) + 1 });
}

/** Objects by type and the line that made them. */
class Groups {
  private readonly groups = new Map<string, DiffGroup>();

  constructor(private readonly still: Still) {}

  add({ type, born, bytes }: Known): void {
    const record = this.still.recorder.bornAt(born);
    const file = record?.file ?? 0;
    const line = record?.line ?? 0;
    const key = `${file} ${line} ${type}`;
    const known = this.groups.get(key);
    this.groups.set(key, {
      type,
      file,
      line,
      objects: (known?.objects ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + bytes,
    });
  }

  list(): readonly DiffGroup[] {
    const sorted = [...this.groups.values()].sort((a, b) => b.bytes - a.bytes || a.line - b.line);
    return sorted.slice(0, DIFF_LIMITS.groups);
  }

  total(): DiffTotal {
    let objects = 0;
    let bytes = 0;
    for (const group of this.groups.values()) {
      objects += group.objects;
      bytes += group.bytes;
    }
    return { objects, bytes };
  }
}
