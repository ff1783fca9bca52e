import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { apologyInstant } from '../../src/domain/apology.ts';
import { epochMs, instantAt } from '../../src/domain/calendar.ts';
import { register, type Registration } from '../../src/domain/dossier.ts';
import { findPort } from '../../infra/stack/ports.ts';
import { findTemporal } from '../../infra/stack/temporal-binary.ts';
import { startTemporal } from '../../infra/stack/temporal-server.ts';
import { makeTemporaryFolder } from '../../infra/stack/temporary-folder.ts';
import { aFreshDossier, openWorkflowWorld, saidNow, type WorkflowWorld } from '../support/workflow-world.ts';

/**
 * `npm run record-histories -- <release>`: plays the lives below on the real server and writes the history of each into a file. Until the
 * release they are recorded anew with every change of the workflow. The files of a released behaviour are never written again, because
 * running dossiers of that release must still be understood.
 */
const release = process.argv[2];
if (!release || !/^[\w.-]+$/.test(release)) throw new Error('expected the name of the release, e.g. npm run record-histories -- 1.0.0');

type Life = (world: WorkflowWorld) => Promise<Registration>;

const toEve = (some: Registration) => (epochMs(apologyInstant(register(some)) ?? instantAt(0)) - Date.now()) / 1000;
const settled = () => sleep(1500);

const LIVES: Readonly<Record<string, Life>> = {
  'on-time': async (world) => {
    const some = aFreshDossier();
    await world.start(some);
    for (const [index, step] of ['Thẩm định', 'Trình ký', 'Đóng dấu', 'Trả kết quả'].entries()) {
      await world.signal(some, ...saidNow(index + 1, { step }));
      await settled();
    }
    await world.signal(some, ...saidNow(5, { close: 'handed_over' }));
    return some;
  },
  late: async (world) => {
    const some = aFreshDossier({}, 3); // also two days before the due date is still to come: replay.test.ts gets the eve wrong by a day
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Thẩm định' }));
    await world.pass(some, toEve(some) + 60);
    await settled();
    await world.signal(some, ...saidNow(2, { step: 'Trả kết quả' }));
    return some;
  },
  'supplement-and-new-date': async (world) => {
    const some = aFreshDossier({}, 3);
    await world.start(some);
    await world.signal(some, ...saidNow(1, { state: 'Chờ bổ sung' }, { step: 'Bộ phận Một cửa' }));
    await settled();
    await world.pass(some, toEve(some) + 60);
    await world.signal(
      some,
      ...saidNow(3, { state: 'Đang xử lý', step: 'Thẩm định' }, { due: aFreshDossier({}, 9).dueDate ?? '', reason: 'supplement' }),
    );
    await settled();
    await world.pass(some, 7 * 86_400);
    return some;
  },
  'apology-superseded': async (world) => {
    const some = aFreshDossier({}, 2);
    world.answerWith(({ notice }) => {
      if (notice.kind === 'apology') throw new Error('the gateway is away');
      return { status: 'sent' };
    });
    await world.start(some);
    await world.pass(some, toEve(some) + 5);
    await settled();
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    return some;
  },
  'uncertain-result': async (world) => {
    const some = aFreshDossier({}, 9);
    world.answerWith(({ again }) => (again ? { status: 'permanent_failure' } : { status: 'uncertain', sendAgainAfterMs: 900_000 }));
    await world.start(some);
    await world.signal(some, ...saidNow(1, { step: 'Trả kết quả' }));
    await settled();
    await world.pass(some, 960);
    return some;
  },
};

const folder = await makeTemporaryFolder('record');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const port = await findPort('Temporal', 0, console.log);
await using server = await startTemporal({
  binary: await findTemporal(),
  port,
  timeSkipping: true,
  logFile: path.join(folder, 'temporal.log'),
});
await using world = await openWorkflowWorld(server.address);
world.makeLink('free');
for (const [name, live] of Object.entries(LIVES)) {
  world.answerWith(() => ({ status: 'sent' }));
  const some = await live(world);
  await settled();
  const json = JSON.stringify(anonymous(JSON.parse(historyToJSON(await world.history(some)))), null, 1);
  writeFileSync(new URL(`./histories/${release}-${name}.json`, import.meta.url), `${json}\n`);
  console.log(`recorded ${release}-${name}: ${JSON.parse(json).events.length} events`);
}

/** Without what belongs to this machine. */
function anonymous(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anonymous);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !['identity', 'stackTrace', 'binaryChecksum', 'workerVersion'].includes(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, anonymous(inner)]));
}
