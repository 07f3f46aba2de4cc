/** sys.stdin, sys.stdout, sys.stderr: text streams over the host's ports. */
import { defineType } from '../objects/defineType.js';
import { newCompactInt } from '../objects/intCore.js';
import { listOf } from '../objects/list.js';
import { type Machine, NotSimulated } from '../objects/machine.js';
import { getIter, iterNext } from '../objects/object.js';
import { newStr } from '../objects/strCore.js';
import { E } from '../objects/typeIds.js';
import { MethodKind, TypeFlag } from '../objects/typeInfo.js';
import { ports } from './builtinsPorts.js';
import { flushStream, isLineBuffered, Stream, writeStream } from './textOutput.js';

const NAMES = ['<stdin>', '<stdout>', '<stderr>'] as const;

const numberOf = (rt: Machine, self: number): number => rt.M[self + Stream.NUMBER]!;

function readLine(rt: Machine, self: number): string | null {
  if (numberOf(rt, self) !== 0) return null;
  return ports(rt).readLine();
}

/** Defines the stream type and returns its address. */
export function defineStandardStream(rt: Machine): number {
  const address = rt.nextStaticType();
  defineType(rt, address, {
    name: '_io.TextIOWrapper',
    basicsize: 48,
    flags: TypeFlag.HAVE_GC,
    dictoffset: 24,
    tp_dealloc: (m, p) => {
      m.gcUntrack(p);
      m.xdecref(m.M[p + Stream.DICT]!);
      m.xdecref(m.M[p + Stream.PENDING]!);
      m.freeGcObject(p);
    },
    tp_traverse: (m, p, visit) => {
      if (m.M[p + Stream.DICT] !== 0) visit(m, m.M[p + Stream.DICT]!);
    },
    tp_repr: (m, p) => {
      const n = numberOf(m, p);
      return newStr(m, `<_io.TextIOWrapper name='${NAMES[n]}' mode='${n === 0 ? 'r' : 'w'}' encoding='utf-8'>`);
    },
    tp_iter: (m, p) => m.newRef(p),
    tp_iternext: (m, p) => {
      const line = readLine(m, p);
      return line === null ? 0 : newStr(m, line);
    },
    getset: [
      { name: 'encoding', get: (m) => newStr(m, 'utf-8') },
      { name: 'errors', get: (m, p) => newStr(m, numberOf(m, p) === 2 ? 'backslashreplace' : 'strict') },
      { name: 'name', get: (m, p) => newStr(m, NAMES[numberOf(m, p)]!) },
      { name: 'mode', get: (m, p) => newStr(m, numberOf(m, p) === 0 ? 'r' : 'w') },
      { name: 'closed', get: (m) => m.bool(false) },
      { name: 'line_buffering', get: (m, p) => m.bool(isLineBuffered(m, numberOf(m, p))) },
      { name: 'newlines', get: (m) => m.none() },
      {
        name: 'buffer',
        get: (m, p) => {
          // Bytes written below the text go out before text that was not flushed: the text is not kept here.
          throw new NotSimulated(`sys.${NAMES[numberOf(m, p)]!.slice(1, -1)}.buffer`);
        },
      },
    ],
    methods: [
      {
        name: 'write',
        kind: MethodKind.O,
        fn: (m, p, text) => {
          if (!m.isStr(text)) return m.raise(E.TypeError, `write() argument must be str, not ${m.typeOf(text).name}`);
          const n = numberOf(m, p);
          if (n === 0) return m.raise(E.OSError, 'not writable');
          if (writeStream(m, p, text) < 0) return 0;
          return newCompactInt(m, m.length(text));
        },
      },
      {
        name: 'flush',
        kind: MethodKind.NOARGS,
        fn: (m, p) => {
          flushStream(m, p);
          return m.none();
        },
      },
      { name: 'isatty', kind: MethodKind.NOARGS, fn: (m) => m.bool(false) },
      { name: 'fileno', kind: MethodKind.NOARGS, fn: (m, p) => newCompactInt(m, numberOf(m, p)) },
      { name: 'readable', kind: MethodKind.NOARGS, fn: (m, p) => m.bool(numberOf(m, p) === 0) },
      { name: 'writable', kind: MethodKind.NOARGS, fn: (m, p) => m.bool(numberOf(m, p) !== 0) },
      { name: 'seekable', kind: MethodKind.NOARGS, fn: (m) => m.bool(false) },
      { name: 'reconfigure', kind: MethodKind.FASTKW, fn: (m) => m.none() },
      { name: 'close', kind: MethodKind.NOARGS, fn: (m) => m.none() },
      { name: 'readline', kind: MethodKind.FAST, fn: (m, p) => newStr(m, readLine(m, p) ?? '') },
      {
        name: 'read',
        kind: MethodKind.FAST,
        fn: (m, p) => {
          let text = '';
          for (let line = readLine(m, p); line !== null; line = readLine(m, p)) text += line;
          return newStr(m, text);
        },
      },
      {
        name: 'readlines',
        kind: MethodKind.FAST,
        fn: (m, p) => {
          const lines: number[] = [];
          for (let line = readLine(m, p); line !== null; line = readLine(m, p)) lines.push(newStr(m, line));
          return listOf(m, lines);
        },
      },
      { name: '__enter__', kind: MethodKind.NOARGS, fn: (m, p) => m.newRef(p) },
      { name: '__exit__', kind: MethodKind.FAST, fn: (m) => m.none() },
      {
        name: 'writelines',
        kind: MethodKind.O,
        fn: (m, p, lines) => {
          const it = getIter(m, lines);
          if (it === 0) return 0;
          for (let line = iterNext(m, it); line !== 0; line = iterNext(m, it)) {
            const written = m.isStr(line)
              ? writeStream(m, p, line)
              : m.fail(E.TypeError, `write() argument must be str, not ${m.typeOf(line).name}`);
            m.decref(line);
            if (written < 0) break;
          }
          m.decref(it);
          return m.currentException !== 0 ? 0 : m.none();
        },
      },
    ],
  });
  return address;
}

/** A stream object: 0 standard input, 1 output, 2 error. */
export function newStandardStream(rt: Machine, type: number, n: 0 | 1 | 2): number {
  const p = rt.newGcObject(type, 48);
  rt.M.fill(0, p + 4, p + 12);
  rt.M[p + Stream.NUMBER] = n;
  rt.gcTrack(p);
  return p;
}
