/** Source text of an expression, for annotations under the annotations future. Follows ast_unparse.c. */
import type { Arguments, BinaryOperator, CompareOperator, Comprehension, Expr, JoinedStr } from './ast.js';
import type { ConstSpec } from './code.js';

/** How tightly an expression binds; a looser one inside a tighter place gets parentheses. */
const Level = {
  TUPLE: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  CMP: 5,
  EXPR: 6,
  BXOR: 7,
  BAND: 8,
  SHIFT: 9,
  ARITH: 10,
  TERM: 11,
  FACTOR: 12,
  POWER: 13,
  AWAIT: 14,
  ATOM: 15,
} as const;

const BINARY: Record<BinaryOperator, readonly [string, number]> = {
  Add: [' + ', Level.ARITH],
  Sub: [' - ', Level.ARITH],
  Mult: [' * ', Level.TERM],
  MatMult: [' @ ', Level.TERM],
  Div: [' / ', Level.TERM],
  Mod: [' % ', Level.TERM],
  LShift: [' << ', Level.SHIFT],
  RShift: [' >> ', Level.SHIFT],
  BitOr: [' | ', Level.EXPR],
  BitXor: [' ^ ', Level.BXOR],
  BitAnd: [' & ', Level.BAND],
  FloorDiv: [' // ', Level.TERM],
  Pow: [' ** ', Level.POWER],
};

const COMPARE: Record<CompareOperator, string> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

/** The text of an annotation. */
export function unparse(node: Expr): string {
  return text(node, Level.TEST);
}

function parenthesize(needed: boolean, inner: string): string {
  return needed ? `(${inner})` : inner;
}

function list(nodes: readonly Expr[], level: number = Level.TEST): string {
  return nodes.map((node) => text(node, level)).join(', ');
}

function text(node: Expr, level: number): string {
  switch (node.kind) {
    case 'BoolOp': {
      const inner = node.op === 'And' ? Level.AND : Level.OR;
      const word = node.op === 'And' ? ' and ' : ' or ';
      return parenthesize(level > inner, node.values.map((value) => text(value, inner + 1)).join(word));
    }
    case 'NamedExpr':
      return `(${text(node.target, Level.ATOM)} := ${text(node.value, Level.ATOM)})`;
    case 'BinOp': {
      const [word, inner] = BINARY[node.op];
      const fromRight = node.op === 'Pow';
      const left = text(node.left, inner + (fromRight ? 1 : 0));
      return parenthesize(level > inner, `${left}${word}${text(node.right, inner + (fromRight ? 0 : 1))}`);
    }
    case 'UnaryOp': {
      const inner = node.op === 'Not' ? Level.NOT : Level.FACTOR;
      const word = { Invert: '~', Not: 'not ', UAdd: '+', USub: '-' }[node.op];
      return parenthesize(level > inner, word + text(node.operand, inner));
    }
    case 'Lambda': {
      const parameters = argumentsText(node.args);
      return parenthesize(
        level > Level.TEST,
        `${parameters ? `lambda ${parameters}` : 'lambda'}: ${text(node.body, Level.TEST)}`,
      );
    }
    case 'IfExp':
      return parenthesize(
        level > Level.TEST,
        `${text(node.body, Level.TEST + 1)} if ${text(node.test, Level.TEST + 1)} else ${text(node.orelse, Level.TEST)}`,
      );
    case 'Dict':
      return `{${node.keys
        .map((key, i) =>
          key
            ? `${text(key, Level.TEST)}: ${text(node.values[i]!, Level.TEST)}`
            : `**${text(node.values[i]!, Level.EXPR)}`,
        )
        .join(', ')}}`;
    case 'Set':
      return `{${list(node.elts)}}`;
    case 'List':
      return `[${list(node.elts)}]`;
    case 'Tuple':
      if (node.elts.length === 0) return '()';
      return parenthesize(level > Level.TUPLE, node.elts.length === 1 ? `${list(node.elts)},` : list(node.elts));
    case 'ListComp':
      return `[${text(node.elt, Level.TEST)}${clauses(node.generators)}]`;
    case 'SetComp':
      return `{${text(node.elt, Level.TEST)}${clauses(node.generators)}}`;
    case 'GeneratorExp':
      return `(${text(node.elt, Level.TEST)}${clauses(node.generators)})`;
    case 'DictComp':
      return `{${text(node.key, Level.TEST)}: ${text(node.value, Level.TEST)}${clauses(node.generators)}}`;
    case 'Await':
      return parenthesize(level > Level.AWAIT, `await ${text(node.value, Level.ATOM)}`);
    case 'Yield':
      return node.value ? `(yield ${text(node.value, Level.TEST)})` : '(yield)';
    case 'YieldFrom':
      return `(yield from ${text(node.value, Level.TEST)})`;
    case 'Compare':
      return parenthesize(
        level > Level.CMP,
        text(node.left, Level.CMP + 1) +
          node.ops.map((op, i) => COMPARE[op] + text(node.comparators[i]!, Level.CMP + 1)).join(''),
      );
    case 'Call': {
      const [only] = node.args;
      if (only?.kind === 'GeneratorExp' && node.args.length === 1 && node.keywords.length === 0) {
        return text(node.func, Level.ATOM) + text(only, Level.ATOM);
      }
      const parts = node.args.map((arg) => text(arg, Level.TEST));
      for (const { arg, value } of node.keywords)
        parts.push(`${arg === null ? '**' : `${arg}=`}${text(value, Level.TEST)}`);
      return `${text(node.func, Level.ATOM)}(${parts.join(', ')})`;
    }
    case 'JoinedStr':
    case 'FormattedValue':
      return `f${stringRepr(formatText(node, false))}`;
    case 'TemplateStr':
    case 'Interpolation':
      return '';
    case 'Constant':
      return constantText(node.value, node.prefix);
    case 'Attribute': {
      const object = text(node.value, Level.ATOM);
      const isInt = node.value.kind === 'Constant' && node.value.value.type === 'int';
      return `${object}${isInt ? ' ' : ''}.${node.attr}`;
    }
    case 'Subscript':
      return `${text(node.value, Level.ATOM)}[${text(node.slice, Level.TUPLE)}]`;
    case 'Starred':
      return `*${text(node.value, Level.EXPR)}`;
    case 'Name':
      return node.id;
    case 'Slice': {
      const part = (value: Expr | null) => (value ? text(value, Level.TEST) : '');
      return `${part(node.lower)}:${part(node.upper)}${node.step ? `:${part(node.step)}` : ''}`;
    }
  }
}

