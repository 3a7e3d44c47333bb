import ts from 'typescript';

/** One small change of a source file. */
export interface Mutant {
  readonly n: number;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly was: string;
  readonly becomes: string;
}

/** A file that can be any of its mutants: which one is said by the global `mutant`; none at 0. */
export interface Instrumented {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

const SWAPPED: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
]);
const METHODS: ReadonlyMap<string, string> = new Map([
  ['max', 'min'],
  ['min', 'max'],
  ['some', 'every'],
  ['every', 'some'],
]);

/** The other texts that a place of the source could have. Sentences for people are left alone: no rule depends on them. */
function variants(node: ts.Node, source: ts.SourceFile): string[] {
  const of = (child: ts.Node): string => child.getText(source);
  if (isCondition(node)) return ['true', 'false'];
  if (ts.isBinaryExpression(node)) {
    const other = SWAPPED.get(node.operatorToken.kind);
    const isText = node.operatorToken.kind === ts.SyntaxKind.PlusToken && /['"`]/.test(of(node));
    if (other === undefined || isText)
      return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? [of(node.left)] : [];
    return [`${of(node.left)} ${other} ${of(node.right)}`];
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return [of(node.operand)];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isNumericLiteral(node)) return [`${node.text} + 1`];
  if (ts.isStringLiteral(node) && node.text !== '' && !node.text.includes(' ')) return ["'?'"];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    if (name.text === 'filter') return [of(expression)];
    const other = METHODS.get(name.text);
    if (other !== undefined) return [`${of(expression)}.${other}(${node.arguments.map(of).join(', ')})`];
  }
  return [];
}

const isCondition = (node: ts.Node): boolean =>
  (ts.isIfStatement(node.parent) && node.parent.expression === node) ||
  (ts.isConditionalExpression(node.parent) && node.parent.condition === node);

/** Is this a call for its effect, which can be left out? */
const isEffect = (node: ts.Node): node is ts.ExpressionStatement =>
  ts.isExpressionStatement(node) &&
  ts.isCallExpression(ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression);

/** Where another text would be no expression, or a name instead of a value. */
const isFixed = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node);
const isName = (node: ts.Node): boolean =>
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node) || ts.isLiteralTypeNode(node.parent);

/** Puts every mutant of a file into it. */
export function instrument(file: string, text: string, firstNumber: number): Instrumented {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const mutants: Mutant[] = [];
  const add = (node: ts.Node, becomes: string): number => {
    const n = firstNumber + mutants.length;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    mutants.push({ n, file, line, was: node.getText(source), becomes });
    return n;
  };
  const emit = (node: ts.Node): string => {
    if (isFixed(node)) return node.getText(source);
    const choices =
      ts.isSourceFile(node) || isName(node)
        ? []
        : variants(node, source).map((other) => ({ other, n: add(node, other) }));
    const left = isEffect(node) ? add(node, '') : null;
    let inside = '';
    let at = node.getStart(source);
    ts.forEachChild(node, (child) => {
      if (child.getStart(source) < at) return;
      inside += text.slice(at, child.getStart(source)) + emit(child);
      at = child.getEnd();
    });
    inside += text.slice(at, node.getEnd());
    if (left !== null) return `if (globalThis.mutant !== ${left}) { ${inside} }`;
    if (!choices.length) return inside;
    return `(${choices.map(({ other, n }) => `globalThis.mutant === ${n} ? (${other}) : `).join('')}(${inside}))`;
  };
  return { text: emit(source), mutants };
}
