/** SHA-3 and SHAKE (FIPS 202): the permutation Keccak-f[1600] on 25 lanes of 64 bits. */

const MASK = (1n << 64n) - 1n;
const rotate = (x: bigint, n: number): bigint => (n === 0 ? x : ((x << BigInt(n)) | (x >> BigInt(64 - n))) & MASK);

/** One bit of the round constants' shift register at each step. */
function* registerBits(): Generator<number> {
  let register = 1;
  for (;;) {
    yield register & 1;
    register = (register << 1) ^ ((register >> 7) * 0x171);
  }
}

function roundConstants(): bigint[] {
  const bits = registerBits();
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j++) if (bits.next().value === 1) constant |= 1n << BigInt((1 << j) - 1);
    return constant;
  });
}

function permute(A: bigint[], constants: readonly bigint[]): void {
  for (const constant of constants) {
    const columns = [0, 1, 2, 3, 4].map((x) => A[x]! ^ A[x + 5]! ^ A[x + 10]! ^ A[x + 15]! ^ A[x + 20]!);
    for (let x = 0; x < 5; x++) {
      const change = columns[(x + 4) % 5]! ^ rotate(columns[(x + 1) % 5]!, 1);
      for (let y = 0; y < 25; y += 5) A[x + y]! ^= change;
    }
    let [x, y] = [1, 0];
    let lane = A[1]!;
    for (let t = 0; t < 24; t++) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      const next = A[x + 5 * y]!;
      A[x + 5 * y] = rotate(lane, (((t + 1) * (t + 2)) / 2) % 64);
      lane = next;
    }
    for (let row = 0; row < 25; row += 5) {
      const old = A.slice(row, row + 5);
      for (let i = 0; i < 5; i++) A[row + i] = old[i]! ^ (~old[(i + 1) % 5]! & MASK & old[(i + 2) % 5]!);
    }
    A[0]! ^= constant;
  }
}

/** `length` bytes of digest; `rate` bytes are taken in and given out at a time; `mark` ends the message. */
export function keccak(data: Uint8Array, rate: number, mark: number, length: number): Uint8Array {
  const message = new Uint8Array((Math.floor(data.length / rate) + 1) * rate);
  message.set(data);
  message[data.length]! ^= mark;
  message[message.length - 1]! ^= 0x80;
  const view = new DataView(message.buffer);
  const constants = roundConstants();
  const state = new Array<bigint>(25).fill(0n);
  for (let at = 0; at < message.length; at += rate) {
    for (let i = 0; i < rate; i += 8) state[i >> 3]! ^= view.getBigUint64(at + i, true);
    permute(state, constants);
  }
  const out = new DataView(new ArrayBuffer(Math.ceil(length / rate) * rate));
  for (let at = 0; at < length; at += rate) {
    for (let i = 0; i < rate; i += 8) out.setBigUint64(at + i, state[i >> 3]!, true);
    permute(state, constants);
  }
  return new Uint8Array(out.buffer, 0, length);
}