function clauses(generators: readonly Comprehension[]): string {
  return generators
    .map(
      (clause) =>
        `${clause.is_async ? ' async for ' : ' for '}${text(clause.target, Level.TUPLE)} in ${text(clause.iter, Level.TEST + 1)}` +
        clause.ifs.map((test) => ` if ${text(test, Level.TEST + 1)}`).join(''),
    )
    .join('');
}

function argumentsText(args: Arguments): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  positional.forEach((arg, i) => {
    const value = args.defaults[i - firstDefault];
    parts.push(arg.arg + (value ? `=${text(value, Level.TEST)}` : ''));
    if (i + 1 === args.posonlyargs.length) parts.push('/');
  });
  if (args.vararg || args.kwonlyargs.length > 0) parts.push(`*${args.vararg?.arg ?? ''}`);
  args.kwonlyargs.forEach((arg, i) => {
    const value = args.kw_defaults[i];
    parts.push(arg.arg + (value ? `=${text(value, Level.TEST)}` : ''));
  });
  if (args.kwarg) parts.push(`**${args.kwarg.arg}`);
  return parts.join(', ');
}

function formatText(node: Expr, isSpec: boolean): string {
  switch (node.kind) {
    case 'Constant':
      return node.value.type === 'str' ? node.value.value.replace(/[{}]/g, '$&$&') : '';
    case 'JoinedStr':
      return (node as JoinedStr).values.map((value) => formatText(value, isSpec)).join('');
    case 'FormattedValue': {
      const inner = text(node.value, Level.TEST + 1);
      const conversion = node.conversion > 0 ? `!${String.fromCharCode(node.conversion)}` : '';
      const spec = node.format_spec ? `:${formatText(node.format_spec, true)}` : '';
      return `{${inner.startsWith('{') ? ' ' : ''}${inner}${conversion}${spec}}`;
    }
    default:
      return '';
  }
}

function constantText(value: ConstSpec, prefix: 'u' | null): string {
  switch (value.type) {
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(value.value);
    case 'complex':
      return `${floatText(value.imag).replace(/\.0$/, '')}j`;
    case 'str':
      return `${prefix ?? ''}${stringRepr(value.value)}`;
    case 'bytes':
      return `b${bytesRepr(value.value)}`;
    case 'Ellipsis':
      return '...';
    default:
      return value.type;
  }
}

/** `repr()` of a float, with an infinity written as a literal that is one. */
function floatText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '1e309';
  const shortest = value.toExponential().match(/^(\d)(?:\.(\d+))?e([+-]\d+)$/);
  if (shortest === null) return String(value);
  const [, first = '', rest = '', power = '0'] = shortest;
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const digits = rest === '' ? first : `${first}.${rest}`;
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

function quoteFor(hasSingle: boolean, hasDouble: boolean): string {
  return hasSingle && !hasDouble ? '"' : "'";
}

function stringRepr(value: string): string {
  const quote = quoteFor(value.includes("'"), value.includes('"'));
  let out = quote;
  for (const character of value) {
    const code = character.codePointAt(0) as number;
    if (character === quote || character === '\\') out += `\\${character}`;
    else if (character === '\n') out += '\\n';
    else if (character === '\r') out += '\\r';
    else if (character === '\t') out += '\\t';
    else if (code < 32 || (code >= 127 && code < 161) || code === 173)
      out += `\\x${code.toString(16).padStart(2, '0')}`;
    else out += character;
  }
  return out + quote;
}

function bytesRepr(value: Uint8Array): string {
  const quote = quoteFor(value.includes(39), value.includes(34));
  let out = quote;
  for (const byte of value) {
    const character = String.fromCharCode(byte);
    if (character === quote || character === '\\') out += `\\${character}`;
    else if (character === '\n') out += '\\n';
    else if (character === '\r') out += '\\r';
    else if (character === '\t') out += '\\t';
    else if (byte < 32 || byte >= 127) out += `\\x${byte.toString(16).padStart(2, '0')}`;
    else out += character;
  }
  return out + quote;
}
