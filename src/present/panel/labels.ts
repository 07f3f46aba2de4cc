/** The panel's fixed words. */
import { formatInteger, plural } from '../format.js';
import type { Say } from '../say.js';
import type { Colouring } from './map/colouring.js';

export function panelLabels(say: Say) {
  return {
    empty: say('Open a Python file and explore its memory: this panel follows it.'),
    noPicture: say('The program could not start, so there is nothing to draw. The problems list says why.'),
    moment: say('Moment, in executed lines'),
    toStart: say('Show the start'),
    back: say('One line back'),
    forward: say('One line forward'),
    toEnd: say('Show the end'),
    summary: say('Summary'),
    names: say('Names'),
    name: say('Name'),
    object: say('Object'),
    count: say('Count'),
    noNames: say('No name is bound at this moment.'),
    cycles: say('Cycles'),
    noCycles: say('No object refers back to itself at this moment.'),
    asText: say('As text'),
    members: say('Members'),
    waiting: say('waits for the collector'),
    freed: say('freed'),
    alive: say('alive'),
    generations: say('Generations'),
    laneHelp: say('Larger marks looked at more objects, coloured ones found garbage. A mark leads to its moment.'),
    laneLegend: say('Larger marks looked at more objects, coloured ones found garbage.'),
    noMembers: say('no objects of the program'),
    overview: say('Overview'),
    memory: say('Memory'),
    sources: say('Sources'),
    map: say('Memory map'),
    mapHelp: say(
      'Arrow keys move the map, plus and minus zoom, Home shows all of it, Enter selects what is in the middle. The same is told as text below.',
    ),
    colourBy: say('Colour by'),
    colouring: (colouring: Colouring): string => {
      switch (colouring) {
        case 'state':
          return say('use');
        case 'type':
          return say('type');
        case 'owner':
          return say('owner');
        case 'sizeClass':
          return say('size class');
        case 'generation':
          return say('generation');
        case 'age':
          return say('age');
        case 'line':
          return say('line that made it');
        case 'rounding':
          return say('rounding loss');
      }
    },
    freeOrder: say('Free-list order'),
    zoomIn: say('Nearer'),
    zoomOut: say('Farther'),
    zoomWhole: say('Show the whole heap'),
    highlight: say('Let only these stand out'),
    fields: say('Fields'),
    noSystem: say('No block is larger than a pool serves.'),
    moreArenas: (n: number) => plural(say, n, '{0} more arena', '{0} more arenas'),
    moreBlocks: (n: number) => plural(say, n, '{0} more block', '{0} more blocks'),
    ownerNote: say('The name that alone keeps an object: all ways to it lead through what the name holds.'),
    heat: say('Where and when the run allocates'),
    heatNote: say('across: time, down: addresses; freed blocks count, too'),
    heatStart: say('before the first line'),
    heatEnd: (steps: number) => plural(say, steps, '{0} line', '{0} lines'),
    heatNow: say('this moment'),
    heatSteps: (from: number, to: number) => say('lines {0} to {1} of the run', from, to),
    heatCell: (count: number, when: string, pools: string) =>
      `${plural(say, count, '{0} block', '{0} blocks')}, ${when}, ${pools}`,
    heatPools: (from: number, to: number, address: string) => say('pools {0} to {1}, from {2}', from, to, address),
    heatSystem: say('system heap'),
    heatWhen: say('When'),
    heatCount: say('Blocks allocated'),
    heatWhere: say('Most of them'),
    noHeat: say('Not counted: the program traces its memory itself, or did not run to its end.'),
    objects: say('Objects'),
    collector: say('Collector'),
    time: say('Time'),
    whatIf: say('What if'),
    growth: say('Growth'),
    noArenas: say('No arena was needed.'),
    legend: say('Blocks'),
    pool: say('Pool'),
    use: say('Use'),
    sizeClass: say('Size class'),
    systemHeap: say('System heap'),
    origins: say('Where the run gets its memory'),
    originsNote: say('all that it asked for, from the first line on'),
    fromFreeLists: say('object free lists'),
    fromFreed: say('blocks used before'),
    fromFresh: say('new blocks of pools'),
    fromSystem: say('the system heap'),
    share: (count: number, share: number) => `${formatInteger(count)} · ${Math.round(share * 100)} %`,
    ofMost: (count: number, most: number) => say('{0} of at most {1}', formatInteger(count), formatInteger(most)),
    freeListsNote: say('dead objects that a type keeps for its next ones, at this moment'),
    freeLists: say('Object free lists'),
    shared: say('Shared objects'),
    sharedNote: say('the simulated interpreter starts with fewer of them than CPython'),
    noFreeLists: say('No type keeps freed objects at this moment.'),
    collections: say('Collections'),
    noCollections: say('The collector did not run.'),
    output: say('Output'),
    details: say('Details'),
    close: say('Close details'),
    previous: say('Back'),
    collectHere: say('Collect here'),
    withoutCollection: say('Run without it'),
    showTab: (title: string) => say('Show {0}', title),
    savePicture: (format: string) => say('Save this picture as {0}', format),
    goToLine: (line: number) => say('Go to line {0}', line),
    line: (line: number) => say('line {0}', line),
    afterStep: (step: number, steps: number) => say('{0} of {1}', step, steps),
    notInReport: say('This report does not hold its details.'),
    nothingThere: say('There is no such object at this moment.'),
    loading: say('Looking it up'),
  };
}
export type PanelLabels = ReturnType<typeof panelLabels>;
