/** print, input and open. Follows bltinmodule.c. */
import { checkArgs, initParser, parseKeywords } from '../objects/args.js';
import { call, call1, callMethod0 } from '../objects/call.js';
import { raiseObject } from '../objects/exceptionCore.js';
import { newInt } from '../objects/intCore.js';
import { type Machine, NotSimulated } from '../objects/machine.js';
import { getAttr, isTrue, str } from '../objects/object.js';
import { callSpecial } from '../objects/specialCall.js';
import { internStr, newStr } from '../objects/strCore.js';
import { strText } from '../objects/support.js';
import { packTuple, tupleFromVector } from '../objects/tupleCore.js';
import { E, S } from '../objects/typeIds.js';
import { type MethodDef, MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { ports } from './builtinsPorts.js';
import { flushStream, writeStream } from './textOutput.js';

const PRINT = { name: 'print', names: ['sep', 'end', 'file', 'flush'], required: 0, positional: 0 };

/**
 * A text to a file object: 0, or -1 with an exception. The standard streams do without the call, not without what is
 * allocated for it: up to 3.10 a collection may begin there. Follows fileobject.c: PyFile_WriteObject.
 */
function writeText(rt: Machine, file: number, stream: 0 | 1 | 2, text: number): number {
  const method = getAttr(rt, file, internStr(rt, 'write'));
  if (method === 0) return -1;
  let result: number;
  if (stream === 0) result = call1(rt, method, text);
  else result = writeStream(rt, file, text) < 0 ? 0 : newInt(rt, rt.length(text));
  rt.decref(method);
  if (result === 0) return -1;
  rt.decref(result);
  return 0;
}

function print(rt: Machine, self: number, args: number, nargs: number, kwnames: number): number {
  // Argument Clinic gathers what print is given in a tuple, which stays on the free list of its length.
  if (rt.profile.minor < 11) return printObjects(rt, self, args, nargs, kwnames);
  initParser(rt, PRINT);
  const objects = tupleFromVector(rt, args, nargs);
  const result = printObjects(rt, self, args, nargs, kwnames);
  rt.decref(objects);
  return result;
}

function printObjects(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const M = rt.M;
  let [sep, end, file, flush] = [0, 0, 0, 0];
  if (kwnames !== 0) {
    initParser(rt, PRINT);
    const values = parseKeywords(rt, PRINT, args + 2 * nargs, 0, kwnames);
    if (values === null) return 0;
    [sep, end, file, flush] = values as [number, number, number, number];
  }
  const host = ports(rt);
  if (file === 0 || file === S.NONE) {
    file = host.sysAttribute('stdout');
    if (file === 0) return rt.raise(E.RuntimeError, 'lost sys.stdout');
    if (file === S.NONE) return rt.none();
  }
  if (sep === S.NONE) sep = 0;
  if (end === S.NONE) end = 0;
  for (const [name, value] of [
    ['sep', sep],
    ['end', end],
  ] as const) {
    if (value !== 0 && !rt.isStr(value)) {
      return rt.raise(E.TypeError, `${name} must be None or a string, not ${rt.typeOf(value).name}`);
    }
  }
  const stream = host.standardStream(file);
  // The file may be replaced while an argument is turned into text.
  rt.incref(file);
  let status = 0;
  for (let i = 0; i < nargs && status === 0; i++) {
    if (i > 0) status = sep === 0 ? writeLiteral(rt, file, stream, ' ') : writeText(rt, file, stream, sep);
    if (status < 0) break;
    const text = str(rt, M[args + 2 * i]!);
    if (text === 0) {
      status = -1;
      break;
    }
    status = writeText(rt, file, stream, text);
    rt.decref(text);
  }
  if (status === 0) status = end === 0 ? writeLiteral(rt, file, stream, '\n') : writeText(rt, file, stream, end);
  if (status === 0 && flush !== 0) {
    const wanted = isTrue(rt, flush);
    if (wanted < 0) status = -1;
    else if (wanted > 0 && stream !== 0) flushStream(rt, file);
    else if (wanted > 0) {
      const result = callMethod0(rt, file, internStr(rt, 'flush'));
      if (result === 0) status = -1;
      else rt.decref(result);
    }
  }
  rt.decref(file);
  return status < 0 ? 0 : rt.none();
}

function writeLiteral(rt: Machine, file: number, stream: 0 | 1 | 2, text: string): number {
  const p = newStr(rt, text);
  const status = writeText(rt, file, stream, p);
  rt.decref(p);
  return status;
}

function input(rt: Machine, _self: number, args: number, nargs: number): number {
  if (!checkArgs(rt, 'input', nargs, 0, 1)) return 0;
  const host = ports(rt);
  const output = host.sysAttribute('stdout');
  if (output === 0 || output === S.NONE) return rt.raise(E.RuntimeError, 'input(): lost sys.stdout');
  if (nargs === 1) {
    const text = strText(rt, rt.M[args]!);
    if (text === null) return 0;
    if (writeLiteral(rt, output, host.standardStream(output), text) < 0) return 0;
  }
  const line = host.readLine();
  if (line === null || line === '') return rt.raise(E.EOFError, 'EOF when reading a line');
  return newStr(rt, line.endsWith('\n') ? line.slice(0, -1) : line);
}

const OPEN = {
  name: 'open',
  names: ['file', 'mode', 'buffering', 'encoding', 'errors', 'newline', 'closefd', 'opener'],
  required: 1,
  positional: 8,
};

/** The simulator has no files: none is found, and none can be written. */
function open(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const values = parseKeywords(rt, OPEN, args, nargs, kwnames);
  if (values === null) return 0;
  const [file, mode] = values as [number, number];
  if (!rt.isStr(file) && !rt.isInt(file) && !rt.hasFlag(file, TypeFlag.BYTES_SUBCLASS)) {
    const path = callSpecial(rt, file, '__fspath__');
    if (path === 0) {
      if (rt.currentException !== 0) return 0;
      return rt.raise(E.TypeError, `expected str, bytes or os.PathLike object, not ${rt.typeOf(file).name}`);
    }
    rt.decref(path);
  }
  const writes = mode !== 0 && rt.isStr(mode) && /[wax+]/.test(rt.text(mode));
  const reason = newStr(rt, writes ? 'the simulator has no files' : 'No such file or directory');
  const number = newInt(rt, writes ? 13 : 2);
  const tuple = packTuple(rt, number, reason, file);
  rt.decref(number);
  rt.decref(reason);
  const exception = rt.infoOf(E.OSError).tp_new!(rt, E.OSError, tuple, 0);
  rt.decref(tuple);
  if (exception !== 0) raiseObject(rt, exception);
  return 0;
}

/** exit() and quit() of the site module. */
function quit(rt: Machine, _self: number, args: number, nargs: number): number {
  if (nargs > 1) {
    const where = rt.profile.minor >= 10 ? 'Quitter.' : '';
    return rt.raise(
      E.TypeError,
      `${where}__call__() takes from 1 to 2 positional arguments but ${nargs + 1} were given`,
    );
  }
  const tuple = packTuple(rt, nargs === 1 ? rt.M[args]! : S.NONE);
  const info = rt.infoOf(E.SystemExit);
  const exception = info.tp_new!(rt, E.SystemExit, tuple, 0);
  if (exception !== 0 && info.tp_init!(rt, exception, tuple, 0) === 0) raiseObject(rt, exception);
  rt.decref(tuple);
  return 0;
}

function breakpoint(rt: Machine, _self: number, args: number, nargs: number, kwnames: number): number {
  const hook = ports(rt).sysAttribute('breakpointhook');
  if (hook === 0) return rt.none();
  return call(rt, hook, args, nargs, kwnames);
}

/** help(): the manual of a running interpreter, with its pager, is not simulated. */
function help(): number {
  throw new NotSimulated('help()');
}

export const OUTPUT_FUNCTIONS: readonly MethodDef[] = [
  { name: 'breakpoint', kind: MethodKind.FASTKW, fn: breakpoint },
  { name: 'input', kind: MethodKind.FAST, fn: input },
  { name: 'print', kind: MethodKind.FASTKW, fn: print },
];

/** What `site` and `io` add to the builtins. */
export const LATE_FUNCTIONS: readonly MethodDef[] = [
  { name: 'open', kind: MethodKind.FASTKW, fn: open },
  { name: 'quit', kind: MethodKind.FAST, fn: quit },
  { name: 'exit', kind: MethodKind.FAST, fn: quit },
  { name: 'help', kind: MethodKind.FASTKW, fn: help },
];
