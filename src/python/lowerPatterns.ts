import type { ParseNode, PatternSequenceNode } from '@zzzen/pyright-internal/dist/parser/parseNodes.js';
import type { Expr, Pattern } from './ast.js';
import type { LowerContext, Span } from './lowerContext.js';
import { NodeType, TokenType } from './tokens.js';

/** Lowers a pattern of a `case`. */
export function lowerPattern(context: LowerContext, node: ParseNode): Pattern {
  const [start, end] = context.tight(node);
  switch (node.nodeType) {
    case NodeType.PatternAs: {
      const { orPatterns, target } = node.d;
      let pattern: Pattern;
      if (orPatterns.length > 1) {
        const last = orPatterns[orPatterns.length - 1];
        pattern = {
          kind: 'MatchOr',
          patterns: orPatterns.map((alternative) => lowerPattern(context, alternative)),
          ...context.at(start, target ? context.end(last) : end),
        };
      } else {
        pattern = lowerPattern(context, orPatterns[0]);
      }
      if (!target) return pattern;
      if (target.d.value === '_') {
        context.fail("cannot use '_' as a target", target.start, context.end(target));
      }
      return { kind: 'MatchAs', pattern, name: context.identifier(target.d.value), ...context.at(start, end) };
    }
    case NodeType.PatternLiteral: {
      const value = context.expr(node.d.expr);
      if (value.kind === 'Constant') {
        const constant = value.value;
        if (constant.type === 'None' || constant.type === 'True' || constant.type === 'False') {
          return { kind: 'MatchSingleton', value: constant, ...context.at(start, end) };
        }
      }
      checkLiteral(context, value, start, end);
      return { kind: 'MatchValue', value, ...context.at(start, end) };
    }
    case NodeType.PatternValue:
      return { kind: 'MatchValue', value: context.expr(node.d.expr), ...context.at(start, end) };
    case NodeType.PatternCapture: {
      const name = node.d.isWildcard ? null : context.identifier(node.d.target.d.value);
      if (node.d.isStar) return { kind: 'MatchStar', name, ...context.at(start, end) };
      return { kind: 'MatchAs', pattern: null, name, ...context.at(start, end) };
    }
    case NodeType.PatternSequence:
      refuseLoneStar(context, node);
      return {
        kind: 'MatchSequence',
        patterns: node.d.entries.map((entry) => lowerPattern(context, entry)),
        ...context.atSpan(sequenceSpan(context, node)),
      };
    case NodeType.PatternClass: {
      const patterns: Pattern[] = [];
      const kwd_attrs: string[] = [];
      const kwd_patterns: Pattern[] = [];
      for (const argument of node.d.args) {
        const pattern = lowerPattern(context, argument.d.pattern);
        if (argument.d.name) {
          kwd_attrs.push(context.identifier(argument.d.name.d.value));
          kwd_patterns.push(pattern);
        } else {
          if (kwd_attrs.length > 0) {
            context.fail(
              'positional patterns follow keyword patterns',
              argument.start,
              context.end(argument.d.pattern),
            );
          }
          patterns.push(pattern);
        }
      }
      const open = context.tokens.lastBefore(context.end(node.d.className)) + 1;
      const close = context.tokens.scan(open + 1, TokenType.CloseParenthesis);
      return {
        kind: 'MatchClass',
        cls: context.expr(node.d.className),
        patterns,
        kwd_attrs,
        kwd_patterns,
        ...context.at(start, context.tokens.end(close)),
      };
    }
    case NodeType.PatternMapping: {
      const keys: Expr[] = [];
      const patterns: Pattern[] = [];
      let rest: string | null = null;
      for (const entry of node.d.entries) {
        if (rest !== null) context.fail('invalid syntax', entry.start, context.end(entry));
        if (entry.nodeType === NodeType.PatternMappingExpandEntry) {
          if (entry.d.target.d.value === '_') context.fail('invalid syntax', entry.d.target.start);
          rest = context.identifier(entry.d.target.d.value);
        } else {
          keys.push(keyExpression(lowerPattern(context, entry.d.keyPattern), context, entry.start));
          patterns.push(lowerPattern(context, entry.d.valuePattern));
        }
      }
      return { kind: 'MatchMapping', keys, patterns, rest, ...context.at(start, end) };
    }
    default: {
      // For the empty mapping pattern `{}` Pyright leaves an error node at the brace, without a diagnostic.
      if (context.text[node.start] === '}') {
        const open = context.tokens.get(context.tokens.at(node.start) - 1);
        return {
          kind: 'MatchMapping',
          keys: [],
          patterns: [],
          rest: null,
          ...context.at(open.start, node.start + 1),
        };
      }
      if (/^([fF][rR]?|[rR][fF])["']/.test(context.text.slice(node.start, node.start + 3))) {
        context.fail('patterns may only match literals and attribute lookups', node.start, context.end(node));
      }
      return context.fail('invalid syntax', node.start, Math.max(context.end(node), node.start + 1));
    }
  }
}

/** `case *a:` has neither brackets nor a comma. */
function refuseLoneStar(context: LowerContext, node: PatternSequenceNode): void {
  const [entry] = node.d.entries;
  if (node.d.entries.length !== 1 || context.text[node.start] !== '*') return;
  const after = context.tokens.get(context.tokens.lastBefore(context.end(entry)) + 1);
  if (after.type !== TokenType.Comma) context.fail('invalid syntax', after.start, after.start + after.length);
}

/** Only numbers, their negatives, complex sums and strings can be matched. */
function checkLiteral(context: LowerContext, value: Expr, start: number, end: number): void {
  if (value.kind === 'JoinedStr' || value.kind === 'TemplateStr') {
    context.fail('patterns may only match literals and attribute lookups', start, end);
  }
  if (value.kind === 'BinOp') {
    const right = value.right;
    const left = value.left.kind === 'UnaryOp' ? value.left.operand : value.left;
    if (right.kind !== 'Constant' || right.value.type !== 'complex') {
      context.fail('imaginary number required in complex literal', start, end);
    }
    if (left.kind !== 'Constant' || left.value.type === 'complex') {
      context.fail('real number required in complex literal', start, end);
    }
  }
}

function keyExpression(pattern: Pattern, context: LowerContext, start: number): Expr {
  if (pattern.kind === 'MatchValue') return pattern.value;
  if (pattern.kind === 'MatchSingleton') {
    const { lineno, col_offset, end_lineno, end_col_offset, value } = pattern;
    return { lineno, col_offset, end_lineno, end_col_offset, kind: 'Constant', value, prefix: null };
  }
  return context.fail('invalid syntax', start);
}

/** `[a, b]`, `(a, b)`, or `a, b` without brackets and perhaps with a comma at the end. */
function sequenceSpan(context: LowerContext, node: PatternSequenceNode): Span {
  const { text, tokens } = context;
  const end = context.end(node);
  if (text[node.start] === '(' && tokens.parenthesesByStart.get(node.start)?.end === end) {
    return context.tightWithParentheses(node);
  }
  const isBracketed =
    text[node.start] === '[' &&
    text[end - 1] === ']' &&
    tokens.scan(tokens.at(node.start) + 1, TokenType.CloseBracket) === tokens.lastBefore(end);
  if (isBracketed) return [node.start, end];
  const after = tokens.lastBefore(end) + 1;
  return [node.start, tokens.get(after).type === TokenType.Comma ? tokens.end(after) : end];
}
