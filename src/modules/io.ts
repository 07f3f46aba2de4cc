/** The module io: in-memory files. Files of the outside world are not simulated. */
import { call3 } from '../objects/call.js';
import { put } from '../objects/defineType.js';
import { dictGetStr, dictSet, newDict } from '../objects/dictCore.js';
import { newInt } from '../objects/intCore.js';
import type { Machine } from '../objects/machine.js';
import { moduleDict } from '../objects/module.js';
import { internStr, newStr } from '../objects/strCore.js';
import { packTuple2 } from '../objects/tupleCore.js';
import { E, T } from '../objects/typeIds.js';
import { MethodKind } from '../objects/typeInfo.js';
import { defineBytesIO } from './bytesIO.js';
import { defineIoBases } from './ioBase.js';
import type { ModuleDef } from './moduleDef.js';
import { defineStringIO } from './stringIO.js';

/** `class UnsupportedOperation(OSError, ValueError)`, new reference; 0 with an exception. */
function makeUnsupported(rt: Machine): number {
  const name = newStr(rt, 'UnsupportedOperation');
  const bases = packTuple2(rt, E.OSError, E.ValueError);
  const dict = newDict(rt);
  const module = newStr(rt, 'io');
  dictSet(rt, dict, internStr(rt, '__module__'), module);
  rt.decref(module);
  const type = call3(rt, T.TYPE, name, bases, dict);
  rt.decref(name);
  rt.decref(bases);
  rt.decref(dict);
  return type;
}

export const ioModule: ModuleDef = {
  name: 'io',
  doc: 'In-memory streams.',
  methods: [
    {
      name: 'text_encoding',
      kind: MethodKind.FAST,
      fn: (rt, _self, args, nargs) =>
        nargs > 0 && !rt.is(rt.M[args]!, T.NONE_TYPE) ? rt.newRef(rt.M[args]!) : newStr(rt, 'locale'),
    },
  ],
  setup(rt, module) {
    const dict = moduleDict(rt, module);
    const types = defineIoBases(rt);
    types.unsupported = makeUnsupported(rt);
    if (types.unsupported === 0) return -1;
    put(rt, dict, 'UnsupportedOperation', types.unsupported);
    put(rt, dict, 'IOBase', rt.newRef(types.base));
    put(rt, dict, 'RawIOBase', rt.newRef(types.raw));
    put(rt, dict, 'BufferedIOBase', rt.newRef(types.buffered));
    put(rt, dict, 'TextIOBase', rt.newRef(types.text));
    put(rt, dict, 'BytesIO', rt.newRef(defineBytesIO(rt, types)));
    put(rt, dict, 'StringIO', rt.newRef(defineStringIO(rt, types)));
    put(rt, dict, 'SEEK_SET', newInt(rt, 0));
    put(rt, dict, 'SEEK_CUR', newInt(rt, 1));
    put(rt, dict, 'SEEK_END', newInt(rt, 2));
    put(rt, dict, 'DEFAULT_BUFFER_SIZE', newInt(rt, 8192));
    put(rt, dict, 'BlockingIOError', rt.newRef(dictGetStr(rt, rt.builtins, internStr(rt, 'BlockingIOError'))));
    const open = dictGetStr(rt, rt.builtins, internStr(rt, 'open'));
    if (open !== 0) put(rt, dict, 'open', rt.newRef(open));
    return 0;
  },
};
