/** A collection told step by step: phases, each with a sentence on what the collector does and one for each step. */
import type { Address } from '../protocol/address.js';
import type { CollectionStep, CollectionSteps } from '../protocol/collection.js';
import { edgeWords } from './describe.js';
import { plural } from './format.js';
import { labelsOf } from './panel/graph/names.js';
import type { Say } from './say.js';

export interface StoryPhase {
  readonly title: string;
  /** What the collector does in this phase, and why. */
  readonly about: string;
  /** One sentence for each step. */
  readonly steps: readonly StoryStep[];
}

/** A step, and what it says. */
export interface StoryStep {
  readonly step: CollectionStep;
  readonly words: string;
}

export function collectionStory(told: CollectionSteps, say: Say): readonly StoryPhase[] {
  const labels = labelsOf(told.objects);
  const types = new Map(told.objects.map((o) => [o.address, o.type]));
  const name = (address: Address): string => labels.get(address) ?? '?';
  const of = (...kinds: CollectionStep['kind'][]): readonly StoryStep[] =>
    told.steps.filter((step) => kinds.includes(step.kind)).map((step) => ({ step, words: stepWords(step, name, say) }));
  const { collection, ownTotal } = told;
  const hidden = ownTotal - told.objects.length;
  const phases: StoryPhase[] = [
    {
      title: say('Copy the counts'),
      about: [
        plural(say, collection.examined, '{0} candidate', '{0} candidates'),
        say(', generation {0} and younger; ', collection.generation),
        plural(say, ownTotal, "{0} is the program's own", "{0} are the program's own"),
        hidden > 0 ? say(' ({0} shown). ', told.objects.length) : '. ',
        say('Each gets gc_refs, a copy of its reference count.'),
      ].join(''),
      steps: told.steps.flatMap((step) =>
        step.kind === 'copy'
          ? [
              {
                step,
                words: say('{0} ({1}): gc_refs = {2}', name(step.object), types.get(step.object) ?? '', step.refs),
              },
            ]
          : [],
      ),
    },
    {
      title: say('Subtract the references among the candidates'),
      about: say('A reference from one candidate to another does not count. What is left came from outside of them.'),
      steps: of('subtract', 'subtractOthers'),
    },
    {
      title: say('Find what is reachable'),
      about: say('gc_refs above zero: something outside refers to it, so it stays, and so does all that it leads to.'),
      steps: of('reachable', 'putOff', 'reached'),
    },
    {
      title: say('What is left is unreachable'),
      about: say('Only these refer to each other; nothing else leads to them.'),
      steps: of('unreachable'),
    },
    {
      title: say('Weak references'),
      about: say('Weak references to the unreachable are cleared first, so that no callback can bring them back.'),
      steps: of('weakrefDies', 'callback'),
    },
    {
      title: say('Finalizers'),
      about: say('Each __del__ runs once, while all of the objects are still whole. Then the collector looks again.'),
      steps: of('finalizer', 'revived'),
    },
    {
      title: say('Clear and free'),
      about: say('tp_clear drops the references inside the garbage; then the counts fall to zero by themselves.'),
      steps: of('freed'),
    },
  ];
  return phases.filter((phase, i) => i < 3 || phase.steps.length > 0);
}

function stepWords(step: CollectionStep, name: (address: Address) => string, say: Say): string {
  const object = name(step.object);
  switch (step.kind) {
    case 'copy':
      return say('{0}: gc_refs = {1}', object, step.refs);
    case 'subtract': {
      const edge = step.edge === 'type' ? '.__class__' : edgeWords({ kind: step.edge, label: step.label });
      return say('{0}{1} refers to {2}: gc_refs of {2} falls to {3}', name(step.from), edge, object, step.refs);
    }
    case 'subtractOthers':
      return plural(
        say,
        step.times,
        '{0} reference from a candidate that is not shown: gc_refs of {1} falls to {2}',
        '{0} references from candidates that are not shown: gc_refs of {1} falls to {2}',
        object,
        step.refs,
      );
    case 'reachable':
      return plural(
        say,
        step.refs,
        '{1}: gc_refs is {0}, so one reference comes from outside: reachable',
        '{1}: gc_refs is {0}, so as many references come from outside: reachable',
        object,
      );
    case 'putOff':
      return say('{0}: gc_refs is 0, put off: perhaps unreachable', object);
    case 'reached':
      return step.from === undefined
        ? say('{0} is reached from an object that is not shown: reachable', object)
        : say('{0} is reached from {1}: reachable', object, name(step.from));
    case 'unreachable':
      return object;
    case 'weakrefDies':
      return step.hasCallback
        ? say('the weak reference to {0} is cleared; it has a callback', object)
        : say('the weak reference to {0} is cleared', object);
    case 'callback':
      return say('the callback of the weak reference to {0} runs', object);
    case 'finalizer':
      return say('{0}.__del__() runs', object);
    case 'revived':
      return say('{0} is reachable again: a finalizer has revived it, or what leads to it', object);
    case 'freed':
      return say('{0} is freed', object);
    case 'survived':
      return say('{0} lives on in generation {1}', object, step.generation);
  }
}
