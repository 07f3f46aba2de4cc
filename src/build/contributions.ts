/** What package.json tells VS Code, made from the ids that the code uses. `npm run manifest` writes it. */

import {
  COLOR,
  COMMAND,
  CONTEXT,
  CURRENT_FILE,
  DEBUG_TYPE,
  ITEM,
  MODES,
  SECTION,
  SETTING,
  VIEW,
  WALKTHROUGH,
} from '../extension/ids.js';
import { collectorName, collectorSentence } from '../present/collectorNames.js';
import { english } from '../present/say.js';
import { ALLOCATORS, type AllocatorName, DEFAULT_ALLOCATOR } from '../protocol/allocators.js';
import { COLLECTOR_KINDS, PYTHON_VERSIONS } from '../protocol/run.js';
import { DEFAULT_VERSION } from '../spec/version.js';

const python = 'editorLangId == python';
const isHeap = `view == ${VIEW.heap}`;

const commands: readonly {
  id: string;
  title: string;
  icon?: string;
  palette?: string;
  enablement?: string;
}[] = [
  { id: COMMAND.explore, title: 'Explore Memory of This File', icon: '$(circuit-board)', palette: python },
  { id: COMMAND.toggleCounts, title: 'Toggle Reference Counts', icon: '$(eye)' },
  { id: COMMAND.collectHere, title: 'Run Garbage Collector Here', icon: '$(trash)', palette: python },
  { id: COMMAND.showCycles, title: 'Show Reference Cycles', icon: '$(sync)' },
  { id: COMMAND.showMemoryHere, title: 'Show Memory After This Line', icon: '$(history)', palette: python },
  { id: COMMAND.showMemoryAtEnd, title: 'Show Memory at the End', icon: '$(debug-restart)', palette: CONTEXT.hasRun },
  { id: COMMAND.choosePython, title: 'Choose Python Version', icon: '$(versions)' },
  { id: COMMAND.revealInPanel, title: 'Reveal in Panel', icon: '$(open-preview)', palette: 'false' },
  { id: COMMAND.goToLine, title: 'Go to Line', icon: '$(go-to-file)', palette: 'false' },
  { id: COMMAND.stepForward, title: 'Show Memory One Line Later', icon: '$(debug-step-over)', palette: CONTEXT.hasRun },
  { id: COMMAND.stepBack, title: 'Show Memory One Line Earlier', icon: '$(debug-step-back)', palette: CONTEXT.hasRun },
  {
    id: COMMAND.nextCollection,
    title: 'Show Memory After the Next Collection',
    icon: '$(arrow-down)',
    palette: CONTEXT.hasRun,
  },
  {
    id: COMMAND.previousCollection,
    title: 'Show Memory After the Previous Collection',
    icon: '$(arrow-up)',
    palette: CONTEXT.hasRun,
  },
  {
    id: COMMAND.nextAllocation,
    title: 'Show Memory After the Next Allocation',
    icon: '$(add)',
    palette: CONTEXT.hasRun,
  },
  { id: COMMAND.nextFree, title: 'Show Memory After the Next Free', icon: '$(remove)', palette: CONTEXT.hasRun },
  { id: COMMAND.runToCursor, title: 'Show Memory Before This Line Runs Next', icon: '$(run-below)', palette: python },
  { id: COMMAND.collectNow, title: 'Run Garbage Collector Now', icon: '$(trash)', palette: CONTEXT.hasRun },
  { id: COMMAND.whatIf, title: 'What If This Reference Were Weak?', icon: '$(lightbulb)', palette: CONTEXT.hasRun },
  { id: COMMAND.compareVersions, title: 'Compare Python Versions...', icon: '$(diff)', palette: python },
  {
    id: COMMAND.verifyWithPython,
    title: 'Verify with My Python...',
    icon: '$(verified)',
    palette: `${python} && ${CONTEXT.canVerify} && isWorkspaceTrusted`,
    enablement: `${CONTEXT.canVerify} && isWorkspaceTrusted`,
  },
  { id: COMMAND.exportTrace, title: 'Export Trace...', icon: '$(json)', palette: python },
  { id: COMMAND.exportPicture, title: 'Export Picture...', icon: '$(device-camera)', palette: CONTEXT.hasRun },
  { id: COMMAND.setMode, title: 'Choose When Counts Are Shown', icon: '$(settings)' },
  { id: COMMAND.toggleCodeLens, title: 'Toggle Notes on Functions and Classes', icon: '$(list-selection)' },
  { id: COMMAND.whyAlive, title: 'Why Is This Object Alive?', icon: '$(question)', palette: python },
  { id: COMMAND.exportReport, title: 'Export Report...', icon: '$(export)', palette: python },
  { id: COMMAND.openExample, title: 'Open Example...', icon: '$(book)' },
  { id: COMMAND.openWalkthrough, title: 'Open Walkthrough', icon: '$(mortar-board)' },
  { id: COMMAND.showMenu, title: 'Show Menu', icon: '$(menu)' },
  { id: COMMAND.debugFile, title: 'Debug Python File in Arenascope', icon: '$(debug-alt)', palette: python },
  { id: COMMAND.runFile, title: 'Run Python File in Arenascope', icon: '$(run)', palette: python },
];

