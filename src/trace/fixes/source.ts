/** A program's text and syntax tree, as quick fixes look at them. */
import type { TextEdit } from '../../protocol/run.js';
import type { AsyncFunctionDef, ClassDef, FunctionDef, Located, Module, Stmt } from '../../python/ast.js';
import { type ParseOptions, parseStrict } from '../../python/parse.js';

/** Any node of the tree. */
export interface Node extends Located {
  readonly kind: string;
}

export type AnyFunction = FunctionDef | AsyncFunctionDef;

/** The main file. */
export class Source {
  readonly module: Module;
  /** Without line ends. */
  readonly lines: readonly string[];
  readonly lineEnd: string;

  constructor(text: string, options: ParseOptions) {
    this.module = parseStrict(text, options).module;
    this.lines = text.split(/\r\n|\r|\n/);
    this.lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  }

  /** Visits every node, those outside before those inside. */
  visit(found: (node: Node) => void, from: object = this.module): void {
    const { kind } = from as { kind?: string };
    if (kind !== undefined && 'lineno' in from) found(from as Node);
    for (const part of Object.values(from)) {
      if (Array.isArray(part)) for (const item of part) this.visitPart(found, item);
      else this.visitPart(found, part);
    }
  }

  private visitPart(found: (node: Node) => void, part: unknown): void {
    if (typeof part === 'object' && part !== null && 'kind' in part) this.visit(found, part);
  }

  /** Functions with their qualified names. */
  functions(): { readonly qualname: string; readonly node: AnyFunction }[] {
    const found: { qualname: string; node: AnyFunction }[] = [];
    const walk = (body: readonly Stmt[], prefix: string): void => {
      for (const statement of body) {
        if (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') {
          const qualname = prefix + statement.name;
          found.push({ qualname, node: statement });
          walk(statement.body, `${qualname}.<locals>.`);
        } else if (statement.kind === 'ClassDef') walk(statement.body, `${prefix}${statement.name}.`);
        else for (const inner of blocksOf(statement)) walk(inner, prefix);
      }
    };
    walk(this.module.body, '');
    return found;
  }

  classes(): readonly ClassDef[] {
    const found: ClassDef[] = [];
    this.visit((node) => {
      if (node.kind === 'ClassDef') found.push(node as ClassDef);
    });
    return found;
  }

  textOf({ lineno, col_offset, end_lineno, end_col_offset }: Located): string {
    if (lineno === end_lineno) return this.lines[lineno - 1]!.slice(col_offset, end_col_offset);
    const middle = this.lines.slice(lineno, end_lineno - 1);
    return [
      this.lines[lineno - 1]!.slice(col_offset),
      ...middle,
      this.lines[end_lineno - 1]!.slice(0, end_col_offset),
    ].join(this.lineEnd);
  }

  replace(node: Located, text: string): TextEdit {
    const { lineno: line, col_offset: column, end_lineno: endLine, end_col_offset: endColumn } = node;
    return { range: { file: 0, line, column, endLine, endColumn }, text };
  }

  /** Puts lines before a line (from 1); each gets its own end. Behind the last line the missing end is put first. */
  insertLines(line: number, lines: readonly string[]): TextEdit {
    const text = lines.map((one) => one + this.lineEnd).join('');
    if (line <= this.lines.length) return { range: { file: 0, line, column: 0, endLine: line, endColumn: 0 }, text };
    const last = this.lines.length;
    const column = this.lines[last - 1]!.length;
    return {
      range: { file: 0, line: last, column, endLine: last, endColumn: column },
      text: this.lineEnd + text.slice(0, text.length - this.lineEnd.length),
    };
  }

  indentOf(line: number): string {
    return /^[ \t\f]*/.exec(this.lines[line - 1] ?? '')![0];
  }
}

/** The blocks of statements inside a statement. */
function blocksOf(statement: Stmt): readonly (readonly Stmt[])[] {
  const parts = statement as unknown as Readonly<Record<string, unknown>>;
  const blocks = ['body', 'orelse', 'finalbody'].flatMap((field) => {
    const block = parts[field];
    return Array.isArray(block) ? [block as Stmt[]] : [];
  });
  const inner = ['handlers', 'cases'].flatMap((field) => (parts[field] as { body: Stmt[] }[] | undefined) ?? []);
  return [...blocks, ...inner.map(({ body }) => body)];
}

/** Whether a statement is a docstring, where it is the first of its block. */
export function isDocstring(statement: Stmt | undefined): boolean {
  return statement?.kind === 'Expr' && statement.value.kind === 'Constant' && statement.value.value.type === 'str';
}
