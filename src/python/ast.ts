/**
 * The syntax tree, shaped like CPython's `ast` module (Python.asdl of 3.13, with 3.14's template strings).
 *
 * Every node is a plain object told apart by `kind`, which is the name of CPython's node class; its fields carry
 * CPython's names. Two things differ: `Constant.kind` is called `prefix` here, because `kind` is taken, and columns
 * count UTF-16 units, as the editor does, where CPython counts bytes of UTF-8.
 */

/** Where a node stands. Lines count from 1, columns from 0 in UTF-16 units; the end is exclusive. */
export interface Located {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

export type ExprContext = 'Load' | 'Store' | 'Del';
export type BoolOperator = 'And' | 'Or';
export type BinaryOperator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv';
export type UnaryOperator = 'Invert' | 'Not' | 'UAdd' | 'USub';
export type CompareOperator = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn';

/** The value of a literal. A `str` is UTF-16: an escaped pair of surrogates cannot be told from the character it encodes. */
export type ConstantValue =
  | { type: 'int'; value: bigint }
  | { type: 'float'; value: number }
  | { type: 'complex'; imag: number }
  | { type: 'str'; value: string }
  | { type: 'bytes'; value: Uint8Array }
  | { type: 'None' }
  | { type: 'True' }
  | { type: 'False' }
  | { type: 'Ellipsis' };

/** The values that a `MatchSingleton` pattern can have. */
export type SingletonValue = Extract<ConstantValue, { type: 'None' | 'True' | 'False' }>;

// ---- roots

export interface Module {
  kind: 'Module';
  body: Stmt[];
}
export interface Interactive {
  kind: 'Interactive';
  body: Stmt[];
}
export interface Expression {
  kind: 'Expression';
  body: Expr;
}
export type Mod = Module | Interactive | Expression;

// ---- statements

export interface FunctionDef extends Located {
  kind: 'FunctionDef';
  name: string;
  args: Arguments;
  body: Stmt[];
  decorator_list: Expr[];
  returns: Expr | null;
  type_params: TypeParam[];
}
export interface AsyncFunctionDef extends Located {
  kind: 'AsyncFunctionDef';
  name: string;
  args: Arguments;
  body: Stmt[];
  decorator_list: Expr[];
  returns: Expr | null;
  type_params: TypeParam[];
}
export interface ClassDef extends Located {
  kind: 'ClassDef';
  name: string;
  bases: Expr[];
  keywords: Keyword[];
  body: Stmt[];
  decorator_list: Expr[];
  type_params: TypeParam[];
}
export interface Return extends Located {
  kind: 'Return';
  value: Expr | null;
}
export interface Delete extends Located {
  kind: 'Delete';
  targets: Expr[];
}
export interface Assign extends Located {
  kind: 'Assign';
  targets: Expr[];
  value: Expr;
}
export interface TypeAlias extends Located {
  kind: 'TypeAlias';
  name: Name;
  type_params: TypeParam[];
  value: Expr;
}
export interface AugAssign extends Located {
  kind: 'AugAssign';
  target: Name | Attribute | Subscript;
  op: BinaryOperator;
  value: Expr;
}
export interface AnnAssign extends Located {
  kind: 'AnnAssign';
  target: Name | Attribute | Subscript;
  annotation: Expr;
  value: Expr | null;
  /** 1 for a bare name without parentheses: only then is the annotation stored. */
  simple: 0 | 1;
}
export interface For extends Located {
  kind: 'For';
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export interface AsyncFor extends Located {
  kind: 'AsyncFor';
  target: Expr;
  iter: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export interface While extends Located {
  kind: 'While';
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export interface If extends Located {
  kind: 'If';
  test: Expr;
  body: Stmt[];
  orelse: Stmt[];
}
export interface With extends Located {
  kind: 'With';
  items: WithItem[];
  body: Stmt[];
}
export interface AsyncWith extends Located {
  kind: 'AsyncWith';
  items: WithItem[];
  body: Stmt[];
}
export interface Match extends Located {
  kind: 'Match';
  subject: Expr;
  cases: MatchCase[];
}
export interface Raise extends Located {
  kind: 'Raise';
  exc: Expr | null;
  cause: Expr | null;
}
export interface Try extends Located {
  kind: 'Try';
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}
export interface TryStar extends Located {
  kind: 'TryStar';
  body: Stmt[];
  handlers: ExceptHandler[];
  orelse: Stmt[];
  finalbody: Stmt[];
}
export interface Assert extends Located {
  kind: 'Assert';
  test: Expr;
  msg: Expr | null;
}
export interface Import extends Located {
  kind: 'Import';
  names: Alias[];
}
export interface ImportFrom extends Located {
  kind: 'ImportFrom';
  module: string | null;
  names: Alias[];
  /** The number of leading dots. */
  level: number;
}
export interface Global extends Located {
  kind: 'Global';
  names: string[];
}
export interface Nonlocal extends Located {
  kind: 'Nonlocal';
  names: string[];
}
export interface ExprStmt extends Located {
  /** CPython's statement node `Expr`; the TypeScript type is `ExprStmt` because `Expr` is the union of expressions. */
  kind: 'Expr';
  value: Expr;
}
export interface Pass extends Located {
  kind: 'Pass';
}
export interface Break extends Located {
  kind: 'Break';
}
export interface Continue extends Located {
  kind: 'Continue';
}

export type Stmt =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | ExprStmt
  | Pass
  | Break
  | Continue;

// ---- expressions

export interface BoolOp extends Located {
  kind: 'BoolOp';
  op: BoolOperator;
  values: Expr[];
}
export interface NamedExpr extends Located {
  kind: 'NamedExpr';
  target: Name;
  value: Expr;
}
export interface BinOp extends Located {
  kind: 'BinOp';
  left: Expr;
  op: BinaryOperator;
  right: Expr;
}
export interface UnaryOp extends Located {
  kind: 'UnaryOp';
  op: UnaryOperator;
  operand: Expr;
}
export interface Lambda extends Located {
  kind: 'Lambda';
  args: Arguments;
  body: Expr;
}
export interface IfExp extends Located {
  kind: 'IfExp';
  test: Expr;
  body: Expr;
  orelse: Expr;
}
export interface Dict extends Located {
  kind: 'Dict';
  /** `null` stands for `**value`. As long as `values`. */
  keys: (Expr | null)[];
  values: Expr[];
}
/** CPython's `Set`. */
export interface SetDisplay extends Located {
  kind: 'Set';
  elts: Expr[];
}
export interface ListComp extends Located {
  kind: 'ListComp';
  elt: Expr;
  generators: Comprehension[];
}
export interface SetComp extends Located {
  kind: 'SetComp';
  elt: Expr;
  generators: Comprehension[];
}
export interface DictComp extends Located {
  kind: 'DictComp';
  key: Expr;
  value: Expr;
  generators: Comprehension[];
}
export interface GeneratorExp extends Located {
  kind: 'GeneratorExp';
  elt: Expr;
  generators: Comprehension[];
}
export interface Await extends Located {
  kind: 'Await';
  value: Expr;
}
export interface Yield extends Located {
  kind: 'Yield';
  value: Expr | null;
}
export interface YieldFrom extends Located {
  kind: 'YieldFrom';
  value: Expr;
}
export interface Compare extends Located {
  kind: 'Compare';
  left: Expr;
  ops: CompareOperator[];
  comparators: Expr[];
}
export interface Call extends Located {
  kind: 'Call';
  func: Expr;
  args: Expr[];
  keywords: Keyword[];
}
export interface FormattedValue extends Located {
  kind: 'FormattedValue';
  value: Expr;
  /** -1, or the code of `s`, `r` or `a`. */
  conversion: number;
  format_spec: JoinedStr | null;
}
export interface JoinedStr extends Located {
  kind: 'JoinedStr';
  /** `Constant` and `FormattedValue` nodes. */
  values: Expr[];
}
/** 3.14, PEP 750. */
export interface Interpolation extends Located {
  kind: 'Interpolation';
  value: Expr;
  /** The source text of the expression. */
  str: string;
  conversion: number;
  format_spec: JoinedStr | null;
}
/** 3.14, PEP 750. */
export interface TemplateStr extends Located {
  kind: 'TemplateStr';
  /** `Constant` and `Interpolation` nodes. */
  values: Expr[];
}
export interface Constant extends Located {
  kind: 'Constant';
  value: ConstantValue;
  /** CPython's `Constant.kind`: 'u' for `u"..."`. */
  prefix: 'u' | null;
}
export interface Attribute extends Located {
  kind: 'Attribute';
  value: Expr;
  attr: string;
  ctx: ExprContext;
}
export interface Subscript extends Located {
  kind: 'Subscript';
  value: Expr;
  slice: Expr;
  ctx: ExprContext;
}
export interface Starred extends Located {
  kind: 'Starred';
  value: Expr;
  ctx: ExprContext;
}
export interface Name extends Located {
  kind: 'Name';
  /** Normalised (NFKC), not mangled. */
  id: string;
  ctx: ExprContext;
}
export interface List extends Located {
  kind: 'List';
  elts: Expr[];
  ctx: ExprContext;
}
export interface Tuple extends Located {
  kind: 'Tuple';
  elts: Expr[];
  ctx: ExprContext;
}
export interface Slice extends Located {
  kind: 'Slice';
  lower: Expr | null;
  upper: Expr | null;
  step: Expr | null;
}

export type Expr =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Interpolation
  | TemplateStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice;

// ---- parts

export interface Comprehension {
  kind: 'comprehension';
  target: Expr;
  iter: Expr;
  ifs: Expr[];
  is_async: 0 | 1;
}
export interface ExceptHandler extends Located {
  kind: 'ExceptHandler';
  type: Expr | null;
  name: string | null;
  body: Stmt[];
}
export interface Arguments {
  kind: 'arguments';
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  /** As long as `kwonlyargs`; `null` where there is no default. */
  kw_defaults: (Expr | null)[];
  kwarg: Arg | null;
  /** Of the last parameters of `posonlyargs` followed by `args`. */
  defaults: Expr[];
}
export interface Arg extends Located {
  kind: 'arg';
  arg: string;
  annotation: Expr | null;
}
export interface Keyword extends Located {
  kind: 'keyword';
  /** `null` for `**value`. */
  arg: string | null;
  value: Expr;
}
export interface Alias extends Located {
  kind: 'alias';
  /** Dotted in an `import`, `*` in a star import. */
  name: string;
  asname: string | null;
}
export interface WithItem {
  kind: 'withitem';
  context_expr: Expr;
  optional_vars: Expr | null;
}
export interface MatchCase {
  kind: 'match_case';
  pattern: Pattern;
  guard: Expr | null;
  body: Stmt[];
}

// ---- patterns

export interface MatchValue extends Located {
  kind: 'MatchValue';
  value: Expr;
}
export interface MatchSingleton extends Located {
  kind: 'MatchSingleton';
  value: SingletonValue;
}
export interface MatchSequence extends Located {
  kind: 'MatchSequence';
  patterns: Pattern[];
}
export interface MatchMapping extends Located {
  kind: 'MatchMapping';
  keys: Expr[];
  patterns: Pattern[];
  rest: string | null;
}
export interface MatchClass extends Located {
  kind: 'MatchClass';
  cls: Expr;
  patterns: Pattern[];
  kwd_attrs: string[];
  kwd_patterns: Pattern[];
}
export interface MatchStar extends Located {
  kind: 'MatchStar';
  name: string | null;
}
export interface MatchAs extends Located {
  kind: 'MatchAs';
  pattern: Pattern | null;
  /** `null` for the wildcard `_`. */
  name: string | null;
}
export interface MatchOr extends Located {
  kind: 'MatchOr';
  patterns: Pattern[];
}
export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr;

// ---- type parameters (3.12, defaults 3.13)

export interface TypeVar extends Located {
  kind: 'TypeVar';
  name: string;
  bound: Expr | null;
  default_value: Expr | null;
}
export interface ParamSpec extends Located {
  kind: 'ParamSpec';
  name: string;
  default_value: Expr | null;
}
export interface TypeVarTuple extends Located {
  kind: 'TypeVarTuple';
  name: string;
  default_value: Expr | null;
}
export type TypeParam = TypeVar | ParamSpec | TypeVarTuple;

/** Any node. */
export type Node =
  | Mod
  | Stmt
  | Expr
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | Pattern
  | TypeParam;
