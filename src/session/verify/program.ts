/** A program in a real Python, and how what it does compares with a run of the simulator. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../../protocol/position.js';
import type { ExploreResult } from '../../protocol/run.js';
import type { Verification } from '../../protocol/verify.js';
import { compareCounts, compareStream } from './compare.js';
import { Interpreter, type InterpreterOptions } from './interpreter.js';

/** Runs programs in real interpreters: only a host that can start processes has one. */
export interface Verifier {
  /** `3.12.1`; undefined where the path is not that of a Python. */
  version(interpreter: string): Promise<string | undefined>;
  verify(subject: VerifySubject): Promise<Verification>;
}

export interface VerifySubject {
  readonly interpreter: string;
  /** As `version` said. */
  readonly version: string;
  /** The program first. */
  readonly files: readonly SourceFile[];
  /** Of the simulator, as that version. */
  readonly result: ExploreResult;
  readonly options: Omit<InterpreterOptions, 'buffered' | 'folder'>;
}

function outputOf(result: ExploreResult, stream: 'stdout' | 'stderr'): string {
  return result.output
    .filter((chunk) => chunk.stream === stream)
    .map(({ text }) => text)
    .join('');
}

function statusOf({ outcome }: ExploreResult): number {
  return 'exitStatus' in outcome ? outcome.exitStatus : outcome.kind === 'syntaxError' ? 1 : -1;
}

/** Its files are copied to a folder that is removed afterwards, so that unsaved text can be run as well. */
async function verify({ interpreter, version, files, result, options }: VerifySubject): Promise<Verification> {
  const folder = mkdtempSync(join(tmpdir(), 'arenascope-verify-'));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const program = files[0]!.path;
    const python = new Interpreter(interpreter, { ...options, buffered: true, folder });
    // A traceback names files by their paths.
    const plain = (text: string): string => text.replaceAll(`${folder}/`, '');
    const real = await python.run([program], '');
    const again = await python.run([program], '');
    const counted = await python.counts(program, [], '');
    const streams = (['stdout', 'stderr'] as const).map((stream) =>
      compareStream(stream, plain(outputOf(result, stream)), plain(real[stream]), plain(again[stream])),
    );
    const counts = counted && compareCounts(result, counted);
    const exitStatus = { simulated: statusOf(result), real: real.exitStatus };
    const equal =
      streams.every((stream) => stream.equal) &&
      exitStatus.simulated === exitStatus.real &&
      (counts === undefined || counts.differences.length === 0);
    return { file: program, interpreter, version, equal, streams, exitStatus, ...(counts ? { counts } : {}) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const nodeVerifier: Verifier = {
  version: (interpreter) => new Interpreter(interpreter, { timeout: 10_000 }).version(),
  verify,
};
