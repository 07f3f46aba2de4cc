import { CheckError, type CheckNode } from './parseCheckBase.js';
import { CheckSimpleStatements } from './parseCheckSimple.js';
import { CheckTokenizer } from './parseCheckTokens.js';
import { LineMap } from './positions.js';

/** The statements of the grammar, and the two passes over them. */
export class CheckStatements extends CheckSimpleStatements {
  /** The error CPython has for the text, or null if the grammar accepts it. Follows pegen.c: _PyPegen_run_parser. */
  run(rule: () => true | null = this.file): CheckError | null {
    try {
      if (rule()) return null;
      const last = this.fill - 1;
      this.restart(true);
      rule();
      this.genericError(last);
    } catch (error) {
      if (!(error instanceof CheckError)) throw error;
      return error.fromTokenizer ? error : this.overriddenByTokenizer(error);
    }
  }

  private genericError(last: number): never {
    const token = this.token(last);
    if (token.kind === 'INDENT' || token.kind === 'DEDENT') {
      const word = token.kind === 'INDENT' ? 'unexpected indent' : 'unexpected unindent';
      const line = this.lines.lineOf(token.start);
      // CPython marks the last space of the indent.
      const offset = Math.max(token.start - 1, this.lines.starts[line - 1]);
      throw new CheckError(word, 'IndentationError', offset, offset, line, true);
    }
    const message = this.minor < 10 ? this.legacyMessage(last) : 'invalid syntax';
    throw new CheckError(message, 'SyntaxError', token.start, token.end, this.lineOfToken(last));
  }

  /** Follows exceptions.c: _report_missing_parentheses, which looks at the line alone. */
  private legacyMessage(last: number): string {
    const line = this.lines.lineText(this.lineOfToken(last)).trim();
    const found = /^(print|exec)[ \t](.*)$/.exec(line);
    if (!found || line.includes('(')) return 'invalid syntax';
    const [, name, rest] = found;
    if (name === 'exec') return "Missing parentheses in call to 'exec'";
    const value = rest.split(';')[0].trim();
    const end = value.endsWith(',') ? ' end=" "' : '';
    return `Missing parentheses in call to 'print'. Did you mean print(${value}${end})?`;
  }

  /** Before 3.12: the error of an expression in an f-string, which is read on its own in parentheses. */
  protected override expressionTextError(source: string): CheckError | null {
    const text = `(${source})`;
    const lines = new LineMap(text);
    const check = new CheckStatements(new CheckTokenizer(text, lines, this.minor, 0), text, lines, this.minor);
    return check.run(() => check.starExpressions() && true);
  }

  /** A mistake in the tokens behind the error counts more. Follows _PyPegen_tokenize_full_source_to_check_for_errors. */
  private overriddenByTokenizer(error: CheckError): CheckError {
    if (this.minor < 10 || this.inFormatString()) return error;
    this.tokenizer.readAll();
    const found = this.tokenizer.error;
    if (found?.immediate) {
      const line = this.lines.lineOf(found.start);
      return new CheckError(found.message, found.errorClass, found.start, found.end, line, true);
    }
    if (!found) return error;
    const open = this.tokenizer.brackets[this.tokenizer.brackets.length - 1];
    if (open && error.line > open.line) {
      const message = `'${open.character}' was never closed`;
      return new CheckError(message, 'SyntaxError', open.offset, open.offset, open.line, true);
    }
    return error;
  }

  private file = (): true | null => {
    this.many(this.statement);
    return this.expect('ENDMARKER') === null ? null : true;
  };

  private statement = (): true | null => this.first<true>(this.compoundStatement, this.simpleStatements);

  // ---- blocks

  private block = (): true | null =>
    this.memo('block', () => {
      const at = this.mark;
      if (this.expect('NEWLINE') !== null && this.expect('INDENT') !== null) {
        if (this.some(this.statement) && this.expect('DEDENT') !== null) return true;
      }
      this.mark = at;
      if (this.simpleStatements()) return true;
      this.mark = at;
      return this.invalid(() => {
        if (this.expect('NEWLINE') !== null && !this.peek('INDENT'))
          this.raiseIndentation('expected an indented block');
      });
    });

