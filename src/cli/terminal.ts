// The process's own streams, synchronous: a simulated program reads and prints in the middle of its run.
import { fstatSync, readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { ansi, plain, type Style } from '../present/terminal/style.js';

/** Milliseconds before the first news of a long run, and between two. */
const NEWS = { first: 1500, next: 500 };

/** Whether to colour: on a terminal, unless NO_COLOR (https://no-color.org) or a terminal without colours says no. */
function colours(fd: number): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR && FORCE_COLOR !== '0') return true;
  return isatty(fd) && TERM !== 'dumb';
}

/** Characters kept before they are written. */
const BUFFER_LENGTH = 1 << 16;

/** Sleeps without an event loop: a pipe that is set non-blocking answers EAGAIN until the other side has moved. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

/** Calls a blocking system call again until it has an answer. */
function retry<T>(call: () => T): T {
  for (;;) {
    try {
      return call();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN' && code !== 'EINTR') throw error;
      pause();
    }
  }
}

/** Lone surrogates as `\udc80`: stderr's error handler in CPython; a well-formed stdout never has any. */
export function replaceSurrogates(text: string): string {
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  return text.replace(lone, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}

/** One output stream: text is collected and written in large pieces, or line by line on a terminal. */
class Output {
  private pending: string[] = [];
  private length = 0;
  private closed = false;
  private readonly lineBuffered: boolean;

  constructor(private readonly fd: number) {
    this.lineBuffered = isatty(fd);
  }

  write(text: string): void {
    this.pending.push(text);
    this.length += text.length;
    if (this.length >= BUFFER_LENGTH || (this.lineBuffered && text.includes('\n'))) this.flush();
  }

  flush(): void {
    if (this.length === 0) return;
    const bytes = Buffer.from(replaceSurrogates(this.pending.join('')), 'utf8');
    this.pending = [];
    this.length = 0;
    let written = 0;
    while (written < bytes.length && !this.closed) {
      try {
        written += retry(() => writeSync(this.fd, bytes, written));
      } catch {
        this.closed = true; // the reader is gone (`| head`): nobody misses the rest
      }
    }
  }
}

/** stdin, stdout and stderr of this process, in the order in which they were used. */
export class Terminal {
  private readonly out = new Output(1);
  private readonly err = new Output(2);
  private input = Buffer.alloc(0);
  private ended = false;
  private readonly watched = isatty(2);
  private newsDue = Date.now() + NEWS.first;
  private newsShown = false;
  /** How to set off text on stdout. */
  readonly style: Style = colours(1) ? ansi : plain;

  stdout(text: string): void {
    this.out.write(text);
  }

  stderr(text: string): void {
    this.clearProgress();
    this.out.flush();
    this.err.write(text);
    this.err.flush();
  }

  flush(): void {
    this.clearProgress();
    this.out.flush();
    this.err.flush();
  }

  /** How far a long run has come, on one line that is replaced; only where stderr is a terminal. */
  progress(text: string): void {
    if (!this.watched || Date.now() < this.newsDue) return;
    this.newsDue = Date.now() + NEWS.next;
    this.newsShown = true;
    this.err.write(`\r${text}\u001b[K`);
    this.err.flush();
  }

  private clearProgress(): void {
    if (!this.newsShown) return;
    this.newsShown = false;
    this.err.write('\r\u001b[K');
    this.err.flush();
  }

  /** All of stdin that is left; nothing where a person would have to type it. */
  readAll(): string {
    if (isatty(0)) return '';
    const lines: string[] = [];
    for (let line = this.readLine(); line !== null; line = this.readLine()) lines.push(line);
    return lines.join('');
  }

  /** The next line of stdin with its newline, null at the end. */
  readLine(): string | null {
    this.flush();
    let newline = this.input.indexOf(0x0a);
    while (newline < 0 && !this.ended) {
      const chunk = this.readChunk();
      newline = chunk.indexOf(0x0a);
      if (newline >= 0) newline += this.input.length;
      this.input = Buffer.concat([this.input, chunk]);
    }
    if (this.input.length === 0) return null;
    const end = newline >= 0 ? newline + 1 : this.input.length;
    const line = this.input.toString('utf8', 0, end);
    this.input = this.input.subarray(end);
    return line.replace(/\r?\n$/, '\n');
  }

  private readChunk(): Buffer {
    const chunk = Buffer.alloc(BUFFER_LENGTH);
    try {
      fstatSync(0);
      const length = retry(() => readSync(0, chunk, 0, chunk.length, null));
      if (length === 0) this.ended = true;
      return chunk.subarray(0, length);
    } catch {
      this.ended = true; // closed, or EOF on Windows
      return Buffer.alloc(0);
    }
  }
}
