/** Where to go from a cycle: who holds its objects, what the collector does with it, what if a reference were weak. */
import type { PanelViewId } from '../../protocol/panel.js';
import type { Cycle, ExploreResult } from '../../protocol/run.js';
import type { Say } from '../say.js';
import { closingReference } from './graph/trials.js';

export interface CycleAction {
  readonly id: 'holders' | 'collector' | 'weak';
  readonly words: string;
  /** The view to go to, and what it is handed. */
  readonly to: PanelViewId;
  readonly hand: unknown;
}

export function cycleActions(cycle: Cycle, result: ExploreResult, say: Say): readonly CycleAction[] {
  const actions: CycleAction[] = [];
  const member = cycle.members[0];
  const isThere = cycle.collectedBy === undefined;
  if (isThere && member)
    actions.push({
      id: 'holders',
      words: cycle.unreachable ? say('Why are its counts not zero?') : say('Who holds it?'),
      to: 'objects',
      hand: member.address,
    });
  const collectedBy = cycle.collectedBy ?? result.cycles.find(({ id }) => id === cycle.id)?.collectedBy;
  if (collectedBy !== undefined || cycle.unreachable)
    actions.push({
      id: 'collector',
      words: say('What does the collector do?'),
      to: 'collector',
      hand: collectedBy,
    });
  const reference = closingReference(cycle);
  if (reference) actions.push({ id: 'weak', words: say('What if it were weak?'), to: 'whatif', hand: reference });
  return actions;
}
