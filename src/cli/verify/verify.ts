// `arenascope verify FILE --interpreter PATH`: is it so in a real Python?
import { english } from '../../present/say.js';
import { verifyJson, verifyText } from '../../present/terminal/verify.js';
import type { Verification } from '../../protocol/verify.js';
import { compareCounts, compareStream } from '../../session/verify/compare.js';
import { Interpreter } from '../../session/verify/interpreter.js';
import { PYTHON_VERSIONS, type PythonVersion } from '../../spec/version.js';
import { explore } from '../../trace/explore.js';
import { prepare, type Subject, wrongUsage } from '../exploration.js';
import type { Options } from '../options.js';
import { run } from '../run.js';
import { ExitStatus } from '../status.js';
import type { Terminal } from '../terminal.js';

/** Executed lines of the simulated program at most, unless the user says otherwise. */
const MOST_LINES = 300_000_000;

/** Runs the program in the simulator and keeps what it prints. */
function simulate({ file, args, options }: Subject, input: string) {
  const printed = { stdout: '', stderr: '' };
  const lines = input.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let next = 0;
  const exitStatus = run(
    {
      file,
      args,
      version: options.python,
      maxSteps: options.maxSteps ?? MOST_LINES,
      maxSeconds: options.maxSeconds,
      collector: undefined,
      // The interpreter is told so, too.
      buffering: 'none',
      allocator: options.malloc,
    },
    {
      stdout: (text) => {
        printed.stdout += text;
      },
      stderr: (text) => {
        printed.stderr += text;
      },
      readLine: () => lines[next++] ?? null,
      flush: () => undefined,
    },
  );
  return { ...printed, exitStatus };
}

function versionOf(full: string): PythonVersion | undefined {
  return PYTHON_VERSIONS.find((version) => full.startsWith(`${version}.`));
}

export async function verify(given: Subject, interpreterPath: string, terminal: Terminal): Promise<number> {
  const { maxSeconds, malloc } = given.options;
  if (malloc === 'bump') return wrongUsage(english('no interpreter has the allocator {0}', malloc), terminal);
  const interpreter = new Interpreter(interpreterPath, {
    timeout: maxSeconds * 1000,
    ...(malloc ? { allocator: malloc } : {}),
  });
  const full = await interpreter.version();
  if (full === undefined) return wrongUsage(english('{0} is not a Python interpreter', interpreterPath), terminal);
  const python = versionOf(full);
  if (python === undefined) return wrongUsage(english('Python {0} is not simulated', full), terminal);
  const options: Options = { ...given.options, python };
  const subject = { ...given, options };
  const ready = await prepare(subject, terminal);
  if (typeof ready === 'number') return ready;
  const { file, args } = subject;
  const input = ready.request.options.stdin ?? '';
  const ours = simulate(subject, input);
  if (/^arenascope: /m.test(ours.stderr) && isOurs(ours.exitStatus)) {
    terminal.stderr(ours.stderr.slice(ours.stderr.lastIndexOf('arenascope: ')));
    return ours.exitStatus;
  }
  const real = await interpreter.run([file, ...args], input);
  const again = await interpreter.run([file, ...args], input);
  const counted = await interpreter.counts(file, args, input);
  const streams = (['stdout', 'stderr'] as const).map((s) => compareStream(s, ours[s], real[s], again[s]));
  const counts = counted && compareCounts(explore(ready.request, ready.ports), counted);
  const verification: Verification = {
    file,
    interpreter: interpreterPath,
    version: full,
    equal:
      streams.every((s) => s.equal) &&
      ours.exitStatus === real.exitStatus &&
      (counts === undefined || counts.differences.length === 0),
    streams,
    exitStatus: { simulated: ours.exitStatus, real: real.exitStatus },
    ...(counts ? { counts } : {}),
  };
  const voice = { say: english, style: terminal.style };
  terminal.stdout(options.json ? verifyJson(verification) : verifyText(verification, voice));
  return verification.equal ? 0 : 1;
}

/** Statuses by which the simulator says that the run is not the program's. */
function isOurs(status: number): boolean {
  return status === ExitStatus.notSimulated || status === ExitStatus.budget || status === ExitStatus.fault;
}
