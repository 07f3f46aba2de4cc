/** Variables as a client lists them, and what each reference to one of them stands for while the run stands. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import {
  emptySlotWords,
  holderLines,
  type MemoryLine,
  memoryLines,
  memoryName,
  typeWords,
  valueWords,
} from '../present/debug.js';
import type { Say } from '../present/say.js';
import { formatAddress } from '../protocol/address.js';
import type {
  DataStop,
  DebugContainer,
  DebugEvaluated,
  DebugObject,
  DebugPosition,
  DebugVariable,
} from '../protocol/debug.js';
import type { ObjectDetail } from '../protocol/objects.js';
import type { DebugRun } from './run.js';

/** What a reference stands for. `evaluated`: it is on the machine after an expression. */
type Handle = (
  | { readonly kind: 'scope'; readonly of: DebugContainer }
  | { readonly kind: 'object'; readonly object: DebugObject; readonly expression?: string }
  | { readonly kind: 'memory' | 'holders'; readonly object: DebugObject }
) & { readonly evaluated?: DebugEvaluated };

/** What a data breakpoint on a variable would watch. */
export interface Watchable {
  readonly what: DataStop['what'];
  readonly object: DebugObject;
}

/** Objects that neither have anything in them nor a count of their own. */
function isBare({ named, indexed, marks }: DebugObject): boolean {
  return named + indexed === 0 && marks.includes('static');
}

/** Whether a count or a death can be watched. */
export function isWatchable({ marks }: Pick<DebugObject, 'marks'>): boolean {
  return marks.length === 0;
}

/** The references that were given out since the run last moved. */
export class Variables {
  private readonly handles: Handle[] = [];
  private readonly watchables = new Map<string, Watchable>();

  constructor(
    private readonly run: DebugRun,
    private readonly at: DebugPosition,
    private readonly addressBase: number,
    private readonly say: Say,
  ) {}

  scope(of: DebugContainer): number {
    return this.handles.push({ kind: 'scope', of });
  }

  /** What a client is told of an object beside its name. */
  describe(
    object: DebugObject,
    value: string,
    expression: string | undefined,
    evaluated: DebugEvaluated | undefined,
  ): Omit<DebugProtocol.Variable, 'name'> {
    const { say, addressBase } = this;
    const handle: Handle = {
      kind: 'object',
      object,
      ...(expression !== undefined ? { expression } : {}),
      ...(evaluated !== undefined ? { evaluated } : {}),
    };
    return {
      value,
      type: typeWords(object, addressBase, say),
      variablesReference: isBare(object) ? 0 : this.handles.push(handle),
      ...(object.indexed > 0 ? { indexedVariables: object.indexed, namedVariables: object.named + 1 } : {}),
      ...(expression !== undefined ? { evaluateName: expression } : {}),
      ...(evaluated === undefined ? { memoryReference: formatAddress(addressBase, object.block) } : {}),
    };
  }

  /** What is behind a reference. */
  async list({
    variablesReference: reference,
    filter,
    start = 0,
    count,
  }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const handle = this.handles[reference - 1];
    if (handle === undefined) return [];
    if (handle.kind === 'memory' || handle.kind === 'holders') return this.memory(reference, handle);
    const { evaluated } = handle;
    const expression = handle.kind === 'object' ? handle.expression : undefined;
    const children = await this.run.ask('debugVariables', this.at, {
      of: handle.kind === 'scope' ? handle.of : { kind: 'object', address: handle.object.address },
      from: start,
      ...(count ? { length: count } : {}),
      ...(filter !== undefined ? { filter } : {}),
      ...(evaluated !== undefined ? { evaluated } : {}),
      ...(expression !== undefined ? { expression } : {}),
    });
    const listed = children.map((child) => this.variable(reference, child, evaluated));
    if (handle.kind === 'object' && filter !== 'indexed') listed.push(this.memoryGroup(handle));
    return listed;
  }

  /** What a data breakpoint on an entry of a listing would watch. */
  watchable(reference: number, name: string): Watchable | undefined {
    return this.watchables.get(`${reference} ${name}`);
  }

  private variable(
    reference: number,
    { name, object, expression }: DebugVariable,
    evaluated: DebugEvaluated | undefined,
  ): DebugProtocol.Variable {
    if (object === null) return { name, value: emptySlotWords(this.say), variablesReference: 0 };
    this.watchables.set(`${reference} ${name}`, { what: 'count', object });
    return { name, ...this.describe(object, valueWords(object, this.say), expression, evaluated) };
  }

  private memoryGroup(handle: Extract<Handle, { kind: 'object' }>): DebugProtocol.Variable {
    const { object, evaluated } = handle;
    return {
      name: memoryName(this.say),
      value: formatAddress(this.addressBase, object.address),
      variablesReference: this.handles.push({ ...handle, kind: 'memory' }),
      presentationHint: { kind: 'virtual', attributes: ['readOnly'] },
      ...(evaluated === undefined ? { memoryReference: formatAddress(this.addressBase, object.block) } : {}),
    };
  }

  private async memory(
    reference: number,
    handle: Extract<Handle, { kind: 'memory' | 'holders' }>,
  ): Promise<DebugProtocol.Variable[]> {
    const { object, evaluated } = handle;
    const detail = await this.run.ask('debugObject', this.at, {
      address: object.address,
      ...(evaluated !== undefined ? { evaluated } : {}),
    });
    if (detail === null) return [];
    const { say, addressBase } = this;
    const lines = handle.kind === 'memory' ? memoryLines(detail, addressBase, say) : holderLines(detail, say);
    return lines.map((line) => this.memoryLine(reference, handle, line, detail));
  }

  private memoryLine(
    reference: number,
    handle: Extract<Handle, { kind: 'memory' | 'holders' }>,
    { role, name, value }: MemoryLine,
    detail: ObjectDetail,
  ): DebugProtocol.Variable {
    const { object } = handle;
    if (role === 'count' || role === 'freed') this.watchables.set(`${reference} ${name}`, { what: role, object });
    const holders = role === 'count' && detail.holders.length > 0;
    return {
      name,
      value,
      variablesReference: holders ? this.handles.push({ ...handle, kind: 'holders' }) : 0,
      presentationHint: { kind: 'virtual', attributes: ['readOnly'] },
    };
  }
}