  /** Behind a header: raises if the block is missing. */
  private requireIndent(what: string, keyword: number): void {
    if (this.expect('NEWLINE') === null || this.peek('INDENT')) return;
    const line = this.lineOfToken(keyword);
    const message =
      this.minor >= 10 ? `expected an indented block after ${what} on line ${line}` : 'expected an indented block';
    this.raiseIndentation(message);
  }

  private colonAndBlock = (): true | null => this.sequence(() => this.expect(':'), this.block);

  /** Only in the second pass: `header` is followed by the end of the line, or by a colon and no block. */
  private invalidHeader(header: () => unknown, what: string, wantsColon: boolean): void {
    const at = this.mark;
    this.invalid(() => {
      if (header() === null) return;
      if (wantsColon && this.minor >= 10 && this.peek('NEWLINE')) {
        this.mark++;
        this.raiseLast("expected ':'");
      }
      if (this.expect(':') !== null) this.requireIndent(what, at);
    });
    this.mark = at;
  }

  private compoundStatement = (): true | null => {
    const at = this.mark;
    switch (this.token().kind) {
      case 'def':
        return this.functionDefinition();
      case '@':
        this.decorators();
        if (this.peek('class')) return this.classDefinition();
        return this.functionDefinition();
      case 'async':
        return this.asyncStatement();
      case 'if':
        return this.ifStatement('if');
      case 'class':
        return this.classDefinition();
      case 'with':
        return this.withStatement();
      case 'for':
        return this.forStatement();
      case 'try':
        return this.tryStatement();
      case 'while':
        return this.whileStatement();
      case 'NAME':
        if (this.minor >= 10 && this.textOf(at) === 'match') return this.matchStatement();
        return null;
      default:
        return null;
    }
  };

  private asyncStatement(): true | null {
    const at = this.mark;
    this.mark++;
    switch (this.token().kind) {
      case 'def':
        return this.functionDefinition();
      case 'with':
        this.mark = at;
        return this.withStatement();
      case 'for':
        this.mark = at;
        return this.forStatement();
      default:
        this.mark = at;
        return null;
    }
  }

  private decorators(): void {
    this.many(() =>
      this.sequence(
        () => this.expect('@'),
        this.minor >= 9 ? this.namedExpression : this.plainDecorator,
        () => this.expect('NEWLINE'),
      ),
    );
  }

  private plainDecorator = (): true | null => {
    if (!this.dottedName()) return null;
    return this.optional(() =>
      this.sequence(
        () => this.expect('('),
        () => this.optional(this.arguments),
        () => this.expect(')'),
      ),
    );
  };

  private functionDefinition(): true | null {
    const keyword = this.mark;
    this.optional(() => this.expect('async'));
    const def = this.mark;
    if (this.expect('def') === null || this.expect('NAME') === null) {
      this.mark = keyword;
      return null;
    }
    if (this.minor >= 12) this.optional(this.typeParameters);
    this.refuseEmptyTypeParameters();
    if (this.minor >= 11) this.force('(');
    else if (this.expect('(') === null) return null;
    this.optional(() => this.parameters(')'));
    if (this.expect(')') === null) return null;
    this.optional(() => this.sequence(() => this.expect('->'), this.expression));
    if (this.minor >= 10) this.force(':');
    else if (this.expect(':') === null) return null;
    const behind = this.mark;
    this.invalid(() => this.requireIndent('function definition', def));
    this.mark = behind;
    return this.block();
  }

  private classDefinition(): true | null {
    const keyword = this.mark;
    const header = () => {
      if (this.expect('class') === null || this.expect('NAME') === null) return null;
      if (this.minor >= 12) this.optional(this.typeParameters);
      return this.optional(() =>
        this.sequence(
          () => this.expect('('),
          () => this.optional(this.arguments),
          () => this.expect(')'),
        ),
      );
    };
    this.invalidHeader(header, 'class definition', true);
    if (header() === null) {
      this.mark = keyword;
      return null;
    }
    return this.colonAndBlock();
  }

  private ifStatement(word: 'if' | 'elif'): true | null {
    const at = this.mark;
    const header = () => (this.expect(word) === null ? null : this.namedExpression());
    this.invalidHeader(header, `'${word}' statement`, true);
    if (header() === null || !this.colonAndBlock()) {
      this.mark = at;
      return null;
    }
    if (this.peek('elif')) {
      const here = this.mark;
      if (this.ifStatement('elif')) return true;
      this.mark = here;
      return true;
    }
    return this.optional(this.elseBlock);
  }

