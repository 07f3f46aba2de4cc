import type {
  FormatStringNode,
  ParseNode,
  StringListNode,
  StringNode,
} from '@zzzen/pyright-internal/dist/parser/parseNodes.js';
import type { Constant, Expr, JoinedStr } from './ast.js';
import type { LowerContext } from './lowerContext.js';
import { decodeBytes, decodeStr, type EscapeWarning, StringDecodeError } from './stringsDecode.js';
import { NodeType, OperatorType, StringFlag, TokenType } from './tokens.js';

/** A piece of a string literal before neighbouring pieces are joined. */
type Piece = { text: string; start: number; end: number; prefix: 'u' | null } | { expr: Expr };

/** Runs a decoder; its error is reported for the whole literal, as CPython does. */
function decoded<T>(context: LowerContext, start: number, end: number, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof StringDecodeError) return context.fail(error.message, start, end);
    throw error;
  }
}

/** Since 3.12 an escape that means nothing is worth a warning that everybody sees. */
function escapeWarning(context: LowerContext, offset: number): EscapeWarning {
  return (message) => {
    if (context.minor >= 12) context.warn(message, offset);
  };
}

/** The literal without prefix and quotes. */
function bodyOf(context: LowerContext, node: StringNode): string {
  const { start, length, prefixLength, quoteMarkLength } = node.d.token;
  return context.text.slice(start + prefixLength + quoteMarkLength, start + length - quoteMarkLength);
}

/** Lowers neighbouring string literals, which are one constant or one f-string. */
export function lowerStrings(context: LowerContext, node: StringListNode): Expr {
  const [start, end] = context.tight(node);
  const parts = node.d.strings;
  const isBytes = (part: StringNode | FormatStringNode) => (part.d.token.flags & StringFlag.Bytes) !== 0;
  const bytesCount = parts.filter(isBytes).length;
  if (bytesCount > 0 && bytesCount < parts.length) context.fail('cannot mix bytes and nonbytes literals', start, end);
  if (bytesCount > 0) return lowerBytes(context, parts, start, end);

  const pieces: Piece[] = [];
  let formatted = false;
  let template = false;
  for (const part of parts) {
    const token = part.d.token;
    if (part.nodeType === NodeType.String) {
      const raw = (token.flags & StringFlag.Raw) !== 0;
      const tokenEnd = token.start + token.length;
      const text = decoded(context, token.start, tokenEnd, () =>
        decodeStr(bodyOf(context, part), raw, escapeWarning(context, token.start)),
      );
      const prefix = /[uU]/.test(context.text[token.start]) ? 'u' : null;
      pieces.push({ text, start: token.start, end: tokenEnd, prefix });
    } else {
      if (token.flags & StringFlag.Template) {
        context.since(14, token.start);
        template = true;
      } else formatted = true;
      pieces.push(...new FormatStringReader(context, part).read());
    }
  }
  if (template) {
    if (formatted || parts.some((part) => part.nodeType === NodeType.String)) {
      context.fail('cannot mix t-string literals with string or bytes literals', start, end);
    }
    return { kind: 'TemplateStr', values: join(context, pieces, true), ...context.at(start, end) };
  }
  const values = join(context, pieces, formatted);
  if (formatted) return { kind: 'JoinedStr', values, ...context.at(start, end) };
  return values[0];
}

function lowerBytes(
  context: LowerContext,
  parts: readonly (StringNode | FormatStringNode)[],
  start: number,
  end: number,
): Constant {
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    if (part.nodeType !== NodeType.String) continue;
    const token = part.d.token;
    const raw = (token.flags & StringFlag.Raw) !== 0;
    chunks.push(
      decoded(context, token.start, token.start + token.length, () =>
        decodeBytes(bodyOf(context, part), raw, escapeWarning(context, token.start)),
      ),
    );
  }
  const value = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    value.set(chunk, offset);
    offset += chunk.length;
  }
  return { kind: 'Constant', value: { type: 'bytes', value }, prefix: null, ...context.at(start, end) };
}

