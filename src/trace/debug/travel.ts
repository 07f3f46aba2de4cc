/** The way to a position. */
import type { DebugPosition } from '../../protocol/debug.js';
import type { Visitor, Walk } from './walk.js';

/** Tells when a run has come to a position; the events of a visitor are handed on to it. */
export class Arrival {
  constructor(readonly position: DebugPosition) {}

  /** At a boundary. Where the place is inside the line that begins, single instructions are looked at from here on. */
  boundary(walk: Walk): boolean {
    const { position } = this;
    if (walk.steps !== position.step || position.last) return false;
    if (position.instruction !== undefined) walk.bySingleInstructions();
    return position.instruction === undefined && position.raise === undefined;
  }

  instruction(walk: Walk): boolean {
    return walk.steps - 1 === this.position.step && walk.instructions === this.position.instruction;
  }

  raising(walk: Walk): boolean {
    return walk.steps - 1 === this.position.step && walk.raises === this.position.raise;
  }

  ended(): boolean {
    return this.position.last === true;
  }
}

/** Halts the run at a position. */
export class Travel implements Visitor {
  readonly from: number;
  private readonly arrival: Arrival;

  constructor(position: DebugPosition) {
    this.from = position.last ? Number.MAX_SAFE_INTEGER : position.step;
    this.arrival = new Arrival(position);
  }

  boundary(walk: Walk): boolean {
    return this.arrival.boundary(walk);
  }

  instruction(walk: Walk): boolean {
    return this.arrival.instruction(walk);
  }

  raising(walk: Walk): boolean {
    return this.arrival.raising(walk);
  }

  ended(): boolean {
    return this.arrival.ended();
  }
}
