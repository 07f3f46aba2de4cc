import { readFileSync } from 'node:fs';
import { Heap } from '../src/memory/heap.js';
import { runProgram } from '../src/vm/run.js';
const [, , file, version] = process.argv;
let on = false;
const live = new Map<number, [number, string]>();
const P = Heap.prototype as any;
const bt = () => (new Error().stack ?? '').split('\n').slice(3, 8).map((l) => (/at (\S+)/.exec(l)?.[1] ?? '').replace(/^_?Runtime\./, '')).join(' ');
const { alloc, free, realloc } = P;
P.alloc = function (n: number) { const p = alloc.call(this, n); if (on) live.set(p, [n, bt()]); return p; };
P.free = function (p: number) { if (on) { if (!live.delete(p)) console.log('  free of older', bt()); } return free.call(this, p); };
runProgram({
  files: new Map([[file, readFileSync(file, 'utf8')]]), main: file, version: version as any, argv: [file], stdin: () => null,
  stdout: (t: string) => { if (t.includes('@@')) { on = !on; } else process.stdout.write(t); },
  stderr: (t: string) => process.stderr.write(t), loadModule: () => null,
} as any);
for (const [n, b] of live.values()) console.log(n, b);