/** Joins neighbouring texts to one constant each. An f-string has no empty constants. */
function join(context: LowerContext, pieces: readonly Piece[], formatted: boolean): Expr[] {
  const out: Expr[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if ('expr' in piece) {
      out.push(piece.expr);
      continue;
    }
    let text = piece.text;
    let end = piece.end;
    for (let next = pieces[i + 1]; next && !('expr' in next); next = pieces[i + 1]) {
      text += next.text;
      end = next.end;
      i++;
    }
    if (formatted && text === '') continue;
    out.push({
      kind: 'Constant',
      value: { type: 'str', value: text },
      prefix: piece.prefix,
      ...context.at(piece.start, end),
    });
  }
  return out;
}

const conversions: ReadonlyMap<string, number> = new Map([
  ['s', 115],
  ['r', 114],
  ['a', 97],
]);

/**
 * Reads an f-string (or t-string) along its tokens: Pyright's tree has its expressions, but neither the conversions
 * nor the `=`, nor which expression belongs to which format specification.
 */
class FormatStringReader {
  private readonly expressions = new Map<number, ParseNode>();
  private readonly raw: boolean;
  private readonly isTemplate: boolean;
  private readonly first: number;
  private readonly quote: string;
  /** The token that is read next. */
  private index: number;

  constructor(
    private readonly context: LowerContext,
    node: FormatStringNode,
  ) {
    for (const expression of [...node.d.fieldExprs, ...node.d.formatExprs]) {
      this.expressions.set(context.start(expression), expression);
    }
    const token = node.d.token;
    this.first = token.start;
    this.quote = context.text.slice(token.start + token.prefixLength, token.start + token.length);
    this.raw = (token.flags & StringFlag.Raw) !== 0;
    this.isTemplate = (token.flags & StringFlag.Template) !== 0;
    this.index = context.tokens.at(token.start) + 1;
  }

  private peek() {
    return this.context.tokens.get(this.index);
  }

  private fail(message: string, start = this.peek().start): never {
    return this.context.fail(`${this.isTemplate ? 't' : 'f'}-string: ${message}`, start);
  }

  read(): Piece[] {
    const out: Piece[] = [];
    while (this.peek().type !== TokenType.FStringEnd) {
      if (this.peek().type === TokenType.FStringMiddle) out.push(this.middle(false));
      else if (this.peek().type === TokenType.OpenCurlyBrace) this.field(out, 0);
      else if (this.peek().type === TokenType.CloseCurlyBrace) this.fail("single '}' is not allowed");
      else this.fail("expecting '}'");
    }
    this.index++;
    return out;
  }

  /** Literal text. In a format specification doubled braces stay, for they cannot occur there. */
  private middle(inSpecification: boolean): Piece {
    const { start, length } = this.peek();
    const text = this.context.text.slice(start, start + length);
    this.index++;
    const body = inSpecification ? text : this.withoutDoubledBraces(text);
    return {
      text: decoded(this.context, start, start + length, () =>
        decodeStr(body, this.raw, escapeWarning(this.context, start + length)),
      ),
      start,
      end: start + length,
      prefix: null,
    };
  }

