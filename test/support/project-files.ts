import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
const FOLDERS = ['.ci/', 'docs/', 'infra/', 'src/', 'test/'];
/** Pictures, and what is generated: the recorded histories, and what npm and drizzle-kit write. */
const LEFT_OUT = /\.png$|^(test\/replay\/histories|src\/db\/migrations\/meta)\/|package-lock\.json$/;

/** The text files of the project, as paths from its root. They are found without git, so that a copy that is no clone passes too. */
export const PROJECT_FILES: readonly string[] = [...entriesOf('').filter((path) => !path.endsWith('/')), ...FOLDERS.flatMap(filesIn)]
  .filter((path) => !LEFT_OUT.test(path))
  .toSorted();

/** The text of a file of the project; `path` begins at the project's root. */
export function readProjectFile(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** All files in a folder and in the folders below it, except what npm installed. */
function filesIn(folder: string): string[] {
  return entriesOf(folder).flatMap((path) => (!path.endsWith('/') ? [path] : path.endsWith('/node_modules/') ? [] : filesIn(path)));
}

/** What stands directly in a folder; the path of a folder ends in `/`. */
function entriesOf(folder: string): string[] {
  return readdirSync(new URL(`./${folder}`, ROOT), { withFileTypes: true }).map(
    (entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`,
  );
}