const setting = (name: string) => `${SECTION}.${name}`;

const MODE_WORDS = {
  allLines: 'Explore as you type and show counts after every line.',
  activeLine: 'Explore as you type and show counts after the line of the cursor only.',
  onDemand: 'Explore only when a command asks for it.',
  off: 'Show nothing in the editor.',
};

const MALLOC_WORDS: Record<AllocatorName, string> = {
  pymalloc: 'Pools for up to 512 bytes, the C library for more: what Python uses unless it is told otherwise.',
  malloc: 'The C library for everything.',
  debug: 'pymalloc with the debug hooks: forbidden bytes around each block, marked new and released memory.',
  pymalloc_debug: 'The same as debug.',
  malloc_debug: 'The C library with the debug hooks.',
  bump: 'No allocator of Python, but a small example: ascending addresses, nothing used again before a region is empty.',
};

const properties = {
  [setting(SETTING.pythonVersion)]: {
    type: 'string',
    enum: ['auto', ...PYTHON_VERSIONS],
    default: 'auto',
    scope: 'resource',
    order: 1,
    markdownDescription: `The version of CPython that is simulated (64-bit Linux, release build). \`auto\`: the one that \`.python-version\` or \`requires-python\` in \`pyproject.toml\` names, else ${DEFAULT_VERSION}.`,
  },
  [setting(SETTING.collector)]: {
    type: 'string',
    enum: [...COLLECTOR_KINDS],
    enumItemLabels: COLLECTOR_KINDS.map((kind) => collectorName(kind, english)),
    enumDescriptions: COLLECTOR_KINDS.map((kind) => collectorSentence(kind, english)),
    default: 'default',
    scope: 'resource',
    order: 1,
    markdownDescription: 'The garbage collector over the simulated heap. All but the first are what-if.',
  },
  [setting(SETTING.mode)]: {
    type: 'string',
    enum: [...MODES],
    enumDescriptions: MODES.map((mode) => MODE_WORDS[mode]),
    default: 'allLines',
    scope: 'resource',
    order: 2,
    markdownDescription: 'When reference counts stand in the editor.',
  },
  [setting(SETTING.malloc)]: {
    type: 'string',
    enum: [...ALLOCATORS],
    enumDescriptions: ALLOCATORS.map((name) => MALLOC_WORDS[name]),
    default: DEFAULT_ALLOCATOR,
    scope: 'resource',
    order: 7,
    markdownDescription: 'The allocator that is simulated, as the environment variable `PYTHONMALLOC` names it.',
  },
  [setting(SETTING.interpreter)]: {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    order: 8,
    markdownDescription:
      'The real Python that "Verify with My Python" runs, after it has asked. Nothing else ever runs an interpreter. Empty: it lets you choose.',
  },
  [setting(SETTING.codeLens)]: {
    type: 'boolean',
    default: false,
    scope: 'resource',
    order: 3,
    markdownDescription:
      'Above each function its calls and what it made that is alive, above each class its instances that are alive.',
  },
  [setting(SETTING.debounce)]: {
    type: 'integer',
    default: 300,
    minimum: 0,
    maximum: 10_000,
    scope: 'window',
    order: 3,
    markdownDescription:
      'Milliseconds without typing before the counts are new. A run that is short enough begins within them.',
  },
  [setting(SETTING.budgetLines)]: {
    type: 'integer',
    default: 1_000_000,
    minimum: 1,
    scope: 'resource',
    order: 4,
    markdownDescription: 'Executed lines after which a run ends. What came before is shown.',
  },
  [setting(SETTING.budgetMemory)]: {
    type: 'integer',
    default: 256,
    minimum: 16,
    maximum: 1024,
    scope: 'resource',
    order: 5,
    markdownDescription: 'Simulated memory in MiB after which a run ends. What came before is shown.',
  },
  [setting(SETTING.budgetTime)]: {
    type: 'integer',
    default: 5000,
    minimum: 100,
    scope: 'resource',
    order: 6,
    markdownDescription: 'Milliseconds after which a run ends. What came before is shown.',
  },
};

