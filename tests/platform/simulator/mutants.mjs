// Mutants of a source file: one place broken in each, in the ways in which code is usually wrong.
import ts from 'typescript';

const OTHER = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.LessThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanToken]: '<=',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
};
const EITHER = [
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
];

/** @returns {{ line: number, from: string, to: string, text: string }[]} each mutant: what was changed, and the whole text. */
export function mutantsOf(text) {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const replace = (node, to) => {
    const [start, end] = [node.getStart(), node.getEnd()];
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    mutants.push({ line, from: text.slice(start, end), to, text: text.slice(0, start) + to + text.slice(end) });
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    mutate(node, replace);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

function mutate(node, replace) {
  if (ts.isExpressionStatement(node)) replace(node, ';');
  if (ts.isReturnStatement(node) && node.expression) replace(node, 'return;');
  if (ts.isIfStatement(node)) for (const to of ['true', 'false']) replace(node.expression, to);
  if (ts.isConditionalExpression(node)) for (const to of ['true', 'false']) replace(node.condition, to);
  if (ts.isNumericLiteral(node)) for (const to of node.getText() === '0' ? ['1'] : ['0', `${node.getText()} * 10`]) replace(node, to);
  if (ts.isPrefixUnaryExpression(node)) replace(node, node.operand.getText());
  if (node.kind === ts.SyntaxKind.TrueKeyword) replace(node, 'false');
  if (node.kind === ts.SyntaxKind.FalseKeyword) replace(node, 'true');
  if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.initializer)) replace(node.initializer, "'other'");
  if (!ts.isBinaryExpression(node)) return;
  const { left, right, operatorToken } = node;
  if (EITHER.includes(operatorToken.kind)) for (const side of [left, right]) replace(node, side.getText());
  const other = OTHER[operatorToken.kind];
  if (other) replace(operatorToken, other);
}