  private elseBlock = (): true | null => {
    const at = this.mark;
    if (!this.peek('else')) return null;
    this.invalidHeader(() => this.expect('else'), "'else' statement", false);
    this.mark = at + 1;
    if (this.minor >= 10) this.force(':');
    else if (this.expect(':') === null) return null;
    return this.block();
  };

  private whileStatement(): true | null {
    const header = () => (this.expect('while') === null ? null : this.namedExpression());
    this.invalidHeader(header, "'while' statement", true);
    if (header() === null || !this.colonAndBlock()) return null;
    return this.optional(this.elseBlock);
  }

  private forStatement(): true | null {
    const at = this.mark;
    const header = () => {
      this.optional(() => this.expect('async'));
      return this.sequence(
        () => this.expect('for'),
        this.starTargets,
        () => this.expect('in'),
        this.starExpressions,
      );
    };
    this.invalidHeader(header, "'for' statement", true);
    this.optional(() => this.expect('async'));
    if (this.expect('for') !== null && this.starTargets() && this.expect('in') !== null) {
      // Behind `in` there is no other way to read it.
      if (!this.starExpressions()) return null;
      if (!this.colonAndBlock()) return null;
      return this.optional(this.elseBlock);
    }
    this.mark = at;
    return this.invalid(this.invalidForTarget);
  }

  private withStatement(): true | null {
    const at = this.mark;
    const start = () => {
      this.optional(() => this.expect('async'));
      return this.expect('with');
    };
    const asTarget = () => this.optional(() => this.sequence(() => this.expect('as'), this.starTarget));
    const plainItem = () => this.sequence(this.expression, asTarget);
    const plain = () => (start() === null ? null : this.separated(',', plainItem));
    const parenthesised = () =>
      this.sequence(
        start,
        () => this.expect('('),
        () => this.separated(',', this.minor >= 12 ? () => this.sequence(this.expressionsOfWith, asTarget) : plainItem),
        () => this.optional(() => this.expect(',')),
        () => this.expect(')'),
      );
    const keyword = this.peek('async') ? at + 1 : at;
    this.invalid(() => {
      for (const header of [plain, parenthesised]) {
        this.mark = at;
        if (header() !== null && this.expect(':') !== null) this.requireIndent("'with' statement", keyword);
      }
    });
    this.mark = at;
    if (this.minor >= 9) {
      const found = this.sequence(
        start,
        () => this.expect('('),
        () => this.separated(',', this.withItem),
        () => this.optional(() => this.expect(',')),
        () => this.expect(')'),
        this.colonAndBlock,
      );
      if (found) return true;
    }
    this.mark = at;
    if (this.sequence(start, () => this.separated(',', this.withItem), this.colonAndBlock)) return true;
    this.mark = at;
    return this.invalid(() => {
      if (this.minor < 10) return;
      for (const header of [plain, parenthesised]) {
        this.mark = at;
        if (header() === null || !this.peek('NEWLINE')) continue;
        this.mark++;
        this.raiseLast("expected ':'");
      }
    });
  }

  private expressionsOfWith = (): CheckNode | null => this.expression();

  private withItem = (): true | null => {
    const at = this.mark;
    const ends = () => this.peek(',') || this.peek(')') || this.peek(':');
    if (this.sequence(this.expression, () => this.expect('as'), this.starTarget) && ends()) return true;
    this.mark = at;
    this.invalid(() => {
      if (!this.expression() || this.expect('as') === null) return;
      const target = this.expression();
      if (target && ends()) this.raiseInvalidTarget(target, 'star');
    });
    this.mark = at;
    return this.expression() && true;
  };

  // ---- try

  private tryStatement(): true | null {
    const at = this.mark;
    this.invalidHeader(() => this.expect('try'), "'try' statement", false);
    this.invalid(() => {
      this.mark++;
      if (this.expect(':') === null || !this.block()) return;
      if (this.minor >= 10 && !this.peek('except') && !this.peek('finally')) {
        this.raiseLast("expected 'except' or 'finally' block");
      }
      if (this.minor >= 11) this.invalidMixedExcepts();
    });
    this.mark = at + 1;
    if (this.minor >= 10) this.force(':');
    else if (this.expect(':') === null) return null;
    if (!this.block()) return null;
    if (this.finallyBlock()) return true;
    const handlers =
      this.some(() => this.exceptBlock(false)) ?? (this.minor >= 11 ? this.some(() => this.exceptBlock(true)) : null);
    if (!handlers) return null;
    this.optional(this.elseBlock);
    return this.optional(this.finallyBlock);
  }

