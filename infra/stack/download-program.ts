/**
 * `tsx infra/stack/download-program.ts <folder> <version>`: the SDK's download of the Temporal CLI. The only public way to it is to start
 * the server once.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { messageOf } from './eventually.ts';

const [downloadDir, version] = process.argv.slice(2);
if (!downloadDir || !version) throw new Error('expected a folder and a version');
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir, version } },
  });
  await environment.teardown();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
process.exit();
