/** Adds to `dist` what tsc does not: the SQL migrations, the presets of gateways, what browsers load and the workflow bundle. */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const ROOT = path.join(import.meta.dirname, '..', '..');
const DIST = path.join(ROOT, 'dist');

copyMigrations();
copyPresets();
copyBrowserFiles();
await bundleWorkflows();

function copyMigrations(): void {
  const from = path.join(ROOT, 'src', 'db', 'migrations');
  if (!existsSync(path.join(from, 'meta', '_journal.json')))
    throw new Error(`expected the migrations of drizzle-kit in ${from}: run drizzle-kit generate`);
  copyFolder(from, path.join(DIST, 'db', 'migrations'));
}

function copyPresets(): void {
  copyFolder(path.join(ROOT, 'src', 'sms', 'presets'), path.join(DIST, 'sms', 'presets'));
}

function copyBrowserFiles(): void {
  copyFolder(path.join(ROOT, 'src', 'api', 'console', 'browser'), path.join(DIST, 'api', 'console', 'browser'));
}

/** Replaces the whole folder, so that what was removed from the sources does not stay behind. */
function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

/** Bundled now, so that a worker starts without webpack and every worker runs the same code. */
async function bundleWorkflows(): Promise<void> {
  const workflowsPath = path.join(DIST, 'workflows', 'index.js');
  if (!existsSync(workflowsPath)) throw new Error(`expected ${workflowsPath}: run tsc -p tsconfig.build.json first`);
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  writeFileSync(path.join(DIST, 'workflow-bundle.js'), code);
}
