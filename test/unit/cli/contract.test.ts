// The command line as a process: what it prints where, and how it ends.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from './built.js';

const { cli, folder, write, call } = commandLine();

const run = (source: string, args: readonly string[] = [], input = '') =>
  call(['run', '--python', '3.12', write('x.py', source), ...args], { input });
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

describe('run', () => {
  test('prints what the program prints, and nothing else', () => {
    expect(run('print("a", "é")\nprint("b", end="")')).toEqual({ status: 0, stdout: 'a é\nb', stderr: '' });
  });

  test('ends as sys.exit says', () => {
    expect(run('import sys\nsys.exit(7)')).toEqual({ status: 7, stdout: '', stderr: '' });
  });

  test('prints a traceback for an uncaught exception', () => {
    const { status, stdout, stderr } = run('print(1)\n1 / 0');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '1\n' });
    expect(stderr).toMatch(/^Traceback \(most recent call last\):\n {2}File ".*x\.py", line 2, in <module>\n/);
    expect(lastLine(stderr)).toBe('ZeroDivisionError: division by zero');
  });

  test('prints a syntax error with its place', () => {
    const { status, stderr } = run('x = 1\nif x\n    pass\n');
    expect(status).toBe(1);
    expect(stderr).toContain('line 2');
    expect(lastLine(stderr)).toBe("SyntaxError: expected ':'");
  });

  test('hands over arguments and stdin', () => {
    const source = 'import sys\nprint(sys.argv[1:], input("? "), input())';
    expect(run(source, ['a', 'b'], 'one\ntwo')).toEqual({ status: 0, stdout: "? ['a', 'b'] one two\n", stderr: '' });
  });

  test('says EOFError at the end of stdin', () => {
    expect(lastLine(run('input()').stderr)).toBe('EOFError: EOF when reading a line');
  });

  test('imports a module beside the file', () => {
    write('neighbour.py', 'value = 42\n');
    expect(run('import neighbour\nprint(neighbour.value)').stdout).toBe('42\n');
  });

  test('writes to stderr where the program does', () => {
    const { stdout, stderr } = run('import sys\nprint("out")\nprint("err", file=sys.stderr)');
    expect({ stdout, stderr }).toEqual({ stdout: 'out\n', stderr: 'err\n' });
  });

  test('ends an endless loop at its budget and keeps what was printed', () => {
    const file = write('x.py', 'print("before")\nwhile True:\n    pass\n');
    const { status, stdout, stderr } = call(['run', '--max-steps', '10000', file]);
    expect({ status, stdout }).toEqual({ status: 4, stdout: 'before\n' });
    expect(stderr).toMatch(/^arenascope: .*\n$/);
  });

  test('ends an endless recursion as Python does', () => {
    const { status, stderr } = run('def f():\n    return f() + 1\nf()');
    expect(status).toBe(1);
    expect(lastLine(stderr)).toBe('RecursionError: maximum recursion depth exceeded');
  });

  test('says in one line what is not simulated', () => {
    const { status, stdout, stderr } = run('print("before")\nimport socket\n');
    expect({ status, stdout }).toEqual({ status: 3, stdout: 'before\n' });
    expect(stderr).toMatch(/^arenascope: .*x\.py:2:\d+: not simulated: .+\n$/);
  });

  test('does not complain when nobody reads on', () => {
    const file = write('x.py', 'for i in range(100000):\n    print(i)\n');
    const script = `"${process.execPath}" "${cli}" run "${file}" | head -n 1`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });
});

describe('files that cannot be run', () => {
  test('a missing file', () => {
    const file = path.join(folder, 'missing.py');
    const stderr = `python3: can't open file '${file}': [Errno 2] No such file or directory\n`;
    expect(call(['run', file])).toEqual({ status: 2, stdout: '', stderr });
  });

  test('binary garbage', () => {
    const { status, stderr } = call(['run', write('x.py', Buffer.from([0x80, 0xff, 0x00, 0x01]))]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^SyntaxError: Non-UTF-8 code starting with '\\x80' in file .*x\.py on line 1, but no encoding/,
    );
  });
});

describe('wrong usage ends with 2', () => {
  test.each([
    ['no command', []],
    ['an unknown command', ['walk', 'x.py']],
    ['no file', ['run']],
    ['an unknown version', ['run', '--python', '2.7', 'x.py']],
    ['an unknown option', ['run', '--fast', 'x.py']],
    ['steps that are no number', ['run', '--max-steps', 'many', 'x.py']],
  ])('%s', (_name, args) => {
    const { status, stdout, stderr } = call(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });
});

describe('explain', () => {
  test('lists the program with its counts', () => {
    const { status, stdout, stderr } = call(['explain', write('x.py', 'a = []\nb = a\ndel a\n')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const line = (number: number) => stdout.split('\n').find((text) => text.startsWith(`${number}  `));
    expect(line(1)).toMatch(/# .*\ba 1\b/);
    expect(line(2)).toMatch(/# .*\bb 2 \(\+1\)/);
    expect(stdout).toContain('Heap at the end');
  });

  test('gives the same as JSON', () => {
    const { status, stdout } = call(['explain', '--json', write('x.py', 'a = []\n')]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'arenascope/explain/1',
      outcome: { kind: 'finished', exitStatus: 0 },
    });
  });

  test('ends with the exit status of the program', () => {
    expect(call(['explain', write('x.py', 'raise SystemExit(5)\n')]).status).toBe(5);
  });
});
