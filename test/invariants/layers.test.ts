// The table of layers in src/README.md is the rule; here it is held against every import of src.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const src = path.resolve(import.meta.dirname, '../../src');

interface Layer {
  imports: string[];
  host: string[];
}

function readLayers(): Map<string, Layer> {
  const names = (cell: string) => [...cell.matchAll(/[a-z]+/g)].map((match) => match[0]);
  const table = fs.readFileSync(path.join(src, 'README.md'), 'utf8').split('## Layers')[1] ?? '';
  const layers = new Map<string, Layer>();
  for (const [, name, imports, host] of table.matchAll(/^\| `(\w+)` \|(.*)\|(.*)\|$/gm)) {
    layers.set(name, { imports: names(imports), host: names(host) });
  }
  return layers;
}

interface Finding {
  file: string;
  /** From 1. */
  line: number;
  what: string;
}

/** Names that only a host, a clock or chance can answer. */
const hostGlobals = new Map<string, string>([
  ...['process', 'Buffer', 'require', '__dirname', 'setImmediate'].map((name) => [name, 'node'] as const),
  ...['window', 'document', 'navigator', 'localStorage', 'HTMLElement'].map((name) => [name, 'dom'] as const),
  ...['setTimeout', 'setInterval', 'queueMicrotask', 'performance', 'fetch', 'crypto'].map((n) => [n, 'node'] as const),
]);
const hostMembers = new Set(['Date.now', 'Math.random']);

function check(file: string, layer: string, layers: Map<string, Layer>): Finding[] {
  const { imports, host } = layers.get(layer)!;
  const text = fs.readFileSync(file, 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const findings: Finding[] = [];
  const report = (node: ts.Node, what: string) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    findings.push({ file: path.relative(src, file), line: line + 1, what });
  };

  const checkImport = (node: ts.Node, specifier: string) => {
    if (specifier.startsWith('.')) {
      if (layer === 'cli' && specifier.endsWith('/package.json')) return;
      const target = path.relative(src, path.resolve(path.dirname(file), specifier)).split(path.sep)[0];
      if (target !== layer && !imports.includes(target)) report(node, `${layer} must not import ${target}`);
      return;
    }
    if (specifier.startsWith('node:') && !host.includes('node')) report(node, `${layer} must not know Node`);
    if (specifier === 'vscode' && !host.includes('vscode')) report(node, `${layer} must not know VS Code`);
    if (specifier === 'commander' && layer !== 'cli') report(node, 'arguments are parsed in cli only');
    if (/debugadapter|debugprotocol/.test(specifier) && layer !== 'debug')
      report(node, 'the protocol of debuggers is known to debug only');
    if (/pyright/.test(specifier) && layer !== 'python') report(node, 'the parser is known to python only');
  };

  const declared = new Set<string>();
  const collect = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node)) && ts.isIdentifier(node.name)) {
      declared.add(node.name.text);
    }
    ts.forEachChild(node, collect);
  };
  collect(tree);

  /** A use of the global of that name, not a property, a key or something declared in the file. */
  const isGlobal = (node: ts.Identifier): boolean => {
    const { parent } = node;
    if (declared.has(node.text)) return false;
    if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
    if (ts.isTypeReferenceNode(parent)) return true;
    return ts.isExpression(parent) ? !ts.isPropertyAssignment(parent) : ts.isVariableDeclaration(parent);
  };

  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      checkImport(node, (node.moduleSpecifier as ts.StringLiteral).text);
      if (ts.isExportDeclaration(node)) report(node, 'exports what lives elsewhere: import it from there');
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) checkImport(node, specifier.text);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      checkImport(node, (node.argument.literal as ts.StringLiteral).text);
    }
    if (ts.isIdentifier(node)) {
      const needed = hostGlobals.get(node.text);
      if (needed && host.length === 0 && isGlobal(node)) report(node, `${layer} must not use ${node.text}`);
    }
    if (ts.isPropertyAccessExpression(node) && host.length === 0 && hostMembers.has(node.getText())) {
      report(node, `${layer} must not use ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);

  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    const isDeclared = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword);
    if (!isConstant && !isDeclared) report(statement, 'a variable at module level: state belongs to a run');
  }
  return findings;
}

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));
}

const layers = readLayers();
const folders = fs
  .readdirSync(src, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'build')
  .map((entry) => entry.name);

test('the table names every folder of src', () => {
  expect(folders.filter((folder) => !layers.has(folder))).toEqual([]);
});

test('the table allows no folder that it does not name', () => {
  const named = [...layers.values()].flatMap((layer) => layer.imports);
  expect(named.filter((name) => !layers.has(name))).toEqual([]);
});

describe.each(folders.filter((folder) => layers.has(folder)))('%s', (folder) => {
  test('keeps to its layer', () => {
    const findings = sourceFiles(path.join(src, folder)).flatMap((file) => check(file, folder, layers));
    expect(findings.map(({ file, line, what }) => `src/${file}:${line} ${what}`)).toEqual([]);
  });
});