const color = (
  id: string,
  description: string,
  dark: string,
  light: string,
  highContrast: string,
  highContrastLight: string,
) => ({
  id,
  description,
  defaults: { dark, light, highContrast, highContrastLight },
});

const colors = [
  color(COLOR.count, 'Reference counts after a line that changed none.', '#8A93A5', '#5E6675', '#D0D0D0', '#404040'),
  color(COLOR.changed, 'Reference counts after a line that changed one.', '#6FB7D6', '#0A6487', '#6FC3F0', '#00527A'),
  color(COLOR.freed, 'What a line freed.', '#DDA25C', '#8A5200', '#FFC27A', '#6B3F00'),
  color(COLOR.cycle, 'Lines that close a reference cycle, and cycles.', '#E58AB6', '#A81E66', '#FF9CCB', '#8A0F50'),
  color(
    COLOR.blockTracked,
    'Blocks with an object that the collector tracks.',
    '#4A9BD1',
    '#2474AB',
    '#5CB8F5',
    '#0A5488',
  ),
  color(COLOR.blockObject, 'Blocks with an object that it does not track.', '#4FB286', '#2A8259', '#63D6A3', '#14633F'),
  color(COLOR.blockData, 'Blocks with the data of an object.', '#8E8BD8', '#6158BD', '#B3B0FF', '#3F389A'),
  color(
    COLOR.blockGarbage,
    'Blocks with an object that nothing reaches any more.',
    '#E2659C',
    '#BE246F',
    '#FF7FB8',
    '#8E0D4C',
  ),
  color(COLOR.blockFreed, 'Freed blocks.', '#6C7484', '#9AA1AD', '#A8A8A8', '#6A6A6A'),
];

/** The second key of a chord that begins with Ctrl+Alt+M. */
const keys = [
  [COMMAND.explore, 'e'],
  [COMMAND.toggleCounts, 't'],
  [COMMAND.showMemoryHere, 'h'],
  [COMMAND.stepForward, 'right'],
  [COMMAND.stepBack, 'left'],
  [COMMAND.nextCollection, 'g'],
  [COMMAND.nextAllocation, 'a'],
  [COMMAND.nextFree, 'f'],
  [COMMAND.runToCursor, 'r'],
  [COMMAND.collectNow, 'n'],
  [COMMAND.compareVersions, 'v'],
  [COMMAND.setMode, 'm'],
  [COMMAND.toggleCodeLens, 'l'],
  [COMMAND.whyAlive, 'w'],
  [COMMAND.showCycles, 'c'],
] as const;

