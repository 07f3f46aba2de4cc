import type { ConstantValue, Module } from '../../../src/python/ast.js';

/** The tree in the text form that `record.py` writes for CPython's. */
export function canonical(module: Module): string {
  return dump(module);
}

/** The fields of each node in CPython's order; those of the other nodes stand in the tree in this order already. */
const fields = new Map<string, string[]>(
  Object.entries({
    Module: ['body'],
    FunctionDef: ['name', 'args', 'body', 'decorator_list', 'returns', 'type_params'],
    AsyncFunctionDef: ['name', 'args', 'body', 'decorator_list', 'returns', 'type_params'],
    ClassDef: ['name', 'bases', 'keywords', 'body', 'decorator_list', 'type_params'],
    Return: ['value'],
    Delete: ['targets'],
    Assign: ['targets', 'value'],
    TypeAlias: ['name', 'type_params', 'value'],
    AugAssign: ['target', 'op', 'value'],
    AnnAssign: ['target', 'annotation', 'value', 'simple'],
    For: ['target', 'iter', 'body', 'orelse'],
    AsyncFor: ['target', 'iter', 'body', 'orelse'],
    While: ['test', 'body', 'orelse'],
    If: ['test', 'body', 'orelse'],
    With: ['items', 'body'],
    AsyncWith: ['items', 'body'],
    Match: ['subject', 'cases'],
    Raise: ['exc', 'cause'],
    Try: ['body', 'handlers', 'orelse', 'finalbody'],
    TryStar: ['body', 'handlers', 'orelse', 'finalbody'],
    Assert: ['test', 'msg'],
    Import: ['names'],
    ImportFrom: ['module', 'names', 'level'],
    Global: ['names'],
    Nonlocal: ['names'],
    Expr: ['value'],
    Pass: [],
    Break: [],
    Continue: [],
    BoolOp: ['op', 'values'],
    NamedExpr: ['target', 'value'],
    BinOp: ['left', 'op', 'right'],
    UnaryOp: ['op', 'operand'],
    Lambda: ['args', 'body'],
    IfExp: ['test', 'body', 'orelse'],
    Dict: ['keys', 'values'],
    Set: ['elts'],
    ListComp: ['elt', 'generators'],
    SetComp: ['elt', 'generators'],
    DictComp: ['key', 'value', 'generators'],
    GeneratorExp: ['elt', 'generators'],
    Await: ['value'],
    Yield: ['value'],
    YieldFrom: ['value'],
    Compare: ['left', 'ops', 'comparators'],
    Call: ['func', 'args', 'keywords'],
    FormattedValue: ['value', 'conversion', 'format_spec'],
    JoinedStr: ['values'],
    Attribute: ['value', 'attr', 'ctx'],
    Subscript: ['value', 'slice', 'ctx'],
    Starred: ['value', 'ctx'],
    Name: ['id', 'ctx'],
    List: ['elts', 'ctx'],
    Tuple: ['elts', 'ctx'],
    Slice: ['lower', 'upper', 'step'],
    comprehension: ['target', 'iter', 'ifs', 'is_async'],
    ExceptHandler: ['type', 'name', 'body'],
    arguments: ['posonlyargs', 'args', 'vararg', 'kwonlyargs', 'kw_defaults', 'kwarg', 'defaults'],
    arg: ['arg', 'annotation'],
    keyword: ['arg', 'value'],
    alias: ['name', 'asname'],
    withitem: ['context_expr', 'optional_vars'],
    match_case: ['pattern', 'guard', 'body'],
    MatchValue: ['value'],
    MatchSequence: ['patterns'],
    MatchMapping: ['keys', 'patterns', 'rest'],
    MatchClass: ['cls', 'patterns', 'kwd_attrs', 'kwd_patterns'],
    MatchStar: ['name'],
    MatchAs: ['pattern', 'name'],
    MatchOr: ['patterns'],
    TypeVar: ['name', 'bound', 'default_value'],
    ParamSpec: ['name', 'default_value'],
    TypeVarTuple: ['name', 'default_value'],
  }),
);

interface AnyNode {
  kind: string;
  value?: unknown;
  prefix?: string | null;
  lineno?: number;
  col_offset?: number;
  end_lineno?: number;
  end_col_offset?: number;
}

function dump(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => `${dump(item)},`).join('')}]`;
  if (value === null) return 'None';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return pythonJson(value);
  const node = value as AnyNode;
  let inner: string;
  if (node.kind === 'Constant') {
    inner = constant(node.value as ConstantValue) + (node.prefix ?? '');
  } else if (node.kind === 'MatchSingleton') {
    inner = `value=${constant(node.value as ConstantValue)},`;
  } else {
    const names = fields.get(node.kind);
    if (!names) throw new Error(`no fields for ${node.kind}`);
    const entries = new Map(Object.entries(node));
    inner = names
      .map((name) => {
        const field = entries.get(name);
        if (field === undefined) throw new Error(`${node.kind} has no ${name}`);
        if (name === 'ctx' || name === 'op') return `${name}=${field},`;
        if (name === 'ops') return `ops=[${(field as string[]).map((op) => `${op},`).join('')}],`;
        return `${name}=${dump(field)},`;
      })
      .join('');
  }
  const place =
    node.lineno === undefined ? '' : `@${node.lineno}:${node.col_offset}-${node.end_lineno}:${node.end_col_offset}`;
  return `${node.kind}(${inner})${place}`;
}

function constant(value: ConstantValue): string {
  switch (value.type) {
    case 'int':
      return `i${value.value}`;
    case 'float':
      return `f${floatHex(value.value)}`;
    case 'complex':
      return `c${floatHex(value.imag)}`;
    case 'str':
      return pythonJson(value.value);
    case 'bytes':
      return `b${[...value.value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    case 'Ellipsis':
      return '...';
    default:
      return value.type;
  }
}

function floatHex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** As Python's `json.dumps` writes a text: everything beyond ASCII escaped. */
function pythonJson(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) =>
    c === '\x7f' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
