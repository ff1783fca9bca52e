import ts from 'typescript';

const SKIPPED = ['skip', 'todo'];

/** The title of each test of a file that runs, behind the titles of its groups. Skipped tests and groups are left out. */
export function titlesOfRunningTests(source: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node, above: string): void => {
    const call = ts.isCallExpression(node) ? titledCall(node) : null;
    if (call === null) return ts.forEachChild(node, (child) => visit(child, above));
    if (call.modifiers.some((modifier) => SKIPPED.includes(modifier))) return;
    const title = `${above} ${call.title}`.trim();
    if (call.kind === 'describe') ts.forEachChild(node, (child) => visit(child, title));
    else titles.push(title);
  };
  visit(ts.createSourceFile('a.test.ts', source, ts.ScriptTarget.Latest), '');
  return titles;
}

/** What `test('title', …)`, `describe.each(table)('title', …)` and the like say; null for any other call. */
function titledCall(call: ts.CallExpression) {
  const maker = ts.isCallExpression(call.expression) ? call.expression : null;
  const { name, modifiers } = nameOf(maker?.expression ?? call.expression);
  const title = literal(call.arguments[0]);
  if ((name !== 'test' && name !== 'describe') || title === null) return null;
  return { kind: name, modifiers, title: title.includes('%') ? `${title} ${firstColumn(maker?.arguments[0])}` : title };
}

/** `test.concurrent.each` is `test` with the modifiers `each` and `concurrent`. */
function nameOf(callee: ts.Expression): { name: string; modifiers: string[] } {
  if (ts.isIdentifier(callee)) return { name: callee.text, modifiers: [] };
  if (!ts.isPropertyAccessExpression(callee)) return { name: '', modifiers: [] };
  const { name, modifiers } = nameOf(callee.expression);
  return { name, modifiers: [...modifiers, callee.name.text] };
}

/** What a table written on the spot brings into a title with `%s`: the first text of each row. */
function firstColumn(table: ts.Expression | undefined): string {
  const rows = table === undefined ? undefined : ts.isAsExpression(table) ? table.expression : table;
  if (rows === undefined || !ts.isArrayLiteralExpression(rows)) return '';
  return rows.elements.map((row) => literal(ts.isArrayLiteralExpression(row) ? row.elements[0] : row) ?? '').join(' ');
}

function literal(node: ts.Node | undefined): string | null {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('…') : null;
}
