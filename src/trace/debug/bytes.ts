/**
 * The memory of a machine that stands still as CPython would have it. Here a pointer is a word address and the upper
 * half of some words carries data of ours; there it is a pointer of eight bytes. Blocks of objects and of their data
 * are put right; what nothing owns is shown as it is.
 */
import { Gc, GcFlag, ListLayout, Ob } from '../../memory/layout.js';
import { gcListHead, isStatic, PERMANENT, Region, shownAddress } from '../../memory/regions.js';
import { blocksOf } from '../../objects/audit.js';
import { edgesOf } from '../../objects/edges.js';
import { isCollectable } from '../../objects/gcSupport.js';
import { intBig } from '../../objects/intCore.js';
import { T } from '../../objects/typeIds.js';
import { TypeFlag } from '../../objects/typeInfo.js';
import { blockOf } from '../heapPicture.js';
import { type Still, shownCountOf } from '../still.js';

/** Most bytes of one reading. */
const MOST = 1 << 20;

/** Bytes from a byte offset (see `Address`); null: there is no memory. */
export function bytesAt(still: Still, address: number, length: number): Uint8Array | null {
  const { rt } = still;
  const end = Math.min(rt.U8.length, address + Math.min(length, MOST));
  if (address < 0 || address >= end) return null;
  // Whole words of eight bytes around what was asked for.
  const first = Math.floor(address / 8) * 8;
  const last = Math.ceil(end / 8) * 8;
  const bytes = rt.U8.slice(first, last);
  new Rendering(still, bytes, first / 4, last / 4).render();
  return bytes.slice(address - first, end - first);
}

class Rendering {
  private readonly view: DataView;

  constructor(
    private readonly still: Still,
    bytes: Uint8Array,
    private readonly first: number,
    private readonly last: number,
  ) {
    this.view = new DataView(bytes.buffer);
  }

  render(): void {
    const { still } = this;
    const { rt } = still;
    for (const p of still.objects()) {
      const own = isStatic(p) ? p : blockOf(still, p);
      const size = isStatic(p) ? 104 : Math.max(4, still.size(p) >> 2);
      let touched = this.overlaps(own, size);
      if (!isStatic(p)) {
        blocksOf(rt, p, (block) => {
          if (block !== own && this.overlaps(block, rt.blockBytes(block) >> 2)) touched = true;
        });
      }
      if (touched) this.object(p);
    }
  }

  private overlaps(from: number, words: number): boolean {
    return from < this.last && from + words > this.first;
  }

  /** An object's block and those of its data. */
  private object(p: number): void {
    const { rt } = this.still;
    const { M } = rt;
    const info = rt.typeOf(p);
    const referents = new Set<number>();
    edgesOf(rt, p, (_rt, to) => referents.add(to));
    if (isCollectable(rt, p) && !isStatic(p)) {
      this.header(p);
      if (info.isHeapType) this.pointers(blockOf(this.still, p), p + Gc.PREV - 2, referents);
    }
    this.write(p, BigInt(shownCountOf(rt, p)));
    this.pointer(p + Ob.TYPE, M[p + Ob.TYPE]!);
    if ((info.flags & TypeFlag.LONG_SUBCLASS) !== 0 && !info.isHeapType) {
      this.int(p);
      return;
    }
    if (rt.is(p, T.STR)) {
      this.text(p);
      return;
    }
    if (rt.is(p, T.FLOAT) || rt.is(p, T.COMPLEX) || rt.is(p, T.BYTES)) return;
    const words = isStatic(p) ? 100 : Math.max(0, (this.still.size(p) >> 2) - (isCollectable(rt, p) ? 4 : 0));
    this.pointers(p + 4, p + words, referents);
    if ((info.flags & TypeFlag.LIST_SUBCLASS) !== 0 && M[p + ListLayout.ITEMS] !== 0)
      this.pointer(p + ListLayout.ITEMS, M[p + ListLayout.ITEMS]!);
    if (isStatic(p)) return;
    const own = blockOf(this.still, p);
    blocksOf(rt, p, (block) => {
      if (block === own) return;
      this.pointers(block, block + (rt.blockBytes(block) >> 2), referents);
      // Where the object keeps the block's address.
      for (let at = p + 4; at < p + words; at += 2) if (M[at] === block && M[at + 1] === 0) this.pointer(at, block);
    });
  }

  /** `_gc_next` and `_gc_prev`, which lead to headers, with the collector's flags in the lower bits. */
  private header(p: number): void {
    const { M } = this.still.rt;
    const next = M[p + Gc.NEXT]!;
    const flags = (M[p + Gc.FLAGS]! & GcFlag.FINALIZED) !== 0 ? 1n : 0n;
    this.write(p + Gc.NEXT, next === 0 ? 0n : this.headerAddress(next));
    this.write(p + Gc.PREV, (next === 0 ? 0n : this.headerAddress(M[p + Gc.PREV]!)) | flags);
  }

  private headerAddress(object: number): bigint {
    for (let i = 0; i <= PERMANENT; i++) if (object === gcListHead(i)) return BigInt(shownAddress(object));
    return BigInt(shownAddress(object - Gc.HEADER));
  }

  /** Turns the words that refer to one of the objects into pointers. */
  private pointers(from: number, to: number, referents: ReadonlySet<number>): void {
    const { M } = this.still.rt;
    const start = Math.max(from, this.first);
    for (let at = start + ((start - from) & 1); at < Math.min(to, this.last); at += 2)
      if (M[at]! >= Region.STATIC_TYPES && referents.has(M[at]!)) this.pointer(at, M[at]!);
  }

  /** `ob_size` and digits; since 3.12 the sign and the number of digits share a word. Follows longintrepr.h. */
  private int(p: number): void {
    const { rt } = this.still;
    const digits = rt.M[p + Ob.SIZE]!;
    const count = BigInt(Math.abs(digits));
    const sign = digits < 0 ? 2n : digits === 0 ? 1n : 0n;
    this.write(p + Ob.SIZE, rt.profile.minor >= 12 ? (count << 3n) | sign : BigInt(digits));
    let rest = intBig(rt, p);
    if (rest < 0n) rest = -rest;
    for (let i = 0; i < Math.max(1, Math.abs(digits)); i++, rest >>= 30n)
      this.writeHalf(p + 6 + i, Number(rest & 0x3fffffffn));
  }

  /** The characters behind the header; the text itself is kept beside the memory. */
  private text(p: number): void {
    const { rt } = this.still;
    const state = rt.M[p + 8]!;
    const kind = state & 7;
    const isAscii = (state & 8) !== 0;
    const characters = [...rt.text(p)];
    const header = isAscii ? (rt.profile.minor >= 12 ? 40 : 48) : rt.profile.minor >= 12 ? 56 : 72;
    characters.forEach((character, i) => {
      const at = p * 4 + header + i * kind - this.first * 4;
      const code = character.codePointAt(0)!;
      for (let k = 0; k < kind; k++)
        if (at + k >= 0 && at + k < this.view.byteLength) this.view.setUint8(at + k, (code >> (8 * k)) & 255);
    });
  }

  private pointer(at: number, to: number): void {
    this.write(at, BigInt(shownAddress(to)));
  }

  private write(at: number, value: bigint): void {
    if (at >= this.first && at + 1 < this.last)
      this.view.setBigUint64((at - this.first) * 4, BigInt.asUintN(64, value), true);
  }

  private writeHalf(at: number, value: number): void {
    if (at >= this.first && at < this.last) this.view.setUint32((at - this.first) * 4, value, true);
  }
}