const step = (id: string, title: string, description: string, picture: string, altText: string) => ({
  id,
  title,
  description,
  media: { image: `media/walkthrough/${picture}.png`, altText },
});
const link = (title: string, command: string, argument?: string) =>
  `[${title}](command:${command}${argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify(argument))}`})`;

const walkthrough = {
  id: WALKTHROUGH,
  title: 'See what a Python program does to memory',
  description: 'Counts beside the lines, cycles, the collector, arenas and pools: with the examples that come along.',
  steps: [
    step(
      'counts',
      'Read the counts',
      'Each line says how many references the objects of its names have, and what changed. The file is simulated as CPython would run it; it is never executed.\n' +
        link('Open the example', COMMAND.openExample, 'aliasing.py'),
      'counts',
      'Python lines with reference counts behind them',
    ),
    step(
      'holders',
      'Ask who holds an object',
      'Rest the pointer on a name: type, size, address, count, and each holder with the line that took the reference. With the cursor on a name, "Why Is This Object Alive?" shows it in the panel.\n' +
        link('Open the example', COMMAND.openExample, 'function_calls.py'),
      'hover',
      'A hover that lists who holds an object',
    ),
    step(
      'cycle',
      'Find a reference cycle',
      'Two nodes that refer to each other outlive their last names. Move through the run, look at the cycle in the panel, and let the collector run at any line.\n' +
        link('Open the example', COMMAND.openExample, 'cycle.py') +
        '\n' +
        link('Show reference cycles', COMMAND.showCycles),
      'cycle',
      'The panel with a reference cycle that waits for the collector',
    ),
    step(
      'pools',
      'Look into arenas and pools',
      'Small objects live in blocks of pools of arenas. The map shows which blocks are in use, and by what.\n' +
        link('Open the example', COMMAND.openExample, 'pools.py') +
        '\n' +
        link('Explore its memory', COMMAND.explore),
      'pools',
      'The map of pools with their blocks',
    ),
  ],
};

const menu = (command: string, when: string, group: string) => ({ command, when, group });
const isOurs = `view =~ /^arenascope\\./`;
const has = (item: string) => `${isOurs} && viewItem =~ /\\b${item}\\b/`;

const launch = {
  program: {
    type: 'string',
    description: 'The Python file to simulate: a path, or a URI.',
    default: CURRENT_FILE,
  },
  python: {
    type: 'string',
    enum: [...PYTHON_VERSIONS],
    description: 'The version of CPython that is simulated. Left out: the one of the settings.',
  },
  args: {
    type: 'array',
    items: { type: 'string' },
    description: 'What the program finds in sys.argv[1:].',
    default: [],
  },
  stdin: {
    type: ['string', 'array'],
    items: { type: 'string' },
    description: 'What input() reads: a text, or a list of lines.',
  },
  stopOnEntry: { type: 'boolean', description: 'Stop before the first line.', default: false },
  stopAtEnd: {
    type: 'boolean',
    description: 'Stop behind the last line, while the names of the program are still there.',
    default: false,
  },
  maxSteps: {
    type: 'integer',
    minimum: 1,
    description: 'Executed lines after which the run ends. Left out: the budget of the settings.',
  },
  maxMemory: {
    type: 'integer',
    minimum: 16,
    maximum: 1024,
    description: 'Simulated memory in MiB after which the run ends. Left out: the budget of the settings.',
  },
  malloc: {
    type: 'string',
    enum: [...ALLOCATORS],
    enumDescriptions: ALLOCATORS.map((name) => MALLOC_WORDS[name]),
    description: 'The allocator, as PYTHONMALLOC names it. Left out: the one of the settings.',
  },
  gc: {
    type: 'object',
    description: 'What the garbage collector is set to before the first line.',
    properties: {
      kind: {
        type: 'string',
        enum: [...COLLECTOR_KINDS],
        enumDescriptions: COLLECTOR_KINDS.map((kind) => collectorSentence(kind, english)),
        description: 'Another garbage collector. Left out: the one of the settings.',
      },
      disabled: { type: 'boolean', description: 'As gc.disable() does.' },
      stress: {
        type: 'boolean',
        description: "Tries the collector's algorithm at allocations and checks what it finds; nothing else changes.",
      },
      thresholds: {
        type: 'array',
        items: { type: 'integer', minimum: 0 },
        minItems: 1,
        maxItems: 3,
        description: 'As gc.set_threshold() takes them.',
      },
    },
    additionalProperties: false,
  },
};

const configurationOf = (name: string, more: Record<string, unknown> = {}) => ({
  type: DEBUG_TYPE,
  request: 'launch',
  name,
  program: CURRENT_FILE,
  ...more,
});
const snippet = (label: string, description: string, more: Record<string, unknown> = {}) => ({
  label,
  description,
  // In a snippet a dollar that stays is escaped.
  body: { ...configurationOf(label, more), program: `^"\\${CURRENT_FILE}"` },
});

const debuggers = [
  {
    type: DEBUG_TYPE,
    label: 'Python in Arenascope',
    languages: ['python'],
    configurationAttributes: { launch: { required: ['program'], properties: launch } },
    initialConfigurations: [configurationOf('Python in Arenascope', { stopOnEntry: true })],
    configurationSnippets: [
      snippet('Arenascope: Debug Python File', 'Simulate the current file and step through it, forward and back.'),
      snippet('Arenascope: Stop at the End', 'Simulate the current file and look at its memory when it is done.', {
        stopAtEnd: true,
      }),
      snippet('Arenascope: Python Version', 'Simulate the current file as another version of CPython.', {
        python: '3.9',
      }),
    ],
  },
];

const views: readonly { id: string; name: string; when?: string; collapsed?: boolean }[] = [
  { id: VIEW.heap, name: 'Heap' },
  { id: VIEW.names, name: 'Names and Objects', when: CONTEXT.hasRun },
  { id: VIEW.cycles, name: 'Reference Cycles', when: CONTEXT.hasCycles },
  { id: VIEW.allocator, name: 'Allocator', when: CONTEXT.hasRun, collapsed: true },
  { id: VIEW.generations, name: 'Generations', when: CONTEXT.hasRun, collapsed: true },
  { id: VIEW.events, name: 'Events', when: CONTEXT.hasRun, collapsed: true },
];

const contributes = {
  commands: commands.map(({ id, title, icon, enablement }) => ({
    command: id,
    title,
    category: 'Arenascope',
    ...(icon ? { icon } : {}),
    ...(enablement ? { enablement } : {}),
  })),
  menus: {
    commandPalette: commands.flatMap(({ id, palette }) => (palette ? [{ command: id, when: palette }] : [])),
    'editor/title': [menu(COMMAND.explore, python, 'navigation@90')],
    'editor/title/run': [
      menu(COMMAND.debugFile, python, 'z_arenascope@1'),
      menu(COMMAND.runFile, python, 'z_arenascope@2'),
    ],
    'editor/context': [
      menu(COMMAND.showMemoryHere, python, 'z_arenascope@1'),
      menu(COMMAND.whyAlive, python, 'z_arenascope@2'),
      menu(COMMAND.collectHere, python, 'z_arenascope@3'),
      menu(COMMAND.runToCursor, python, 'z_arenascope@4'),
      menu(COMMAND.explore, python, 'z_arenascope@5'),
    ],
    'view/title': [
      menu(COMMAND.stepBack, `view == ${VIEW.names}`, 'navigation@1'),
      menu(COMMAND.stepForward, `view == ${VIEW.names}`, 'navigation@2'),
      menu(COMMAND.nextAllocation, `view == ${VIEW.allocator}`, 'navigation@1'),
      menu(COMMAND.nextFree, `view == ${VIEW.allocator}`, 'navigation@2'),
      menu(COMMAND.collectNow, `view == ${VIEW.generations}`, 'navigation@1'),
      menu(COMMAND.showCycles, `view == ${VIEW.cycles}`, 'navigation@1'),
      menu(COMMAND.previousCollection, `view == ${VIEW.events}`, 'navigation@1'),
      menu(COMMAND.nextCollection, `view == ${VIEW.events}`, 'navigation@2'),
      menu(COMMAND.compareVersions, isHeap, '3_compare@1'),
      menu(COMMAND.verifyWithPython, `${isHeap} && ${CONTEXT.canVerify}`, '3_compare@2'),
      menu(COMMAND.exportReport, isHeap, '4_export@1'),
      menu(COMMAND.exportTrace, isHeap, '4_export@2'),
      menu(COMMAND.setMode, isHeap, '2_show@3'),
      menu(COMMAND.explore, isHeap, 'navigation@1'),
      menu(COMMAND.showCycles, isHeap, 'navigation@2'),
      menu(COMMAND.showMemoryAtEnd, isHeap, '1_moment@1'),
      menu(COMMAND.toggleCounts, isHeap, '2_show@1'),
      menu(COMMAND.choosePython, isHeap, '2_show@2'),
    ],
    'view/item/context': [
      menu(COMMAND.whyAlive, has(ITEM.object), 'inline@1'),
      menu(COMMAND.whatIf, has(ITEM.object), 'inline@2'),
      menu(COMMAND.revealInPanel, has(ITEM.object), 'inline@3'),
      menu(COMMAND.revealInPanel, has(ITEM.pool), 'inline@3'),
      menu(COMMAND.goToLine, has(ITEM.line), 'inline@4'),
    ],
  },
  keybindings: keys.map(([command, key]) => ({
    command,
    key: `ctrl+alt+m ${key}`,
    mac: `cmd+alt+m ${key}`,
    when: `editorTextFocus && ${python}`,
  })),
  walkthroughs: [walkthrough],
  viewsContainers: {
    activitybar: [{ id: VIEW.container, title: 'Arenascope', icon: 'media/icon.svg' }],
  },
  views: {
    [VIEW.container]: views.map(({ id, name, when, collapsed }) => ({
      id,
      name,
      contextualTitle: 'Arenascope',
      icon: 'media/icon.svg',
      ...(when ? { when } : {}),
      ...(collapsed ? { visibility: 'collapsed' } : {}),
    })),
  },
  viewsWelcome: [
    {
      view: VIEW.heap,
      contents:
        'Open a Python file to see what it does to memory. The file is simulated: it is never executed.\n' +
        `[Explore Memory of This File](command:${COMMAND.explore})\n[Open an Example](command:${COMMAND.openExample})\n[Open the Walkthrough](command:${COMMAND.openWalkthrough})`,
      when: `!${CONTEXT.hasRun}`,
    },
  ],
  configuration: { title: 'Arenascope', properties },
  breakpoints: [{ language: 'python' }],
  debuggers,
  colors,
};

export const manifest = {
  icon: 'media/icon.png',
  galleryBanner: { color: '#14203a', theme: 'dark' },
  activationEvents: [
    'onLanguage:python',
    `onDebugResolve:${DEBUG_TYPE}`,
    `onDebugDynamicConfigurations:${DEBUG_TYPE}`,
    `onWebviewPanel:${VIEW.panel}`,
  ],
  capabilities: {
    untrustedWorkspaces: {
      supported: 'limited',
      description:
        'Programs are simulated and never executed, so everything works but "Verify with My Python", which runs a real interpreter.',
      restrictedConfigurations: [setting(SETTING.interpreter)],
    },
    virtualWorkspaces: true,
  },
  contributes,
};
