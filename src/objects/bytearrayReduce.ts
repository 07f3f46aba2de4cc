/** How a bytearray is taken apart, for copy and pickle. Follows bytearrayobject.c: _common_reduce. */
import { Ob } from '../memory/layout.js';
import { bytearrayView } from './bytearrayCore.js';
import { newBytes } from './bytesCore.js';
import { callMethod0 } from './call.js';
import { asIndex } from './intCore.js';
import type { Machine } from './machine.js';
import { lookupAttr } from './object.js';
import { internStr, newStr } from './strCore.js';
import { packTuple } from './tupleCore.js';
import { E, S } from './typeIds.js';
import { type MethodDef, MethodKind } from './typeInfo.js';
import { latinText } from './unicodeCodecs.js';

/** The attributes of an instance of a subclass, or None: new reference; 0 with an exception. */
function stateOf(rt: Machine, self: number): number {
  if (rt.profile.minor >= 11) return callMethod0(rt, self, internStr(rt, '__getstate__'));
  const dict = lookupAttr(rt, self, rt.ids.__dict__);
  return dict !== 0 || rt.currentException !== 0 ? dict : rt.none();
}

function reduce(rt: Machine, self: number, protocol: number): number {
  const state = stateOf(rt, self);
  if (state === 0) return 0;
  const content = bytearrayView(rt, self);
  const parts: number[] = [];
  // To protocol 2 the content is text, as Python 2 can read it.
  if (protocol < 3) parts.push(newStr(rt, latinText(content)), newStr(rt, 'latin-1'));
  else if (content.length > 0) parts.push(newBytes(rt, content));
  const args = parts.length === 0 ? rt.newRef(S.EMPTY_TUPLE) : packTuple(rt, ...parts);
  const result = packTuple(rt, rt.M[self + Ob.TYPE]!, args, state);
  for (const p of [...parts, args, state]) rt.decref(p);
  return result;
}

export const REDUCE_METHODS: readonly MethodDef[] = [
  { name: '__reduce__', kind: MethodKind.NOARGS, fn: (rt, self) => reduce(rt, self, 2) },
  {
    name: '__reduce_ex__',
    kind: MethodKind.O,
    fn: (rt, self, value) => {
      const protocol = asIndex(rt, value, E.OverflowError);
      return Number.isNaN(protocol) ? 0 : reduce(rt, self, protocol);
    },
  },
];
