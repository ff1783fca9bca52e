import ts from 'typescript';
import { expect, test } from 'vitest';
import { PROJECT_FILES, readProjectFile } from '../support/project-files.ts';

const MAX_COLUMNS = 140;
/** The SDK registers what this module exports as workflows. */
const WORKFLOWS = 'src/workflows/index.ts';
const CODE = PROJECT_FILES.filter((path) => path.endsWith('.ts'));

/** A text in quotes stays on its line however long it is, so that it can be found as it is. */
const withoutTexts = (line: string) => line.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '');

test(`no line of code has more than ${MAX_COLUMNS} columns, texts in quotes apart`, () => {
  const long = CODE.flatMap((path) =>
    readProjectFile(path)
      .split('\n')
      .flatMap((line, above) => (Array.from(withoutTexts(line)).length > MAX_COLUMNS ? [`${path}:${above + 1}`] : [])),
  );
  expect(long).toEqual([]);
});

test('no module exports again what another one has', () => {
  expect(CODE.filter((path) => path !== WORKFLOWS && exportsWhatItImports(readProjectFile(path)))).toEqual([]);
});

test('the project names no folder that lies beside it', () => {
  const beside = ['..', 'shared'].join('/');
  expect(PROJECT_FILES.filter((path) => readProjectFile(path).includes(beside))).toEqual([]);
});

/** `export … from`, or an export of a name that was imported. */
function exportsWhatItImports(source: string): boolean {
  if (!/^export (type )?[{*]/m.test(source)) return false;
  const { statements } = ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest);
  const imported = new Set(statements.filter((statement) => ts.isImportDeclaration(statement)).flatMap(importedNames));
  return statements.some(
    (statement) =>
      ts.isExportDeclaration(statement) &&
      (statement.moduleSpecifier !== undefined ||
        (statement.exportClause !== undefined &&
          ts.isNamedExports(statement.exportClause) &&
          statement.exportClause.elements.some(({ name, propertyName }) => imported.has((propertyName ?? name).text)))),
  );
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const others =
    namedBindings === undefined
      ? []
      : ts.isNamedImports(namedBindings)
        ? namedBindings.elements.map((each) => each.name)
        : [namedBindings.name];
  return [...(name === undefined ? [] : [name]), ...others].map((each) => each.text);
}
