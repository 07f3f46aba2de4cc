/** Raises an error. */
export type FormatReport = (message: string) => never;

/**
 * The errors of f-strings before 3.12, where the literal is cut out first and its inside read afterwards.
 * Follows string_parser.c of 3.11: fstring_find_literal and fstring_find_expr. Returns the texts of the expressions.
 */
export function checkFormatBody(body: string, raw: boolean, minor: number, report: FormatReport): string[] {
  const checker = new FormatBodyChecker(body, raw, minor, report);
  checker.check();
  return checker.sources;
}

class FormatBodyChecker {
  readonly sources: string[] = [];
  private at = 0;

  constructor(
    private readonly body: string,
    private readonly raw: boolean,
    private readonly minor: number,
    private readonly report: FormatReport,
  ) {}

  check(): void {
    while (this.literal(0)) this.field(0);
  }

  /** Text up to a replacement field; false behind the last of it. */
  private literal(depth: number): boolean {
    const { body } = this;
    while (this.at < body.length) {
      const c = body[this.at];
      const next = body[this.at + 1];
      if (!this.raw && c === '\\' && next !== undefined) {
        if (next === 'N' && body[this.at + 2] === '{') {
          const end = body.indexOf('}', this.at);
          this.at = end < 0 ? body.length : end + 1;
        } else {
          this.at += next === '{' || next === '}' ? 1 : 2;
        }
        continue;
      }
      if (c === '{' || c === '}') {
        if (depth === 0) {
          if (next === c) {
            this.at += 2;
            continue;
          }
          if (c === '}') this.report("f-string: single '}' is not allowed");
        }
        return c === '{';
      }
      this.at++;
    }
    return false;
  }

  private get ended(): boolean {
    return this.at >= this.body.length;
  }

  private field(depth: number): void {
    const { body, minor, report } = this;
    if (depth >= 2) report('f-string: expressions nested too deeply');
    const start = ++this.at;
    this.skipExpression();
    const source = body.slice(start, this.at);
    if (source.trim() === '') {
      if (minor >= 11 && ':!='.includes(body[this.at]))
        report(`f-string: expression required before '${body[this.at]}'`);
      report('f-string: empty expression not allowed');
    }
    this.sources.push(source);
    if (body[this.at] === '=') {
      this.at++;
      while (/\s/.test(body[this.at] ?? '')) this.at++;
    }
    if (body[this.at] === '!') {
      this.at++;
      if (this.ended) report("f-string: expecting '}'");
      if (!'sra'.includes(body[this.at++])) {
        report("f-string: invalid conversion character: expected 's', 'r', or 'a'");
      }
    }
    if (this.ended) report("f-string: expecting '}'");
    if (body[this.at] === ':') {
      this.at++;
      while (this.literal(depth + 1)) this.field(depth + 1);
      if (this.ended) report("f-string: expecting '}'");
    }
    if (body[this.at] !== '}') report("f-string: expecting '}'");
    this.at++;
  }

  /** Up to what ends the expression, by brackets and quotes alone. */
  private skipExpression(): void {
    const { body, report } = this;
    const open: string[] = [];
    let quote = '';
    for (; !this.ended; this.at++) {
      const c = body[this.at];
      if (c === '\\') report('f-string expression part cannot include a backslash');
      if (quote !== '') {
        if (body.startsWith(quote, this.at)) {
          this.at += quote.length - 1;
          quote = '';
        }
      } else if (c === "'" || c === '"') {
        quote = body.startsWith(c.repeat(3), this.at) ? c.repeat(3) : c;
        this.at += quote.length - 1;
      } else if (c === '[' || c === '{' || c === '(') {
        open.push(c);
      } else if (c === '#') {
        report("f-string expression part cannot include '#'");
      } else if (open.length === 0 && '!:}=<>'.includes(c)) {
        if (body[this.at + 1] === '=' && '!=<>'.includes(c)) this.at++;
        else if (c !== '<' && c !== '>') break;
      } else if (c === ']' || c === '}' || c === ')') {
        const opening = open.pop();
        if (opening === undefined) report(`f-string: unmatched '${c}'`);
        if (!['()', '[]', '{}'].includes(opening + c)) {
          report(`f-string: closing parenthesis '${c}' does not match opening parenthesis '${opening}'`);
        }
      }
    }
    if (quote !== '') report('f-string: unterminated string');
    if (open.length > 0) report(`f-string: unmatched '${open[open.length - 1]}'`);
    if (this.ended) report("f-string: expecting '}'");
  }
}
