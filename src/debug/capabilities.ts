import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Say } from '../present/say.js';
import { EXCEPTION_FILTER } from './breakpoints.js';

/** What the adapter can do. Nothing that would change a run: it is what its sources make it. */
export function capabilities(say: Say): DebugProtocol.Capabilities {
  const conditionDescription = say('Names of exception classes, subclasses count; empty for all.');
  return {
    supportsConfigurationDoneRequest: true,
    supportsFunctionBreakpoints: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsDataBreakpoints: true,
    supportsDataBreakpointBytes: true,
    supportsBreakpointLocationsRequest: true,
    supportsExceptionInfoRequest: true,
    supportsExceptionFilterOptions: true,
    exceptionBreakpointFilters: [
      {
        filter: EXCEPTION_FILTER.raised,
        label: say('Raised Exceptions'),
        description: say('Stop where an exception is raised, whether it will be caught or not.'),
        default: false,
        supportsCondition: true,
        conditionDescription,
      },
      {
        filter: EXCEPTION_FILTER.uncaught,
        label: say('Uncaught Exceptions'),
        description: say('Stop where an exception is raised that will leave the program.'),
        default: true,
        supportsCondition: true,
        conditionDescription,
      },
    ],
    supportsEvaluateForHovers: true,
    supportsClipboardContext: true,
    supportsCompletionsRequest: true,
    completionTriggerCharacters: ['.'],
    supportsStepBack: true,
    supportsSteppingGranularity: true,
    supportsRestartFrame: true,
    supportsRestartRequest: true,
    supportsGotoTargetsRequest: true,
    supportsTerminateRequest: true,
    supportsDelayedStackTraceLoading: true,
    supportsLoadedSourcesRequest: true,
    supportsReadMemoryRequest: true,
    supportsDisassembleRequest: true,
  };
}