  private invalidMixedExcepts(): void {
    const plain = () => this.exceptBlock(false);
    const starred = () => this.exceptBlock(true);
    const at = this.mark;
    for (const [one, other] of [
      [plain, starred],
      [starred, plain],
    ]) {
      this.mark = at;
      if (!this.some(one)) continue;
      const first = this.mark;
      if (other() !== null) {
        const last = this.token(first + 1).kind === '*' ? first + 1 : first;
        this.raiseRange("cannot have both 'except' and 'except*' on the same 'try'", first, last);
      }
    }
  }

  private exceptBlock(star: boolean): true | null {
    const at = this.mark;
    if (!this.peek('except')) return null;
    const name = () =>
      this.optional(() =>
        this.sequence(
          () => this.expect('as'),
          () => this.expect('NAME'),
        ),
      );
    const what = star ? "'except*' statement" : "'except' statement";
    const word = () =>
      this.sequence(
        () => this.expect('except'),
        () => (star ? this.expect('*') : true),
      );
    this.invalid(() => {
      if (word() && this.expression() && name() && this.expect(':') !== null) this.requireIndent(what, at);
      this.mark = at;
      if (!star && word() && this.expect(':') !== null) this.requireIndent(what, at);
    });
    this.mark = at;
    if (word()) {
      const behind = this.mark;
      if (this.expression() && name() && this.colonAndBlock()) return true;
      this.mark = behind;
      if (this.minor >= 14 && this.starExpressions() && this.colonAndBlock()) return true;
      this.mark = behind;
      if (!star && this.colonAndBlock()) return true;
    }
    this.mark = at;
    return this.invalid(() => {
      if (this.minor < 10) return;
      this.mark++;
      this.optional(() => this.expect('*'));
      const behind = this.mark;
      const type = this.expression();
      if (type && this.expect(',') !== null) {
        const others = this.starExpressions();
        if (others) {
          const named = this.mark;
          name();
          if ((this.minor < 14 || this.mark > named) && this.expect(':') !== null) {
            const message = `multiple exception types must be parenthesized${this.minor >= 14 ? " when using 'as'" : ''}`;
            this.raiseStartingFrom(message, type.first);
          }
        }
      }
      this.mark = behind;
      if (this.expression() && name() && this.peek('NEWLINE')) {
        this.mark++;
        this.raiseLast("expected ':'");
      }
      this.mark = at + 1;
      if (this.peek('NEWLINE')) {
        this.mark++;
        this.raiseLast("expected ':'");
      }
      if (this.minor >= 11 && this.expect('*') !== null && (this.peek('NEWLINE') || this.peek(':'))) {
        this.mark++;
        this.raiseLast('expected one or more exception types');
      }
    });
  }

  private finallyBlock = (): true | null => {
    const at = this.mark;
    if (!this.peek('finally')) return null;
    this.invalidHeader(() => this.expect('finally'), "'finally' statement", false);
    this.mark = at + 1;
    if (this.minor >= 10) this.force(':');
    else if (this.expect(':') === null) return null;
    return this.block();
  };

  // ---- match

  private matchStatement(): true | null {
    const at = this.mark;
    const header = () => (this.expectSoft('match') === null ? null : this.subject());
    if (header() && this.expect(':') !== null && this.expect('NEWLINE') !== null && this.expect('INDENT') !== null) {
      if (this.some(this.caseBlock) && this.expect('DEDENT') !== null) return true;
    }
    this.mark = at;
    this.invalidHeader(header, "'match' statement", true);
    return null;
  }

  private caseBlock = (): true | null => {
    const at = this.mark;
    const header = () => {
      if (this.expectSoft('case') === null || !this.patterns()) return null;
      return this.optional(() => this.sequence(() => this.expect('if'), this.namedExpression));
    };
    this.invalidHeader(header, "'case' statement", true);
    this.mark = at;
    return header() && this.colonAndBlock();
  };
}
