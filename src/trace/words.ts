/** A list of words that grows: of millions of addresses or numbers. */
export class Words {
  private words = new Int32Array(1 << 12);
  length = 0;

  push(word: number): void {
    if (this.length === this.words.length) {
      const larger = new Int32Array(2 * this.words.length);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.length++] = word;
  }

  pop(): number {
    return this.words[--this.length]!;
  }

  at(i: number): number {
    return this.words[i]!;
  }

  all(): Int32Array {
    return this.words.subarray(0, this.length);
  }
}
