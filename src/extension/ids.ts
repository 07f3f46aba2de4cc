/** Every id that the manifest and the code share, typed once. `src/build/contributions.ts` makes the manifest from them. */

export const COMMAND = {
  explore: 'arenascope.explore',
  toggleCounts: 'arenascope.toggleCounts',
  collectHere: 'arenascope.collectHere',
  showCycles: 'arenascope.showCycles',
  showMemoryHere: 'arenascope.showMemoryHere',
  showMemoryAtEnd: 'arenascope.showMemoryAtEnd',
  choosePython: 'arenascope.choosePython',
  revealInPanel: 'arenascope.revealInPanel',
  goToLine: 'arenascope.goToLine',
  stepForward: 'arenascope.stepForward',
  stepBack: 'arenascope.stepBack',
  nextCollection: 'arenascope.nextCollection',
  previousCollection: 'arenascope.previousCollection',
  nextAllocation: 'arenascope.nextAllocation',
  nextFree: 'arenascope.nextFree',
  runToCursor: 'arenascope.runToCursor',
  collectNow: 'arenascope.collectNow',
  whatIf: 'arenascope.whatIf',
  compareVersions: 'arenascope.compareVersions',
  verifyWithPython: 'arenascope.verifyWithPython',
  exportTrace: 'arenascope.exportTrace',
  exportPicture: 'arenascope.exportPicture',
  setMode: 'arenascope.setMode',
  toggleCodeLens: 'arenascope.toggleCodeLens',
  whyAlive: 'arenascope.whyAlive',
  exportReport: 'arenascope.exportReport',
  openExample: 'arenascope.openExample',
  openWalkthrough: 'arenascope.openWalkthrough',
  showMenu: 'arenascope.showMenu',
  debugFile: 'arenascope.debugFile',
  runFile: 'arenascope.runFile',
} as const;

export const VIEW = {
  container: 'arenascope',
  heap: 'arenascope.heap',
  names: 'arenascope.names',
  cycles: 'arenascope.cycles',
  allocator: 'arenascope.allocator',
  generations: 'arenascope.generations',
  events: 'arenascope.events',
  panel: 'arenascope.panel',
} as const;

export const WALKTHROUGH = 'arenascope.start';

/** The type of debug configurations. */
export const DEBUG_TYPE = 'arenascope';
/** The variable of launch configurations for the file in the editor. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it in.
export const CURRENT_FILE = '${file}';

/** Settings, without the section's name. */
export const SETTING = {
  pythonVersion: 'pythonVersion',
  interpreter: 'interpreter',
  collector: 'collector',
  mode: 'mode',
  malloc: 'malloc',
  codeLens: 'codeLens',
  debounce: 'debounce',
  budgetLines: 'budget.lines',
  budgetMemory: 'budget.memory',
  budgetTime: 'budget.time',
} as const;
export const SECTION = 'arenascope';

/** When counts stand in the editor: after every line, after the cursor's line, after a command, never. */
export const MODES = ['allLines', 'activeLine', 'onDemand', 'off'] as const;
export type Mode = (typeof MODES)[number];

/** One dot only: a webview's variable is named after the id with its first dot replaced. */
export const COLOR = {
  count: 'arenascope.countForeground',
  changed: 'arenascope.changedForeground',
  freed: 'arenascope.freedForeground',
  cycle: 'arenascope.cycleForeground',
  blockTracked: 'arenascope.blockTracked',
  blockObject: 'arenascope.blockObject',
  blockData: 'arenascope.blockData',
  blockGarbage: 'arenascope.blockGarbage',
  blockFreed: 'arenascope.blockFreed',
} as const;

/** Context keys of `when` clauses. */
export const CONTEXT = {
  /** The Heap view has something to show. */
  hasRun: 'arenascope.hasRun',
  /** The run has cycles, or had some. */
  hasCycles: 'arenascope.hasCycles',
  /** The extension can start processes: it does not run in a browser. */
  canVerify: 'arenascope.canVerify',
} as const;

/** `contextValue` of tree items; parts are joined by a space. */
export const ITEM = { object: 'object', pool: 'pool', line: 'line' } as const;