  private withoutDoubledBraces(text: string): string {
    if (this.raw) return text.replace(/\{\{|\}\}/g, (braces) => braces[0]);
    return text.replace(/(\\N\{[^}]*\})|\{\{|\}\}/g, (match, named: string | undefined) => named ?? match[0]);
  }

  /** Before 3.12 a replacement field has no backslash, comment, quotes of the kind around it or, mostly, line end. */
  private refuseNewForms(start: number, expressionEnd: number, end: number, depth: number): void {
    const { context, quote, first } = this;
    const text = context.text.slice(start, end);
    const wrong =
      depth >= 2 ||
      context.text.slice(start, expressionEnd).includes('\\') ||
      text.includes(quote) ||
      (quote.length === 1 && /[\r\n]/.test(text)) ||
      context.tokens.hasComment(start, end);
    if (wrong) context.fail('invalid syntax', first, end);
  }

  /** The source between two offsets; CPython leaves comments out of the text that `{x=}` shows. */
  private withoutComments(firstToken: number, start: number, end: number): string {
    let text = '';
    let from = start;
    for (let i = firstToken; this.context.tokens.get(i).start <= end; i++) {
      for (const comment of this.context.tokens.get(i).comments ?? []) {
        const hash = comment.start - 1;
        if (hash < from || hash >= end) continue;
        text += this.context.text.slice(from, hash);
        from = comment.start + comment.length;
      }
    }
    return (text + this.context.text.slice(from, end)).replace(/\r\n?/g, '\n');
  }

  /** `{` expression [`=`] [`!` conversion] [`:` specification] `}` */
  private field(out: Piece[], depth: number): void {
    const { context } = this;
    const open = this.peek();
    this.index++;
    const inner = this.expressions.get(this.peek().start);
    if (!inner) this.fail("expecting a valid expression after '{'", open.start);
    const value = context.expr(inner);
    this.index = context.tokens.lastBefore(context.end(inner)) + 1;
    if (this.peek().type === TokenType.Comma) this.index++;
    const expressionEnd = context.tokens.end(this.index - 1);

    let selfDocumentingEnd = -1;
    if (this.peek().type === TokenType.Operator && this.peek().operatorType === OperatorType.Assign) {
      this.index++;
      // The text reaches over the spaces behind the `=` as well.
      selfDocumentingEnd = this.peek().start;
    }
    let conversion = -1;
    if (this.peek().type === TokenType.ExclamationMark) {
      const mark = this.peek();
      this.index++;
      const name = this.peek();
      if (name.start !== mark.start + 1) this.fail('conversion type must come right after the exclamation mark');
      const code = conversions.get(String(name.value ?? ''));
      if (code === undefined) {
        const text = context.text.slice(name.start, name.start + name.length);
        this.fail(`invalid conversion character '${text}': expected 's', 'r', or 'a'`, name.start);
      }
      conversion = code;
      this.index++;
    }
    let specification: JoinedStr | null = null;
    if (this.peek().type === TokenType.Colon) {
      const colon = this.peek();
      this.index++;
      const pieces: Piece[] = [];
      while (this.peek().type !== TokenType.CloseCurlyBrace) {
        if (this.peek().type === TokenType.FStringMiddle) pieces.push(this.middle(true));
        else if (this.peek().type === TokenType.OpenCurlyBrace) this.field(pieces, depth + 1);
        else this.fail("expecting '}'");
      }
      specification = {
        kind: 'JoinedStr',
        values: join(context, pieces, true),
        ...context.at(colon.start, this.peek().start),
      };
    }
    if (this.peek().type !== TokenType.CloseCurlyBrace) this.fail("expecting '}'");
    const close = this.peek();
    this.index++;
    if (context.minor < 12) this.refuseNewForms(open.start, expressionEnd, close.start, depth);

    if (selfDocumentingEnd >= 0) {
      if (conversion === -1 && !specification) conversion = 114;
      const start = open.start + 1;
      const text = this.withoutComments(context.tokens.at(open.start), start, selfDocumentingEnd);
      out.push({ text, start, end: selfDocumentingEnd, prefix: null });
    }
    const where = context.at(open.start, close.start + 1);
    const rest = { value, conversion, format_spec: specification };
    if (this.isTemplate) {
      const str = context.text.slice(open.start + 1, expressionEnd).trimStart();
      out.push({ expr: { kind: 'Interpolation', str, ...rest, ...where } });
    } else {
      out.push({ expr: { kind: 'FormattedValue', ...rest, ...where } });
    }
  }
}
